"""What ``nova help`` prints: the overview, from the index and the table of global options alone.

The help of one command comes from its parser.
"""

from __future__ import annotations

import os

from novaclient.cli import index
from novaclient.cli.extensions import search
from novaclient.cli.parsing.global_options import GLOBALS, HELP, PROFILE
from novaclient.cli.text import harmless, terminal_columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from novaclient.auth.options import Option

_GROUPS = {
    "general": "Global options",
    "connection": "Connection options",
    "authentication": "Authentication options",
}

_INTRODUCTION = (
    "The OpenStack Compute API on the command line. Which cloud is meant say --os-cloud NAME or "
    "the variables OS_*; 'nova sandbox up' makes one on this machine."
)


def overview() -> str:
    """The overview of commands and global options."""
    columns = terminal_columns()
    lines = [
        "usage: nova [global options] <command> [arguments]",
        "",
        *_wrapped(_INTRODUCTION, columns),
    ]
    for subject, modules in index.INDEX.items():
        lines += ["", f"{subject}:"]
        if subject in index.OLD:
            names = " ".join(name for commands in modules.values() for name in commands)
            lines += (f"  {line}" for line in _wrapped(names, columns - 2))
            continue
        for commands in modules.values():
            for name, summary in commands.items():
                lines += _entry(name, summary, columns)
    if added := search.known(os.environ).commands:
        lines += ["", "Extensions:"]
    for name, (summary, _) in sorted(added.items()):
        lines += _entry(name, harmless(summary), columns)
    for group, title in _GROUPS.items():
        lines += ["", f"{title}:"]
        for option in GLOBALS:
            if option.group == group and option not in (HELP, PROFILE):
                lines += _entry(_flags(option), _described(option), columns)
    lines += ["", "'nova help <command>' shows one command in full, and what replaced it.", ""]
    return "\n".join(lines)


def _flags(option: Option) -> str:
    if option.action == "store_true":
        return ", ".join(option.flags)
    metavar = option.metavar or f"<{option.flags[0].removeprefix('--os-').removeprefix('--')}>"
    return f"{', '.join(option.flags)} {metavar}"


def _described(option: Option) -> str:
    if not option.env:
        return option.help
    return f"{option.help} [{', '.join(option.env)}]"


def _entry(name: str, text: str, columns: int) -> Iterator[str]:
    """A name and its text beside it, below it when the name is long."""
    indent = 30
    head = f"  {name}"
    words = _wrapped(text, columns - indent)
    if len(head) > indent - 2:
        yield head
        head = ""
    for line in words:
        yield f"{head:<{indent}}{line}"
        head = ""


def _wrapped(text: str, columns: int) -> Iterator[str]:
    """The text in lines of so many columns; ``textwrap``, which can, is costly to import."""
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > columns:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
