"""Commands on servers on a real cloud: their effect, not only their output."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cloud_servers import IMAGE, NANO, OTHER_IMAGE, Servers
from independent_client import IndependentClient
from microversions import NEWEST
from nova_process import Nova

Names = Callable[[str], str]


@pytest.fixture(scope="module")
def servers(nova: Nova, look: IndependentClient) -> Iterator[Servers]:
    """Servers that are gone when the tests of this module are over."""
    made = Servers(nova, look)
    yield made
    made.clear()


@pytest.fixture(scope="module")
def web(servers: Servers) -> str:
    """The id of a running server that tests share; each leaves it running."""
    return str(servers.boot()["id"])


@pytest.fixture(scope="module")
def name(web: str, servers: Servers) -> str:
    """The shared server's name."""
    return str(servers.now(web)["name"])


# ------------------------------------------------------------------------------------------ boot
def test_boot_makes_the_server_that_was_asked_for(
    servers: Servers, look: IndependentClient, tmp_path: Path, nova: Nova, fresh: Names
) -> None:
    (tmp_path / "data").write_bytes(b"#!/bin/sh\n")
    group = fresh("group")
    nova("server-group-create", group, "soft-anti-affinity")
    shown = servers.boot(
        *("--flavor", "m1.nano", "--image", IMAGE, "--nic", "net-name=private"),
        *("--meta", "a=b", "--tags", "x,y", "--description", "text", "--hostname", "inside"),
        *("--user-data", str(tmp_path / "data"), "--hint", f"group={group}"),
        *("--config-drive", "true", "--availability-zone", "nova"),
    )
    made = servers.now(shown["id"])
    assert made["status"] == shown["status"] == "ACTIVE"
    assert made["metadata"] == {"a": "b"}
    assert sorted(made["tags"]) == ["x", "y"]
    assert made["description"] == "text"
    assert made["OS-EXT-SRV-ATTR:hostname"] == "inside"
    assert made["config_drive"] == "True"
    assert made["flavor"]["original_name"] == "m1.nano"
    assert made["image"]["id"] == shown["image"]["id"]
    assert shown["image"]["name"] == IMAGE
    assert list(made["addresses"]) == list(shown["networks"]) == ["private"]
    assert base64.b64decode(made["OS-EXT-SRV-ATTR:user_data"]) == b"#!/bin/sh\n"
    assert made["server_groups"] == shown["server_groups"]
    assert len(made["server_groups"]) == 1
    assert shown["adminPass"]


def test_boot_prints_a_table_and_how_far_it_has_come(
    nova: Nova, servers: Servers, fresh: Names
) -> None:
    out = nova("boot", *NANO, "--poll", fresh("server")).stdout
    made = re.search(r"^\| id +\| (\S+) +\|$", out, re.MULTILINE)
    assert made is not None
    servers.ids.append(made[1])
    assert servers.status(made[1]) == "ACTIVE"
    assert out.endswith("Server building... 100% complete\nFinished\n")


def test_boot_of_several_waits_for_all_and_delete_for_their_end(
    nova: Nova, servers: Servers, look: IndependentClient, fresh: Names
) -> None:
    stem = fresh("several")
    done = nova("boot", *NANO, "--min-count", "3", "--poll", "-f", "json", stem)
    made = json.loads(done.stdout)
    servers.ids += [server["id"] for server in made]
    assert [server["name"] for server in made] == [f"{stem}-{n}" for n in (1, 2, 3)]
    assert {servers.status(server["id"]) for server in made} == {"ACTIVE"}
    assert len({servers.now(s["id"])["OS-EXT-SRV-ATTR:reservation_id"] for s in made}) == 1
    names = [server["name"] for server in made]
    deleted = nova("delete", *names[:2], "no-such-server", names[2], "--wait", check=False)
    assert deleted.returncode == 1
    assert re.findall("server (.*) has been accepted", deleted.stdout) == names
    assert "No server with a name or ID of 'no-such-server' exists." in deleted.stderr
    assert [look(f"/servers/{server['id']}") for server in made] == [None, None, None]


def test_boot_from_a_volume_made_of_an_image(servers: Servers) -> None:
    disk = f"source=image,id={IMAGE},dest=volume,size=1,bootindex=0,shutdown=remove"
    shown = servers.boot("--flavor", "m1.nano", "--nic", "none", "--block-device", disk)
    made = servers.now(shown["id"])
    assert (made["image"], shown["image"]) == ("", None)
    volumes = made["os-extended-volumes:volumes_attached"]
    assert [volume["delete_on_termination"] for volume in volumes] == [True]


def test_boot_that_finds_no_host_shows_the_fault(
    nova: Nova, servers: Servers, look: IndependentClient, fresh: Names
) -> None:
    flavor, server = fresh("huge"), fresh("server")
    nova("flavor-create", flavor, flavor, "10000000", "1", "1", admin=True)
    words = ("--flavor", flavor, "--image", IMAGE, "--nic", "none", "--poll", "-f", "json")
    done = nova("boot", *words, server, admin=True, check=False)
    look.admin.delete(f"/flavors/{flavor}")
    servers.ids.append(json.loads(done.stdout)["id"])
    assert servers.status(servers.ids[-1]) == "ERROR"
    assert done.returncode == 1
    assert "No valid host was found" in done.stderr


def test_boot_of_more_than_the_quota_says_so(nova: Nova, fresh: Names) -> None:
    done = nova("boot", *NANO, "--min-count", "11", fresh("many"), check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("ERROR (Forbidden): Quota exceeded for instances")
    assert done.stderr.splitlines()[1].startswith("'nova quota-show' shows all quotas; ")


# ----------------------------------------------------------------------------------- list and show
def test_list_shows_the_server(nova: Nova, web: str, name: str, servers: Servers) -> None:
    rows = json.loads(nova("list", "--name", name, "-f", "json").stdout)
    assert rows == [
        {
            "ID": web,
            "Name": name,
            "Status": "ACTIVE",
            "Task State": None,
            "Power State": 1,
            "Networks": {},
        }
    ]


@pytest.mark.parametrize(
    ("words", "is_there"),
    [
        (("--status", "ACTIVE", "--flavor", "m1.nano", "--image", IMAGE), True),
        (("--image", OTHER_IMAGE), False),
        (("--flavor", "m1.small"), False),
        (("--status", "SHUTOFF"), False),
        (("--locked", "true"), False),
        (("--tags", "none-has-this"), False),
        (("--changes-since", "2099-01-01"), False),
        (("--changes-before", "2099-01-01T00:00:00Z"), True),
    ],
)
def test_list_is_filtered_by_the_cloud(
    nova: Nova, web: str, name: str, words: tuple[str, ...], is_there: bool
) -> None:
    listed = nova("list", "--name", name, *words, "-f", "value", "-c", "ID").stdout.split()
    assert listed == ([web] if is_there else [])


def test_list_of_every_project_is_the_administrators(nova: Nova, web: str, name: str) -> None:
    assert web not in nova("list", "--minimal", admin=True).stdout
    assert web in nova("list", "--minimal", "--all-tenants", admin=True).stdout
    refused = nova("list", "--all-tenants", check=False)
    assert refused.stderr.startswith("ERROR (Forbidden): ")


def test_list_with_a_limit_goes_on_after_a_marker(nova: Nova, servers: Servers, web: str) -> None:
    other = servers.boot()["id"]
    words = ("--sort", "created_at:asc", "-f", "value", "-c", "ID")
    everything = nova("list", *words).stdout.split()
    assert everything.index(web) < everything.index(other)
    first = nova("list", "--limit", "1", *words).stdout.split()
    rest = nova("list", "--marker", first[0], *words).stdout.split()
    assert first + rest == everything


def test_show_prints_what_the_cloud_returns(nova: Nova, web: str, look: IndependentClient) -> None:
    shown = json.loads(nova("show", web, "-f", "json", admin=True).stdout)
    reported = look(f"/servers/{web}", at=NEWEST)["server"]
    for field in ("links", "image", "flavor", "security_groups"):
        reported.pop(field, None)
    assert {key: shown[key] for key in reported} == reported


def test_show_as_a_table_has_the_familiar_rows(nova: Nova, web: str, name: str) -> None:
    out = nova("show", name).stdout
    assert re.search(rf"^\| id +\| {web} +\|$", out, re.MULTILINE)
    assert re.search(rf"^\| image +\| {re.escape(IMAGE)} \([0-9a-f-]+\) +\|$", out, re.MULTILINE)
    assert re.search(r"^\| flavor:original_name +\| m1.nano +\|$", out, re.MULTILINE)


def test_show_of_a_name_shared_by_two_shows_both_ids(
    nova: Nova, servers: Servers, fresh: Names
) -> None:
    twin = fresh("twin")
    ids = []
    for _ in range(2):
        done = nova("boot", *NANO, "--poll", "-f", "value", "-c", "id", twin)
        ids.append(done.stdout.strip())
    servers.ids += ids
    done = nova("show", twin, check=False)
    assert done.returncode == 1
    assert all(server in done.stderr for server in ids)


# ---------------------------------------------------------------------------------------- updates
def test_update_changes_name_and_description(
    nova: Nova, web: str, name: str, servers: Servers
) -> None:
    nova("update", name, "--name", f"{name}-new", "--description", "text", "--hostname", "new")
    changed = servers.now(web)
    nova("update", web, "--name", name, "--description", "")
    assert (changed["name"], changed["description"]) == (f"{name}-new", "text")
    assert changed["OS-EXT-SRV-ATTR:hostname"] == "new"
    assert servers.now(web)["description"] is None


def test_meta_is_set_and_deleted(nova: Nova, web: str, name: str, servers: Servers) -> None:
    nova("meta", name, "set", "a=1", "b=x/y z")
    assert servers.now(web)["metadata"] == {"a": "1", "b": "x/y z"}
    nova("meta", name, "delete", "a", "b")
    assert servers.now(web)["metadata"] == {}


def test_console_log_is_what_the_server_wrote(
    nova: Nova, web: str, look: IndependentClient
) -> None:
    action = {"os-getConsoleOutput": {"length": 2}}
    written = look.admin.post(f"/servers/{web}/action", json=action).json()["output"]
    assert nova("console-log", web, "--length", "2").stdout == written


def test_lock_protects_until_unlock(nova: Nova, web: str, name: str, servers: Servers) -> None:
    nova("lock", name, "--reason", "because")
    locked = servers.now(web)
    refused = nova("delete", name, check=False)
    nova("unlock", name)
    assert (locked["locked"], locked["locked_reason"]) == (True, "because")
    assert refused.returncode == 1
    assert f"{name}: Instance {web} is locked" in refused.stderr
    assert servers.now(web)["locked"] is False


# ------------------------------------------------------------------------------------------ power
@pytest.mark.parametrize(
    ("there", "state", "back"),
    [
        ("stop", "SHUTOFF", "start"),
        ("pause", "PAUSED", "unpause"),
        ("suspend", "SUSPENDED", "resume"),
        ("shelve", "SHELVED_OFFLOADED", "unshelve"),
    ],
)
def test_server_goes_to_a_state_and_back(
    nova: Nova, web: str, name: str, servers: Servers, there: str, state: str, back: str
) -> None:
    nova(there, name, "--wait")
    assert servers.status(web) == state
    nova(back, name, "--wait")
    assert servers.status(web) == "ACTIVE"


def test_stop_and_start_of_several_are_waited_for(nova: Nova, servers: Servers, web: str) -> None:
    pair = [web, str(servers.boot()["id"])]
    nova("stop", *pair, "--wait")
    assert [servers.status(server) for server in pair] == ["SHUTOFF", "SHUTOFF"]
    nova("start", *pair, "--wait")
    assert [servers.status(server) for server in pair] == ["ACTIVE", "ACTIVE"]


def test_stop_in_every_project_finds_a_name_there(
    nova: Nova, web: str, name: str, servers: Servers
) -> None:
    nova("stop", name, "--all-tenants", "--wait", admin=True)
    assert servers.status(web) == "SHUTOFF"
    nova("start", name, "--wait")


@pytest.mark.parametrize("words", [("reboot",), ("reboot", "--hard")])
def test_reboot_is_done_and_waited_for(
    nova: Nova, web: str, name: str, servers: Servers, words: tuple[str, ...]
) -> None:
    before = servers.actions(web).count("reboot")
    out = nova(*words, name, "--poll").stdout
    assert out.startswith(f"Request to reboot server {name} ({web}) has been accepted.\n")
    assert servers.actions(web).count("reboot") == before + 1
    assert (servers.status(web), servers.now(web)["OS-EXT-STS:task_state"]) == ("ACTIVE", None)


def test_shelve_offload_of_what_is_off_its_host_already_is_refused(nova: Nova, web: str) -> None:
    nova("shelve", web, "--wait")
    refused = nova("shelve-offload", web, admin=True, check=False)
    nova("unshelve", web, "--wait")
    assert refused.returncode == 1
    assert refused.stderr.startswith("ERROR (Conflict): Cannot 'shelveOffload' instance")


def test_unshelve_pins_a_server_to_a_zone_and_unpins_it(
    nova: Nova, web: str, servers: Servers
) -> None:
    nova("shelve", web, "--wait")
    nova("unshelve", web, "--availability-zone", "nova", "--wait")
    assert servers.now(web)["pinned_availability_zone"] == "nova"
    nova("shelve", web, "--wait")
    nova("unshelve", web, "--no-availability-zone", "--wait")
    assert servers.now(web)["pinned_availability_zone"] is None


def test_rescue_prints_the_password_and_unrescue_ends_it(
    nova: Nova, web: str, name: str, servers: Servers
) -> None:
    words = ("rescue", name, "--password", "secret", "--image", OTHER_IMAGE, "--wait")
    done = nova(*words, "-f", "json")
    assert json.loads(done.stdout) == {"adminPass": "secret"}
    assert servers.status(web) == "RESCUE"
    nova("unrescue", name, "--wait")
    assert servers.status(web) == "ACTIVE"


# ---------------------------------------------------------------------------- rebuild, size, place
def test_rebuild_changes_the_image_and_keeps_the_rest(nova: Nova, servers: Servers) -> None:
    words = ("--flavor", "m1.nano", "--image", IMAGE, "--nic", "none", "--description", "text")
    web = servers.boot(*words)["id"]
    changes = ("--meta", "a=b", "--rebuild-password", "secret", "--poll", "-f", "json")
    shown = json.loads(nova("rebuild", web, OTHER_IMAGE, *changes).stdout)
    rebuilt = servers.now(web)
    assert rebuilt["image"]["id"] == shown["image"]["id"]
    assert (shown["image"]["name"], shown["adminPass"]) == (OTHER_IMAGE, "secret")
    assert (rebuilt["metadata"], rebuilt["description"]) == ({"a": "b"}, "text")
    assert rebuilt["status"] == shown["status"] == "ACTIVE"


def test_resize_is_waited_for_and_confirmed(nova: Nova, servers: Servers) -> None:
    web = servers.boot()["id"]
    nova("resize", web, "m1.tiny", "--poll")
    assert servers.status(web) == "VERIFY_RESIZE"
    nova("resize-confirm", web, "--wait")
    resized = servers.now(web)
    assert (resized["status"], resized["flavor"]["original_name"]) == ("ACTIVE", "m1.tiny")


def test_resize_is_reverted(nova: Nova, web: str, name: str, servers: Servers) -> None:
    nova("resize", name, "m1.tiny", "--poll")
    assert servers.now(web)["flavor"]["original_name"] == "m1.tiny"
    nova("resize-revert", name, "--wait")
    reverted = servers.now(web)
    assert (reverted["status"], reverted["flavor"]["original_name"]) == ("ACTIVE", "m1.nano")


def test_resize_that_finds_no_host_fails(
    nova: Nova, look: IndependentClient, servers: Servers, fresh: Names
) -> None:
    web = servers.boot(admin=True)["id"]  # not limited by the quota
    flavor = fresh("huge")
    nova("flavor-create", flavor, flavor, "10000000", "1", "1", admin=True)
    done = nova("resize", web, flavor, "--poll", admin=True, check=False)
    look.admin.delete(f"/flavors/{flavor}")
    assert (done.returncode, servers.status(web)) == (1, "ACTIVE")
    assert re.search("Server .* was not resized: it is ACTIVE as before.", done.stderr)


def test_migrate_moves_a_server_to_another_host(nova: Nova, web: str, servers: Servers) -> None:
    before = servers.now(web)["OS-EXT-SRV-ATTR:host"]
    nova("migrate", web, "--poll", admin=True)
    nova("resize-confirm", web, "--wait", admin=True)
    after = servers.now(web)
    assert (after["status"], after["OS-EXT-SRV-ATTR:host"] != before) == ("ACTIVE", True)


def test_live_migration_goes_to_the_host_that_was_named(
    nova: Nova, web: str, servers: Servers
) -> None:
    before = servers.now(web)["OS-EXT-SRV-ATTR:host"]
    host = "compute2" if before == "compute1" else "compute1"
    nova("live-migration", web, host, "--wait", admin=True)
    after = servers.now(web)
    assert (after["status"], after["OS-EXT-SRV-ATTR:host"]) == ("ACTIVE", host)


def test_ordinary_user_may_not_migrate(nova: Nova, web: str) -> None:
    done = nova("live-migration", web, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("ERROR (Forbidden): ")
