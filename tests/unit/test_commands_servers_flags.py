"""The flags of the commands on servers: those of python-novaclient, with their microversions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from novaclient.cli.command import Argument, Command, load

FACTS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "facts" / "server_commands.json").read_text()
)
FLAGS = [(command, flag) for command, facts in FACTS.items() for flag in facts["flags"]]


def command_of(name: str) -> Command:
    """A command, by name."""
    command = load(name)
    assert command is not None
    return command


def window_of(command: Command, argument: Argument) -> list[str | None]:
    """The first and the last microversion of a flag; None where all that there are have it."""
    window = command.window_of(argument)
    if window is None:
        return [None, None]
    since = window.since.get_string()
    return [None if since == "2.1" else since, window.until and window.until.get_string()]


@pytest.mark.parametrize("name", FACTS)
def test_positional_arguments_come_in_the_order_they_always_did(name: str) -> None:
    shown = [a.options["metavar"] for a in command_of(name).arguments() if not a.is_flag]
    assert shown == FACTS[name]["positionals"]


@pytest.mark.parametrize(("name", "flag"), FLAGS)
def test_flag_has_the_microversions_it_always_had(name: str, flag: str) -> None:
    command = command_of(name)
    argument = next(a for a in command.arguments() if flag in a.flags)
    assert window_of(command, argument) == FACTS[name]["flags"][flag]


@pytest.mark.parametrize("name", FACTS)
def test_no_new_flag_takes_a_shortened_old_ones_place(name: str) -> None:
    known = FACTS[name]["flags"]
    added = [a for a in command_of(name).arguments() if a.is_flag and not set(a.flags) & set(known)]
    assert [a.label for a in added if not a.is_new] == []
