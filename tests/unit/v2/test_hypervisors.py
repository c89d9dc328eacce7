"""Hypervisors: their calls before and since 2.53, when ids became UUIDs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from microversions import NEWEST
from recording import Cloud, recorded

from novaclient import exceptions

ID = "11111111-2222-3333-4444-555555555555"
LATEST = "2.latest"
HYPERVISORS = {"hypervisors": [{"id": ID, "hypervisor_hostname": "h1", "uptime": "up"}]}
HYPERVISOR = {"hypervisor": HYPERVISORS["hypervisors"][0]}
Call = Callable[[Cloud], Any]


@pytest.mark.parametrize(
    ("call", "version", "answer", "request_line", "sent"),
    [
        (lambda c: c.hypervisors.list(), "2.1", HYPERVISORS, "GET /os-hypervisors/detail", "2.1"),
        (lambda c: c.hypervisors.list(False), LATEST, HYPERVISORS, "GET /os-hypervisors", NEWEST),
        (
            lambda c: c.hypervisors.list(marker="m", limit=2),
            "2.33",
            HYPERVISORS,
            "GET /os-hypervisors/detail?limit=2&marker=m",
            "2.33",
        ),
        (
            lambda c: c.hypervisors.search("h"),
            "2.52",
            HYPERVISORS,
            "GET /os-hypervisors/h/search",
            "2.52",
        ),
        (
            lambda c: c.hypervisors.search("h", True),
            "2.52",
            HYPERVISORS,
            "GET /os-hypervisors/h/servers",
            "2.52",
        ),
        (
            lambda c: c.hypervisors.search("h"),
            "2.53",
            HYPERVISORS,
            "GET /os-hypervisors?hypervisor_hostname_pattern=h",
            "2.53",
        ),
        (
            lambda c: c.hypervisors.search("h", True, True),
            LATEST,
            HYPERVISORS,
            "GET /os-hypervisors/detail?hypervisor_hostname_pattern=h&with_servers=True",
            NEWEST,
        ),
        (lambda c: c.hypervisors.get(1), "2.1", HYPERVISOR, "GET /os-hypervisors/1", "2.1"),
        (lambda c: c.hypervisors.get(ID), LATEST, HYPERVISOR, f"GET /os-hypervisors/{ID}", NEWEST),
        (
            lambda c: c.hypervisors.get(ID, servers=True),
            LATEST,
            HYPERVISOR,
            f"GET /os-hypervisors/{ID}?with_servers=True",
            NEWEST,
        ),
        (
            lambda c: c.hypervisors.uptime(ID),
            "2.87",
            HYPERVISOR,
            f"GET /os-hypervisors/{ID}/uptime",
            "2.87",
        ),
        (
            lambda c: c.hypervisors.uptime(ID),
            LATEST,
            HYPERVISOR,
            f"GET /os-hypervisors/{ID}",
            NEWEST,
        ),
        (
            lambda c: c.hypervisors.statistics(),
            LATEST,
            {"hypervisor_statistics": {"count": 1}},
            "GET /os-hypervisors/statistics",
            "2.87",
        ),
    ],
)
def test_call_sends(call: Call, version: str, answer: Any, request_line: str, sent: str) -> None:
    cloud = recorded(answer, version=version)
    assert call(cloud).request_ids == ["req-1"]
    assert [(str(s), s.version) for s in cloud.sent] == [(request_line, sent)]


@pytest.mark.parametrize(
    ("call", "version", "error"),
    [
        (lambda c: c.hypervisors.list(marker="m"), "2.32", exceptions.UnsupportedAttribute),
        (
            lambda c: c.hypervisors.search("h", detailed=True),
            "2.52",
            exceptions.UnsupportedAttribute,
        ),
        (lambda c: c.hypervisors.statistics(), "2.88", exceptions.VersionNotFoundForAPIMethod),
        (
            lambda c: c.hypervisor_stats.statistics(),
            NEWEST,
            exceptions.VersionNotFoundForAPIMethod,
        ),
    ],
)
def test_call_is_refused_before_any_request(
    call: Call, version: str, error: type[Exception]
) -> None:
    cloud = recorded(version=version)
    with pytest.raises(error):
        call(cloud)
    assert cloud.sent == []


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda c: c.hypervisors.list(), "hypervisors"),
        (lambda c: c.hypervisors.get(ID), "hypervisor"),
        (lambda c: c.hypervisors.statistics(), "hypervisor_statistics"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}))


def test_hypervisor_is_resolved_by_host_name() -> None:
    cloud = recorded(HYPERVISORS)
    assert cloud.hypervisors.resolve(["h1"])[0].result == ID
    assert cloud.urls == ["GET /os-hypervisors"]


def test_hypervisor_is_found_by_host_name() -> None:
    assert recorded(HYPERVISORS).hypervisors.find(hypervisor_hostname="h1").id == ID
