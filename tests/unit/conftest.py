"""Fixtures of the unit tests."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

import cli_frame
import cli_nova
import commanding
import pytest
import recording
import routed
from cli_nova import Nova

from novaclient.cli import command_table


@pytest.fixture(autouse=True, scope="session")
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What commands keep is kept apart from the user's."""
    cli_nova.CACHE = os.environ["NOVACLIENT_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def nova(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Nova:
    """``nova`` with commands of no cloud, see ``cli_frame``, and its own help."""
    program = (row for row in command_table.rows() if row.module.endswith(".program"))
    lines = [row.line for row in (*cli_frame.ROWS, *program)]
    monkeypatch.setattr(command_table, "_read_lines", lines)
    monkeypatch.setitem(sys.modules, "novaclient.cli.commands.boxes", cli_frame)
    return Nova(monkeypatch, capsys)


@pytest.fixture
def cloud() -> Callable[..., recording.Cloud]:
    """Makes a client of a recorded cloud, see ``recording.recorded``."""
    return recording.recorded


@pytest.fixture
def on_cloud(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> commanding.Commanding:
    """``nova`` against a recorded cloud, see ``commanding``."""
    return commanding.Commanding(monkeypatch, capsys)


@pytest.fixture
def on_routes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> routed.OnRoutes:
    """``nova`` against a cloud that answers by the request, see ``routed``."""
    return routed.OnRoutes(monkeypatch, capsys)
