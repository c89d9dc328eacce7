"""Limits: absolute ones, and old clouds' limits on requests."""

from __future__ import annotations

from typing import Any

import pytest
from microversions import NEWEST
from recording import recorded

from novaclient import exceptions
from novaclient.v2.limits import AbsoluteLimit, RateLimit

RATE = {
    "uri": "*",
    "regex": ".*",
    "limit": [
        {
            "verb": "POST",
            "value": 10,
            "remaining": 2,
            "unit": "MINUTE",
            "next-available": "2026-01-01T00:00:00Z",
        }
    ],
}
LIMITS = {"limits": {"absolute": {"maxTotalCores": 20, "totalCoresUsed": 3}, "rate": [RATE]}}


@pytest.mark.parametrize(
    ("arguments", "version", "query", "sent"),
    [
        ((), "2.latest", "", NEWEST),
        ((True,), "2.1", "?reserved=1", "2.1"),
        ((True, "p"), "2.74", "?reserved=1&tenant_id=p", "2.74"),
        ((True,), "2.latest", "?reserved=1", "2.74"),
        ((False, "p"), "2.75", "?tenant_id=p", "2.75"),
    ],
)
def test_get_sends_what_is_given(
    arguments: tuple[Any, ...], version: str, query: str, sent: str
) -> None:
    cloud = recorded(LIMITS, version=version)
    assert cloud.limits.get(*arguments).request_ids == ["req-1"]
    assert cloud.sent == [("GET", f"/limits{query}", sent, None, "compute")]


def test_reserved_is_refused_since_2_75() -> None:
    cloud = recorded(version="2.75")
    with pytest.raises(exceptions.UnsupportedAttribute, match="reserved"):
        cloud.limits.get(reserved=True)
    assert cloud.sent == []


def test_absolute_limits_have_a_name_and_a_value() -> None:
    limits = recorded(LIMITS).limits.get()
    wanted = [AbsoluteLimit("maxTotalCores", 20), AbsoluteLimit("totalCoresUsed", 3)]
    assert list(limits.absolute) == wanted


def test_rate_limits_are_flattened() -> None:
    limits = recorded(LIMITS).limits.get()
    wanted = RateLimit("POST", "*", ".*", 10, 2, "MINUTE", "2026-01-01T00:00:00Z")
    assert list(limits.rate) == [wanted]


def test_limits_differ_by_any_of_their_fields() -> None:
    assert AbsoluteLimit("a", 1) != AbsoluteLimit("a", 2)
    assert AbsoluteLimit("a", 1) != ("a", 1)
    assert RateLimit("GET", "*", "", 1, 1, "", "") != RateLimit("GET", "*", "", 1, 0, "", "")


def test_limits_show_themselves() -> None:
    assert repr(AbsoluteLimit("a", 1)) == "<AbsoluteLimit: name=a>"
    assert repr(RateLimit("GET", "*", "", 1, 1, "", "")) == "<RateLimit: verb=GET uri=*>"


@pytest.mark.parametrize("section", ["absolute", "rate"])
@pytest.mark.parametrize("value", [{}, {"absolute": None, "rate": [{"uri": "*"}]}])
def test_limits_that_are_missing_are_invalid(section: str, value: Any) -> None:
    limits = recorded({"limits": value}).limits.get()
    with pytest.raises(exceptions.InvalidResponse, match=f"'{section}' is missing") as caught:
        list(getattr(limits, section))
    assert caught.value.request_id == "req-1"


def test_answer_without_its_key_is_invalid() -> None:
    with pytest.raises(exceptions.InvalidResponse, match="no 'limits'"):
        recorded({"other": 1}).limits.get()
