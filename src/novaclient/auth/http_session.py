"""The HTTP session under the keystoneauth sessions that this library makes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from keystoneauth1.session import TCPKeepAliveAdapter

from novaclient.exceptions import ConnectionFailed
from novaclient.wire.bounded import BoundedAdapter
from novaclient.wire.failures import origin_of
from novaclient.wire.limits import MAX_ANSWER, TOTAL


class Adapter(BoundedAdapter, TCPKeepAliveAdapter):  # type: ignore[misc]
    """keystoneauth's adapter within limits, which sends no credentials to another origin."""

    def send(self, request: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        """Send a request.

        :raises ConnectionFailed: if the response redirects credentials to another origin.
        """
        response = super().send(request, **kwargs)
        _refuse_other_origin(request, response)
        return response


def _refuse_other_origin(request: Any, response: requests.Response) -> None:
    """Refuse a redirect to elsewhere of a request without a token: it may carry credentials."""
    location = response.headers.get("Location")
    if not response.is_redirect or not location or "X-Auth-Token" in request.headers:
        return
    target = urljoin(request.url, location)
    if urlsplit(target)[:2] != urlsplit(request.url)[:2]:
        raise ConnectionFailed(
            f"{origin_of(request.url)} redirects to {target}: credentials are not sent to another "
            "address by redirect; if it is right, give it as --os-auth-url"
        )


def http_session(
    timeout: float | None = None, max_answer: int = MAX_ANSWER, **tls: Any
) -> requests.Session:
    """Make the HTTP session for a keystoneauth session.

    :param timeout: the longest accepted silence in seconds; a response as a whole may take ten
        minutes, or this long if it is longer.
    :param max_answer: the largest response body to accept, in bytes.
    :param tls: ``tls_ciphers`` and ``tls_min_version``, as keystoneauth takes them.
    """
    made = requests.Session()
    adapter = Adapter(total=max(TOTAL, timeout or 0.0), max_answer=max_answer, **tls)
    for scheme in ("http://", "https://"):
        made.mount(scheme, adapter)
    return made
