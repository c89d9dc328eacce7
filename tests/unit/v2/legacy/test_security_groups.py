"""Security groups, as Nova passes them on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from recording import Cloud, recorded

from novaclient import exceptions
from novaclient.v2.legacy.security_groups import SecurityGroup

Call = Callable[[Cloud], Any]
RULE = {"id": "r", "ip_protocol": "tcp", "from_port": 22, "to_port": 22}


def row(*case: Any, name: str) -> Any:
    return pytest.param(*case, id=name)


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "version", "body"),
    [
        row(
            lambda c: c.security_groups.list({"all_tenants": 1, "limit": None}),
            {"security_groups": []},
            "GET /os-security-groups?all_tenants=1",
            "2.35",
            None,
            name="security_groups.list",
        ),
        row(
            lambda c: c.security_groups.get("g"),
            {"security_group": {"id": "g"}},
            "GET /os-security-groups/g",
            "2.35",
            None,
            name="security_groups.get",
        ),
        row(
            lambda c: c.security_groups.create("n", "d"),
            {"security_group": {"id": "g"}},
            "POST /os-security-groups",
            "2.35",
            {"security_group": {"name": "n", "description": "d"}},
            name="security_groups.create",
        ),
        row(
            lambda c: SecurityGroup(c.security_groups, {"id": "g"}).update("n", "d"),
            {"security_group": {"id": "g"}},
            "PUT /os-security-groups/g",
            "2.35",
            {"security_group": {"name": "n", "description": "d"}},
            name="security_groups.update",
        ),
        row(
            lambda c: SecurityGroup(c.security_groups, {"id": "g"}).delete(),
            None,
            "DELETE /os-security-groups/g",
            "2.35",
            None,
            name="security_groups.delete",
        ),
        row(
            lambda c: c.security_group_rules.create("g", "tcp", "22", 22, "10.0.0.0/8"),
            {"security_group_rule": RULE},
            "POST /os-security-group-rules",
            "2.35",
            {
                "security_group_rule": {
                    "ip_protocol": "tcp",
                    "from_port": 22,
                    "to_port": 22,
                    "cidr": "10.0.0.0/8",
                    "group_id": None,
                    "parent_group_id": "g",
                }
            },
            name="security_group_rules.create",
        ),
        row(
            lambda c: c.security_group_rules.delete("r"),
            None,
            "DELETE /os-security-group-rules/r",
            "2.35",
            None,
            name="security_group_rules.delete",
        ),
    ],
)
def test_goes_out_at_the_newest_version_that_has_it(
    call: Call, answer: Any, request_line: str, version: str, body: Any
) -> None:
    cloud = recorded(answer)
    call(cloud)
    (sent,) = cloud.sent
    assert (str(sent), sent.version, sent.body) == (request_line, version, body)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sctp", 1, 1), "ip_protocol is tcp, udp or icmp, not 'sctp'"),
        (("tcp", "ssh", 22), "from_port is a number, not 'ssh'"),
        (("tcp", 22, "ssh"), "to_port is a number, not 'ssh'"),
    ],
)
def test_rule_that_is_invalid_is_refused_before_any_request(
    arguments: tuple[Any, ...], words: str
) -> None:
    cloud = recorded()
    with pytest.raises(exceptions.CommandError, match=words):
        cloud.security_group_rules.create("g", *arguments)
    assert cloud.sent == []
