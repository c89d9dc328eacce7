"""Runs a program on a terminal of its own."""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from typing import Self


class Terminal:
    """A program on a terminal, and a context manager that ends the program.

    :param words: the program and its arguments.
    :param environ: its environment.
    :param seconds: how long anything is waited for.
    """

    def __init__(
        self, words: Sequence[str], environ: Mapping[str, str], seconds: float = 60
    ) -> None:
        self._seconds = seconds
        self._read_so_far = b""
        self._ours, its = os.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("4H", 40, 120, 0, 0))
        self._process = subprocess.Popen(
            words,
            env={"TERM": "xterm", **environ},
            stdin=its,
            stdout=its,
            stderr=its,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(its)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    @property
    def printed(self) -> str:
        """What has been printed so far, its line ends as a program writes them."""
        return self._read_so_far.decode(errors="replace").replace("\r\n", "\n")

    def types(self, text: str) -> None:
        """Type something; ``\\x03`` is Ctrl-C."""
        os.write(self._ours, text.encode())

    def shows(self, text: str) -> None:
        """Wait until something has been printed."""
        end = time.monotonic() + self._seconds
        while text not in self.printed:
            assert time.monotonic() < end, f"{text!r} is not in {self.printed!r}"
            assert self._read(), f"it ended without {text!r}: {self.printed!r}"

    def status(self) -> int:
        """The exit status, once it has ended."""
        end = time.monotonic() + self._seconds
        while self._read():
            assert time.monotonic() < end, f"it goes on: {self.printed!r}"
        return self._process.wait(self._seconds)

    def _read(self) -> bool:
        """Read what is there, or comes within half a second; whether there may be more."""
        if not select.select([self._ours], [], [], 0.5)[0]:
            return True
        try:
            read = os.read(self._ours, 65536)
        except OSError:  # nobody has the other end any more
            return False
        self._read_so_far += read
        return bool(read)
