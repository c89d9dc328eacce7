"""The plugins and sessions of keystoneauth: what they send to an identity service."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from identity_service import Keystone
from microversions import NEWEST

from novaclient import bulk
from novaclient.auth.identity import Identity
from novaclient.auth.login import Login
from novaclient.auth.renewal import TokenRenewer


def test_url_with_v3_needs_one_request(keystone: Keystone, login: Callable[..., Login]) -> None:
    login()
    assert keystone.asked == ["POST /v3/auth/tokens"]


def test_url_without_version_is_discovered(keystone: Keystone, login: Callable[..., Login]) -> None:
    login({"OS_AUTH_URL": keystone.root})
    assert keystone.asked == ["GET /", "POST /v3/auth/tokens"]


def test_both_urls_lead_to_the_same_request_body(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    login()
    login({"OS_AUTH_URL": keystone.root})
    bodies = [body for method, _, body in keystone.requests if method == "POST"]
    assert bodies[0] == bodies[1]


def test_password_is_sent_in_the_form_of_identity_v3(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    login()
    user = {"name": "carol", "password": "pa55word", "domain": {"id": "default"}}
    assert keystone.requests[0][2] == {
        "auth": {
            "identity": {"methods": ["password"], "password": {"user": user}},
            "scope": {"project": {"name": "apps", "domain": {"id": "default"}}},
        }
    }


def test_token_is_exchanged_in_one_request(keystone: Keystone, login: Callable[..., Login]) -> None:
    login({"OS_USERNAME": "", "OS_PASSWORD": ""}, os_token="old")
    assert keystone.asked == ["POST /v3/auth/tokens"]
    assert keystone.requests[0][2]["auth"]["identity"] == {
        "methods": ["token"],
        "token": {"id": "old"},
    }


def test_application_credential_is_sent_without_scope(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    login(
        {"OS_USERNAME": "", "OS_PROJECT_NAME": ""},
        os_auth_type="v3applicationcredential",
        os_application_credential_id="id",
        os_application_credential_secret="s",
        os_password="",
    )
    assert keystone.requests[0][2]["auth"] == {
        "identity": {
            "methods": ["application_credential"],
            "application_credential": {"id": "id", "secret": "s"},
        }
    }


def test_other_auth_type_is_loaded_from_its_entry_point(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    login(os_auth_type="v3totp", os_passcode="123456", os_auth_url=keystone.url)
    assert keystone.requests[0][2]["auth"]["identity"]["methods"] == ["totp"]


def test_legacy_authentication_system_is_the_password_type(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    login({"OS_AUTH_SYSTEM": "keystone"})
    assert keystone.requests[-1][2]["auth"]["identity"]["methods"] == ["password"]


def test_resumed_session_sends_the_cached_token(
    keystone: Keystone, identity: Callable[..., Identity]
) -> None:
    record = identity().login().record
    session = identity().resume(TokenRenewer(record)).session
    keystone.requests.clear()
    assert session.get_auth_headers() == {"X-Auth-Token": "fresh-token"}
    assert session.get_project_id() == "p1"
    assert keystone.asked == []


@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("compute", "http://127.0.0.1:8774/v2.1"),
        ("block-storage", "http://127.0.0.1:8776/v3"),
        ("volumev3", "http://127.0.0.1:8776/v3"),
        ("object-store", None),
    ],
)
def test_resumed_session_has_the_endpoints(
    identity: Callable[..., Identity], kind: str, url: str | None
) -> None:
    session = identity().resume(TokenRenewer(identity().login().record)).session
    assert session.get_endpoint(service_type=kind) == url


def test_resumed_session_renews_a_refused_token_once(
    keystone: Keystone, identity: Callable[..., Identity]
) -> None:
    asking = identity()
    record = asking.login().record.replace(token="revoked", max_version=NEWEST)
    asking.remember(record)
    plugin = asking.resume(TokenRenewer(record, asking.renew)).session.auth
    keystone.requests.clear()
    sent = threading.Barrier(2, timeout=10)

    def refused(_: int) -> bool:
        plugin.get_headers(None)
        sent.wait()
        return bool(plugin.invalidate())

    assert [outcome.result for outcome in bulk.run(refused, range(2))] == [True, True]
    assert keystone.asked == ["POST /v3/auth/tokens"]
    assert plugin.get_token(None) == "fresh-token"


def test_renewed_token_is_stored_with_the_version_range(
    identity: Callable[..., Identity],
) -> None:
    asking = identity()
    record = asking.login().record.replace(token="revoked", max_version=NEWEST)
    asking.resume(TokenRenewer(record, asking.renew)).session.auth.invalidate()
    kept = asking.cached()
    assert kept is not None
    assert (kept.token, kept.max_version) == ("fresh-token", NEWEST)


def test_token_of_the_user_is_not_renewed(login: Callable[..., Login]) -> None:
    done = login(
        {"OS_PASSWORD": "", "OS_USERNAME": ""}, os_token="t", endpoint_override="http://nova/v2.1"
    )
    assert not done.session.auth.invalidate()
