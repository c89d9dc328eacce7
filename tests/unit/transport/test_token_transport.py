"""The token transport and its client, against a small server on this machine."""

from __future__ import annotations

import contextlib
import json
import logging
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from novaclient import exceptions
from novaclient.api_versions import APIVersion
from novaclient.auth.cache import Record
from novaclient.auth.renewal import TokenRenewer
from novaclient.transport.service_client import ServiceClient
from novaclient.transport.token_transport import TokenTransport
from novaclient.version import __version__
from novaclient.wire import connections as connections_module
from novaclient.wire.connections import Connections


class Server(ThreadingHTTPServer):
    """Answers by path, and records the requests."""

    daemon_threads = True
    #: Joining the threads would wait for idle connections.
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        self.connections: set[Any] = set()
        #: Tokens that are accepted; all when None.
        self.tokens: set[str] | None = None
        #: Whether to close each connection after a response, without announcing it.
        self.hangs_up = False
        self.closed = threading.Semaphore(0)

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        self.closed.release()


class Handler(BaseHTTPRequestHandler):
    """One connection to the server."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        self.server.requests.append((self.command, self.path, dict(self.headers), body))
        self.server.connections.add(self.client_address)
        default = (200, {}, b'{"path": "%s"}' % self.path.encode())
        status, headers, content = self.server.answers.get(self.path, default)
        if (
            self.server.tokens is not None
            and self.headers["X-Auth-Token"] not in self.server.tokens
        ):
            status, headers, content = 401, {}, b'{"error": {"message": "token?"}}'
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers and "Transfer-Encoding" not in headers:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.close_connection = self.close_connection or self.server.hangs_up

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def record(url: str, token: str = "token-1") -> Record:
    """A record of services at an address."""
    return Record(token, None, {"compute": f"{url}/v2.1", "image": f"{url}/image/v2"})


def client(
    url: str, renew: Callable[[Record], Record] | None = None, **options: Any
) -> ServiceClient:
    """A client of the token transport."""
    limits = {name: options.pop(name) for name in ("timeout", "max_answer") if name in options}
    tokens = TokenRenewer(record(url), renew)
    transport = TokenTransport(tokens, Connections(**{"timeout": 10, **limits}))
    return ServiceClient(transport, tokens=tokens, **options)


def test_request_carries_the_token_and_the_version(server: Server) -> None:
    response, body = client(server.url, api_version=APIVersion("2.90")).get("/servers?name=a")
    assert (response.status_code, body) == (200, {"path": "/v2.1/servers?name=a"})
    method, _, headers, _ = server.requests[0]
    assert method == "GET"
    assert headers["X-Auth-Token"] == "token-1"
    assert headers["OpenStack-API-Version"] == "compute 2.90"
    assert headers["User-Agent"].startswith("novaclient/")


def test_body_is_sent_as_json(server: Server) -> None:
    client(server.url).post("/servers", body={"a": "ü"})
    _, _, headers, body = server.requests[0]
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body) == {"a": "ü"}


def test_connection_is_used_again(server: Server) -> None:
    transport = client(server.url)
    for _ in range(5):
        transport.get("/x")
    assert len(server.connections) == 1


def test_connection_that_the_server_has_closed_is_not_used_again(server: Server) -> None:
    server.hangs_up = True
    transport = client(server.url)
    for number in range(5):
        assert transport.post(f"/{number}", body={})[0].status_code == 200
        assert server.closed.acquire(timeout=10)
    assert len(server.requests) == 5


def test_get_is_repeated_when_an_idle_connection_is_closed(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections_module, "_is_silent", lambda sock: True)
    server.hangs_up = True
    transport = client(server.url)
    for number in range(3):
        assert transport.get(f"/{number}")[0].status_code == 200
        assert server.closed.acquire(timeout=10)
    assert len(server.requests) == 3


def test_post_is_not_repeated_when_an_idle_connection_is_closed(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections_module, "_is_silent", lambda sock: True)
    server.hangs_up = True
    transport = client(server.url)
    transport.post("/x", body={})
    assert server.closed.acquire(timeout=10)
    with pytest.raises(exceptions.ConnectionFailed, match=r"failed during POST /v2\.1/x"):
        transport.post("/x", body={})
    assert len(server.requests) == 1


def test_threads_have_connections_of_their_own(server: Server) -> None:
    transport = client(server.url)
    answers: list[Any] = []
    threads = [
        threading.Thread(target=lambda n=n: answers.append(transport.get(f"/{n}")[1]["path"]))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [f"/v2.1/{n}" for n in range(8)]


def test_error_status_is_raised_with_the_clouds_message(server: Server) -> None:
    content = b'{"itemNotFound": {"code": 404, "message": "No such server"}}'
    server.answers["/v2.1/x"] = (404, {"X-OpenStack-Request-Id": "req-9"}, content)
    with pytest.raises(exceptions.NotFound) as caught:
        client(server.url).get("/x")
    assert str(caught.value) == "No such server (HTTP 404) (Request-ID: req-9)"


def test_refused_token_is_renewed_once_and_the_request_repeated(server: Server) -> None:
    server.tokens = {"token-2"}
    refused: list[str | None] = []

    def renew(old: Record) -> Record:
        refused.append(old.token)
        return old.replace(token="token-2")

    transport = client(server.url, renew=renew)
    assert transport.post("/servers", body={"a": 1})[0].status_code == 200
    transport.get("/x")
    assert refused == ["token-1"]
    assert [json.loads(request[3]) for request in server.requests[:2]] == [{"a": 1}] * 2


def test_refused_token_is_renewed_once_for_all_threads(server: Server) -> None:
    server.tokens = {"token-2"}
    renewals: list[str | None] = []
    together = threading.Barrier(4, timeout=10)

    def renew(old: Record) -> Record:
        renewals.append(old.token)
        return old.replace(token="token-2")

    transport = client(server.url, renew=renew)
    statuses: list[int] = []

    def call() -> None:
        together.wait()
        statuses.append(transport.get("/x")[0].status_code)

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (renewals, statuses) == (["token-1"], [200] * 4)


def test_token_that_is_refused_again_is_an_error(server: Server) -> None:
    server.tokens = set()
    with pytest.raises(exceptions.Unauthorized, match="token"):
        client(server.url, renew=lambda old: old.replace(token="token-2")).get("/x")
    assert len(server.requests) == 2


def test_refused_token_without_renewal_is_an_error(server: Server) -> None:
    server.tokens = set()
    with pytest.raises(exceptions.Unauthorized):
        client(server.url).get("/x")
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [300, 301, 302, 307, 308])
def test_redirect_is_not_followed(server: Server, status: int) -> None:
    server.answers["/v2.1/x"] = (status, {"Location": "http://evil.example/"}, b"")
    with pytest.raises(exceptions.InvalidResponse, match=r"redirects to http://evil\.example/"):
        client(server.url).get("/x")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "url", ["http://evil.example/x", "https://127.0.0.1/x", "http://127.0.0.1:1/x"]
)
def test_token_is_not_sent_to_another_origin(server: Server, url: str) -> None:
    with pytest.raises(exceptions.ConnectionFailed, match="token is not sent there"):
        client(server.url).get(url)


def test_absolute_url_of_the_cloud_itself_is_accepted(server: Server) -> None:
    assert client(server.url).get(f"{server.url}/")[1] == {"path": "/"}


@pytest.mark.parametrize(
    "headers",
    [{"Content-Length": "99999999"}, {"Transfer-Encoding": "chunked"}, {"Content-Length": "17"}],
)
def test_response_that_is_too_large_is_refused(server: Server, headers: dict[str, str]) -> None:
    chunked = b"11\r\n" + b"x" * 17 + b"\r\n0\r\n\r\n"
    content = chunked if "Transfer-Encoding" in headers else b"x" * 17
    server.answers["/v2.1/x"] = (200, headers, content)
    with pytest.raises(exceptions.ConnectionFailed, match="larger than 16 bytes"):
        client(server.url, max_answer=16).get("/x")


def test_response_that_ends_early_is_an_error(server: Server) -> None:
    server.hangs_up = True
    server.answers["/v2.1/x"] = (200, {"Content-Length": "100"}, b'{"servers": []}')
    with pytest.raises(exceptions.ConnectionFailed, match=r"failed during GET /v2\.1/x"):
        client(server.url).get("/x")


def test_body_that_is_not_json_is_a_text(server: Server) -> None:
    server.answers["/v2.1/x"] = (200, {}, b"<html>")
    assert client(server.url).get("/x")[1] == "<html>"


def closed_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


def test_refused_connection_is_reported() -> None:
    with pytest.raises(
        exceptions.ConnectionFailed, match=r"Connection refused by http://127\.0\.0\.1"
    ):
        client(f"http://127.0.0.1:{closed_port()}").get("/x")


@contextlib.contextmanager
def talking(*lines: bytes) -> Iterator[str]:
    """A server that sends these bytes and closes the connection; silent without any."""
    over = threading.Event()

    class Talk(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            if lines:
                self.request.sendall(b"".join(lines))
            else:
                over.wait(10)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{made.server_address[1]}"
        finally:
            over.set()
            made.shutdown()
            thread.join()


def test_timeout_is_reported() -> None:
    with (
        talking() as url,
        pytest.raises(exceptions.ConnectionFailed, match=r"No response .* in time to GET /v2\.1/x"),
    ):
        client(url, timeout=0.05).get("/x")


def test_response_that_is_not_http_is_reported() -> None:
    with (
        talking(b"SSH-2.0-OpenSSH_9.6\r\n") as url,
        pytest.raises(exceptions.ConnectionFailed, match=r"failed during GET /v2\.1/x"),
    ):
        client(url).get("/x")


def test_unknown_host_is_reported() -> None:
    with pytest.raises(exceptions.ConnectionFailed, match="cannot be resolved"):
        client("http://no-such-host.invalid").get("/x")


def test_other_service_has_its_endpoint_and_the_same_token(server: Server) -> None:
    other = client(server.url, api_version=APIVersion("2.90")).for_service("image")
    assert other.get("/v2/images")[1] == {"path": "/image/v2/images"}
    headers = server.requests[0][2]
    assert headers["X-Auth-Token"] == "token-1"
    assert "OpenStack-API-Version" not in headers


def test_service_that_is_not_in_the_catalog_is_reported() -> None:
    with pytest.raises(exceptions.ConfigurationError, match="no volume service"):
        client("http://127.0.0.1:1").for_service("volume")


def test_timings_are_collected_on_request(server: Server) -> None:
    transport = client(server.url, timings=True)
    transport.get("/x")
    transport.for_service("image").get("/y")
    assert [name for name, _, _ in transport.get_timings()] == ["GET /x", "GET /y"]
    assert all(start <= end for _, start, end in transport.get_timings())
    transport.reset_timings()
    assert transport.get_timings() == []


def test_log_shows_the_request_without_its_secrets(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.answers["/v2.1/servers"] = (202, {}, b'{"server": {"adminPass": "s3cret", "id": "1"}}')
    transport = client(server.url, logger=logging.getLogger("novaclient.test"))
    with caplog.at_level(logging.DEBUG):
        transport.post("/servers", body={"server": {"name": "n", "user_data": "s3cret"}})
    assert "REQ: curl -g -i -X POST" in caplog.text
    assert '"id": "1"' in caplog.text
    assert "s3cret" not in caplog.text
    assert "token-1" not in caplog.text


def test_log_shows_the_headers_that_are_sent(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    transport = client(server.url, logger=logging.getLogger("novaclient.test"))
    with caplog.at_level(logging.DEBUG):
        transport.post("/servers", body={"server": {}})
    logged = caplog.records[0].getMessage()
    for header in (
        "Content-Type: application/json",
        "Accept: application/json",
        f"User-Agent: novaclient/{__version__}",
        "X-Auth-Token: {SHA256}",
    ):
        assert f'-H "{header}' in logged


def test_request_with_a_secret_url_is_not_logged(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.answers["/v2.1/os-console-auth-tokens/s3cret"] = (200, {}, b'{"console": {}}')
    transport = client(server.url, logger=logging.getLogger("novaclient.test"))
    with caplog.at_level(logging.DEBUG):
        transport.get("/os-console-auth-tokens/s3cret", log=False)
    assert caplog.text == ""


def test_idle_connections_stay_open_up_to_a_limit(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections_module, "MAX_IDLE", 1)
    connections = Connections(timeout=10)
    taken = [connections.take("http", server.url.partition("//")[2])[0] for _ in range(3)]
    for connection in taken:
        connection.connect()
        connections.give("http", server.url.partition("//")[2], connection)
    assert [connection.sock is None for connection in taken] == [False, True, True]
    connections.close()
    assert taken[0].sock is None


@pytest.mark.parametrize(
    ("method", "unknown"), [("GET", False), ("POST", True), ("PUT", True), ("DELETE", True)]
)
def test_error_says_when_the_outcome_of_a_change_is_unknown(method: str, unknown: bool) -> None:
    with (
        talking(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n") as url,
        pytest.raises(exceptions.ConnectionFailed) as caught,
    ):
        client(url).request("/x", method)
    assert ("took effect is unknown" in str(caught.value)) == unknown


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_error_says_nothing_about_the_outcome_when_nothing_was_sent(method: str) -> None:
    transport = client(f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(exceptions.ConnectionFailed) as caught:
        transport.request("/x", method)
    assert (caught.value.sent, caught.value.transient) == (False, True)
    assert "took effect" not in str(caught.value)


def test_header_that_breaks_out_is_not_sent(server: Server) -> None:
    with pytest.raises(exceptions.ConnectionFailed) as caught:
        client(server.url).post("/x", headers={"X-A": "b\r\nX-Evil: 1"})
    assert (caught.value.sent, server.requests) == (False, [])
