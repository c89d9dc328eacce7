"""Signing in: the record, and where it is stored."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from identity_service import Keystone, service
from login_errors import error
from microversions import NEWEST

from novaclient.auth.identity import Identity
from novaclient.auth.login import Login
from novaclient.exceptions import ConfigurationError, ConnectionFailed


def test_token_with_endpoint_needs_no_request(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    done = login(
        {"OS_PASSWORD": "", "OS_USERNAME": ""}, os_token="t", endpoint_override="http://nova/v2.1"
    )
    assert keystone.asked == []
    assert (done.record.token, done.record.endpoints) == ("t", {"compute": "http://nova/v2.1"})


def test_type_none_needs_no_request_and_no_token(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    done = login(os_auth_type="none", os_endpoint="http://nova/v2.1")
    assert keystone.asked == []
    assert (done.record.token, done.record.token_only, done.cacheable) == (None, True, True)


def test_step_is_reported(keystone: Keystone, identity: Callable[..., Identity]) -> None:
    steps: list[str] = []
    identity().login(steps.append)
    assert steps == [f"Signing in at {keystone.url}"]


def test_record_has_token_endpoints_and_expiry(login: Callable[..., Login]) -> None:
    record = login().record
    assert (record.token, record.project_id, record.user_id) == ("fresh-token", "p1", "u1")
    assert record.endpoints == {
        "compute": "http://127.0.0.1:8774/v2.1",
        "image": "http://127.0.0.1:9292",
        "network": "http://127.0.0.1:9696",
        "block-storage": "http://127.0.0.1:8776/v3",
    }
    assert record.expires_at is not None
    assert 3500 < record.expires_at - time.time() < 3601
    assert record.token_only


def test_stored_record_is_found(keystone: Keystone, identity: Callable[..., Identity]) -> None:
    first = identity()
    first.remember(first.login().record.replace(max_version=NEWEST))
    found = identity().cached()
    assert found is not None
    assert (found.token, found.max_version) == ("fresh-token", NEWEST)


def test_record_is_not_found_with_another_password(identity: Callable[..., Identity]) -> None:
    first = identity()
    first.remember(first.login().record)
    assert identity(os_password="other").cached() is None


def test_deleted_record_is_not_found(identity: Callable[..., Identity]) -> None:
    first = identity()
    first.remember(first.login().record)
    first.forget()
    assert identity().cached() is None


def test_secrets_are_not_on_disk(
    identity: Callable[..., Identity], cache_home: dict[str, str]
) -> None:
    first = identity()
    first.remember(first.login().record)
    files = list(Path(cache_home["NOVACLIENT_CACHE_DIR"]).rglob("*.json"))
    assert len(files) == 1
    assert "pa55word" not in files[0].read_text() + files[0].name


def test_token_of_the_user_is_not_stored(
    identity: Callable[..., Identity], cache_home: dict[str, str]
) -> None:
    given = identity(
        {"OS_PASSWORD": ""}, os_auth_type="admin_token", os_token="t", os_endpoint="http://n"
    )
    given.remember(given.login().record)
    assert not given.cacheable
    assert not list(Path(cache_home["NOVACLIENT_CACHE_DIR"]).rglob("*.json"))


def test_basic_authentication_is_neither_token_only_nor_cached(login: Callable[..., Login]) -> None:
    done = login(os_auth_type="http_basic", os_endpoint="https://nova")
    assert (done.record.token_only, done.cacheable) == (False, False)


def test_proxy_makes_a_record_that_is_not_token_only(
    keystone: Keystone, login: Callable[..., Login], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    keystone.catalog = [service("compute", "http://nova.example/v2.1")]
    assert not login().record.token_only


def test_tls_setting_makes_a_record_that_is_not_token_only(login: Callable[..., Login]) -> None:
    assert not login(tls_min_version="1.3").record.token_only


def test_ca_bundle_of_requests_is_recorded(
    keystone: Keystone, login: Callable[..., Login], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/corporate.pem")
    keystone.catalog = [service("compute", "https://nova.example/v2.1")]
    assert login().record.verify == "/etc/corporate.pem"


def test_token_that_is_not_a_header_value_is_refused(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    keystone.headers = {"X-Subject-Token": "a\tb\xe9"}
    assert "is not an identity service" in error(login, ConnectionFailed)


def test_unscoped_token_is_refused(keystone: Keystone, login: Callable[..., Login]) -> None:
    keystone.scope = {}
    text = error(login, ConfigurationError, os_project_name="")
    assert text == ("the token is unscoped: give --os-project-name or set OS_PROJECT_NAME")
