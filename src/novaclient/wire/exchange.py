"""HTTP/1.1 on a socket: write one request, read its response strictly and within limits.

The standard library's client does the same, but parses headers with its e-mail package, which
takes longer to import than a request takes.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from novaclient.wire.limits import MAX_CHUNK_LINE, MAX_HEAD, MAX_HEADERS, MAX_INTERIM, READ_SIZE

if TYPE_CHECKING:
    import ssl

_PORTS: Final = {"http": 80, "https": 443}
_TOKEN: Final = frozenset(
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
_HEX: Final = frozenset(b"0123456789abcdefABCDEF")
_DIGITS: Final = frozenset("0123456789")


class WireError(Exception):
    """An exchange that failed for another reason than its socket."""


class NotConnected(WireError):
    """No connection could be opened, for the reason that this was raised from; nothing was sent."""


class InvalidRequest(WireError):
    """What was to be sent is not a valid HTTP request; nothing was sent."""


class MalformedResponse(WireError):
    """What was received is not a valid HTTP response, or exceeds a limit."""


class TooLarge(MalformedResponse, OSError):
    """A response that exceeds the size limit; an OSError, so that requests lets it through.

    :param limit: the limit in bytes.
    """

    def __init__(self, limit: int) -> None:
        super().__init__(f"the response is larger than {limit} bytes")


class CutShort(WireError):
    """A response that ended before its end."""


class Headers(Mapping[str, str]):
    """A response's headers, by name in any case; values of a repeated one are joined by commas."""

    __slots__ = ("_items",)

    def __init__(self, pairs: Iterator[tuple[str, str]]) -> None:
        #: By the name in lower case: the name as received and the value.
        self._items: dict[str, tuple[str, str]] = {}
        for name, value in pairs:
            key = name.lower()
            earlier = self._items.get(key)
            self._items[key] = (name, f"{earlier[1]}, {value}" if earlier else value)

    def __getitem__(self, name: str) -> str:
        return self._items[name.lower()][1]

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._items.values())

    def __len__(self) -> int:
        return len(self._items)


class Head:
    """A response's status line and headers."""

    __slots__ = ("headers", "minor", "reason", "status")

    def __init__(self, minor: int, status: int, reason: str, headers: Headers) -> None:
        self.minor = minor
        self.status = status
        self.reason = reason
        self.headers = headers

    @property
    def keeps_alive(self) -> bool:
        """Whether the server allows the connection to be reused."""
        words = _words(self.headers.get("connection", ""))
        return "close" not in words if self.minor else "keep-alive" in words

    def body_length(self, method: str) -> int | None:
        """The number of bytes in the body; -1 for chunks, None for all until the connection closes.

        :param method: the request's method.
        :raises MalformedResponse: if the headers contradict each other, since it is then unknown
            where this response ends and the next one begins.
        """
        coding = self.headers.get("transfer-encoding")
        promised = self.headers.get("content-length")
        if coding is not None and promised is not None:
            raise MalformedResponse("the response gives its length in two ways")
        if method == "HEAD" or self.status in (204, 304):
            return 0
        if coding is not None:
            if _words(coding) != ["chunked"] or not self.minor:
                raise MalformedResponse(f"the transfer encoding {coding!r} is not supported")
            return -1
        if promised is None:
            return None
        lengths = set(_words(promised))
        text = lengths.pop()
        if lengths or not text or len(text) > 18 or not _DIGITS.issuperset(text):
            raise MalformedResponse(f"the content length {promised!r} is not a number")
        return int(text)


def _words(text: str) -> list[str]:
    return [word.strip(" \t").lower() for word in text.split(",")]


def request_head(
    method: str, target: str, host: str, headers: Mapping[str, str], length: int | None
) -> bytes:
    """A request's first line and headers, encoded.

    :param method: the HTTP method.
    :param target: path and query, percent-encoded.
    :param host: the value of the ``Host`` header.
    :param headers: further headers.
    :param length: the number of bytes in the body; None for no body.
    :raises InvalidRequest: for anything that would break out of its line.
    """
    if not method or not _TOKEN.issuperset(method):
        raise InvalidRequest(f"{method!r} is not an HTTP method")
    if not target.startswith("/") or not _is_printable_ascii(target):
        raise InvalidRequest(f"{target!r} is not percent-encoded")
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}"]
    if length is not None or method in ("POST", "PUT", "PATCH"):
        lines.append(f"Content-Length: {length or 0}")
    lines += [f"{name}: {value}" for name, value in headers.items()]
    for name, value in (("Host", host), *headers.items()):
        if not name or not _TOKEN.issuperset(name) or not _is_value(value):
            raise InvalidRequest(f"the header {name!r} contains a character that is not allowed")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _is_printable_ascii(text: str) -> bool:
    """Whether a text consists of printable ASCII characters other than spaces."""
    return text.isascii() and text.isprintable() and " " not in text


def _is_value(text: str) -> bool:
    """Whether a text can be a header's value: Latin-1, no control characters other than tabs."""
    if text.isascii() and text.isprintable():
        return True
    return all(c == "\t" or " " <= c <= "~" or "\xa0" <= c <= "ÿ" for c in text)


def parse_head(data: bytes) -> Head:
    """Parse a response's status line and headers.

    :param data: everything before the empty line.
    :raises MalformedResponse: if it is not HTTP/1.0 or 1.1.
    """
    first, *lines = data.decode("latin-1").split("\r\n")
    version, _, rest = first.partition(" ")
    code, _, reason = rest.partition(" ")
    if version not in ("HTTP/1.1", "HTTP/1.0") or len(code) != 3 or not _DIGITS.issuperset(code):
        raise MalformedResponse(f"the response is not HTTP: {first[:40]!r}")
    if len(lines) > MAX_HEADERS:
        raise MalformedResponse(f"the response has more than {MAX_HEADERS} headers")
    return Head(int(version[-1]), int(code), reason, Headers(_parse_header(line) for line in lines))


def _parse_header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    value = value.strip(" \t")
    if not colon or not name or not _TOKEN.issuperset(name) or not _is_value(value):
        raise MalformedResponse(f"the response has a malformed header: {line[:40]!r}")
    return name, value


class Connection:
    """A connection to one origin, for one request at a time.

    :param scheme: ``http`` or ``https``.
    :param netloc: the host, and the port if it is not the scheme's own.
    :param timeout: the limit for connecting and for each read and write, in seconds; None for none.
    :param tls: for ``https``, the TLS settings.
    :param connect: the limit for connecting, in seconds, if it is shorter than ``timeout``.
    :param total: the limit for an exchange as a whole, in seconds; None for none.
    :raises InvalidRequest: if the netloc is not valid.
    """

    def __init__(
        self,
        scheme: str,
        netloc: str,
        timeout: float | None = None,
        tls: ssl.SSLContext | None = None,
        *,
        connect: float | None = None,
        total: float | None = None,
    ) -> None:
        self.sock: socket.socket | None = None
        try:
            parts = urlsplit(f"{scheme}://{netloc}")
            self._host = parts.hostname or ""
            self._port = parts.port or _PORTS[scheme]
        except ValueError as error:
            raise InvalidRequest(f"{netloc!r} is not a host and port: {error}") from None
        self._netloc = netloc.rpartition("@")[2]
        self._timeout = timeout
        self._connect = min((t for t in (connect, timeout) if t is not None), default=None)
        self._total = total
        self._ends = float("inf")
        self._tls = tls
        self._received = bytearray()

    def connect(self) -> None:
        """Open the connection.

        :raises NotConnected: if it cannot be opened.
        :raises InvalidRequest: if the host name is not valid.
        """
        # A host name in bytes avoids the import of a codec.
        try:
            host = self._host.encode("ascii" if self._host.isascii() else "idna")
        except UnicodeError as error:
            raise InvalidRequest(f"{self._host!r} is not a host name: {error}") from None
        try:
            sock = self._open(host)
        except OSError as error:
            raise NotConnected(f"no connection to {self._netloc}") from error
        sock.settimeout(self._timeout)
        self.sock = sock
        self._received.clear()

    def _open(self, host: bytes) -> socket.socket:
        sock = socket.create_connection((host, self._port), self._connect)  # type: ignore[arg-type]
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None:
                sock = self._tls.wrap_socket(sock, server_hostname=self._host)
        except BaseException:
            sock.close()
            raise
        return sock

    def close(self) -> None:
        """Close the connection; the next request reopens it."""
        if self.sock is not None:
            self.sock.close()
            self.sock = None

    def exchange(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str],
        content: bytes | None,
        limit: int,
    ) -> tuple[Head, bytes]:
        """Send a request and read its response to the end.

        A closed connection is opened first. Afterwards it is closed unless it can be reused.

        :param method: the HTTP method.
        :param target: path and query, percent-encoded.
        :param headers: headers in addition to ``Host`` and ``Content-Length``.
        :param content: the body, if there is one.
        :param limit: the largest body to accept, in bytes.
        :raises OSError: if the connection fails; ConnectionError if it closes before a response.
        :raises NotConnected: if it cannot be opened.
        :raises InvalidRequest: if the request is not valid; nothing is sent then.
        :raises MalformedResponse: if the response is not valid or exceeds a limit.
        :raises CutShort: if the response ends early.
        """
        length = None if content is None else len(content)
        request = request_head(method, target, self._netloc, headers, length)
        try:
            if self.sock is None:
                self.connect()
            assert self.sock is not None
            if self._total is not None:
                self._ends = time.monotonic() + self._total
                self.sock.settimeout(self._timeout)
            self.sock.sendall(request + content if content else request)
            head = self._head()
            length = head.body_length(method)
            body = self._body(length, limit)
        except BaseException:
            self.close()
            raise
        if length is None or self._received or not head.keeps_alive:
            self.close()
        return head, body

    # ----------------------------------------------------------------------------------- reading
    def _head(self) -> Head:
        """The final response's head; interim ones such as "100 Continue" are skipped."""
        for _ in range(MAX_INTERIM + 1):
            head = parse_head(self._until(b"\r\n\r\n", MAX_HEAD, "head"))
            if head.status >= 200:
                return head
            if head.status < 100 or head.status == 101:
                break
        raise MalformedResponse(f"the response has the status {head.status}")

    def _body(self, length: int | None, limit: int) -> bytes:
        if length == -1:
            joined = bytearray()
            for chunk in self._chunks(limit):
                joined += chunk
            return bytes(joined)
        if length is not None:
            if length > limit:
                raise TooLarge(limit)
            return self._exactly(length)
        while len(self._received) <= limit:
            if not self._more():
                return self._taken(len(self._received))
        raise TooLarge(limit)

    def _chunks(self, limit: int) -> Iterator[bytes]:
        left = limit
        while True:
            digits = self._until(b"\r\n", MAX_CHUNK_LINE, "chunk").partition(b";")[0].rstrip(b" \t")
            if not digits or len(digits) > 15 or not _HEX.issuperset(digits):
                raise MalformedResponse(f"the chunk size {digits[:40]!r} is not a number")
            size = int(digits, 16)
            if not size:
                break
            if size > left:
                raise TooLarge(limit)
            left -= size
            yield self._exactly(size)
            if self._exactly(2) != b"\r\n":
                raise MalformedResponse("a chunk is longer than its size")
        for _ in range(MAX_HEADERS):
            if not self._until(b"\r\n", MAX_HEAD, "trailer"):
                return
        raise MalformedResponse(f"the response has more than {MAX_HEADERS} trailers")

    def _until(self, end: bytes, limit: int, what: str) -> bytes:
        """The bytes before a mark, which is consumed too."""
        searched = 0
        while (found := self._received.find(end, searched)) < 0:
            if len(self._received) > limit:
                break
            searched = max(0, len(self._received) - len(end) + 1)
            if not self._more():
                if not self._received and what == "head":
                    raise ConnectionResetError("the connection was closed without a response")
                raise CutShort("the response ended early")
        if not 0 <= found <= limit:
            raise MalformedResponse(f"the response's {what} is larger than {limit} bytes")
        data = self._taken(found)
        del self._received[: len(end)]
        return data

    def _exactly(self, length: int) -> bytes:
        while len(self._received) < length:
            if not self._more():
                got = len(self._received)
                raise CutShort(f"the response ended early, {length - got} bytes before its end")
        return self._taken(length)

    def _taken(self, length: int) -> bytes:
        data = bytes(memoryview(self._received)[:length])
        del self._received[:length]
        return data

    def _more(self) -> bool:
        """Receive more bytes; return False at the end of the connection."""
        assert self.sock is not None
        if self._total is not None:
            left = self._ends - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"the response was not complete within {self._total:g} s")
            if self._timeout is None or left < self._timeout:
                self.sock.settimeout(left)
        data = self.sock.recv(READ_SIZE)
        self._received += data
        return bool(data)
