"""Targets of a command: their look-up, one call on each of them concurrently, and the outcomes."""

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
    help="Requests under way at once (8 unless said otherwise).",
    new=True,
    parameter="",
)


class Target:
    """One word of an acting command, and what became of it.

    :param word: what the user typed, or the label of what a filter has found.
    :param found: the look-up's outcome.
    """

    __slots__ = ("error", "finished", "id", "word")

    def __init__(self, word: str, found: bulk.Outcome[str]) -> None:
        self.word: str = getattr(word, "label", word)
        self.id = str(found.result)
        self.error = found.error
        self.finished = not found.ok


def targets_by_id(ids: Iterable[str]) -> list[Target]:
    """Targets whose words need no look-up.

    :param ids: ids, or whatever else a request names them by.
    """
    return [Target(one, bulk.Outcome(one, result=one)) for one in ids]


def from_stdin(words: Sequence[str]) -> list[str]:
    """Words in which ``-`` stands for those of standard input; said, if there are none at all."""

    read: list[str] = []
    for word in words:
        read += sys.stdin.read().split() if word == "-" else [word]
    if not read:
        note("Nothing to do: standard input, for which '-' stands, is empty.")
    return read


def targets_in(manager: ManagerWithFind[Any], words: Sequence[str], **scope: Any) -> list[Target]:
    """Targets whose words are names or ids, all of them found with one request.

    :param manager: where they are looked for.
    :param words: names and ids.
    :param scope: what widens the look-up, ``all_tenants=True`` for servers.
    """
    found = manager.resolve(words, **scope)
    return [Target(word, outcome) for word, outcome in zip(words, found, strict=True)]


def scope_of(args: Namespace) -> dict[str, Any]:
    """What ``--all-tenants`` adds to the look-up of names, in a command that has the flag."""
    return {"all_tenants": True} if getattr(args, "all_tenants", False) else {}


def raise_failures(targets: Sequence[Target], failed: str = "", *, alone: bool = True) -> None:
    """End a command some of whose targets failed: a lone target's error is the command's own.

    :param targets: the targets.
    :param failed: what is said of several; how many failed, if empty.
    :param alone: False where a lone target's error has been told as if it were one of servers.
    :raises CommandError: if some of several failed; each has been told of.
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
    """Call a function once for each target, side by side, and tell what became of each in order.

    :param context: the command's.
    :param targets: the targets; each keeps its error.
    :param call: takes an id.
    :param done: the line for each success, ``%s`` for the word, ``%i`` for the id; None for none.
    :param report_failures: whether to tell each failure on stderr.
    """
    told = 0
    by_id: dict[str, list[Target]] = {}
    for target in targets:
        if not target.finished:
            by_id.setdefault(target.id, []).append(target)
    count = Count(len(targets))

    def tell() -> None:
        nonlocal told
        count.clear()
        while told < len(targets) and targets[told].finished:
            told += 1
            _report_outcome(context, targets[told - 1], done, report_failures)
        count.update(sum(target.finished for target in targets))

    def report(outcome: bulk.Outcome[str]) -> None:
        for target in by_id[outcome.target]:
            target.error = outcome.error
            target.finished = True
        tell()

    if context.plan is not None:
        call = context.plan.of_target(call)
    tell()
    try:
        run_interruptible(context, call, list(by_id), report)
    except bulk.Interrupted as interrupt:
        count.clear()
        if context.is_one_of_many:
            raise
        for target in targets[told:]:
            if target.finished:
                _report_outcome(context, target, done, report_failures)

        report_interrupted(targets, interrupt.outcomes, done_is_told=done is not None)
        raise
    count.clear()


def _report_outcome(
    context: Context, target: Target, done: str | None, report_failures: bool
) -> None:
    """Tell what became of a target, on stdout if it is done and on stderr if it failed."""
    if target.error is None and done is not None:
        context.out.line(done.replace("%i", target.id).replace("%s", target.word))
    elif (
        target.error is not None
        and report_failures
        and not isinstance(target.error, WaitInterrupted)
    ):
        report_failure(target)


def run_interruptible(
    context: Context,
    call: Callable[[T], object],
    targets: Sequence[T],
    report: Callable[[bulk.Outcome[T]], None] | None = None,
) -> list[bulk.Outcome[T]]:
    """Call a function on each target; Ctrl-C and SIGTERM end it with a report.

    :param context: the command's; its ``stopping`` is set when that happens.
    :param call: called with one target, on several threads.
    :param targets: the targets.
    :param report: called with each outcome as it comes, one at a time.
    :raises Interrupted: with the outcomes so far, and the exit status of the program.
    """
    from novaclient.cli.framework.interrupts import Interruptible

    stopping = context.stopping = context.stopping or threading.Event()
    with Interruptible(stopping) as stoppable:
        return bulk.run(
            call,
            targets,
            workers=context.jobs,
            report=report,
            interrupted=stoppable.interrupted,
        )


def report_failure(target: Target) -> None:
    """Tell on stderr what became of a target, by the word the user typed."""
    message = message_of(target.error) if target.error is not None else ""
    note(message if target.word in message else f"{target.word}: {message}")


def wait_all(
    context: Context,
    wait: Wait,
    targets: Sequence[Target],
    timeout: float | None = None,
    *,
    report_failures: bool = True,
) -> None:
    """Wait for all targets that have not failed, side by side; each keeps its error.

    :param context: the command's.
    :param wait: what for.
    :param targets: the targets.
    :param timeout: seconds to wait at most, for all of them.
    :param report_failures: whether to tell each failure on stderr.
    """
    going = [target for target in targets if target.error is None]
    if not going or context.plan is not None:
        return
    client = context.client
    progress = Progress(context.out, wait.doing, wait.what if len(going) == 1 else f"{wait.what}s")
    percents = dict.fromkeys(map(id, going), 0.0)
    lock = threading.Lock()
    deadline = None if timeout is None else time.monotonic() + timeout

    def look(target: Target, done: float) -> None:
        with lock:
            percents[id(target)] = done
            progress.update(sum(percents.values()) / len(percents))

    def until_done(target: Target) -> None:
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        wait_for(
            lambda: wait.get(client, target.id),
            wait.waiter,
            timeout=left,
            report=lambda seen: look(target, min(percent(seen), 99.0)),
            sleep=interruptible_sleep(context),
        )
        look(target, 100.0)

    with progress:
        try:
            outcomes = run_interruptible(context, until_done, going)
        except bulk.Interrupted as interrupt:
            if context.is_one_of_many:
                raise
            progress.stop()

            report_wait_interrupted(interrupt.outcomes, wait.doing)
            raise
        for outcome in outcomes:
            outcome.target.error = outcome.error
        failures = [target for target in going if target.error is not None]
        if failures:
            progress.fail()
    if report_failures:
        for target in failures:
            report_failure(target)


def report_interrupted(
    targets: Sequence[Target], outcomes: Sequence[bulk.Outcome[str]], *, done_is_told: bool
) -> None:
    """Tell on stderr what was done and what was not.

    :param targets: the targets; those that are settled have been told of if they failed.
    :param outcomes: those of the run, by the targets' ids.
    :param done_is_told: whether those that were done have been told of too.
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
            if not done_is_told:
                note(f"{target.word}: done")
        elif isinstance(errors.get(target.id), KeyboardInterrupt):
            unknown += 1
            note(f"{target.word}: interrupted while it was under way: it may have been done")
        else:
            note(f"{target.word}: interrupted before it was sent")
    not_sent = len(targets) - done - failed - unknown
    note(f"{done} done, {failed} failed, {unknown} not known, {not_sent} not sent")


def report_wait_interrupted(outcomes: Sequence[bulk.Outcome[Target]], doing: str) -> None:
    """Tell on stderr what was waited for in vain.

    :param outcomes: those of the waits.
    :param doing: what is still under way: ``building``.
    """
    going = [outcome for outcome in outcomes if isinstance(outcome.error, _NOT_WAITED_FOR)]
    for outcome in going:
        note(f"{outcome.target.word}: still {doing} when the wait was interrupted")
    note(f"{len(going)} of {len(outcomes)} not waited for to the end; the cloud goes on with them")


_NOT_WAITED_FOR = (WaitInterrupted, KeyboardInterrupt, bulk.NotSent)
