"""Clients from explicit settings, ``OS_*`` variables, clouds.yaml and the token cache.

For the command and for :func:`connect`. A client's requests use the token transport if a token is
all they need, and otherwise the session transport.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from novaclient import exceptions
from novaclient.api_versions import API_MAX_VERSION, API_MIN_VERSION, APIVersion, get_api_version
from novaclient.auth.identity import Identity, PasswordMissing
from novaclient.auth.renewal import TokenRenewer
from novaclient.transport.retry import RetryPolicy
from novaclient.v2.client import Client
from novaclient.wire.limits import MAX_ANSWER

if TYPE_CHECKING:
    import logging

    from novaclient.auth.cache import Record
    from novaclient.auth.login import Login
    from novaclient.transport.service_client import ServiceClient


def connect(
    cloud: str | None = None,
    *,
    version: str | float | APIVersion = "2.latest",
    timings: bool = False,
    logger: logging.Logger | None = None,
    retry: RetryPolicy | None = None,
    environ: Mapping[str, str] | None = None,
    **settings: Any,
) -> Client:
    """A client for a cloud in clouds.yaml or for the ``OS_*`` variables, configured like ``nova``.

    Programs and the command share cached tokens: with one, nothing is sent before the first call.
    A client can be used from several threads.

    :param cloud: the name of a cloud in clouds.yaml; None to use the environment.
    :param version: the microversion of all calls, ``"2.90"``; with ``"2.latest"`` each call uses
        the newest that the cloud, this library and the operation have in common.
    :param timings: whether to collect how long each request takes, for ``client.get_timings()``.
    :param logger: where requests and responses are logged, without secrets; None for nowhere.
    :param retry: decides whether a failed request is repeated; None for the default policy.
    :param environ: the environment variables; None for those of this process.
    :param settings: further settings, named like the command's flags without ``--os-``:
        ``region_name``, ``project_name``, ``username``, ``password``, ``auth_type``, ``cacert``,
        ``insecure``, ``timeout`` (seconds), ``endpoint_type`` ….
    :raises TypeError: for an unknown setting.
    :raises ConfigurationError: if credentials or the cloud's address are missing or contradictory.
    :raises AuthenticationFailed: if the identity service refuses the credentials.
    :raises ConnectionFailed: if there is no usable response.
    :raises UnsupportedVersion: for a microversion that this library does not support.
    """
    typed = {_dest(name, settings): value for name, value in settings.items()}
    identity = Identity.from_options(
        {**typed, "os_cloud": cloud}, os.environ if environ is None else environ
    )
    return open_client(identity, microversion(version), timings=timings, logger=logger, retry=retry)


def _dest(name: str, settings: Mapping[str, Any]) -> str:
    """The name of the command's option for a setting."""
    from novaclient.auth.options import OPTIONS
    from novaclient.auth.plugins import plugin_options

    known = {row.dest for row in OPTIONS if row.identifies}
    if settings.get("auth_type"):
        known |= {row.dest for row in plugin_options(str(settings["auth_type"]))}
    for dest in (f"os_{name}", name):
        if dest in known and not name.startswith("os_"):
            return dest
    raise TypeError(f"connect() has no setting {name!r}")


def open_client(
    identity: Identity,
    version: APIVersion | None,
    *,
    timings: bool = False,
    logger: logging.Logger | None = None,
    ask_password: Callable[[], str | None] | None = None,
    sign_in: bool = True,
    retry: RetryPolicy | None = None,
    max_answer: int = MAX_ANSWER,
) -> Client:
    """A client for credentials.

    With a cached record no request is sent. Otherwise signing in takes one, and with ``2.latest``
    the cloud's range of microversions takes another.

    :param identity: the credentials and the cloud.
    :param version: the microversion of all calls; None for that of clouds.yaml, or the latest.
    :param timings: whether to collect how long each request takes.
    :param logger: where requests and responses are logged, without secrets.
    :param ask_password: called if only the password is missing; returns None if there is no
        user to ask.
    :param sign_in: False for a client of the token transport that has a cached token and never
        signs in.
    :param retry: decides whether a failed request is repeated; None for the default policy.
    :param max_answer: the largest response body to accept, in bytes.
    :raises ConfigurationError: and the other errors of :func:`connect`.
    """
    opening = _Opening(
        identity,
        ask_password,
        sign_in=sign_in,
        timings=timings,
        logger=logger,
        retry=retry or RetryPolicy(),
        max_answer=max_answer,
    )
    return opening.client(version)


def microversion(version: str | float | APIVersion) -> APIVersion:
    """A microversion that this library supports.

    :raises UnsupportedVersion: if it is not a valid microversion, or too new.
    """
    parsed = get_api_version(version)
    if not parsed.is_latest() and parsed > API_MAX_VERSION:
        raise exceptions.UnsupportedVersion(
            f"This client supports microversions {API_MIN_VERSION.get_string()} to "
            f"{API_MAX_VERSION.get_string()}, not {parsed.get_string()}: "
            "choose one of these, or 2.latest, with --os-compute-api-version."
        )
    return parsed


class _Opening:
    """Builds the client of one identity from its cached record, or by signing in."""

    def __init__(
        self,
        identity: Identity,
        ask_password: Callable[[], str | None] | None,
        *,
        sign_in: bool,
        timings: bool,
        logger: logging.Logger | None,
        retry: RetryPolicy,
        max_answer: int,
    ) -> None:
        self._identity = identity
        self._timings = timings
        self._logger = logger
        self._retry = retry
        self._max_answer = max_answer
        self._login: Login | None = None
        known = identity.cached()
        if not sign_in and (known is None or not known.token_only):
            raise exceptions.ConfigurationError(
                "there is no cached token that is sufficient for requests"
            )
        record = known or self._sign_in(ask_password)
        self._tokens = TokenRenewer(record, self._identity.renew if sign_in else None)

    def client(self, wanted: APIVersion | None) -> Client:
        """The client; with ``2.latest`` it knows the cloud's microversions."""
        record = self._tokens.record
        version = wanted or microversion(record.default_microversion or "2.latest")
        client = Client(
            api_version=version,
            project_id=record.project_id,
            user_id=record.user_id,
            direct_use=False,
            service_client=self._service_client(record),
        )
        if version.is_latest() and client.client.version_range is None:
            oldest, newest = client.version_range()
            # The request for the range may have renewed the token.
            self._tokens.record = self._tokens.record.replace(
                min_version=oldest.get_string(), max_version=newest.get_string()
            )
            self._identity.remember(self._tokens.record)
        elif self._login is not None:
            self._identity.remember(record)
        if self._identity.cacheable:
            client.cache_key = self._identity.key
        return client

    def _sign_in(self, ask_password: Callable[[], str | None] | None) -> Record:
        try:
            self._login = self._identity.login()
        except PasswordMissing:
            password = ask_password() if ask_password is not None else None
            if password is None:
                raise
            self._identity = self._identity.with_password(password)
            if cached := self._identity.cached():
                return cached
            self._login = self._identity.login()
        return self._login.record

    def _service_client(self, record: Record) -> ServiceClient:
        if not record.token_only:
            client = self._session_client(record)
            client.version_range = _version_range(record)
            return client
        from novaclient.transport.service_client import ServiceClient
        from novaclient.transport.token_transport import TokenTransport
        from novaclient.wire.connections import Connections

        connections = Connections(record.verify, record.timeout, max_answer=self._max_answer)
        return ServiceClient(
            TokenTransport(self._tokens, connections),
            tokens=self._tokens,
            version_range=_version_range(record),
            timings=self._timings,
            logger=self._logger,
            retry=self._retry,
        )

    def _session_client(self, record: Record) -> ServiceClient:
        from novaclient.transport.session import SessionClient

        login = self._login or self._identity.resume(self._tokens)
        return SessionClient(
            session=login.session,
            service_type="compute",
            endpoint_override=record.endpoints["compute"],
            timings=self._timings,
            retry=self._retry,
            max_answer=self._max_answer,
        )


def _version_range(record: Record) -> tuple[APIVersion, APIVersion] | None:
    """The cloud's microversions in a record; None if they are not known yet."""
    if not record.min_version or not record.max_version:
        return None
    return APIVersion(record.min_version), APIVersion(record.max_version)
