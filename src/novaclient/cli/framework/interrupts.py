"""Interruption of bulk commands by Ctrl-C or SIGTERM: no further requests, a report per target."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType
from typing import Any, Self


class Terminated(KeyboardInterrupt):
    """SIGTERM, which a bulk command handles like Ctrl-C."""


class Interruptible:
    """A context manager in which SIGTERM interrupts the command as Ctrl-C does.

    :param stopping: set at the interruption; waits end then.
    """

    def __init__(self, stopping: threading.Event) -> None:
        self._stopping = stopping
        self._before: Any = None
        self._terminated = False

    def __enter__(self) -> Self:
        is_main = threading.current_thread() is threading.main_thread()
        # A program that ignores or handles the signal continues to do so.
        if is_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            self._before = signal.signal(signal.SIGTERM, self._terminate)
        return self

    def __exit__(self, kind: object, error: BaseException | None, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGTERM, self._before)
        if self._terminated and isinstance(error, KeyboardInterrupt):
            error.status = 128 + signal.SIGTERM  # type: ignore[attr-defined]

    def interrupted(self, under_way: int) -> None:
        """Print that the command waits for the requests under way.

        :param under_way: the number of these requests.
        """
        self._stopping.set()
        # Not sys.stderr: the signal may have arrived in the middle of a write to it.
        text = f"\ninterrupted: waiting for {under_way} under way; interrupt again to exit now\n"
        if sys.stderr.isatty():
            os.write(sys.stderr.fileno(), text.encode())

    def _terminate(self, number: int, frame: FrameType | None) -> None:
        self._terminated = True
        raise Terminated
