"""Clients of each transport, with small limits and without pauses."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from hostile_cases import LIMIT
from hostile_server import ID
from keystoneauth1 import session, token_endpoint

import novaclient.client
from novaclient import connection
from novaclient.api_versions import APIVersion
from novaclient.auth import http_session
from novaclient.auth.cache import Record
from novaclient.auth.renewal import TokenRenewer
from novaclient.cli import main
from novaclient.transport.retry import RetryPolicy
from novaclient.transport.service_client import ServiceClient
from novaclient.transport.token_transport import TokenTransport
from novaclient.v2.client import Client
from novaclient.wire import connections as wire_connections

TOKEN = "t0p-s3cret-token"
VERSION = "2.90"
SILENCE = 0.3
TOTAL = 0.5
RETRIES = 1

OPERATIONS: dict[str, Callable[[Client], Any]] = {
    "list": lambda nova: nova.servers.list(),
    "show": lambda nova: nova.servers.get(ID),
    "delete": lambda nova: nova.servers.delete(ID),
    "start": lambda nova: nova.servers.start(ID),
}


def by_token(url: str, renew: Callable[[Record], Record] | None = None, **options: Any) -> Client:
    """A client of the token transport."""
    connections = wire_connections.Connections(
        options.pop("verify", True),
        options.pop("timeout", SILENCE),
        total=TOTAL,
        max_answer=options.pop("max_answer", LIMIT),
    )
    tokens = TokenRenewer(Record(TOKEN, None, {"compute": f"{url}/v2.1"}), renew)
    transport = TokenTransport(tokens, connections)
    service = ServiceClient(transport, tokens=tokens, retry=RetryPolicy(RETRIES), **options)
    return Client(APIVersion(VERSION), service_client=service, direct_use=False)


def by_session(url: str, **options: Any) -> Client:
    """A client of the session transport, with a session of its own."""
    options.setdefault("timeout", SILENCE)
    options.setdefault("max_answer", LIMIT)
    return novaclient.client.Client(
        VERSION,
        auth_token=TOKEN,
        endpoint_override=f"{url}/v2.1",
        retry=RetryPolicy(RETRIES),
        **options,
    )


def by_programs_session(url: str, **options: Any) -> Client:
    """A client of the session transport, with a session that a program has made."""
    auth = token_endpoint.Token(f"{url}/v2.1", TOKEN)
    own = session.Session(auth=auth, timeout=SILENCE, verify=options.pop("verify", True))
    options.setdefault("max_answer", LIMIT)
    return novaclient.client.Client(VERSION, session=own, retry=RetryPolicy(RETRIES), **options)


CLIENTS: dict[str, Callable[..., Client]] = {
    "token": by_token,
    "session": by_session,
    "program": by_programs_session,
}
USERS = (*CLIENTS, "command")


class Limits:
    """Small limits for all clients, and pauses that are recorded instead of made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.paused: list[float] = []
        monkeypatch.setattr(http_session, "TOTAL", TOTAL)
        monkeypatch.setattr(wire_connections, "TOTAL", TOTAL)

        def wait(policy: RetryPolicy, seconds: float = 0.0) -> None:
            held = policy._held_until - time.monotonic()
            self.paused.append(max(seconds, held, 0.0))

        monkeypatch.setattr(RetryPolicy, "wait", wait)


class Ran:
    """The exit status of a command and what it printed."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status = status
        self.out = out
        self.err = err


class Command:
    """Runs ``nova`` in this process, with a token and an endpoint that are given."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.environ = {"NOVACLIENT_NO_CACHE": "1", "OS_TOKEN": TOKEN}
        monkeypatch.setattr(main.os, "environ", self.environ)
        # The flag takes no less than a MiB.
        defaults: Any = connection.open_client.__kwdefaults__
        monkeypatch.setitem(defaults, "max_answer", LIMIT)

    def __call__(self, url: str, operation: str, *flags: str) -> Ran:
        words = [
            *("--os-endpoint-override", f"{url}/v2.1", "--os-compute-api-version", VERSION),
            *("--timeout", str(SILENCE), "--retries", str(RETRIES), *flags),
            *((operation,) if operation == "list" else (operation, ID)),
        ]
        status = main.run(words)
        out, err = self._capsys.readouterr()
        return Ran(status, out, err)
