"""Fixtures: a home folder with a clouds.yaml, and an identity service on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from auth_home import CLOUDS, Home
from identity_service import Keystone

from novaclient.auth.identity import Identity
from novaclient.auth.login import Login


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    monkeypatch.setenv("NOVA_SANDBOX_DIR", str(tmp_path / "sandbox"))
    made = Home(tmp_path)
    made.write("clouds.yaml", CLOUDS)
    return made


@pytest.fixture
def keystone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Keystone]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    running = Keystone()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def cache_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.chdir(tmp_path)
    return {"HOME": str(tmp_path), "NOVACLIENT_CACHE_DIR": str(tmp_path / "cache")}


@pytest.fixture
def identity(keystone: Keystone, cache_home: dict[str, str]) -> Callable[..., Identity]:
    def make(environ: Mapping[str, str] | None = None, **typed: object) -> Identity:
        openrc = {
            "OS_AUTH_URL": keystone.url,
            "OS_USERNAME": "carol",
            "OS_PASSWORD": "pa55word",
            "OS_PROJECT_NAME": "apps",
        }
        return Identity.from_options(typed, cache_home | openrc | dict(environ or {}))

    return make


@pytest.fixture
def login(identity: Callable[..., Identity]) -> Callable[..., Login]:
    def sign_in(environ: Mapping[str, str] | None = None, **typed: object) -> Login:
        return identity(environ, **typed).login()

    return sign_in
