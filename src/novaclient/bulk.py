"""One call on many targets, several of them concurrently, with an outcome for each."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")

#: The default number of concurrent calls.
WORKERS: Final = 8
#: The longest wait for a thread, in seconds, before pending signals are handled.
_LONGEST_WAIT: Final = 0.2


class NotSent(Exception):
    """The error of a target that was not called because the run was interrupted."""


class Outcome(Generic[T]):
    """The outcome for one target.

    :param target: the argument of the call.
    :param result: its result.
    :param error: the error that it raised instead.
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
    """A call on a thread of its own, or in the caller's if :meth:`begin` is not called.

    :param call: the function; :meth:`result` raises its error.
    """

    def __init__(self, call: Callable[[], T]) -> None:
        self._call = call
        self._thread: threading.Thread | None = None
        self._outcome: Outcome[None] | None = None

    def begin(self) -> None:
        """Begin the call now; the end of the program does not wait for it."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def result(self) -> T:
        """Wait for the call and return its result.

        :raises BaseException: the error of the call.
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
        except BaseException as error:  # noqa: BLE001  raised by result()
            self._outcome = Outcome(None, error=error)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a run: no more calls were begun.

    :param outcomes: one for each target, in the given order. The error of targets that were not
        begun is :class:`NotSent`; that of calls that may or may not have succeeded is a
        ``KeyboardInterrupt``.
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
    """Call a function on each target, several concurrently; a failure does not stop the others.

    :param call: called once with each target; its error becomes the target's outcome.
    :param targets: the targets.
    :param workers: the largest number of concurrent calls, at least 1.
    :param report: called with each outcome when it is known, one at a time.
    :param interrupted: called on Ctrl-C with the number of calls still running on other threads;
        ``run`` waits for them, until a second Ctrl-C.
    :returns: an outcome for each target, in the given order.
    :raises Interrupted: on Ctrl-C, with the outcomes so far.
    :raises ValueError: if ``workers`` is less than 1.
    :raises Exception: an error of ``report``; no more calls are begun then.
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
    work: _Work[T], threads: Sequence[threading.Thread], report: Callable[[int], None] | None
) -> None:
    """Begin no more calls and wait for those that are running, until a second Ctrl-C."""
    try:
        work.stop()
        alive = [thread for thread in threads if thread.is_alive()]
        if alive and report is not None:
            report(len(alive))
        for thread in alive:
            _join(thread)
    except KeyboardInterrupt:
        work.stop(silent=True)


def _join(thread: threading.Thread) -> None:
    """Wait for a thread, in short steps.

    A signal that arrives just before a wait begins is not handled until that wait ends.
    """
    while thread.is_alive():
        thread.join(_LONGEST_WAIT)


class _Work(Generic[T]):
    """The targets of a run, shared by its threads."""

    def __init__(
        self,
        call: Callable[[T], Any],
        targets: list[T],
        report: Callable[[Outcome[T]], None] | None,
    ) -> None:
        self.targets = targets
        #: The error of the report, in one of the threads.
        self.failure: Exception | None = None
        self._call = call
        self._report = report
        self._done: dict[int, Outcome[T]] = {}
        self._next = 0
        self._end = len(targets)
        self._lock = threading.Lock()

    def run(self) -> None:
        """Process one target after the other until none is left."""
        while (index := self._take()) is not None:
            target = self.targets[index]
            try:
                outcome = Outcome(target, result=self._call(target))
            except KeyboardInterrupt as error:
                self._done[index] = Outcome(target, error=error)
                raise
            except Exception as error:  # noqa: BLE001  it is this target's outcome
                outcome = Outcome(target, error=error)
            with self._lock:
                self._done[index] = outcome
                if self._report is None or self.failure is not None:
                    continue
                try:
                    self._report(outcome)
                except Exception as error:  # noqa: BLE001  raised by run()
                    self.failure = error
                    self._end = self._next

    def stop(self, *, silent: bool = False) -> None:
        """Begin no more calls.

        :param silent: whether those that are running are not reported either.
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
