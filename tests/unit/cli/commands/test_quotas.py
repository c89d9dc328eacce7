"""The quota commands: requests and output."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding

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
        ("quota-update p1 --floating-ips 5", "2.36", "--floating-ips was removed after 2.35"),
        ("quota-update p1 --injected-files 5", "2.57", "--injected-files was removed after"),
        ("quota-class-update default --fixed-ips 5", "2.50", "--fixed-ips was removed after"),
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
