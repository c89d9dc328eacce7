"""Connections kept alive for reuse, answers, and why an exchange failed."""

from __future__ import annotations

import errno
import json
import select
import socket
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from novaclient.wire.exchange import Connection, CutShort
from novaclient.wire.limits import CONNECT, MAX_ANSWER, TOTAL

if TYPE_CHECKING:
    import ssl


#: Idle connections kept for each origin.
MAX_IDLE: Final = 16


#: Between here and there, something is down for a while.
_AWAY: Final = frozenset((errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN))


class Response:
    """An HTTP answer: status, reason, headers (any case), content."""

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
        """The content as text."""
        return self.content.decode("utf-8", errors="replace")

    @property
    def ok(self) -> bool:
        """Whether the status is below 400."""
        return self.status_code < 400

    def json(self) -> Any:
        """The content as JSON."""
        return json.loads(self.content)

    def __repr__(self) -> str:
        return f"<Response [{self.status_code}]>"


class Connections:
    """Connections kept alive and handed out, one user at a time; safe for threads.

    :param verify: True for the system's certificate authorities, a path for others, False for
        none.
    :param timeout: seconds that connecting, sending and each read may take.
    :param total: seconds that an exchange may take as a whole; None for the longer of ten minutes
        and ``timeout``.
    :param max_answer: the largest answer that is taken into memory, in bytes.
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

    def take(self, scheme: str, netloc: str) -> tuple[Connection, bool]:
        """A connection to an origin, and whether it has been used before."""
        while True:
            with self._lock:
                idle = self._idle.get((scheme, netloc))
                connection = idle.pop() if idle else None
            if connection is None:
                return self._open(scheme, netloc), False
            if _is_silent(connection.sock):
                return connection, True
            connection.close()

    def give(self, scheme: str, netloc: str, connection: Connection) -> None:
        """Take back a connection whose answer has been read to its end."""
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

    def _open(self, scheme: str, netloc: str) -> Connection:
        tls = self._tls_context() if scheme == "https" else None
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
    """Whether an idle connection is still good: one that can be read was closed or is confused."""
    if sock is None:
        return False
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return not poll.poll(0)


def _is_passing(error: Exception) -> bool:
    """Whether what went wrong on the way may be better the next time."""
    if isinstance(error, socket.gaierror):
        return error.errno == socket.EAI_AGAIN
    if isinstance(error, OSError) and error.errno in _AWAY:
        return True
    cut = type(error).__name__ in ("SSLEOFError", "SSLZeroReturnError")
    return cut or isinstance(error, ConnectionError | TimeoutError | CutShort)


def _reason(error: Exception, where: str, asked: str) -> str:
    """What went wrong on the way, in one line.

    :param error: what was raised.
    :param where: the origin that was asked.
    :param asked: method and path.
    """
    if isinstance(error, TimeoutError):
        return f"No answer from {where} in time to {asked}"
    if isinstance(error, socket.gaierror):
        return f"The host of {where} is not known: {error.strerror}"
    if isinstance(error, ConnectionRefusedError):
        return f"Nothing listens at {where}: is the cloud up, and the endpoint right?"
    if type(error).__name__ == "SSLCertVerificationError":
        message = getattr(error, "verify_message", str(error))
        return (
            f"The certificate of {where} is not trusted: {message}. "
            "Give its authority with --os-cacert."
        )
    detail = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"The connection to {where} failed during {asked}: {detail}"
