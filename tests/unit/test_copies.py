"""Answers and errors are copied, and go to other processes, as they are."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from keystoneauth1 import exceptions as ksa

from novaclient import base, exceptions
from novaclient.transport.messages import Request
from novaclient.transport.session import _failed
from novaclient.v2.servers import Server

COPIES = [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))]
ERRORS = [
    exceptions.UnsupportedConsoleType("vnc", "it is old"),
    exceptions.UnsupportedAttribute("host", "2.91", reason="You asked for 2.90."),
    exceptions.MissingField("Server", "name"),
    exceptions.VersionNotFoundForAPIMethod("2.1", "list", reason="It needs 2.97."),
    exceptions.ConnectionFailed("reset", sent=False, transient=True),
    _failed(ksa.ConnectFailure("refused"), Request("GET", "/servers")),
    exceptions.AmbiguousName("server", "web", ["1", "2"]),
    exceptions.NameNotFound("no server"),
    exceptions.ResourceInErrorState(Server(None, {"id": "1", "fault": {"message": "no host"}})),
    exceptions.WaitTimeout("web", "active", "build", 3.0),
    exceptions.NotFound(404, "none", request_id="req-1", url="/servers/1", method="GET"),
    exceptions.OverLimit(413, retry_after=7),
    exceptions.AuthenticationFailed("wrong password", request_id="req-1"),
    exceptions.InvalidResponse(200, "no JSON"),
]
ANSWERS = [
    base.ListWithMeta([1], None),
    base.DictWithMeta({"a": 1}, None),
    base.TupleWithMeta((1, 2), None),
    base.StrWithMeta("text", None),
    base.BytesWithMeta(b"text", None),
]


@pytest.mark.parametrize("copied", COPIES)
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_copy_of_an_error_shows_the_same(
    error: Exception, copied: Callable[[Exception], Exception]
) -> None:
    made = copied(error)
    assert (type(made), str(made)) == (type(error), str(error))
    assert vars(made) == vars(error)
    assert getattr(made, "name", None) == getattr(error, "name", None)


@pytest.mark.parametrize("copied", COPIES)
@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: type(answer).__name__)
def test_copy_of_an_answer_keeps_its_request_ids(answer: Any, copied: Callable[[Any], Any]) -> None:
    answer.append_request_ids(["req-1"])
    made = copied(answer)
    assert (type(made), made, made.request_ids) == (type(answer), answer, answer.request_ids)
