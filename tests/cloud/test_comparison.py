"""A command line prints what python-novaclient prints and exits with the same status, except where
the documentation says otherwise.

Both programs run as installed, each in an environment of its own, on the same cloud. Lines that
only read run concurrently; those that change something, one after the other.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from comparison import REQUIREMENT, Compared, Comparison
from comparison_cloud import Furniture, identities
from comparison_differences import EXPECTED, Difference
from comparison_lines import MISTAKES, NOT_COMPARED, SCRIPTS, TABLES

from novaclient.sandbox import Sandbox

REPOSITORY = Path(__file__).parents[2]
COMMANDS = json.loads((REPOSITORY / "tests" / "facts" / "commands.json").read_text())
DIFFERENCES = REPOSITORY / "docs" / "differences.md"


@pytest.fixture(scope="module")
def comparison(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Comparison]:
    """Both programs, on a cloud with resources of each kind."""
    folder = tmp_path_factory.mktemp("comparison")
    furniture = Furniture(sandbox.clouds_yaml, folder)
    try:
        furniture.furnish()
        comparison = Comparison(furniture, folder, identities(sandbox.clouds_yaml))
        yield comparison
        comparison.close()
    finally:
        furniture.clear()


@pytest.fixture(scope="module")
def tables(comparison: Comparison) -> Sequence[Compared]:
    return comparison.lines(TABLES)


@pytest.fixture(scope="module")
def mistakes(comparison: Comparison) -> Sequence[Compared]:
    return comparison.lines(MISTAKES)


@pytest.fixture(scope="module")
def changes(comparison: Comparison) -> Sequence[Compared]:
    return list(comparison.scripts(SCRIPTS))


@pytest.fixture(scope="module")
def compared(
    tables: Sequence[Compared], mistakes: Sequence[Compared], changes: Sequence[Compared]
) -> Sequence[Compared]:
    return [*tables, *mistakes, *changes]


def known(one: Compared) -> list[Difference]:
    return [row for row in EXPECTED if row.explains(one)]


def unexplained(compared: Sequence[Compared]) -> list[str]:
    return [str(one) for one in compared if not one.alike() and not known(one)]


def test_lists_and_shows_print_the_same_tables(tables: Sequence[Compared]) -> None:
    assert unexplained(tables) == []


def test_mistakes_end_with_the_same_status(mistakes: Sequence[Compared]) -> None:
    assert unexplained(mistakes) == []


def test_changes_print_the_same(changes: Sequence[Compared]) -> None:
    assert unexplained(changes) == []


def test_every_line_that_reads_succeeds_in_one_program(tables: Sequence[Compared]) -> None:
    silent = [str(one) for one in tables if one.there.status and one.here.status]
    assert [text for text in silent if not REFUSED_BY_BOTH.intersection(text.split()[:1])] == []


#: Commands whose lines are refused by both at some microversion, with other statuses.
REFUSED_BY_BOTH = {"hypervisor-stats", "limits"}


def test_every_line_of_mistakes_fails_there(mistakes: Sequence[Compared]) -> None:
    succeeded = [f"{one.line.words} at {one.version}" for one in mistakes if one.there.status == 0]
    assert succeeded == []


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: f"{row.lines} {row.status}")
def test_known_difference_still_occurs(row: Difference, compared: Sequence[Compared]) -> None:
    assert any(row in known(one) for one in compared if not one.alike())


@pytest.mark.parametrize("text", sorted({row.row for row in EXPECTED}))
def test_known_difference_is_documented(text: str) -> None:
    assert f"\n| {text} |" in DIFFERENCES.read_text()


def test_every_command_that_prints_is_compared() -> None:
    scripted = {words.split()[0] for script in SCRIPTS for words in script.lines}
    reached = {line.command for line in (*TABLES, *MISTAKES)} | scripted
    assert set(COMMANDS) - reached == set(NOT_COMPARED)


def test_reports_how_much_was_compared(
    tables: Sequence[Compared],
    mistakes: Sequence[Compared],
    changes: Sequence[Compared],
    record_property: pytest.RecordProperty,
) -> None:
    reported = [
        f"{name}: {len({one.line.words for one in some})} command lines at "
        f"{len({one.version for one in some})} microversions, {len(some)} in all; "
        f"{sum(one.identical for one in some)} the same to the byte, "
        f"{sum(one.alike() and not one.identical for one in some)} but for ids, times and tokens, "
        f"{sum(not one.alike() for one in some)} different:"
        for name, some in (("tables", tables), ("mistakes", mistakes), ("changes", changes))
    ]
    every = (*tables, *mistakes, *changes)
    rows = Counter(row.row for one in every if not one.alike() for row in known(one)[:1])
    lines = [
        f"with {REQUIREMENT}",
        *reported,
        *(f"  {count}: {row}" for row, count in rows.items()),
    ]
    record_property("the same command line", "\n".join(lines))
    assert sum(one.identical for one in every) > len(every) // 2
