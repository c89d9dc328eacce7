"""The command's client: :mod:`novaclient.connection` with a password prompt on the terminal."""

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
    """Open a client for the global options and the environment.

    :param options: the global options that were given.
    :param environ: the environment.
    :raises ConfigurationError: if credentials are missing; AuthenticationFailed: if the identity
        service refuses them; ConnectionFailed: if it cannot be reached; UnsupportedVersion: for a
        microversion that this client does not support.
    """
    typed = options.get("os_compute_api_version") or environ.get("OS_COMPUTE_API_VERSION")
    return connection.open_client(
        Identity.from_options(options, environ),
        connection.microversion(str(typed)) if typed else None,
        timings=bool(options.get("timings")),
        logger=_logger() if options.get("debug") else None,
        ask_password=_prompt_for_password,
        **_limits(options, environ),
    )


def _limits(options: Mapping[str, object], environ: Mapping[str, str]) -> dict[str, Any]:
    """The number of retries and the largest response, where they are set."""
    limits: dict[str, Any] = {}
    if (retries := value_of(BY_DEST["retries"], options, environ)) is not None:
        limits["retry"] = RetryPolicy(int(str(retries)))
    if size := value_of(BY_DEST["max_answer"], options, environ):
        limits["max_answer"] = int(str(size)) * 1024 * 1024
    return limits


def sign_in(options: Mapping[str, object], environ: Mapping[str, str]) -> tuple[Login, str | None]:
    """Log in with keystoneauth, whether a token is cached or not.

    :param options: the global options that were given.
    :param environ: the environment.
    :returns: keystoneauth's session, and the requested region.
    :raises ConfigurationError: and the other errors of :func:`open_client`.
    """
    identity = Identity.from_options(options, environ)
    try:
        return identity.login(), identity.settings().region
    except PasswordMissing:
        password = _prompt_for_password()
        if password is None:
            raise
        return identity.with_password(password).login(), identity.settings().region


def _prompt_for_password() -> str | None:
    """A password that the user types; None if there is no terminal."""
    if not sys.stdin.isatty():
        return None
    import getpass

    return getpass.getpass("OS Password: ") or None


def _logger() -> logging.Logger:
    import logging

    return logging.getLogger("novaclient.transport")
