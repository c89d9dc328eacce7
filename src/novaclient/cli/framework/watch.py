"""``--watch``: a list looked at again and again, in place on a terminal.

Each look is what the command does once; a cloud that is away for a while does not end it.
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

#: Another screen, lines cut at its edge, no cursor; and all of that taken back.
_BEGIN, _END = "\x1b[?1049h\x1b[?7l\x1b[?25l", "\x1b[?25h\x1b[?7h\x1b[?1049l"
_HOME, _REST_OF_LINE, _REST_OF_SCREEN = "\x1b[H", "\x1b[K", "\x1b[J"
_REVERSE, _PLAIN = "\x1b[7m", "\x1b[27m"
_COLOUR = re.compile("\x1b\\[[0-9]*m")


def watch(out: Output, look: Callable[[], None], seconds: float, title: str) -> int:
    """Look again and again, until Ctrl-C or SIGTERM.

    On a terminal the table is drawn in place, and what is new since the last look is marked; the
    last table stays. Elsewhere, and in a program's format, each look is printed in full.

    :param out: where results go.
    :param look: prints the list once.
    :param seconds: from one look to the next.
    :param title: what is looked at.
    :returns: the exit status of what was interrupted, which is the only good end.
    :raises ClientException: and whatever else the first look raises.
    """
    drawn = out.for_people and out.is_terminal and os.environ.get("TERM") != "dumb"
    try:
        with Interruptible(threading.Event()):
            if drawn:
                _in_place(out, look, seconds, title)
            else:
                _in_turn(out, look, seconds)
    except KeyboardInterrupt as interrupt:
        return getattr(interrupt, "status", INTERRUPTED)


def _in_turn(out: Output, look: Callable[[], None], seconds: float) -> NoReturn:
    seen = False
    while True:
        try:
            look()
            seen = True
        except (ClientException, ConnectionFailed) as error:
            if not seen or not _passes(error):
                raise
            warn(message_of(error))
        out.stream.flush()
        time.sleep(seconds)


def _in_place(out: Output, look: Callable[[], None], seconds: float, title: str) -> NoReturn:
    shown = before = out.captured(look)
    told = ""
    out.stream.write(_BEGIN)
    try:
        while True:
            head = f"Every {seconds:g} s: {title}   {clock_text()}   {told}".rstrip()
            out.stream.write(_frame(head, shown, before))
            out.stream.flush()
            time.sleep(seconds)
            before, told = shown, ""
            try:
                shown = out.captured(look)
            except (ClientException, ConnectionFailed) as error:
                if not _passes(error):
                    raise
                told = message_of(error)
    finally:
        out.stream.write(_END + shown)
        out.stream.flush()


def _passes(error: ClientException | ConnectionFailed) -> bool:
    """Whether the next look may do better."""
    return isinstance(error, ConnectionFailed) or error.code == 429 or error.code >= 500


def _frame(head: str, shown: str, before: str) -> str:
    """A screen: a heading, and as much of the table as fits."""
    old = {_squeezed(line) for line in before.splitlines()}
    lines = [
        line if line.startswith("+") or _squeezed(line) in old else f"{_REVERSE}{line}{_PLAIN}"
        for line in shown.splitlines()
    ]
    room = os.get_terminal_size().lines - 2
    if len(lines) > room:
        lines[room - 1 :] = [f"... {len(lines) - room + 1} more lines"]
    ended = _REST_OF_LINE + "\n"
    return _HOME + ended.join([head, "", *lines]) + _REST_OF_LINE + _REST_OF_SCREEN


def _squeezed(line: str) -> str:
    """What a line of a table says, however wide its columns are."""
    return " ".join(_COLOUR.sub("", line).split())
