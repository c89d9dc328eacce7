"""Signing in through keystoneauth: from settings to a token, endpoints and a session.

Imported only if there is no usable record in the cache.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import requests
from keystoneauth1 import exceptions as ksa

from novaclient.auth import catalog, cleartext, errors, loading
from novaclient.auth.cache import Record
from novaclient.auth.renewal import TokenRenewer
from novaclient.auth.settings import Settings
from novaclient.exceptions import ConfigurationError, ConnectionFailed

#: Types with credentials that an identity's key does not cover.
_KERBEROS: Final = frozenset({"v3kerberos", "v3fedkerb"})

# keystoneauth also logs failures that it raises; they are reported once, as errors.
for _name in ("keystoneauth", "urllib3"):
    logging.getLogger(_name).addHandler(logging.NullHandler())


class Login(NamedTuple):
    """A keystoneauth session that is signed in, and the record for later commands.

    ``cacheable`` is False if the record must not be stored.
    """

    record: Record
    session: Any
    cacheable: bool


def sign_in(settings: Settings, report: Callable[[str], None] | None = None) -> Login:
    """Get a token and the endpoints of its catalog.

    :param settings: complete settings.
    :param report: called with a line about each step that takes time.
    :returns: the session and the record.
    :raises ConfigurationError: if the token has no scope or the catalog no matching endpoint.
    :raises AuthenticationFailed: if the identity service refuses the credentials.
    :raises ClientException: if the identity service answers with another error.
    :raises ConnectionFailed: if there is no usable response.
    """
    if _needs_no_login(settings):
        return _from_settings(settings)
    cleartext.refuse(settings)
    try:
        plugin = loading.plugin_for(settings)
        session = loading.session_for(settings, plugin)
        if report:
            report(f"Signing in at {errors.identity_url(settings)}")
        return _signed_in(settings, plugin, session)
    except ksa.ClientException as error:
        raise errors.translate(error, settings) from error


def resume(settings: Settings, tokens: TokenRenewer) -> Login:
    """Make a session that uses a record's token.

    :param settings: the settings that the record was made with.
    :param tokens: the record, and how it is renewed after the cloud has refused its token.
    :returns: the session and the same record.
    """
    plugin = loading.KnownToken(tokens, settings.service_type)
    return Login(tokens.record, loading.session_for(settings, plugin), True)


def _needs_no_login(settings: Settings) -> bool:
    """Whether the settings have both the token, if one is needed, and the endpoint."""
    if settings.auth_type == "token":
        return bool(settings.endpoint_override)
    return settings.auth_type in ("none", "admin_token")


def _from_settings(settings: Settings) -> Login:
    endpoint = catalog.checked_url(settings.endpoint_override or settings.auth["endpoint"])
    token = settings.auth.get("token")
    if token:
        cleartext.warn(settings, endpoint)
    record = _record(settings, token, None, {"compute": endpoint}, _is_direct(settings, endpoint))
    plugin = loading.KnownToken(TokenRenewer(record), settings.service_type)
    session = loading.session_for(settings, plugin)
    # A token of the user's own is not written to disk.
    return Login(record, session, token is None)


def _signed_in(settings: Settings, plugin: Any, session: Any) -> Login:
    try:
        access = plugin.get_access(session) if hasattr(plugin, "get_access") else None
        if access is None:
            return _without_catalog(settings, plugin, session)
        return _with_catalog(settings, plugin, session, access)
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        # keystoneauth raises these for a response that is not Keystone's.
        raise ConnectionFailed(errors.not_keystone(settings)) from error
    except OSError as error:
        raise ConnectionFailed(
            f"cannot sign in at {errors.identity_url(settings)}: {error}"
        ) from error


def _with_catalog(settings: Settings, plugin: Any, session: Any, access: Any) -> Login:
    if not (access.project_scoped or access.domain_scoped or access.system_scoped):
        raise ConfigurationError(
            "the token is unscoped: give --os-project-name or set OS_PROJECT_NAME"
            + (f" (or add project_name to {settings.origin})" if settings.cloud else "")
        )
    token = access.auth_token
    if not isinstance(token, str) or not token.isascii() or not token.isprintable():
        raise ConnectionFailed(errors.not_keystone(settings))
    expires_at = access.expires.timestamp() if access.expires else None
    endpoints = catalog.endpoints(settings, access.service_catalog)
    cleartext.warn(settings, endpoints["compute"])
    only_token_header = plugin.get_headers(session) == {loading.TOKEN_HEADER: token}
    sufficient = only_token_header and not plugin.get_connection_params(session)
    record = _record(
        settings,
        token,
        expires_at,
        endpoints,
        sufficient and _is_direct(settings, endpoints["compute"]),
    ).replace(project_id=access.project_id, user_id=access.user_id)
    return Login(record, session, sufficient and settings.auth_type not in _KERBEROS)


def _without_catalog(settings: Settings, plugin: Any, session: Any) -> Login:
    """Sign in with a plugin that has an endpoint but no catalog, such as HTTP basic."""
    endpoint = settings.endpoint_override or plugin.get_endpoint(
        session,
        service_type=settings.service_type,
        interface=settings.interface,
        region_name=settings.region,
        service_name=settings.service_name,
    )
    if not endpoint:
        raise ConfigurationError(
            f"authentication type '{settings.auth_type}' has no endpoint: "
            "give --os-endpoint-override or set OS_ENDPOINT_OVERRIDE"
        )
    endpoints = {"compute": catalog.checked_url(endpoint)}
    record = _record(settings, plugin.get_token(session), None, endpoints, False)
    return Login(record, session, False)


def _record(
    settings: Settings,
    token: str | None,
    expires_at: float | None,
    endpoints: Mapping[str, str],
    token_only: bool,
) -> Record:
    return Record(
        token=token,
        expires_at=expires_at,
        endpoints=dict(endpoints),
        verify=_ca_bundle(settings, endpoints["compute"]),
        timeout=settings.timeout,
        token_only=token_only,
        default_microversion=settings.default_microversion,
    )


def _ca_bundle(settings: Settings, endpoint: str) -> bool | str:
    """Return the CA bundle that requests uses, so that the token transport trusts the same CAs."""
    if settings.verify is not True or not endpoint.startswith("https:"):
        return settings.verify
    chosen = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    return chosen or str(requests.utils.DEFAULT_CA_BUNDLE_PATH)


def _is_direct(settings: Settings, endpoint: str) -> bool:
    """Whether an endpoint is reached without a proxy, client certificate or TLS setting."""
    ca_bundle = _ca_bundle(settings, endpoint)
    return not (
        settings.cert
        or settings.tls_ciphers
        or settings.tls_min_version
        or (isinstance(ca_bundle, str) and os.path.isdir(ca_bundle))
        or requests.utils.get_environ_proxies(endpoint)
    )
