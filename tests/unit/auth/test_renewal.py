"""The renewal of a refused token."""

from __future__ import annotations

import pytest

from novaclient.auth import renewal
from novaclient.auth.cache import Record
from novaclient.auth.renewal import TokenRenewer

OLD = Record("old", None, {"compute": "http://nova.example/v2.1"})


class Renewals:
    """Counts renewals; the first ones fail."""

    def __init__(self, failures: int = 0) -> None:
        self.count = 0
        self._failures = failures

    def __call__(self, record: Record) -> Record:
        self.count += 1
        if self.count <= self._failures:
            raise ConnectionError(f"failure {self.count}")
        return record.replace(token=f"new-{self.count}")


def test_refused_token_is_replaced() -> None:
    tokens = TokenRenewer(OLD, Renewals())
    assert tokens.renew("old")
    assert tokens.record.token == "new-1"


def test_token_that_another_thread_has_replaced_is_not_renewed_again() -> None:
    renewals = Renewals()
    tokens = TokenRenewer(OLD, renewals)
    assert [tokens.renew("old"), tokens.renew("old")] == [True, True]
    assert renewals.count == 1


def test_new_token_that_is_refused_is_renewed() -> None:
    tokens = TokenRenewer(OLD, Renewals())
    tokens.renew("old")
    assert tokens.renew("new-1")
    assert tokens.record.token == "new-2"


def test_token_without_renewal_is_left_as_it_is() -> None:
    tokens = TokenRenewer(OLD)
    assert not tokens.renew("old")
    assert tokens.record is OLD


def test_failure_is_repeated_without_another_attempt() -> None:
    renewals = Renewals(failures=2)
    tokens = TokenRenewer(OLD, renewals)
    for _ in range(3):
        with pytest.raises(ConnectionError, match="failure 1"):
            tokens.renew("old")
    assert renewals.count == 1


def test_renewal_is_retried_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal, "FAILURE_HOLDS", 0.0)
    tokens = TokenRenewer(OLD, Renewals(failures=1))
    with pytest.raises(ConnectionError):
        tokens.renew("old")
    assert tokens.renew("old")
    assert tokens.record.token == "new-2"
