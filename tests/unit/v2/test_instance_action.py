"""Instance actions: what was done with a server."""

from __future__ import annotations

from typing import Any

import pytest
from recording import recorded

from novaclient import exceptions

ACTION = {"action": "create", "request_id": "req-a", "instance_uuid": "s"}
URL = "/servers/s/os-instance-actions"


@pytest.mark.parametrize(
    ("arguments", "version", "query"),
    [
        ((), "2.1", ""),
        (("req-0", 5, "2026-01-01"), "2.58", "?changes-since=2026-01-01&limit=5&marker=req-0"),
        ((None, None, None, "2026-01-02"), "2.66", "?changes-before=2026-01-02"),
        ((), "2.latest", ""),
    ],
)
def test_list_sends_what_is_given(arguments: tuple[Any, ...], version: str, query: str) -> None:
    cloud = recorded({"instanceActions": [ACTION]}, version=version)
    assert cloud.instance_action.list("s", *arguments)[0].action == "create"
    assert cloud.urls == [f"GET {URL}{query}"]


@pytest.mark.parametrize(
    ("arguments", "version"),
    [
        ({"marker": "m"}, "2.57"),
        ({"limit": 1}, "2.57"),
        ({"changes_since": "2026-01-01"}, "2.57"),
        ({"changes_before": "2026-01-01"}, "2.65"),
    ],
)
def test_filter_that_the_version_does_not_know_is_refused(
    arguments: dict[str, Any], version: str
) -> None:
    cloud = recorded(version=version)
    with pytest.raises(exceptions.UnsupportedAttribute):
        cloud.instance_action.list("s", **arguments)
    assert cloud.sent == []


def test_iterating_follows_the_pages() -> None:
    link = {"rel": "next", "href": f"http://nova/v2.1{URL}?marker=req-a"}
    cloud = recorded(
        {"instanceActions": [ACTION], "links": [link]},
        {"instanceActions": [{**ACTION, "action": "stop"}]},
    )
    assert [a.action for a in cloud.instance_action.iterate("s", page_size=1)] == ["create", "stop"]
    assert cloud.urls == [f"GET {URL}?limit=1", f"GET {URL}?limit=1&marker=req-a"]


def test_action_is_fetched_by_its_request() -> None:
    cloud = recorded({"instanceAction": {**ACTION, "events": []}})
    assert cloud.instance_action.get("s", "req-a").events == []
    assert cloud.urls == [f"GET {URL}/req-a"]


@pytest.mark.parametrize("hostile", ["", "..", "a/b", None])
def test_hostile_request_id_is_refused_before_any_request(hostile: Any) -> None:
    cloud = recorded()
    with pytest.raises((TypeError, ValueError)):
        cloud.instance_action.get("s", hostile)
    assert cloud.sent == []


def test_list_without_its_key_is_invalid() -> None:
    with pytest.raises(exceptions.InvalidResponse, match="no 'instanceActions'"):
        recorded({"other": 1}).instance_action.list("s")


def test_action_without_its_key_is_invalid() -> None:
    with pytest.raises(exceptions.InvalidResponse, match="no 'instanceAction'"):
        recorded({"other": 1}).instance_action.get("s", "req-a")
