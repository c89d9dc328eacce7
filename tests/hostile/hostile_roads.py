"""The roads that a request can take, each with small limits and without pauses."""

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
from novaclient.cli import main
from novaclient.transport import token_transport
from novaclient.transport.retry import RetryPolicy
from novaclient.v2.client import Client
from novaclient.wire import bounded
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


def by_light(url: str, **options: Any) -> Client:
    """A client on the light road."""
    connections = wire_connections.Connections(
        options.pop("verify", True),
        options.pop("timeout", SILENCE),
        total=TOTAL,
        max_answer=options.pop("max_answer", LIMIT),
    )
    access = token_transport.Access(TOKEN, {"compute": f"{url}/v2.1"})
    transport = token_transport.LightClient(
        access, connections=connections, retry=RetryPolicy(RETRIES), **options
    )
    return Client(APIVersion(VERSION), transport=transport, direct_use=False)


def by_session(url: str, **options: Any) -> Client:
    """A client on the ordinary road, with a session of its own."""
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
    """A client on the ordinary road, with a session that a program has made."""
    auth = token_endpoint.Token(f"{url}/v2.1", TOKEN)
    own = session.Session(auth=auth, timeout=SILENCE, verify=options.pop("verify", True))
    options.setdefault("max_answer", LIMIT)
    return novaclient.client.Client(VERSION, session=own, retry=RetryPolicy(RETRIES), **options)


LIBRARY_ROADS = {"light": by_light, "session": by_session, "program": by_programs_session}
ROADS = (*LIBRARY_ROADS, "command")


class Limits:
    """Small limits for all roads, and pauses that are noted instead of made."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.paused: list[float] = []
        monkeypatch.setattr(bounded, "TOTAL", TOTAL)
        monkeypatch.setattr(wire_connections, "TOTAL", TOTAL)

        def wait(policy: RetryPolicy, seconds: float = 0.0) -> None:
            held = policy._held_until - time.monotonic()
            self.paused.append(max(seconds, held, 0.0))

        monkeypatch.setattr(RetryPolicy, "wait", wait)


class Ran:
    """What came of a command: its exit status and what it printed."""

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
        # Less than a MiB cannot be asked for.
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
