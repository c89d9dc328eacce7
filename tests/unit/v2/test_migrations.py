"""Migrations of all servers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from recording import Cloud, recorded

from novaclient import exceptions

ROW = {"id": 1, "uuid": "m1"}
LATEST = "2.latest"
Call = Callable[[Cloud], Any]


@pytest.mark.parametrize(
    ("call", "version", "query"),
    [
        (lambda m: m.list(), "2.1", ""),
        (
            lambda m: m.list("h", "done", "s", "resize", "src"),
            "2.58",
            "?host=h&instance_uuid=s&migration_type=resize&source_compute=src&status=done",
        ),
        (
            lambda m: m.list("h", "done", "s", "m0", 5, "2026-01-01", "resize", "src"),
            "2.59",
            "?changes-since=2026-01-01&host=h&instance_uuid=s&marker=m0&migration_type=resize"
            "&source_compute=src&status=done&limit=5",
        ),
        (
            lambda m: m.list(None, None, None, None, None, None, "2026-01-02", "resize", "src"),
            "2.66",
            "?changes-before=2026-01-02&migration_type=resize&source_compute=src",
        ),
        (lambda m: m.list(user_id="u", project_id="p"), "2.80", "?project_id=p&user_id=u"),
        (lambda m: m.list(user_id="u"), LATEST, "?user_id=u"),
    ],
)
def test_list_takes_its_arguments_in_the_order_of_the_version(
    call: Callable[[Any], Any], version: str, query: str
) -> None:
    cloud = recorded({"migrations": [ROW]}, version=version)
    assert call(cloud.migrations)[0].id == 1
    assert cloud.urls == [f"GET /os-migrations{query}"]


@pytest.mark.parametrize(
    ("arguments", "version"),
    [
        ({"marker": "m"}, "2.58"),
        ({"limit": 1}, "2.58"),
        ({"changes_since": "2026-01-01"}, "2.58"),
        ({"changes_before": "2026-01-01"}, "2.65"),
        ({"user_id": "u"}, "2.79"),
        ({"project_id": "p"}, "2.79"),
    ],
)
def test_filter_that_the_version_does_not_know_is_refused(
    arguments: dict[str, Any], version: str
) -> None:
    cloud = recorded(version=version)
    with pytest.raises(exceptions.UnsupportedAttribute):
        cloud.migrations.list(**arguments)
    assert cloud.sent == []


def test_iterating_follows_the_pages() -> None:
    link = {"rel": "next", "href": "http://nova/v2.1/os-migrations?marker=m1"}
    cloud = recorded({"migrations": [ROW], "migrations_links": [link]}, {"migrations": [{"id": 2}]})
    assert [m.id for m in cloud.migrations.iterate(host="h", page_size=1)] == [1, 2]
    assert cloud.urls == [
        "GET /os-migrations?host=h&limit=1",
        "GET /os-migrations?host=h&limit=1&marker=m1",
    ]


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda c: c.migrations.list(), "migrations"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}))
