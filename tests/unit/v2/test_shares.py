"""Shares attached to servers."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from microversions import NEWEST
from recording import Answer, Cloud, recorded

from novaclient import exceptions
from novaclient.v2.shares import Share

SHARE = {"share_id": "m", "status": "attaching", "tag": "m"}
Call = Callable[[Cloud], Any]


@pytest.mark.parametrize(
    ("call", "answer", "request_line"),
    [
        (lambda c: c.shares.list("s"), {"shares": [SHARE]}, "GET /servers/s/shares"),
        (lambda c: c.shares.get("s", "m"), {"share": SHARE}, "GET /servers/s/shares/m"),
        (
            lambda c: c.shares.get("s", Share(c.shares, SHARE)),
            {"share": SHARE},
            "GET /servers/s/shares/m",
        ),
        (
            lambda c: c.shares.detach("s", SimpleNamespace(id="m")),
            None,
            "DELETE /servers/s/shares/m",
        ),
    ],
)
def test_call_sends(call: Call, answer: Any, request_line: str) -> None:
    cloud = recorded(answer)
    assert call(cloud).request_ids == ["req-1"]
    assert cloud.urls == [request_line]


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.shares.get("s", None),
        lambda c: c.shares.detach("s", "a/b"),
        lambda c: c.shares.detach("..", "m"),
    ],
)
def test_hostile_id_is_refused_before_any_request(call: Call) -> None:
    cloud = recorded()
    with pytest.raises((TypeError, ValueError)):
        call(cloud)
    assert cloud.sent == []


@pytest.mark.parametrize(
    ("arguments", "fields"), [({}, {}), ({"tag": None}, {}), ({"tag": "t"}, {"tag": "t"})]
)
def test_attaching_a_share_sends_what_is_given(
    arguments: dict[str, Any], fields: dict[str, str]
) -> None:
    cloud = recorded(Answer({"share": SHARE}, 201))
    assert cloud.shares.attach("s", "m", **arguments).status == "attaching"
    body = {"share": {"share_id": "m", **fields}}
    assert cloud.sent == [("POST", "/servers/s/shares", NEWEST, body, "compute")]


@pytest.mark.parametrize(
    "call",
    [
        lambda s: s.list("s"),
        lambda s: s.get("s", "m"),
        lambda s: s.attach("s", "m"),
        lambda s: s.detach("s", "m"),
    ],
)
def test_shares_are_known_since_2_97(call: Callable[[Any], Any]) -> None:
    cloud = recorded(version="2.96")
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod):
        call(cloud.shares)
    assert cloud.sent == []


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda c: c.shares.list("s"), "shares"),
        (lambda c: c.shares.get("s", "m"), "share"),
        (lambda c: c.shares.attach("s", "m"), "share"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}))
