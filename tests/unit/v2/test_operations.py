"""The table of all operations and their microversions."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from novaclient.v2.operations import Operation, operations


@pytest.fixture(scope="module")
def table() -> dict[str, Operation]:
    """The operations by manager and method."""
    return {f"{row.manager}.{row.method}": row for row in operations()}


@pytest.mark.parametrize(
    ("name", "window"),
    [
        ("servers.pause", "2.1 and newer"),
        ("servers.tag_list", "2.26 and newer"),
        ("shares.attach", "2.97 and newer"),
        ("hypervisor_stats.statistics", "2.1 to 2.87"),
    ],
)
def test_table_shows_since_and_until_when(
    table: dict[str, Operation], name: str, window: str
) -> None:
    assert str(table[name].window) == window


def test_table_shows_the_windows_of_arguments(table: dict[str, Operation]) -> None:
    windows = table["servers.unshelve"].parameters
    assert str(windows["availability_zone"]) == "2.77 and newer"
    assert str(windows["host"]) == "2.91 and newer"


def test_table_shows_the_windows_of_filters(table: dict[str, Operation]) -> None:
    assert str(table["servers.list"].parameters["changes-before"]) == "2.66 and newer"


@pytest.mark.parametrize("name", ["glance.list", "servers.find", "servers.findall"])
def test_table_leaves_out_what_has_no_microversion(table: dict[str, Operation], name: str) -> None:
    assert name not in table


def test_table_is_in_alphabetical_order() -> None:
    names = [(row.manager, row.method) for row in operations()]
    assert names == sorted(set(names))


def test_table_costs_nothing_before_it_is_asked_for() -> None:
    script = "import sys, novaclient.api_versions; print('novaclient.v2.client' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"


def test_page_of_the_documentation_is_what_the_methods_declare() -> None:
    root = Path(__file__).parents[3]
    tool = runpy.run_path(str(root / "tools/list-microversions"))
    assert tool["PAGE"].read_text() == tool["page"](), "stale: run 'make table'"
