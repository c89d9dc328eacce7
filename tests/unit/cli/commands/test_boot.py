"""The command that creates servers: what it sends, prints and refuses."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from commanding import Ran
from routed import (
    FLAVOR,
    GROUP,
    IMAGE,
    LOOK_UPS,
    NETWORK,
    OnRoutes,
    server,
    server_id,
    servers,
)

from novaclient import exceptions

ONE = server_id(1)
VOLUME = "66666666-6666-4666-8666-666666666666"
CREATE = "POST /servers"
SHOW = f"GET /servers/{ONE}"
RESERVED = "GET /servers/detail?reservation_id=r-1"

CREATED = {"server": {"id": ONE, "links": [], "adminPass": "secret"}}
BUILDING = server(status="BUILD", task="scheduling")
ROUTES = {**LOOK_UPS, CREATE: CREATED, SHOW: {"server": BUILDING}}
#: What is sent for a server of which nothing but flavor and image is said.
PLAIN = {
    "name": "web1",
    "imageRef": IMAGE,
    "flavorRef": FLAVOR,
    "min_count": 1,
    "max_count": 1,
    "networks": "auto",
}
IMAGE_DISK = {
    "uuid": IMAGE,
    "source_type": "image",
    "destination_type": "local",
    "boot_index": 0,
    "delete_on_termination": True,
}
EMPTY_DISK = {
    "source_type": "blank",
    "destination_type": "local",
    "boot_index": -1,
    "delete_on_termination": True,
}


def body_of(ran: Ran) -> Any:
    """The body of the request that creates servers."""
    return next(sent.body for sent in ran.sent if str(sent) == CREATE)


def boot(on_routes: OnRoutes, *words: str, **options: Any) -> Ran:
    """Boot from an image."""
    options.setdefault("routes", ROUTES)
    return on_routes("boot", "web1", "--flavor", "m1.nano", "--image", "cirros", *words, **options)


# -------------------------------------------------------------------------------------- requests
def test_boot_sends_flavor_and_image_by_id(on_routes: OnRoutes) -> None:
    ran = boot(on_routes)
    assert (ran.status, body_of(ran)) == (0, {"server": PLAIN})


def test_boot_makes_the_fewest_requests(on_routes: OnRoutes) -> None:
    assert sorted(boot(on_routes).urls) == sorted(
        ["GET /flavors?is_public=None", "GET /v2/images?name=cirros", CREATE, SHOW]
    )


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (("--meta", "a=b", "--meta", "c=d=e"), {"metadata": {"a": "b", "c": "d=e"}}),
        (("--key-name", "k"), {"key_name": "k"}),
        (("--availability-zone", "z"), {"availability_zone": "z"}),
        (
            ("--security-groups", "default,web"),
            {"security_groups": [{"name": "default"}, {"name": "web"}]},
        ),
        (("--config-drive", "true"), {"config_drive": True}),
        (("--config-drive", "no"), {}),
        (("--admin-pass", "x"), {"adminPass": "x"}),
        (
            ("--access-ip-v4", "1.2.3.4", "--access-ip-v6", "::1"),
            {"accessIPv4": "1.2.3.4", "accessIPv6": "::1"},
        ),
        (("--description", "text"), {"description": "text"}),
        (("--tags", "a,b"), {"tags": ["a", "b"]}),
        (("--hostname", "h"), {"hostname": "h"}),
        (
            ("--host", "c1", "--hypervisor-hostname", "h1"),
            {"host": "c1", "hypervisor_hostname": "h1"},
        ),
        (
            ("--trusted-image-certificate-id", "a", "--trusted-image-certificate-id", "b"),
            {"trusted_image_certificates": ["a", "b"]},
        ),
        (("--nic", "none"), {"networks": "none"}),
        (("--nic", "auto"), {"networks": "auto"}),
        (
            ("--nic", f"net-id={NETWORK},v4-fixed-ip=10.0.0.3,tag=t", "--nic", f"port-id={VOLUME}"),
            {
                "networks": [
                    {"uuid": NETWORK, "fixed_ip": "10.0.0.3", "tag": "t"},
                    {"port": VOLUME},
                ]
            },
        ),
        (
            ("--nic", "net-name=private,v6-fixed-ip=::1"),
            {"networks": [{"uuid": NETWORK, "fixed_ip": "::1"}]},
        ),
    ],
)
def test_boot_sends_the_given_arguments(
    on_routes: OnRoutes, words: tuple[str, ...], fields: dict[str, Any]
) -> None:
    assert body_of(boot(on_routes, *words)) == {"server": PLAIN | fields}


def test_boot_sends_the_hints_of_a_key_together(on_routes: OnRoutes) -> None:
    words = ("--hint", "group=apart", "--hint", "a=1", "--hint", "a=2", "--hint", "a=3")
    hints = {"group": GROUP, "a": ["1", "2", "3"]}
    assert body_of(boot(on_routes, *words)) == {"server": PLAIN, "os:scheduler_hints": hints}


def test_boot_sends_user_data_and_files_encoded(on_routes: OnRoutes, tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"\x00#!")
    text = base64.b64encode(b"\x00#!").decode()
    source = str(tmp_path / "data")
    sent = body_of(boot(on_routes, "--user-data", source, "--file", f"/etc/x={source}"))["server"]
    assert sent["user_data"] == text
    assert sent["personality"] == [{"path": "/etc/x", "contents": text}]


def test_boot_with_files_goes_out_at_the_last_version_that_takes_them(
    on_routes: OnRoutes, tmp_path: Path
) -> None:
    (tmp_path / "data").touch()
    ran = boot(on_routes, "--file", f"/etc/x={tmp_path / 'data'}")
    assert {sent.version for sent in ran.sent if str(sent) == CREATE} == {"2.56"}


def test_boot_takes_key_and_certificates_from_the_environment(on_routes: OnRoutes) -> None:
    on_routes.environ["NOVACLIENT_DEFAULT_KEY_NAME"] = "mine"
    on_routes.environ["OS_TRUSTED_IMAGE_CERTIFICATE_IDS"] = "a,b"
    sent = body_of(boot(on_routes))["server"]
    assert (sent["key_name"], sent["trusted_image_certificates"]) == ("mine", ["a", "b"])


def test_boot_before_automatic_networks_names_none(on_routes: OnRoutes) -> None:
    assert "networks" not in body_of(boot(on_routes, at="2.36"))["server"]


def test_boot_at_a_pinned_version_with_automatic_networks_asks_for_them(
    on_routes: OnRoutes,
) -> None:
    assert body_of(boot(on_routes, at="2.37"))["server"]["networks"] == "auto"


@pytest.mark.parametrize(
    ("words", "disks"),
    [
        (
            ("--swap", "512", "--ephemeral", "size=1,format=ext4", "--ephemeral", "size=2"),
            [
                {**EMPTY_DISK, "volume_size": 1, "guest_format": "ext4"},
                {**EMPTY_DISK, "volume_size": 2},
                {**EMPTY_DISK, "guest_format": "swap", "volume_size": 512},
            ],
        ),
        (
            ("--block-device", f"id={VOLUME},source=volume,dest=volume,shutdown=preserve,tag=t"),
            [
                {
                    "uuid": VOLUME,
                    "source_type": "volume",
                    "destination_type": "volume",
                    "delete_on_termination": False,
                    "tag": "t",
                }
            ],
        ),
        (
            ("--block-device", "source=blank,size=3,bus=virtio,device=vdb,type=disk,format=ext3"),
            [
                {
                    "source_type": "blank",
                    "destination_type": "local",
                    "volume_size": 3,
                    "disk_bus": "virtio",
                    "device_name": "vdb",
                    "device_type": "disk",
                    "guest_format": "ext3",
                    "delete_on_termination": True,
                }
            ],
        ),
        (
            (
                "--block-device",
                "source=image,id=cirros,dest=volume,size=1,bootindex=1,volume_type=lvm",
            ),
            [
                {
                    "uuid": IMAGE,
                    "source_type": "image",
                    "destination_type": "volume",
                    "volume_size": 1,
                    "boot_index": 1,
                    "volume_type": "lvm",
                }
            ],
        ),
    ],
)
def test_boot_sends_disks_with_the_image(
    on_routes: OnRoutes, words: tuple[str, ...], disks: list[dict[str, Any]]
) -> None:
    sent = body_of(boot(on_routes, *words))["server"]
    assert sent["block_device_mapping_v2"] == [IMAGE_DISK, *disks]


@pytest.mark.parametrize(
    ("flag", "kind"), [("--boot-volume", "volume"), ("--snapshot", "snapshot")]
)
def test_boot_from_a_volume_or_snapshot(on_routes: OnRoutes, flag: str, kind: str) -> None:
    ran = on_routes("boot", "web1", "--flavor", "m1.nano", flag, VOLUME, routes=ROUTES)
    disk = {
        "uuid": VOLUME,
        "source_type": kind,
        "destination_type": "volume",
        "boot_index": 0,
        "delete_on_termination": False,
    }
    sent = body_of(ran)["server"]
    assert (sent["imageRef"], sent["block_device_mapping_v2"]) == ("", [disk])


def test_boot_sends_old_disk_mappings(on_routes: OnRoutes) -> None:
    words = ("--block-device-mapping", f"vda={VOLUME}:snap:5:1")
    ran = on_routes("boot", "web1", "--flavor", "m1.nano", *words, routes=ROUTES)
    assert body_of(ran)["server"]["block_device_mapping"] == [
        {
            "device_name": "vda",
            "snapshot_id": VOLUME,
            "volume_size": "5",
            "delete_on_termination": "1",
        }
    ]


def test_boot_from_the_newest_image_with_properties(on_routes: OnRoutes) -> None:
    images = [
        {"id": "1", "name": "a", "os": "x", "min_disk": 2},
        {"id": "2", "name": "b", "os": "x", "min_disk": 1},
        {"id": "3", "name": "c", "os": "x", "min_disk": 1},
    ]
    words = ("--image-with", "os=x", "--image-with", "min_disk=1")
    routes = {**ROUTES, "GET /v2/images": {"images": images}}
    ran = on_routes("boot", "web1", "--flavor", "m1.nano", *words, routes=routes)
    assert body_of(ran)["server"]["imageRef"] == "2"


def test_boot_from_an_image_with_properties_that_none_has(on_routes: OnRoutes) -> None:
    routes = {**ROUTES, "GET /v2/images": {"images": []}}
    words = ("boot", "web1", "--flavor", "m1.nano", "--image-with", "os=x")
    ran = on_routes(*words, routes=routes)
    assert (ran.status, CREATE in ran.urls) == (1, False)
    assert "No images match the property expected by --image-with: os=x" in ran.err


# --------------------------------------------------------------------------------------- refusals
@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "--flavor is required"),
        ("--flavor f", "a boot source is required"),
        (
            "--flavor f --boot-volume v --snapshot s",
            "--boot-volume and --snapshot cannot be combined",
        ),
        ("--flavor f --image i --boot-volume v", "--image and --boot-volume cannot be combined"),
        ("--flavor f --image i --min-count 3 --max-count 2", "--min-count must not be greater"),
        ("--flavor f --image i --min-count 0", "must be 1 or more"),
        ("--flavor f --image i --min-count many", "must be a number"),
        ("--flavor f --image i --nic bogus", "'bogus' is not in the format of 'key=value'"),
        ("--flavor f --image i --nic net=1", "unknown key 'net'"),
        ("--flavor f --image i --nic net-id=1,port-id=2", "exactly one of net-id, net-name"),
        ("--flavor f --image i --nic tag=t", "exactly one of net-id, net-name"),
        ("--flavor f --image i --nic net-id=1,net-id=2", "'net-id' is repeated"),
        ("--flavor f --image i --nic auto --nic none", "--nic auto cannot be combined"),
        ("--flavor f --image i --nic net-id=1 --nic none", "--nic none cannot be combined"),
        ("--flavor f --image i --nic net-id=1,v4-fixed-ip=::1", "'::1' is not an IPv4 address"),
        ("--flavor f --image i --nic net-id=1,v6-fixed-ip=x", "'x' is not an IPv6 address"),
        (
            "--flavor f --image i --nic net-id=1,v4-fixed-ip=1.1.1.1,v6-fixed-ip=::1",
            "only one of v4-fixed-ip and v6-fixed-ip",
        ),
        ("--flavor f --image i --meta a", "'a' is not in the format of 'key=value'"),
        ("--flavor f --image i --hint a", "'a' is not in the format of 'key=value'"),
        ("--flavor f --image i --block-device source=what", "source must be one of volume, image"),
        ("--flavor f --image i --block-device dest=what", "dest must be one of local, volume"),
        (
            "--flavor f --image i --block-device shutdown=x",
            "shutdown must be one of remove, preserve",
        ),
        ("--flavor f --image i --block-device size=big", "size must be a number"),
        ("--flavor f --image i --block-device what=x", "unknown key 'what'"),
        ("--flavor f --image i --block-device-mapping vda", "'vda' is not in the format"),
        (
            "--flavor f --image i --block-device-mapping vda=x --swap 1",
            "--block-device-mapping cannot be combined",
        ),
        (
            "--flavor f --image i --ephemeral disk=1",
            "unknown key 'disk' (known keys: size, format)",
        ),
        ("--flavor f --image i --swap big", "must be a number"),
        ("--flavor f --image i --config-drive maybe", "must be true or false, not 'maybe'"),
    ],
)
def test_boot_refuses_before_any_request(on_routes: OnRoutes, words: str, message: str) -> None:
    ran = on_routes("boot", "web1", *words.split())
    assert (ran.status, ran.sent) == (2, [])
    assert message in ran.err


@pytest.mark.parametrize("flag", ["--user-data", "--file=/etc/x"])
def test_boot_refuses_a_file_that_is_not_there(
    on_routes: OnRoutes, tmp_path: Path, flag: str
) -> None:
    words = (f"{flag}={tmp_path}/none",)
    ran = boot(on_routes, *words)
    assert (ran.status, ran.sent) == (1, [])
    assert f"Cannot read '{tmp_path}/none': No such file or directory" in ran.err


@pytest.mark.parametrize(
    ("flag", "at", "since"),
    [
        ("--description", "2.18", "needs 2.19 or newer"),
        ("--tags", "2.51", "needs 2.52 or newer"),
        ("--trusted-image-certificate-id", "2.62", "needs 2.63 or newer"),
        ("--host", "2.73", "needs 2.74 or newer"),
        ("--hypervisor-hostname", "2.73", "needs 2.74 or newer"),
        ("--hostname", "2.89", "needs 2.90 or newer"),
        ("--file", "2.57", "was removed after 2.56"),
    ],
)
def test_boot_refuses_what_the_pinned_version_does_not_know(
    on_routes: OnRoutes, flag: str, at: str, since: str
) -> None:
    ran = boot(on_routes, flag, "a=b", at=at)
    assert (ran.status, ran.sent) == (2, [])
    assert f"{flag} {since}; you asked for {at}" in ran.err


@pytest.mark.parametrize(
    ("nic", "at", "message"),
    [
        ("none", "2.36", "'auto' and 'none' need microversion 2.37"),
        (f"net-id={NETWORK},tag=t", "2.41", "Setting network interface tags is unsupported"),
    ],
)
def test_boot_does_not_create_what_the_version_cannot_do(
    on_routes: OnRoutes, nic: str, at: str, message: str
) -> None:
    ran = boot(on_routes, "--nic", nic, at=at)
    assert (ran.status, CREATE in ran.urls) == (1, False)
    assert message in ran.err


def test_boot_with_an_unknown_name_creates_nothing(on_routes: OnRoutes) -> None:
    routes = {
        **ROUTES,
        "GET /v2.0/networks?name=privat&fields=id&fields=name": {"networks": []},
        "GET /v2.0/networks?fields=id&fields=name": {
            "networks": [{"id": NETWORK, "name": "private"}]
        },
    }
    ran = boot(on_routes, "--nic", "net-name=privat", routes=routes)
    assert (ran.status, CREATE in ran.urls) == (1, False)
    assert "No network with a name or ID of 'privat' exists. Did you mean 'private'" in ran.err


# ------------------------------------------------------------------------------------- one server
def test_boot_prints_the_server_and_its_password(on_routes: OnRoutes) -> None:
    lines = boot(on_routes).out.splitlines()
    rows = dict(line.split("|")[1:3] for line in lines if line.startswith("|"))
    reported = {key.strip(): value.strip() for key, value in rows.items()}
    assert (reported["id"], reported["adminPass"], reported["status"]) == (ONE, "secret", "BUILD")
    assert reported["image"] == f"cirros ({IMAGE})"


def test_boot_prints_what_it_knows_when_the_server_cannot_be_shown(on_routes: OnRoutes) -> None:
    routes = {**ROUTES, SHOW: exceptions.ConnectionFailed("the cloud went away")}
    ran = boot(on_routes, "-f", "json", routes=routes)
    assert (ran.status, ran.json["id"], ran.json["adminPass"]) == (0, ONE, "secret")
    assert "the server is created, but could not be fetched" in ran.err


def test_boot_waits_until_the_server_runs(on_routes: OnRoutes) -> None:
    looks = [{"server": BUILDING}, {"server": BUILDING}, {"server": server(progress=100)}]
    ran = boot(on_routes, "--poll", routes={**ROUTES, SHOW: looks})
    assert ran.status == 0
    assert ran.out.endswith(
        "\n\rServer building... 0% complete\rServer building... 100% complete\nFinished\n"
    )


def test_boot_as_json_shows_the_server_as_it_is_in_the_end(on_routes: OnRoutes) -> None:
    looks = [{"server": BUILDING}, {"server": server()}]
    ran = boot(on_routes, "--poll", "-f", "json", routes={**ROUTES, SHOW: looks})
    assert (ran.json["status"], ran.json["adminPass"]) == ("ACTIVE", "secret")


def test_boot_as_json_shows_the_id_of_a_server_that_failed(on_routes: OnRoutes) -> None:
    failed = {"server": server(status="ERROR", fault={"message": "No valid host"})}
    ran = boot(
        on_routes, "--poll", "-f", "json", routes={**ROUTES, SHOW: [{"server": BUILDING}, failed]}
    )
    assert (ran.status, ran.json["id"]) == (1, ONE)
    assert "No valid host" in ran.err


def test_boot_that_fails_says_so(on_routes: OnRoutes) -> None:
    failed = {"server": server(status="ERROR", fault={"message": "No valid host"})}
    ran = boot(on_routes, "--poll", routes={**ROUTES, SHOW: [{"server": BUILDING}, failed]})
    assert ran.status == 1
    assert "\nError building server\n" in ran.out
    assert "ERROR (ResourceInErrorState)" in ran.err


def test_boot_gives_up_after_the_time_limit(on_routes: OnRoutes) -> None:
    ran = boot(on_routes, "--poll", "--timeout", "0.001")
    assert ran.status == 1
    assert "ERROR (WaitTimeout): Server web1 is build" in ran.err


# -------------------------------------------------------------------------------- several servers
def batch(*states: str) -> dict[str, Any]:
    """The servers of a reservation, in the order in which Nova lists them."""
    rows = [
        server(n, name=f"web1-{n}", status=state, fault={"message": "No valid host"})
        for n, state in enumerate(states, 1)
    ]
    return servers(*reversed(rows))


def several(*looks: dict[str, Any]) -> dict[str, Any]:
    """A cloud in which a reservation looks so."""
    return {**ROUTES, CREATE: {"reservation_id": "r-1"}, RESERVED: list(looks)}


def test_boot_of_several_is_found_by_its_reservation(on_routes: OnRoutes) -> None:
    words = ("--min-count", "2", "--poll")
    building = batch("BUILD", "BUILD")
    ran = boot(on_routes, *words, routes=several(building, building, batch("ACTIVE", "ACTIVE")))
    sent = body_of(ran)["server"]
    assert (sent["min_count"], sent["max_count"], sent["return_reservation_id"]) == (2, 2, True)
    assert ran.urls.count(RESERVED) == 3


def test_boot_of_several_prints_the_first_and_then_all(on_routes: OnRoutes) -> None:
    words = ("--max-count", "2", "--poll")
    ran = boot(
        on_routes, *words, routes=several(batch("BUILD", "BUILD"), batch("ACTIVE", "ACTIVE"))
    )
    first, _, rest = ran.out.partition("Finished\n")
    assert f"| {ONE} " in first
    assert server_id(2) not in first
    assert [line.split("|")[2].strip() for line in rest.splitlines() if ONE[8:] in line] == [
        "web1-1",
        "web1-2",
    ]


def test_boot_of_several_shows_the_password_that_they_got(on_routes: OnRoutes) -> None:
    ran = boot(on_routes, "--min-count", "2", routes=several(batch("BUILD", "BUILD")))
    password = body_of(ran)["server"]["adminPass"]
    assert len(password) == 12
    assert f"| {password} " in ran.out


def test_boot_of_several_takes_the_password_that_was_given(on_routes: OnRoutes) -> None:
    words = ("--min-count", "2", "--admin-pass", "mine")
    ran = boot(on_routes, *words, routes=several(batch("BUILD", "BUILD")))
    assert body_of(ran)["server"]["adminPass"] == "mine"


def test_boot_of_several_as_json_is_a_list_and_names_the_image_once(on_routes: OnRoutes) -> None:
    words = ("boot", "web1", "--flavor", "m1.nano", "--image", IMAGE, "--min-count", "2")
    ran = on_routes(*words, "-f", "json", routes=several(batch("ACTIVE", "BUILD")))
    assert [(row["name"], row["status"]) for row in ran.json] == [
        ("web1-1", "ACTIVE"),
        ("web1-2", "BUILD"),
    ]
    assert len({row["adminPass"] for row in ran.json}) == 1
    assert {row["image"]["name"] for row in ran.json} == {"cirros"}
    assert ran.urls.count(f"GET /v2/images/{IMAGE}") == 1


def test_boot_of_several_says_which_failed(on_routes: OnRoutes) -> None:
    words = ("--min-count", "3", "--poll")
    looks = several(batch("BUILD", "BUILD", "BUILD"), batch("ACTIVE", "ERROR", "ACTIVE"))
    ran = boot(on_routes, *words, routes=looks)
    assert ran.status == 1
    assert "\nError building servers\n" in ran.out
    assert ran.err == (
        f"web1-2 ({server_id(2)}): No valid host\n"
        "ERROR (CommandError): 1 of 3 servers could not be built\n"
    )


def test_boot_of_several_lists_them_after_the_time_limit(on_routes: OnRoutes) -> None:
    words = ("--min-count", "2", "--poll", "--timeout", "0.001")
    ran = boot(on_routes, *words, routes=several(batch("ACTIVE", "BUILD")))
    assert ran.status == 1
    assert server_id(2) in ran.out
    assert "ERROR (WaitTimeout)" in ran.err


def test_boot_can_return_the_reservation_only(on_routes: OnRoutes) -> None:
    ran = boot(
        on_routes, "--return-reservation-id", routes={**ROUTES, CREATE: {"reservation_id": "r-1"}}
    )
    assert "| reservation_id | r-1   |" in ran.out
    assert (ran.status, ran.urls[-1]) == (0, CREATE)


def test_boot_with_a_reservation_waits_for_all(on_routes: OnRoutes) -> None:
    words = ("--return-reservation-id", "--poll", "-f", "json")
    ran = boot(on_routes, *words, routes=several(batch("BUILD"), batch("ACTIVE")))
    assert (ran.status, ran.json, ran.urls.count(RESERVED)) == (0, {"reservation_id": "r-1"}, 2)
