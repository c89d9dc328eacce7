"""The overview that ``nova help`` prints, from the command table and the global options.

No command is imported. The help of a single command comes from its parser.
"""

from __future__ import annotations

import os
from itertools import groupby

from novaclient.cli import command_table
from novaclient.cli.extensions import search
from novaclient.cli.parsing.global_options import GLOBALS, HELP, PROFILE
from novaclient.cli.text import harmless, terminal_columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from novaclient.auth.options import Option

_INTRODUCTION = (
    "Command-line client for the OpenStack Compute API. Select a cloud with --os-cloud or OS_* "
    "environment variables, or run one on this machine with 'nova sandbox up'."
)
_CONCLUSION = "Run 'nova help <command>' for the arguments of a command and an explanation."
_OPTION_GROUPS = {
    "general": "Global options",
    "connection": "Connection options",
    "authentication": "Authentication options",
}
#: The column at which explanations begin.
_INDENT = 30


def overview() -> str:
    """The overview of commands and global options, as wide as the terminal."""
    columns = terminal_columns()
    lines = [
        "usage: nova [global options] <command> [arguments]",
        "",
        *_wrapped(_INTRODUCTION, columns),
        *_commands(columns),
        *_global_options(columns),
        "",
        _CONCLUSION,
        "",
    ]
    return "\n".join(lines)


def _commands(columns: int) -> Iterator[str]:
    """All commands by subject; of legacy commands only the names, which scripts still use."""
    for (subject, legacy), rows in groupby(
        command_table.rows(), key=lambda row: (row.subject, row.legacy)
    ):
        yield from ("", f"{subject}:")
        if legacy:
            names = " ".join(row.name for row in rows)
            yield from (f"  {line}" for line in _wrapped(names, columns - 2))
        else:
            for row in rows:
                yield from _entry(row.name, row.summary, columns)
    extensions = search.installed(os.environ).commands
    if extensions:
        yield from ("", "Extensions:")
    for name in sorted(extensions):
        yield from _entry(name, harmless(extensions[name].summary), columns)


def _global_options(columns: int) -> Iterator[str]:
    for group, title in _OPTION_GROUPS.items():
        yield from ("", f"{title}:")
        for option in GLOBALS:
            if option.group == group and option not in (HELP, PROFILE):
                yield from _entry(_flags(option), _explanation(option), columns)


def _flags(option: Option) -> str:
    if option.action == "store_true":
        return ", ".join(option.flags)
    metavar = option.metavar or f"<{option.flags[0].removeprefix('--os-').removeprefix('--')}>"
    return f"{', '.join(option.flags)} {metavar}"


def _explanation(option: Option) -> str:
    """The help of an option, then the environment variables that set it."""
    if not option.env:
        return option.help
    return f"{option.help} [{', '.join(option.env)}]"


def _entry(name: str, text: str, columns: int) -> Iterator[str]:
    """A name and its explanation, which begins on the next line if the name is long."""
    head = f"  {name}"
    if len(head) > _INDENT - 2:
        yield head
        head = ""
    for line in _wrapped(text, columns - _INDENT):
        yield f"{head:<{_INDENT}}{line}"
        head = ""


def _wrapped(text: str, columns: int) -> Iterator[str]:
    """The lines of a text, at most so wide; ``textwrap`` is costly to import."""
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > columns:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
