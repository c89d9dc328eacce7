"""One call on many targets, side by side, with an outcome for each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

T = TypeVar("T")

#: How many calls are under way at once unless the caller says otherwise.
WORKERS = 8
#: How long a wait for a thread lasts before signals are looked at again, in seconds.
_LONGEST_WAIT = 0.2


class NotSent(Exception):
    """A target whose call was never begun, because the run was interrupted before."""


class Outcome(Generic[T]):
    """What became of one target.

    :param target: what the call was given.
    :param result: what it returned.
    :param error: what it raised instead.
    """

    __slots__ = ("error", "result", "target")

    def __init__(self, target: T, result: Any = None, error: BaseException | None = None) -> None:
        self.target = target
        self.result = result
        self.error = error

    @property
    def ok(self) -> bool:
        """Whether the call returned."""
        return self.error is None

    def __repr__(self) -> str:
        return f"<Outcome {self.target!r}: {'done' if self.ok else repr(self.error)}>"


class Task(Generic[T]):
    """One call, made on a thread of its own once it is begun, or else when its result is wanted.

    :param call: what to call; what it raises is raised where the result is asked for.
    """

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._thread: threading.Thread | None = None
        self._outcome: Outcome[None] | None = None

    def begin(self) -> None:
        """Begin the call now; a program that ends does not wait for it."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def result(self) -> T:
        """What the call returns; waits for it.

        :raises BaseException: what it raised.
        """
        if self._thread is None:
            return self._call()
        _join(self._thread)
        assert self._outcome is not None
        if self._outcome.error is not None:
            raise self._outcome.error
        result: T = self._outcome.result
        return result

    def _run(self) -> None:
        try:
            self._outcome = Outcome(None, result=self._call())
        except BaseException as error:  # noqa: BLE001  raised where the result is wanted
            self._outcome = Outcome(None, error=error)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a run: no more calls were begun.

    :param outcomes: one for each target, in the order given. :class:`NotSent` marks those that
        were not begun; ``KeyboardInterrupt`` those that were under way and may have been done.
    """

    def __init__(self, outcomes: Sequence[Outcome[Any]]) -> None:
        super().__init__("interrupted")
        self.outcomes = outcomes


def run(
    call: Callable[[T], Any],
    targets: Iterable[T],
    *,
    workers: int = WORKERS,
    report: Callable[[Outcome[T]], None] | None = None,
    interrupted: Callable[[int], None] | None = None,
) -> list[Outcome[T]]:
    """Call a function on each target, several at once; one failure never hides the others.

    :param call: called with one target; what it raises becomes that target's outcome.
    :param targets: the targets; each is called once.
    :param workers: how many calls may be under way at once, at least 1.
    :param report: called with each outcome as it comes, one at a time.
    :param interrupted: called on Ctrl-C with how many calls are under way on other threads; they
        are waited for, until a second Ctrl-C.
    :returns: an outcome for each target, in the order of the targets.
    :raises Interrupted: on Ctrl-C, with the outcomes so far.
    :raises ValueError: if ``workers`` is less than 1.
    :raises Exception: what ``report`` raised; no more calls are begun then.
    """
    if workers < 1:
        raise ValueError(f"workers must be at least 1, not {workers}")
    work = _Work(call, list(targets), report)
    count = min(workers, len(work.targets))
    threads = [threading.Thread(target=work.run, daemon=True) for _ in range(count - 1)]
    try:
        for thread in threads:
            thread.start()
        if count:
            work.run()
        for thread in threads:
            _join(thread)
    except KeyboardInterrupt:
        _let_finish(work, threads, interrupted)
        raise Interrupted(work.outcomes()) from None
    except BaseException:
        _let_finish(work, threads, None)
        raise
    if work.failure is not None:
        raise work.failure
    return work.outcomes()


def _let_finish(
    work: _Work[T], threads: Sequence[threading.Thread], tell: Callable[[int], None] | None
) -> None:
    """Begin no more calls, and wait for those under way; asked again, wait no longer."""
    try:
        work.stop()
        alive = [thread for thread in threads if thread.is_alive()]
        if alive and tell is not None:
            tell(len(alive))
        for thread in alive:
            _join(thread)
    except KeyboardInterrupt:
        work.stop(silent=True)


def _join(thread: threading.Thread) -> None:
    """Wait for a thread, never for long at once.

    A signal that comes at the moment when a wait begins is seen when it ends.
    """
    while thread.is_alive():
        thread.join(_LONGEST_WAIT)


class _Work(Generic[T]):
    """Targets being worked off by several threads."""

    def __init__(
        self,
        call: Callable[[T], Any],
        targets: list[T],
        report: Callable[[Outcome[T]], None] | None,
    ) -> None:
        self.targets = targets
        #: What the report raised in one of the threads.
        self.failure: Exception | None = None
        self._call = call
        self._report = report
        self._done: dict[int, Outcome[T]] = {}
        self._next = 0
        self._end = len(targets)
        self._lock = threading.Lock()

    def run(self) -> None:
        """Take one target after the other until none is left."""
        while (index := self._take()) is not None:
            target = self.targets[index]
            try:
                outcome = Outcome(target, result=self._call(target))
            except KeyboardInterrupt as error:
                self._done[index] = Outcome(target, error=error)
                raise
            except Exception as error:  # noqa: BLE001  whatever it is, it is this target's outcome
                outcome = Outcome(target, error=error)
            with self._lock:
                self._done[index] = outcome
                if self._report is None or self.failure is not None:
                    continue
                try:
                    self._report(outcome)
                except Exception as error:  # noqa: BLE001  raised where the run was started
                    self.failure = error
                    self._end = self._next

    def stop(self, *, silent: bool = False) -> None:
        """Begin no more calls.

        :param silent: whether to report none of those under way either.
        """
        with self._lock:
            self._end = self._next
            if silent:
                self._report = None

    def outcomes(self) -> list[Outcome[T]]:
        """An outcome for each target, in order."""
        under_way = KeyboardInterrupt("interrupted while it was under way")
        not_sent = NotSent("interrupted before it was sent")
        return [
            self._done.get(i) or Outcome(target, error=under_way if i < self._next else not_sent)
            for i, target in enumerate(self.targets)
        ]

    def _take(self) -> int | None:
        with self._lock:
            if self._next >= self._end:
                return None
            self._next += 1
            return self._next - 1
