"""What all tests need of the process they run in; what they have kept for the end of the run."""

from __future__ import annotations

import signal

import pytest


def pytest_configure() -> None:
    """Have the commands that tests begin obey Ctrl-C; a shell in the background ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the properties of tests, a section each, whichever process they ran in."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, text in getattr(report, "user_properties", ()):
                terminalreporter.section(name)
                terminalreporter.write_line(text)
