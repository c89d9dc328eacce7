"""Errors of keystoneauth as errors of this library, each explained in one line."""

from __future__ import annotations

from typing import Any

import requests
from keystoneauth1 import exceptions as ksa

from novaclient import exceptions
from novaclient.auth.settings import Settings
from novaclient.exceptions import AuthenticationFailed, ConfigurationError, ConnectionFailed
from novaclient.wire.failures import causes, explain
from novaclient.wire.redact import without_userinfo


def translate(error: Exception, settings: Settings) -> Exception:
    """Return the error of this library for an error of keystoneauth.

    :param error: what keystoneauth raised during authentication.
    :param settings: the settings that were used.
    :returns: :class:`AuthenticationFailed` if the credentials were refused, another
        :class:`~novaclient.exceptions.ClientException` if the identity service returned another
        error, :class:`ConnectionFailed` if there was no usable response, else
        :class:`ConfigurationError`.
    """
    for cause in causes(error):
        if isinstance(cause, ksa.HttpError):
            return _refused(cause, settings)
        if isinstance(cause, ksa.ConnectionError):
            return ConnectionFailed(_unreachable(cause, settings))
    if isinstance(error, ksa.MissingRequiredOptions):
        names = ", ".join(f"--os-{opt.name.replace('_', '-')}" for opt in error.options)
        return ConfigurationError(f"authentication type '{settings.auth_type}' needs {names}")
    if isinstance(error, ksa.DiscoveryFailure | ksa.InvalidResponse):
        return ConnectionFailed(not_keystone(settings))
    text = " ".join(str(error).split())
    return ConfigurationError(f"signing in with type '{settings.auth_type}' failed: {text}")


def identity_url(settings: Settings) -> str:
    """Return the identity service's URL for a message, without any credentials in it.

    :param settings: the settings.
    :returns: the URL; the endpoint's if no identity service is involved.
    """
    auth = settings.auth
    url = str(auth.get("auth_url") or settings.endpoint_override or auth.get("endpoint", ""))
    return without_userinfo(url)


def not_keystone(settings: Settings) -> str:
    """Say that whatever answers at the identity service's URL is not one.

    :param settings: the settings.
    :returns: the message.
    """
    return (
        f"what answers at {identity_url(settings)} is not an identity service: "
        "check --os-auth-url (OS_AUTH_URL)"
    )


def _refused(error: Any, settings: Settings) -> Exception:
    where, status = identity_url(settings), error.http_status
    if status == 401:
        return AuthenticationFailed(
            f"the identity service at {where} refused the credentials of {_user(settings)} "
            f"given by {settings.origin}",
            request_id=error.request_id,
        )
    if status == 404:
        message = f"there is no identity service at {where}: check --os-auth-url (OS_AUTH_URL)"
    else:
        reason = " ".join(str(error.message or "").split()).partition(" (HTTP ")[0]
        message = f"the identity service at {where} did not sign {_user(settings)} in: {reason}"
    kind = {400: exceptions.BadRequest, 403: exceptions.Forbidden, 404: exceptions.NotFound}
    return kind.get(status, exceptions.ClientException)(
        status, message, request_id=error.request_id
    )


def _user(settings: Settings) -> str:
    """Name the user and the project of the credentials."""
    auth = settings.auth
    for name, word in (
        ("username", "user"),
        ("user_id", "user"),
        ("application_credential_id", "application credential"),
        ("application_credential_name", "application credential"),
    ):
        if auth.get(name):
            user = f"{word} '{auth[name]}'"
            break
    else:
        user = "the token" if auth.get("token") else f"type '{settings.auth_type}'"
    project = auth.get("project_name") or auth.get("project_id")
    return f"{user} for project '{project}'" if project else user


def _unreachable(error: Exception, settings: Settings) -> str:
    where = identity_url(settings)
    through = " through the proxy" if requests.utils.get_environ_proxies(where) else ""
    failure = explain(error)
    if failure.kind == "certificate":
        return (
            f"the certificate of {where} is not trusted: {failure.reason}: give its "
            "CA with --os-cacert (OS_CACERT), or skip the check with --insecure"
        )
    if failure.kind == "tls":
        return (
            f"no TLS connection to {where}: {failure.reason}: "
            "check the address and the --os-cert, --tls-* settings"
        )
    return (
        f"cannot reach the identity service at {where}{through}: {failure.reason}: "
        "check --os-auth-url (OS_AUTH_URL) and the network"
    )
