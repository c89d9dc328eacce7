"""Signing in through keystoneauth: from settings to a token, endpoints and a session.

Imported only when a command has no usable record. Every way it can fail is put in one line here.
"""

from __future__ import annotations

import logging
import os
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import requests
from keystoneauth1 import exceptions as ksa
from keystoneauth1 import plugin as ksa_plugin
from keystoneauth1 import session as ksa_session

from novaclient import exceptions
from novaclient.auth.cache import Record
from novaclient.auth.settings import Settings
from novaclient.exceptions import AuthenticationFailed, ConfigurationError, ConnectionFailed
from novaclient.version import __version__
from novaclient.wire import bounded
from novaclient.wire.causes import causes

_TOKEN_HEADER: Final = "X-Auth-Token"  # noqa: S105
#: Services that commands need besides compute, under their official names, whatever the catalog's.
_COMPANIONS: Final = ("image", "network", "block-storage", "identity")
_OLD_NAMES: Final = {
    "volume": "block-storage",
    "volumev2": "block-storage",
    "volumev3": "block-storage",
    "block-store": "block-storage",
}
#: Settings that name an address to which credentials are sent.
_TAKES_CREDENTIALS: Final = (
    "auth_url",
    "access_token_endpoint",
    "discovery_endpoint",
    "identity_provider_url",
)
#: Refusals within this time (seconds) of a renewal are of requests sent with the token before it.
_RENEWAL_HOLDS: Final = 60.0
#: Credentials that live outside what an identity's key is made of.
_KERBEROS: Final = frozenset({"v3kerberos", "v3fedkerb"})

# keystoneauth warns about failures that are raised as well; they are told once, as errors.
for _name in ("keystoneauth", "urllib3"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


class Login(NamedTuple):
    """Signed in: a keystoneauth session, and what to keep for later commands.

    ``cacheable`` is False where the token alone does not open the cloud again.
    """

    record: Record
    session: Any
    cacheable: bool

    @property
    def plain(self) -> bool:
        """Whether a request needs nothing but ``X-Auth-Token``."""
        return self.record.plain


class KnownToken(ksa_plugin.BaseAuthPlugin):  # type: ignore[misc]
    """A keystoneauth plugin for a token and endpoints that are already known.

    :param record: the token, the endpoints, the project and the user.
    :param service_type: the name under which compute is asked for.
    :param renew: gives a record with a new token, when the cloud no longer accepts this one.
    """

    def __init__(
        self, record: Record, service_type: str, renew: Callable[[], Record] | None = None
    ) -> None:
        super().__init__()
        self._record = record
        self._service_type = service_type
        self._renew = renew
        self._renewed_at = float("-inf")
        self._failure: Exception | None = None
        self._lock = threading.Lock()

    def invalidate(self) -> bool:
        """Get a new token, once for all threads whose requests were refused together.

        :returns: True when a request is worth repeating.
        :raises Exception: what the renewal raised; all those threads get the same.
        """
        if self._renew is None:
            return False
        with self._lock:
            if time.monotonic() - self._renewed_at > _RENEWAL_HOLDS:
                self._renewed_at = time.monotonic()
                self._failure = None
                try:
                    self._record = self._renew()
                except Exception as error:  # noqa: BLE001  raised below, for each thread
                    self._failure = error
            if self._failure is not None:
                raise self._failure
        return True

    def get_token(self, session: Any) -> str | None:
        """Give the token."""
        return self._record.token

    def get_headers(self, session: Any) -> dict[str, str]:
        """Give the header that carries the token."""
        return {_TOKEN_HEADER: self._record.token} if self._record.token else {}

    def get_endpoint(
        self, session: Any, service_type: str = "compute", **kwargs: Any
    ) -> str | None:
        """Give a service's address, None where it is not known."""
        if service_type == self._service_type:
            return self._record.endpoints["compute"]
        return self._record.endpoints.get(_OLD_NAMES.get(service_type, service_type))

    def get_project_id(self, session: Any, **kwargs: Any) -> str | None:
        """Give the token's project."""
        return self._record.project_id

    def get_user_id(self, session: Any, **kwargs: Any) -> str | None:
        """Give the token's user."""
        return self._record.user_id


def sign_in(settings: Settings, report: Callable[[str], None] | None = None) -> Login:
    """Get a token and the endpoints that come with it.

    :param settings: complete settings.
    :param report: called with a line about each step that takes time.
    :returns: the session and the record.
    :raises ConfigurationError: when the token has no scope or the catalog no such endpoint.
    :raises AuthenticationFailed: when the credentials are refused.
    :raises ClientException: when the identity service answers with another error.
    :raises ConnectionFailed: when no usable answer comes.
    """
    if _is_given(settings):
        return _given(settings)
    _refuse_in_the_clear(settings)
    try:
        plugin = _plugin(settings)
        session = _session(settings, plugin)
        if report:
            report(f"Signing in at {_where(settings)}")
        return _signed_in(settings, plugin, session)
    except ksa.ClientException as error:
        raise _explained(error, settings) from error


def resume(settings: Settings, record: Record, renew: Callable[[], Record]) -> Login:
    """Make a session that uses a record's token.

    :param settings: the settings the record was made with.
    :param record: the record.
    :param renew: gives a record with a new token, when the cloud no longer accepts this one.
    :returns: the session and the same record.
    """
    plugin = KnownToken(record, settings.service_type, renew)
    return Login(record, _session(settings, plugin), True)


def _refuse_in_the_clear(settings: Settings) -> None:
    """Keep credentials from travelling without TLS to another machine, unless that was asked for.

    Whoever is on the way could read them, and use them for as long as they are valid.
    """
    urls = [str(settings.auth.get(name) or "") for name in _TAKES_CREDENTIALS]
    if settings.auth_type == "http_basic":
        urls += [settings.endpoint_override or str(settings.auth.get("endpoint") or "")]
    clear = [url for url in urls if _is_clear(url)]
    if settings.insecure_http or not clear:
        return
    entry = f" (or insecure_http: true to {settings.origin})" if settings.cloud else ""
    raise ConfigurationError(
        f"the credentials would go to {_shown(clear[0])} without TLS, where anybody on the way can "
        "read them: use an https:// address; if this network is to be trusted, add "
        f"--os-insecure-http or set NOVACLIENT_INSECURE_HTTP=1{entry}"
    )


def _warn_of_http(settings: Settings, endpoint: str) -> None:
    """Tell, when signing in, that the token will travel without TLS."""
    if _is_clear(endpoint) and not settings.insecure_http:
        logging.getLogger("novaclient.auth").warning(
            "requests to %s, with the token, travel without TLS: anybody on the way can read them "
            "(--os-insecure-http says that this is known)",
            _shown(endpoint),
        )


def _is_clear(url: str) -> bool:
    """Whether what is sent to an address leaves this machine without TLS."""
    import ipaddress

    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme != "http" or host == "localhost":
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True


def _is_given(settings: Settings) -> bool:
    """Whether token and endpoint are both at hand, so that there is nothing to ask for."""
    if settings.auth_type == "token":
        return bool(settings.endpoint_override)
    return settings.auth_type in ("none", "admin_token")


def _given(settings: Settings) -> Login:
    endpoint = _url(settings.endpoint_override or settings.auth["endpoint"])
    token = settings.auth.get("token")
    if token:
        _warn_of_http(settings, endpoint)
    record = _record(settings, token, None, {"compute": endpoint}, _is_plain(settings, endpoint))
    session = _session(settings, KnownToken(record, settings.service_type))
    # What was typed or set is not written to disk.
    return Login(record, session, token is None)


def _plugin(settings: Settings) -> Any:
    """Make the authentication plugin; the common ones without searching for installed ones."""
    from keystoneauth1.identity import generic, v3

    versioned = urlsplit(settings.auth.get("auth_url", "")).path.rstrip("/").endswith("/v3")
    known = {
        # An address that names v3 need not be asked for its versions: one request less.
        "password": v3.Password if versioned else _entered_once(generic.Password),
        "token": v3.Token if versioned else _entered_once(generic.Token),
        "v3password": v3.Password,
        "v3token": v3.Token,
        "v3applicationcredential": v3.ApplicationCredential,
    }.get(settings.auth_type)
    if known:
        return known(**settings.auth)
    from keystoneauth1 import loading

    loader = loading.get_plugin_loader(settings.auth_type)
    return loader.load_from_options(**_converted(settings, loader.get_options()))


def _entered_once(cls: Any) -> Any:
    """A plugin that does not wait for itself.

    Asked for its versions, an identity service may answer 401; keystoneauth then asks with a
    token, for which it waits for the lock that it holds.
    """
    inside = threading.local()

    class EnteredOnce(cls):  # type: ignore[misc]
        def get_access(self, session: Any, **kwargs: Any) -> Any:
            if getattr(inside, "now", False):
                raise ksa.DiscoveryFailure("the versions are told only to those who have a token")
            inside.now = True
            try:
                return super().get_access(session, **kwargs)
            finally:
                inside.now = False

    return EnteredOnce


def _converted(settings: Settings, fields: Iterable[Any]) -> dict[str, Any]:
    """Give a plugin's settings the types that it expects, and those not given its defaults."""
    auth = {opt.dest: opt.default for opt in fields if opt.default is not None}
    types = {opt.dest: opt.type for opt in fields}
    for name, value in settings.auth.items():
        try:
            auth[name] = types.get(name, str)(value) if isinstance(value, str) else value
        except ValueError:
            raise ConfigurationError(f"{name.replace('_', '-')} cannot be '{value}'") from None
    if isinstance(auth.get("auth_methods"), str):
        auth["auth_methods"] = auth["auth_methods"].split(",")
    return auth


def _session(settings: Settings, plugin: Any) -> Any:
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
            session=bounded.http_session(settings.timeout, **extra),
        )
    except TypeError:
        raise ConfigurationError(
            "--tls-ciphers and --tls-min-version need a newer keystoneauth1: upgrade it"
        ) from None
    except (ssl.SSLError, ValueError) as error:
        raise ConfigurationError(f"the TLS settings cannot be used: {error}") from None


def _signed_in(settings: Settings, plugin: Any, session: Any) -> Login:
    try:
        access = plugin.get_access(session) if hasattr(plugin, "get_access") else None
        if access is None:
            return _without_catalog(settings, plugin, session)
        return _with_catalog(settings, plugin, session, access)
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        # An answer of another shape than Keystone's surfaces as one of these in keystoneauth.
        raise ConnectionFailed(_not_keystone(settings)) from error
    except OSError as error:
        raise ConnectionFailed(f"cannot sign in at {_where(settings)}: {error}") from error


def _with_catalog(settings: Settings, plugin: Any, session: Any, access: Any) -> Login:
    if not (access.project_scoped or access.domain_scoped or access.system_scoped):
        raise ConfigurationError(
            "the token is for no project: give --os-project-name or set OS_PROJECT_NAME"
            + (f" (or add project_name to {settings.origin})" if settings.cloud else "")
        )
    token = access.auth_token
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        raise ConnectionFailed(_not_keystone(settings))
    expires_at = access.expires.timestamp() if access.expires else None
    endpoints = _endpoints(settings, access.service_catalog)
    _warn_of_http(settings, endpoints["compute"])
    opened_by_token = plugin.get_headers(session) == {_TOKEN_HEADER: token}
    alone = opened_by_token and not plugin.get_connection_params(session)
    record = _record(
        settings,
        token,
        expires_at,
        endpoints,
        alone and _is_plain(settings, endpoints["compute"]),
    ).replace(project_id=access.project_id, user_id=access.user_id)
    return Login(record, session, alone and settings.auth_type not in _KERBEROS)


def _without_catalog(settings: Settings, plugin: Any, session: Any) -> Login:
    """Finish with a plugin that knows only an endpoint, HTTP basic authentication for example."""
    endpoint = settings.endpoint_override or plugin.get_endpoint(
        session,
        service_type=settings.service_type,
        interface=settings.interface,
        region_name=settings.region,
        service_name=settings.service_name,
    )
    if not endpoint:
        raise ConfigurationError(
            f"authentication type '{settings.auth_type}' knows no endpoint: "
            "give --os-endpoint-override or set OS_ENDPOINT_OVERRIDE"
        )
    record = _record(settings, plugin.get_token(session), None, {"compute": _url(endpoint)}, False)
    return Login(record, session, False)


def _record(
    settings: Settings,
    token: str | None,
    expires_at: float | None,
    endpoints: Mapping[str, str],
    plain: bool,
) -> Record:
    return Record(
        token=token,
        expires_at=expires_at,
        endpoints=dict(endpoints),
        verify=_authorities(settings, endpoints["compute"]),
        timeout=settings.timeout,
        plain=plain,
        default_microversion=settings.default_microversion,
    )


def _authorities(settings: Settings, endpoint: str) -> bool | str:
    """Name the authorities that requests trusts, so that a request without it trusts the same."""
    if settings.verify is not True or not endpoint.startswith("https:"):
        return settings.verify
    chosen = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    return chosen or str(requests.utils.DEFAULT_CA_BUNDLE_PATH)


def _is_plain(settings: Settings, endpoint: str) -> bool:
    """Whether the way to an endpoint is one that needs no proxy, certificate or TLS setting."""
    authorities = _authorities(settings, endpoint)
    return not (
        settings.cert
        or settings.tls_ciphers
        or settings.tls_min_version
        or (isinstance(authorities, str) and os.path.isdir(authorities))
        or requests.utils.get_environ_proxies(endpoint)
    )


class _Endpoint(NamedTuple):
    """One address in the catalog."""

    service_type: str
    service_name: str | None
    interface: str
    region: str | None
    url: str


def _endpoints(settings: Settings, catalog: Any) -> dict[str, str]:
    """Choose the addresses of compute and of all other services, by their types."""
    listed = [
        _Endpoint(
            service["type"],
            service["name"],
            endpoint["interface"].removesuffix("URL"),
            endpoint["region_name"],
            endpoint["url"],
        )
        for service in catalog.normalize_catalog()
        for endpoint in service["endpoints"]
        if endpoint["url"]
    ]
    found = {}
    others = (one.service_type for one in listed if one.service_type not in _OLD_NAMES)
    for service in dict.fromkeys((*_COMPANIONS, *others)):
        # Not every cloud has each of them, and most commands do without.
        name = settings.volume_service_name if service == "block-storage" else None
        if url := _choose(settings, listed, service, name):
            found[service] = url
    compute = settings.endpoint_override or _choose(
        settings, listed, settings.service_type, settings.service_name
    )
    if not compute:
        raise ConfigurationError(_no_endpoint(settings, listed))
    return {**found, "compute": _url(compute)}


def _choose(
    settings: Settings, listed: Iterable[_Endpoint], service: str, name: str | None
) -> str | None:
    """Choose a service's address: by type and its old names, then by interface, as preferred.

    keystoneauth's own choice fails where a service is listed under two types and neither matches.
    """
    wanted = settings.interface
    for interface in [wanted] if isinstance(wanted, str) else wanted:
        matching = [
            endpoint
            for endpoint in listed
            if endpoint.interface == interface.removesuffix("URL")
            and settings.region in (None, endpoint.region)
            and (not name or endpoint.service_name in (None, name))
        ]
        for service_type in _types(service):
            for endpoint in matching:
                if endpoint.service_type == service_type:
                    return endpoint.url
    return None


def _types(service: str) -> list[str]:
    """List the names under which a catalog may have a service, the preferred one first."""
    import os_service_types

    return list(dict.fromkeys([service, *os_service_types.ServiceTypes().get_all_types(service)]))


def _url(endpoint: str) -> str:
    if urlsplit(endpoint).scheme not in ("http", "https") or not urlsplit(endpoint).netloc:
        raise ConfigurationError(f"the compute endpoint '{endpoint}' is not an http(s) address")
    return endpoint


def _no_endpoint(settings: Settings, listed: Iterable[_Endpoint]) -> str:
    """Say which of service, region, name and interface is not in the catalog, and what is."""
    service = settings.service_type
    found = [endpoint for endpoint in listed if endpoint.service_type in _types(service)]
    if not found:
        types = sorted({endpoint.service_type for endpoint in listed})
        return (
            f"the catalog has no service of type '{service}' (--service-type): "
            f"it has {', '.join(types) or 'none at all'}"
        )
    regions = sorted({str(endpoint.region) for endpoint in found})
    if settings.region and settings.region not in regions:
        return (
            f"there is no {service} service in region '{settings.region}' (--os-region-name): "
            f"it is in {', '.join(regions)}"
        )
    names = sorted({str(endpoint.service_name) for endpoint in found})
    if settings.service_name and settings.service_name not in names:
        return (
            f"no {service} service is named '{settings.service_name}' (--service-name): "
            f"there is {', '.join(names)}"
        )
    interfaces = sorted({endpoint.interface for endpoint in found})
    return (
        f"the {service} service has no '{settings.interface}' endpoint (--os-endpoint-type): "
        f"it has {', '.join(interfaces)}"
    )


def _explained(error: Exception, settings: Settings) -> Exception:
    """Put what keystoneauth raised into this library's terms, in one line."""
    for cause in causes(error):
        if isinstance(cause, ksa.HttpError):
            return _refused(cause, settings)
        if isinstance(cause, ksa.ConnectionError):
            return ConnectionFailed(_unreachable(cause, settings))
    if isinstance(error, ksa.MissingRequiredOptions):
        names = ", ".join(f"--os-{opt.name.replace('_', '-')}" for opt in error.options)
        return ConfigurationError(f"authentication type '{settings.auth_type}' needs {names}")
    if isinstance(error, ksa.DiscoveryFailure | ksa.InvalidResponse):
        return ConnectionFailed(_not_keystone(settings))
    text = " ".join(str(error).split())
    return ConfigurationError(f"signing in with type '{settings.auth_type}' failed: {text}")


def _refused(error: Any, settings: Settings) -> Exception:
    where, status = _where(settings), error.http_status
    said = " ".join(str(error.message or "").split()).partition(" (HTTP ")[0]
    if status == 401:
        return AuthenticationFailed(
            f"the identity service at {where} refused the credentials of {_who(settings)} "
            f"given by {settings.origin}",
            request_id=error.request_id,
        )
    if status == 404:
        message = f"there is no identity service at {where}: check --os-auth-url (OS_AUTH_URL)"
    else:
        message = f"the identity service at {where} did not sign {_who(settings)} in: {said}"
    kind = {400: exceptions.BadRequest, 403: exceptions.Forbidden, 404: exceptions.NotFound}
    return kind.get(status, exceptions.ClientException)(
        status, message, request_id=error.request_id
    )


def _who(settings: Settings) -> str:
    auth = settings.auth
    for name, word in (
        ("username", "user"),
        ("user_id", "user"),
        ("application_credential_id", "application credential"),
        ("application_credential_name", "application credential"),
    ):
        if auth.get(name):
            who = f"{word} '{auth[name]}'"
            break
    else:
        who = "the token" if auth.get("token") else f"type '{settings.auth_type}'"
    project = auth.get("project_name") or auth.get("project_id")
    return f"{who} for project '{project}'" if project else who


def _unreachable(error: Exception, settings: Settings) -> str:
    where = _where(settings)
    proxies = requests.utils.get_environ_proxies(where)
    through = " through the proxy" if proxies else ""
    for cause in causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return (
                f"the certificate of {where} is not trusted: {cause.verify_message}: give its "
                "authority with --os-cacert (OS_CACERT); --insecure goes without the check"
            )
        if isinstance(cause, ssl.SSLError):
            return (
                f"no TLS connection to {where}: {cause.reason or cause}: "
                "check the address and the --os-cert, --tls-* settings"
            )
    reason = _reason(error)
    return (
        f"cannot reach the identity service at {where}{through}: {reason}: "
        "check --os-auth-url (OS_AUTH_URL) and the network"
    )


def _reason(error: Exception) -> str:
    for cause in causes(error):
        if isinstance(cause, TimeoutError | requests.exceptions.Timeout | ksa.ConnectTimeout):
            return "no answer in time"
        if isinstance(cause, OSError) and cause.strerror:
            return str(cause.strerror)
    last = [*causes(error)][-1]
    return " ".join(str(last).split()) or type(last).__name__


def _where(settings: Settings) -> str:
    """Give the identity service's address without any credentials that stand in it."""
    auth = settings.auth
    url = str(auth.get("auth_url") or settings.endpoint_override or auth.get("endpoint", ""))
    return _shown(url)


def _shown(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _not_keystone(settings: Settings) -> str:
    return (
        f"what answers at {_where(settings)} is not an identity service: "
        "check --os-auth-url (OS_AUTH_URL)"
    )
