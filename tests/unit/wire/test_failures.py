"""Errors of sockets, ssl, requests and urllib3 in common terms."""

from __future__ import annotations

import errno
import socket
import ssl
from http.client import BadStatusLine, IncompleteRead, RemoteDisconnected

import pytest
import requests
from keystoneauth1 import exceptions as ksa
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError

from novaclient.wire.exchange import (
    CutShort,
    InvalidRequest,
    MalformedResponse,
    NotConnected,
    TooLarge,
)
from novaclient.wire.failures import explain, origin_of

POOL = HTTPConnectionPool("nova.example")
URL = "http://carol:pa55@nova.example:8774/v2.1/servers"


def from_(cause: BaseException, error: BaseException) -> BaseException:
    """An error that was raised from another."""
    error.__cause__ = cause
    return error


def through_requests(cause: BaseException) -> BaseException:
    """What keystoneauth raises when urllib3 raised an error."""
    request = requests.Request("GET", URL).prepare()
    error = requests.ConnectionError(cause, request=request)
    failure = ksa.ConnectFailure("failed")
    failure.__context__ = error
    return failure


def refused_by_urllib3() -> BaseException:
    error = NewConnectionError(POOL, "Connection refused")  # type: ignore[arg-type]
    error.__cause__ = ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
    return through_requests(MaxRetryError(POOL, "/", error))


def unresolved(code: int) -> BaseException:
    return from_(socket.gaierror(code, "Name or service not known"), NotConnected("no connection"))


def tls(kind: type[ssl.SSLError]) -> BaseException:
    return from_(kind(1, "[SSL] failed"), NotConnected("no connection"))


REFUSED = ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
#: An error, its kind, whether the request may have been sent, and whether it is transient.
ERRORS: list[tuple[BaseException, str, bool, bool]] = [
    (from_(REFUSED, NotConnected("no connection")), "refused", False, True),
    (refused_by_urllib3(), "refused", False, True),
    (unresolved(socket.EAI_AGAIN), "name", False, True),
    (unresolved(socket.EAI_NONAME), "name", False, False),
    (from_(TimeoutError("timed out"), NotConnected("no connection")), "timeout", False, True),
    (TimeoutError("timed out"), "timeout", True, True),
    (through_requests(requests.ReadTimeout()), "timeout", True, True),
    (ConnectionResetError(errno.ECONNRESET, "reset"), "other", True, True),
    (
        through_requests(from_(RemoteDisconnected("closed"), ProtocolError("aborted"))),
        "other",
        True,
        True,
    ),
    (
        through_requests(from_(IncompleteRead(b"", 9), ProtocolError("aborted"))),
        "other",
        True,
        True,
    ),
    (through_requests(from_(BadStatusLine("SSH"), ProtocolError("aborted"))), "other", True, False),
    (OSError(errno.EHOSTUNREACH, "No route to host"), "other", True, True),
    (OSError(errno.EMFILE, "Too many open files"), "other", True, False),
    (CutShort("ended early"), "other", True, True),
    (MalformedResponse("not HTTP"), "other", True, False),
    (InvalidRequest("a header"), "other", False, False),
    (TooLarge(16), "other", True, False),
    (through_requests(TooLarge(16)), "other", True, False),
    (tls(ssl.SSLEOFError), "other", False, True),
    (tls(ssl.SSLCertVerificationError), "certificate", False, False),
    (tls(ssl.SSLError), "other", False, False),
]


@pytest.mark.parametrize(("error", "kind", "sent", "transient"), ERRORS, ids=lambda v: repr(v)[:40])
def test_error_is_explained(error: BaseException, kind: str, sent: bool, transient: bool) -> None:
    found = explain(error)
    assert (found.kind, found.sent, found.transient) == (kind, sent, transient)


def test_origin_is_that_of_the_failed_request() -> None:
    assert explain(refused_by_urllib3()).origin == "http://nova.example:8774"


def test_error_that_the_caller_was_handling_is_not_a_cause() -> None:
    outside = ValueError("the caller's")
    error = ConnectionResetError(errno.ECONNRESET, "reset")
    error.__context__ = outside
    assert explain(error, outside).transient
    assert not explain(error).transient


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        (URL, "http://nova.example:8774"),
        ("https://[::1]?a=b@c", "https://[::1]"),
        ("https://nova.example#a@b", "https://nova.example"),
    ],
)
def test_origin_has_no_credentials(url: str, origin: str) -> None:
    assert origin_of(url) == origin
