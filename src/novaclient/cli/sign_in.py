"""The command's client: as :mod:`novaclient.connection` opens it, with a terminal to ask on."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from novaclient import connection
from novaclient.auth.identity import Identity, PasswordMissing
from novaclient.auth.options import BY_DEST, value_of
from novaclient.transport.retry import RetryPolicy

if TYPE_CHECKING:
    import logging

    from novaclient.auth.login import Login
    from novaclient.v2.client import Client


def open_client(options: Mapping[str, object], environ: Mapping[str, str]) -> Client:
    """A client for what was typed and what the environment says.

    :param options: the global options that were typed.
    :param environ: the environment.
    :raises ConfigurationError: if they do not say who is asking; AuthenticationFailed: if the
        identity service refuses; ConnectionFailed: if it cannot be reached; UnsupportedVersion:
        for a microversion that this client does not know.
    """
    typed = options.get("os_compute_api_version") or environ.get("OS_COMPUTE_API_VERSION")
    return connection.open_client(
        Identity.from_options(options, environ),
        connection.microversion(str(typed)) if typed else None,
        timings=bool(options.get("timings")),
        logger=_logger() if options.get("debug") else None,
        ask_password=_asked_password,
        **_limits(options, environ),
    )


def _limits(options: Mapping[str, object], environ: Mapping[str, str]) -> dict[str, Any]:
    """How often a failed request is repeated, and how large an answer may be."""
    limits: dict[str, Any] = {}
    if (retries := value_of(BY_DEST["retries"], options, environ)) is not None:
        limits["retry"] = RetryPolicy(int(str(retries)))
    if size := value_of(BY_DEST["max_answer"], options, environ):
        limits["max_answer"] = int(str(size)) * 1024 * 1024
    return limits


def sign_in(options: Mapping[str, object], environ: Mapping[str, str]) -> tuple[Login, str | None]:
    """Sign in, whether a token is at hand or not.

    :param options: the global options that were typed.
    :param environ: the environment.
    :returns: keystoneauth's session, and the region that was asked for.
    :raises ConfigurationError: as :func:`open_client`, and so for the other errors.
    """
    identity = Identity.from_options(options, environ)
    try:
        return identity.login(), identity.settings().region
    except PasswordMissing:
        password = _asked_password()
        if password is None:
            raise
        return identity.with_password(password).login(), identity.settings().region


def _asked_password() -> str | None:
    """A password typed on the terminal; None where there is none to type on."""
    if not sys.stdin.isatty():
        return None
    import getpass

    return getpass.getpass("OS Password: ") or None


def _logger() -> logging.Logger:
    import logging

    return logging.getLogger("novaclient.transport")
