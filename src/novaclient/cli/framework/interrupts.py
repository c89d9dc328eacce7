"""A command on several targets that is interrupted, by Ctrl-C or SIGTERM: it sends no more, and
tells what became of each.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType
from typing import TYPE_CHECKING, Any, Self

from novaclient import bulk
from novaclient.cli.errors import message_of, note
from novaclient.cli.framework.waiting import StillGoing

if TYPE_CHECKING:
    from novaclient.cli.bulk.command import Target


class Terminated(KeyboardInterrupt):
    """SIGTERM, which a command on several targets takes for a Ctrl-C."""


class Stoppable:
    """While several targets are worked on, SIGTERM is an interruption too; used with ``with``.

    :param stopping: set at the interruption, for waits to end.
    """

    def __init__(self, stopping: threading.Event) -> None:
        self._stopping = stopping
        self._before: Any = None
        self._terminated = False

    def __enter__(self) -> Self:
        is_main = threading.current_thread() is threading.main_thread()
        # Whoever has the signal ignored, or handles it, goes on doing so.
        if is_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            self._before = signal.signal(signal.SIGTERM, self._terminate)
        return self

    def __exit__(self, kind: object, error: BaseException | None, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGTERM, self._before)
        if self._terminated and isinstance(error, KeyboardInterrupt):
            error.status = 128 + signal.SIGTERM  # type: ignore[attr-defined]

    def interrupted(self, under_way: int) -> None:
        """Tell that the requests under way are waited for.

        :param under_way: how many there are.
        """
        self._stopping.set()
        # Not through sys.stderr: the interruption may have come in the middle of a write to it.
        text = f"\ninterrupted: waiting for {under_way} under way; once more ends at once\n"
        if sys.stderr.isatty():
            os.write(sys.stderr.fileno(), text.encode())

    def _terminate(self, number: int, frame: FrameType | None) -> None:
        self._terminated = True
        raise Terminated


def tell_interrupted(
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
        if isinstance(target.error, StillGoing):
            unknown += 1
            note(f"{target.word}: {message_of(target.error)}")
        elif target.settled and target.error is not None:
            failed += 1
        elif target.settled:
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


def tell_waiting_interrupted(outcomes: Sequence[bulk.Outcome[Target]], doing: str) -> None:
    """Tell on stderr what was waited for in vain.

    :param outcomes: those of the waits.
    :param doing: what is still under way: ``building``.
    """
    going = [outcome for outcome in outcomes if isinstance(outcome.error, _NOT_WAITED_FOR)]
    for outcome in going:
        note(f"{outcome.target.word}: still {doing} when the wait was interrupted")
    note(f"{len(going)} of {len(outcomes)} not waited for to the end; the cloud goes on with them")


_NOT_WAITED_FOR = (StillGoing, KeyboardInterrupt, bulk.NotSent)
