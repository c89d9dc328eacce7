"""The command table: whether it is up to date, its rows, and how a command is found in it."""

from __future__ import annotations

import pkgutil
import runpy
from pathlib import Path

import pytest

from novaclient.cli import command_table, commands, legacy
from novaclient.cli.command_table import CommandRow

TOOL = Path(__file__).resolve().parents[3] / "tools" / "command-table"


def test_table_is_what_the_commands_declare() -> None:
    declared = runpy.run_path(str(TOOL))["text"]().splitlines()
    written = Path(command_table.PATH).read_text().splitlines()
    stale = {line.partition("\t")[0] for line in set(written) ^ set(declared)}
    assert stale == set(), "stale: run 'make table'"
    assert written == declared, "the order is stale: run 'make table'"


def test_every_module_of_commands_is_in_the_table() -> None:
    modules = {
        f"{package.__name__}.{found.name}"
        for package in (commands, legacy)
        for found in pkgutil.iter_modules(package.__path__)
        if not found.name.startswith("_")
    }
    without_commands = {f"{legacy.__name__}.declaration"}
    assert {row.module for row in command_table.rows()} == modules - without_commands


def test_each_command_is_in_the_table_once() -> None:
    names = command_table.names()
    assert len(names) == len(set(names)) == len(list(command_table.rows()))


def test_summary_is_one_short_sentence() -> None:
    summaries = {row.name: row.summary for row in command_table.rows()}
    assert {n: s for n, s in summaries.items() if not s.endswith(".") or len(s) > 70} == {}


@pytest.mark.parametrize("name", ["flavor-list", "flavor_list"])
def test_command_is_found_by_name(name: str) -> None:
    row = command_table.find(name)
    assert row is not None
    assert (row.name, row.module) == ("flavor-list", "novaclient.cli.commands.flavors")


@pytest.mark.parametrize("name", ["flavor", "flavor-list\tnovaclient", "", "no-such-command"])
def test_other_word_finds_no_command(name: str) -> None:
    assert command_table.find(name) is None


@pytest.mark.parametrize(
    ("name", "local", "legacy"),
    [("help", True, False), ("list", False, False), ("rename", False, True)],
)
def test_row_says_whether_a_command_is_local_or_legacy(
    name: str, local: bool, legacy: bool
) -> None:
    row = command_table.find(name)
    assert row is not None
    assert (row.local, row.legacy) == (local, legacy)


def test_row_is_read_as_it_was_written() -> None:
    line = CommandRow("a", "m", "Things", "List.", ["--x=", "_+"], local=True, legacy=True).line
    assert line == "a\tm\tThings\tlocal legacy\tList.\t--x= _+"
    assert CommandRow.from_line(line).line == line


@pytest.mark.parametrize("line", ["", "list", "a\tb\tc\td\te\tf\tg"])
def test_line_that_is_not_a_row_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="unpack"):
        CommandRow.from_line(line)
