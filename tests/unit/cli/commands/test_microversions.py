"""The ``microversions`` command."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from microversions import NEWEST

from novaclient.cli import command_table
from novaclient.cli.registry import load


def row(argument: str | None, since: str, until: str | None, *, here: bool) -> dict[str, Any]:
    """A row about a command or an argument of it."""
    return {
        "Command": "host-evacuate",
        "Argument": argument,
        "Since": since,
        "Until": until,
        "Available": here,
    }


@pytest.mark.parametrize(
    ("at", "spoken", "shared", "force"),
    [
        ("2.latest", ("2.1", NEWEST), True, True),
        ("2.latest", ("2.1", "2.28"), True, False),
        ("2.latest", ("2.68", NEWEST), False, False),
        ("2.13", ("2.1", NEWEST), True, False),
        ("2.40", ("2.1", NEWEST), False, True),
        ("2.40", ("2.1", "2.28"), False, False),
    ],
)
def test_flag_is_available_where_cloud_and_pinned_version_have_it(
    on_cloud: Commanding, at: str, spoken: tuple[str, str], shared: bool, force: bool
) -> None:
    ran = on_cloud("microversions", "host-evacuate", "-f", "json", at=at, spoken=spoken)
    assert ran.json[1:] == [
        row("--on-shared-storage", "2.1", "2.13", here=shared),
        row("--force", "2.29", "2.67", here=force),
    ]


def test_command_newer_than_the_cloud_is_not_available(on_cloud: Commanding) -> None:
    ran = on_cloud("microversions", "aggregate-cache-images", spoken=("2.1", "2.80"))
    cells = [cell.strip() for cell in ran.out.splitlines()[4].split("|")[1:-1]]
    assert cells == ["aggregate-cache-images", "-", "2.81", "-", "no"]


@pytest.mark.parametrize(
    ("at", "line"),
    [
        ("2.latest", f"This cloud supports 2.1 to 2.95, this client 2.1 to {NEWEST}."),
        (
            "2.40",
            f"This cloud supports 2.1 to 2.95, this client 2.1 to {NEWEST}; you asked for 2.40.",
        ),
    ],
)
def test_microversion_ranges_are_printed_above_the_table(
    on_cloud: Commanding, at: str, line: str
) -> None:
    ran = on_cloud("microversions", "boot", at=at, spoken=("2.1", "2.95"))
    assert ran.out.splitlines()[0] == line


def test_all_commands_with_microversions_are_listed(on_cloud: Commanding) -> None:
    rows = on_cloud("microversions", "-f", "json").json
    listed = {one["Command"] for one in rows if one["Argument"] is None}
    commands = [load(name) for name in command_table.names()]
    assert listed == {one.name for one in commands if one is not None and one.window()}


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("help", "'help' needs no microversion"),
        ("bot", "'bot' is not a valid subcommand: did you mean 'boot'?"),
    ],
)
def test_other_words_are_refused_before_any_request(
    on_cloud: Commanding, command: str, reason: str
) -> None:
    ran = on_cloud("microversions", command)
    assert (ran.status, ran.urls) == (1, [])
    assert reason in ran.err
