"""Legacy commands of floating addresses: requests, microversions and output."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from recording import Answer
from routed import server_id

from novaclient.cli.registry import load

FLOATING = {
    "id": "f1",
    "ip": "203.0.113.5",
    "instance_id": None,
    "fixed_ip": None,
    "pool": "public",
}
WEB1 = server_id(1)
#: The command line, what the cloud answers, and the requests with their versions.
SENT: list[tuple[str, list[Any], list[str]]] = [
    ("floating-ip-list", [{"floating_ips": []}], ["GET /os-floating-ips 2.35"]),
    ("floating-ip-pool-list", [{"floating_ip_pools": []}], ["GET /os-floating-ip-pools 2.35"]),
    ("floating-ip-create", [{"floating_ip": FLOATING}], ["POST /os-floating-ips 2.35"]),
    (
        "floating-ip-delete 203.0.113.5",
        [{"floating_ips": [FLOATING]}],
        ["GET /os-floating-ips 2.35", "DELETE /os-floating-ips/f1 2.35"],
    ),
    (f"floating-ip-associate {WEB1} 203.0.113.5", [], [f"POST /servers/{WEB1}/action 2.43"]),
    (f"add-floating-ip {WEB1} 203.0.113.5", [], [f"POST /servers/{WEB1}/action 2.43"]),
    (f"floating-ip-disassociate {WEB1} 203.0.113.5", [], [f"POST /servers/{WEB1}/action 2.43"]),
    (f"remove-floating-ip {WEB1} 203.0.113.5", [], [f"POST /servers/{WEB1}/action 2.43"]),
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
    ("line", "body"),
    [
        ("floating-ip-create public", {"pool": "public"}),
        ("floating-ip-create", {"pool": None}),
        (
            f"add-floating-ip {WEB1} 203.0.113.5 --fixed-address 10.0.0.3",
            {"addFloatingIp": {"address": "203.0.113.5", "fixed_address": "10.0.0.3"}},
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
            "floating-ip-list",
            [{"floating_ips": [FLOATING]}],
            [
                ["Id", "IP", "Server Id", "Fixed IP", "Pool"],
                ["f1", "203.0.113.5", "-", "-", "public"],
            ],
        ),
        ("floating-ip-pool-list", [{"floating_ip_pools": [{"name": "p"}]}], [["name"], ["p"]]),
    ],
)  # fmt: skip
def test_table_is_the_same_as_in_3_3(
    on_cloud: Commanding, line: str, answers: list[Any], expected: list[list[str]]
) -> None:
    assert on_cloud(*line.split(), answers=list(answers)).table == expected


def test_pinned_version_is_used_exactly(on_cloud: Commanding) -> None:
    ran = on_cloud("floating-ip-list", at="2.36")
    assert (ran.status, ran.urls) == (2, [])
    assert "floating-ip-list was removed after 2.35; you asked for 2.36" in ran.err
