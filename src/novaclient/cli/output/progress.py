"""What is shown while a command waits. How to wait is in ``novaclient.waiters``."""

from __future__ import annotations

import sys
from typing import Self, TextIO

from novaclient.cli.output.output import Output
from novaclient.exceptions import InstanceInDeletedState, ResourceInErrorState


class Progress:
    """A line that says how far something has come, in the words ``nova`` has always used.

    With tables it goes to standard output, into a file or pipe too: scripts look for
    ``Finished``. Beside a program's format it goes to stderr, and only to a terminal. Use it
    with ``with``: leaving says that it is done, or that it is not going to be.

    :param out: where the command's results go.
    :param doing: what is under way: ``building``.
    :param what: to what: ``Server``.
    """

    def __init__(self, out: Output, doing: str, what: str = "Server") -> None:
        beside = out.format != "table"
        self._stream: TextIO | None = out.stream
        if beside:
            self._stream = sys.stderr if sys.stderr.isatty() else None
        self._doing = doing
        self._what = what
        self._percent = -1
        self._ended = False

    def __enter__(self) -> Self:
        self._write("\n")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._ended:
            return
        if kind is None:
            self.finish()
        elif issubclass(kind, (ResourceInErrorState, InstanceInDeletedState)):
            self.fail()
        else:
            self.stop()

    def update(self, percent: float) -> None:
        """Say how far it has come; nothing is written while the number stays the same.

        :param percent: 0 to 100.
        """
        whole = max(0, min(100, int(percent)))
        if whole != self._percent:
            self._percent = whole
            self._write(f"\r{self._what} {self._doing}... {whole}% complete")

    def finish(self) -> None:
        """Say that it is done."""
        self.update(100)
        self._ended = True
        self._write("\nFinished\n")

    def stop(self) -> None:
        """End the line: how far it will come is not looked at any more."""
        self._ended = True
        self._write("\n")

    def fail(self) -> None:
        """Say that it is not going to be done."""
        self._ended = True
        self._write(f"\nError {self._doing} {self._what.lower()}\n")

    def _write(self, text: str) -> None:
        if self._stream is not None:
            self._stream.write(text)
            self._stream.flush()


class Count:
    """How many of several targets are settled: a line on a terminal's stderr, nothing elsewhere.

    :param total: how many there are.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._stream = sys.stderr if total > 1 and sys.stderr.isatty() else None
        self._shown = False

    def update(self, done: int) -> None:
        """Say how many are settled; nothing once all are.

        :param done: that number.
        """
        if self._stream is not None and done < self._total:
            self._stream.write(f"\r{done} of {self._total} done")
            self._stream.flush()
            self._shown = True

    def clear(self) -> None:
        """Take the line away, for something else to be printed there."""
        if self._stream is not None and self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False
