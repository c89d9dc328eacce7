"""A request, its response, and the interface of what sends the one and returns the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, Protocol, Self

from novaclient.api_versions import APIVersion
from novaclient.exceptions import HTTPResponse

#: The methods that change nothing.
SAFE_METHODS: Final = frozenset(("GET", "HEAD"))
_NOTHING: Final[Mapping[str, Any]] = {}


class Request(NamedTuple):
    """A request to a service.

    :ivar method: the HTTP method.
    :ivar url: a path below the service's endpoint, or an absolute URL.
    :ivar headers: the headers, without those that every request of a transport has.
    :ivar body: a JSON value; None for no body.
    :ivar api_version: the microversion that the headers name.
    :ivar rows: the key of a list in the response that may stay
        :class:`~novaclient.transport.protocol.EncodedRows`; None to decode everything.
    :ivar log: whether to log it; False if the URL is a secret.
    :ivar token: the token to send; None where the transport has its own way to authenticate.
    :ivar options: further arguments of ``keystoneauth1.adapter.Adapter.request``, for programs.
    """

    method: str
    url: str
    headers: Mapping[str, str] = _NOTHING
    body: Any = None
    api_version: APIVersion | None = None
    rows: str | None = None
    log: bool = True
    token: str | None = None
    options: Mapping[str, Any] = _NOTHING


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

    def get_endpoint(self) -> str | None:
        """The URL that paths are relative to."""

    def for_service(self, service_type: str) -> Self:
        """A transport with the same credentials to another service of the catalog.

        :raises ConfigurationError: if the catalog has no such service.
        """
