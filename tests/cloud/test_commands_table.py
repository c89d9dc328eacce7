"""Each command runs on the sandbox, or has a reason and a test with a recorded answer."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest
from commands_table import RECORDED, Recorded
from nova_process import Nova

from novaclient.cli import command_table

HERE = Path(__file__).parent
#: Files that may run in another process; other tests run all their commands as well.
CONCURRENT = {HERE / "test_comparison.py", HERE / "test_soak.py"}
NAMES = [name for row in RECORDED for name in row.commands.split()]


@pytest.mark.parametrize("row", RECORDED, ids=lambda row: row.commands.split()[0])
def test_recorded_answer_is_in_an_existing_test(row: Recorded) -> None:
    file, _, test = row.test.partition("::")
    source = (HERE.parent / "unit" / file).read_text()
    tests = {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
    assert test in tests
    assert [name for name in row.commands.split() if name not in source] == []


def test_command_has_one_reason() -> None:
    assert sorted(NAMES) == sorted(set(NAMES) & set(command_table.names()))


def test_every_command_succeeded_or_was_refused_for_its_reason(
    request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    options = request.config.option
    ran = {item.path for item in request.session.items}
    if (
        options.keyword
        or options.markexpr
        or not ran.issuperset(set(HERE.glob("test_*.py")) - CONCURRENT)
    ):
        pytest.skip("needs all tests of this folder to have been run")
    record_property("the commands on a real cloud", reported())
    ended = {name: Nova.ended.get(name, set()) for name in command_table.names()}
    assert {name for name, how in ended.items() if not how} == set()
    assert {name for name, how in ended.items() if how == {False}} == set(NAMES)


def reported() -> str:
    """What was run and what was not, in lines for people."""
    lines, total = [], 0
    for subject, rows in groupby(command_table.rows(), key=lambda row: row.subject):
        names = [row.name for row in rows]
        well = [name for name in names if True in Nova.ended.get(name, ())]
        total += len(well)
        lines.append(f"{len(well):>3} of {len(names):>3}  {subject}")
    every = len(command_table.names())
    lines.append(f"{total:>3} of {every:>3}  run on the sandbox, with their effect")
    lines.append(f"{len(NAMES):>3} of {every:>3}  refused there, and run on a recorded answer:")
    for row in RECORDED:
        names = textwrap.wrap(row.commands, 96, break_on_hyphens=False)
        lines += [f"  {row.reason} ({row.test})", *(f"      {line}" for line in names)]
    return "\n".join(lines)
