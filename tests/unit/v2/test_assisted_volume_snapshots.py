"""Assisted volume snapshots, which the block storage service asks for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from recording import Answer, Cloud, recorded

from novaclient import exceptions
from novaclient.v2.assisted_volume_snapshots import Snapshot

SNAPSHOT = {"snapshot": {"id": "x", "volumeId": "v"}}
INFO = {"volume_id": "v", "file_to_merge": "a&b"}
Call = Callable[[Cloud], Any]


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "body"),
    [
        (
            lambda c: c.assisted_volume_snapshots.create("v", {"type": "qcow2"}),
            SNAPSHOT,
            "POST /os-assisted-volume-snapshots",
            {"snapshot": {"volume_id": "v", "create_info": {"type": "qcow2"}}},
        ),
    ],
)
def test_call_sends(call: Call, answer: Any, request_line: str, body: Any) -> None:
    cloud = recorded(answer)
    assert call(cloud).request_ids == ["req-1"]
    assert (cloud.urls, cloud.sent[0].body) == ([request_line], body)


@pytest.mark.parametrize(
    "call",
    [
        lambda m: m.delete("x", INFO),
        lambda m: Snapshot(m, {"id": "x"}).delete(INFO),
    ],
)
def test_assisted_snapshot_is_deleted_with_its_information(call: Callable[[Any], Any]) -> None:
    cloud = recorded(Answer(None, 204))
    call(cloud.assisted_volume_snapshots)
    url = urlsplit(cloud.sent[0].url)
    assert url.path == "/os-assisted-volume-snapshots/x"
    assert json.loads(parse_qs(url.query)["delete_info"][0]) == INFO


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda c: c.assisted_volume_snapshots.create("v", {}), "snapshot"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}))
