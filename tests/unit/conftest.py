"""Fixtures of the unit tests."""

from __future__ import annotations

import sys

import cli_frame
import pytest
from cli_nova import Nova

from novaclient.cli import index


@pytest.fixture
def nova(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Nova:
    """``nova`` with commands of no cloud, see ``cli_frame``, and its own help."""
    program = index.INDEX["Cloud and program"]["program"]
    monkeypatch.setattr(index, "INDEX", {**cli_frame.INDEX, "Program": {"program": program}})
    monkeypatch.setitem(sys.modules, "novaclient.cli.commands.boxes", cli_frame)
    return Nova(monkeypatch, capsys)
