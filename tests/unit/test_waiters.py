"""Waiting for a state, with a clock that only sleeping moves."""

from __future__ import annotations

from itertools import islice
from types import SimpleNamespace
from typing import Any

import pytest

from novaclient import exceptions, waiters


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now


def server(status: str, task: str | None = None, **fields: Any) -> Any:
    state = {"OS-EXT-STS:task_state": task, "id": "1", "name": "s", "status": status}
    return SimpleNamespace(**state, **fields)


def wait(*looks: Any, state: str = "active", time: Time | None = None, **options: Any) -> Any:
    time = time or Time()
    rows = iter(looks)

    def fetch() -> Any:
        look = next(rows)
        if isinstance(look, Exception):
            raise look
        return look

    return waiters.wait_for(
        fetch, waiters.SERVER[state], sleep=time.sleep, clock=time.clock, **options
    )


def test_wait_ends_when_the_state_is_reached() -> None:
    assert wait(server("BUILD"), server("ACTIVE")).status == "ACTIVE"


def test_state_that_is_reached_already_needs_no_pause() -> None:
    time = Time()
    wait(server("ACTIVE"), time=time)
    assert time.slept == []


def test_state_is_not_final_while_a_task_is_under_way() -> None:
    time = Time()
    wait(server("ACTIVE", "powering-off"), server("ACTIVE"), time=time)
    assert len(time.slept) == 1


def test_pauses_grow_up_to_a_limit() -> None:
    pauses = list(islice(waiters.pauses(), 10))
    assert pauses[:3] == [0.5, 0.75, 1.125]
    assert pauses == sorted(pauses)
    assert pauses[-1] == waiters.LONGEST_PAUSE


def test_failure_names_the_reason() -> None:
    broken = server("ERROR", fault={"message": "No valid host"})
    with pytest.raises(exceptions.ResourceInErrorState, match="due to 'No valid host'"):
        wait(server("BUILD"), broken)


def test_deletion_during_the_wait_is_an_error() -> None:
    with pytest.raises(exceptions.InstanceInDeletedState, match="was deleted during the wait"):
        wait(server("DELETED"))


def test_missing_resource_is_not_found() -> None:
    with pytest.raises(exceptions.NotFound):
        wait(server("BUILD"), exceptions.NotFound(404))


def test_missing_resource_is_deleted() -> None:
    assert wait(server("ACTIVE", "deleting"), exceptions.NotFound(404), state="deleted") is None


def test_soft_deleted_is_deleted_too() -> None:
    assert wait(server("SOFT_DELETED"), state="deleted").status == "SOFT_DELETED"


def test_error_can_be_waited_for() -> None:
    assert wait(server("ERROR"), state="error").status == "ERROR"


def test_timeout_names_the_last_state() -> None:
    time = Time()
    with pytest.raises(exceptions.WaitTimeout) as caught:
        wait(*[server("BUILD")] * 100, time=time, timeout=3)
    assert time.now == 3
    assert str(caught.value) == "SimpleNamespace s is build after 3 s, not yet active"


def test_timeout_of_zero_fetches_once() -> None:
    time = Time()
    with pytest.raises(exceptions.WaitTimeout):
        wait(server("BUILD"), time=time, timeout=0)
    assert time.slept == []


def test_each_fetch_is_reported() -> None:
    seen: list[str] = []
    wait(server("BUILD"), server("ACTIVE"), report=lambda look: seen.append(look.status))
    assert seen == ["BUILD", "ACTIVE"]


def test_other_fields_can_be_waited_for() -> None:
    waiter = waiters.Waiter(frozenset(("up",)), field="state")
    assert waiter.verdict(SimpleNamespace(state="UP"))
    assert not waiter.verdict(SimpleNamespace(state=None))


def test_transient_state_is_reached_while_its_task_is_running() -> None:
    looks = (server("ACTIVE"), server("REBOOT", "rebooting"))
    assert wait(*looks, state="reboot").status == "REBOOT"


def test_transient_state_is_not_reached_from_the_error_state() -> None:
    with pytest.raises(exceptions.ResourceInErrorState):
        wait(server("ERROR"), state="migrating")
