"""Secrets do not appear in logs, errors, tracebacks and representations of objects."""

from __future__ import annotations

import contextlib
import json
import logging
import traceback
from typing import Any

import pytest
from hostile_cases import body
from hostile_clients import CLIENTS, TOKEN, Command
from hostile_server import ID, SERVER, HostileServer, Peer, Script

from novaclient.auth.cache import Record
from novaclient.auth.identity import Identity
from novaclient.v2.client import Client

PASSWORD = "pa55-w0rd-of-the-server"
KEY = "-----BEGIN RSA PRIVATE KEY----- s3cr3t"
DATA = "#cloud-config s3cr3t"

#: Calls with a secret in the request or the response, and the response.
CALLS: dict[str, tuple[Any, Any]] = {
    "create": (
        lambda nova: nova.servers.create(
            "web1", ID, ID, nics="none", admin_pass=PASSWORD, userdata=DATA
        ),
        {"server": {"id": ID, "adminPass": PASSWORD}},
    ),
    "rebuild": (
        lambda nova: nova.servers.rebuild(ID, ID, password=PASSWORD, userdata=DATA),
        {"server": {**SERVER, "adminPass": PASSWORD, "user_data": DATA}},
    ),
    "rescue": (lambda nova: nova.servers.rescue(ID, PASSWORD), {"adminPass": PASSWORD}),
    "change password": (lambda nova: nova.servers.change_password(ID, PASSWORD), None),
    "get password": (lambda nova: nova.servers.get_password(ID), {"password": PASSWORD}),
    "new key pair": (
        lambda nova: nova.keypairs.create("k", key_type="ssh"),
        {"keypair": {"name": "k", "private_key": KEY, "public_key": "ssh-rsa A"}},
    ),
    "console": (
        lambda nova: nova.servers.get_vnc_console(ID, "novnc"),
        {"remote_console": {"type": "novnc", "url": f"http://n/vnc?token={PASSWORD}"}},
    ),
}
SECRETS = (TOKEN, PASSWORD, KEY, DATA, "s3cr3t")
#: Responses that return the secret in an error, or end in one after it was sent.
ENDS: dict[str, Script | None] = {
    "done": None,
    "refused": body({"badRequest": {"message": "no", "code": 400}}, "400 Bad Request"),
    "not JSON": body(b"<html>"),
    "lost": lambda peer: None,
}


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("kind", CLIENTS)
def test_no_secret_is_logged_or_shown(
    kind: str, call: str, ends: str, limits: object, caplog: pytest.LogCaptureFixture
) -> None:
    make, answer = CALLS[call]
    logger = logging.getLogger("novaclient.hostile")
    with caplog.at_level(logging.DEBUG), HostileServer(ENDS[ends] or body(answer)) as server:
        nova = CLIENTS[kind](server.url, logger=logger, timings=True)
        shown = attempt(nova, make)
        shown += repr(nova.get_timings()) + repr(nova) + repr(nova.client) + repr(vars(nova))
        assert server.requests
    assert "REQ: curl" in caplog.text
    assert [secret for secret in SECRETS if secret in caplog.text + shown] == []


def attempt(nova: Client, make: Any) -> str:
    """The texts of the error, if the call ends in one."""
    try:
        made = make(nova)
    except Exception as error:  # noqa: BLE001  whatever it is, it is looked at
        return "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
    with contextlib.suppress(TypeError):
        return repr(made) if not isinstance(made, str | dict | tuple) else ""
    return ""


@pytest.mark.parametrize("plain", [True, False], ids=["token", "session"])
def test_debugging_a_command_shows_no_secret(
    plain: bool, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not plain:
        monkeypatch.setattr("novaclient.auth.login._is_direct", lambda *args: False)
    with HostileServer(body({"server": {"id": ID, "adminPass": PASSWORD}})) as server:
        ran = command(server.url, "show", "--debug", "--timings")
    assert "REQ: curl -g -i -X GET" in ran.err
    assert PASSWORD not in ran.err
    assert TOKEN not in ran.out + ran.err


def test_token_of_a_console_is_in_no_error(limits: object) -> None:
    for client in CLIENTS.values():
        with HostileServer(lambda peer: None) as server:
            nova = client(server.url)
            shown = attempt(nova, lambda nova: nova.console_auth_tokens.get(DATA[-6:]))
            assert server.requests[0].target == "/v2.1/os-console-auth-tokens/s3cr3t"
        assert "ConnectionFailed" in shown or "ConnectFailure" in shown
        assert "s3cr3t" not in shown


def test_credentials_in_a_url_are_not_shown(
    limits: object, caplog: pytest.LogCaptureFixture
) -> None:
    def script(peer: Peer) -> None:
        peer.answer(b"{}", "500 Error")

    with caplog.at_level(logging.DEBUG), HostileServer(script) as server:
        url = server.url.replace("://", f"://carol:{PASSWORD}@")
        nova = CLIENTS["token"](url, logger=logging.getLogger("novaclient.hostile"))
        shown = attempt(nova, lambda nova: nova.servers.list())
    assert PASSWORD not in caplog.text + shown


def test_what_holds_a_secret_does_not_show_it() -> None:
    record = Record(TOKEN, None, {"compute": "http://127.0.0.1"})
    environ = {
        "OS_AUTH_URL": "https://keystone.example/v3",
        "OS_USERNAME": "carol",
        "OS_PASSWORD": PASSWORD,
        "OS_PROJECT_NAME": "p",
        "HOME": "/nowhere",
    }
    identity = Identity.from_options({}, environ)
    shown = repr(record) + repr(identity) + repr(identity.settings()) + identity.key
    assert [secret for secret in (TOKEN, PASSWORD) if secret in shown] == []


def test_result_contains_the_secret_that_the_cloud_returned() -> None:
    # Only logs and errors are redacted.
    with HostileServer(body({"adminPass": PASSWORD})) as server:
        given = CLIENTS["token"](server.url).servers.rescue(ID, PASSWORD)
    assert json.dumps(given[1]) == json.dumps({"adminPass": PASSWORD})
