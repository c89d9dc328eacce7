"""Credentials and tokens on connections without TLS."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from identity_service import Keystone, service
from login_errors import error

from novaclient.auth.login import Login
from novaclient.exceptions import ConfigurationError, ConnectionFailed


@pytest.mark.parametrize("host", ["keystone.example", "10.0.0.1", "[2001:db8::1]", "127.0.0.1.x"])
def test_password_is_not_sent_without_tls_to_another_machine(
    host: str, login: Callable[..., Login]
) -> None:
    text = error(login, ConfigurationError, os_auth_url=f"http://{host}:5000/v3")
    assert f"would be sent to http://{host}:5000/v3 without TLS" in text
    assert "--os-insecure-http or set NOVACLIENT_INSECURE_HTTP=1" in text


def test_password_is_sent_without_tls_if_allowed(login: Callable[..., Login]) -> None:
    url = "http://host.invalid/v3"
    error(login, ConnectionFailed, os_auth_url=url, insecure_http=True)
    with pytest.raises(ConnectionFailed):
        login({"NOVACLIENT_INSECURE_HTTP": "1", "OS_AUTH_URL": url})


def test_token_is_not_sent_without_tls_to_another_machine(
    login: Callable[..., Login],
) -> None:
    with pytest.raises(ConfigurationError, match="without TLS"):
        login({"OS_PASSWORD": ""}, os_token="t", os_auth_url="http://keystone.example/v3")


def test_endpoint_without_tls_is_a_warning(
    keystone: Keystone, login: Callable[..., Login], caplog: pytest.LogCaptureFixture
) -> None:
    keystone.catalog = [service("compute", "http://nova.example/v2.1")]
    login()
    assert "requests to http://nova.example/v2.1 carry the token without TLS" in caplog.text
    caplog.clear()
    login(insecure_http=True)
    assert caplog.text == ""
