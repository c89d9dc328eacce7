"""Guest agent builds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from recording import Cloud, recorded

from novaclient import exceptions

AGENT = {"agent_id": "1", "version": "8"}
Call = Callable[[Cloud], Any]


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "body"),
    [
        (lambda c: c.agents.list(), {"agents": [AGENT]}, "GET /os-agents", None),
        (
            lambda c: c.agents.list("xen&x"),
            {"agents": [AGENT]},
            "GET /os-agents?hypervisor=xen%26x",
            None,
        ),
        (
            lambda c: c.agents.create("linux", "x86", "8", "http://a", "0" * 32, "xen"),
            {"agent": AGENT},
            "POST /os-agents",
            {
                "agent": {
                    "os": "linux",
                    "architecture": "x86",
                    "version": "8",
                    "url": "http://a",
                    "md5hash": "0" * 32,
                    "hypervisor": "xen",
                }
            },
        ),
        (
            lambda c: c.agents.update(1, "8", "http://a", "0" * 32),
            {"agent": AGENT},
            "PUT /os-agents/1",
            {"para": {"version": "8", "url": "http://a", "md5hash": "0" * 32}},
        ),
        (lambda c: c.agents.delete(1), None, "DELETE /os-agents/1", None),
    ],
)
def test_call_sends(call: Call, answer: Any, request_line: str, body: Any) -> None:
    cloud = recorded(answer)
    assert call(cloud).request_ids == ["req-1"]
    assert (cloud.urls, cloud.sent[0].body) == ([request_line], body)


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda c: c.agents.list(), "agents"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}))
