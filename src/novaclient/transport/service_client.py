"""Requests to a service, and everything about them that does not depend on how they are sent."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any, Final

from novaclient import api_versions, exceptions
from novaclient.api_versions import SERVICE_TYPE, APIVersion
from novaclient.transport import protocol
from novaclient.transport.messages import Request

if TYPE_CHECKING:
    import logging
    from collections.abc import Mapping
    from typing import TypedDict, Unpack

    from novaclient.auth.renewal import TokenRenewer
    from novaclient.transport.messages import Response, Transport
    from novaclient.transport.retry import RetryPolicy

    class RequestOptions(TypedDict, total=False):
        """The keyword arguments of :meth:`ServiceClient.request`."""

        body: Any
        headers: Mapping[str, str] | None
        api_version: APIVersion | None
        log: bool
        rows: str | None


#: ``logging.DEBUG``; a command that logs nothing does not import logging.
_DEBUG: Final = 10


class ServiceClient:
    """The HTTP verbs, which return (response, decoded body) or raise.

    Names the microversion in the headers, logs without secrets, renews a refused token, repeats
    what failed, decodes the body, raises errors and collects timings; the transport only sends.

    :param transport: sends the requests.
    :param service_type: the service that the transport sends to.
    :param api_version: the microversion of requests that name none.
    :param version_range: the oldest and the newest microversion of the cloud, if known.
    :param tokens: the token that requests carry; None if the transport authenticates by itself.
    :param timings: whether to collect how long each request takes.
    :param logger: where requests and responses are logged; None for nowhere.
    :param retry: decides whether a failed request is repeated; None repeats none.
    """

    #: Where requests are logged if :attr:`logger` is None.
    _default_logger: logging.Logger | None = None

    def __init__(
        self,
        transport: Transport,
        *,
        service_type: str = SERVICE_TYPE,
        api_version: APIVersion | None = None,
        version_range: tuple[APIVersion, APIVersion] | None = None,
        tokens: TokenRenewer | None = None,
        timings: bool = False,
        logger: logging.Logger | None = None,
        retry: RetryPolicy | None = None,
    ) -> None:
        self.transport = transport
        self.service_type: str | None = service_type
        self.api_version = api_version or APIVersion()
        self.version_range = version_range
        self.timings = timings
        self.times: list[tuple[str, float, float]] = []
        self.logger = logger
        self.retry = retry
        self._tokens = tokens

    def for_service(self, service_type: str) -> ServiceClient:
        """A client of another service of the catalog, with the same credentials and settings.

        :param service_type: ``image`` or ``network`` for example.
        :raises ConfigurationError: if the catalog has no such service.
        """
        other = ServiceClient(
            self.transport.for_service(service_type),
            service_type=service_type,
            tokens=self._tokens,
            timings=self.timings,
            logger=self.logger or self._default_logger,
            retry=self.retry,
        )
        other.times = self.times
        return other

    def get_endpoint(self) -> str | None:
        """The URL that paths are relative to."""
        return self.transport.get_endpoint()

    def get_token(self) -> str | None:
        """The token that requests carry."""
        return self._tokens.record.token if self._tokens else None

    def get_project_id(self) -> str | None:
        """The project that the token is for, which some services want in their paths."""
        return self._tokens.record.project_id if self._tokens else None

    # ------------------------------------------------------------------------------- the verbs
    def request(
        self,
        url: str,
        method: str,
        *,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        api_version: APIVersion | None = None,
        log: bool = True,
        rows: str | None = None,
    ) -> tuple[Any, Any]:
        """Send a request and decode the response.

        :param url: a path below the endpoint, or an absolute URL.
        :param method: the HTTP method.
        :param body: a JSON value; None for no body.
        :param headers: further headers.
        :param api_version: a microversion other than the client's own.
        :param log: False if the URL is a secret: the request is not logged then.
        :param rows: the key of a list in the response that may stay
            :class:`~novaclient.transport.protocol.EncodedRows`.
        :returns: the response and its decoded body: a JSON value, a text, or None when empty.
        :raises ClientException: if the response's status is 400 or above.
        :raises ConnectionFailed: if there is no response.
        """
        return self._perform(url, method, body, headers, api_version, log, rows)

    def get(self, url: str, **options: Unpack[RequestOptions]) -> tuple[Any, Any]:
        """``GET``; see :meth:`request`."""
        return self.request(url, "GET", **options)

    def head(self, url: str, **options: Unpack[RequestOptions]) -> tuple[Any, Any]:
        """``HEAD``; see :meth:`request`."""
        return self.request(url, "HEAD", **options)

    def post(self, url: str, **options: Unpack[RequestOptions]) -> tuple[Any, Any]:
        """``POST``; see :meth:`request`."""
        return self.request(url, "POST", **options)

    def put(self, url: str, **options: Unpack[RequestOptions]) -> tuple[Any, Any]:
        """``PUT``; see :meth:`request`."""
        return self.request(url, "PUT", **options)

    def patch(self, url: str, **options: Unpack[RequestOptions]) -> tuple[Any, Any]:
        """``PATCH``; see :meth:`request`."""
        return self.request(url, "PATCH", **options)

    def delete(self, url: str, **options: Unpack[RequestOptions]) -> tuple[Any, Any]:
        """``DELETE``; see :meth:`request`."""
        return self.request(url, "DELETE", **options)

    def get_timings(self) -> list[tuple[str, float, float]]:
        """Each request with the times at which it began and ended, if timings are collected."""
        return self.times

    def reset_timings(self) -> None:
        """Forget the timings collected so far."""
        self.times.clear()

    # -------------------------------------------------------------- from the verbs to the transport
    def _perform(
        self,
        url: str,
        method: str,
        body: Any,
        headers: Mapping[str, str] | None,
        api_version: APIVersion | None,
        log: bool,
        rows: str | None,
        options: Mapping[str, Any] | None = None,
    ) -> tuple[Response, Any]:
        """Send a request at its microversion, with repetitions and timings."""
        version = api_version or self.api_version
        sent = dict(headers or {})
        api_versions.update_headers(sent, version)
        request = Request(method, url, sent, body, log=log, rows=rows, options=options)
        start = time.monotonic()
        try:
            response, decoded = self._repeated(request)
        finally:
            if self.timings:
                self.times.append((f"{method} {url}", start, time.monotonic()))
        if sent.get(api_versions.LEGACY_HEADER_NAME):
            api_versions.check_headers(response, version)
        return response, decoded

    def _repeated(self, request: Request) -> tuple[Response, Any]:
        """Send a request as often as the retry policy allows."""
        policy = self.retry
        if policy is None:
            return self._once(request)
        policy.wait()
        began = policy.clock()
        try:
            answer = self._once(request)
        except (exceptions.ConnectionFailed, exceptions.ClientException) as error:
            from novaclient.transport import retry

            return retry.repeat(self._once, request, error, policy, began)
        policy.give()
        return answer

    def _once(self, request: Request, gone_is_deleted: bool = False) -> tuple[Response, Any]:
        """Send a request once, decode the response and check its status."""
        response = self._authenticated(request)
        body = protocol.decode(response.content, request.rows)
        if gone_is_deleted and response.status_code == 404:
            return response, None
        if response.status_code >= 400:
            raise exceptions.from_response(response, body, request.url, request.method)
        problem = protocol.status_problem(response)
        if problem:
            raise protocol.invalid(problem, body, response, request.url, request.method)
        return response, body

    def _authenticated(self, request: Request) -> Response:
        """Send a request with the token, and once more with a new one if that was refused."""
        tokens = self._tokens
        if tokens is None:
            return self._logged(request)
        token = tokens.record.token
        response = self._logged(request.with_token(token))
        if response.status_code == 401 and tokens.renew(token):
            response = self._logged(request.with_token(tokens.record.token))
        return response

    def _logged(self, request: Request) -> Response:
        """Send a request; log it and its response without their secrets."""
        logger = self.logger or self._default_logger
        if logger is None or not request.log or not logger.isEnabledFor(_DEBUG):
            return self.transport.send(request)
        headers = self.transport.headers_to_send(request)
        if headers is None:
            return self.transport.send(request)
        from novaclient.wire import redact

        url = protocol.absolute(request.url, self.transport.get_endpoint())
        body = request.options.get("json") if request.body is None else request.body
        sent = None if body is None else json.dumps(body)
        logger.debug("%s", redact.request(request.method, url, headers, sent))
        response = self.transport.send(request)
        received = redact.response(response.status_code, response.headers, response.content)
        logger.debug("%s", received)
        return response
