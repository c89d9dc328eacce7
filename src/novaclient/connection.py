"""From who is asking to a client: by what was given, OS_* variables, clouds.yaml, the token cache.

The command and :func:`connect` go the same way: the light road when a token is all that requests
need, else keystoneauth's. How a request travels on either is in ``transport``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from novaclient import exceptions
from novaclient.api_versions import API_MAX_VERSION, API_MIN_VERSION, APIVersion, get_api_version
from novaclient.auth.identity import Identity, PasswordMissing
from novaclient.transport.retry import RetryPolicy
from novaclient.v2.client import Client
from novaclient.wire.limits import MAX_ANSWER

if TYPE_CHECKING:
    import logging

    from novaclient.auth.cache import Record
    from novaclient.auth.login import Login
    from novaclient.transport.base import Transport
    from novaclient.transport.token_transport import Access


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
    """A client for a cloud of clouds.yaml, or for what the OS_* variables say, as ``nova`` has it.

    The token is kept between programs, and with the command: where it is known already, nothing is
    sent before the first call. One client may be used from many threads.

    :param cloud: its name in clouds.yaml; None for what the environment says.
    :param version: the microversion of all calls, ``"2.90"``; ``"2.latest"`` lets each call go
        out at the newest that the cloud, this library and the operation have in common.
    :param timings: whether to keep how long each request takes, for ``client.get_timings()``.
    :param logger: where requests and answers are written, without secrets; None for nowhere.
    :param retry: what decides about repeating a failed request; None for the usual policy.
    :param environ: the environment; this process's when None.
    :param settings: more about who is asking and where, by the names of the command's flags
        without ``--os-``: ``region_name``, ``project_name``, ``username``, ``password``,
        ``auth_type``, ``cacert``, ``insecure``, ``timeout`` (seconds), ``endpoint_type`` ….
    :raises TypeError: for a setting that there is not.
    :raises ConfigurationError: if all this does not say who is asking.
    :raises AuthenticationFailed: if the identity service refuses.
    :raises ConnectionFailed: if no usable answer comes.
    :raises UnsupportedVersion: for a microversion that this library does not speak.
    """
    typed = {_dest(name, settings): value for name, value in settings.items()}
    identity = Identity.from_options(
        {**typed, "os_cloud": cloud}, os.environ if environ is None else environ
    )
    return open_client(identity, microversion(version), timings=timings, logger=logger, retry=retry)


def _dest(name: str, settings: Mapping[str, Any]) -> str:
    """The name that a setting has among the command's options."""
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
    asked: APIVersion | None,
    *,
    timings: bool = False,
    logger: logging.Logger | None = None,
    ask_password: Callable[[], str | None] | None = None,
    sign_in: bool = True,
    retry: RetryPolicy | None = None,
    max_answer: int = MAX_ANSWER,
) -> Client:
    """A client of an identity.

    With a record of an earlier program no request is made; otherwise signing in is one, and
    asking the cloud for its microversions another (only under ``2.latest``).

    :param identity: who is asking, and where.
    :param asked: the microversion of all calls; None for what clouds.yaml says, else latest.
    :param timings: whether to keep how long each request takes.
    :param logger: where requests and answers are written, without secrets.
    :param ask_password: called when only the password is missing; None from it means that there
        is nobody to ask.
    :param sign_in: False for a client that only goes on with a token that is known, on the light
        road, and never signs in.
    :param retry: what decides about repeating a failed request; None for the usual policy.
    :param max_answer: the largest answer that is taken into memory, in bytes.
    :raises ConfigurationError: and what else :func:`connect` raises.
    """
    opening = _Opening(identity, timings, logger, ask_password, sign_in)
    opening.retry, opening.max_answer = retry or RetryPolicy(), max_answer
    return opening.client(asked)


def microversion(version: str | float | APIVersion) -> APIVersion:
    """A microversion that this library speaks.

    :raises UnsupportedVersion: if it is none, or too new.
    """
    asked = get_api_version(version)
    if not asked.is_latest() and asked > API_MAX_VERSION:
        raise exceptions.UnsupportedVersion(
            f"This client speaks microversions {API_MIN_VERSION.get_string()} to "
            f"{API_MAX_VERSION.get_string()}, not {asked.get_string()}: "
            "choose one of these, or 2.latest, with --os-compute-api-version."
        )
    return asked


class _Opening:
    """One identity in use: its record, renewed and kept as the cloud demands."""

    retry: RetryPolicy
    max_answer: int

    def __init__(
        self,
        identity: Identity,
        timings: bool,
        logger: logging.Logger | None,
        ask_password: Callable[[], str | None] | None,
        sign_in: bool = True,
    ) -> None:
        self._identity = identity
        self._may_sign_in = sign_in
        self._timings = timings
        self._logger = logger
        self._login: Login | None = None
        known = identity.cached()
        if not sign_in and (known is None or not known.token_only):
            raise exceptions.ConfigurationError("no token is known that is all a request takes")
        self._record: Record = known or self._sign_in(ask_password)

    def client(self, asked: APIVersion | None) -> Client:
        """The client; under ``2.latest`` it knows the cloud's microversions."""
        version = asked or microversion(self._record.default_microversion or "2.latest")
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

    def _transport(self) -> Transport:
        record = self._record
        known = record.min_version and record.max_version
        spoken = (APIVersion(record.min_version), APIVersion(record.max_version)) if known else None
        if not record.token_only:
            return self._session_transport(spoken)
        from novaclient.transport.token_transport import Access, LightClient
        from novaclient.wire.connections import Connections

        return LightClient(
            Access(record.token, record.endpoints, record.project_id),
            renew=self._renew if self._may_sign_in else None,
            connections=Connections(record.verify, record.timeout, max_answer=self.max_answer),
            version_range=spoken,
            timings=self._timings,
            logger=self._logger,
            retry=self.retry,
        )

    def _session_transport(self, spoken: tuple[APIVersion, APIVersion] | None) -> Transport:
        from novaclient.transport.session import SessionClient

        login = self._login or self._identity.resume(self._record)
        transport = SessionClient(
            session=login.session,
            service_type="compute",
            endpoint_override=self._record.endpoints["compute"],
            timings=self._timings,
            retry=self.retry,
            max_answer=self.max_answer,
        )
        transport.version_range = spoken
        return transport

    def _renew(self, refused: str | None) -> Access:
        from novaclient.transport.token_transport import Access

        self._record = self._identity.renew(self._record)
        record = self._record
        return Access(record.token, record.endpoints, record.project_id)
