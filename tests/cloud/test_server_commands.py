"""Other commands on servers on a real cloud: their effect, not only their output."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from cloud_servers import IMAGE, NANO, Servers, eventually
from independent_client import IndependentClient
from keystoneauth1.adapter import Adapter
from nova_process import Nova

Names = Callable[[str], str]
ON_PRIVATE = ("--flavor", "m1.nano", "--image", IMAGE, "--nic", "net-name=private")


@pytest.fixture(scope="module")
def servers(nova: Nova, look: IndependentClient) -> Iterator[Servers]:
    """Servers that are gone when the tests of this module are over."""
    made = Servers(nova, look)
    yield made
    made.clear()


@pytest.fixture(scope="module")
def web(servers: Servers) -> str:
    """The id of a running server with a port, that tests share; each leaves it running."""
    return str(servers.boot(*ON_PRIVATE)["id"])


@pytest.fixture(scope="module")
def other(servers: Servers) -> str:
    """The id of another one, without ports."""
    return str(servers.boot(*NANO)["id"])


def rows(nova: Nova, *words: str, admin: bool = False) -> list[dict[str, Any]]:
    """What a command lists."""
    listed: list[dict[str, Any]] = json.loads(nova(*words, "-f", "json", admin=admin).stdout)
    return listed


# ---------------------------------------------------------------------------------------- volumes
def of_service(look: IndependentClient, service_type: str) -> Adapter:
    """Sends requests of the ordinary user to another service."""
    return Adapter(look.user.session, service_type=service_type, region_name="RegionOne")


@pytest.fixture
def volume(look: IndependentClient, fresh: Names) -> Iterator[str]:
    """The name of a volume, deleted afterwards."""
    cinder, name = of_service(look, "block-storage"), fresh("volume")
    made = cinder.post("/volumes", json={"volume": {"name": name, "size": 1}}).json()["volume"]
    path = f"/volumes/{made['id']}"
    assert eventually(lambda: cinder.get(path).json()["volume"]["status"] == "available")
    yield name
    cinder.delete(path)


def attached(look: IndependentClient, server: str) -> list[dict[str, Any]]:
    """The volumes that a server has."""
    found: list[dict[str, Any]] = look(f"/servers/{server}/os-volume_attachments")[
        "volumeAttachments"
    ]
    return found


@pytest.mark.parametrize("at", ["2.96", "2.latest"])
def test_volume_is_attached_and_detached(
    nova: Nova, look: IndependentClient, web: str, volume: str, at: str
) -> None:
    version = ("--os-compute-api-version", at)
    shown = json.loads(
        nova(*version, "volume-attach", web, volume, "--wait", "-f", "json").stdout.strip()
    )
    (there,) = attached(look, web)
    assert (shown["device"], shown["volumeId"]) == (there["device"], there["volumeId"])
    assert [row["DEVICE"] for row in rows(nova, "volume-attachments", web)] == [there["device"]]
    nova("volume-update", web, volume, volume, "--delete-on-termination")
    assert attached(look, web)[0]["delete_on_termination"] is True
    nova("volume-detach", web, volume, "--wait")
    assert attached(look, web) == []


# ------------------------------------------------------------------------------- ports and groups
def test_port_is_attached_and_detached(nova: Nova, look: IndependentClient, web: str) -> None:
    before = {row["Port ID"] for row in rows(nova, "interface-list", web)}
    made = json.loads(nova("interface-attach", web, "--net-id", "private", "-f", "json").stdout)
    assert {row["Port ID"] for row in rows(nova, "interface-list", web)} - before == {
        made["port_id"]
    }
    nova("interface-detach", web, made["port_id"], "--wait")
    ports = look(f"/servers/{web}/os-interface")["interfaceAttachments"]
    assert {port["port_id"] for port in ports} == before


def test_secgroup_is_removed_and_added(nova: Nova, look: IndependentClient, web: str) -> None:
    assert {row["Name"] for row in rows(nova, "list-secgroup", web)} == {"default"}
    nova("remove-secgroup", web, "default")
    assert rows(nova, "list-secgroup", web) == []
    nova("add-secgroup", web, "default")
    groups = look(f"/servers/{web}/os-security-groups")["security_groups"]
    assert {group["name"] for group in groups} == {"default"}


def test_network_is_refreshed_and_reset_is_explained(nova: Nova, web: str) -> None:
    nova("refresh-network", web, admin=True)
    done = nova("reset-network", web, admin=True, check=False)
    assert (done.returncode, "HTTP 410" in done.stderr) == (1, True)
    assert "nova refresh-network" in done.stderr


# ------------------------------------------------------------------------------------------- tags
def test_tags_are_added_set_and_deleted(
    nova: Nova, look: IndependentClient, web: str, other: str
) -> None:
    nova("server-tag-add", web, "a", "b", "--also", other)
    assert look(f"/servers/{other}/tags")["tags"] == ["a", "b"]
    nova("server-tag-delete", web, "a")
    assert [row["Tag"] for row in rows(nova, "server-tag-list", web)] == ["b"]
    nova("server-tag-set", web, "x", "y")
    assert look(f"/servers/{web}/tags")["tags"] == ["x", "y"]
    nova("server-tag-delete-all", web, other)
    assert [look(f"/servers/{server}/tags")["tags"] for server in (web, other)] == [[], []]


# ----------------------------------------------------------------------------------------- images
@pytest.mark.parametrize(
    "words",
    [
        ("image-create", "{server}", "{name}", "--metadata", "made=here", "--poll", "--show"),
        ("backup", "{server}", "{name}", "daily", "1", "--metadata", "made=here", "--wait"),
    ],
)
def test_image_of_a_server_is_made(
    nova: Nova, look: IndependentClient, other: str, fresh: Names, words: tuple[str, ...]
) -> None:
    name = fresh("image")
    words = tuple(word.format(server=other, name=name) for word in words)
    shown = json.loads(nova(*words, "-f", "json").stdout)
    of_service(look, "image").delete(f"/v2/images/{shown['id']}")
    assert (shown["name"], shown["status"], shown["made"]) == (name, "active", "here")
    assert shown["instance_uuid"] == other


# -------------------------------------------------------------------------- diagnostics and history
def test_what_was_done_is_listed_and_shown(nova: Nova, servers: Servers, web: str) -> None:
    nova("server-tag-delete-all", web)
    nova("lock", web)
    nova("unlock", web)
    actions = rows(nova, "instance-action-list", web)
    assert [row["Action"] for row in reversed(actions)] == servers.actions(web)[::-1]
    first = next(row for row in actions if row["Action"] == "create")
    shown = json.loads(nova("instance-action", web, first["Request_ID"], "-f", "json").stdout)
    assert (shown["action"], shown["instance_uuid"]) == ("create", web)
    assert [event["result"] for event in shown["events"]] == ["Success"]


def test_diagnostics_and_topology_are_shown(nova: Nova, look: IndependentClient, web: str) -> None:
    reported = json.loads(nova("diagnostics", web, "-f", "json", admin=True).stdout)
    assert reported["state"] == look(f"/servers/{web}/diagnostics")["state"]
    reported = json.loads(nova("server-topology", web, "-f", "json", admin=True).stdout)
    assert reported == look(f"/servers/{web}/topology")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (("get-vnc-console", "novnc"), "novnc"),
        (("get-spice-console", "spice-html5"), "spice-html5"),
        (("get-spice-console", "spice-direct"), "spice-direct"),
        (("get-serial-console",), "serial"),
        (("get-mks-console",), "webmks"),
    ],
)
def test_console_has_an_address_with_a_token_that_opens_it(
    nova: Nova, web: str, words: tuple[str, ...], kind: str
) -> None:
    command, *rest = words
    console = json.loads(nova(command, web, *rest, "-f", "json").stdout)
    assert console["Type"] == kind
    shown = nova("console-token-show", console["Url"], "-f", "json", admin=True).stdout
    assert json.loads(shown)["instance_uuid"] == web


def test_rdp_console_is_explained(nova: Nova, web: str) -> None:
    done = nova("get-rdp-console", web, "rdp-html5", check=False)
    assert (done.returncode, "nova get-vnc-console" in done.stderr) == (1, True)


def test_password_is_printed_and_cleared(nova: Nova, web: str) -> None:
    nova("clear-password", web)
    assert nova("get-password", web).stdout == "\n"


# --------------------------------------------------------------------------------------- recovery
def test_state_is_reset(nova: Nova, servers: Servers, other: str) -> None:
    nova("reset-state", other, admin=True)
    assert servers.status(other) == "ERROR"
    nova("reset-state", other, "--active", admin=True)
    assert servers.status(other) == "ACTIVE"


def test_crash_dump_is_triggered(nova: Nova, servers: Servers, other: str) -> None:
    nova("trigger-crash-dump", other)
    assert servers.actions(other)[0] == "trigger_crash_dump"


def test_server_is_deleted_at_once(nova: Nova, servers: Servers, look: IndependentClient) -> None:
    server = str(servers.boot(*NANO)["id"])
    nova("force-delete", server, "--wait")
    assert look(f"/servers/{server}") is None


def test_restore_of_what_is_not_deleted_is_refused(nova: Nova, other: str) -> None:
    done = nova("restore", other, check=False)
    assert (done.returncode, "HTTP 409" in done.stderr) == (1, True)


def test_server_of_a_failed_host_is_evacuated(
    nova: Nova, servers: Servers, look: IndependentClient
) -> None:
    server = str(servers.boot(*NANO, admin=True)["id"])
    host = servers.now(server)["OS-EXT-SRV-ATTR:host"]
    found = look(f"/os-services?host={host}&binary=nova-compute")["services"]
    service = f"/os-services/{found[0]['id']}"
    look.admin.put(service, json={"forced_down": True}, microversion="2.96")
    try:
        nova("evacuate", server, "--wait", admin=True)
        assert servers.now(server)["OS-EXT-SRV-ATTR:host"] != host
    finally:
        look.admin.put(service, json={"forced_down": False}, microversion="2.96")


# ------------------------------------------------------------------------------------- migrations
def test_migrations_are_listed(nova: Nova, servers: Servers, look: IndependentClient) -> None:
    server = str(servers.boot(*NANO)["id"])
    nova("live-migration", server, "--wait", admin=True)
    listed = rows(nova, "migration-list", "--instance-uuid", server, admin=True)
    known = look(f"/os-migrations?instance_uuid={server}")["migrations"]
    assert [(row["Id"], row["Type"]) for row in listed] == [(known[0]["id"], "live-migration")]
    assert rows(nova, "server-migration-list", server, admin=True) == []
    number = str(known[0]["id"])
    for command, status in (
        ("server-migration-show", 404),
        ("live-migration-abort", 409),
        ("live-migration-force-complete", 409),
    ):
        done = nova(command, server, number, admin=True, check=False)
        assert (done.returncode, f"HTTP {status}" in done.stderr) == (1, True)


def test_zone_that_a_server_is_pinned_to_is_changed(
    nova: Nova, servers: Servers, other: str
) -> None:
    zone = servers.now(other)["OS-EXT-AZ:availability_zone"]
    nova("update", other, "--pinned-availability-zone", zone, admin=True)
    assert servers.now(other)["pinned_availability_zone"] == zone
    nova("update", other, "--no-pinned-availability-zone", admin=True)
    assert servers.now(other)["pinned_availability_zone"] is None


# ------------------------------------------------------------------- what this cloud does not have
def test_shares_are_listed_and_attaching_one_is_refused_without_manila(
    nova: Nova, other: str
) -> None:
    assert rows(nova, "share-list", other) == []
    share = "11111111-1111-4111-8111-111111111111"
    assert nova("share-attach", other, share, check=False).returncode == 1
