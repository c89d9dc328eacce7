"""The light road: a known token and endpoint, plain HTTP(S), nothing that takes long to import.

The command's life is one or two requests; keystoneauth alone costs more than they do. What needs
more than a token in a header (a proxy, a client certificate, Kerberos) is not for this road.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from novaclient import exceptions
from novaclient.api_versions import SERVICE_TYPE, APIVersion
from novaclient.transport import protocol
from novaclient.transport.base import Verbs
from novaclient.transport.retry import RetryPolicy
from novaclient.version import __version__
from novaclient.wire.connections import Connections, Response, _is_passing, _reason
from novaclient.wire.exchange import Head, NoRequest, WireError

if TYPE_CHECKING:
    import logging


_SAFE_TO_REPEAT: Final = frozenset(("GET", "HEAD"))


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
        self._user_agent = f"novaclient/{__version__}"

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
