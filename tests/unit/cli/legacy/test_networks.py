"""Legacy commands of networks: requests, microversions and output."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from routed import OnRoutes

from novaclient import exceptions
from novaclient.cli.registry import load

NETWORK = "44444444-4444-4444-8444-444444444444"
NETWORKS = {"networks": [{"id": NETWORK, "label": "private", "cidr": None, "vlan": "7"}]}
#: The command line, what the cloud answers, and the requests with their versions.
SENT: list[tuple[str, list[Any], list[str]]] = [
    ("network-list", [NETWORKS], ["GET /os-networks 2.35"]),
    ("network-show private", [NETWORKS], ["GET /os-networks 2.35"]),
    (
        f"network-show {NETWORK}",
        [{"network": NETWORKS["networks"][0]}],
        [f"GET /os-networks/{NETWORK} 2.35"],
    ),
    ("net-list", [NETWORKS], ["GET /os-tenant-networks 2.35"]),
    ("tenant-network-list", [NETWORKS], ["GET /os-tenant-networks 2.35"]),
    ("net n", [{"network": {"id": "n"}}], ["GET /os-tenant-networks/n 2.35"]),
    ("tenant-network-show n", [{"network": {"id": "n"}}], ["GET /os-tenant-networks/n 2.35"]),
]
LINES = [line for line, *_ in SENT]


@pytest.mark.parametrize(("line", "answers", "requests"), SENT, ids=LINES)
def test_request_is_sent_at_a_version_that_has_it(
    on_cloud: Commanding, line: str, answers: list[Any], requests: list[str]
) -> None:
    ran = on_cloud(*line.split(), answers=list(answers))
    assert (ran.status, [f"{sent} {sent.version}" for sent in ran.sent]) == (0, requests)


@pytest.mark.parametrize(("line", "answers"), [row[:2] for row in SENT], ids=LINES)
def test_one_line_names_the_replacement(
    on_cloud: Commanding, line: str, answers: list[Any]
) -> None:
    command = load(line.split()[0])
    assert command is not None
    ran = on_cloud(*line.split(), answers=list(answers))
    assert ran.err == f"WARNING: nova {command.name} is deprecated: use {command.instead}\n"


@pytest.mark.parametrize(
    ("line", "answers", "expected"),
    [
        (
            "network-list --fields vlan",
            [NETWORKS],
            [["ID", "Label", "Cidr", "Vlan"], [NETWORK, "private", "-", "7"]],
        ),
        (
            "network-show private",
            [NETWORKS],
            [
                ["Property", "Value"],
                ["cidr", "-"],
                ["id", NETWORK],
                ["label", "private"],
                ["vlan", "7"],
            ],
        ),
        ("net-list", [NETWORKS], [["ID", "Label", "CIDR"], [NETWORK, "private", "-"]]),
    ],
)  # fmt: skip
def test_table_is_the_same_as_in_3_3(
    on_cloud: Commanding, line: str, answers: list[Any], expected: list[list[str]]
) -> None:
    assert on_cloud(*line.split(), answers=list(answers)).table == expected


@pytest.mark.parametrize(
    ("line", "answers", "reported"),
    [
        ("network-list --fields nonsense", [NETWORKS], "Non-existent fields are specified"),
    ],
)
def test_error_is_reported_before_anything_is_changed(
    on_cloud: Commanding, line: str, answers: list[Any], reported: str
) -> None:
    ran = on_cloud(*line.split(), answers=list(answers))
    assert (ran.status, {sent.method for sent in ran.sent}) == (1, {"GET"})
    assert reported in ran.err


SCRUBBED = {
    "GET /os-networks": {
        "networks": [
            {"id": "n1", "label": "theirs", "project_id": "p1"},
            {"id": "n2", "label": "free", "project_id": None},
        ]
    },
    "GET /os-security-groups?all_tenants=1": {
        "security_groups": [
            {"id": "g1", "name": "web", "tenant_id": "p1"},
            {"id": "g2", "name": "web", "tenant_id": "p2"},
        ]
    },
    "POST /os-networks/n1/action": None,
    "DELETE /os-security-groups/g1": None,
}


def test_scrub_changes_only_resources_of_the_project(on_routes: OnRoutes) -> None:
    ran = on_routes("scrub", "p1", routes=SCRUBBED)
    assert sorted(ran.urls) == sorted(SCRUBBED)


def test_scrub_reports_each_failure(on_routes: OnRoutes) -> None:
    busy = exceptions.Conflict(409, "Security Group is in use")
    ran = on_routes("scrub", "p1", routes={**SCRUBBED, "DELETE /os-security-groups/g1": busy})
    assert ran.status == 1
    assert "web: Security Group is in use" in ran.err
    assert "1 of 2 failed" in ran.err
