"""A transport for dry runs: it sends what only reads, and records everything else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from novaclient.api_versions import LEGACY_HEADER_NAME
from novaclient.transport import protocol
from novaclient.transport.messages import SAFE_METHODS, Request, Response, Transport

#: The one operation that Nova performs on a GET: it switches hosts on and off.
_SWITCHING: Final = re.compile(r"/os-hosts/[^/?]+/(startup|shutdown|reboot)\Z")


def only_reads(request: Request) -> bool:
    """Whether a request changes nothing."""
    return request.method in SAFE_METHODS and not _SWITCHING.search(request.url)


class AcceptedResponse:
    """The empty response to a request that was not sent.

    :param headers: the headers of the request, of which the microversion is returned.
    """

    status_code = 202
    content = b""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = headers


class PlanningTransport:
    """Sends reading requests through another transport, and accepts others without sending them.

    :param inner: the other transport.
    :param record: called with each request of both kinds: its URL absolute, without its token
        and without the older of the two headers for the microversion.
    """

    def __init__(self, inner: Transport, record: Callable[[Request], None]) -> None:
        self._inner = inner
        self._record = record

    def get_endpoint(self) -> str | None:
        """The URL that paths are relative to."""
        return self._inner.get_endpoint()

    def for_service(self, service_type: str) -> PlanningTransport:
        """A transport with the same credentials and plan to another service."""
        return PlanningTransport(self._inner.for_service(service_type), self._record)

    def headers_to_send(self, request: Request) -> Mapping[str, str] | None:
        """The headers of a request that reads; None for any other."""
        return self._inner.headers_to_send(request) if only_reads(request) else None

    def send(self, request: Request) -> Response:
        """Record a request, and send it if it only reads."""
        url = protocol.absolute(request.url, self.get_endpoint())
        headers = {k: v for k, v in request.headers.items() if k != LEGACY_HEADER_NAME}
        self._record(Request(request.method, url, headers, request.body))
        return (
            self._inner.send(request) if only_reads(request) else AcceptedResponse(request.headers)
        )
