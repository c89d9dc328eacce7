"""The commands about servers' passwords: what they ask, send and print."""

from __future__ import annotations

import base64
import io
import warnings
from getpass import GetPassWarning
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from recording import Answer
from routed import LOOK_UPS, OnRoutes, server_id

ONE, TWO = server_id(1), server_id(2)
ACT, ACT_TWO = f"POST /servers/{ONE}/action", f"POST /servers/{TWO}/action"
KEPT = f"/servers/{ONE}/os-server-password"


def typing(monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    """Have a person type these words where a password is asked for; returns the questions."""
    left, asked = list(words), []

    def getpass(prompt: str) -> str:
        asked.append(prompt)
        return left.pop(0)

    monkeypatch.setattr("getpass.getpass", getpass)
    return asked


def test_set_password_sends_what_was_typed(
    on_routes: OnRoutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = typing(monkeypatch, "secret", "secret")
    ran = on_routes("set-password", "web1", routes={**LOOK_UPS, ACT: Answer(status=202)})
    assert (ran.status, asked) == (0, ["New password: ", "Again: "])
    assert ran.sent[-1].body == {"changePassword": {"adminPass": "secret"}}


def test_set_password_asks_once_for_several_servers(
    on_routes: OnRoutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = typing(monkeypatch, "secret", "secret")
    routes = {ACT: Answer(status=202), ACT_TWO: Answer(status=202)}
    ran = on_routes("set-password", ONE, TWO, routes=routes)
    assert (ran.status, sorted(ran.urls), len(asked)) == (0, [ACT, ACT_TWO], 2)


def test_set_password_sends_nothing_when_it_was_typed_in_two_ways(
    on_routes: OnRoutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    typing(monkeypatch, "secret", "secert")
    ran = on_routes("set-password", ONE)
    assert (ran.status, ran.sent) == (1, [])
    assert ran.err == "ERROR (CommandError): Passwords do not match.\n"


def test_set_password_sends_nothing_when_none_is_typed(
    on_routes: OnRoutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def getpass(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", getpass)
    ran = on_routes("set-password", ONE)
    assert (ran.status, ran.sent) == (1, [])
    assert ran.err == "ERROR (CommandError): No password was typed.\n"


def test_set_password_reads_standard_input_where_there_is_no_terminal(
    on_routes: OnRoutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def getpass(prompt: str) -> str:
        warnings.warn("Can not control echo on the terminal.", GetPassWarning, stacklevel=2)
        raise AssertionError("what follows is echoed")

    monkeypatch.setattr("getpass.getpass", getpass)
    monkeypatch.setattr("sys.stdin", io.StringIO("secret\nsecret\n"))
    ran = on_routes("set-password", ONE, routes={ACT: Answer(status=202)})
    assert (ran.status, ran.err) == (0, "")
    assert ran.sent[-1].body == {"changePassword": {"adminPass": "secret"}}


@pytest.mark.parametrize("password", ["", "abc=="])
def test_get_password_prints_it_as_it_is_kept(on_routes: OnRoutes, password: str) -> None:
    routes = {**LOOK_UPS, f"GET {KEPT}": {"password": password}}
    ran = on_routes("get-password", "web1", routes=routes)
    assert (ran.status, ran.out) == (0, f"{password}\n")


def private_key(tmp_path: Path) -> tuple[Any, str]:
    """A key and the file that it is in."""
    key = rsa.generate_private_key(65537, 2048)
    file = tmp_path / "key.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
    )
    return key, str(file)


def test_get_password_decrypts_it_with_a_key(on_routes: OnRoutes, tmp_path: Path) -> None:
    key, file = private_key(tmp_path)
    secret = base64.b64encode(key.public_key().encrypt(b"secret", padding.PKCS1v15())).decode()
    ran = on_routes("get-password", ONE, file, routes={f"GET {KEPT}": {"password": secret}})
    assert (ran.status, ran.out) == (0, "secret\n")


def test_get_password_says_when_the_key_does_not_fit(on_routes: OnRoutes, tmp_path: Path) -> None:
    ran = on_routes(
        "get-password", ONE, str(tmp_path / "no"), routes={f"GET {KEPT}": {"password": "YWI="}}
    )
    assert (ran.status, ran.out) == (1, "")
    assert "cannot decrypt the password" in ran.err


def test_clear_password_sends(on_routes: OnRoutes) -> None:
    routes = {**LOOK_UPS, f"DELETE {KEPT}": Answer(status=204)}
    ran = on_routes("clear-password", "web1", routes=routes)
    assert (ran.status, ran.out, ran.urls[-1]) == (0, "", f"DELETE {KEPT}")
