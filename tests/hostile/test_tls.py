"""Servers with an untrusted certificate or outdated TLS, with every kind of client."""

from __future__ import annotations

import ssl
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from certificates import LOOPBACK, Authority, serving
from cryptography import x509
from hostile_clients import CLIENTS, TOKEN, Command
from hostile_server import HostileServer, well

from novaclient.exceptions import ConnectionFailed
from novaclient.v2.client import Client

pytestmark = pytest.mark.usefixtures("limits")

each_client = pytest.mark.parametrize("kind", CLIENTS)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def client(kind: str, url: str, verify: bool | str) -> Client:
    """A client that trusts an authority; the system's with True, everybody with False."""
    options: dict[str, Any] = {"verify": verify}
    if kind == "session":
        options = {"insecure": True} if verify is False else {}
        if isinstance(verify, str):
            options["cacert"] = verify
    if kind != "program":
        options["timeout"] = 5
    return CLIENTS[kind](url, **options)


#: Wrong certificates, and how each of them is made.
WRONG: dict[str, Callable[[Authority], str]] = {
    "another name": lambda ca: ca.certificate(x509.DNSName("nova.example")),
    "another address": lambda ca: ca.certificate(x509.IPAddress(LOOPBACK.value + 1)),
    "address as a name": lambda ca: ca.certificate(x509.DNSName("127.0.0.1")),
    "only a common name": lambda ca: ca.certificate(),
    "expired": lambda ca: ca.certificate(LOOPBACK, since=-9, until=-1),
    "not valid yet": lambda ca: ca.certificate(LOOPBACK, since=2, until=3),
    "signed by itself": lambda ca: ca.certificate(LOOPBACK, signs_itself=True),
}


@each_client
@pytest.mark.parametrize("wrong", WRONG)
def test_untrusted_certificate_gets_no_request(kind: str, wrong: str, authority: Authority) -> None:
    with HostileServer(well, tls=serving(WRONG[wrong](authority))) as server:
        with pytest.raises(ConnectionFailed, match=r"certificate .*is not trusted") as caught:
            client(kind, server.url, authority.path).servers.list()
        assert (server.connections, server.requests) == (1, [])
    assert (caught.value.sent, caught.value.transient) == (False, False)


@each_client
def test_certificate_of_an_unknown_authority_gets_no_request(
    kind: str, authority: Authority
) -> None:
    with HostileServer(well, tls=serving(authority.certificate(LOOPBACK))) as server:
        with pytest.raises(ConnectionFailed, match=r"certificate .*is not trusted"):
            client(kind, server.url, True).servers.list()
        assert server.requests == []


@each_client
def test_certificate_of_a_known_authority_is_trusted(kind: str, authority: Authority) -> None:
    with HostileServer(well, tls=serving(authority.certificate(LOOPBACK))) as server:
        assert len(client(kind, server.url, authority.path).servers.list()) == 1


@each_client
def test_no_certificate_is_checked_with_insecure(kind: str, authority: Authority) -> None:
    tls = serving(WRONG["expired"](authority))
    with HostileServer(well, tls=tls) as server, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert len(client(kind, server.url, False).servers.list()) == 1


@each_client
def test_old_tls_is_refused(kind: str, authority: Authority) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        tls = serving(authority.certificate(LOOPBACK), ssl.TLSVersion.TLSv1_1)
    with HostileServer(well, tls=tls) as server:
        with pytest.raises(ConnectionFailed):
            client(kind, server.url, authority.path).servers.list()
        assert server.requests == []


@each_client
def test_plain_http_where_tls_is_expected_gets_no_request(kind: str) -> None:
    with HostileServer(well) as server:
        with pytest.raises(ConnectionFailed):
            CLIENTS[kind](server.url.replace("http:", "https:")).servers.list()
        assert server.requests == []


def test_client_certificate_is_shown(authority: Authority) -> None:
    tls = serving(authority.certificate(LOOPBACK))
    tls.verify_mode = ssl.CERT_REQUIRED
    tls.load_verify_locations(authority.path)
    mine = authority.certificate(common="carol")
    with HostileServer(well, tls=tls) as server:
        nova = CLIENTS["session"]
        assert nova(server.url, cacert=authority.path, cert=mine, timeout=5).servers.list()
        with pytest.raises(ConnectionFailed):
            nova(server.url, cacert=authority.path, timeout=5).servers.list()
        assert len(server.requests) == 1


@pytest.mark.parametrize("cert", [False, True], ids=["token", "session"])
def test_command_trusts_the_given_authority(
    cert: bool, authority: Authority, command: Command
) -> None:
    mine = ("--os-cert", authority.certificate(common="carol")) if cert else ()
    with HostileServer(well, tls=serving(authority.certificate(LOOPBACK))) as server:
        done = command(server.url, "list", "--timeout", "5", "--os-cacert", authority.path, *mine)
        assert (done.status, done.err) == (0, "")
        refused = command(server.url, "list", "--timeout", "5", *mine)
    assert refused.status == 1
    assert "is not trusted" in refused.err
    assert TOKEN not in refused.err
    assert len(server.requests) == 1


def test_missing_authority_file_is_reported(command: Command, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    with HostileServer(well) as server:
        url = server.url.replace("http:", "https:")
        ran = command(url, "list", "--os-cacert", str(broken))
        assert ran.status == 1
        assert "defect" not in ran.err
        assert server.requests == []
