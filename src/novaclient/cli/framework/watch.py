"""``--watch``: a list repeated until Ctrl-C, in place on a terminal.

Every repetition runs the whole command; a cloud that does not answer for a while does not end it.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable
from typing import NoReturn

from novaclient.cli.errors import INTERRUPTED, message_of, warn
from novaclient.cli.framework.interrupts import Interruptible
from novaclient.cli.output.output import Output
from novaclient.cli.output.times import clock_text
from novaclient.exceptions import ClientException, ConnectionFailed

#: Alternate screen, no line wrap, no cursor; and the reverse.
_BEGIN, _END = "\x1b[?1049h\x1b[?7l\x1b[?25l", "\x1b[?25h\x1b[?7h\x1b[?1049l"
_HOME, _REST_OF_LINE, _REST_OF_SCREEN = "\x1b[H", "\x1b[K", "\x1b[J"
_REVERSE, _NORMAL = "\x1b[7m", "\x1b[27m"
_COLOUR = re.compile("\x1b\\[[0-9]*m")


def watch(out: Output, print_once: Callable[[], None], seconds: float, title: str) -> int:
    """Print a list repeatedly, until Ctrl-C or SIGTERM.

    On a terminal the table is drawn in place, with new and changed lines marked; the last table
    stays. Elsewhere, and in a machine-readable format, the list is printed in full every time.

    :param out: where results go.
    :param print_once: prints the list once.
    :param seconds: the pause between two repetitions.
    :param title: the heading on a terminal.
    :returns: the exit status of an interrupted command.
    :raises ClientException: and any other error of the first repetition.
    """
    drawn = out.for_people and out.is_terminal and os.environ.get("TERM") != "dumb"
    try:
        with Interruptible(threading.Event()):
            if drawn:
                _in_place(out, print_once, seconds, title)
            else:
                _in_turn(out, print_once, seconds)
    except KeyboardInterrupt as interrupt:
        return getattr(interrupt, "status", INTERRUPTED)


def _in_turn(out: Output, print_once: Callable[[], None], seconds: float) -> NoReturn:
    printed = False
    while True:
        try:
            print_once()
            printed = True
        except (ClientException, ConnectionFailed) as error:
            if not printed or not _is_transient(error):
                raise
            warn(message_of(error))
        out.stream.flush()
        time.sleep(seconds)


def _in_place(out: Output, print_once: Callable[[], None], seconds: float, title: str) -> NoReturn:
    shown = before = out.captured(print_once)
    message = ""
    out.stream.write(_BEGIN)
    try:
        while True:
            head = f"Every {seconds:g} s: {title}   {clock_text()}   {message}".rstrip()
            out.stream.write(_frame(head, shown, before))
            out.stream.flush()
            time.sleep(seconds)
            before, message = shown, ""
            try:
                shown = out.captured(print_once)
            except (ClientException, ConnectionFailed) as error:
                if not _is_transient(error):
                    raise
                message = message_of(error)
    finally:
        out.stream.write(_END + shown)
        out.stream.flush()


def _is_transient(error: ClientException | ConnectionFailed) -> bool:
    """Whether the next repetition may succeed."""
    return isinstance(error, ConnectionFailed) or error.code == 429 or error.code >= 500


def _frame(head: str, shown: str, before: str) -> str:
    """The screen: a heading, and as much of the table as fits."""
    old = {_squeezed(line) for line in before.splitlines()}
    lines = [
        line if line.startswith("+") or _squeezed(line) in old else f"{_REVERSE}{line}{_NORMAL}"
        for line in shown.splitlines()
    ]
    height = os.get_terminal_size().lines - 2
    if len(lines) > height:
        lines[height - 1 :] = [f"... {len(lines) - height + 1} more lines"]
    line_end = _REST_OF_LINE + "\n"
    return _HOME + line_end.join([head, "", *lines]) + _REST_OF_LINE + _REST_OF_SCREEN


def _squeezed(line: str) -> str:
    """The text of a table's line without colours and padding, for comparison."""
    return " ".join(_COLOUR.sub("", line).split())
