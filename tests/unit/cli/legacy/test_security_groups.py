"""Legacy commands of security groups: requests, microversions and output."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from recording import Answer
from routed import not_found

from novaclient.cli.registry import load

GROUP = "55555555-5555-4555-8555-555555555555"
OTHER = "66666666-6666-4666-8666-666666666666"
RULE = {
    "id": "r1", "ip_protocol": "tcp", "from_port": 1, "to_port": 2,
    "ip_range": {"cidr": "::/0"}, "group": {},
}  # fmt: skip
GROUP_RULE = {**RULE, "id": "r2", "ip_range": {}, "group": {"name": "default", "tenant_id": "p"}}
GROUPS = {
    "security_groups": [
        {"id": GROUP, "name": "web", "description": "", "rules": [RULE, GROUP_RULE]},
        {"id": OTHER, "name": "default", "description": None, "rules": []},
    ]
}
#: The command line, what the cloud answers, and the requests with their versions.
SENT: list[tuple[str, list[Any], list[str]]] = [
    ("secgroup-list", [GROUPS], ["GET /os-security-groups 2.35"]),
    ("secgroup-list --all-tenants", [GROUPS], ["GET /os-security-groups?all_tenants=1 2.35"]),
    ("secgroup-list --all_tenants 0", [GROUPS], ["GET /os-security-groups 2.35"]),
    (
        "secgroup-create web text",
        [{"security_group": GROUPS["security_groups"][0]}],
        ["POST /os-security-groups 2.35"],
    ),
    (
        f"secgroup-update {GROUP} web text",
        [{"security_group": GROUPS["security_groups"][0]}],
        [f"PUT /os-security-groups/{GROUP} 2.35"],
    ),
    (
        "secgroup-delete web",
        [GROUPS],
        ["GET /os-security-groups 2.35", f"DELETE /os-security-groups/{GROUP} 2.35"],
    ),
    (
        f"secgroup-list-rules {GROUP}",
        [{"security_group": GROUPS["security_groups"][0]}],
        [f"GET /os-security-groups/{GROUP} 2.35"],
    ),
    (
        f"secgroup-add-rule {GROUP} tcp 1 2 ::/0",
        [{"security_group_rule": RULE}],
        ["POST /os-security-group-rules 2.35"],
    ),
    (
        "secgroup-add-group-rule web default tcp 1 2",
        [GROUPS, {"security_group_rule": GROUP_RULE}],
        ["GET /os-security-groups 2.35", "POST /os-security-group-rules 2.35"],
    ),
    (
        "secgroup-delete-rule web TCP 1 2 ::/0",
        [GROUPS],
        ["GET /os-security-groups 2.35", "DELETE /os-security-group-rules/r1 2.35"],
    ),
    (
        "secgroup-delete-group-rule web default tcp 1 2",
        [GROUPS],
        ["GET /os-security-groups 2.35", "DELETE /os-security-group-rules/r2 2.35"],
    ),
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
        ("secgroup-create a b", {"security_group": {"name": "a", "description": "b"}}),
        (
            f"secgroup-add-rule {GROUP} icmp -1 -1 ::/0",
            {
                "security_group_rule": {
                    "ip_protocol": "icmp",
                    "from_port": -1,
                    "to_port": -1,
                    "cidr": "::/0",
                    "group_id": None,
                    "parent_group_id": GROUP,
                }
            },
        ),
        (
            f"secgroup-add-group-rule {GROUP} {OTHER} tcp 1 2",
            {
                "security_group_rule": {
                    "ip_protocol": "TCP",
                    "from_port": 1,
                    "to_port": 2,
                    "cidr": None,
                    "group_id": OTHER,
                    "parent_group_id": GROUP,
                }
            },
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
            "secgroup-list",
            [GROUPS],
            [["Id", "Name", "Description"], [GROUP, "web", ""], [OTHER, "default", "-"]],
        ),
        (
            "secgroup-list --all-tenants",
            [{"security_groups": [{"id": "1", "name": "a", "description": "", "tenant_id": "p"}]}],
            [["Id", "Name", "Description", "Tenant_ID"], ["1", "a", "", "p"]],
        ),
        (
            "secgroup-list-rules web",
            [GROUPS],
            [
                ["IP Protocol", "From Port", "To Port", "IP Range", "Source Group"],
                ["tcp", "1", "2", "::/0", ""],
                ["tcp", "1", "2", "", "default"],
            ],
        ),
        ("secgroup-delete web", [GROUPS], [["Id", "Name", "Description"], [GROUP, "web", ""]]),
    ],
)  # fmt: skip
def test_table_is_the_same_as_in_3_3(
    on_cloud: Commanding, line: str, answers: list[Any], expected: list[list[str]]
) -> None:
    assert on_cloud(*line.split(), answers=list(answers)).table == expected


@pytest.mark.parametrize(
    ("line", "answers", "reported"),
    [
        ("secgroup-delete wep", [GROUPS], "Did you mean 'web'?"),
        ("secgroup-delete-rule web tcp 1 3 ::/0", [GROUPS], "Rule not found"),
        ("secgroup-delete-group-rule web web tcp 1 2", [GROUPS], "Rule not found"),
        (
            "secgroup-delete web",
            [{"security_groups": [{"id": "1", "name": "web"}, {"id": "2", "name": "web"}]}],
            "1, 2",
        ),
    ],
)
def test_error_is_reported_before_anything_is_changed(
    on_cloud: Commanding, line: str, answers: list[Any], reported: str
) -> None:
    ran = on_cloud(*line.split(), answers=list(answers))
    assert (ran.status, {sent.method for sent in ran.sent}) == (1, {"GET"})
    assert reported in ran.err


@pytest.mark.parametrize(
    "line",
    [
        f"secgroup-add-rule {GROUP} tcp http 2 ::/0",
    ],
)
def test_usage_error_is_reported_before_any_request(on_cloud: Commanding, line: str) -> None:
    ran = on_cloud(*line.split())
    assert (ran.status, ran.urls) == (2, [])


def test_name_of_a_group_can_look_like_an_id(on_cloud: Commanding) -> None:
    groups = {"security_groups": [{"id": "1", "name": GROUP, "rules": []}]}
    ran = on_cloud("secgroup-list-rules", GROUP, answers=[not_found(), groups])
    assert (ran.status, ran.urls[-1]) == (0, "GET /os-security-groups")
