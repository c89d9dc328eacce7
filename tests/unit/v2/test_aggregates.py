"""Aggregates: the requests of their manager, and the parsed responses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from recording import recorded

from novaclient import exceptions
from novaclient.v2.aggregates import Aggregate, AggregateManager
from novaclient.v2.images import Image

AGGREGATE = {"id": 7, "name": "a", "availability_zone": None}
Call = Callable[[AggregateManager], Any]
ONE = {"aggregate": AGGREGATE}


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "body"),
    [
        (lambda a: a.list(), {"aggregates": [AGGREGATE]}, "GET /os-aggregates", None),
        (lambda a: a.get(7), ONE, "GET /os-aggregates/7", None),
        (lambda a: a.get_details("7"), ONE, "GET /os-aggregates/7", None),
        (
            lambda a: a.create("a", None),
            ONE,
            "POST /os-aggregates",
            {"aggregate": {"name": "a", "availability_zone": None}},
        ),
        (
            lambda a: a.update(Aggregate(a, AGGREGATE), {"name": "b"}),
            ONE,
            "PUT /os-aggregates/7",
            {"aggregate": {"name": "b"}},
        ),
        (lambda a: a.delete(7), None, "DELETE /os-aggregates/7", None),
        (
            lambda a: a.add_host(7, "h"),
            ONE,
            "POST /os-aggregates/7/action",
            {"add_host": {"host": "h"}},
        ),
        (
            lambda a: a.remove_host(7, "h"),
            ONE,
            "POST /os-aggregates/7/action",
            {"remove_host": {"host": "h"}},
        ),
        (
            lambda a: a.set_metadata(7, {"ssd": "true", "old": None}),
            ONE,
            "POST /os-aggregates/7/action",
            {"set_metadata": {"metadata": {"ssd": "true", "old": None}}},
        ),
        (
            lambda a: a.cache_images(7, ["i1", Image(a, {"id": "i2"})]),
            None,
            "POST /os-aggregates/7/images",
            {"cache": [{"id": "i1"}, {"id": "i2"}]},
        ),
    ],
)
def test_call_sends(call: Call, answer: Any, request_line: str, body: Any) -> None:
    cloud = recorded(answer)
    assert call(cloud.aggregates).request_ids == ["req-1"]
    assert (cloud.urls, cloud.sent[0].body) == ([request_line], body)


@pytest.mark.parametrize(
    ("call", "request_line"),
    [
        (lambda a: a.update({"name": "b"}), "PUT /os-aggregates/7"),
        (lambda a: a.add_host("h"), "POST /os-aggregates/7/action"),
        (lambda a: a.remove_host("h"), "POST /os-aggregates/7/action"),
        (lambda a: a.set_metadata({}), "POST /os-aggregates/7/action"),
        (lambda a: a.delete(), "DELETE /os-aggregates/7"),
        (lambda a: a.cache_images([]), "POST /os-aggregates/7/images"),
    ],
)
def test_aggregate_acts_through_its_manager(
    call: Callable[[Aggregate], Any], request_line: str
) -> None:
    cloud = recorded(ONE)
    call(Aggregate(cloud.aggregates, AGGREGATE))
    assert cloud.urls == [request_line]


def test_images_are_cached_since_2_81() -> None:
    cloud = recorded(version="2.80")
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod):
        cloud.aggregates.cache_images(7, ["i"])
    assert cloud.sent == []


def test_hosts_that_creating_left_out_are_fetched() -> None:
    cloud = recorded(ONE, {"aggregate": {**AGGREGATE, "hosts": ["h"]}})
    assert cloud.aggregates.create("a", None).hosts == ["h"]
    assert cloud.urls == ["POST /os-aggregates", "GET /os-aggregates/7"]


def test_aggregate_is_resolved_by_name_or_number_with_one_request() -> None:
    cloud = recorded({"aggregates": [AGGREGATE, {"id": 8, "name": "b"}]})
    assert [o.result for o in cloud.aggregates.resolve(["a", "8"])] == ["7", "8"]
    assert len(cloud.sent) == 1


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda a: a.list(), "aggregates"),
        (lambda a: a.get(7), "aggregate"),
        (lambda a: a.create("a", None), "aggregate"),
        (lambda a: a.update(7, {"name": "b"}), "aggregate"),
        (lambda a: a.add_host(7, "h"), "aggregate"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}).aggregates)
