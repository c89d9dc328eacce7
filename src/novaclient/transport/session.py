"""The ordinary road: requests through a keystoneauth session, whatever its plugin and options."""

from __future__ import annotations

import json
import logging
import socket
import ssl
from collections.abc import Mapping
from functools import cache, partial
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from typing import Any
from urllib.parse import urlsplit

from keystoneauth1 import adapter
from keystoneauth1 import exceptions as ksa
from requests.exceptions import Timeout
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ProtocolError
from urllib3.util.ssl_match_hostname import CertificateError

from novaclient.api_versions import SERVICE_TYPE, APIVersion
from novaclient.exceptions import ConnectionFailed
from novaclient.transport import protocol
from novaclient.transport.base import Verbs
from novaclient.transport.retry import RetryPolicy
from novaclient.version import __version__
from novaclient.wire import bounded, redact
from novaclient.wire.causes import causes
from novaclient.wire.limits import MAX_ANSWER

_LOGGER = logging.getLogger("novaclient.transport")


class SessionClient(Verbs, adapter.LegacyJsonAdapter):  # type: ignore[misc]
    """A keystoneauth adapter whose verbs return (response, body) and raise this library's errors.

    :param session: a keystoneauth session.
    :param api_version: keyword; the microversion of requests that name none.
    :param timings: keyword; whether to collect how long each request takes.
    :param retry: keyword; what decides about repeating a failed request. None repeats none, since
        a program's session may have a policy of its own.
    :param max_answer: keyword; the largest answer that is taken into memory, in bytes.
    :param kwargs: everything else that ``keystoneauth1.adapter.Adapter`` takes.
    """

    client_name = "novaclient"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.times = []
        self.timings = kwargs.pop("timings", False)
        self.api_version = kwargs.pop("api_version", None) or APIVersion()
        self.version_range = None
        self.retry = kwargs.pop("retry", None)
        self._max_answer: int = kwargs.pop("max_answer", MAX_ANSWER)
        kwargs.setdefault("client_version", __version__)
        super().__init__(*args, **kwargs)

    def _exchange(self, url: str, method: str, **kwargs: Any) -> tuple[Any, Any]:
        rows = kwargs.pop("rows", None)
        kwargs.setdefault("raise_exc", False)
        if "body" in kwargs:
            kwargs["json"] = kwargs.pop("body")
        kwargs.setdefault("redirect", False)
        kwargs["hooks"] = {"response": partial(_bound, limit=self._max_answer)}
        log = kwargs.pop("log", True)
        logger = self.logger or _LOGGER
        shows = log and logger.isEnabledFor(logging.DEBUG)
        try:
            if shows:
                address = url if "://" in url else f"{self.get_endpoint()}{url}"
                sent = json.dumps(kwargs.get("json"))
                logger.debug("%s", redact.request(method, address, kwargs["headers"], sent))
            # Adapter.request adds service type, region, interface and the like; LegacyJsonAdapter's
            # own would lose a text that is not JSON, which the error is to quote. keystoneauth
            # would log bodies as they are, with the passwords in them.
            response = adapter.Adapter.request(self, url, method, log=False, **kwargs)
        except ksa.ConnectionError as error:
            if log:
                raise _failed(error, f"{method} {urlsplit(url).path}") from error
            # keystoneauth's error quotes the URL, which is a secret here.
            raise _failed(error, f"{method} …") from None
        if shows:
            told = redact.response(response.status_code, response.headers, response.content)
            logger.debug("%s", told)
        return response, protocol.decode(response.content, rows)

    def for_service(self, service_type: str) -> SessionClient:
        """A transport of the same identity to another service of the catalog.

        :param service_type: ``image`` or ``network`` for example.
        """
        other = SessionClient(
            session=self.session,
            auth=self.auth,
            service_type=service_type,
            region_name=self.region_name,
            interface=self.interface,
            user_agent=self.user_agent,
            connect_retries=self.connect_retries,
            logger=self.logger,
            global_request_id=self.global_request_id,
            timings=self.timings,
            retry=self.retry,
            max_answer=self._max_answer,
        )
        other.times = self.times
        endpoint = other.get_endpoint()
        if endpoint:
            other.endpoint_override = protocol.service_root(endpoint)
        return other


def _bound(response: Any, *_: Any, limit: int, **__: Any) -> None:
    bounded.bound(response, limit)


@cache
def _both(cls: Any) -> type[ConnectionFailed]:
    """An error that programs can catch as this library's and as keystoneauth's."""

    def reduced(self: ConnectionFailed) -> tuple[Any, ...]:
        return _again, (cls, self.args, dict(vars(self)))

    own = {"__module__": "novaclient.exceptions", "__reduce__": reduced}
    return type(cls.__name__, (ConnectionFailed, cls), own)


def _again(cls: Any, args: tuple[Any, ...], state: dict[str, Any]) -> ConnectionFailed:
    """A copy of an error of both kinds, whose class nothing can import."""
    failure = _both(cls).__new__(_both(cls), *args)
    vars(failure).update(state)
    return failure


def _failed(error: ksa.ConnectionError, asked: str) -> ConnectionFailed:
    """What keystoneauth raised for a request, in this library's terms.

    :param error: what was raised.
    :param asked: method and path.
    """
    every = [*causes(error)]

    def among(*kinds: type[BaseException]) -> BaseException | None:
        return next((cause for cause in every if isinstance(cause, kinds)), None)

    # Releases of urllib3 before 2 compare names themselves, and raise an error of their own.
    untrusted = among(ssl.SSLCertVerificationError, CertificateError)
    unsent = untrusted or among(NewConnectionError, ConnectTimeoutError, socket.gaierror)
    no_http = among(HTTPException) and not among(IncompleteRead, RemoteDisconnected)
    final = no_http or among(bounded.TooLarge, ssl.SSLError, ValueError)
    passing = isinstance(error, ksa.RetriableConnectionFailure) and not final
    if untrusted:
        why = getattr(untrusted, "verify_message", untrusted)
        reason = f"the certificate is not trusted: {why}"
    elif among(TimeoutError, Timeout):
        reason = "no answer in time"
    else:
        known = among(bounded.TooLarge) or among(OSError, ProtocolError) or every[-1]
        told = [c for c in every if isinstance(c, OSError) and c.strerror]
        reason = str(told[-1].strerror) if told else " ".join(str(known).split())
    cls = _both(error.__class__)
    failure = cls.__new__(cls)
    message = f"{asked} failed: {reason}{protocol.doubt(asked.partition(' ')[0], not unsent)}"
    # Each of keystoneauth's wants other arguments.
    Exception.__init__(failure, message)
    state = {"message": message, "sent": not unsent, "passing": passing}
    failure.__dict__.update(error.__dict__, **state)
    return failure


#: What of a v2 client's keywords belongs to a password, and the plugin's own name for it.
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
    """A transport from the keywords of :class:`novaclient.v2.client.Client`.

    :param options: those keywords. A ``session`` is used as it is; otherwise one is made, which
        asks as ``auth`` says, else with ``auth_token``, else with user name and password.
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
        # keystoneauth's own retries, where a program asks for them, are its policy.
        if not rest.keys() & {"connect_retries", "status_code_retries"}:
            rest.setdefault("retry", RetryPolicy())
        session = ksession.Session(
            verify=False if insecure else (cacert or True),
            cert=cert,
            timeout=timeout,
            session=bounded.http_session(timeout, rest.get("max_answer") or MAX_ANSWER),
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
    """A logger that writes requests and answers, as keystoneauth redacts them, to stderr."""
    import logging

    logger = logging.getLogger("novaclient")
    logger.setLevel(logging.DEBUG)
    if not logger.hasHandlers():
        logger.addHandler(logging.StreamHandler())
    return logger


def _plugin(
    auth_url: str | None, token: str | None, password: Mapping[str, Any], endpoint: str | None
) -> Any:
    """The auth plugin for a token or a password; a bare token serves with an endpoint alone."""
    from keystoneauth1 import identity, token_endpoint

    if token and not auth_url and endpoint:
        return token_endpoint.Token(endpoint, token)
    if token:
        scope = {k: v for k, v in password.items() if k.startswith("project")}
        return identity.Token(auth_url, token, **scope)
    return identity.Password(auth_url, **password)
