"""The commands by name: nova's own, then those of extensions."""

from __future__ import annotations

import os

from novaclient.cli import command_table
from novaclient.cli.extensions import search

TYPE_CHECKING = False
if TYPE_CHECKING:
    from novaclient.cli.framework.command import Command


def load(name: str) -> Command | None:
    """Import a command; None if there is no such command.

    :param name: the command, as typed; ``_`` counts as ``-``.
    """
    row = command_table.find(name)
    if row is None:
        return search.load_command(name, os.environ)
    from importlib import import_module

    import_module(row.module)
    from novaclient.cli.framework.command import COMMANDS

    return COMMANDS[row.name]


def names() -> list[str]:
    """The names of all commands, those of extensions last."""
    return [*command_table.names(), *search.installed(os.environ).commands]
