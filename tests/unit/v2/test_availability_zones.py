"""Availability zones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from recording import Cloud, recorded

from novaclient import exceptions

ZONES = {"availabilityZoneInfo": [{"zoneName": "z", "zoneState": {"available": True}}]}
Call = Callable[[Cloud], Any]


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "body"),
    [
        (lambda c: c.availability_zones.list(), ZONES, "GET /os-availability-zone/detail", None),
        (lambda c: c.availability_zones.list(False), ZONES, "GET /os-availability-zone", None),
    ],
)
def test_call_sends(call: Call, answer: Any, request_line: str, body: Any) -> None:
    cloud = recorded(answer)
    assert call(cloud).request_ids == ["req-1"]
    assert (cloud.urls, cloud.sent[0].body) == ([request_line], body)


def test_zone_is_found_by_its_name() -> None:
    assert recorded(ZONES).availability_zones.find(zoneName="z").zoneState == {"available": True}


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda c: c.availability_zones.list(), "availabilityZoneInfo"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}))
