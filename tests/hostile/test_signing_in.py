"""An identity service that misbehaves: an error of our own, and the password stays here."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hostile_cases import CHUNKED, ESCAPES, LONGER, body, doing, flood, half, raw, trickle
from hostile_clients import TOTAL
from hostile_server import HostileServer, Peer, Script

from novaclient import exceptions
from novaclient.auth.identity import Identity
from novaclient.cli import errors

pytestmark = pytest.mark.usefixtures("limits")

PASSWORD = "pa55-w0rd-0f-carol"
ENDPOINT = {"id": "e", "interface": "public", "region": "R", "region_id": "R", "url": "http://127.0.0.1/v2.1"}  # fmt: skip  # noqa: E501
GOOD: dict[str, Any] = {
    "methods": ["password"],
    "user": {"id": "u", "name": "carol", "domain": {"id": "default", "name": "D"}},
    "project": {"id": "p", "name": "apps", "domain": {"id": "default", "name": "D"}},
    "expires_at": "2099-01-01T00:00:00.000000Z",
    "issued_at": "2026-01-01T00:00:00.000000Z",
    "catalog": [{"id": "s", "type": "compute", "name": "nova", "endpoints": [ENDPOINT]}],
}


def token(value: str = "t", **changes: Any) -> Script:
    """Answer with a token, of which something is as it should not be."""
    fields = {name: item for name, item in (GOOD | changes).items() if item is not ...}
    return body({"token": fields}, "201 Created", f"X-Subject-Token: {value}")


def with_endpoint(url: Any) -> Script:
    """Answer with a token and a catalog that has this address."""
    return token(catalog=[{**GOOD["catalog"][0], "endpoints": [{**ENDPOINT, "url": url}]}])


WRONG: dict[str, Script] = {
    "closed": doing(),
    "reset": doing(Peer.reset),
    "half an answer": doing(LONGER, half),
    "stall": doing(Peer.stall),
    "trickle": trickle(b"HTTP/1.1 201 Created\r\nContent-Length: 90000\r\n\r\n"),
    "another protocol": raw(b"SSH-2.0-OpenSSH_9.6\r\n"),
    "garbage": raw(bytes(range(256))),
    "endless headers": flood(b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "garbage in chunks": raw(CHUNKED, b"zz\r\n"),
    "null": body(None, "201 Created"),
    "list": body([[]], "201 Created"),
    "HTML": body(b"<html>\x1b[2J", "200 OK"),
    "deep": body(b'{"token":' * 50_000, "201 Created"),
    "many digits": body(b'{"token": ' + b"9" * 9000 + b"}", "201 Created"),
    "not UTF-8": body(b'{"token": "\xff\xfe"}', "201 Created"),
    "token null": body({"token": None}, "201 Created", "X-Subject-Token: t"),
    "token list": body({"token": [1]}, "201 Created", "X-Subject-Token: t"),
    "no token in the headers": body({"token": GOOD}, "201 Created"),
    "token of control characters": token("a\x9bb\x07"),
    "end no date": token(expires_at=ESCAPES),
    "end a number": token(expires_at=7),
    "catalog null": token(catalog=None),
    "catalog text": token(catalog=ESCAPES),
    "catalog of numbers": token(catalog=[1, 2]),
    "catalog without endpoints": token(catalog=[{"type": "compute"}]),
    "no scope": token(project=...),
    "endpoint null": with_endpoint(None),
    "endpoint number": with_endpoint(7),
    "endpoint a file": with_endpoint("file:///etc/passwd"),
    "endpoint with escapes": with_endpoint(ESCAPES),
    "endpoint without end": with_endpoint("http://[::1"),
    "redirect to another host": body(b"", "307 Moved", "Location: http://127.0.0.2:9/v3"),
    "redirect with escapes": body(b"", "302 Moved", "Location: \x9b31m\x1b"),
    "redirect to itself": body(b"", "302 Moved", "Location: /v3/auth/tokens"),
    "401": body({"error": {"message": ESCAPES, "code": 401}}, "401 Unauthorized"),
    "401 null": body(None, "401 Unauthorized"),
    "500 with escapes": body({"error": {"message": ESCAPES}}, "500 Error"),
    "503 page": body(b"<html>\x1b[2J", "503 Unavailable"),
}
OWN = (exceptions.ClientException, exceptions.ConnectionFailed, exceptions.CommandError)


@pytest.mark.parametrize("versioned", ["/v3", ""], ids=["v3", "discovered"])
@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_response_to_a_password_is_reported(
    wrong: str, versioned: str, tmp_path: Path
) -> None:
    began = time.monotonic()
    with HostileServer(WRONG[wrong]) as server:
        with pytest.raises(OWN) as caught:
            identity(server.url + versioned, tmp_path).login()
        assert len(server.requests) <= 40
    message = errors.message_of(caught.value)
    assert all(char.isprintable() for char in message)
    assert PASSWORD not in "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert len(message) < 10_000
    assert time.monotonic() - began < 10


def identity(url: str, home: Path) -> Identity:
    environ = {
        "OS_AUTH_URL": url,
        "OS_USERNAME": "carol",
        "OS_PASSWORD": PASSWORD,
        "OS_PROJECT_NAME": "apps",
        "HOME": str(home),
        "NOVACLIENT_NO_CACHE": "1",
    }
    return Identity.from_options({"timeout": TOTAL}, environ)


def test_good_answer_signs_in(tmp_path: Path) -> None:
    with HostileServer(token()) as server:
        assert identity(f"{server.url}/v3", tmp_path).login().record.token == "t"
        sent = json.loads(server.requests[0].body)
    assert sent["auth"]["identity"]["password"]["user"]["password"] == PASSWORD


@pytest.mark.parametrize("size", [400_000, 20_000_000])
def test_answer_beyond_the_limit_is_refused(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from novaclient.auth import loading

    made: Callable[..., Any] = loading.http_session
    monkeypatch.setattr(
        loading, "http_session", lambda *args, **tls: made(*args, max_answer=300_000, **tls)
    )
    with HostileServer(body(b" " * size)) as server, pytest.raises(exceptions.ConnectionFailed):
        identity(f"{server.url}/v3", tmp_path).login()
