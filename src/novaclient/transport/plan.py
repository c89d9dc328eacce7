"""A transport that sends what only reads, and tells of what would change something instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from novaclient.api_versions import LEGACY_HEADER_NAME
from novaclient.transport.base import Verbs

_READING = frozenset(("GET", "HEAD"))
#: The one thing that Nova does on a GET: it switches hosts on and off.
_SWITCHING = re.compile(r"/os-hosts/[^/?]+/(startup|shutdown|reboot)\Z")


class Request(NamedTuple):
    """A request as it is sent, or would be: its token left out."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: Any

    @property
    def reads(self) -> bool:
        """Whether it changes nothing."""
        return self.method in _READING and not _SWITCHING.search(self.url)


class Accepted:
    """The empty answer to a request that was not sent; no answer promises more than its status.

    :param headers: the request's, of which the microversion comes back.
    """

    status_code = 202

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = headers


class PlanningTransport(Verbs):
    """Sends the reading requests through another transport, and answers the others itself.

    :param inner: the other transport.
    :param record: called with each request, of both kinds.
    """

    def __init__(self, inner: Any, record: Callable[[Request], None]) -> None:
        self._inner = inner
        self._record = record
        self.api_version = inner.api_version
        self.version_range = inner.version_range
        self.retry = inner.retry
        self.timings = inner.timings
        self.times = inner.times

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._inner, name)

    def get_endpoint(self) -> str | None:
        """The address that paths are relative to."""
        endpoint: str | None = self._inner.get_endpoint()
        return endpoint

    def for_service(self, service_type: str) -> PlanningTransport:
        """A transport of the same identity, and the same plan, to another service.

        :param service_type: ``image`` or ``network`` for example.
        """
        return PlanningTransport(self._inner.for_service(service_type), self._record)

    def _exchange(self, url: str, method: str, **kwargs: Any) -> tuple[Any, Any]:
        headers = kwargs["headers"]
        shown = {name: value for name, value in headers.items() if name != LEGACY_HEADER_NAME}
        request = Request(method, self._address(url), shown, kwargs.get("body"))
        self._record(request)
        if request.reads:
            response, body = self._inner._exchange(url, method, **kwargs)
            return response, body
        return Accepted(dict(headers)), None

    def _address(self, url: str) -> str:
        if url.startswith(("http://", "https://")):
            return url
        return f"{(self.get_endpoint() or '').rstrip('/')}/{url.lstrip('/')}"
