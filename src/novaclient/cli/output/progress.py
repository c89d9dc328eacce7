"""Progress of a command that waits. The waiting itself is in ``novaclient.waiters``."""

from __future__ import annotations

import sys
from typing import Self, TextIO

from novaclient.cli.output.output import Output
from novaclient.exceptions import InstanceInDeletedState, ResourceInErrorState


class Progress:
    """A line that shows how far an operation has come; a context manager.

    With tables it goes to standard output, even to a file or pipe: scripts look for ``Finished``.
    With a machine-readable format it goes to stderr, and only to a terminal. Leaving the context
    prints whether the operation finished or failed.

    :param out: where the command's results go.
    :param doing: the operation: ``building``.
    :param what: the kind of resource: ``Server``.
    """

    def __init__(self, out: Output, doing: str, what: str = "Server") -> None:
        self._stream: TextIO | None = out.message_stream
        if not out.for_people and not sys.stderr.isatty():
            self._stream = None
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
        """Show how far it has come; writes nothing while the whole number stays the same.

        :param percent: 0 to 100.
        """
        whole = max(0, min(100, int(percent)))
        if whole != self._percent:
            self._percent = whole
            self._write(f"\r{self._what} {self._doing}... {whole}% complete")

    def finish(self) -> None:
        """Print that it finished."""
        self.update(100)
        self._ended = True
        self._write("\nFinished\n")

    def stop(self) -> None:
        """End the line without a result: it is no longer observed."""
        self._ended = True
        self._write("\n")

    def fail(self) -> None:
        """Print that it failed."""
        self._ended = True
        self._write(f"\nError {self._doing} {self._what.lower()}\n")

    def _write(self, text: str) -> None:
        if self._stream is not None:
            self._stream.write(text)
            self._stream.flush()


class Count:
    """A line on a terminal's stderr with the number of targets that are finished.

    Nothing is written for a single target, or where stderr is no terminal.

    :param total: the number of targets.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._stream = sys.stderr if total > 1 and sys.stderr.isatty() else None
        self._shown = False

    def update(self, done: int) -> None:
        """Show how many targets are finished, as long as some are not.

        :param done: that number.
        """
        if self._stream is not None and done < self._total:
            self._stream.write(f"\r{done} of {self._total} done")
            self._stream.flush()
            self._shown = True

    def clear(self) -> None:
        """Erase the line, so that something else can be printed there."""
        if self._stream is not None and self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False
