"""Records in the system's keyring."""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from novaclient.auth import cache, keyring
from novaclient.auth.cache import Record

KEY = "a" * 64


class Ring(ModuleType):
    """A keyring in memory, instead of the package."""

    def __init__(self) -> None:
        super().__init__("keyring")
        self.errors = ModuleType("keyring.errors")
        vars(self.errors)["KeyringError"] = type("KeyringError", (Exception,), {})
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def _check(self) -> None:
        if self.locked:
            raise vars(self.errors)["KeyringError"]("it is locked")

    def get_password(self, service: str, name: str) -> str | None:
        self._check()
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, secret: str) -> None:
        self._check()
        self.kept[service, name] = secret

    def delete_password(self, service: str, name: str) -> None:
        self._check()
        del self.kept[service, name]


@pytest.fixture(autouse=True)
def _warn_anew() -> None:
    keyring._warn.cache_clear()


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    made = Ring()
    monkeypatch.setitem(sys.modules, "keyring", made)
    monkeypatch.setitem(sys.modules, "keyring.errors", made.errors)
    return made


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"NOVACLIENT_CACHE_DIR": str(tmp_path / "cache"), "NOVACLIENT_KEYRING": "1"}


def record(**changes: Any) -> Record:
    made = Record(
        "secret", time.time() + 3600, {"compute": "http://127.0.0.1/v2.1"}, token_only=True
    )
    return made.replace(**changes)


def test_stored_record_is_loaded(ring: Ring, environ: dict[str, str]) -> None:
    stored = record()
    cache.store(KEY, stored, environ)
    assert cache.load(KEY, environ) == stored
    assert list(ring.kept) == [("novaclient_auth", KEY)]


def test_no_file_is_written(ring: Ring, environ: dict[str, str], tmp_path: Path) -> None:
    cache.store(KEY, record(), environ)
    assert list(tmp_path.iterdir()) == []


def test_record_that_has_expired_is_not_used(ring: Ring, environ: dict[str, str]) -> None:
    cache.store(KEY, record(expires_at=time.time() + 30), environ)
    assert cache.load(KEY, environ) is None


def test_record_without_expiry_is_stored(ring: Ring, environ: dict[str, str]) -> None:
    cache.store(KEY, record(expires_at=None), environ)
    assert cache.load(KEY, environ) is not None


def test_deleted_record_is_absent(ring: Ring, environ: dict[str, str]) -> None:
    cache.store(KEY, record(), environ)
    cache.drop(KEY, environ)
    cache.drop(KEY, environ)
    assert ring.kept == {}


def test_invalid_record_is_deleted(ring: Ring, environ: dict[str, str]) -> None:
    ring.kept["novaclient_auth", KEY] = "9e9 nonsense"
    assert cache.load(KEY, environ) is None
    assert ring.kept == {}


def test_cache_that_is_turned_off_asks_no_keyring(ring: Ring, environ: dict[str, str]) -> None:
    ring.locked = True
    off = {**environ, "NOVACLIENT_NO_CACHE": "1"}
    cache.store(KEY, record(), off)
    assert cache.load(KEY, off) is None


def test_locked_keyring_is_a_warning_and_fails_nothing(
    ring: Ring, environ: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    ring.locked = True
    with caplog.at_level(logging.WARNING, "novaclient.auth"):
        cache.load(KEY, environ)
        cache.store(KEY, record(), environ)
    assert caplog.messages == [
        "the token is not stored in the system's keyring (NOVACLIENT_KEYRING): it is locked"
    ]


def test_package_that_is_not_installed_is_named(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    with caplog.at_level(logging.WARNING, "novaclient.auth"):
        assert cache.load(KEY, environ) is None
    assert "pip install 'novaclient[keyring]'" in caplog.text
