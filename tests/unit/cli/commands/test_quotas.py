"""Commands about quotas, limits and usage: requests and output."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from microversions import NEWEST

from novaclient import exceptions

QUOTAS = {"id": "p1", "ram": 51200, "instances": 10, "cores": -1, "server_groups": 10}
NETWORK = {"floating_ips": 10, "fixed_ips": -1, "security_groups": 10}


def cells(line: str) -> list[str]:
    """The cells of a line of a table."""
    return [cell.strip() for cell in line.split("|")[1:-1]]


# ------------------------------------------------------------------------------------ showing
@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("quota-show --tenant p1", "/os-quota-sets/p1"),
        ("quota-show --tenant p1 --user u1", "/os-quota-sets/p1?user_id=u1"),
        ("quota-show --tenant p1 --detail", "/os-quota-sets/p1/detail"),
        ("quota-defaults --tenant p1", "/os-quota-sets/p1/defaults"),
    ],
)
def test_quotas_are_in_the_order_of_python_novaclient(
    on_cloud: Commanding, words: str, url: str
) -> None:
    ran = on_cloud(*words.split(), answers=[{"quota_set": QUOTAS}])
    assert ran.urls == [f"GET {url}"]
    assert cells(ran.out.splitlines()[1]) == ["Quota", "Limit"]
    assert [cells(line) for line in ran.out.splitlines()[3:-1]] == [
        ["instances", "10"],
        ["cores", "-1"],
        ["ram", "51200"],
        ["server_groups", "10"],
    ]


def test_quotas_of_a_class_are_shown(on_cloud: Commanding) -> None:
    ran = on_cloud(
        "quota-class-show", "default", "-f", "json",
        answers=[{"quota_class_set": {"id": "default", "cores": 20, **NETWORK}}], at="2.49",
    )  # fmt: skip
    assert ran.urls == ["GET /os-quota-class-sets/default"]
    assert ran.json == [
        {"Quota": "cores", "Limit": 20},
        {"Quota": "floating_ips", "Limit": 10},
        {"Quota": "fixed_ips", "Limit": -1},
        {"Quota": "security_groups", "Limit": 10},
    ]


def test_detail_shows_usage_in_json_as_well(on_cloud: Commanding) -> None:
    detail = {"limit": 10, "in_use": 1, "reserved": 0}
    ran = on_cloud(
        "quota-show", "--tenant", "p1", "--detail", "-f", "json",
        answers=[{"quota_set": {"id": "p1", "cores": detail}}],
    )  # fmt: skip
    assert ran.json == [{"Quota": "cores", "Limit": detail}]


@pytest.mark.parametrize("command", ["quota-show", "quota-defaults", "usage"])
def test_credentials_without_a_project_need_a_tenant(on_cloud: Commanding, command: str) -> None:
    ran = on_cloud(command)
    assert (ran.status, ran.urls) == (2, [])
    assert "give --tenant" in ran.err


# ----------------------------------------------------------------------------------- changing
@pytest.mark.parametrize(
    ("words", "at", "url", "body"),
    [
        ("quota-update p1 --cores -1 --ram 5", "2.latest", "/os-quota-sets/p1",
         {"quota_set": {"cores": -1, "ram": 5}}),
        ("quota-update p1 --user u1 --force --key-pairs 0", "2.latest",
         "/os-quota-sets/p1?user_id=u1", {"quota_set": {"key_pairs": 0, "force": True}}),
        ("quota-update p1 --injected-files 5", "2.latest", "/os-quota-sets/p1",
         {"quota_set": {"injected_files": 5}}),
        ("quota-class-update default --server-groups 3", "2.latest",
         "/os-quota-class-sets/default", {"quota_class_set": {"server_groups": 3}}),
    ],
)  # fmt: skip
def test_quotas_are_sent_as_numbers(
    on_cloud: Commanding, words: str, at: str, url: str, body: Any
) -> None:
    key = next(iter(body))
    ran = on_cloud(*words.split(), answers=[{key: {"cores": 1}}], at=at)
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert (ran.urls, ran.sent[0].body) == ([f"PUT {url}"], body)


def test_quota_missing_from_newer_versions_uses_the_last_that_has_it(
    on_cloud: Commanding,
) -> None:
    ran = on_cloud("quota-update", "p1", "--floating-ips", "5", answers=[{"quota_set": NETWORK}])
    assert ran.sent[0].version == "2.35"
    assert (
        ran.err
        == "WARNING: --floating-ips is deprecated: set it in the network service (Neutron).\n"
    )


def test_several_projects_get_the_same_quotas(on_cloud: Commanding) -> None:
    answers = [{"quota_set": {}}, {"quota_set": {}}]
    ran = on_cloud("quota-update", "p1", "p2", "--cores", "3", "--jobs", "1", answers=answers)
    assert ran.urls == ["PUT /os-quota-sets/p1", "PUT /os-quota-sets/p2"]


@pytest.mark.parametrize(
    ("words", "at", "reason"),
    [
        ("quota-update p1 --floating-ips 5", "2.36", "--floating-ips was withdrawn after 2.35"),
        ("quota-update p1 --injected-files 5", "2.57", "--injected-files was withdrawn after"),
        ("quota-class-update default --fixed-ips 5", "2.50", "--fixed-ips was withdrawn after"),
        ("quota-update p1 --cores many", "2.latest", "invalid int value: 'many'"),
        ("quota-update p1 --force", "2.latest", "nothing to change"),
        ("quota-update p1 p2", "2.latest", "nothing to change"),
        ("quota-class-update default", "2.latest", "nothing to change"),
        ("quota-delete", "2.latest", "--tenant"),
    ],
)
def test_what_cannot_be_is_refused_before_any_request(
    on_cloud: Commanding, words: str, at: str, reason: str
) -> None:
    ran = on_cloud(*words.split(), at=at)
    assert (ran.status, ran.urls) == (2, [])
    assert reason in ran.err


@pytest.mark.parametrize(
    ("words", "url"),
    [
        ("--tenant p1", "/os-quota-sets/p1"),
        ("--tenant p1 --user u1", "/os-quota-sets/p1?user_id=u1"),
    ],
)
def test_quotas_are_deleted(on_cloud: Commanding, words: str, url: str) -> None:
    ran = on_cloud("quota-delete", *words.split())
    assert (ran.status, ran.urls, ran.out) == (0, [f"DELETE {url}"], "")


# ------------------------------------------------------------------------------------- limits
RATE = {
    "regex": ".*",
    "uri": "*",
    "limit": [
        {"verb": "POST", "value": 10, "remaining": 2, "unit": "MINUTE", "next-available": "T"}
    ],
}
ABSOLUTE = {"maxTotalCores": 20, "totalCoresUsed": 3, "maxServerMeta": 128, "maxTotalRAMSize": -1}


def limits(rate: Any = (), **absolute: int) -> dict[str, Any]:
    """The limits of a project."""
    return {"limits": {"rate": list(rate), "absolute": {**ABSOLUTE, **absolute}}}


def test_limits_are_two_tables(on_cloud: Commanding) -> None:
    ran = on_cloud("limits", answers=[limits([RATE])])
    lines = [cells(line) for line in ran.out.splitlines() if line.startswith("|")]
    assert lines == [
        ["Verb", "URI", "Value", "Remain", "Unit", "Next_Available"],
        ["POST", "*", "10", "2", "MINUTE", "T"],
        ["Name", "Used", "Max"],
        ["Cores", "3", "20"],
        ["RAM", "-", "-1"],
        ["Server Meta", "-", "128"],
    ]


def test_unknown_limit_has_a_column_of_its_own(on_cloud: Commanding) -> None:
    ran = on_cloud("limits", "-f", "json", answers=[limits(maxNew=7)])
    assert ran.json[-1] == {"Name": "maxNew", "Used": None, "Max": None, "Other": 7}
    assert ran.json[0] == {"Name": "Cores", "Used": 3, "Max": 20, "Other": None}


@pytest.mark.parametrize(
    ("words", "url", "version"),
    [
        ("", "/limits", NEWEST),
        ("--tenant", "/limits", NEWEST),
        ("--tenant p1", "/limits?tenant_id=p1", NEWEST),
        ("--reserved", "/limits?reserved=1", "2.74"),
    ],
)
def test_limits_are_requested(on_cloud: Commanding, words: str, url: str, version: str) -> None:
    ran = on_cloud("limits", *words.split(), answers=[limits()])
    assert (ran.urls, ran.sent[0].version) == ([f"GET {url}"], version)


# -------------------------------------------------------------------------------------- usage
TIMES = "start=2026-01-01T00%3A00%3A00&end=2026-02-01T00%3A00%3A00"
SPAN = ("--start", "2026-01-01", "--end", "2026-02-01")


def usage(project: str = "p1", *servers: str, hours: float = 1.0) -> dict[str, Any]:
    """The usage of a project on one page."""
    return {
        "tenant_id": project,
        "server_usages": [{"instance_id": server} for server in servers],
        "total_hours": hours,
        "total_vcpus_usage": hours * 2,
        "total_memory_mb_usage": hours * 64.004,
        "total_local_gb_usage": 0.0,
    }


def link(marker: str) -> list[dict[str, str]]:
    """A link to the next page."""
    return [{"rel": "next", "href": f"http://nova/v2.1/os-simple-tenant-usage?marker={marker}"}]


def test_usage_of_all_projects_adds_up_the_pages(on_cloud: Commanding) -> None:
    answers = [
        {
            "tenant_usages": [usage("p1", "s1"), usage("p2", "s2")],
            "tenant_usages_links": link("s2"),
        },
        {"tenant_usages": [usage("p2", "s3", hours=0.5)]},
    ]
    ran = on_cloud("usage-list", *SPAN, answers=answers)
    first = f"GET /os-simple-tenant-usage?{TIMES}&detailed=1"
    assert ran.urls == [first, f"{first}&marker=s2"]
    lines = ran.out.splitlines()
    assert lines[0] == "Usage from 2026-01-01 to 2026-02-01:"
    assert cells(lines[2]) == [
        "Tenant ID", "Servers", "RAM MiB-Hours", "CPU Hours", "Disk GiB-Hours",
    ]  # fmt: skip
    assert cells(lines[4]) == ["p1", "1", "64.00", "2.00", "0.00"]
    assert cells(lines[5]) == ["p2", "2", "96.01", "3.00", "0.00"]


def test_usage_of_a_project_adds_up_the_pages(on_cloud: Commanding) -> None:
    answers = [
        {"tenant_usage": usage("p1", "s1"), "tenant_usage_links": link("s1")},
        {"tenant_usage": usage("p1", "s2", "s3")},
    ]
    ran = on_cloud("usage", "--tenant", "p1", *SPAN, "-f", "json", answers=answers)
    first = f"GET /os-simple-tenant-usage/p1?{TIMES}"
    assert ran.urls == [first, f"{first}&marker=s1"]
    assert ran.json["Servers"] == 3
    assert ran.json["CPU Hours"] == 4.0
    assert ran.err == "Usage from 2026-01-01 to 2026-02-01:\n"


def test_project_without_usage_is_none(on_cloud: Commanding) -> None:
    ran = on_cloud("usage", "--tenant", "p1", *SPAN, answers=[{"tenant_usage": {}}])
    assert ran.out == "Usage from 2026-01-01 to 2026-02-01:\nNone\n"


def test_project_without_usage_is_zero_in_json(on_cloud: Commanding) -> None:
    words = ("usage", "--tenant", "p1", *SPAN, "-f", "json")
    assert set(on_cloud(*words, answers=[{"tenant_usage": {}}]).json.values()) == {0}


@pytest.mark.parametrize("command", ["usage", "usage-list"])
def test_invalid_date_is_refused(on_cloud: Commanding, command: str) -> None:
    ran = on_cloud(command, "--start", "01.02.2026")
    assert (ran.status, ran.urls) == (2, [])
    assert "'01.02.2026' is not a date" in ran.err


AUDIT = {"hosts_not_run": ["h1"], "num_hosts": 2, "log": {}, "overall_status": "1 of 2"}


def test_audit_log_is_shown(on_cloud: Commanding) -> None:
    ran = on_cloud("instance-usage-audit-log", answers=[{"instance_usage_audit_logs": AUDIT}])
    assert ran.urls == ["GET /os-instance_usage_audit_log"]
    rows = dict(cells(line) for line in ran.out.splitlines() if line.startswith("|"))
    assert rows["hosts_not_run"] == "['h1']"
    assert rows["num_hosts"] == "2"


def test_audit_log_before_a_time(on_cloud: Commanding) -> None:
    ran = on_cloud(
        "instance-usage-audit-log", "--before", "2026-01-02 03:04:05", "-f", "json",
        answers=[{"instance_usage_audit_log": AUDIT}],
    )  # fmt: skip
    assert ran.urls == ["GET /os-instance_usage_audit_log/2026-01-02%2003%3A04%3A05"]
    assert ran.json["hosts_not_run"] == ["h1"]


@pytest.mark.parametrize("words", ["usage --tenant p1", "usage-list"])
def test_refused_usage_prints_only_the_error(on_cloud: Commanding, words: str) -> None:
    ran = on_cloud(*words.split(), answers=[exceptions.Forbidden(403, "Policy")])
    assert (ran.status, ran.out) == (1, "")
