"""Usage: times as Nova reads them, pages since 2.40."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from recording import recorded

from novaclient import exceptions
from novaclient.v2.usage import Usage, UsageManager

START = datetime(2026, 1, 1)
END = datetime(2026, 2, 1, 12, 30)
TIMES = "start=2026-01-01T00%3A00%3A00&end=2026-02-01T12%3A30%3A00"
USAGE = {
    "tenant_id": "p",
    "start": "2026-01-01T00:00:00.000000",
    "stop": "2026-02-01T12:30:00.000000",
    "total_hours": 1.5,
}
Call = Callable[[UsageManager], Any]


@pytest.mark.parametrize(
    ("call", "version", "answer", "url"),
    [
        (
            lambda u: u.list(START, END),
            "2.1",
            {"tenant_usages": [USAGE]},
            f"/os-simple-tenant-usage?{TIMES}&detailed=0",
        ),
        (
            lambda u: u.list(START, END, True, "m", 5),
            "2.40",
            {"tenant_usages": [USAGE]},
            f"/os-simple-tenant-usage?{TIMES}&limit=5&marker=m&detailed=1",
        ),
        (
            lambda u: u.get("p", START, END),
            "2.1",
            {"tenant_usage": USAGE},
            f"/os-simple-tenant-usage/p?{TIMES}",
        ),
        (
            lambda u: u.get("p", START, END, "m", 5),
            "2.latest",
            {"tenant_usage": USAGE},
            f"/os-simple-tenant-usage/p?{TIMES}&limit=5&marker=m",
        ),
        (
            lambda u: u.get_all("p", START, END),
            "2.1",
            {"tenant_usage": USAGE},
            f"/os-simple-tenant-usage/p?{TIMES}",
        ),
        (
            lambda u: u.get_all("p", START, END, page_size=5),
            "2.latest",
            {"tenant_usage": USAGE},
            f"/os-simple-tenant-usage/p?{TIMES}&limit=5",
        ),
        (
            lambda u: u.get("p", START, END),
            "2.latest",
            {"tenant_usage": {}},
            f"/os-simple-tenant-usage/p?{TIMES}",
        ),
    ],
)
def test_call_sends(call: Call, version: str, answer: Any, url: str) -> None:
    cloud = recorded(answer, version=version)
    assert call(cloud.usage).request_ids == ["req-1"]
    assert cloud.urls == [f"GET {url}"]


@pytest.mark.parametrize(
    "call",
    [
        lambda u: u.list(START, END, marker="m"),
        lambda u: u.list(START, END, limit=1),
        lambda u: u.get("p", START, END, limit=1),
        lambda u: u.iterate(START, END, page_size=1),
        lambda u: u.get_all("p", START, END, page_size=1),
    ],
)
def test_pages_are_refused_before_2_40(call: Call) -> None:
    cloud = recorded(version="2.39")
    with pytest.raises(exceptions.UnsupportedAttribute):
        call(cloud.usage)
    assert cloud.sent == []


def test_time_with_a_zone_is_sent_in_utc() -> None:
    cloud = recorded({"tenant_usages": []})
    start = datetime(2026, 1, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    cloud.usage.list(start, datetime(2026, 1, 2, tzinfo=UTC))
    assert "start=2026-01-01T00%3A00%3A00&end=2026-01-02T00%3A00%3A00" in cloud.sent[0].url


@pytest.mark.parametrize("time", [date(2026, 1, 1), "2026-01-01", None])
def test_other_than_a_datetime_is_refused(time: Any) -> None:
    cloud = recorded()
    with pytest.raises(TypeError, match="'end' is a datetime"):
        cloud.usage.list(START, time)
    assert cloud.sent == []


def test_iterating_follows_the_pages() -> None:
    link = {"rel": "next", "href": "http://nova/v2.1/os-simple-tenant-usage?marker=s1"}
    cloud = recorded(
        {"tenant_usages": [USAGE], "tenant_usages_links": [link]},
        {"tenant_usages": [{**USAGE, "tenant_id": "q"}]},
    )
    assert [u.tenant_id for u in cloud.usage.iterate(START, END, page_size=1)] == ["p", "q"]
    first = f"GET /os-simple-tenant-usage?{TIMES}&limit=1&detailed=0"
    assert cloud.urls == [first, f"{first}&marker=s1"]


def page(marker: str | None, *servers: str) -> dict[str, Any]:
    """A page of a project's usage, with a link to the next one after a server."""
    sums = dict.fromkeys(
        ("total_hours", "total_vcpus_usage", "total_memory_mb_usage", "total_local_gb_usage"), 1.5
    )
    link = {"rel": "next", "href": f"http://nova/v2.1/os-simple-tenant-usage/p?marker={marker}"}
    usages = [{"instance_id": server} for server in servers]
    links = {"tenant_usage_links": [link]} if marker else {}
    return {"tenant_usage": {"tenant_id": "p", "server_usages": usages, **sums}, **links}


def test_usage_of_a_project_is_the_sum_of_its_pages() -> None:
    cloud = recorded(page("s1", "s1"), page(None, "s2", "s3"))
    usage = cloud.usage.get_all("p", START, END)
    assert [row["instance_id"] for row in usage.server_usages] == ["s1", "s2", "s3"]
    assert (usage.total_hours, usage.to_dict()["total_vcpus_usage"]) == (3.0, 3.0)
    assert len(usage.request_ids) == 2


def test_pages_of_a_project_that_lead_nowhere_are_invalid() -> None:
    cloud = recorded(page("s1", "s1"), page("s1", "s1"), page("s1", "s1"))
    with pytest.raises(exceptions.InvalidResponse, match="is repeated"):
        cloud.usage.get_all("p", START, END)


def test_empty_last_page_adds_nothing() -> None:
    cloud = recorded(page("s1", "s1"), {"tenant_usage": {}})
    assert cloud.usage.get_all("p", START, END).total_hours == 1.5


def test_usage_is_fetched_anew_for_the_same_time() -> None:
    cloud = recorded({"tenant_usage": {**USAGE, "total_hours": 2.0}})
    usage = Usage(cloud.usage, USAGE)
    usage.get()
    assert usage.total_hours == 2.0
    assert cloud.urls == [f"GET /os-simple-tenant-usage/p?{TIMES}"]


def test_usage_without_a_project_is_not_fetched() -> None:
    cloud = recorded()
    Usage(cloud.usage, {}).get()
    assert cloud.sent == []


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda u: u.list(START, END), "tenant_usages"),
        (lambda u: u.get("p", START, END), "tenant_usage"),
        (lambda u: u.get_all("p", START, END), "tenant_usage"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}).usage)
