"""A command on several targets that is interrupted, by Ctrl-C or SIGTERM: it sends no more, and
tells what became of each.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    pass


class Terminated(KeyboardInterrupt):
    """SIGTERM, which a command on several targets takes for a Ctrl-C."""


class Interruptible:
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
