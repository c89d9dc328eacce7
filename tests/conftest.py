"""Fixtures for all tests, and the summary at the end of a run."""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterator

import pytest


def pytest_configure() -> None:
    """Have the commands that tests begin obey Ctrl-C; a shell in the background ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def loggers_as_before() -> Iterator[None]:
    """Undo what ``--debug`` turned on in this process."""
    loggers = [logging.getLogger(name) for name in ("novaclient", "keystoneauth")]
    before = [(logger, logger.level, list(logger.handlers)) for logger in loggers]
    yield
    for logger, level, handlers in before:
        logger.setLevel(level)
        logger.handlers = handlers


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the properties of tests, a section each, whichever process they ran in."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, text in getattr(report, "user_properties", ()):
                terminalreporter.section(name)
                terminalreporter.write_line(text)
