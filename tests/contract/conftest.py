"""Fixture: Nova's contract, opened once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from nova_contract import Contract, Walks, open_contract


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
