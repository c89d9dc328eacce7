"""The ordinary road: requests through a keystoneauth session, whatever its plugin and options."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from keystoneauth1 import adapter

from novaclient.api_versions import SERVICE_TYPE, APIVersion
from novaclient.transport import protocol
from novaclient.transport.base import Verbs


class SessionClient(Verbs, adapter.LegacyJsonAdapter):  # type: ignore[misc]
    """A keystoneauth adapter whose verbs return (response, body) and raise this library's errors.

    :param session: a keystoneauth session.
    :param api_version: keyword; the microversion of requests that name none.
    :param timings: keyword; whether to collect how long each request takes.
    :param kwargs: everything else that ``keystoneauth1.adapter.Adapter`` takes.
    """

    client_name = "novaclient"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        import novaclient

        self.times = []
        self.timings = kwargs.pop("timings", False)
        self.api_version = kwargs.pop("api_version", None) or APIVersion()
        self.version_range = None
        kwargs.setdefault("client_version", novaclient.__version__)
        super().__init__(*args, **kwargs)

    def _exchange(self, url: str, method: str, **kwargs: Any) -> tuple[Any, Any]:
        kwargs.setdefault("raise_exc", False)
        if "body" in kwargs:
            kwargs["json"] = kwargs.pop("body")
        # Adapter.request adds service type, region, interface and the like; LegacyJsonAdapter's
        # own would lose a text that is not JSON, which the error is to quote.
        response = adapter.Adapter.request(self, url, method, **kwargs)
        return response, protocol.decode(response.content)

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
        )
        other.times = self.times
        endpoint = other.get_endpoint()
        if endpoint:
            other.endpoint_override = protocol.service_root(endpoint)
        return other


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
        session = ksession.Session(
            verify=False if insecure else (cacert or True), cert=cert, timeout=timeout
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
