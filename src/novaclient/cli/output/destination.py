"""Where results are written, and who reads them there: a person at a terminal, or a program."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TextIO

from novaclient.cli.text import harmless


class Destination:
    """The stream that a command's results are written to.

    :param stream: a text stream; None for standard output as it is at the moment of writing.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    @property
    def stream(self) -> TextIO:
        """The stream itself."""
        return self._stream or sys.stdout

    @property
    def is_terminal(self) -> bool:
        """Whether it is a terminal."""
        return self.stream.isatty()

    @property
    def is_coloured(self) -> bool:
        """Whether it shows colours: a terminal that has them, unless the user has refused them."""
        wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM", "") not in ("", "dumb")
        return wanted and self.is_terminal

    def write(self, text: str) -> None:
        """Write text as it is."""
        self.stream.write(text)

    def safe(self, text: str) -> str:
        """Text from the cloud as it may be written here: harmless on a terminal, else exact.

        :param text: any text; its line feeds and tabs stay.
        """
        return harmless(text, lines=True) if self.is_terminal else text

    def captured(self, printing: Callable[[], None]) -> str:
        """The text that a function writes here, which is not written.

        :param printing: the function.
        """
        import io

        buffer, before = io.StringIO(), self._stream
        buffer.isatty = self.stream.isatty  # type: ignore[method-assign]
        self._stream = buffer
        try:
            printing()
        finally:
            self._stream = before
        return buffer.getvalue()
