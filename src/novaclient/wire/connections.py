"""Connections that are kept open for reuse, and the responses received on them."""

from __future__ import annotations

import json
import select
import socket
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from novaclient.wire.exchange import Connection, MalformedResponse, NotConnected
from novaclient.wire.limits import CONNECT, MAX_ANSWER, MAX_IDLE, TOTAL

if TYPE_CHECKING:
    import ssl

#: Methods that can be sent again on a new connection if a reused one was closed.
_SAFE: Final = frozenset(("GET", "HEAD"))


class WireResponse:
    """An HTTP response, with those attributes of requests' responses that programs read.

    :param url: the URL that was requested.
    :param method: the method of the request.
    :param status_code: the HTTP status.
    :param reason: the phrase that came with the status.
    :param headers: the headers, by name in any case.
    :param content: the body.
    """

    __slots__ = ("content", "headers", "method", "reason", "status_code", "url")

    def __init__(
        self,
        url: str,
        method: str,
        status_code: int,
        reason: str,
        headers: Mapping[str, str],
        content: bytes,
    ) -> None:
        self.url = url
        self.method = method
        self.status_code = status_code
        self.reason = reason
        self.headers = headers
        self.content = content

    @property
    def text(self) -> str:
        """The body as text."""
        return self.content.decode("utf-8", errors="replace")

    @property
    def ok(self) -> bool:
        """Whether the status is below 400."""
        return self.status_code < 400

    def json(self) -> Any:
        """The body as a JSON value."""
        return json.loads(self.content)

    def __repr__(self) -> str:
        return f"<Response [{self.status_code}]>"


class Connections:
    """A pool of connections that are kept open and handed out to one user at a time; thread-safe.

    :param verify: True to trust the system's certificate authorities, a path to trust the
        authorities in that file, False to trust any certificate.
    :param timeout: the limit for connecting, sending and each read, in seconds; None for none.
    :param total: the limit for an exchange as a whole, in seconds; None for ten minutes, or
        ``timeout`` if that is longer.
    :param max_answer: the largest response body to accept, in bytes.
    """

    def __init__(
        self,
        verify: bool | str = True,
        timeout: float | None = None,
        *,
        total: float | None = None,
        max_answer: int = MAX_ANSWER,
    ) -> None:
        self.verify = verify
        self.timeout = timeout
        self.total = max(TOTAL, timeout or 0.0) if total is None else total
        self.max_answer = max_answer
        self._idle: dict[tuple[str, str], list[Connection]] = {}
        self._lock = threading.Lock()
        self._tls: ssl.SSLContext | None = None

    def exchange(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes | None
    ) -> WireResponse:
        """Send a request on an idle or a new connection and read the response.

        :param method: the HTTP method.
        :param url: the absolute URL, percent-encoded.
        :param headers: headers in addition to ``Host`` and ``Content-Length``.
        :param content: the body, if there is one.
        :raises OSError: and :class:`~novaclient.wire.exchange.WireError` if there is no response;
            :func:`novaclient.wire.failures.explain` says why.
        """
        scheme, netloc, path, query, _ = urlsplit(url)
        target = f"{path or '/'}?{query}" if query else path or "/"
        while True:
            connection, used = self.take(scheme, netloc)
            if not used:
                connection.connect()
            try:
                head, body = connection.exchange(method, target, headers, content, self.max_answer)
            except ConnectionError:
                # The server may close an idle connection at any moment.
                if used and method in _SAFE:
                    continue
                raise
            self.give(scheme, netloc, connection)
            coding = head.headers.get("content-encoding", "identity")
            if body and coding.lower() != "identity":
                raise MalformedResponse(f"the response is compressed ({coding}) without request")
            return WireResponse(url, method, head.status, head.reason, head.headers, body)

    def take(self, scheme: str, netloc: str) -> tuple[Connection, bool]:
        """Take a connection to an origin, and whether it has been used before."""
        while True:
            with self._lock:
                idle = self._idle.get((scheme, netloc))
                connection = idle.pop() if idle else None
            if connection is None:
                return self._new(scheme, netloc), False
            if _is_silent(connection.sock):
                return connection, True
            connection.close()

    def give(self, scheme: str, netloc: str, connection: Connection) -> None:
        """Return a connection after its response has been read to the end."""
        with self._lock:
            idle = self._idle.setdefault((scheme, netloc), [])
            if connection.sock is not None and len(idle) < MAX_IDLE:
                idle.append(connection)
                return
        connection.close()

    def close(self) -> None:
        """Close all idle connections."""
        with self._lock:
            for idle in self._idle.values():
                while idle:
                    idle.pop().close()

    def _new(self, scheme: str, netloc: str) -> Connection:
        try:
            tls = self._tls_context() if scheme == "https" else None
        except OSError as error:
            raise NotConnected(f"no TLS settings for {netloc}") from error
        return Connection(scheme, netloc, self.timeout, tls, connect=CONNECT, total=self.total)

    def _tls_context(self) -> ssl.SSLContext:
        import ssl

        with self._lock:
            if self._tls is None:
                cafile = self.verify if isinstance(self.verify, str) else None
                context = ssl.create_default_context(cafile=cafile)
                context.minimum_version = ssl.TLSVersion.TLSv1_2
                if self.verify is False:
                    context.check_hostname = False
                    context.verify_mode = ssl.CERT_NONE
                self._tls = context
            return self._tls


def _is_silent(sock: socket.socket | None) -> bool:
    """Whether an idle connection can be used: one with something to read was closed or misused."""
    if sock is None:
        return False
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return not poll.poll(0)
