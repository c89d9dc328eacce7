"""Console tokens: where a console proxy finds the server of a token."""

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
            lambda c: c.console_auth_tokens.get("t"),
            {"console": {"instance_uuid": "s"}},
            "GET /os-console-auth-tokens/t",
            None,
        ),
    ],
)
def test_call_sends(call: Call, answer: Any, request_line: str, body: Any) -> None:
    cloud = recorded(answer)
    assert call(cloud).request_ids == ["req-1"]
    assert (cloud.urls, cloud.sent[0].body) == ([request_line], body)


@pytest.mark.parametrize("hostile", ["", "..", "a/b", "a\nb", None])
def test_hostile_token_is_refused_before_any_request(hostile: Any) -> None:
    cloud = recorded()
    with pytest.raises((TypeError, ValueError)):
        cloud.console_auth_tokens.get(hostile)
    assert cloud.sent == []


def test_answer_about_a_token_is_quoted_without_it() -> None:
    with pytest.raises(exceptions.InvalidResponse) as caught:
        recorded({"other": 1}).console_auth_tokens.get("s3cret")
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda c: c.console_auth_tokens.get("t"), "console"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}))
