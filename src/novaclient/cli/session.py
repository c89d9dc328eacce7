"""From who is asking to a client: the light road when a token is all it takes, else the other.

The only place where the command decides how its requests travel.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import novaclient
from novaclient import exceptions
from novaclient.api_versions import APIVersion, get_api_version
from novaclient.auth.identity import Identity, PasswordMissing
from novaclient.v2.client import Client

if TYPE_CHECKING:
    import logging

    from novaclient.auth.cache import Record
    from novaclient.auth.login import Login
    from novaclient.transport.base import Transport
    from novaclient.transport.light import Access


def open_client(options: Mapping[str, object], environ: Mapping[str, str]) -> Client:
    """A client for what was typed and what the environment says.

    With a record of an earlier command no request is made; otherwise signing in is one, and
    asking the cloud for its microversions another (only under ``2.latest``).

    :param options: the global options that were typed.
    :param environ: the environment.
    :raises ConfigurationError: if they do not say who is asking; AuthenticationFailed: if the
        identity service refuses; ConnectionFailed: if it cannot be reached; UnsupportedVersion:
        for a microversion that this client does not know.
    """
    typed = options.get("os_compute_api_version") or environ.get("OS_COMPUTE_API_VERSION")
    asked = _microversion(str(typed)) if typed else None
    return _Session(Identity.from_options(options, environ), options).client(asked)


class _Session:
    """One identity in use: its record, renewed and kept as the cloud demands."""

    def __init__(self, identity: Identity, options: Mapping[str, object]) -> None:
        self._identity = identity
        self._timings = bool(options.get("timings"))
        self._logger = _logger() if options.get("debug") else None
        self._login: Login | None = None
        self._record: Record = identity.cached() or self._sign_in()

    def client(self, asked: APIVersion | None) -> Client:
        """The client; under ``2.latest`` it knows the cloud's microversions.

        :param asked: the microversion of all calls; None for what clouds.yaml says, else latest.
        """
        version = asked or _microversion(self._record.default_microversion or "2.latest")
        client = Client(
            api_version=version,
            project_id=self._record.project_id,
            user_id=self._record.user_id,
            direct_use=False,
            transport=self._transport(),
        )
        if version.is_latest() and client.client.version_range is None:
            oldest, newest = client.version_range()
            self._record = self._record.replace(
                min_version=oldest.get_string(), max_version=newest.get_string()
            )
            self._identity.remember(self._record)
        elif self._login is not None:
            self._identity.remember(self._record)
        return client

    def _sign_in(self) -> Record:
        try:
            self._login = self._identity.login()
        except PasswordMissing:
            password = _asked_password()
            if password is None:
                raise
            self._identity = self._identity.with_password(password)
            if cached := self._identity.cached():
                return cached
            self._login = self._identity.login()
        return self._login.record

    def _transport(self) -> Transport:
        record = self._record
        known = record.min_version and record.max_version
        spoken = (APIVersion(record.min_version), APIVersion(record.max_version)) if known else None
        if not record.plain:
            return self._session_transport(spoken)
        from novaclient.transport.light import Access, Connections, LightClient

        return LightClient(
            Access(record.token, record.endpoints),
            renew=self._renew,
            connections=Connections(record.verify, record.timeout),
            version_range=spoken,
            timings=self._timings,
            logger=self._logger,
        )

    def _session_transport(self, spoken: tuple[APIVersion, APIVersion] | None) -> Transport:
        from novaclient.transport.session import SessionClient

        login = self._login or self._identity.resume(self._record)
        transport = SessionClient(
            session=login.session,
            service_type="compute",
            endpoint_override=self._record.endpoints["compute"],
            timings=self._timings,
        )
        transport.version_range = spoken
        return transport

    def _renew(self, refused: str | None) -> Access:
        from novaclient.transport.light import Access

        self._record = self._identity.renew(self._record)
        return Access(self._record.token, self._record.endpoints)


def _microversion(text: str) -> APIVersion:
    """A microversion that this client speaks."""
    version = get_api_version(text)
    if not version.is_latest() and version > novaclient.API_MAX_VERSION:
        raise exceptions.UnsupportedVersion(
            f"This client speaks microversions {novaclient.API_MIN_VERSION.get_string()} to "
            f"{novaclient.API_MAX_VERSION.get_string()}, not {version.get_string()}: "
            "choose one of these, or 2.latest, with --os-compute-api-version."
        )
    return version


def _asked_password() -> str | None:
    """A password typed on the terminal; None where there is none to type on."""
    if not sys.stdin.isatty():
        return None
    import getpass

    return getpass.getpass("OS Password: ") or None


def _logger() -> logging.Logger:
    import logging

    return logging.getLogger("novaclient.transport")
