"""The session transport: requests through a keystoneauth session, with any plugin and options."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from keystoneauth1 import adapter
from keystoneauth1 import exceptions as ksa

from novaclient.api_versions import SERVICE_TYPE, APIVersion
from novaclient.auth.http_session import http_session
from novaclient.exceptions import ConnectionFailed
from novaclient.transport import protocol
from novaclient.transport.failures import connection_failed
from novaclient.transport.messages import Request, Response
from novaclient.transport.retry import RetryPolicy
from novaclient.transport.service_client import ServiceClient
from novaclient.version import __version__
from novaclient.wire.bounded import bound
from novaclient.wire.limits import MAX_ANSWER


class SessionTransport:
    """Sends requests as a keystoneauth adapter does: its session, service, region, interface.

    :param sender: the adapter; what a program changes in it applies to the next request.
    :param max_answer: the largest response body to accept, in bytes.
    """

    def __init__(self, sender: Any, max_answer: int = MAX_ANSWER) -> None:
        self._sender = sender
        self._max_answer = max_answer

    def get_endpoint(self) -> str | None:
        """The URL that paths are relative to.

        :raises ConnectionFailed: if it has to be requested and there is no response.
        """
        outside = sys.exception()
        try:
            endpoint: str | None = self._sender.get_endpoint()
        except ksa.ConnectionError as error:
            raise _failed(error, Request("GET", "/"), outside) from error
        return endpoint

    def for_service(self, service_type: str) -> SessionTransport:
        """A transport with the same session and credentials to another service of the catalog."""
        sender = self._sender
        other = adapter.Adapter(
            session=sender.session,
            auth=sender.auth,
            service_type=service_type,
            region_name=sender.region_name,
            interface=sender.interface,
            user_agent=sender.user_agent,
            connect_retries=sender.connect_retries,
            logger=sender.logger,
            global_request_id=sender.global_request_id,
            client_name=sender.client_name,
            client_version=sender.client_version,
        )
        endpoint = other.get_endpoint()
        if endpoint:
            other.endpoint_override = protocol.service_root(endpoint)
        return SessionTransport(other, self._max_answer)

    def headers_to_send(self, request: Request) -> Mapping[str, str]:
        """The headers of a request, to which keystoneauth adds its own."""
        return request.headers

    def send(self, request: Request) -> Response:
        """Send a request and return its response, whatever the status.

        :raises ConnectionFailed: if there is no response.
        """
        options = {"raise_exc": False, "redirect": False, **request.options}
        if request.body is not None:
            options["json"] = request.body
        options["hooks"] = {"response": partial(_bound, limit=self._max_answer)}
        outside = sys.exception()
        try:
            # A client that is an adapter has a request() of its own. keystoneauth's log of bodies
            # would show the passwords in them.
            response: Response = adapter.Adapter.request(
                self._sender,
                request.url,
                request.method,
                headers=dict(request.headers),
                log=False,
                **options,
            )
        except ksa.ConnectionError as error:
            failure = _failed(error, request, outside)
            if request.log:
                raise failure from error
            # keystoneauth's error quotes the URL, which is a secret here.
            raise failure from None
        return response


class SessionClient(ServiceClient, adapter.LegacyJsonAdapter):  # type: ignore[misc]
    """A keystoneauth adapter; its verbs return (response, body) and raise this library's errors.

    :param session: a keystoneauth session.
    :param api_version: keyword; the microversion of requests that name none.
    :param timings: keyword; whether to collect how long each request takes.
    :param retry: keyword; decides whether a failed request is repeated. None repeats none, since
        a program's session may have a policy of its own.
    :param max_answer: keyword; the largest response body to accept, in bytes.
    :param kwargs: everything else that ``keystoneauth1.adapter.Adapter`` takes.
    """

    client_name = "novaclient"
    _default_logger = logging.getLogger("novaclient.transport")

    # The adapter's own, as programs know them.
    get_endpoint = adapter.LegacyJsonAdapter.get_endpoint
    get_token = adapter.LegacyJsonAdapter.get_token
    get_project_id = adapter.LegacyJsonAdapter.get_project_id

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        ServiceClient.__init__(
            self,
            SessionTransport(self, kwargs.pop("max_answer", MAX_ANSWER)),
            api_version=kwargs.pop("api_version", None),
            timings=kwargs.pop("timings", False),
            retry=kwargs.pop("retry", None),
        )
        kwargs.setdefault("client_version", __version__)
        adapter.LegacyJsonAdapter.__init__(self, *args, **kwargs)

    def request(
        self,
        url: str,
        method: str,
        *,
        headers: Mapping[str, str] | None = None,
        api_version: APIVersion | None = None,
        log: bool = True,
        rows: str | None = None,
        **options: Any,
    ) -> tuple[Any, Any]:
        """Send a request and decode the response.

        :param url: a path below the endpoint, or an absolute URL.
        :param method: the HTTP method.
        :param headers: further headers.
        :param api_version: a microversion other than the client's own.
        :param log: False if the URL is a secret: the request is not logged then.
        :param rows: as for :meth:`ServiceClient.request`.
        :param options: ``body`` (a JSON value), and everything that
            ``keystoneauth1.adapter.Adapter.request`` takes.
        :returns: the response and its decoded body: a JSON value, a text, or None when empty.
        :raises ClientException: if the response's status is 400 or above.
        :raises ConnectionFailed: if there is no response.
        """
        body = options.pop("body", None)
        return self._perform(url, method, body, headers, api_version, log, rows, options)


def _bound(response: Any, *_: Any, limit: int, **__: Any) -> None:
    bound(response, limit)


@cache
def _both(cls: Any) -> type[ConnectionFailed]:
    """An error class that programs can catch as this library's and as keystoneauth's."""

    def reduced(self: ConnectionFailed) -> tuple[Any, ...]:
        return _copied, (cls, self.args, dict(vars(self)))

    own = {"__module__": "novaclient.exceptions", "__reduce__": reduced}
    return type(cls.__name__, (ConnectionFailed, cls), own)


def _copied(cls: Any, args: tuple[Any, ...], state: dict[str, Any]) -> ConnectionFailed:
    """A copy of an error of both classes, for pickle: it cannot import such a class."""
    failure = _both(cls).__new__(_both(cls), *args)
    vars(failure).update(state)
    return failure


def _failed(
    error: ksa.ConnectionError, request: Request, outside: BaseException | None = None
) -> ConnectionFailed:
    """An error of keystoneauth's as one of this library's that programs can catch as either."""
    failure = connection_failed(error, request, request.url, outside)
    both = _both(error.__class__)
    combined = both.__new__(both)
    # The constructors of keystoneauth's errors take different arguments.
    Exception.__init__(combined, str(failure))
    combined.__dict__.update(error.__dict__, **vars(failure), message=str(failure))
    return combined


#: The keywords of a v2 client that a password plugin takes.
_PASSWORD_KEYWORDS = (
    "project_domain_id",
    "project_domain_name",
    "project_id",
    "project_name",
    "user_domain_id",
    "user_domain_name",
    "user_id",
    "username",
    "password",
)


def open_session_client(options: Mapping[str, Any]) -> SessionClient:
    """A client from the keywords of :class:`novaclient.v2.client.Client`.

    :param options: those keywords. A ``session`` is used as it is; otherwise one is made, which
        authenticates by ``auth``, by ``auth_token``, or by user name and password.
    """
    from keystoneauth1 import session as ksession

    rest = dict(options)
    auth = rest.pop("auth", None)
    session = rest.pop("session", None)
    insecure, cacert = rest.pop("insecure", False), rest.pop("cacert", None)
    cert, timeout = rest.pop("cert", None), rest.pop("timeout", None)
    token, auth_url = rest.pop("auth_token", None), rest.pop("auth_url", None)
    password = {name: rest.pop(name, None) for name in _PASSWORD_KEYWORDS}
    if session is None:
        # A program that sets keystoneauth's own retries has its own policy.
        if not rest.keys() & {"connect_retries", "status_code_retries"}:
            rest.setdefault("retry", RetryPolicy())
        session = ksession.Session(
            verify=False if insecure else (cacert or True),
            cert=cert,
            timeout=timeout,
            session=http_session(timeout, rest.get("max_answer") or MAX_ANSWER),
        )
        auth = auth or _plugin(auth_url, token, password, rest.get("endpoint_override"))
    rest["interface"] = rest.pop("endpoint_type", None)
    rest.setdefault("service_type", SERVICE_TYPE)
    if rest.pop("http_log_debug", False):
        rest["logger"] = rest.get("logger") or _debug_logger()
    return SessionClient(
        session=session, auth=auth, **{k: v for k, v in rest.items() if v is not None}
    )


def _debug_logger() -> Any:
    """A logger that writes requests and responses to stderr, without their secrets."""
    logger = logging.getLogger("novaclient")
    logger.setLevel(logging.DEBUG)
    if not logger.hasHandlers():
        logger.addHandler(logging.StreamHandler())
    return logger


def _plugin(
    auth_url: str | None, token: str | None, password: Mapping[str, Any], endpoint: str | None
) -> Any:
    """The auth plugin for a token or a password; ``auth_url`` is not needed with an endpoint."""
    from keystoneauth1 import identity, token_endpoint

    if token and not auth_url and endpoint:
        return token_endpoint.Token(endpoint, token)
    if token:
        scope = {k: v for k, v in password.items() if k.startswith("project")}
        return identity.Token(auth_url, token, **scope)
    return identity.Password(auth_url, **password)
