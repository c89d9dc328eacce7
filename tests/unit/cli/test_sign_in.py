"""The requests of a command when nothing, something or everything is cached.

For the command, and at the end for programs that call :func:`novaclient.connect`.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from identity_service import Keystone, Server, service
from microversions import NEWEST

import novaclient
from novaclient import exceptions
from novaclient.auth.identity import Identity
from novaclient.cli import sign_in
from novaclient.cli.sign_in import open_client
from novaclient.connection import open_client as open_identity
from novaclient.transport.session import SessionClient, SessionTransport
from novaclient.transport.token_transport import TokenTransport
from novaclient.v2.client import Client


class Nova:
    """A compute service that accepts one token and has no servers."""

    def __init__(self) -> None:
        self.token = "fresh-token"
        self.asked: list[str] = []
        self.versions: list[str | None] = []
        self.server = Server(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/v2.1"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        nova = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                nova.asked.append(f"GET {self.path}")
                nova.versions.append(self.headers.get("X-OpenStack-Nova-API-Version"))
                if self.headers.get("X-Auth-Token") != nova.token:
                    return self._answer(401, {"error": {"message": "no", "code": 401}})
                if self.path == "/v2.1/":
                    version = {"id": "v2.1", "min_version": "2.1", "version": "2.90"}
                    return self._answer(200, {"version": version})
                return self._answer(200, {"servers": []})

            def _answer(self, status: int, body: Any) -> None:
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("OpenStack-API-Version", "compute 2.90")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        return Handler


@pytest.fixture
def nova() -> Iterator[Nova]:
    running = Nova()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def keystone(nova: Nova, monkeypatch: pytest.MonkeyPatch) -> Iterator[Keystone]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    running = Keystone()
    running.catalog = [service("compute", nova.url)]
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def environ(keystone: Keystone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.chdir(tmp_path)
    return {
        "HOME": str(tmp_path),
        "NOVACLIENT_CACHE_DIR": str(tmp_path / "cache"),
        "OS_AUTH_URL": keystone.url,
        "OS_USERNAME": "carol",
        "OS_PASSWORD": "pa55word",
        "OS_PROJECT_NAME": "apps",
    }


@pytest.fixture
def connect(environ: dict[str, str]) -> Callable[..., Client]:
    def open_with(more: Mapping[str, str] | None = None, **typed: object) -> Client:
        return open_client(typed, environ | dict(more or {}))

    return open_with


def test_cold_list_is_three_requests(
    connect: Callable[..., Client], keystone: Keystone, nova: Nova
) -> None:
    assert connect().servers.list() == []
    assert keystone.asked == ["POST /v3/auth/tokens"]
    assert nova.asked == ["GET /v2.1/", "GET /v2.1/servers/detail"]


@pytest.mark.parametrize("direct", [True, False], ids=["token", "session"])
@pytest.mark.parametrize(
    ("typed", "variables", "retries", "megabytes"),
    [
        ({}, {}, 3, 256),
        ({"retries": 0, "max_answer": 1}, {}, 0, 1),
        ({}, {"NOVACLIENT_RETRIES": "7", "NOVACLIENT_MAX_ANSWER": "9"}, 7, 9),
        ({"retries": 1}, {"NOVACLIENT_RETRIES": "7"}, 1, 256),
    ],
)
def test_limits_hold_for_each_transport(
    typed: dict[str, object],
    variables: dict[str, str],
    retries: int,
    megabytes: int,
    direct: bool,
    connect: Callable[..., Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("novaclient.auth.login._is_direct", lambda *args: direct)
    service: Any = connect(variables, **typed).client
    transport = service.transport
    assert isinstance(transport, TokenTransport if direct else SessionTransport)
    limit = transport._connections.max_answer if direct else transport._max_answer
    assert (service.retry.retries, limit) == (retries, megabytes * 1024 * 1024)


@pytest.mark.parametrize("value", ["-1", "x", "1.5", "٣"])
def test_number_of_retries_that_is_invalid_is_reported(
    value: str, connect: Callable[..., Client]
) -> None:
    with pytest.raises(exceptions.ConfigurationError, match="NOVACLIENT_RETRIES"):
        connect({"NOVACLIENT_RETRIES": value})


def test_warm_list_is_one_request(
    connect: Callable[..., Client], keystone: Keystone, nova: Nova
) -> None:
    connect()
    keystone.requests.clear()
    nova.asked.clear()
    connect().servers.list()
    assert (keystone.asked, nova.asked) == ([], ["GET /v2.1/servers/detail"])


def test_pinned_version_is_not_asked_for(
    connect: Callable[..., Client], keystone: Keystone, nova: Nova
) -> None:
    connect(os_compute_api_version="2.60").servers.list()
    assert (nova.asked, nova.versions) == (["GET /v2.1/servers/detail"], ["2.60"])


def test_login_of_a_pinned_version_is_cached(
    connect: Callable[..., Client], keystone: Keystone
) -> None:
    connect(os_compute_api_version="2.60")
    keystone.requests.clear()
    connect(os_compute_api_version="2.60").servers.list()
    assert keystone.asked == []


def test_latest_goes_out_at_the_clouds_newest(connect: Callable[..., Client], nova: Nova) -> None:
    connect().servers.list()
    assert nova.versions[-1] == "2.90"


def test_version_unknown_to_this_client_is_refused_before_any_request(
    connect: Callable[..., Client], keystone: Keystone
) -> None:
    with pytest.raises(exceptions.UnsupportedVersion, match=rf"2\.1 to {NEWEST}, not 2\.999"):
        connect(os_compute_api_version="2.999")
    assert keystone.asked == []


def test_refused_token_is_renewed_once_and_kept(
    connect: Callable[..., Client], keystone: Keystone, nova: Nova
) -> None:
    connect()
    keystone.requests.clear()
    nova.token = "second-token"
    keystone.headers["X-Subject-Token"] = "second-token"
    assert connect().servers.list() == []
    assert keystone.asked == ["POST /v3/auth/tokens"]
    keystone.requests.clear()
    connect().servers.list()
    assert keystone.asked == []


def test_token_refused_twice_is_an_error(
    connect: Callable[..., Client], keystone: Keystone, nova: Nova
) -> None:
    connect()
    nova.token = "never-given"
    keystone.requests.clear()
    with pytest.raises(exceptions.Unauthorized):
        connect().servers.list()
    assert keystone.asked == ["POST /v3/auth/tokens"]


def test_another_password_does_not_find_the_cached_token(
    connect: Callable[..., Client], keystone: Keystone
) -> None:
    connect()
    connect({"OS_PASSWORD": "other"})
    assert len(keystone.asked) == 2


def test_token_transport_is_used_where_a_token_is_enough(connect: Callable[..., Client]) -> None:
    assert isinstance(connect().client.transport, TokenTransport)


def test_session_transport_is_used_for_tls_settings(connect: Callable[..., Client]) -> None:
    assert isinstance(connect(tls_min_version="1.2").client, SessionClient)


def test_session_transport_uses_the_cached_token(
    connect: Callable[..., Client], keystone: Keystone, nova: Nova
) -> None:
    connect(tls_min_version="1.2").servers.list()
    keystone.requests.clear()
    nova.asked.clear()
    client = connect(tls_min_version="1.2")
    client.servers.list()
    assert isinstance(client.client, SessionClient)
    assert (keystone.asked, nova.asked) == ([], ["GET /v2.1/servers/detail"])


def test_missing_password_is_asked_for_on_a_terminal(
    connect: Callable[..., Client], keystone: Keystone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in.sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr("getpass.getpass", lambda prompt: "typed")
    connect({"OS_PASSWORD": ""})
    identity = keystone.requests[0][2]["auth"]["identity"]
    assert identity["password"]["user"]["password"] == "typed"


def test_missing_password_without_a_terminal_names_flag_and_variable(
    connect: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in.sys.stdin, "isatty", lambda: False)
    with pytest.raises(exceptions.ConfigurationError, match=r"--os-password.*OS_PASSWORD"):
        connect({"OS_PASSWORD": ""})


WARM = """
import sys
from novaclient.shell import main
try:
    main(["list"])
finally:
    sys.stderr.write("\\n".join(sorted(sys.modules)))
"""

#: What a command whose identity is cached must not pay for.
HEAVY = {
    "concurrent.futures",
    "importlib.metadata",
    "keystoneauth1",
    "logging",
    "novaclient.auth.login",
    "novaclient.transport.session",
    "openstack",
    "platformdirs",
    "prettytable",
    "requests",
    "rich",
    "wcwidth",
    "yaml",
}


def test_warm_list_imports_nothing_heavy(
    connect: Callable[..., Client], environ: dict[str, str], nova: Nova
) -> None:
    connect()
    for _ in ("looks for extensions", "knows them"):
        done = subprocess.run(
            [sys.executable, "-c", WARM], env=environ, capture_output=True, text=True, check=True
        )
    assert HEAVY.isdisjoint(done.stderr.split())
    assert done.stdout.startswith("+----+")


def test_client_that_may_not_sign_in_leaves_a_refused_token_at_that(
    connect: Callable[..., Client], environ: dict[str, str], keystone: Keystone, nova: Nova
) -> None:
    connect()
    keystone.requests.clear()
    nova.token = "second-token"
    identity = Identity.from_options({}, environ)
    with pytest.raises(exceptions.Unauthorized):
        open_identity(identity, None, sign_in=False).servers.list()
    assert keystone.asked == []


def test_client_that_may_not_sign_in_needs_a_token_that_is_known(
    environ: dict[str, str], keystone: Keystone
) -> None:
    with pytest.raises(exceptions.ConfigurationError, match="no cached token"):
        open_identity(Identity.from_options({}, environ), None, sign_in=False)
    assert keystone.asked == []


# ------------------------------------------------------------------------- programs: connect()
def test_program_goes_on_with_the_commands_token(
    connect: Callable[..., Client], environ: dict[str, str], keystone: Keystone, nova: Nova
) -> None:
    connect()
    keystone.requests.clear()
    nova.asked.clear()
    assert novaclient.connect(environ=environ).servers.list() == []
    assert (keystone.asked, nova.asked) == ([], ["GET /v2.1/servers/detail"])


def test_program_uses_the_token_transport_where_a_token_is_enough(
    environ: dict[str, str], keystone: Keystone
) -> None:
    assert isinstance(novaclient.connect(environ=environ).client.transport, TokenTransport)


def test_program_names_a_cloud_of_clouds_yaml(
    environ: dict[str, str], keystone: Keystone, tmp_path: Path
) -> None:
    auth = {"auth_url": keystone.url, "username": "dave", "password": "x", "project_name": "apps"}
    (tmp_path / "clouds.yaml").write_text(json.dumps({"clouds": {"prod": {"auth": auth}}}))
    novaclient.connect("prod", environ={"HOME": environ["HOME"], "NOVACLIENT_NO_CACHE": "1"})
    identity = keystone.requests[0][2]["auth"]["identity"]
    assert identity["password"]["user"]["name"] == "dave"


def test_programs_settings_go_before_the_environment(
    environ: dict[str, str], keystone: Keystone
) -> None:
    novaclient.connect(environ=environ, username="erin")
    identity = keystone.requests[0][2]["auth"]["identity"]
    assert identity["password"]["user"]["name"] == "erin"


def test_programs_version_is_its_own_whatever_the_environment_says(
    environ: dict[str, str], keystone: Keystone, nova: Nova
) -> None:
    named = environ | {"OS_COMPUTE_API_VERSION": "2.30"}
    novaclient.connect(environ=named, version="2.60").servers.list()
    assert nova.versions == ["2.60"]


def test_program_is_not_asked_for_a_password(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in.sys.stdin, "isatty", lambda: True)
    with pytest.raises(exceptions.ConfigurationError, match="OS_PASSWORD"):
        novaclient.connect(environ=environ | {"OS_PASSWORD": ""})


@pytest.mark.parametrize("name", ["regoin_name", "debug", "compute_api_version", "os_username"])
def test_setting_that_there_is_not_is_refused(name: str, environ: dict[str, str]) -> None:
    with pytest.raises(TypeError, match=name):
        novaclient.connect(environ=environ, **{name: "x"})


def test_authentication_type_brings_settings_of_its_own(
    environ: dict[str, str], keystone: Keystone
) -> None:
    novaclient.connect(
        environ={"HOME": environ["HOME"], "NOVACLIENT_NO_CACHE": "1"},
        auth_type="v3applicationcredential",
        auth_url=keystone.url,
        application_credential_id="id",
        application_credential_secret="secret",
    )
    assert keystone.requests[0][2]["auth"]["identity"]["methods"] == ["application_credential"]


def test_programs_requests_are_logged_where_it_says(
    environ: dict[str, str], nova: Nova, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("a-program")
    with caplog.at_level("DEBUG", "a-program"):
        novaclient.connect(environ=environ, logger=logger).servers.list()
    assert any("/servers/detail" in line for line in caplog.messages)
    assert nova.token not in caplog.text
