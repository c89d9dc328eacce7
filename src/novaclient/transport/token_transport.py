"""The light road: a known token and endpoint, plain HTTP(S), nothing that takes long to import.

The command's life is one or two requests; keystoneauth alone costs more than they do. What needs
more than a token in a header (a proxy, a client certificate, Kerberos) is not for this road.
"""

from __future__ import annotations

import errno
import json
import select
import socket
import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from novaclient import exceptions
from novaclient.api_versions import SERVICE_TYPE, APIVersion
from novaclient.auth.options import CONNECT, MAX_ANSWER, TOTAL
from novaclient.transport import protocol
from novaclient.transport.base import RetryPolicy, Verbs
from novaclient.wire.exchange import Connection, CutShort, Head, NoRequest, WireError

if TYPE_CHECKING:
    import logging
    import ssl

#: Idle connections kept for each origin.
MAX_IDLE: Final = 16

_SAFE_TO_REPEAT: Final = frozenset(("GET", "HEAD"))

#: Between here and there, something is down for a while.
_AWAY: Final = frozenset((errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN))

#: Seconds for which a failed renewal of a token stands for all threads.
_FAILURE_HOLDS: Final = 60.0


class Access:
    """What opens the cloud: a token, whose project it is for, and where each service is."""

    __slots__ = ("endpoints", "project_id", "token")

    def __init__(
        self, token: str | None, endpoints: Mapping[str, str], project_id: str | None = None
    ) -> None:
        self.token = token
        self.endpoints = endpoints
        self.project_id = project_id


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


class LightClient(Verbs):
    """A transport with a token and endpoints that are already known.

    :param access: the token and the endpoints by service type.
    :param api_version: the microversion of requests that name none.
    :param renew: called with a token that was refused; returns access with a new one. Without
        it a refused token is an error.
    :param connections: where connections come from.
    :param service_type: the service that paths are relative to.
    :param version_range: the cloud's microversions, if known.
    :param timings: whether to collect how long each request takes.
    :param logger: where requests and answers are written, redacted; None for nowhere.
    :param retry: what decides about repeating a failed request; None repeats none.
    """

    def __init__(
        self,
        access: Access,
        *,
        api_version: APIVersion | None = None,
        renew: Callable[[str | None], Access] | None = None,
        connections: Connections | None = None,
        service_type: str = SERVICE_TYPE,
        version_range: tuple[APIVersion, APIVersion] | None = None,
        timings: bool = False,
        logger: logging.Logger | None = None,
        retry: RetryPolicy | None = None,
    ) -> None:
        import novaclient

        self.api_version = api_version or APIVersion()
        self.version_range = version_range
        self.timings = timings
        self.times = []
        self.service_type = service_type
        self.endpoint_override: str | None = None
        self._identity = _Identity(access, renew)
        self._connections = connections or Connections()
        self._logger = logger
        self.retry = retry
        self._user_agent = f"novaclient/{novaclient.__version__}"

    def get_endpoint(self) -> str | None:
        """The address that paths are relative to."""
        return self.endpoint_override or self._identity.access.endpoints.get(self.service_type)

    def get_token(self) -> str | None:
        """The token that requests carry."""
        return self._identity.access.token

    def get_project_id(self) -> str | None:
        """The project that the token is for, which old services want in their paths."""
        return self._identity.access.project_id

    def for_service(self, service_type: str) -> LightClient:
        """A transport of the same identity to another service of the catalog.

        :raises ConfigurationError: if the catalog has no such service.
        """
        endpoint = self._identity.access.endpoints.get(service_type)
        if not endpoint:
            raise exceptions.ConfigurationError(
                f"This cloud's catalog has no {service_type} service in the region asked for."
            )
        other = LightClient(
            self._identity.access,
            service_type=service_type,
            connections=self._connections,
            timings=self.timings,
            logger=self._logger,
            retry=self.retry,
        )
        other._identity = self._identity
        other.times = self.times
        other.endpoint_override = protocol.service_root(endpoint)
        return other

    def _exchange(self, url: str, method: str, **kwargs: Any) -> tuple[Response, Any]:
        headers: dict[str, str] = kwargs.pop("headers")
        content = None
        if kwargs.get("body") is not None:
            content = json.dumps(kwargs["body"]).encode()
            headers["Content-Type"] = "application/json"
        headers["Accept"] = "application/json"
        headers["Accept-Encoding"] = "identity"
        headers["User-Agent"] = self._user_agent
        token = self._identity.access.token
        log = kwargs.get("log", True)
        response = self._send(method, self._absolute(url), headers, content, token, log)
        if response.status_code == 401 and self._identity.renews:
            token = self._identity.renewed(token).token
            response = self._send(method, self._absolute(url), headers, content, token, log)
        return response, protocol.decode(response.content, kwargs.get("rows"))

    def _absolute(self, url: str) -> str:
        """A path's address; an absolute address only within the endpoint's own origin."""
        endpoint = self.get_endpoint() or ""
        if not url.startswith(("http://", "https://")):
            return f"{endpoint.rstrip('/')}/{url.lstrip('/')}"
        if urlsplit(url)[:2] != urlsplit(endpoint)[:2]:
            raise exceptions.ConnectionFailed(
                f"{url} is not on this cloud's {self.service_type} endpoint {endpoint}: "
                "the token is not sent there"
            )
        return url

    def _send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        content: bytes | None,
        token: str | None,
        log: bool,
    ) -> Response:
        scheme, netloc, path, query, _ = urlsplit(url)
        target = f"{path or '/'}?{query}" if query else path or "/"
        sent = dict(headers, **({"X-Auth-Token": token} if token else {}))
        logger = self._logger if log else None
        if logger:
            from novaclient.wire import redact

            logger.debug("%s", redact.request(method, url, sent, content))
        head, body = self._attempt(scheme, netloc, method, target, sent, content, log)
        coding = head.headers.get("content-encoding", "identity")
        if body and coding.lower() != "identity":
            where = f"{scheme}://{netloc.rpartition('@')[2]}"
            raise exceptions.ConnectionFailed(
                f"The answer of {where} is packed ({coding}), which it was not asked for"
            )
        response = Response(url, method, head.status, head.reason, head.headers, body)
        if logger:
            logger.debug("%s", redact.response(response.status_code, response.headers, body))
        return response

    def _attempt(
        self,
        scheme: str,
        netloc: str,
        method: str,
        target: str,
        headers: Mapping[str, str],
        content: bytes | None,
        log: bool,
    ) -> tuple[Head, bytes]:
        where = f"{scheme}://{netloc.rpartition('@')[2]}"
        asked = f"{method} {target.partition('?')[0] if log else '…'}"
        while True:
            used = sent = False
            try:
                connection, used = self._connections.take(scheme, netloc)
                if not used:
                    connection.connect()
                sent = True
                head, body = connection.exchange(
                    method, target, headers, content, self._connections.max_answer
                )
            except (OSError, WireError) as error:
                # The server may drop a kept connection at any moment; a new one decides.
                if used and method in _SAFE_TO_REPEAT and isinstance(error, ConnectionError):
                    continue
                sent = sent and not isinstance(error, NoRequest)
                reason = _reason(error, where, asked) + protocol.doubt(method, sent)
                raise exceptions.ConnectionFailed(
                    reason, sent=sent, passing=_is_passing(error)
                ) from error
            self._connections.give(scheme, netloc, connection)
            return head, body


class _Identity:
    """The access that all threads and services share; renewed once for all of them."""

    def __init__(self, access: Access, renew: Callable[[str | None], Access] | None) -> None:
        self.access = access
        self._renew = renew
        self._lock = threading.Lock()
        self._failure: Exception | None = None
        self._failed_at = 0.0

    @property
    def renews(self) -> bool:
        return self._renew is not None

    def renewed(self, refused: str | None) -> Access:
        """Access with another token than the one that was refused.

        :raises Exception: what the renewal raised; threads that waited for it get the same.
        """
        with self._lock:
            if self._renew is None or self.access.token != refused:
                return self.access
            if self._failure and time.monotonic() - self._failed_at < _FAILURE_HOLDS:
                raise self._failure
            try:
                self.access = self._renew(refused)
            except Exception as error:
                self._failure, self._failed_at = error, time.monotonic()
                raise
            self._failure = None
            return self.access


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
