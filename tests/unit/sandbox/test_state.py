"""The state file of a sandbox."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from sandbox_parts import a_state

from novaclient.sandbox import state as state_module
from novaclient.sandbox.errors import SandboxError
from novaclient.sandbox.state import SERVICES, State, free_ports, parse_database, port_is_free


def test_a_new_sandbox_has_free_ports_of_its_own() -> None:
    state = State.new("abc", "sqlite")
    assert len(set(state.ports.values())) == len(state.ports) == len(SERVICES)
    assert all(port_is_free(port) for port in state.ports.values())


def test_a_sandbox_on_mariadb_has_a_port_for_it() -> None:
    assert "mariadb" in State.new("abc", "mariadb").ports


def test_passwords_differ_from_user_to_user_and_from_sandbox_to_sandbox() -> None:
    one, other = State.new("abc", "sqlite"), State.new("abc", "sqlite")
    passwords = [*one.passwords.values(), *other.passwords.values()]
    assert len(set(passwords)) == len(passwords)
    assert min(map(len, passwords)) >= 24


def test_it_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    state = a_state("mariadb")
    state.save(tmp_path / "sandbox.json")
    assert State.load(tmp_path / "sandbox.json") == state


def test_file_is_private(tmp_path: Path) -> None:
    a_state().save(tmp_path / "sandbox.json")
    assert (tmp_path / "sandbox.json").stat().st_mode & 0o777 == 0o600


def test_missing_file_is_no_sandbox(tmp_path: Path) -> None:
    assert State.load(tmp_path / "sandbox.json") is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda document: "garbage",
        lambda document: "",
        lambda document: "[]",
        lambda document: "null",
        lambda document: json.dumps({**document, "format": 99}),
        lambda document: json.dumps({k: v for k, v in document.items() if k != "format"}),
        lambda document: json.dumps({k: v for k, v in document.items() if k != "ports"}),
        lambda document: json.dumps({**document, "colour": "blue"}),
        lambda document: json.dumps({**document, "stage": "asleep"}),
        lambda document: json.dumps({**document, "database": "oracle"}),
        lambda document: json.dumps({**document, "ports": {"nova": 1}}),
        lambda document: json.dumps({**document, "ports": ["nova"]}),
        lambda document: json.dumps({**document, "ports": dict.fromkeys(document["ports"], 0)}),
        lambda document: json.dumps({**document, "ports": dict.fromkeys(document["ports"], "1")}),
        lambda document: json.dumps({**document, "passwords": {}}),
        lambda document: json.dumps(
            {**document, "passwords": dict.fromkeys(document["passwords"], "")}
        ),
        lambda document: json.dumps(document)[:100],
    ],
)
def test_a_damaged_file_is_reported_with_a_hint(tmp_path: Path, damage: object) -> None:
    path = tmp_path / "sandbox.json"
    a_state().save(path)
    assert callable(damage)
    path.write_text(damage(json.loads(path.read_text())))
    with pytest.raises(SandboxError, match=r"sandbox\.json is damaged.*down --delete"):
        State.load(path)


def test_a_truncated_file_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "sandbox.json"
    a_state().save(path)
    whole = path.read_text().rstrip()
    for length in range(len(whole)):
        path.write_text(whole[:length])
        with pytest.raises(SandboxError, match="is damaged"):
            State.load(path)


def test_a_binary_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "sandbox.json").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SandboxError, match="is damaged"):
        State.load(tmp_path / "sandbox.json")


def test_a_taken_port_is_not_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert not port_is_free(server.getsockname()[1])


def test_free_ports_pass_over_a_taken_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_module, "PORTS", range(30000, 30008))
    monkeypatch.setattr(state_module, "port_is_free", lambda port: port != 30003)
    assert free_ports(4) == [30004, 30005, 30006, 30007]


def test_missing_free_ports_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state_module, "PORTS", range(30000, 30010))
    monkeypatch.setattr(state_module, "port_is_free", lambda port: False)
    with pytest.raises(SandboxError, match="no 6 free ports"):
        free_ports(6)


def test_an_unknown_database_is_refused() -> None:
    with pytest.raises(SandboxError, match=r"sqlite .* or mariadb"):
        parse_database("postgresql")
