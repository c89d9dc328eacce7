"""Nova's contract, opened once, and what the tests found of it, at the end of the run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from nova_contract import Contract, Walks, open_contract

#: Under which a test keeps its lines for the end of the run.
SUMMARY = "nova's contract"


@pytest.fixture(scope="session")
def contract() -> Iterator[Contract]:
    """Nova's operations, schemas and validators."""
    opened = open_contract()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def walks(contract: Contract) -> Walks:
    """The calls of the cases; each is made once."""
    return Walks(contract)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the coverage that a test has kept, whichever process it ran in."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, text in getattr(report, "user_properties", ()):
                if name == SUMMARY:
                    terminalreporter.section(SUMMARY)
                    terminalreporter.write_line(text)
