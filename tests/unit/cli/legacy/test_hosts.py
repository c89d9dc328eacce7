"""Legacy commands of hosts and bare metal nodes: requests, microversions and output."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from recording import Answer

from novaclient.cli.registry import load

#: The command line, what the cloud answers, and the requests with their versions.
SENT: list[tuple[str, list[Any], list[str]]] = [
    ("host-list", [{"hosts": []}], ["GET /os-hosts 2.42"]),
    ("host-list --zone z", [{"hosts": []}], ["GET /os-hosts?zone=z 2.42"]),
    ("host-describe h", [{"host": []}], ["GET /os-hosts/h 2.42"]),
    ("host-update h --status Disable", [{"host": "h"}], ["PUT /os-hosts/h 2.42"]),
    ("host-action h --action reboot", [{"host": "h"}], ["GET /os-hosts/h/reboot 2.42"]),
    ("baremetal-node-list", [{"nodes": []}], ["GET /os-baremetal-nodes 2.35"]),
    ("baremetal-node-show n", [{"node": {"id": "n"}}], ["GET /os-baremetal-nodes/n 2.35"]),
    (
        "baremetal-node-create h 1 2 3 m --pm_address a --terminal_port 4",
        [{"node": {"id": "n"}}],
        ["POST /os-baremetal-nodes 2.35"],
    ),
    ("baremetal-node-delete n", [], ["DELETE /os-baremetal-nodes/n 2.35"]),
    (
        "baremetal-interface-list n",
        [{"node": {"id": "n", "interfaces": []}}],
        ["GET /os-baremetal-nodes/n 2.35"],
    ),
    (
        "baremetal-interface-add n m --datapath_id d --port_no 1",
        [{"interface": {"id": 1}}],
        ["POST /os-baremetal-nodes/n/action 2.35"],
    ),
    ("baremetal-interface-remove n m", [], ["POST /os-baremetal-nodes/n/action 2.35"]),
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
    if command.name == "host-action":
        assert (command.instead, ran.err) == ("", "")
    else:
        assert ran.err == f"WARNING: nova {command.name} is deprecated: use {command.instead}\n"


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("host-update h --status ENABLE", {"status": "enable"}),
        ("host-update h --maintenance disable", {"maintenance_mode": "disable"}),
        (
            "baremetal-interface-add n m",
            {"add_interface": {"address": "m", "datapath_id": 0, "port_no": 0}},
        ),
    ],
)
def test_arguments_reach_the_cloud(on_cloud: Commanding, line: str, body: Any) -> None:
    ran = on_cloud(*line.split(), answers=[Answer(status=400)])
    assert [sent.body for sent in ran.sent] == [body]


@pytest.mark.parametrize(
    ("line", "answers", "expected"),
    [
        (
            "host-list",
            [{"hosts": [{"host_name": "h", "service": "compute", "zone": "z"}]}],
            [["host_name", "service", "zone"], ["h", "compute", "z"]],
        ),
        (
            "host-describe h",
            [
                {
                    "host": [
                        {
                            "resource": {
                                "host": "h",
                                "project": "(total)",
                                "cpu": 1,
                                "memory_mb": 2,
                                "disk_gb": 3,
                            }
                        }
                    ]
                }
            ],
            [
                ["HOST", "PROJECT", "cpu", "memory_mb", "disk_gb"],
                ["h", "(total)", "1", "2", "3"],
            ],
        ),
        (
            "host-update h --status enable --maintenance disable",
            [{"host": "h", "status": "enabled", "maintenance_mode": "off_maintenance"}],
            [["HOST", "status", "maintenance_mode"], ["h", "enabled", "off_maintenance"]],
        ),
        (
            "host-action h --action startup",
            [{"host": "h", "power_action": "startup"}],
            [["HOST", "power_action"], ["h", "startup"]],
        ),
        (
            "baremetal-interface-list n",
            [{"node": {"id": "n", "interfaces": [{"address": "m", "port_no": None}]}}],
            [["ID", "Datapath_ID", "Port_No", "Address"], ["", "", "-", "m"]],
        ),
    ],
)  # fmt: skip
def test_table_is_the_same_as_in_3_3(
    on_cloud: Commanding, line: str, answers: list[Any], expected: list[list[str]]
) -> None:
    assert on_cloud(*line.split(), answers=list(answers)).table == expected


def test_bare_metal_nodes_are_listed_with_mac_addresses(on_cloud: Commanding) -> None:
    node = {"id": "n", "cpus": "1", "interfaces": [{"address": "a"}, {"address": "b"}]}
    ran = on_cloud(
        "baremetal-node-list", "-c", "ID", "-c", "MAC Address", answers=[{"nodes": [node]}]
    )
    assert ran.table == [["ID", "MAC Address"], ["n", "a, b"]]


@pytest.mark.parametrize(
    "line",
    [
        "host-update h",
        "host-update h --status maybe",
        "host-action h",
    ],
)
def test_usage_error_is_reported_before_any_request(on_cloud: Commanding, line: str) -> None:
    ran = on_cloud(*line.split())
    assert (ran.status, ran.urls) == (2, [])
