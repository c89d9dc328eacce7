"""HTTP/1.1 on a socket: one request written, its answer read strictly and within limits.

Tokens, retries and what an answer means are the light road's. The standard library's client does
the same, and parses headers with its e-mail package, whose import costs more than a request.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import ssl

#: Limits of an answer's status line and headers together, in bytes, and of the headers' number.
MAX_HEAD: Final = 64 * 1024
MAX_HEADERS: Final = 128
#: How many "100 Continue" and their like may come before the answer.
MAX_INTERIM: Final = 8
#: The longest line that says how long a chunk is, in bytes, extensions included.
MAX_CHUNK_LINE: Final = 1024

_PORTS: Final = {"http": 80, "https": 443}
_READ_AT_ONCE: Final = 64 * 1024
_TOKEN: Final = frozenset(
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
_HEX: Final = frozenset(b"0123456789abcdefABCDEF")
_DIGITS: Final = frozenset("0123456789")


class WireError(Exception):
    """What was to be sent is no HTTP request, or what came is no answer or beyond the limits."""


class NoRequest(WireError):
    """What was to be sent is no request; nothing was sent."""


class CutShort(WireError):
    """An answer that ended before its end."""


class Headers(Mapping[str, str]):
    """An answer's headers, by name in any case; a repeated one's values are joined by commas."""

    __slots__ = ("_items",)

    def __init__(self, pairs: Iterator[tuple[str, str]]) -> None:
        #: Lower case to the name as it came and the value.
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
    """An answer's status line and headers."""

    __slots__ = ("headers", "minor", "reason", "status")

    def __init__(self, minor: int, status: int, reason: str, headers: Headers) -> None:
        self.minor = minor
        self.status = status
        self.reason = reason
        self.headers = headers

    @property
    def keeps_alive(self) -> bool:
        """Whether the server lets the connection be used again."""
        words = _words(self.headers.get("connection", ""))
        return "close" not in words if self.minor else "keep-alive" in words

    def body_length(self, method: str) -> int | None:
        """How many bytes of body follow; -1 for chunks, None for all until the connection closes.

        :param method: the request's method.
        :raises WireError: if the headers contradict each other: then where the answer ends, and
            another's begins, is anybody's guess.
        """
        coding = self.headers.get("transfer-encoding")
        promised = self.headers.get("content-length")
        if coding is not None and promised is not None:
            raise WireError("the answer's length is given in two ways")
        if method == "HEAD" or self.status in (204, 304):
            return 0
        if coding is not None:
            if _words(coding) != ["chunked"] or not self.minor:
                raise WireError(f"the transfer encoding {coding!r} is not known")
            return -1
        if promised is None:
            return None
        lengths = set(_words(promised))
        text = lengths.pop()
        if lengths or not text or len(text) > 18 or not _DIGITS.issuperset(text):
            raise WireError(f"the content length {promised!r} is none")
        return int(text)


def _words(text: str) -> list[str]:
    return [word.strip(" \t").lower() for word in text.split(",")]


def request_head(
    method: str, target: str, host: str, headers: Mapping[str, str], length: int | None
) -> bytes:
    """A request's first line and headers.

    :param method: the HTTP method.
    :param target: path and query, percent-encoded.
    :param host: the value of the ``Host`` header.
    :param headers: further headers.
    :param length: how many bytes of body follow; None for no body.
    :raises NoRequest: for anything that would break out of its line.
    """
    if not method or not _TOKEN.issuperset(method):
        raise NoRequest(f"{method!r} is no HTTP method")
    if not target.startswith("/") or not _is_plain(target):
        raise NoRequest(f"{target!r} is not encoded as a request's target")
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}"]
    if length is not None or method in ("POST", "PUT", "PATCH"):
        lines.append(f"Content-Length: {length or 0}")
    lines += [f"{name}: {value}" for name, value in headers.items()]
    for name, value in (("Host", host), *headers.items()):
        if not name or not _TOKEN.issuperset(name) or not _is_value(value):
            raise NoRequest(f"the header {name!r} has a character that no header may have")
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def _is_plain(text: str) -> bool:
    """Whether a text is ASCII without spaces and control characters."""
    return text.isascii() and text.isprintable() and " " not in text


def _is_value(text: str) -> bool:
    """Whether a text may be a header's value: Latin-1 without control characters but tabs."""
    if text.isascii() and text.isprintable():
        return True
    return all(c == "\t" or " " <= c <= "~" or "\xa0" <= c <= "ÿ" for c in text)


def parse_head(data: bytes) -> Head:
    """An answer's status line and headers.

    :param data: all up to the empty line, without it.
    :raises WireError: if they are not of HTTP/1.0 or 1.1.
    """
    first, *lines = data.decode("latin-1").split("\r\n")
    version, _, rest = first.partition(" ")
    code, _, reason = rest.partition(" ")
    if version not in ("HTTP/1.1", "HTTP/1.0") or len(code) != 3 or not _DIGITS.issuperset(code):
        raise WireError(f"the answer is no HTTP: {first[:40]!r}")
    if len(lines) > MAX_HEADERS:
        raise WireError(f"the answer has more than {MAX_HEADERS} headers")
    return Head(int(version[-1]), int(code), reason, Headers(_parse_header(line) for line in lines))


def _parse_header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    value = value.strip(" \t")
    if not colon or not name or not _TOKEN.issuperset(name) or not _is_value(value):
        raise WireError(f"the answer has a malformed header: {line[:40]!r}")
    return name, value


class Connection:
    """A connection to one origin, for one request at a time.

    :param scheme: ``http`` or ``https``.
    :param netloc: the host, and the port if it is not the scheme's own.
    :param timeout: seconds that connecting and each read and write may take; None for any time.
    :param tls: for ``https``, what certificates to trust.
    :param connect: seconds that connecting may take, if that is less.
    :param total: seconds that an exchange may take as a whole; None for any time.
    :raises WireError: if the netloc is none.
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
            raise WireError(f"{netloc!r} names no host and port: {error}") from None
        self._netloc = netloc.rpartition("@")[2]
        self._timeout = timeout
        self._connect = min((t for t in (connect, timeout) if t is not None), default=None)
        self._total = total
        self._ends = float("inf")
        self._tls = tls
        self._received = bytearray()

    def connect(self) -> None:
        """Open the connection.

        :raises OSError: if it cannot be opened.
        """
        # Only a host's name in bytes spares the import of a codec.
        try:
            host = self._host.encode("ascii" if self._host.isascii() else "idna")
        except UnicodeError as error:
            raise WireError(f"{self._host!r} is no host's name: {error}") from None
        sock = socket.create_connection((host, self._port), self._connect)  # type: ignore[arg-type]
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None:
                sock = self._tls.wrap_socket(sock, server_hostname=self._host)
        except BaseException:
            sock.close()
            raise
        sock.settimeout(self._timeout)
        self.sock = sock
        self._received.clear()

    def close(self) -> None:
        """Close the connection; the next request opens it again."""
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
        """Send a request and read its answer to the end.

        A connection that is not open is opened; unless it may be used again, it is closed
        afterwards.

        :param method: the HTTP method.
        :param target: path and query, percent-encoded.
        :param headers: headers beside ``Host`` and ``Content-Length``.
        :param content: the body, if there is one.
        :param limit: how many bytes of body are taken.
        :raises OSError: if the connection fails; ConnectionError if it closes before an answer.
        :raises WireError: if the request would be none, which is not sent; if the answer is none
            or beyond the limits.
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
        """The answer's head, without those of "100 Continue" and its like."""
        for _ in range(MAX_INTERIM + 1):
            head = parse_head(self._until(b"\r\n\r\n", MAX_HEAD, "head"))
            if head.status >= 200:
                return head
            if head.status < 100 or head.status == 101:
                break
        raise WireError(f"the answer has the status {head.status}")

    def _body(self, length: int | None, limit: int) -> bytes:
        if length == -1:
            joined = bytearray()
            for chunk in self._chunks(limit):
                joined += chunk
            return bytes(joined)
        if length is not None:
            if length > limit:
                raise _too_large(limit)
            return self._exactly(length)
        while len(self._received) <= limit:
            if not self._more():
                return self._taken(len(self._received))
        raise _too_large(limit)

    def _chunks(self, limit: int) -> Iterator[bytes]:
        left = limit
        while True:
            digits = self._until(b"\r\n", MAX_CHUNK_LINE, "chunk").partition(b";")[0].rstrip(b" \t")
            if not digits or len(digits) > 15 or not _HEX.issuperset(digits):
                raise WireError(f"the length of a chunk, {digits[:40]!r}, is none")
            size = int(digits, 16)
            if not size:
                break
            if size > left:
                raise _too_large(limit)
            left -= size
            yield self._exactly(size)
            if self._exactly(2) != b"\r\n":
                raise WireError("a chunk is longer than it says")
        for _ in range(MAX_HEADERS):
            if not self._until(b"\r\n", MAX_HEAD, "trailer"):
                return
        raise WireError(f"the answer has more than {MAX_HEADERS} trailers")

    def _until(self, end: bytes, limit: int, what: str) -> bytes:
        """The bytes before a mark, which is taken too."""
        searched = 0
        while (found := self._received.find(end, searched)) < 0:
            if len(self._received) > limit:
                break
            searched = max(0, len(self._received) - len(end) + 1)
            if not self._more():
                if not self._received and what == "head":
                    raise ConnectionResetError("the connection was closed without an answer")
                raise CutShort("the answer ended early")
        if not 0 <= found <= limit:
            raise WireError(f"the answer's {what} is larger than {limit} bytes")
        data = self._taken(found)
        del self._received[: len(end)]
        return data

    def _exactly(self, length: int) -> bytes:
        while len(self._received) < length:
            if not self._more():
                got = len(self._received)
                raise CutShort(f"the answer ended early, {length - got} bytes before its end")
        return self._taken(length)

    def _taken(self, length: int) -> bytes:
        data = bytes(memoryview(self._received)[:length])
        del self._received[:length]
        return data

    def _more(self) -> bool:
        """Read on; False at the end of the connection."""
        assert self.sock is not None
        if self._total is not None:
            left = self._ends - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"the answer has not come whole within {self._total:g} s")
            if self._timeout is None or left < self._timeout:
                self.sock.settimeout(left)
        data = self.sock.recv(_READ_AT_ONCE)
        self._received += data
        return bool(data)


def _too_large(limit: int) -> WireError:
    return WireError(f"the answer is larger than {limit} bytes")
