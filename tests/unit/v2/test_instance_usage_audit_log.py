"""The usage audit log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from recording import Cloud, recorded

from novaclient import exceptions

Call = Callable[[Cloud], Any]


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "body"),
    [
        (
            lambda c: c.instance_usage_audit_log.get(),
            {"instance_usage_audit_logs": {}},
            "GET /os-instance_usage_audit_log",
            None,
        ),
        (
            lambda c: c.instance_usage_audit_log.get("2026-03-01 12:00:00"),
            {"instance_usage_audit_log": {}},
            "GET /os-instance_usage_audit_log/2026-03-01%2012%3A00%3A00",
            None,
        ),
    ],
)
def test_call_sends(call: Call, answer: Any, request_line: str, body: Any) -> None:
    cloud = recorded(answer)
    assert call(cloud).request_ids == ["req-1"]
    assert (cloud.urls, cloud.sent[0].body) == ([request_line], body)


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda c: c.instance_usage_audit_log.get(), "instance_usage_audit_logs"),
        (lambda c: c.instance_usage_audit_log.get("x"), "instance_usage_audit_log"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}))
