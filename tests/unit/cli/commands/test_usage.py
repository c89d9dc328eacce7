"""The usage commands: requests and output."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding

from novaclient import exceptions


def cells(line: str) -> list[str]:
    """The cells of a line of a table."""
    return [cell.strip() for cell in line.split("|")[1:-1]]


def test_detail_shows_usage_in_json_as_well(on_cloud: Commanding) -> None:
    detail = {"limit": 10, "in_use": 1, "reserved": 0}
    ran = on_cloud(
        "quota-show", "--tenant", "p1", "--detail", "-f", "json",
        answers=[{"quota_set": {"id": "p1", "cores": detail}}],
    )  # fmt: skip
    assert ran.json == [{"Quota": "cores", "Limit": detail}]


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
