"""The administrators' commands on a real cloud: their effect, not only their output.

They disable, empty and bring back one host; nothing else may run on the cloud meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from independent_client import IndependentClient
from microversions import NEWEST
from nova_process import Nova

Names = Callable[[str], str]
#: The host that is emptied, and the one whose servers stay.
HOST, HOME = "compute2", "compute3"


class Admin:
    """Runs commands as the administrator."""

    def __init__(self, nova: Nova) -> None:
        self.nova = nova

    def __call__(self, *words: str, check: bool = True) -> str:
        """What a command printed."""
        return self.nova(*words, admin=True, check=check).stdout

    def json(self, *words: str) -> Any:
        """What a command printed as JSON, read."""
        return json.loads(self.nova(*words, "-f", "json", admin=True, check=False).stdout)


@pytest.fixture(scope="module")
def admin(nova: Nova) -> Admin:
    """Runs commands as the administrator."""
    return Admin(nova)


@pytest.fixture
def aggregate(admin: Admin, look: IndependentClient, fresh: Names) -> Iterator[str]:
    """The name of an aggregate, made by the command under test."""
    name = fresh("rack")
    made = admin.json("aggregate-create", name)
    yield name
    for host in look(f"/os-aggregates/{made['Id']}")["aggregate"]["hosts"]:
        admin("aggregate-remove-host", name, host)
    admin("aggregate-delete", name)
    assert look(f"/os-aggregates/{made['Id']}") is None


@contextmanager
def two_servers(admin: Admin, look: IndependentClient, zone: str, host: str) -> Iterator[list[str]]:
    """The IDs of the only two servers on a host."""
    assert not servers_on(look, host)
    words = ("boot", "--flavor", "m1.nano", "--image", "cirros-0.6.3", "--nic", "none", "--poll")
    place = ("--availability-zone", f"{zone}:{host}")
    made = [admin.json(*words, *place, f"guest-{number}")["id"] for number in range(2)]
    yield made
    admin("delete", *made)
    admin("wait", *made, "--for", "deleted", "--timeout", "60")


@pytest.fixture
def guests(admin: Admin, look: IndependentClient) -> Iterator[list[str]]:
    """Two servers of one test's own, on the host that is emptied."""
    with two_servers(admin, look, "nova", HOST) as made:
        yield made


@pytest.fixture(scope="module")
def residents(admin: Admin, look: IndependentClient) -> Iterator[list[str]]:
    """Two servers that tests share; each leaves them where they are."""
    with two_servers(admin, look, "az2", HOME) as made:
        yield made


@pytest.fixture
def dead_host(admin: Admin) -> Iterator[None]:
    """The host is held to be dead."""
    admin("service-force-down", HOST)
    yield
    admin("service-force-down", "--unset", HOST)


def servers_on(look: IndependentClient, host: str) -> set[str]:
    """The ids of the servers on a host."""
    found = look(f"/servers/detail?all_tenants=1&host={host}")["servers"]
    return {server["id"] for server in found}


def service_of(look: IndependentClient, binary: str, host: str = "") -> dict[str, Any]:
    """A service, of a program and on a host."""
    rows: list[dict[str, Any]] = look(f"/os-services?binary={binary}&host={host}")["services"]
    return rows[0]


# ---------------------------------------------------------------------------------- aggregates
def test_aggregate_is_made_changed_and_shown(
    admin: Admin, look: IndependentClient, aggregate: str, fresh: Names
) -> None:
    zone = fresh("zone")
    admin("aggregate-update", aggregate, "--availability-zone", zone)
    admin("aggregate-set-metadata", aggregate, "a=1", "b=2")
    admin("aggregate-set-metadata", aggregate, "a")
    shown = admin.json("aggregate-show", aggregate)
    found = look(f"/os-aggregates/{shown['Id']}")["aggregate"]
    assert found["metadata"] == {"b": "2", "availability_zone": zone}
    assert shown == {
        "Id": found["id"],
        "Name": aggregate,
        "Availability Zone": zone,
        "Hosts": [],
        "Metadata": found["metadata"],
        "UUID": found["uuid"],
    }


def test_hosts_join_and_leave_an_aggregate(
    admin: Admin, look: IndependentClient, aggregate: str
) -> None:
    shown = admin.json("aggregate-add-host", aggregate, "compute1", HOST)
    assert sorted(shown["Hosts"]) == ["compute1", HOST]
    admin("aggregate-cache-images", aggregate, "cirros-0.6.3")
    admin("aggregate-remove-host", aggregate, "compute1")
    assert look(f"/os-aggregates/{shown['Id']}")["aggregate"]["hosts"] == [HOST]


def test_aggregates_are_listed(admin: Admin, look: IndependentClient, aggregate: str) -> None:
    rows = admin.json("aggregate-list")
    said = [(one["id"], one["name"], one["uuid"]) for one in look("/os-aggregates")["aggregates"]]
    assert [(row["Id"], row["Name"], row["UUID"]) for row in rows] == said
    assert aggregate in [row["Name"] for row in rows]


def test_zones_are_listed_with_their_hosts(
    admin: Admin, nova: Nova, look: IndependentClient
) -> None:
    rows = admin.json("availability-zone-list")
    zones = look("/os-availability-zone/detail")["availabilityZoneInfo"]
    hosts = {(zone["zoneName"], host) for zone in zones for host in zone["hosts"] or ()}
    assert {(row["Zone"], row["Host"]) for row in rows if row["Host"]} == hosts
    plain = json.loads(nova("availability-zone-list", "-f", "json").stdout)
    assert {row["Host"] for row in plain} == {None}


# ------------------------------------------------------------------------------------- services
@pytest.mark.parametrize("by_host", [True, False])
def test_service_is_disabled_and_enabled(
    admin: Admin, look: IndependentClient, by_host: bool
) -> None:
    service = service_of(look, "nova-compute", HOST)
    word = HOST if by_host else service["id"]
    admin("service-disable", word, "--reason", "a new disk")
    try:
        now = service_of(look, "nova-compute", HOST)
        assert (now["status"], now["disabled_reason"]) == ("disabled", "a new disk")
    finally:
        admin("service-enable", word)
    assert service_of(look, "nova-compute", HOST)["status"] == "enabled"


@pytest.mark.usefixtures("dead_host")
def test_service_is_forced_down(look: IndependentClient) -> None:
    service = service_of(look, "nova-compute", HOST)
    assert (service["forced_down"], service["state"]) == (True, "down")


def test_service_with_servers_is_not_deleted(
    admin: Admin, nova: Nova, look: IndependentClient, residents: list[str]
) -> None:
    service = service_of(look, "nova-compute", HOME)["id"]
    done = nova("service-delete", service, admin=True, check=False)
    assert done.returncode == 1
    assert "ERROR (Conflict)" in done.stderr
    assert servers_on(look, HOME) == set(residents)


# ---------------------------------------------------------------------------------- hypervisors
def test_hypervisor_is_shown_by_name_and_id(admin: Admin, look: IndependentClient) -> None:
    rows = look("/os-hypervisors")["hypervisors"]
    one = next(row for row in rows if row["hypervisor_hostname"] == HOST)
    shown = admin.json("hypervisor-show", HOST)
    assert shown == look(f"/os-hypervisors/{one['id']}")["hypervisor"]
    assert admin("hypervisor-show", one["id"]) == admin("hypervisor-show", HOST)
    uptime = admin.json("hypervisor-uptime", HOST)
    assert (uptime["uptime"], uptime["id"]) == (shown["uptime"], one["id"])


def test_hypervisor_stats_are_there_under_2_latest(admin: Admin, look: IndependentClient) -> None:
    sums = look("/os-hypervisors/statistics", at="2.87")["hypervisor_statistics"]
    assert admin.json("hypervisor-stats")["count"] == sums["count"]


# --------------------------------------------------------------------------- servers of a host
def test_metadata_is_set_and_removed_on_all_servers(
    admin: Admin, look: IndependentClient, residents: list[str]
) -> None:
    admin("host-meta", HOME, "set", "rack=7", "row=2", "--strict")
    admin("host-meta", HOME, "delete", "row", "--strict")
    found = [look(f"/servers/{resident}")["server"]["metadata"] for resident in residents]
    assert found == [{"rack": "7"}] * 2


def test_servers_of_hypervisors_are_listed(admin: Admin, residents: list[str]) -> None:
    rows = admin.json("hypervisor-servers", HOME)
    assert {row["ID"] for row in rows} == set(residents)
    assert {row["Hypervisor Hostname"] for row in rows} == {HOME}


def test_live_migration_empties_a_host(
    admin: Admin, look: IndependentClient, guests: list[str]
) -> None:
    first = admin.json("host-evacuate-live", HOST, "--strict", "--max-servers", "1")
    assert [row["Live Migration Accepted"] for row in first] == [True]
    admin("wait", first[0]["Server UUID"], "--for", "active", "--timeout", "60")
    assert servers_on(look, HOST) == set(guests) - {first[0]["Server UUID"]}
    admin("host-evacuate-live", HOST, "--strict", "--target-host", "compute1")
    admin("wait", *guests, "--for", "active", "--timeout", "60")
    assert servers_on(look, HOST) == set()


def test_cold_migration_empties_a_host(
    admin: Admin, look: IndependentClient, guests: list[str]
) -> None:
    rows = admin.json("host-servers-migrate", HOST, "--strict")
    assert {row["Server UUID"] for row in rows if row["Migration Accepted"]} == set(guests)
    admin("wait", *guests, "--for", "verify_resize", "--timeout", "60")
    admin("resize-confirm", *guests, "--wait")
    assert servers_on(look, HOST) == set()


def test_servers_of_a_host_that_runs_are_not_evacuated(
    nova: Nova, look: IndependentClient, residents: list[str]
) -> None:
    done = nova("host-evacuate", HOME, "--strict", "-f", "json", admin=True, check=False)
    assert done.returncode == 1
    accepted = {row["Server UUID"]: row["Evacuate Accepted"] for row in json.loads(done.stdout)}
    assert accepted == dict.fromkeys(residents, False)
    assert servers_on(look, HOME) == set(residents)


def test_servers_of_a_dead_host_are_evacuated(
    admin: Admin, look: IndependentClient, guests: list[str], dead_host: None
) -> None:
    rows = admin.json("host-evacuate", HOST, "--strict", "--target_host", "compute1")
    assert [row["Evacuate Accepted"] for row in rows] == [True, True]
    admin("wait", *guests, "--for", "settled", "--timeout", "60")
    assert set(guests) <= servers_on(look, "compute1")


# ---------------------------------------------------------------------- quotas, limits and usage
@pytest.fixture
def project(look: IndependentClient) -> str:
    """The id of the ordinary user's project."""
    return str(look.user.get_project_id())


def test_quotas_are_changed_and_taken_back(
    admin: Admin, look: IndependentClient, project: str
) -> None:
    usual = look(f"/os-quota-sets/{project}")["quota_set"]["server_groups"]
    admin("quota-update", project, "--server-groups", str(usual + 3))
    try:
        assert look(f"/os-quota-sets/{project}")["quota_set"]["server_groups"] == usual + 3
        rows = {row["Quota"]: row["Limit"] for row in admin.json("quota-show", "--tenant", project)}
        assert rows["server_groups"] == usual + 3
    finally:
        admin("quota-delete", "--tenant", project)
    assert look(f"/os-quota-sets/{project}")["quota_set"]["server_groups"] == usual


def test_own_quotas_are_shown(nova: Nova, look: IndependentClient, project: str) -> None:
    rows = json.loads(nova("quota-show", "--detail", "-f", "json").stdout)
    said = look(f"/os-quota-sets/{project}/detail")["quota_set"]
    assert {row["Quota"]: row["Limit"] for row in rows} == {
        name: value for name, value in said.items() if name != "id"
    }


def test_defaults_are_those_of_the_class(admin: Admin, look: IndependentClient) -> None:
    usual = look("/os-quota-class-sets/default")["quota_class_set"]["server_groups"]
    admin("quota-class-update", "default", "--server-groups", str(usual + 1))
    try:
        shown = {row["Quota"]: row["Limit"] for row in admin.json("quota-defaults")}
        assert shown["server_groups"] == usual + 1
        assert admin.json("quota-class-show", "default") == admin.json("quota-defaults")
    finally:
        admin("quota-class-update", "default", "--server-groups", str(usual))


def test_limits_are_what_the_cloud_says(nova: Nova, look: IndependentClient) -> None:
    said = look("/limits", admin=False)["limits"]["absolute"]
    rows = {row["Name"]: row for row in json.loads(nova("limits", "-f", "json").stdout)}
    assert rows["Cores"] == {
        "Name": "Cores",
        "Used": said["totalCoresUsed"],
        "Max": said["maxTotalCores"],
    }


def test_usage_counts_servers(admin: Admin, look: IndependentClient, residents: list[str]) -> None:
    project = str(look.admin.get_project_id())
    own = admin.json("usage")
    assert own["Servers"] >= len(residents)
    every = {row["Tenant ID"]: row["Servers"] for row in admin.json("usage-list")}
    assert every[project] == own["Servers"]


def test_audit_log_counts_the_hosts(admin: Admin, look: IndependentClient) -> None:
    said = look("/os-instance_usage_audit_log")["instance_usage_audit_logs"]
    shown = admin.json("instance-usage-audit-log")
    assert shown["num_hosts"] == said["num_hosts"] == 3


@pytest.mark.parametrize(
    "words",
    [
        ("agent-list",),
        ("agent-create", "linux", "x86_64", "7.0", "http://example.com/", "0" * 32, "xen"),
        ("agent-modify", "1", "7.0", "http://example.com/", "0" * 32),
        ("agent-delete", "1"),
    ],
)
def test_refusal_of_agents_names_the_release(nova: Nova, words: tuple[str, ...]) -> None:
    done = nova(*words, admin=True, check=False)
    assert done.returncode == 1
    assert "Nova removed os-agents in 22.0.0 (Victoria)" in done.stderr


# --------------------------------------------------------------------------------------- queries
def test_microversions_are_those_of_the_cloud(
    admin: Admin, nova: Nova, look: IndependentClient
) -> None:
    newest = look("")["version"]["version"]
    done = nova("microversions", "unshelve", admin=True)
    assert done.stdout.startswith(f"This cloud supports 2.1 to {newest},")
    pinned = ("--os-compute-api-version", "2.76", "microversions", "unshelve")
    available = {row["Argument"]: row["Available"] for row in admin.json(*pinned)}
    assert (available[None], available["--availability-zone"]) == (True, False)


def test_raw_request_is_answered_as_it_came(admin: Admin, look: IndependentClient) -> None:
    assert json.loads(admin("api", "GET", "/os-aggregates")) == look("/os-aggregates", at=NEWEST)


def test_raw_request_changes_something(
    admin: Admin, look: IndependentClient, aggregate: str
) -> None:
    number = admin.json("aggregate-show", aggregate)["Id"]
    body = json.dumps({"set_metadata": {"metadata": {"raw": "yes"}}})
    admin("api", "POST", f"/os-aggregates/{number}/action", "--data", body)
    assert look(f"/os-aggregates/{number}")["aggregate"]["metadata"] == {"raw": "yes"}


def test_raw_pages_are_one_list(
    admin: Admin, look: IndependentClient, residents: list[str]
) -> None:
    merged = json.loads(admin("api", "GET", "/servers?limit=1&all_tenants=1", "--paginate"))
    every = look("/servers?all_tenants=1")["servers"]
    assert [one["id"] for one in merged["servers"]] == [one["id"] for one in every]
    assert set(merged) == {"servers"}


@pytest.mark.parametrize(
    ("service", "path", "key"),
    [
        ("network", "/v2.0/networks", "networks"),
        ("image", "/v2/images?limit=1", "images"),
        ("placement", "/resource_providers", "resource_providers"),
        ("identity", "/v3/auth/projects", "projects"),
    ],
)
def test_raw_request_reaches_other_services(
    admin: Admin, service: str, path: str, key: str
) -> None:
    assert json.loads(admin("api", "GET", path, "--service-type", service))[key]


def test_raw_error_is_reported(nova: Nova) -> None:
    done = nova("api", "DELETE", "/os-aggregates/999999", admin=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Aggregate 999999 could not be found. (HTTP 404)" in done.stderr
