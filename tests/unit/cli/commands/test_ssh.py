"""The command that opens a secure shell on a server: what it runs, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from commanding import Ran
from routed import LOOK_UPS, OnRoutes, server, server_id

ONE = server_id(1)


def address(text: str, kind: str | None = "floating", version: int = 4) -> dict[str, Any]:
    """An address as in a response of Nova."""
    known = {} if kind is None else {"OS-EXT-IPS:type": kind}
    return {"addr": text, "version": version, **known}


PRIVATE = [
    address("10.0.0.1", "fixed"),
    address("192.0.2.1"),
    address("2001:db8::1", "fixed", 6),
    address("2001:db8::2", "floating", 6),
]
Ssh = Callable[..., tuple[Ran, list[str]]]


@pytest.fixture
def ssh(on_routes: OnRoutes, monkeypatch: pytest.MonkeyPatch) -> Ssh:
    """Runs ``nova ssh`` with a program that is not run, and returns its words."""

    def run(*words: str, **networks: list[dict[str, Any]]) -> tuple[Ran, list[str]]:
        found: list[str] = []
        monkeypatch.setattr("os.execvp", lambda file, argv: found.extend([file, *argv[1:]]))
        shown = {"server": server(addresses=networks or {"private": PRIVATE})}
        ran = on_routes("ssh", *words, routes={**LOOK_UPS, f"GET /servers/{ONE}": shown})
        return ran, found

    return run


@pytest.mark.parametrize(
    ("words", "argv"),
    [
        ("web1", "-4 -p 22 -l root 192.0.2.1"),
        ("debian@web1", "-4 -p 22 -l debian 192.0.2.1"),
        ("web1 --login debian", "-4 -p 22 -l debian 192.0.2.1"),
        ("web1 --port 2222", "-4 -p 2222 -l root 192.0.2.1"),
        ("web1 --address-type fixed", "-4 -p 22 -l root 10.0.0.1"),
        ("web1 --ipv6", "-6 -p 22 -l root 2001:db8::2"),
        ("web1 --ipv6 --address-type fixed", "-6 -p 22 -l root 2001:db8::1"),
        ("web1 -i key", "-4 -p 22 -i key -l root 192.0.2.1"),
        ("web1 --identity key", "-4 -p 22 -i key -l root 192.0.2.1"),
        ("web1 --network private", "-4 -p 22 -l root 192.0.2.1"),
        ("web1 --extra-opts=-vv", "-4 -p 22 -l root 192.0.2.1 -vv"),
    ],
)
def test_ssh_is_run(ssh: Ssh, words: str, argv: str) -> None:
    ran, found = ssh(*words.split())
    assert (ran.status, ran.err, found) == (0, "", ["ssh", *argv.split()])


def test_extra_options_are_words_and_never_a_shells(ssh: Ssh) -> None:
    _, found = ssh("web1", "--extra-opts", "-o 'A B' $(reboot); `x`")
    assert found[-4:] == ["-o", "A B", "$(reboot);", "`x`"]


def test_extra_options_that_are_no_words_are_refused_before_any_request(ssh: Ssh) -> None:
    ran, found = ssh("web1", "--extra-opts", "it's")
    assert (ran.status, ran.sent, found) == (2, [], [])


def test_private_is_the_old_name_of_fixed(ssh: Ssh) -> None:
    ran, found = ssh("web1", "--private")
    assert found[-1] == "10.0.0.1"
    assert "use --address-type fixed" in ran.err


def test_address_of_no_known_type_is_taken_for_a_floating_one(ssh: Ssh) -> None:
    _, found = ssh("web1", private=[address("192.0.2.9", None)])
    assert found[-1] == "192.0.2.9"


@pytest.mark.parametrize(
    ("words", "networks", "reported"),
    [
        ("", {"a": [], "b": PRIVATE}, "attached to more than one network"),
        ("--network c", {"a": PRIVATE}, "is not attached to network 'c' (it is attached to: a)"),
        ("", {"a": PRIVATE[:1]}, "No address that would match network 'a' and type 'floating'"),
        ("", {"a": [PRIVATE[1], PRIVATE[1]]}, "More than one IPv4 floating address found"),
        ("", {"a": [address("-oProxyCommand=x")]}, "'-oProxyCommand=x' is not an IP address"),
    ],
)
def test_what_is_not_one_address_is_refused(
    ssh: Ssh, words: str, networks: dict[str, Any], reported: str
) -> None:
    ran, found = ssh("web1", *words.split(), **networks)
    assert (ran.status, found) == (1, [])
    assert reported in ran.err


def test_server_without_networks_is_refused(on_routes: OnRoutes) -> None:
    routes = {f"GET /servers/{ONE}": {"server": server(addresses={})}}
    ran = on_routes("ssh", ONE, routes=routes)
    assert (ran.status, "is not attached to any network" in ran.err) == (1, True)


def test_missing_ssh_is_reported(on_routes: OnRoutes, monkeypatch: pytest.MonkeyPatch) -> None:
    def execvp(file: str, argv: list[str]) -> None:
        raise FileNotFoundError(2, "No such file or directory", file)

    shown = {"server": server(addresses={"private": PRIVATE})}
    monkeypatch.setattr("os.execvp", execvp)
    ran = on_routes("ssh", ONE, routes={f"GET /servers/{ONE}": shown})
    assert (ran.status, "ssh cannot be run" in ran.err) == (1, True)


def test_plan_shows_what_would_be_run_and_runs_nothing(ssh: Ssh) -> None:
    ran, found = ssh("web1", "--dry-run", "-i", "a b")
    assert (ran.status, found) == (0, [])
    assert "ssh -4 -p 22 -i 'a b' -l root 192.0.2.1" in ran.out
