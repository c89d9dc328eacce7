"""Fixtures of the hostile tests, and their count at the end."""

from __future__ import annotations

from collections import Counter

import pytest
from hostile_clients import Command, Limits

_RUN: Counter[str] = Counter()


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> Limits:
    """Small limits for all clients, and no pauses."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return Limits(monkeypatch)


@pytest.fixture
def command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], limits: Limits
) -> Command:
    """``nova`` in this process."""
    return Command(monkeypatch, capsys)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and "tests/hostile/test_hostile" in report.nodeid:
        kind = report.nodeid.rpartition("[")[2].partition("-")[0]
        _RUN[f"{kind} {report.outcome}"] += 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _RUN:
        counted = ", ".join(f"{count} {name}" for name, count in sorted(_RUN.items()))
        terminalreporter.write_line(f"hostile responses by client: {counted}")
