"""One call on many targets."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from types import NoneType
from typing import Any

import pytest
from recording import Answer, Recorder

from novaclient import bulk
from novaclient.bulk import Interrupted, NotSent, Outcome
from novaclient.exceptions import Conflict, ConnectionFailed
from novaclient.transport.messages import Request
from novaclient.transport.retry import RetryPolicy
from novaclient.transport.service_client import ServiceClient


def fail_on_odd(number: int) -> int:
    if number % 2:
        raise ValueError(number)
    return number * 10


def test_outcomes_come_in_the_order_of_the_targets() -> None:
    first = threading.Event()

    def call(number: int) -> int:
        if number == 0:
            assert first.wait(10)
        else:
            first.set()
        return number * 10

    outcomes = bulk.run(call, range(5), workers=3)
    assert [(outcome.target, outcome.result) for outcome in outcomes] == [
        (n, n * 10) for n in range(5)
    ]


def test_one_failure_never_hides_the_others() -> None:
    outcomes = bulk.run(fail_on_odd, range(4), workers=2)
    assert [outcome.ok for outcome in outcomes] == [True, False, True, False]
    assert [outcome.result for outcome in outcomes if outcome.ok] == [0, 20]
    assert repr(outcomes[1]) == "<Outcome 1: ValueError(1)>"


@pytest.mark.parametrize(("count", "workers"), [(1, 8), (5, 1)])
def test_one_at_a_time_starts_no_thread(count: int, workers: int) -> None:
    threads: set[Any] = set()
    bulk.run(lambda n: threads.add(threading.current_thread()), range(count), workers=workers)
    assert threads == {threading.current_thread()}


def test_there_are_never_more_concurrent_calls_than_workers() -> None:
    under_way, most, lock = 0, 0, threading.Lock()
    together = threading.Barrier(3, timeout=10)

    def call(number: int) -> None:
        nonlocal under_way, most
        with lock:
            under_way += 1
            most = max(most, under_way)
        together.wait()
        with lock:
            under_way -= 1

    bulk.run(call, range(9), workers=3)
    assert most == 3


def test_no_targets_make_no_outcomes() -> None:
    assert bulk.run(fail_on_odd, []) == []


def test_less_than_one_worker_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        bulk.run(fail_on_odd, [1], workers=0)


def test_report_gets_each_outcome_one_at_a_time() -> None:
    reported: list[Outcome[int]] = []
    busy = threading.Lock()

    def report(outcome: Outcome[int]) -> None:
        assert busy.acquire(blocking=False)
        reported.append(outcome)
        busy.release()

    bulk.run(fail_on_odd, range(20), workers=4, report=report)
    assert sorted(outcome.target for outcome in reported) == list(range(20))


def test_ctrl_c_reports_calls_that_were_done_and_those_not_sent() -> None:
    def call(number: int) -> int:
        if number == 2:
            raise KeyboardInterrupt
        return number

    with pytest.raises(Interrupted) as caught:
        bulk.run(call, range(4), workers=1)
    outcomes = caught.value.outcomes
    assert [outcome.result for outcome in outcomes[:2]] == [0, 1]
    assert isinstance(outcomes[2].error, KeyboardInterrupt)
    assert isinstance(outcomes[3].error, NotSent)


def test_ctrl_c_lets_running_calls_finish() -> None:
    started, interrupted = threading.Event(), threading.Event()
    main = threading.current_thread()
    finished: list[int] = []

    def call(number: int) -> None:
        if threading.current_thread() is main:
            assert started.wait(10)
            interrupted.set()
            raise KeyboardInterrupt
        started.set()
        assert interrupted.wait(10)
        finished.append(number)

    with pytest.raises(Interrupted) as caught:
        bulk.run(call, range(10), workers=2)
    assert len(finished) == 1
    assert sum(isinstance(o.error, NotSent) for o in caught.value.outcomes) == 8


class InterruptedTwice:
    """A run of two workers on four targets: 0 is finished, 1 and 2 are running, 3 is not begun.

    The second Ctrl-C comes while it waits for the call that runs on the other thread.
    """

    def __init__(self) -> None:
        self.reported: list[int] = []
        #: The target of the call on the other thread.
        self.running = 0
        self._release = threading.Event()
        self._main = threading.current_thread()
        self._other: threading.Thread | None = None
        self._both_run = threading.Barrier(2, timeout=10)
        with pytest.raises(Interrupted) as caught:
            bulk.run(
                self._call,
                range(4),
                workers=2,
                report=lambda outcome: self.reported.append(outcome.target),
                interrupted=self._interrupt_again,
            )
        self.errors = [outcome.error for outcome in caught.value.outcomes]

    def _call(self, number: int) -> None:
        if number == 0:
            return
        is_main = threading.current_thread() is self._main
        if not is_main:
            self.running, self._other = number, threading.current_thread()
        self._both_run.wait()
        if is_main:
            raise KeyboardInterrupt
        assert self._release.wait(10)

    def _interrupt_again(self, under_way: int) -> None:
        raise KeyboardInterrupt

    def finish(self) -> None:
        """Let the call on the other thread return."""
        self._release.set()
        assert self._other is not None
        self._other.join(10)


@pytest.fixture
def interrupted_twice() -> Iterator[InterruptedTwice]:
    run = InterruptedTwice()
    yield run
    run.finish()


def test_call_that_runs_at_a_second_ctrl_c_was_under_way(
    interrupted_twice: InterruptedTwice,
) -> None:
    error = interrupted_twice.errors[interrupted_twice.running]
    assert repr(error) == "KeyboardInterrupt('interrupted while it was under way')"


def test_call_that_was_not_begun_was_not_sent(interrupted_twice: InterruptedTwice) -> None:
    assert repr(interrupted_twice.errors[3]) == "NotSent('interrupted before it was sent')"


def test_call_that_finishes_after_a_second_ctrl_c_is_not_reported(
    interrupted_twice: InterruptedTwice,
) -> None:
    interrupted_twice.finish()
    assert interrupted_twice.reported == [0]


def test_program_does_not_wait_for_a_task_at_its_end() -> None:
    script = (
        "import threading; from novaclient.bulk import Task; Task(threading.Event().wait).begin()"
    )
    assert subprocess.run([sys.executable, "-c", script], timeout=30).returncode == 0


def test_repr_of_a_success_says_done() -> None:
    assert repr(Outcome("web1", result=204)) == "<Outcome 'web1': done>"


@pytest.mark.parametrize("workers", [1, 3])
def test_report_that_fails_ends_the_run(workers: int) -> None:
    called: list[int] = []

    def report(outcome: Outcome[int]) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        bulk.run(called.append, range(100), workers=workers, report=report)
    assert len(called) <= workers


# ---------------------------------------------------------------------- failures and retries
class Flaky(Recorder):
    """A cloud that fails at random, before or after it executes a request, and counts both."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.chance = random.Random(seed)
        self.lock = threading.Lock()
        self.executed: Counter[str] = Counter()
        self.refused: set[str] = set()

    def send(self, request: Request) -> Answer:
        url = request.url
        with self.lock:
            roll = self.chance.random()
            if roll < 0.05:
                raise ConnectionFailed("refused", sent=False, transient=True)
            if roll < 0.08:
                return Answer(None, 429, **{"Retry-After": "1"})
            if roll < 0.10:
                self.refused.add(url)
                return Answer(None, 409)
            self.executed[url] += 1
            if roll < 0.15:
                raise ConnectionFailed("reset", sent=True, transient=True)
            if roll < 0.18:
                return Answer(None, 503)
            if roll < 0.19:
                raise ZeroDivisionError
        return Answer(None, 202)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("seed", range(3))
def test_each_target_has_one_outcome_that_is_correct(seed: int, method: str) -> None:
    cloud = Flaky(seed)
    policy = RetryPolicy(sleep=lambda seconds: None, budget=10_000)
    nova = ServiceClient(cloud, retry=policy)
    reported: list[str] = []
    targets = [f"/servers/{number}" for number in range(5000)]
    outcomes = bulk.run(
        lambda url: nova.request(url, method),
        targets,
        workers=16,
        report=lambda outcome: reported.append(outcome.target),
    )
    assert [outcome.target for outcome in outcomes] == targets
    assert sorted(reported) == sorted(targets)
    assert all(cloud.executed[outcome.target] for outcome in outcomes if outcome.ok)
    for outcome in outcomes:
        if isinstance(outcome.error, Conflict):
            assert outcome.target in cloud.refused
    if method == "POST":
        assert set(cloud.executed.values()) == {1}
    kinds = {type(outcome.error) for outcome in outcomes}
    assert {NoneType, Conflict, ZeroDivisionError} <= kinds


def test_waits_for_a_thread_are_short(monkeypatch: pytest.MonkeyPatch) -> None:
    join, waits = threading.Thread.join, []
    waited_for = threading.Event()
    both_are_here = threading.Barrier(2)

    def kept(thread: threading.Thread, timeout: float | None = None) -> None:
        waits.append(timeout)
        waited_for.set()
        join(thread, timeout)

    def call(_: int) -> None:
        both_are_here.wait(10)
        if threading.current_thread() is not threading.main_thread():
            waited_for.wait(10)

    monkeypatch.setattr(threading.Thread, "join", kept)
    bulk.run(call, [1, 2], workers=2)
    assert waits
    assert None not in waits
