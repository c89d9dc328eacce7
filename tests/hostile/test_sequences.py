"""More than one request: idle connections, pages, redirects, tokens that expire."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable

import pytest
from hostile_cases import body
from hostile_clients import CLIENTS, TOKEN, Command, Limits
from hostile_server import ID, SERVER, HostileServer, Peer, well

from novaclient import bulk, exceptions
from novaclient.auth.cache import Record
from novaclient.cli import main

pytestmark = pytest.mark.usefixtures("limits")

each_client = pytest.mark.parametrize("kind", CLIENTS)


def wait_for(condition: Callable[[], bool]) -> None:
    ends = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.001)


# --------------------------------------------------------------------------- idle connections
@each_client
@pytest.mark.parametrize("operation", ["list", "delete", "start"])
def test_connection_that_was_closed_meanwhile_is_replaced(kind: str, operation: str) -> None:
    def answer_and_close(peer: Peer) -> None:
        well(peer)

    with HostileServer(answer_and_close) as server:
        nova = CLIENTS[kind](server.url)
        for number in range(3):
            if operation == "list":
                nova.servers.list()
            elif operation == "delete":
                nova.servers.delete(ID)
            else:
                nova.servers.start(ID)
            assert len(server.requests) == number + 1
            # The end of the connection has to have come, or it is another case.
            time.sleep(0.02)


@each_client
@pytest.mark.parametrize(
    "extra",
    [
        b'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"servers": []}',
        b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n",
        b"garbage",
        b"\r\n",
    ],
)
def test_unrequested_response_is_not_taken_for_the_next_one(kind: str, extra: bytes) -> None:
    def say_more(peer: Peer) -> bool:
        well(peer)
        return peer.send(extra)

    with HostileServer(well, say_more) as server:
        nova = CLIENTS[kind](server.url)
        nova.servers.start(ID)
        time.sleep(0.02)
        assert [found.name for found in nova.servers.list()] == ["web1"]
        assert server.methods == ["POST", "GET"]


@each_client
def test_body_after_204_is_not_taken_for_the_next_response(kind: str) -> None:
    split = (
        b"HTTP/1.1 204 No Content\r\n\r\n"
        b'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"servers": []}'
    )
    with HostileServer(well, lambda peer: peer.send(split)) as server:
        nova = CLIENTS[kind](server.url)
        nova.servers.delete(ID)
        time.sleep(0.02)
        assert len(nova.servers.list()) == 1


# ------------------------------------------------------------------------------- pages, redirects
def page(server: HostileServer, marker: str, host: str = "") -> bytes:
    href = f"{host or server.url}/v2.1/servers/detail?marker={marker}"
    answer = {"servers": [SERVER], "servers_links": [{"rel": "next", "href": href}]}
    return json.dumps(answer).encode()


@each_client
def test_next_link_that_repeats_its_marker_ends_the_list(kind: str) -> None:
    with HostileServer(lambda peer: peer.answer(page(server, "a"))) as server:
        nova = CLIENTS[kind](server.url)
        with pytest.raises(exceptions.InvalidResponse, match="is repeated"):
            nova.servers.list(limit=-1)
        assert len(server.requests) <= 3


@each_client
def test_next_links_in_a_circle_end_the_list(kind: str) -> None:
    def script(peer: Peer) -> None:
        asked = re.search(r"marker=(\w)", peer.request.target)
        peer.answer(page(server, {"a": "b", "b": "c"}.get(asked[1] if asked else "", "a")))

    with HostileServer(script) as server:
        nova = CLIENTS[kind](server.url)
        with pytest.raises(exceptions.InvalidResponse, match="is repeated"):
            nova.servers.list(limit=-1)
        assert len(server.requests) <= 5


@each_client
def test_next_link_to_another_origin_leads_nowhere_else(kind: str) -> None:
    with HostileServer(well) as other, HostileServer(well) as server:
        first = page(server, "a", other.url)
        server._first.append(lambda peer: peer.answer(first))
        nova = CLIENTS[kind](server.url)
        assert len(nova.servers.list(limit=-1)) == 2
        assert (len(server.requests), other.requests) == (2, [])


@each_client
@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
@pytest.mark.parametrize("operation", ["list", "delete", "start"])
def test_token_does_not_follow_a_redirect(kind: str, status: int, operation: str) -> None:
    with HostileServer(well) as other:
        moved = body(b"", f"{status} Moved", f"Location: {other.url}/v2.1/servers")
        with HostileServer(moved) as server:
            nova = CLIENTS[kind](server.url)
            with pytest.raises(exceptions.InvalidResponse, match="redirects to"):
                {
                    "list": nova.servers.list,
                    "delete": lambda: nova.servers.delete(ID),
                    "start": lambda: nova.servers.start(ID),
                }[operation]()
        assert other.connections == 0


# ------------------------------------------------------------------------------------------- ids
@each_client
@pytest.mark.parametrize(
    "name",
    [
        "../os-keypairs/prod",
        "..",
        ".",
        "",
        "a/b",
        "a\\b",
        "a\r\nX-Evil: 1",
        "a\nb",
        "a\x00",
        "\ud800",
    ],
)
def test_id_that_would_be_another_path_is_not_sent(kind: str, name: str) -> None:
    with HostileServer(well) as server:
        nova = CLIENTS[kind](server.url)
        with pytest.raises(ValueError, match="cannot be"):
            nova.servers.delete(name)
        assert server.connections == 0


@each_client
@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("x?all_tenants=1", "x%3Fall_tenants%3D1"),
        ("x#y", "x%23y"),
        ("%2e%2e%2fos-keypairs", "%252e%252e%252fos-keypairs"),
        ("a b", "a%20b"),
        ("ü", "%C3%BC"),
        (";x=y&z", "%3Bx%3Dy%26z"),
    ],
)
def test_id_stays_one_segment_of_the_path(kind: str, name: str, target: str) -> None:
    with HostileServer(well) as server:
        CLIENTS[kind](server.url).servers.delete(name)
        assert [request.target for request in server.requests] == [f"/v2.1/servers/{target}"]


@pytest.mark.parametrize("name", ["../os-keypairs/prod", "a\r\nb"])
def test_command_does_not_send_such_a_name_as_a_path(command: Command, name: str) -> None:
    with HostileServer(body({"servers": []})) as server:
        ran = command(server.url, "list", "--debug")
        assert ran.status == 0
        server.requests.clear()
        flags = ("--os-endpoint-override", f"{server.url}/v2.1", "--os-compute-api-version", "2.90")
        assert main.run([*flags, "delete", name]) == 1
        assert all(request.method == "GET" for request in server.requests)
        paths = {request.target.partition("?")[0] for request in server.requests}
        assert paths <= {"/v2.1/servers", "/v2.1/servers/detail"}


# -------------------------------------------------------------------------- a token that expires
def test_token_that_expires_during_a_bulk_run_is_renewed_once() -> None:
    renewals: list[str | None] = []

    def script(peer: Peer) -> bool:
        if peer.request.headers["x-auth-token"] == "new":
            return well(peer)
        # The first ten still pass.
        if sum(r.headers["x-auth-token"] == TOKEN for r in server.requests) <= 10:
            return well(peer)
        peer.answer(b'{"error": {"message": "expired"}}', "401 Unauthorized")
        return True

    with HostileServer(script) as server:

        def renew(old: Record) -> Record:
            renewals.append(old.token)
            time.sleep(0.05)
            return old.replace(token="new")

        nova = CLIENTS["token"](server.url, renew=renew, timeout=5)
        outcomes = bulk.run(lambda number: nova.servers.start(ID), range(200), workers=8)
        assert all(outcome.ok for outcome in outcomes)
        assert renewals == [TOKEN]
        refused = [r for r in server.requests if r.headers["x-auth-token"] == TOKEN]
        assert len(server.requests) <= 200 + 8
        assert len(refused) <= 10 + 8


def test_renewal_that_fails_is_tried_once_for_all_threads() -> None:
    renewals: list[str | None] = []

    def renew(old: Record) -> Record:
        renewals.append(old.token)
        raise exceptions.AuthenticationFailed("the password was changed")

    with HostileServer(body({}, "401 Unauthorized")) as server:
        nova = CLIENTS["token"](server.url, renew=renew, timeout=5)
        outcomes = bulk.run(lambda number: nova.servers.start(ID), range(50), workers=8)
    assert renewals == [TOKEN]
    assert {type(outcome.error) for outcome in outcomes} == {exceptions.AuthenticationFailed}


def test_given_limits_apply(limits: Limits) -> None:
    with HostileServer(body(b" " * 5000)) as server:
        for client in CLIENTS.values():
            with pytest.raises(exceptions.ConnectionFailed, match="larger than 4096 bytes"):
                client(server.url, max_answer=4096).servers.list()


def test_threads_are_gone_when_all_is_over() -> None:
    before = threading.active_count()
    with HostileServer(well) as server:
        nova = CLIENTS["token"](server.url, timeout=5)
        bulk.run(lambda number: nova.servers.start(ID), range(20), workers=8)
        nova.client.transport._connections.close()  # type: ignore[attr-defined]
    wait_for(lambda: threading.active_count() <= before)
