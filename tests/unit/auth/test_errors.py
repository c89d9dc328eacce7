"""Messages about failed logins."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from identity_service import Keystone, Server
from login_errors import error

from novaclient import exceptions
from novaclient.auth.login import Login
from novaclient.exceptions import AuthenticationFailed, ConnectionFailed


def test_refused_credentials_name_the_user_and_their_source(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    keystone.status, keystone.body = 401, {"error": {"code": 401, "message": "no"}}
    keystone.headers = {"X-Openstack-Request-Id": "req-1"}
    assert error(login, AuthenticationFailed) == (
        f"the identity service at {keystone.url} refused the credentials of user 'carol' for "
        "project 'apps' given by the flags and OS_* variables (HTTP 401) (Request-ID: req-1)"
    )


@pytest.mark.parametrize("key", ["id", "name"])
def test_refused_application_credential_is_named(
    keystone: Keystone, login: Callable[..., Login], key: str
) -> None:
    keystone.status, keystone.body = 401, {"error": {"code": 401, "message": "no"}}
    with pytest.raises(
        AuthenticationFailed, match="credentials of application credential 'deploy'"
    ):
        login(
            {"OS_USERNAME": "", "OS_PASSWORD": "", "OS_PROJECT_NAME": ""},
            os_auth_type="v3applicationcredential",
            os_application_credential_secret="s3cret",
            **{f"os_application_credential_{key}": "deploy"},
        )


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, exceptions.BadRequest),
        (403, exceptions.Forbidden),
        (503, exceptions.ClientException),
    ],
)
def test_other_refusals_quote_the_service(
    keystone: Keystone, login: Callable[..., Login], status: int, kind: type[Exception]
) -> None:
    keystone.status = status
    keystone.body = {"error": {"code": status, "message": "try\nlater", "title": "x"}}
    text = error(login, kind)
    assert text.endswith(
        f"did not sign user 'carol' for project 'apps' in: try later (HTTP {status})"
    )


def test_url_without_identity_service_is_reported(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    keystone.status, keystone.body = 404, b"no such page"
    assert "there is no identity service at" in error(login, exceptions.NotFound)


@pytest.mark.parametrize(
    "body",
    [
        b"<html>welcome</html>",
        b"{}",
        b"[]",
        b'{"token": {"expires_at": "soon", "project": {"id": "p"}, "catalog": []}}',
        b'{"token": {"expires_at": "2040-01-01T00:00:00Z", "project": {"id": "p"}, "catalog": 5}}',
    ],
    ids=["page", "empty", "list", "time", "catalog"],
)
def test_response_of_another_service_is_reported(
    keystone: Keystone, login: Callable[..., Login], body: bytes
) -> None:
    keystone.body = body
    assert "is not an identity service: check --os-auth-url" in error(login, ConnectionFailed)


def test_closed_port_is_error(login: Callable[..., Login]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v3"
        text = error(login, ConnectionFailed, os_auth_url=url)
    assert text == (
        f"cannot reach the identity service at {url}: Connection refused: "
        "check --os-auth-url (OS_AUTH_URL) and the network"
    )


def test_closed_port_is_reported_by_discovery(login: Callable[..., Login]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        assert "Connection refused" in error(login, ConnectionFailed, os_auth_url=url)


def test_unknown_host_is_error(login: Callable[..., Login]) -> None:
    text = error(login, ConnectionFailed, os_auth_url="https://host.invalid/v3")
    assert text.startswith("cannot reach the identity service at https://host.invalid/v3: ")
    assert "HTTPConnectionPool" not in text


def test_credentials_do_not_follow_a_redirect_to_another_origin(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    keystone.status, keystone.headers = 307, {"Location": "http://evil.example/v3/auth/tokens"}
    text = error(login, ConnectionFailed)
    assert "redirects to http://evil.example/v3/auth/tokens" in text
    assert keystone.asked == ["POST /v3/auth/tokens"]


def test_timeout_is_reported(keystone: Keystone, login: Callable[..., Login]) -> None:
    keystone.answers = lambda: time.sleep(0.5)
    assert "no response in time" in error(login, ConnectionFailed, timeout=0.1)


def test_password_in_a_url_is_not_shown(login: Callable[..., Login]) -> None:
    text = error(login, ConnectionFailed, os_auth_url="http://me:hidden@127.0.0.1:1/v3")
    assert "hidden" not in text


def test_untrusted_certificate_names_the_flag_for_its_ca(
    login: Callable[..., Login], tmp_path: Path
) -> None:
    with secure_server(tmp_path) as url:
        text = error(login, ConnectionFailed, os_auth_url=url)
    assert "is not trusted: self" in text
    assert "give its CA with --os-cacert (OS_CACERT)" in text


def test_server_without_tls_is_reported(keystone: Keystone, login: Callable[..., Login]) -> None:
    url = keystone.url.replace("http:", "https:")
    assert f"no TLS connection to {url}" in error(login, ConnectionFailed, os_auth_url=url)


def test_failure_is_reported_once(cache_home: dict[str, str]) -> None:
    code = (
        "from novaclient.auth.identity import Identity\n"
        "from novaclient.exceptions import ConnectionFailed\n"
        "given = {'os_auth_url': 'http://127.0.0.1:1', 'os_username': 'u', 'os_password': 'p'}\n"
        "try:\n"
        "    Identity.from_options(given).login()\n"
        "except ConnectionFailed as error:\n"
        "    print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=cache_home, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("cannot reach the identity service")
    assert done.stderr == ""


class secure_server:
    """A TLS server on loopback with a self-signed certificate."""

    def __init__(self, folder: Path) -> None:
        self.server = Server(("127.0.0.1", 0), BaseHTTPRequestHandler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_certificate(folder))
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)

    def __enter__(self) -> str:
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return f"https://127.0.0.1:{self.server.server_port}/v3"

    def __exit__(self, *args: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def _certificate(folder: Path) -> Path:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path
