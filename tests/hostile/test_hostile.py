"""Every case of the table, with every kind of client and for every kind of operation."""

from __future__ import annotations

import time
import traceback

import pytest
from hostile_cases import CASES, Case
from hostile_clients import CLIENTS, OPERATIONS, RETRIES, TOKEN, USERS, Command, Limits
from hostile_server import HostileServer, well

from novaclient.exceptions import ClientException, ConnectionFailed, NotFound

#: Longer than all the limits that apply together, on a busy machine.
AT_MOST = 10.0


def each(kind: str) -> list[Case]:
    return [case for case in CASES if not (case.endless and kind == "program")]


BY_USER = [
    pytest.param(kind, operation, case, id=f"{kind}-{operation}-{case.name}")
    for kind in USERS
    for case in each(kind)
    for operation in (("list", "start") if case.slow else OPERATIONS)
]


def serving(case: Case) -> HostileServer:
    return HostileServer(well, case.script) if case.once else HostileServer(case.script)


def expected(case: Case, operation: str, kind: str) -> tuple[type[Exception], ...]:
    """The errors that are allowed; empty if the operation has to succeed."""
    outcome = case.outcome(operation, kind)
    if case.once and not case.repeated and operation == "start":
        # What may have taken effect is not sent again.
        return ClientException, ConnectionFailed
    return () if outcome is None else (outcome,)


def check_requests(case: Case, operation: str, kind: str, server: HostileServer) -> None:
    most = 1 + (RETRIES if operation != "start" or case.repeated else 0)
    # Where nothing has this id, "show" looks for a server of that name.
    looks_up = kind == "command" and operation == "show" and case.reads is NotFound
    assert len(server.requests) <= most + looks_up
    assert all(request.headers["x-auth-token"] == TOKEN for request in server.requests)


@pytest.mark.parametrize(("kind", "operation", "case"), BY_USER)
def test_response_ends_in_a_result_or_an_error(
    kind: str, operation: str, case: Case, limits: Limits, request: pytest.FixtureRequest
) -> None:
    began = time.monotonic()
    with serving(case) as server:
        if kind == "command":
            run_command(request.getfixturevalue("command"), operation, case, server)
        else:
            call(kind, operation, case, server)
        check_requests(case, operation, kind, server)
    assert time.monotonic() - began < AT_MOST
    assert all(pause <= 31 for pause in limits.paused)


def call(kind: str, operation: str, case: Case, server: HostileServer) -> None:
    nova = CLIENTS[kind](server.url)
    errors = expected(case, operation, kind)
    if not errors:
        OPERATIONS[operation](nova)
        return
    with pytest.raises(errors) as caught:
        OPERATIONS[operation](nova)
    assert TOKEN not in "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert len(str(caught.value)) < 10_000


def run_command(nova: Command, operation: str, case: Case, server: HostileServer) -> None:
    ran = nova(server.url, operation)
    errors = expected(case, operation, "command")
    assert ran.status == (1 if errors else 0), ran.err
    assert is_harmless(ran.out + ran.err)
    assert TOKEN not in ran.out + ran.err
    assert len(ran.err) < 10_000
    if errors:
        assert "ERROR (" in ran.err or "Delete for server" in ran.err or "failed" in ran.err
        assert "Traceback" not in ran.err
        assert "defect" not in ran.err


def is_harmless(text: str) -> bool:
    """Whether a text cannot act on a terminal."""
    return all(char.isprintable() or char == "\n" for char in text)
