"""HTTP on a socket: requests as written, responses as read, and those that are refused."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest

from novaclient.wire import exchange
from novaclient.wire.exchange import Connection, Head, WireError

LIMIT = 1000
BODY = b'{"servers": []}'


@contextlib.contextmanager
def peer(answer: bytes, *, ends: bool) -> Iterator[tuple[Connection, socket.socket]]:
    """A connection; the other end sends these bytes, and then closes it or waits."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(5)
        connection = Connection("http", "cloud.example:8774", 5)
        connection.sock = ours
        threading.Thread(target=_say, args=(theirs, answer, ends), daemon=True).start()
        yield connection, theirs


def _say(sock: socket.socket, data: bytes, ends: bool) -> None:
    with contextlib.suppress(OSError):
        sock.sendall(data)
        if ends:
            sock.shutdown(socket.SHUT_WR)


def exchanged(
    answer: bytes, method: str = "GET", *, ends: bool = False
) -> tuple[Head, bytes, bool]:
    """Read a response: its head, its body, and whether the connection stays open."""
    with peer(answer, ends=ends) as (connection, _):
        head, body = connection.exchange(method, "/servers", {}, None, LIMIT)
        return head, body, connection.sock is not None


def refusal(answer: bytes, *, ends: bool = True) -> str:
    """The reason why a response is refused."""
    with peer(answer, ends=ends) as (connection, _), pytest.raises(WireError) as caught:
        connection.exchange("GET", "/servers", {}, None, LIMIT)
    assert connection.sock is None
    return str(caught.value)


# ------------------------------------------------------------------------------ -- requests
def test_request_is_written_completely() -> None:
    with peer(b"HTTP/1.1 204 No Content\r\n\r\n", ends=False) as (connection, other):
        connection.exchange("POST", "/v2.1/servers?a=%20", {"X-Auth-Token": "t"}, b"{}", LIMIT)
        assert other.recv(65536) == (
            b"POST /v2.1/servers?a=%20 HTTP/1.1\r\nHost: cloud.example:8774\r\n"
            b"Content-Length: 2\r\nX-Auth-Token: t\r\n\r\n{}"
        )


@pytest.mark.parametrize(
    ("method", "length", "line"),
    [
        ("GET", None, ""),
        ("DELETE", None, ""),
        ("POST", None, "Content-Length: 0\r\n"),
        ("PUT", 3, "Content-Length: 3\r\n"),
        ("DELETE", 3, "Content-Length: 3\r\n"),
    ],
)
def test_request_states_the_length_of_its_body(method: str, length: int | None, line: str) -> None:
    head = exchange.request_head(method, "/", "h", {}, length)
    assert head == f"{method} / HTTP/1.1\r\nHost: h\r\n{line}\r\n".encode()


@pytest.mark.parametrize(
    ("method", "target", "headers"),
    [
        ("GET /x HTTP/1.1\r\nX:", "/", {}),
        ("", "/", {}),
        ("GET", "/a b", {}),
        ("GET", "/a\r\nX: y", {}),
        ("GET", "/ü", {}),
        ("GET", "http://other/", {}),
        ("GET", "/", {"X-Auth-Token": "a\r\nX: y"}),
        ("GET", "/", {"X-Auth-Token": "a\nb"}),
        ("GET", "/", {"X-Auth-Token": "a\x00b"}),
        ("GET", "/", {"X-Auth-Token": "€"}),
        ("GET", "/", {"X: y\r\nZ": "a"}),
        ("GET", "/", {"": "a"}),
    ],
)
def test_nothing_breaks_out_of_a_line_of_the_request(
    method: str, target: str, headers: dict[str, str]
) -> None:
    with pytest.raises(WireError):
        exchange.request_head(method, target, "h", headers, None)


@pytest.mark.parametrize("netloc", ["h:port", "h:70000", "[::1", "h..x\u0378.example"])
def test_invalid_netloc_is_refused(netloc: str) -> None:
    with pytest.raises(WireError):
        Connection("http", netloc, 5).connect()


# --------------------------------------------------------------------------- -------- responses
HEADS = [
    (b"HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n" + BODY, BODY, True),
    (b"HTTP/1.1 200\r\nContent-Length: 15\r\n\r\n" + BODY, BODY, True),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 15, 15\r\n\r\n" + BODY, BODY, True),
    (b"HTTP/1.1 200 OK\r\ncontent-length:15\r\nCONTENT-LENGTH: 15\r\n\r\n" + BODY, BODY, True),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", b"", True),
    (b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 15\r\n\r\n" + BODY, BODY, False),
    (b"HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 0\r\n\r\n", b"", False),
    (b"HTTP/1.0 200 OK\r\nContent-Length: 15\r\n\r\n" + BODY, BODY, False),
    (b"HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n", b"", True),
    (b"HTTP/1.1 204 No Content\r\n\r\n", b"", True),
    (b"HTTP/1.1 204 No Content\r\nContent-Length: 15\r\n\r\n", b"", True),
    (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 15\r\n\r\n", b"", True),
    (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 Gone\r\n\r\n", b"", True),
    (b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 204 Gone\r\n\r\n", b"", True),
    (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        b'4\r\n{"se\r\nB;x=y\r\nrvers": []}\r\n0\r\nX: y\r\n\r\n',
        BODY,
        True,
    ),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\n\r\n", b"", True),
    (b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 another\r\n\r\n", b"", False),
]


@pytest.mark.parametrize(("answer", "body", "stays"), HEADS)
def test_response_is_read_to_its_end(answer: bytes, body: bytes, stays: bool) -> None:
    _, read, open_ = exchanged(answer)
    assert (read, open_) == (body, stays)


def test_answer_without_a_length_ends_with_the_connection() -> None:
    _, body, open_ = exchanged(b"HTTP/1.1 200 OK\r\n\r\n" + BODY, ends=True)
    assert (body, open_) == (BODY, False)


def test_answer_to_head_has_no_body() -> None:
    _, body, open_ = exchanged(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", "HEAD")
    assert (body, open_) == (b"", True)


def test_headers_are_found_in_any_case_and_joined() -> None:
    head, _, _ = exchanged(
        b"HTTP/1.1 404 Not Found\r\nX-A: 1\r\nContent-Length: 0\r\nx-a: 2\r\n\r\n"
    )
    assert (head.status, head.reason) == (404, "Not Found")
    assert head.headers["X-a"] == "1, 2"
    assert head.headers.get("x-b") is None
    assert dict(head.headers) == {"x-a": "1, 2", "Content-Length": "0"}


def test_answer_that_comes_byte_by_byte_is_read() -> None:
    answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nf\r\n" + BODY + b"\r\n0\r\n\r\n"
    with peer(b"", ends=False) as (connection, other):

        def dribble() -> None:
            for number in range(len(answer)):
                other.sendall(answer[number : number + 1])

        thread = threading.Thread(target=dribble, daemon=True)
        thread.start()
        assert connection.exchange("GET", "/", {}, None, LIMIT)[1] == BODY
        thread.join()


# ------------------------------------------------------------------------------ --- refusals
OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"SSH-2.0-OpenSSH\r\n\r\n", "not HTTP"),
        (b"HTTP/2 200 OK\r\n\r\n", "not HTTP"),
        (b"HTTP/1.1 20 OK\r\n\r\n", "not HTTP"),
        (b"HTTP/1.1 2000 OK\r\n\r\n", "not HTTP"),
        (b"HTTP/1.1 +20 OK\r\n\r\n", "not HTTP"),
        (b"HTTP/1.1 101 Switching Protocols\r\n\r\n", "status 101"),
        (b"HTTP/1.1 001 Odd\r\n\r\n", "status 1"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 9, "status 100"),
        (OK + b"X\r\n\r\n", "malformed header"),
        (OK + b": x\r\n\r\n", "malformed header"),
        (OK + b"X : y\r\n\r\n", "malformed header"),
        (OK + b"X: a\r\n folded\r\n\r\n", "malformed header"),
        (OK + b"X: a\nY: b\r\n\r\n", "malformed header"),
        (OK + b"X: a\x00\r\n\r\n", "malformed header"),
        (OK + b"Content-Length: -1\r\n\r\n", "not a number"),
        (OK + b"Content-Length: 1_0\r\n\r\n", "not a number"),
        (OK + b"Content-Length: \xb2\r\n\r\n", "not a number"),
        (OK + b"Content-Length: \r\n\r\n", "not a number"),
        (OK + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", "not a number"),
        (OK + b"Content-Length: 9999999999999999999\r\n\r\n", "not a number"),
        (OK + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n", "two ways"),
        (OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n", "not supported"),
        (OK + b"Transfer-Encoding: identity\r\n\r\n", "not supported"),
        (b"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "not supported"),
        (OK + b"Content-Length: 20\r\n\r\n" + BODY, "5 bytes before its end"),
        (OK + b"Content-Le", "ended early"),
        (CHUNKED + b"x\r\n", "not a number"),
        (CHUNKED + b"-1\r\n", "not a number"),
        (CHUNKED + b"0x4\r\n", "not a number"),
        (CHUNKED + b"\r\n", "not a number"),
        (CHUNKED + b"2\r\nabc\r\n", "longer than its size"),
        (CHUNKED + b"4\r\nab", "ended early"),
        (CHUNKED + b"2\r\nab\r\n", "ended early"),
        (CHUNKED + b"0\r\n" + b"X: y\r\n" * 200, "trailers"),
        (CHUNKED + b"1;" + b"x" * 70000, "larger than 1024 bytes"),
    ],
)
def test_malformed_response_is_refused_and_the_connection_closed(answer: bytes, why: str) -> None:
    assert why in refusal(answer)


@pytest.mark.parametrize(
    "answer",
    [
        OK + b"Content-Length: 1001\r\n\r\n",
        OK + b"\r\n" + b"x" * 1001,
        CHUNKED + b"3e9\r\n",
        CHUNKED + b"3e8\r\n" + b"x" * 1000 + b"\r\n1\r\nx\r\n",
        CHUNKED + b"fffffffffffffff\r\n",
    ],
)
def test_body_beyond_the_limit_is_refused(answer: bytes) -> None:
    assert refusal(answer) == "the response is larger than 1000 bytes"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (OK + b"X: y\r\n" * 129 + b"\r\n", "more than 128 headers"),
        (OK + b"X: " + b"y" * 70000, "larger than 65536 bytes"),
        (b"y" * 70000, "larger than 65536 bytes"),
    ],
)
def test_endless_head_is_refused(answer: bytes, why: str) -> None:
    assert why in refusal(answer, ends=False)


def test_connection_that_closes_before_a_response_is_reset() -> None:
    with peer(b"", ends=True) as (connection, _), pytest.raises(ConnectionResetError):
        connection.exchange("GET", "/", {}, None, LIMIT)
    assert connection.sock is None
