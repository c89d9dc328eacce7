"""The table: what the server does, and how a request has to end then."""

# ruff: noqa: E501  a row of the table is a line

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple

from hostile_server import ID, SERVER, Peer, Script, well

from novaclient import exceptions
from novaclient.exceptions import ClientException, ConnectionFailed, InvalidResponse

#: No error.
FINE = None
#: The largest response that the tests' clients accept, in bytes.
LIMIT = 300_000
#: What no terminal may get to see as it is.
ESCAPES = "\x1b]0;owned\x07\x1b[2J\x9b31m\rEVIL\u202e\u2066\x00\x7f"

Outcome = type[Exception] | None


class Case(NamedTuple):
    """What the server does.

    :ivar reads: how a list and a show end; a delete and an action too, unless ``acts`` is given.
    :ivar acts: how a delete and an action end.
    :ivar lenient: the same for all of them, or for reads and acts, where requests reads the
        response: it accepts some that the token transport refuses.
    :ivar once: whether the server is well again after its first answer.
    :ivar endless: whether only limits end it that a program's session does not have.
    :ivar repeated: whether an action is sent again.
    :ivar slow: whether it ends by time, so that two operations have to do.
    """

    name: str
    script: Script
    reads: Outcome
    acts: Any = ...
    lenient: Any = ...
    once: bool = False
    endless: bool = False
    repeated: bool = False
    slow: bool = False

    def outcome(self, operation: str, kind: str) -> Outcome:
        """The error that an operation of a kind of client ends with; None for success."""
        acts = operation in ("delete", "start")
        chosen: Any = self.acts if acts and self.acts is not ... else self.reads
        if self.lenient is not ... and kind in ("session", "program"):
            chosen = self.lenient[acts] if isinstance(self.lenient, tuple) else self.lenient
        return chosen  # type: ignore[no-any-return]


def raw(*parts: bytes, stays: bool = False) -> Script:
    """Send these bytes; ``GOOD`` in them is the answer's body, ``SIZE`` its length."""

    def script(peer: Peer) -> bool:
        data = b"".join(parts).replace(b"SIZE", b"%d" % len(peer.good))
        peer.send(data.replace(b"GOOD", peer.good))
        return stays

    return script


def body(value: Any, status: str = "200 OK", *headers: str) -> Script:
    """Answer with a body: JSON, or bytes as they are."""
    data = value if isinstance(value, bytes) else json.dumps(value).encode()

    def script(peer: Peer) -> bool:
        peer.answer(data, status, *headers)
        return True

    return script


def flood(start: bytes, endless: bytes) -> Script:
    """Send something, and then something else for as long as it is taken."""

    def script(peer: Peer) -> None:
        peer.send(start)
        block = endless * (1 + 4096 // len(endless))
        while peer.send(block):
            pass

    return script


def trickle(data: bytes) -> Script:
    """Send byte after byte, each in time, for ever."""

    def script(peer: Peer) -> None:
        for number in range(100_000):
            if not peer.send(data[number : number + 1] or b" "):
                return
            peer.pause(0.03)

    return script


def doing(*steps: bytes | Callable[[Peer], Any]) -> Script:
    """Send bytes and call functions, one after the other."""

    def script(peer: Peer) -> None:
        for step in steps:
            if isinstance(step, bytes):
                peer.send(step.replace(b"SIZE", b"%d" % len(peer.good)))
            else:
                step(peer)

    return script


def packed(data: bytes, coding: str) -> Script:
    """Answer with compressed data, whether requested or not."""
    return body(data, "200 OK", f"Content-Encoding: {coding}")


def half(peer: Peer) -> None:
    """Send the first half of the body."""
    peer.send(peer.good[: len(peer.good) // 2])


OK = b"HTTP/1.1 200 OK\r\n"
SIZED = OK + b"Content-Length: SIZE\r\n"
LONGER = OK + b"Content-Length: 5000\r\n\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
NAMED = {**SERVER, "name": ESCAPES, "status": ESCAPES, "OS-EXT-STS:task_state": ESCAPES}
BOMB = gzip.compress(b" " * 20_000_000)

FRAMES = [
    Case("well", well, FINE),
    Case("late body", doing(SIZED + b"\r\n", lambda p: p.pause(0.05), lambda p: p.send(p.good)), FINE),
    Case("length too short", raw(OK, b"Content-Length: 5\r\n\r\n{\"servers\": []}"), InvalidResponse, FINE),
    Case("length too long", raw(LONGER, b"GOOD"), ConnectionFailed),
    Case("length negative", raw(OK, b"Content-Length: -5\r\n\r\nGOOD"), ConnectionFailed, lenient=FINE),
    Case("length no number", raw(OK, b"Content-Length: x\r\n\r\nGOOD"), ConnectionFailed, lenient=FINE),
    Case("length beyond the limit", raw(OK, b"Content-Length: 999999999\r\n\r\nGOOD"), ConnectionFailed),
    Case("length of too many digits", raw(OK, b"Content-Length: ", b"9" * 5000, b"\r\n\r\nGOOD"), ConnectionFailed, lenient=FINE),
    Case("two lengths that agree", raw(SIZED, b"Content-Length: SIZE\r\n\r\nGOOD"), FINE),
    Case("two lengths that differ", raw(SIZED, b"Content-Length: 3\r\n\r\nGOOD"), ConnectionFailed),
    Case("length and chunks", raw(SIZED, b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), ConnectionFailed, lenient=(InvalidResponse, FINE)),
    Case("no length", raw(OK, b"\r\nGOOD"), FINE),
    Case("no body", raw(OK, b"Content-Length: 0\r\n\r\n"), InvalidResponse, FINE),
    Case("closed before an answer", doing(), ConnectionFailed),
    Case("reset before an answer", doing(Peer.reset), ConnectionFailed),
    Case("reset in the body", doing(LONGER, half, Peer.reset), ConnectionFailed),
    Case("half a head", raw(b"HTTP/1.1 200 OK\r\nContent-Le"), ConnectionFailed, lenient=(InvalidResponse, FINE)),
    Case("half a body", doing(LONGER, half), ConnectionFailed),
    Case("half a body once", doing(LONGER, half), FINE, once=True),
    Case("closed once", doing(), FINE, once=True),
    Case("reset once", doing(Peer.reset), FINE, once=True),
    Case("stall before an answer", doing(Peer.stall), ConnectionFailed, slow=True),
    Case("stall in the head", doing(b"HTTP/1.1 200 OK\r\n", Peer.stall), ConnectionFailed, slow=True),
    Case("stall in the body", doing(LONGER, half, Peer.stall), ConnectionFailed, slow=True),
    Case("trickle of a head", trickle(OK + b"X-Slow: " + b"y" * 9999), ConnectionFailed, endless=True, slow=True),
    Case("trickle of a body", trickle(OK + b"Content-Length: 200000\r\n\r\n"), ConnectionFailed, endless=True, slow=True),
    Case("HTTP/1.0", raw(b"HTTP/1.0 200 OK\r\n\r\nGOOD"), FINE),
    Case("HTTP/1.0 keeping alive", raw(b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: SIZE\r\n\r\nGOOD", stays=True), FINE),
    Case("HTTP/0.9", raw(b"GOOD"), ConnectionFailed),
    Case("HTTP/2", raw(b"\0\0\x12\x04\0\0\0\0\0\0\x03\0\0\0\x80"), ConnectionFailed),
    Case("another protocol", raw(b"SSH-2.0-OpenSSH_9.6\r\n"), ConnectionFailed),
    Case("garbage", raw(bytes(range(256)) * 4), ConnectionFailed),
    Case("TLS instead of HTTP", raw(b"\x15\x03\x01\0\x02\x02\x50"), ConnectionFailed),
]  # fmt: skip

HEADS = [
    Case("status no number", raw(b"HTTP/1.1 abc OK\r\n\r\n"), ConnectionFailed),
    Case("status 0", raw(b"HTTP/1.1 0 OK\r\n\r\n"), ConnectionFailed),
    Case("status 99", raw(b"HTTP/1.1 099 OK\r\nContent-Length: 0\r\n\r\n"), ConnectionFailed),
    Case("status 1000", raw(b"HTTP/1.1 1000 OK\r\n\r\n"), ConnectionFailed),
    Case("status 600", raw(b"HTTP/1.1 600 OK\r\nContent-Length: 0\r\n\r\n"), ClientException),
    Case("escapes in the reason", raw(b"HTTP/1.1 404 \x1b[2J\x07\r\nContent-Length: 0\r\n\r\n"), exceptions.NotFound),
    Case("100 Continue first", raw(b"HTTP/1.1 100 Continue\r\n\r\n", SIZED, b"\r\nGOOD"), FINE),
    Case("103 first", raw(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", SIZED, b"\r\nGOOD"), FINE, lenient=InvalidResponse),
    Case("101", raw(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"), ConnectionFailed, lenient=InvalidResponse),
    Case("endless 100 Continue", flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), ConnectionFailed, endless=True),
    Case("many headers", raw(OK, b"X: y\r\n" * 200, b"\r\nGOOD"), ConnectionFailed),
    Case("endless headers", flood(OK, b"X-%d: y\r\n" % 1), ConnectionFailed),
    Case("endless header", flood(OK + b"X: ", b"y" * 100), ConnectionFailed),
    Case("endless status line", flood(b"HTTP/1.1 200 ", b"O"), ConnectionFailed),
    Case("NUL in a header", raw(SIZED, b"X-A: a\0b\r\n\r\nGOOD"), ConnectionFailed, lenient=FINE),
    Case("escapes in a header", raw(SIZED, b"X-A: \x1b[2J\r\n\r\nGOOD"), ConnectionFailed, lenient=FINE),
    Case("folded header", raw(SIZED, b"X-A: a\r\n b\r\n\r\nGOOD"), ConnectionFailed, lenient=FINE),
    Case("header with a space", raw(SIZED, b"X A: a\r\n\r\nGOOD"), ConnectionFailed, lenient=FINE),
    Case("bare line feeds", raw(b"HTTP/1.1 200 OK\nContent-Length: SIZE\n\nGOOD"), ConnectionFailed, lenient=FINE),
    Case("unknown transfer encoding", raw(OK, b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"), ConnectionFailed, lenient=(InvalidResponse, FINE)),
    Case("chunks", raw(CHUNKED, b"0\r\nX: y\r\n\r\n"), InvalidResponse, FINE),
    Case("length of a chunk invalid", raw(CHUNKED, b"xyz\r\nGOOD"), ConnectionFailed),
    Case("length of a chunk negative", raw(CHUNKED, b"-5\r\nGOOD\r\n0\r\n\r\n"), ConnectionFailed),
    Case("length of a chunk huge", raw(CHUNKED, b"fffffffffffffff\r\nGOOD"), ConnectionFailed),
    Case("length of a chunk of many digits", raw(CHUNKED, b"f" * 70_000, b"\r\nGOOD"), ConnectionFailed),
    Case("chunks that end early", raw(CHUNKED, b"400\r\nGOOD"), ConnectionFailed),
    Case("chunk longer than it says", raw(CHUNKED, b"2\r\n{}}}}}}}\r\n0\r\n\r\n"), ConnectionFailed),
    Case("endless chunks", flood(CHUNKED, b"5\r\n     \r\n"), ConnectionFailed),
    Case("endless chunk extension", flood(CHUNKED + b"2;", b"x=y;"), ConnectionFailed),
    Case("endless trailers", flood(CHUNKED + b"0\r\n", b"X: y\r\n"), ConnectionFailed, endless=True),
    Case("endless body", flood(OK + b"\r\n", b"[[],"), ConnectionFailed),
]  # fmt: skip

BODIES = [
    Case("204 with a body", body({"servers": []}, "204 No Content"), InvalidResponse, FINE),
    Case("HTML", body(b"<html><script>\x1b[2Jalert(1)</script>"), InvalidResponse, FINE),
    Case("null", body(None), InvalidResponse, FINE),
    Case("list", body([1, 2]), InvalidResponse, FINE),
    Case("number", body(7), InvalidResponse, FINE),
    Case("text", body(ESCAPES), InvalidResponse, FINE),
    Case("empty object", body({}), InvalidResponse, FINE),
    Case("another key", body({ESCAPES: []}), InvalidResponse, FINE),
    Case("value null", body({"servers": None, "server": None}), InvalidResponse, FINE),
    Case("value text", body({"servers": ESCAPES, "server": ESCAPES}), InvalidResponse, FINE),
    Case("value number", body({"servers": 1, "server": 1}), InvalidResponse, FINE),
    Case("rows no objects", body({"servers": [1, "x"], "server": [1]}), InvalidResponse, FINE),
    Case("deep JSON", body(b'{"servers":' + b"[" * 100_000), InvalidResponse, FINE),
    Case("deep JSON that ends", body(b"[" * 99_999 + b"]" * 99_999), InvalidResponse, FINE),
    Case("deep objects", body(b'{"a":' * 30_000 + b"1" + b"}" * 30_000), InvalidResponse, FINE),
    Case("number of many digits", body(b'{"servers": [], "n": ' + b"9" * 50_000 + b"}"), InvalidResponse, FINE),
    Case("invalid UTF-8", body(b'{"servers": ["\xff\xfe\xc0\x80"]}'), InvalidResponse, FINE),
    Case("UTF-16", body('{"nothing": []}'.encode("utf-16")), InvalidResponse, FINE),
    Case("byte order mark", doing(lambda p: p.answer(b"\xef\xbb\xbf" + (p.good or b"{}"))), FINE),
    Case("JSON cut off", body(b'{"servers": [{"id": "'), InvalidResponse, FINE),
    Case("two JSON values", body(b'{"servers": []}{"servers": []}'), InvalidResponse, FINE),
    Case("larger than the limit", body(b" " * (LIMIT + 1)), ConnectionFailed),
    Case("50 MB", body(b'{"servers": [' + b"0," * 25_000_000 + b"0]}"), ConnectionFailed),
    Case("gzip bomb", packed(BOMB, "gzip"), ConnectionFailed),
    Case("deflate bomb", packed(zlib.compress(b" " * 20_000_000), "deflate"), ConnectionFailed),
    Case("invalid gzip", packed(b"{}" * 50, "gzip"), ConnectionFailed),
    Case("gzip cut off", packed(BOMB[:50], "gzip"), ConnectionFailed),
    Case("unknown packing", packed(b"\x0b\x02\x80{}\x03", "br"), ConnectionFailed, lenient=(InvalidResponse, FINE)),
    Case("escapes in names", body({"servers": [NAMED], "server": NAMED}), FINE),
    Case("surrogates in names", body(b'{"servers": [{"id": "%b", "name": "\\ud800"}], "server": {"id": "%b", "name": "\\udfff"}}' % ((ID.encode(),) * 2)), FINE),
    Case("not a number", body(b'{"servers": [{"id": "a", "progress": NaN}], "server": {"id": "a", "progress": -Infinity}}'), FINE),
]  # fmt: skip

STATUSES = [
    *(
        Case(f"{code} to another host", body(b"", f"{code} Moved", "Location: http://127.0.0.2:9/x"), InvalidResponse)
        for code in (300, 301, 302, 303, 307, 308)
    ),
    Case("redirect to itself", body(b"", "302 Found", "Location: /v2.1/servers"), InvalidResponse),
    Case("redirect to nowhere", body(b"", "302 Found"), InvalidResponse),
    Case("redirect with escapes", body(b"", "302 Found", "Location: javascript:\x9b31m"), ConnectionFailed, lenient=InvalidResponse),
    Case("304", body(b"", "304 Not Modified"), InvalidResponse),
    Case("401 always", body({"error": {"message": "no"}}, "401 Unauthorized"), exceptions.Unauthorized, repeated=True),
    Case("502 page of a proxy", body(b"<html>\x1b[2J502</html>", "502 Bad Gateway"), ClientException),
    Case("503 always", body({}, "503 Unavailable"), ClientException),
    Case("503 once", body({}, "503 Unavailable", "Retry-After: 0"), FINE, once=True),
    Case("504 once", body({}, "504 Timeout"), FINE, once=True),
    Case("500 always", body({"computeFault": {"message": "x", "code": 500}}, "500 Error"), ClientException),
    Case("429 once", body({}, "429 Too Many", "Retry-After: 1"), FINE, FINE, once=True, repeated=True),
    *(
        Case(f"429, Retry-After: {value[:30]}", body({}, "429 Too Many", f"Retry-After: {value}"), exceptions.RateLimit, repeated=True)
        for value in ("-1", "31536000", "9" * 400, "1e9", "Wed, 21 Oct 2099 07:28:00 GMT", "Wed, 21 Oct 1999 07:28:00 GMT", "soon", "")
    ),
    Case("error that is null", body(None, "404 Not Found"), exceptions.NotFound),
    Case("error that is a list", body([[]], "404 Not Found"), exceptions.NotFound),
    Case("error without a message", body({"itemNotFound": {"message": None}}, "404 Not Found"), exceptions.NotFound),
    Case("error with an invalid message", body({"itemNotFound": {"message": {"a": [1]}}}, "404 Not Found"), exceptions.NotFound),
    Case("error of another kind", body({"errors": [{"detail": 5, "title": [1]}]}, "409 Conflict"), exceptions.Conflict),
    Case("escapes in an error", body({"itemNotFound": {"message": ESCAPES, "code": 404}}, "404 Not Found"), exceptions.NotFound),
    Case("escapes in the request's id", body({}, "404 Not Found", "X-OpenStack-Request-Id: a\x9b31mb"), ConnectionFailed, lenient=exceptions.NotFound),
    Case("error of 200 kB", body({"badRequest": {"message": "x" * 200_000, "code": 400}}, "400 Bad"), exceptions.BadRequest),
    Case("413 and closed", doing(lambda p: p.answer(b"{}", "413 Too Large", "Connection: close")), exceptions.OverLimit),
]  # fmt: skip

CASES = [*FRAMES, *HEADS, *BODIES, *STATUSES]
