"""Every case of the table, by every road and for every kind of operation."""

from __future__ import annotations

import time
import traceback

import pytest
from hostile_cases import CASES, Case
from hostile_roads import LIBRARY_ROADS, OPERATIONS, RETRIES, ROADS, TOKEN, Command, Limits
from hostile_server import HostileServer, well

from novaclient.exceptions import ClientException, ConnectionFailed, NotFound

#: Longer than all the limits that apply together, on a busy machine.
AT_MOST = 10.0


def each(road: str) -> list[Case]:
    return [case for case in CASES if not (case.endless and road == "program")]


BY_ROAD = [
    pytest.param(road, operation, case, id=f"{road}-{operation}-{case.name}")
    for road in ROADS
    for case in each(road)
    for operation in (("list", "start") if case.slow else OPERATIONS)
]


def serving(case: Case) -> HostileServer:
    return HostileServer(well, case.script) if case.once else HostileServer(case.script)


def expected(case: Case, operation: str, road: str) -> tuple[type[Exception], ...]:
    """The errors that are allowed; none when it has to succeed."""
    outcome = case.outcome(operation, road)
    if case.once and not case.repeated and operation == "start":
        # What may have been carried out is not sent again.
        return ClientException, ConnectionFailed
    return () if outcome is None else (outcome,)


def check_requests(case: Case, operation: str, road: str, server: HostileServer) -> None:
    most = 1 + (RETRIES if operation != "start" or case.repeated else 0)
    # Where nothing has this id, "show" looks for a server of that name.
    looks_up = road == "command" and operation == "show" and case.reads is NotFound
    assert len(server.requests) <= most + looks_up
    assert all(request.headers["x-auth-token"] == TOKEN for request in server.requests)


@pytest.mark.parametrize(("road", "operation", "case"), BY_ROAD)
def test_answer_is_survived(
    road: str, operation: str, case: Case, limits: Limits, request: pytest.FixtureRequest
) -> None:
    began = time.monotonic()
    with serving(case) as server:
        if road == "command":
            run_command(request.getfixturevalue("command"), operation, case, server)
        else:
            call(road, operation, case, server)
        check_requests(case, operation, road, server)
    assert time.monotonic() - began < AT_MOST
    assert all(pause <= 31 for pause in limits.paused)


def call(road: str, operation: str, case: Case, server: HostileServer) -> None:
    nova = LIBRARY_ROADS[road](server.url)
    errors = expected(case, operation, road)
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
