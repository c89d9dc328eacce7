"""A request, its response, and the interface of what sends the one and returns the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol, Self

from novaclient.exceptions import HTTPResponse

#: The methods that change nothing.
SAFE_METHODS: Final = frozenset(("GET", "HEAD"))


class Request:
    """A request to a service; it is not changed once it is made.

    :param method: the HTTP method.
    :param url: a path below the service's endpoint, or an absolute URL.
    :param headers: the headers, without those that every request of a transport has.
    :param body: a JSON value; None for no body.
    :param rows: the key of a list in the response that may stay
        :class:`~novaclient.transport.protocol.EncodedRows`; None to decode everything.
    :param log: whether to log it; False if the URL is a secret.
    :param token: the token to send; None where the transport has its own way to authenticate.
    :param options: further arguments of ``keystoneauth1.adapter.Adapter.request``, for programs.
    """

    __slots__ = ("body", "headers", "log", "method", "options", "rows", "token", "url")

    def __init__(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None = None,
        body: Any = None,
        *,
        rows: str | None = None,
        log: bool = True,
        token: str | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self.method: Final = method
        self.url: Final = url
        self.headers: Final = headers or {}
        self.body: Final = body
        self.rows: Final = rows
        self.log: Final = log
        self.token: Final = token
        self.options: Final = options or {}

    def __repr__(self) -> str:
        return f"<Request {self.method} {self.url if self.log else '…'}>"

    def with_token(self, token: str | None) -> Request:
        """The same request with another token."""
        return Request(
            self.method,
            self.url,
            self.headers,
            self.body,
            rows=self.rows,
            log=self.log,
            token=token,
            options=self.options,
        )


class Response(HTTPResponse, Protocol):
    """A response as far as this library reads it; those of requests are such responses, too."""

    @property
    def content(self) -> bytes: ...


class Transport(Protocol):
    """Sends requests to one service, each of them once."""

    def send(self, request: Request) -> Response:
        """Send a request and return its response, whatever the status.

        :raises ConnectionFailed: if there is no response.
        """

    def headers_to_send(self, request: Request) -> Mapping[str, str] | None:
        """The headers of a request as they will be sent, for the log; None if it will not be sent.

        Those that a library adds below the transport are not among them.
        """

    def get_endpoint(self) -> str | None:
        """The URL that paths are relative to."""

    def for_service(self, service_type: str) -> Self:
        """A transport with the same credentials to another service of the catalog.

        :raises ConfigurationError: if the catalog has no such service.
        """
