"""The answer to ``nova bash-completion``: every command and every flag."""

from __future__ import annotations

import os

from novaclient.cli import command_table
from novaclient.cli.extensions import search
from novaclient.cli.parsing.global_options import GLOBALS


def word_list() -> str:
    """Every command and flag in alphabetical order, on one line."""
    words = {flag for option in GLOBALS for flag in option.flags}
    for row in (*command_table.rows(), *search.installed(os.environ).commands.values()):
        words.add(row.name)
        words.update(entry.partition("=")[0] for entry in row.arguments if entry.startswith("-"))
    words.discard("bash-completion")
    return " ".join(sorted(words)) + "\n"
