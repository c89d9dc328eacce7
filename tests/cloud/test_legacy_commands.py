"""Legacy commands on a real cloud: supported ones work, removed ones explain the refusal."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from independent_client import IndependentClient
from keystoneauth1.adapter import Adapter
from nova_process import Nova

Names = Callable[[str], str]


class Old:
    """Runs commands that something else does the work of now, which they say in one line."""

    def __init__(self, nova: Nova) -> None:
        self.nova = nova

    def __call__(self, *words: str, admin: bool = False) -> str:
        """What a command printed."""
        done = self.nova(*words, admin=admin, check=False)
        reported = done.stderr.startswith(f"WARNING: nova {words[0]} is deprecated: use '")
        assert (done.returncode, reported, done.stderr.count("\n")) == (0, True, 1), done
        return done.stdout

    def json(self, *words: str, admin: bool = False) -> Any:
        """What a command printed, read as JSON."""
        return json.loads(self(*words, "-f", "json", admin=admin))


@pytest.fixture(scope="module")
def old(nova: Nova) -> Old:
    return Old(nova)


@pytest.fixture(scope="module")
def server(nova: Nova, look: IndependentClient) -> Iterator[str]:
    """The id of a server on the private network; of the ordinary user."""
    words = ("--flavor", "m1.nano", "--image", "cirros-0.6.3", "--nic", "net-name=private")
    name = f"test-{uuid4().hex[:8]}"
    done = nova("boot", *words, "--poll", "-f", "json", name)
    server_id: str = json.loads(done.stdout)["id"]
    yield server_id
    look.admin.delete(f"/servers/{server_id}", raise_exc=False)


def until(done: Callable[[], bool]) -> None:
    """Wait half a minute at most for something that the cloud does after its answer."""
    end = time.monotonic() + 30
    while not done():
        assert time.monotonic() < end
        time.sleep(0.3)


def addresses(look: IndependentClient, server: str, kind: str) -> list[str]:
    """The addresses of a server: ``fixed`` or ``floating``."""
    networks = look(f"/servers/{server}")["server"]["addresses"]
    return [a["addr"] for found in networks.values() for a in found if a["OS-EXT-IPS:type"] == kind]


# -------------------------------------------------------------------------------- security groups
@pytest.fixture
def group(old: Old, fresh: Names, look: IndependentClient) -> Iterator[tuple[str, str]]:
    """Name and id of a security group that is gone afterwards."""
    name = fresh("group")
    group_id = old.json("secgroup-create", name, "for a test")["Id"]
    yield name, group_id
    look.user.delete(f"/os-security-groups/{group_id}", microversion="2.35", raise_exc=False)


def rules(look: IndependentClient, group_id: str) -> list[dict[str, Any]]:
    """The rules of a security group."""
    found = look(f"/os-security-groups/{group_id}", at="2.35", admin=False)
    shown: list[dict[str, Any]] = found["security_group"]["rules"]
    return shown


def test_security_group_is_renamed(
    old: Old, group: tuple[str, str], fresh: Names, look: IndependentClient
) -> None:
    name = fresh("group")
    old("secgroup-update", group[0], name, "another")
    seen = look(f"/os-security-groups/{group[1]}", at="2.35", admin=False)["security_group"]
    assert (seen["name"], seen["description"]) == (name, "another")


def test_rules_are_added_listed_and_removed(
    old: Old, group: tuple[str, str], look: IndependentClient
) -> None:
    name, group_id = group
    old("secgroup-add-rule", name, "icmp", "-1", "-1", "0.0.0.0/0")
    old("secgroup-add-group-rule", name, "default", "tcp", "22", "23")
    assert {rule["ip_protocol"] for rule in rules(look, group_id)} == {"icmp", "tcp"}
    shown = old.json("secgroup-list-rules", name)
    assert [row["Source Group"] for row in shown if row["IP Protocol"] == "tcp"] == ["default"]
    old("secgroup-delete-rule", name, "icmp", "-1", "-1", "0.0.0.0/0")
    old("secgroup-delete-group-rule", name, "default", "tcp", "22", "23")
    assert rules(look, group_id) == []


def test_security_group_is_deleted(
    old: Old, group: tuple[str, str], look: IndependentClient
) -> None:
    assert group[1] in old("secgroup-list", "-f", "value", "-c", "Id")
    old("secgroup-delete", group[0])
    assert look(f"/os-security-groups/{group[1]}", at="2.35", admin=False) is None


def test_groups_of_other_projects_are_listed_for_the_administrator(
    old: Old, group: tuple[str, str]
) -> None:
    words = ("secgroup-list", "-f", "value", "-c", "Id")
    assert group[1] not in old(*words, admin=True)
    assert group[1] in old(*words, "--all-tenants", admin=True)


def test_scrub_deletes_the_groups_of_a_project(old: Old, look: IndependentClient) -> None:
    project = uuid4().hex
    neutron = Adapter(look.admin.session, service_type="network")
    fields = {"security_group": {"name": "scrubbed", "project_id": project}}
    neutron.post("/v2.0/security-groups", json=fields)
    old("scrub", project, admin=True)
    left = neutron.get(f"/v2.0/security-groups?project_id={project}").json()["security_groups"]
    assert [one["name"] for one in left if one["name"] == "scrubbed"] == []


# -------------------------------------------------------------------------------------- addresses
def test_floating_ip_is_associated_and_disassociated(
    old: Old, server: str, look: IndependentClient
) -> None:
    assert old("floating-ip-pool-list", "-f", "value").split() == ["public"]
    address = old.json("floating-ip-create", "public")["IP"]
    try:
        old("floating-ip-associate", server, address)
        rows = old.json("floating-ip-list")
        assert [row["Server Id"] for row in rows if row["IP"] == address] == [server]
        assert addresses(look, server, "floating") == [address]
        old("floating-ip-disassociate", server, address)
        assert addresses(look, server, "floating") == []
        old("add-floating-ip", server, address)
        assert addresses(look, server, "floating") == [address]
        old("remove-floating-ip", server, address)
        assert addresses(look, server, "floating") == []
    finally:
        old("floating-ip-delete", address)
    assert address not in old("floating-ip-list", "-f", "value", "-c", "IP")


def test_fixed_ip_is_added_and_removed(old: Old, server: str, look: IndependentClient) -> None:
    before = addresses(look, server, "fixed")
    networks = old.json("network-list")
    (network,) = [row["ID"] for row in networks if row["Label"] == "private"]
    old("add-fixed-ip", server, network)
    until(lambda: len(addresses(look, server, "fixed")) > len(before))
    (added,) = set(addresses(look, server, "fixed")) - set(before)
    old("remove-fixed-ip", server, added)
    until(lambda: addresses(look, server, "fixed") == before)


def test_server_is_renamed(old: Old, server: str, fresh: Names, look: IndependentClient) -> None:
    name = fresh("renamed")
    old("rename", server, name)
    assert look(f"/servers/{server}")["server"]["name"] == name


# --------------------------------------------------------------------------------- images, networks
def test_image_is_shown_described_and_deleted(
    old: Old, fresh: Names, look: IndependentClient
) -> None:
    name = fresh("image")
    glance = Adapter(look.user.session, service_type="image")
    fields = {"name": name, "disk_format": "raw", "container_format": "bare"}
    image: str = glance.post("/v2/images", json=fields).json()["id"]
    assert image in old("image-list", "-f", "value", "-c", "ID")
    old("image-meta", name, "set", "a=1", "b=2")
    old("image-meta", name, "delete", "a")
    seen = look(f"/images/{image}", at="2.35", admin=False)["image"]
    assert seen["metadata"] == {"b": "2"}
    assert old.json("image-show", name)["metadata"] == {"b": "2"}
    old("image-delete", name)
    left = look(f"/images/{image}", at="2.35", admin=False)
    assert left is None or left["image"]["status"] == "DELETED"


@pytest.mark.parametrize(
    ("listing", "showing"),
    [
        ("network-list", "network-show"),
        ("tenant-network-list", "tenant-network-show"),
        ("net-list", "net"),
    ],
)
def test_networks_are_listed_and_shown(old: Old, listing: str, showing: str) -> None:
    (private,) = [row for row in old.json(listing) if row["Label"] == "private"]
    assert old.json(showing, private["ID"])["label"] == "private"


# ------------------------------------------------------------------------------------------- hosts
def test_hosts_are_listed_and_described(old: Old) -> None:
    rows = old.json("host-list", "--zone", "az2", admin=True)
    assert rows == [{"host_name": "compute3", "service": "compute", "zone": "az2"}]
    described = old.json("host-describe", "compute3", admin=True)
    assert [row["PROJECT"] for row in described][:3] == ["(total)", "(used_now)", "(used_max)"]


@pytest.mark.parametrize(
    ("flag", "word", "column", "state"),
    [
        ("--status", "disable", "status", "disabled"),
        ("--status", "Enable", "status", "enabled"),
        ("--maintenance", "enable", "maintenance_mode", "on_maintenance"),
        ("--maintenance", "disable", "maintenance_mode", "off_maintenance"),
    ],
)
def test_host_state_is_reported(old: Old, flag: str, word: str, column: str, state: str) -> None:
    # Nova's fake hypervisor answers, and takes new servers all the same.
    shown = old.json("host-update", "compute3", flag, word, admin=True)
    assert shown == {"HOST": "compute3", column: state}


def test_host_is_restarted(nova: Nova) -> None:
    done = nova("host-action", "compute3", "--action", "reboot", "-f", "json", admin=True)
    assert json.loads(done.stdout) == {"HOST": "compute3", "power_action": "reboot"}


def test_aggregate_is_shown(old: Old, fresh: Names, look: IndependentClient) -> None:
    name = fresh("aggregate")
    made = look.admin.post("/os-aggregates", json={"aggregate": {"name": name}}).json()
    try:
        assert old.json("aggregate-details", name, admin=True)["Name"] == name
    finally:
        look.admin.delete(f"/os-aggregates/{made['aggregate']['id']}")


# ----------------------------------------------------------------------------------------- volumes
def test_volume_and_snapshot_are_created_and_deleted(
    old: Old, fresh: Names, look: IndependentClient
) -> None:
    name = fresh("volume")
    volume = old.json("volume-create", "1", "--display-name", name)["id"]
    until(lambda: bool(old.json("volume-show", name)["status"] == "available"))
    seen = look(f"/os-volumes/{volume}", at="2.35", admin=False)["volume"]
    assert (seen["displayName"], seen["size"]) == (name, 1)
    snapshot = old.json("volume-snapshot-create", volume, "--display-name", f"{name}-s")["id"]
    until(lambda: bool(old.json("volume-snapshot-show", f"{name}-s")["status"] == "available"))
    assert snapshot in old("volume-snapshot-list", "-f", "value", "-c", "ID")
    old("volume-snapshot-delete", f"{name}-s")
    until(lambda: snapshot not in old("volume-snapshot-list", "-f", "value", "-c", "ID"))
    old("volume-delete", name)
    until(lambda: name not in old("volume-list", "-f", "value", "-c", "Display Name"))


def test_volume_type_is_created_and_deleted(old: Old, fresh: Names) -> None:
    name = fresh("type")
    old("volume-type-create", name, admin=True)
    assert name in old("volume-type-list", "-f", "value", "-c", "Name")
    old("volume-type-delete", name, admin=True)
    assert name not in old("volume-type-list", "-f", "value", "-c", "Name")


# ------------------------------------------------------------------------------------ current user
def test_limits_match_the_cloud(old: Old, look: IndependentClient) -> None:
    limits = look("/limits", admin=False)["limits"]["absolute"]
    rows = {row["Name"]: row["Max"] for row in old.json("absolute-limits")}
    assert rows["Cores"] == limits["maxTotalCores"]
    assert old.json("rate-limits") == []


def test_extensions_are_listed(old: Old) -> None:
    assert "os-keypairs" in old("list-extensions", "-f", "value", "-c", "Alias").split()


def test_token_of_the_credentials_opens_the_cloud(old: Old, look: IndependentClient) -> None:
    shown = old.json("credentials")
    answer = look.user.get("/servers", headers={"X-Auth-Token": shown["token"]["id"]})
    assert answer.status_code == 200
    assert shown["user"]["id"] == look.user.get_user_id()


def test_endpoints_are_those_of_the_catalog(old: Old, look: IndependentClient) -> None:
    rows = old.json("endpoints")
    compute = [r["URL"] for r in rows if (r["Type"], r["Interface"]) == ("compute", "public")]
    assert compute == [look.user.get_endpoint(interface="public")]


# ------------------------------------------------------------------------------- removed from Nova
@pytest.mark.parametrize(
    "line",
    [
        "cell-capacities",
        "cell-show c",
        "cloudpipe-configure 10.0.0.1 1",
        "cloudpipe-create p",
        "cloudpipe-list",
        "dns-create 10.0.0.1 n d",
        "dns-create-private-domain d",
        "dns-create-public-domain d",
        "dns-delete d n",
        "dns-delete-domain d",
        "dns-domains",
        "dns-list d --ip 10.0.0.1",
        "dns-list d --name n",
        "fixed-ip-get 10.0.0.1",
        "fixed-ip-reserve 10.0.0.1",
        "fixed-ip-unreserve 10.0.0.1",
        "floating-ip-bulk-create 10.0.0.0/24",
        "floating-ip-bulk-delete 10.0.0.0/24",
        "floating-ip-bulk-list",
        "net-create n 10.0.0.0/24",
        "net-delete n",
        "network-associate-host n h",
        "network-associate-project n",
        "network-create n --fixed-range-v4 10.0.0.0/24",
        "network-delete public",
        "network-disassociate n",
        "network-disassociate n --host-only",
        "network-disassociate n --project-only",
        "secgroup-add-default-rule tcp 1 2 0.0.0.0/0",
        "secgroup-delete-default-rule tcp 1 2 0.0.0.0/0",
        "secgroup-list-default-rules",
        "tenant-network-create n 10.0.0.0/24",
        "tenant-network-delete n",
        "x509-create-cert /dev/null/k /dev/null/c",
        "x509-get-root-cert /dev/null/c",
    ],
)
def test_removed_command_names_the_replacement(nova: Nova, line: str) -> None:
    done = nova(*line.split(), admin=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "This cloud no longer has it: Nova removed " in done.stderr
    assert " instead. (HTTP 410) (Request-ID: req-" in done.stderr


def test_virtual_interface_list_names_the_replacement(nova: Nova, server: str) -> None:
    done = nova("virtual-interface-list", server, check=False)
    assert "'nova interface-list'" in done.stderr


@pytest.mark.parametrize(
    "line",
    [
        "baremetal-node-create h 1 1 1 m",
        "baremetal-node-delete n",
        "baremetal-interface-add n m",
        "baremetal-interface-remove n m",
    ],
)
def test_bare_metal_is_left_to_ironic(nova: Nova, line: str) -> None:
    done = nova(*line.split(), admin=True, check=False)
    assert done.returncode == 1
    assert "use Ironic command" in done.stderr.splitlines()[-1]
