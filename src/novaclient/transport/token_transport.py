"""The token transport: a known token and endpoint, and HTTP on a socket.

A command sends one or two requests; importing keystoneauth alone takes longer. Where a request
needs more than a token (a proxy, a client certificate, Kerberos) the session transport sends it.
"""

from __future__ import annotations

import json
import sys
from urllib.parse import urlsplit

from novaclient import exceptions
from novaclient.api_versions import SERVICE_TYPE
from novaclient.auth.renewal import TokenRenewer
from novaclient.transport import protocol
from novaclient.transport.messages import Request
from novaclient.version import __version__
from novaclient.wire.connections import Connections, WireResponse
from novaclient.wire.exchange import WireError

_USER_AGENT = f"novaclient/{__version__}"


class TokenTransport:
    """Sends requests with a token, on connections that are kept open.

    :param tokens: the endpoints by service type.
    :param connections: the connections to send on.
    :param service_type: the service that paths are relative to.
    :param endpoint: its URL, if it is not the one that came with the token.
    """

    def __init__(
        self,
        tokens: TokenRenewer,
        connections: Connections,
        service_type: str = SERVICE_TYPE,
        endpoint: str | None = None,
    ) -> None:
        self._tokens = tokens
        self._connections = connections
        self._service_type = service_type
        self._endpoint = endpoint

    def get_endpoint(self) -> str | None:
        """The URL that paths are relative to."""
        return self._endpoint or self._tokens.record.endpoints.get(self._service_type)

    def for_service(self, service_type: str) -> TokenTransport:
        """A transport with the same token to another service of the catalog.

        :raises ConfigurationError: if the catalog has no such service.
        """
        endpoint = self._tokens.record.endpoints.get(service_type)
        if not endpoint:
            raise exceptions.ConfigurationError(
                f"This cloud's catalog has no {service_type} service in the requested region."
            )
        root = protocol.service_root(endpoint)
        return TokenTransport(self._tokens, self._connections, service_type, root)

    def headers_to_send(self, request: Request) -> dict[str, str]:
        """The headers of a request as they will be sent, without those of its framing."""
        headers = dict(request.headers)
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        headers["Accept"] = "application/json"
        headers["Accept-Encoding"] = "identity"
        headers["User-Agent"] = _USER_AGENT
        if request.token:
            headers["X-Auth-Token"] = request.token
        return headers

    def send(self, request: Request) -> WireResponse:
        """Send a request and return its response, whatever the status.

        :raises ConnectionFailed: if there is no response, or the URL is not the service's.
        """
        url = self._own_url(request.url)
        headers = self.headers_to_send(request)
        content = None if request.body is None else json.dumps(request.body).encode()
        outside = sys.exception()
        try:
            return self._connections.exchange(request.method, url, headers, content)
        except (OSError, WireError) as error:
            from novaclient.transport.failures import connection_failed

            raise connection_failed(error, request, url, outside) from error

    def _own_url(self, url: str) -> str:
        """The absolute URL of a request; the token is sent to the service's own origin only."""
        endpoint = self.get_endpoint() or ""
        absolute = protocol.absolute(url, endpoint)
        if absolute is url and urlsplit(url)[:2] != urlsplit(endpoint)[:2]:
            raise exceptions.ConnectionFailed(
                f"{url} is not on this cloud's {self._service_type} endpoint {endpoint}: "
                "the token is not sent there"
            )
        return absolute
