"""Server groups: their policy before and since 2.64."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from microversions import NEWEST
from recording import recorded

from novaclient import exceptions
from novaclient.v2.server_groups import ServerGroup, ServerGroupsManager

ID = "11111111-2222-3333-4444-555555555555"
GROUP = {"id": ID, "name": "g"}
LATEST = "2.latest"
Call = Callable[[ServerGroupsManager], Any]


@pytest.mark.parametrize(
    ("call", "version", "fields", "sent"),
    [
        (lambda g: g.create("g", "affinity"), "2.1", {"policies": ["affinity"]}, "2.1"),
        (lambda g: g.create("g", ["affinity"]), "2.63", {"policies": ["affinity"]}, "2.63"),
        (lambda g: g.create("g", policies="affinity"), "2.63", {"policies": ["affinity"]}, "2.63"),
        (lambda g: g.create("g", policy="affinity"), "2.63", {"policies": ["affinity"]}, "2.63"),
        (
            lambda g: g.create("g", policies=["affinity"]),
            LATEST,
            {"policies": ["affinity"]},
            "2.63",
        ),
        (lambda g: g.create("g", "affinity"), "2.64", {"policy": "affinity"}, "2.64"),
        (
            lambda g: g.create("g", "anti-affinity", {"max_server_per_host": 2}),
            LATEST,
            {"policy": "anti-affinity", "rules": {"max_server_per_host": 2}},
            NEWEST,
        ),
        (lambda g: g.create("g", "affinity", {}), LATEST, {"policy": "affinity"}, NEWEST),
    ],
)
def test_create_sends_the_policy_as_the_version_calls_it(
    call: Call, version: str, fields: dict[str, Any], sent: str
) -> None:
    cloud = recorded({"server_group": GROUP}, version=version)
    assert call(cloud.server_groups).id == ID
    body = {"server_group": {"name": "g", **fields}}
    assert cloud.sent == [("POST", "/os-server-groups", sent, body, "compute")]


@pytest.mark.parametrize(
    ("call", "version", "error"),
    [
        (lambda g: g.create("g", policies=["affinity"]), "2.64", exceptions.UnsupportedAttribute),
        (
            lambda g: g.create("g", policy="p", rules={"a": 1}),
            "2.63",
            exceptions.UnsupportedAttribute,
        ),
        (lambda g: g.create("g", "p", {"a": 1}), "2.63", TypeError),
        (
            lambda g: g.create("g", policies=["p"], rules={"a": 1}),
            LATEST,
            exceptions.UnsupportedAttribute,
        ),
    ],
)
def test_create_refuses_what_the_version_does_not_know(
    call: Call, version: str, error: type[Exception]
) -> None:
    cloud = recorded(version=version)
    with pytest.raises(error):
        call(cloud.server_groups)
    assert cloud.sent == []


@pytest.mark.parametrize(
    ("call", "answer", "request_line"),
    [
        (lambda g: g.list(), {"server_groups": [GROUP]}, "GET /os-server-groups"),
        (
            lambda g: g.list(True, 5, 6),
            {"server_groups": [GROUP]},
            "GET /os-server-groups?all_projects=True&limit=5&offset=6",
        ),
        (lambda g: g.get(ID), {"server_group": GROUP}, f"GET /os-server-groups/{ID}"),
        (lambda g: g.delete(ID), None, f"DELETE /os-server-groups/{ID}"),
        (lambda g: ServerGroup(g, GROUP).delete(), None, f"DELETE /os-server-groups/{ID}"),
    ],
)
def test_call_sends(call: Call, answer: Any, request_line: str) -> None:
    cloud = recorded(answer)
    assert call(cloud.server_groups).request_ids == ["req-1"]
    assert cloud.urls == [request_line]


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda g: g.list(), "server_groups"),
        (lambda g: g.get(ID), "server_group"),
        (lambda g: g.create("g", "affinity"), "server_group"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}).server_groups)


def test_group_is_resolved_by_name_with_one_request() -> None:
    cloud = recorded({"server_groups": [GROUP]})
    assert [o.result for o in cloud.server_groups.resolve(["g", ID])] == [ID, ID]
    assert len(cloud.sent) == 1


def test_group_is_found_by_name() -> None:
    assert recorded({"server_groups": [GROUP]}).server_groups.find(name="g").id == ID
