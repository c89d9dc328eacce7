"""Signing in at a little identity service on loopback: requests, endpoints, records and errors."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from identity_service import CATALOG, Keystone, Server, service
from microversions import NEWEST

from novaclient import bulk, exceptions
from novaclient.auth.identity import Identity
from novaclient.auth.login import Login
from novaclient.auth.renewal import TokenRenewer
from novaclient.exceptions import AuthenticationFailed, ConfigurationError, ConnectionFailed


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
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.chdir(tmp_path)
    return {"HOME": str(tmp_path), "NOVACLIENT_CACHE_DIR": str(tmp_path / "cache")}


@pytest.fixture
def identity(keystone: Keystone, home: dict[str, str]) -> Callable[..., Identity]:
    def make(environ: Mapping[str, str] | None = None, **typed: object) -> Identity:
        openrc = {
            "OS_AUTH_URL": keystone.url,
            "OS_USERNAME": "carol",
            "OS_PASSWORD": "pa55word",
            "OS_PROJECT_NAME": "apps",
        }
        return Identity.from_options(typed, home | openrc | dict(environ or {}))

    return make


@pytest.fixture
def login(identity: Callable[..., Identity]) -> Callable[..., Login]:
    def sign_in(environ: Mapping[str, str] | None = None, **typed: object) -> Login:
        return identity(environ, **typed).login()

    return sign_in


# --- requests ------------------------------------------------------------------------------------


def test_address_with_v3_takes_one_request(keystone: Keystone, login: Callable[..., Login]) -> None:
    login()
    assert keystone.asked == ["POST /v3/auth/tokens"]


def test_address_without_version_is_discovered(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    login({"OS_AUTH_URL": keystone.root})
    assert keystone.asked == ["GET /", "POST /v3/auth/tokens"]


def test_both_addresses_send_the_same_body(keystone: Keystone, login: Callable[..., Login]) -> None:
    login()
    login({"OS_AUTH_URL": keystone.root})
    bodies = [body for method, _, body in keystone.requests if method == "POST"]
    assert bodies[0] == bodies[1]


def test_password_is_sent_as_identity_v3_wants_it(
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


def test_rare_auth_type_goes_through_its_plugin(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    login(os_auth_type="v3totp", os_passcode="123456", os_auth_url=keystone.url)
    assert keystone.requests[0][2]["auth"]["identity"]["methods"] == ["totp"]


def test_token_with_endpoint_takes_no_request(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    done = login(
        {"OS_PASSWORD": "", "OS_USERNAME": ""}, os_token="t", endpoint_override="http://nova/v2.1"
    )
    assert keystone.asked == []
    assert (done.record.token, done.record.endpoints) == ("t", {"compute": "http://nova/v2.1"})


def test_type_none_takes_no_request_and_no_token(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    done = login(os_auth_type="none", os_endpoint="http://nova/v2.1")
    assert keystone.asked == []
    assert (done.record.token, done.record.token_only, done.cacheable) == (None, True, True)


def test_step_is_reported(keystone: Keystone, identity: Callable[..., Identity]) -> None:
    steps: list[str] = []
    identity().login(steps.append)
    assert steps == [f"Signing in at {keystone.url}"]


# --- the record ----------------------------------------------------------------------------------


def test_record_holds_what_a_request_needs(login: Callable[..., Login]) -> None:
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


def test_endpoints_are_those_of_the_region(login: Callable[..., Login]) -> None:
    record = login(os_region_name="West").record
    assert record.endpoints == {"compute": "http://127.0.0.1:8774/v2.1/West"}


@pytest.mark.parametrize("interface", ["internal", "internalURL"])
def test_endpoints_are_those_of_the_interface(login: Callable[..., Login], interface: str) -> None:
    record = login(endpoint_type=interface).record
    assert record.endpoints["compute"] == "http://127.0.0.1:8774/v2.1/internal"
    assert record.endpoints["image"] == "http://127.0.0.1:9292/internal"


def test_old_service_name_stands_for_the_new(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    keystone.catalog = [entry for entry in CATALOG if entry["type"] != "block-storage"]
    assert login().record.endpoints["block-storage"] == "http://127.0.0.1:8776/v3/p"


def test_block_storage_is_chosen_by_name(login: Callable[..., Login]) -> None:
    endpoints = login(volume_service_name="cinderv3").record.endpoints
    assert endpoints["block-storage"] == "http://127.0.0.1:8776/v3/p"


def test_name_of_block_storage_may_stand_in_a_variable(login: Callable[..., Login]) -> None:
    endpoints = login({"NOVA_VOLUME_SERVICE_NAME": "cinderv3"}).record.endpoints
    assert endpoints["block-storage"] == "http://127.0.0.1:8776/v3/p"


def test_authentication_system_of_old_is_the_password_type(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    login({"OS_AUTH_SYSTEM": "keystone"})
    assert keystone.requests[-1][2]["auth"]["identity"]["methods"] == ["password"]


def test_endpoint_override_replaces_the_catalogs(login: Callable[..., Login]) -> None:
    endpoints = login(endpoint_override="http://here:1/v2.1").record.endpoints
    assert endpoints["compute"] == "http://here:1/v2.1"
    assert endpoints["image"] == "http://127.0.0.1:9292"


def test_remembered_record_is_found_again(
    keystone: Keystone, identity: Callable[..., Identity]
) -> None:
    first = identity()
    first.remember(first.login().record.replace(max_version=NEWEST))
    found = identity().cached()
    assert found is not None
    assert (found.token, found.max_version) == ("fresh-token", NEWEST)


def test_another_password_does_not_find_the_record(identity: Callable[..., Identity]) -> None:
    first = identity()
    first.remember(first.login().record)
    assert identity(os_password="other").cached() is None


def test_forgotten_record_is_not_found(identity: Callable[..., Identity]) -> None:
    first = identity()
    first.remember(first.login().record)
    first.forget()
    assert identity().cached() is None


def test_secrets_are_not_on_disk(identity: Callable[..., Identity], home: dict[str, str]) -> None:
    first = identity()
    first.remember(first.login().record)
    files = list(Path(home["NOVACLIENT_CACHE_DIR"]).rglob("*.json"))
    assert len(files) == 1
    assert "pa55word" not in files[0].read_text() + files[0].name


def test_token_that_was_typed_is_not_kept(
    identity: Callable[..., Identity], home: dict[str, str]
) -> None:
    given = identity(
        {"OS_PASSWORD": ""}, os_auth_type="admin_token", os_token="t", os_endpoint="http://n"
    )
    given.remember(given.login().record)
    assert not given.cacheable
    assert not list(Path(home["NOVACLIENT_CACHE_DIR"]).rglob("*.json"))


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


def test_https_endpoint_is_checked_by_what_signed_in(
    keystone: Keystone, login: Callable[..., Login], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/corporate.pem")
    keystone.catalog = [service("compute", "https://nova.example/v2.1")]
    assert login().record.verify == "/etc/corporate.pem"


# --- resuming ------------------------------------------------------------------------------------


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
def test_resumed_session_knows_the_endpoints(
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


def test_renewed_token_is_remembered_with_the_version_range(
    identity: Callable[..., Identity],
) -> None:
    asking = identity()
    record = asking.login().record.replace(token="revoked", max_version=NEWEST)
    asking.resume(TokenRenewer(record, asking.renew)).session.auth.invalidate()
    kept = asking.cached()
    assert kept is not None
    assert (kept.token, kept.max_version) == ("fresh-token", NEWEST)


def test_token_that_was_typed_is_not_renewed(login: Callable[..., Login]) -> None:
    done = login(
        {"OS_PASSWORD": "", "OS_USERNAME": ""}, os_token="t", endpoint_override="http://nova/v2.1"
    )
    assert not done.session.auth.invalidate()


# --- what goes wrong -----------------------------------------------------------------------------


def told(login: Callable[..., Login], kind: type[Exception], **typed: object) -> str:
    with pytest.raises(kind) as caught:
        login(**typed)
    return str(caught.value)


def test_refused_credentials_name_the_user_and_where_they_come_from(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    keystone.status, keystone.body = 401, {"error": {"code": 401, "message": "no"}}
    keystone.headers = {"X-Openstack-Request-Id": "req-1"}
    assert told(login, AuthenticationFailed) == (
        f"the identity service at {keystone.url} refused the credentials of user 'carol' for "
        "project 'apps' given by the flags and OS_* variables (HTTP 401) (Request-ID: req-1)"
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
    text = told(login, kind)
    assert text.endswith(
        f"did not sign user 'carol' for project 'apps' in: try later (HTTP {status})"
    )


def test_wrong_path_is_told(keystone: Keystone, login: Callable[..., Login]) -> None:
    keystone.status, keystone.body = 404, b"no such page"
    assert "there is no identity service at" in told(login, exceptions.NotFound)


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
def test_answer_that_is_not_keystones_is_told(
    keystone: Keystone, login: Callable[..., Login], body: bytes
) -> None:
    keystone.body = body
    assert "is not an identity service: check --os-auth-url" in told(login, ConnectionFailed)


def test_token_that_is_no_header_is_refused(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    keystone.headers = {"X-Subject-Token": "a\tb\xe9"}
    assert "is not an identity service" in told(login, ConnectionFailed)


def test_closed_port_is_told(login: Callable[..., Login]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v3"
        text = told(login, ConnectionFailed, os_auth_url=url)
    assert text == (
        f"cannot reach the identity service at {url}: Connection refused: "
        "check --os-auth-url (OS_AUTH_URL) and the network"
    )


def test_closed_port_is_told_without_version_in_the_address(login: Callable[..., Login]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        assert "Connection refused" in told(login, ConnectionFailed, os_auth_url=url)


def test_unknown_host_is_told(login: Callable[..., Login]) -> None:
    text = told(login, ConnectionFailed, os_auth_url="https://host.invalid/v3")
    assert text.startswith("cannot reach the identity service at https://host.invalid/v3: ")
    assert "HTTPConnectionPool" not in text


@pytest.mark.parametrize("host", ["keystone.example", "10.0.0.1", "[2001:db8::1]", "127.0.0.1.x"])
def test_password_is_not_sent_without_tls_to_another_machine(
    host: str, login: Callable[..., Login]
) -> None:
    text = told(login, ConfigurationError, os_auth_url=f"http://{host}:5000/v3")
    assert f"would be sent to http://{host}:5000/v3 without TLS" in text
    assert "--os-insecure-http or set NOVACLIENT_INSECURE_HTTP=1" in text


def test_password_is_sent_without_tls_where_that_is_asked_for(login: Callable[..., Login]) -> None:
    url = "http://host.invalid/v3"
    told(login, ConnectionFailed, os_auth_url=url, insecure_http=True)
    with pytest.raises(ConnectionFailed):
        login({"NOVACLIENT_INSECURE_HTTP": "1", "OS_AUTH_URL": url})


def test_token_is_not_sent_without_tls_to_another_machine_either(
    login: Callable[..., Login],
) -> None:
    with pytest.raises(ConfigurationError, match="without TLS"):
        login({"OS_PASSWORD": ""}, os_token="t", os_auth_url="http://keystone.example/v3")


def test_endpoint_without_tls_is_warned_of(
    keystone: Keystone, login: Callable[..., Login], caplog: pytest.LogCaptureFixture
) -> None:
    keystone.catalog = [service("compute", "http://nova.example/v2.1")]
    login()
    assert "requests to http://nova.example/v2.1 carry the token without TLS" in caplog.text
    caplog.clear()
    login(insecure_http=True)
    assert caplog.text == ""


def test_credentials_do_not_follow_a_redirect_to_another_origin(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    keystone.status, keystone.headers = 307, {"Location": "http://evil.example/v3/auth/tokens"}
    text = told(login, ConnectionFailed)
    assert "redirects to http://evil.example/v3/auth/tokens" in text
    assert keystone.asked == ["POST /v3/auth/tokens"]


def test_silence_is_told(keystone: Keystone, login: Callable[..., Login]) -> None:
    keystone.answers = lambda: time.sleep(0.5)
    assert "no response in time" in told(login, ConnectionFailed, timeout=0.1)


def test_password_in_an_address_is_not_shown(login: Callable[..., Login]) -> None:
    text = told(login, ConnectionFailed, os_auth_url="http://me:hidden@127.0.0.1:1/v3")
    assert "hidden" not in text


def test_untrusted_certificate_shows_the_way(login: Callable[..., Login], tmp_path: Path) -> None:
    with secure_server(tmp_path) as url:
        text = told(login, ConnectionFailed, os_auth_url=url)
    assert "is not trusted: self" in text
    assert "give its CA with --os-cacert (OS_CACERT)" in text


def test_address_that_is_not_tls_is_told(keystone: Keystone, login: Callable[..., Login]) -> None:
    url = keystone.url.replace("http:", "https:")
    assert f"no TLS connection to {url}" in told(login, ConnectionFailed, os_auth_url=url)


def test_unscoped_token_is_told(keystone: Keystone, login: Callable[..., Login]) -> None:
    keystone.scope = {}
    text = told(login, ConfigurationError, os_project_name="")
    assert text == ("the token is unscoped: give --os-project-name or set OS_PROJECT_NAME")


def test_unknown_region_lists_those_there_are(login: Callable[..., Login]) -> None:
    assert told(login, ConfigurationError, os_region_name="North") == (
        "there is no compute service in region 'North' (--os-region-name): it is in East, West"
    )


def test_unknown_interface_lists_those_there_are(login: Callable[..., Login]) -> None:
    assert "it has internal, public" in told(login, ConfigurationError, endpoint_type="admin")


def test_unknown_service_name_lists_those_there_are(login: Callable[..., Login]) -> None:
    assert told(login, ConfigurationError, service_name="x").endswith("there is nova")


def test_catalog_without_compute_lists_what_it_has(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    keystone.catalog = CATALOG[1:]
    text = told(login, ConfigurationError)
    assert text.endswith("it has block-storage, image, network, volumev3")


def test_empty_catalog_is_told(keystone: Keystone, login: Callable[..., Login]) -> None:
    keystone.catalog = []
    assert told(login, ConfigurationError).endswith("it has none at all")


def test_endpoint_that_is_no_address_is_told(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    keystone.catalog = [service("compute", "file:///etc/passwd")]
    assert "is not an http(s) address" in told(login, ConfigurationError)


def test_failure_is_told_once(home: dict[str, str]) -> None:
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
        [sys.executable, "-c", code], env=home, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("cannot reach the identity service")
    assert done.stderr == ""


class secure_server:
    """A TLS server on loopback with a certificate that nobody has signed."""

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
