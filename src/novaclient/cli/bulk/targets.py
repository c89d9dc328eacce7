"""Targets of a bulk command: their look-up, one call for each of them, the wait, the outcomes."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from novaclient import bulk, exceptions
from novaclient.base import ManagerWithFind
from novaclient.cli.errors import message_of, note
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.waiting import Wait, WaitInterrupted, interruptible_sleep, percent
from novaclient.cli.output.progress import Count, Progress
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import Namespace, positive_int
from novaclient.waiters import wait_for

T = TypeVar("T")


JOBS = argument(
    "--jobs",
    type=positive_int,
    metavar="<number>",
    help="Send at most this many requests at once (default: 8).",
    new=True,
    parameter="",
)


class Target:
    """One target of a command, and its outcome.

    :param word: the word that the user typed, or the label of a server that a filter found; the
        name of the target in messages.
    :param found: the outcome of the look-up.
    :ivar id: the id that was found.
    :ivar error: the reason why the operation failed; None as long as it has not.
    :ivar finished: whether the operation has succeeded or failed.
    """

    __slots__ = ("error", "finished", "id", "word")

    def __init__(self, word: str, found: bulk.Outcome[str]) -> None:
        self.word: str = getattr(word, "label", word)
        self.id = str(found.result)
        self.error = found.error
        self.finished = not found.ok


def targets_by_id(ids: Iterable[str]) -> list[Target]:
    """Targets with words that need no look-up.

    :param ids: ids, or other names that requests use.
    """
    return [Target(one, bulk.Outcome(one, result=one)) for one in ids]


def from_stdin(words: Sequence[str]) -> list[str]:
    """The words, with those of standard input in place of ``-``.

    :param words: the words that the user typed. A message is printed if the result is empty.
    """
    read: list[str] = []
    for word in words:
        read += sys.stdin.read().split() if word == "-" else [word]
    if not read:
        note("Nothing to do: there are no names or IDs on standard input.")
    return read


def targets_in(manager: ManagerWithFind[Any], words: Sequence[str], **scope: Any) -> list[Target]:
    """Targets with names or ids as words, all looked up with one request.

    :param manager: where they are looked up.
    :param words: names and ids.
    :param scope: extra parameters of the look-up, ``all_tenants=True`` for servers.
    """
    found = manager.resolve(words, **scope)
    return [Target(word, outcome) for word, outcome in zip(words, found, strict=True)]


def scope_of(args: Namespace) -> dict[str, Any]:
    """What ``--all-tenants`` adds to the look-up of names, in a command that has the flag."""
    return {"all_tenants": True} if getattr(args, "all_tenants", False) else {}


def raise_failures(targets: Sequence[Target], failed: str = "", *, alone: bool = True) -> None:
    """Raise an error if targets failed.

    :param targets: the targets.
    :param failed: the message of the error; empty for the number of failures.
    :param alone: whether the failure of a single target, not reported yet, is raised as it is.
    :raises CommandError: if targets failed; each failure has been reported.
    """
    errors = [target.error for target in targets if target.error is not None]
    if errors and alone and len(targets) == 1:
        raise errors[0]
    if errors:
        raise exceptions.CommandError(
            failed or f"{len(errors)} of {len(targets)} failed"
        ) from errors[0]


def run_on_targets(
    context: Context,
    targets: Sequence[Target],
    call: Callable[[str], object],
    done: str | None = None,
    *,
    report_failures: bool = True,
) -> None:
    """Call a function once for each target, concurrently, and report the outcomes in order.

    :param context: the command's.
    :param targets: the targets; their outcomes are stored in them.
    :param call: called with an id.
    :param done: the line for each success, ``%s`` for the word, ``%i`` for the id; None for none.
    :param report_failures: whether to report each failure on stderr.
    :raises Interrupted: if the user interrupts the command, after a report.
    """
    by_id: dict[str, list[Target]] = {}
    for target in targets:
        if not target.finished:
            by_id.setdefault(target.id, []).append(target)
    reports = _OrderedReports(context, targets, done, report_failures=report_failures)

    def finish(outcome: bulk.Outcome[str]) -> None:
        for target in by_id[outcome.target]:
            target.error = outcome.error
            target.finished = True
        reports.update()

    if context.plan is not None:
        call = context.plan.of_target(call)
    reports.update()
    try:
        run_interruptible(context, call, list(by_id), finish)
    except bulk.Interrupted as interrupt:
        if not context.is_one_of_many:
            reports.print_rest()
            report_interrupted(targets, interrupt.outcomes, successes_reported=done is not None)
        raise
    finally:
        reports.clear()


class _OrderedReports:
    """Reports the outcomes of targets in the order of the targets, each as soon as that allows.

    A terminal shows the number of finished targets meanwhile.

    :param context: the command's.
    :param targets: the targets.
    :param done: the line for a success; None for none.
    :param report_failures: whether to report failures.
    """

    def __init__(
        self,
        context: Context,
        targets: Sequence[Target],
        done: str | None,
        *,
        report_failures: bool,
    ) -> None:
        self._context = context
        self._targets = targets
        self._done = done
        self._report_failures = report_failures
        self._reported = 0
        self._count = Count(len(targets))

    def update(self) -> None:
        """Report the targets that have finished, up to the first that has not."""
        self._count.clear()
        while self._reported < len(self._targets) and self._targets[self._reported].finished:
            self._report(self._targets[self._reported])
            self._reported += 1
        self._count.update(sum(target.finished for target in self._targets))

    def print_rest(self) -> None:
        """Report all other targets that have finished."""
        self._count.clear()
        for target in self._targets[self._reported :]:
            if target.finished:
                self._report(target)

    def clear(self) -> None:
        """Erase the number of finished targets."""
        self._count.clear()

    def _report(self, target: Target) -> None:
        """Print a success on stdout, a failure on stderr."""
        if target.error is None:
            if self._done is not None:
                line = self._done.replace("%i", target.id).replace("%s", target.word)
                self._context.out.line(line)
        elif self._report_failures and not isinstance(target.error, WaitInterrupted):
            report_failure(target)


def run_interruptible(
    context: Context,
    call: Callable[[T], object],
    targets: Sequence[T],
    report: Callable[[bulk.Outcome[T]], None] | None = None,
) -> list[bulk.Outcome[T]]:
    """Call a function for each target, concurrently, until Ctrl-C or SIGTERM.

    :param context: the command's; its ``stopping`` is set when the command is interrupted.
    :param call: called with a target, on several threads.
    :param targets: the targets.
    :param report: called with each outcome as soon as there is one, on one thread at a time.
    :raises Interrupted: with the outcomes so far, and the exit status of the program.
    """
    from novaclient.cli.framework.interrupts import Interruptible

    stopping = context.stopping = context.stopping or threading.Event()
    with Interruptible(stopping) as interruptible:
        return bulk.run(
            call,
            targets,
            workers=context.jobs,
            report=report,
            interrupted=interruptible.interrupted,
        )


def report_failure(target: Target) -> None:
    """Print the error of a target on stderr, with the word that the user typed."""
    message = message_of(target.error) if target.error is not None else ""
    note(message if target.word in message else f"{target.word}: {message}")


def wait_all(
    context: Context,
    wait: Wait,
    targets: Sequence[Target],
    timeout: float | None = None,
    *,
    report_failures: bool,
) -> None:
    """Wait for all targets that have not failed, concurrently.

    :param context: the command's.
    :param wait: the wait.
    :param targets: the targets; their errors are stored in them.
    :param timeout: the longest time to wait for all of them, in seconds.
    :param report_failures: whether to report each failure on stderr.
    :raises Interrupted: if the user interrupts the wait, after a report.
    """
    waiting = [target for target in targets if target.error is None]
    if not waiting or context.plan is not None:
        return
    client = context.client
    progress = Progress(
        context.out, wait.doing, wait.what if len(waiting) == 1 else f"{wait.what}s"
    )
    mean = _MeanProgress(progress, waiting)
    deadline = None if timeout is None else time.monotonic() + timeout

    def until_done(target: Target) -> None:
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        wait_for(
            lambda: wait.get(client, target.id),
            wait.waiter,
            timeout=left,
            report=lambda seen: mean.update(target, min(percent(seen), 99.0)),
            sleep=interruptible_sleep(context),
        )
        mean.update(target, 100.0)

    with progress:
        try:
            outcomes = run_interruptible(context, until_done, waiting)
        except bulk.Interrupted as interrupt:
            if context.is_one_of_many:
                raise
            progress.stop()
            report_wait_interrupted(interrupt.outcomes, wait.doing)
            raise
        for outcome in outcomes:
            outcome.target.error = outcome.error
        failures = [target for target in waiting if target.error is not None]
        if failures:
            progress.fail()
    if report_failures:
        for target in failures:
            report_failure(target)


class _MeanProgress:
    """Shows the mean progress of several targets.

    :param progress: where it is shown.
    :param targets: the targets.
    """

    def __init__(self, progress: Progress, targets: Sequence[Target]) -> None:
        self._progress = progress
        self._percents = dict.fromkeys(map(id, targets), 0.0)
        self._lock = threading.Lock()

    def update(self, target: Target, percent: float) -> None:
        """Show that a target has come so far; called on several threads.

        :param target: the target.
        :param percent: 0 to 100.
        """
        with self._lock:
            self._percents[id(target)] = percent
            self._progress.update(sum(self._percents.values()) / len(self._percents))


def report_interrupted(
    targets: Sequence[Target], outcomes: Sequence[bulk.Outcome[str]], *, successes_reported: bool
) -> None:
    """Print the state of each target on stderr when a command is interrupted.

    :param targets: the targets; failures have been reported.
    :param outcomes: the outcomes of the run, by the targets' ids.
    :param successes_reported: whether successes have been reported too.
    """
    errors = {outcome.target: outcome.error for outcome in outcomes}
    done = failed = unknown = 0
    for target in targets:
        if isinstance(target.error, WaitInterrupted):
            unknown += 1
            note(f"{target.word}: {message_of(target.error)}")
        elif target.finished and target.error is not None:
            failed += 1
        elif target.finished:
            done += 1
            if not successes_reported:
                note(f"{target.word}: done")
        elif isinstance(errors.get(target.id), KeyboardInterrupt):
            unknown += 1
            note(f"{target.word}: interrupted while it was under way; it may have been done")
        else:
            note(f"{target.word}: interrupted before it was sent")
    not_sent = len(targets) - done - failed - unknown
    note(f"{done} done, {failed} failed, {unknown} unknown, {not_sent} not sent")


def report_wait_interrupted(outcomes: Sequence[bulk.Outcome[Target]], doing: str) -> None:
    """Print on stderr which waits were interrupted.

    :param outcomes: the outcomes of the waits.
    :param doing: the operation: ``building``.
    """
    going = [outcome for outcome in outcomes if isinstance(outcome.error, _INTERRUPTED)]
    for outcome in going:
        note(f"{outcome.target.word}: still {doing} when the wait was interrupted")
    note(f"{len(going)} of {len(outcomes)} have not finished; the cloud continues with them")


_INTERRUPTED = (WaitInterrupted, KeyboardInterrupt, bulk.NotSent)
