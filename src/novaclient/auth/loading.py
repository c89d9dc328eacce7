"""keystoneauth plugins and sessions, made from settings."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlsplit

from keystoneauth1 import exceptions as ksa
from keystoneauth1 import plugin as ksa_plugin
from keystoneauth1 import session as ksa_session

from novaclient.auth.cache import Record
from novaclient.auth.catalog import OFFICIAL_TYPES
from novaclient.auth.http_session import http_session
from novaclient.auth.renewal import TokenRenewer
from novaclient.auth.settings import Settings
from novaclient.exceptions import ConfigurationError
from novaclient.version import __version__

TOKEN_HEADER: Final = "X-Auth-Token"  # noqa: S105


class KnownToken(ksa_plugin.BaseAuthPlugin):  # type: ignore[misc]
    """A keystoneauth plugin for a token and endpoints that are already known.

    :param tokens: the token, the endpoints, the project and the user.
    :param service_type: the service type that stands for compute.
    """

    def __init__(self, tokens: TokenRenewer, service_type: str) -> None:
        super().__init__()
        self._tokens = tokens
        self._service_type = service_type
        self._sent = threading.local()

    @property
    def _record(self) -> Record:
        return self._tokens.record

    def invalidate(self) -> bool:
        """Renew the token that this thread's last request carried, because it was refused.

        :returns: True if the request should be repeated.
        :raises Exception: the error of the renewal.
        """
        return self._tokens.renew(getattr(self._sent, "token", self._record.token))

    def get_token(self, session: Any) -> str | None:
        """Return the token."""
        return self._record.token

    def get_headers(self, session: Any) -> dict[str, str]:
        """Return the header with the token."""
        token = self._sent.token = self._record.token
        return {TOKEN_HEADER: token} if token else {}

    def get_endpoint(
        self, session: Any, service_type: str = "compute", **kwargs: Any
    ) -> str | None:
        """Return a service's endpoint, None if the catalog had none."""
        if service_type == self._service_type:
            return self._record.endpoints["compute"]
        return self._record.endpoints.get(OFFICIAL_TYPES.get(service_type, service_type))

    def get_project_id(self, session: Any, **kwargs: Any) -> str | None:
        """Return the ID of the token's project."""
        return self._record.project_id

    def get_user_id(self, session: Any, **kwargs: Any) -> str | None:
        """Return the ID of the token's user."""
        return self._record.user_id


def plugin_for(settings: Settings) -> Any:
    """Make the authentication plugin.

    :param settings: complete settings.
    :returns: a keystoneauth plugin; the common ones are made without searching for entry points.
    :raises ConfigurationError: if a setting cannot be converted to the plugin's type.
    """
    from keystoneauth1.identity import generic, v3

    versioned = urlsplit(settings.auth.get("auth_url", "")).path.rstrip("/").endswith("/v3")
    known = {
        # A URL that ends in /v3 needs no discovery: one request less.
        "password": v3.Password if versioned else _not_reentrant(generic.Password),
        "token": v3.Token if versioned else _not_reentrant(generic.Token),
        "v3password": v3.Password,
        "v3token": v3.Token,
        "v3applicationcredential": v3.ApplicationCredential,
    }.get(settings.auth_type)
    if known:
        return known(**settings.auth)
    from keystoneauth1 import loading

    loader = loading.get_plugin_loader(settings.auth_type)
    return loader.load_from_options(**_converted(settings, loader.get_options()))


def _not_reentrant(cls: Any) -> Any:
    """Make a subclass of a plugin that fails where keystoneauth would deadlock.

    If an identity service answers discovery with 401, keystoneauth requests a token for another
    try, and waits for the lock that it holds already.
    """
    inside = threading.local()

    class NotReentrant(cls):  # type: ignore[misc]
        def get_access(self, session: Any, **kwargs: Any) -> Any:
            if getattr(inside, "now", False):
                raise ksa.DiscoveryFailure("discovery requires a token")
            inside.now = True
            try:
                return super().get_access(session, **kwargs)
            finally:
                inside.now = False

    return NotReentrant


def _converted(settings: Settings, opts: Iterable[Any]) -> dict[str, Any]:
    """Convert settings to the types that a plugin expects, and add its defaults."""
    auth = {opt.dest: opt.default for opt in opts if opt.default is not None}
    types = {opt.dest: opt.type for opt in opts}
    for name, value in settings.auth.items():
        try:
            auth[name] = types.get(name, str)(value) if isinstance(value, str) else value
        except ValueError:
            raise ConfigurationError(f"{name.replace('_', '-')} cannot be '{value}'") from None
    if isinstance(auth.get("auth_methods"), str):
        auth["auth_methods"] = auth["auth_methods"].split(",")
    return auth


def session_for(settings: Settings, plugin: Any) -> Any:
    """Make a session for a plugin.

    :param settings: the timeout and TLS settings.
    :param plugin: a keystoneauth plugin.
    :returns: a ``keystoneauth1.session.Session``.
    :raises ConfigurationError: if the TLS settings cannot be used.
    """
    extra: dict[str, Any] = {}
    if settings.tls_ciphers:
        extra["tls_ciphers"] = settings.tls_ciphers
    if settings.tls_min_version:
        extra["tls_min_version"] = settings.tls_min_version
    try:
        return ksa_session.Session(
            auth=plugin,
            verify=settings.verify,
            cert=settings.cert,
            timeout=settings.timeout,
            app_name="novaclient",
            app_version=__version__,
            collect_timing=settings.collect_timing,
            session=http_session(settings.timeout, **extra),
        )
    except TypeError:
        raise ConfigurationError(
            "--tls-ciphers and --tls-min-version need a newer keystoneauth1: upgrade it"
        ) from None
    except (ssl.SSLError, ValueError) as error:
        raise ConfigurationError(f"the TLS settings cannot be used: {error}") from None
