"""The interface of both transports: verbs that return (response, decoded body) or raise."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import Any, Protocol, Self

from novaclient import api_versions, exceptions
from novaclient.api_versions import APIVersion
from novaclient.exceptions import HTTPResponse
from novaclient.transport import protocol
from novaclient.transport.retry import RetryPolicy


class Transport(Protocol):
    """What a manager needs of a transport; :class:`Verbs` gives it all but :meth:`request`."""

    api_version: APIVersion
    #: The oldest and the newest microversion of the cloud, once known.
    version_range: tuple[APIVersion, APIVersion] | None

    def request(self, url: str, method: str, **kwargs: Any) -> tuple[Any, Any]: ...
    def get(self, url: str, **kwargs: Any) -> tuple[Any, Any]: ...
    def head(self, url: str, **kwargs: Any) -> tuple[Any, Any]: ...
    def post(self, url: str, **kwargs: Any) -> tuple[Any, Any]: ...
    def put(self, url: str, **kwargs: Any) -> tuple[Any, Any]: ...
    def patch(self, url: str, **kwargs: Any) -> tuple[Any, Any]: ...
    def delete(self, url: str, **kwargs: Any) -> tuple[Any, Any]: ...
    def get_timings(self) -> list[tuple[str, float, float]]: ...
    def reset_timings(self) -> None: ...
    def get_endpoint(self) -> str | None: ...
    def for_service(self, service_type: str) -> Transport: ...


class Verbs(ABC):
    """The verbs over one method, :meth:`_exchange`; microversion headers, timings and errors."""

    #: What decides about repeating a failed request; None repeats none.
    retry: RetryPolicy | None = None

    api_version: APIVersion
    version_range: tuple[APIVersion, APIVersion] | None
    timings: bool
    times: list[tuple[str, float, float]]

    @abstractmethod
    def _exchange(self, url: str, method: str, **kwargs: Any) -> tuple[HTTPResponse, Any]:
        """Send one request; return the answer, whatever its status, and its decoded body."""

    @abstractmethod
    def for_service(self, service_type: str) -> Self:
        """A transport of the same identity to another service of the catalog."""

    def request(self, url: str, method: str, **kwargs: Any) -> tuple[Any, Any]:
        """Send a request and decode the answer.

        :param url: a path below the endpoint, or an absolute address.
        :param method: the HTTP method.
        :param kwargs: ``body`` (encoded as JSON), ``headers``, ``api_version`` (an
            :class:`~novaclient.api_versions.APIVersion` other than the transport's own), ``log``
            (False for a URL that is a secret), and what the transport adds to these.
        :returns: the response and its decoded body: a value, a text, or None when empty.
        :raises ClientException: if the answer's status is 400 or above.
        :raises ConnectionFailed: if there is none.
        """
        version = kwargs.pop("api_version", None) or self.api_version
        headers = kwargs["headers"] = dict(kwargs.get("headers") or {})
        api_versions.update_headers(headers, version)
        start = time.monotonic()
        try:
            response, body = self._answer(url, method, kwargs)
        finally:
            if self.timings:
                self.times.append((f"{method} {url}", start, time.monotonic()))
        if headers.get(api_versions.LEGACY_HEADER_NAME):
            api_versions.check_headers(response, version)
        return response, body

    def _answer(self, url: str, method: str, kwargs: dict[str, Any]) -> tuple[HTTPResponse, Any]:
        """The answer, after as many attempts as the policy allows."""

        def send(gone_is_deleted: bool = False) -> tuple[HTTPResponse, Any]:
            response, body = self._exchange(url, method, **kwargs)
            if gone_is_deleted and response.status_code == 404:
                return response, None
            if response.status_code >= 400:
                raise exceptions.from_response(response, body, url, method)
            problem = protocol.unfinished(response)
            if problem:
                raise protocol.invalid(problem, body, response, url, method)
            return response, body

        policy = self.retry
        if policy is None:
            return send()
        policy.wait()
        began = policy.clock()
        try:
            answer = send()
        except (exceptions.ConnectionFailed, exceptions.ClientException) as error:
            from novaclient.transport import retry

            return retry.repeat(send, method, error, policy, began)
        policy.give()
        return answer

    def get(self, url: str, **kwargs: Any) -> tuple[Any, Any]:
        """``GET``; see :meth:`request`."""
        return self.request(url, "GET", **kwargs)

    def head(self, url: str, **kwargs: Any) -> tuple[Any, Any]:
        """``HEAD``; see :meth:`request`."""
        return self.request(url, "HEAD", **kwargs)

    def post(self, url: str, **kwargs: Any) -> tuple[Any, Any]:
        """``POST``; see :meth:`request`."""
        return self.request(url, "POST", **kwargs)

    def put(self, url: str, **kwargs: Any) -> tuple[Any, Any]:
        """``PUT``; see :meth:`request`."""
        return self.request(url, "PUT", **kwargs)

    def patch(self, url: str, **kwargs: Any) -> tuple[Any, Any]:
        """``PATCH``; see :meth:`request`."""
        return self.request(url, "PATCH", **kwargs)

    def delete(self, url: str, **kwargs: Any) -> tuple[Any, Any]:
        """``DELETE``; see :meth:`request`."""
        return self.request(url, "DELETE", **kwargs)

    def get_timings(self) -> list[tuple[str, float, float]]:
        """What each request was and when it began and ended, if timings are collected."""
        return self.times

    def reset_timings(self) -> None:
        """Forget the timings so far."""
        self.times.clear()
