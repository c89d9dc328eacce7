"""The user and the cloud of a command or program, from flags, environment and clouds.yaml.

An identity is cheap until it signs in: its key and its cached record need neither YAML nor
keystoneauth.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from novaclient.auth import cache, places
from novaclient.auth.options import BY_DEST, OPTIONS, value_of
from novaclient.exceptions import ConfigurationError

if TYPE_CHECKING:
    from novaclient.auth.login import Login
    from novaclient.auth.renewal import TokenRenewer
    from novaclient.auth.settings import Settings

_KEY_FORMAT: Final = 1
_NOT_IDENTIFYING: Final = frozenset(row.dest for row in OPTIONS if not row.identifies)
_NOT_IDENTIFYING_VARIABLES: Final = frozenset(
    [
        "NOVACLIENT_NO_CACHE",
        "NOVACLIENT_CACHE_DIR",
        *(name for row in OPTIONS if not row.identifies for name in row.env),
    ]
)
_PREFIXES: Final = ("OS_", "NOVA_", "NOVACLIENT_")
#: Variables that decide how the HTTP library connects to a host and which CAs it trusts.
_NETWORK: Final = frozenset(
    [
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "no_proxy",
        "requests_ca_bundle",
        "curl_ca_bundle",
        "home",
    ]
)


class Missing:
    """A credential that is required and not set.

    :param name: the setting, for example ``password``.
    :param what: its description.
    :param flag: the flag that sets it.
    :param variable: the environment variable that sets it.
    """

    __slots__ = ("flag", "name", "variable", "what")

    def __init__(self, name: str, what: str, flag: str, variable: str) -> None:
        self.name = name
        self.what = what
        self.flag = flag
        self.variable = variable

    def __str__(self) -> str:
        return f"no {self.what}: give {self.flag} or set {self.variable}"


class PasswordMissing(ConfigurationError):
    """Only the password is missing; with a terminal, the user can be prompted for it."""


class Identity:
    """A user and a cloud.

    :param typed: ``dest`` to value of the options on the command line.
    :param environ: the environment.
    """

    __slots__ = ("_cacheable", "_environ", "_key", "_settings", "_typed")

    def __init__(self, typed: Mapping[str, object], environ: Mapping[str, str]) -> None:
        self._typed = {
            dest: value
            for dest, value in typed.items()
            if value is not None and (dest in BY_DEST or dest.startswith("os_"))
        }
        self._environ = dict(environ)
        self._key: str | None = None
        self._settings: Settings | None = None
        self._cacheable = True

    @classmethod
    def from_options(
        cls, options: Mapping[str, object], environ: Mapping[str, str] = os.environ
    ) -> Identity:
        """Make an identity from a command line and the environment.

        :param options: ``dest`` to value of the options on the command line.
        :param environ: the environment.
        :returns: the identity; nothing has been read or validated yet.
        """
        return cls(options, environ)

    def __repr__(self) -> str:
        if self.cloud:
            return f"<Identity cloud={self.cloud!r}>"
        return f"<Identity {self._value('os_username')!r} at {self._value('os_auth_url')!r}>"

    @property
    def cloud(self) -> str | None:
        """The cloud chosen by flag or variable, None if neither is set."""
        value = self._value("os_cloud")
        return None if value is None else str(value)

    @property
    def key(self) -> str:
        """A hash of every input that the token, or where requests go, can depend on."""
        if self._key is None:
            inputs = {
                "format": _KEY_FORMAT,
                "typed": sorted(
                    (dest, repr(value))
                    for dest, value in self._typed.items()
                    if dest not in _NOT_IDENTIFYING
                ),
                "environ": sorted(item for item in self._environ.items() if _identifies(item[0])),
                "files": self._files(),
            }
            self._key = _sha256(json.dumps(inputs).encode())
        return self._key

    @property
    def cacheable(self) -> bool:
        """Whether the token may be stored on disk.

        False if the user turned the cache off and, once signed in, for authentication types with
        requests that need more than the token or with credentials outside of the key.
        """
        wanted = self._cacheable and not self._typed.get("no_cache")
        return wanted and cache.enabled(self._environ)

    def cached(self) -> cache.Record | None:
        """Return the record of an earlier command.

        :returns: the record; None if there is none that is valid.
        """
        return cache.load(self.key, self._environ) if self.cacheable else None

    def remember(self, record: cache.Record) -> None:
        """Store a record for later commands, if this identity is cacheable.

        :param record: the record of :meth:`login`, with the version range filled in.
        """
        if self.cacheable:
            cache.store(self.key, record, self._environ)

    def forget(self) -> None:
        """Delete the stored record, because the cloud no longer accepts its token."""
        cache.drop(self.key, self._environ)

    def with_password(self, password: str) -> Identity:
        """Make the same identity with a password.

        :param password: the password.
        :returns: a new identity, with a key of its own.
        """
        return Identity({**self._typed, "os_password": password}, self._environ)

    def settings(self) -> Settings:
        """Merge the settings for signing in; reads clouds.yaml if a cloud comes from it.

        :returns: the settings, which may be incomplete.
        :raises ConfigurationError: if nothing is configured, the cloud is unknown, a file cannot
            be parsed or settings contradict each other.
        """
        if self._settings is None:
            from novaclient.auth import settings

            cloud = self.cloud
            if cloud is None and not self._described():
                cloud = self._only_cloud()
            self._settings = settings.read(cloud, self._typed, self._environ)
        return self._settings

    def missing(self) -> tuple[Missing, ...]:
        """List the credentials that are required and not set.

        :returns: what is missing; empty if :meth:`login` can proceed.
        :raises ConfigurationError: as :meth:`settings`.
        """
        from novaclient.auth import settings

        return tuple(
            _missing(alternatives[0])
            for alternatives in settings.needed(self.settings())
            if not any(self.settings().auth.get(name) for name in alternatives)
        )

    def login(self, report: Callable[[str], None] | None = None) -> Login:
        """Sign in: get a token and the endpoints of its catalog.

        :param report: called with a line about each step that takes time.
        :returns: a keystoneauth session and the record to store.
        :raises PasswordMissing: if only the password is missing.
        :raises ConfigurationError: if something else is missing, or the catalog has no matching
            endpoint.
        :raises AuthenticationFailed: if the identity service refuses the credentials.
        :raises ConnectionFailed: if there is no usable response.
        """
        from novaclient.auth import login

        gaps = self.missing()
        if gaps:
            raise self._incomplete(gaps)
        done = login.sign_in(self.settings(), report)
        self._cacheable = done.cacheable
        return done

    def resume(self, tokens: TokenRenewer) -> Login:
        """Make a session that uses a cached token, without a request.

        It is for records that are not ``token_only``.

        :param tokens: the record of :meth:`cached`, and how it is renewed.
        :returns: a keystoneauth session and the same record.
        :raises ConfigurationError: as :meth:`settings`.
        """
        from novaclient.auth import login

        return login.resume(self.settings(), tokens)

    def renew(self, record: cache.Record) -> cache.Record:
        """Sign in again, because the cloud no longer accepts a record's token.

        :param record: the record; the stored copy is deleted.
        :returns: the new one, which is stored; the cloud's version range is carried over.
        :raises ConfigurationError: and the other errors of :meth:`login`.
        """
        self.forget()
        renewed = self.login().record.replace(
            min_version=record.min_version, max_version=record.max_version
        )
        self.remember(renewed)
        return renewed

    def _value(self, dest: str) -> object:
        return value_of(BY_DEST[dest], self._typed, self._environ)

    def _described(self) -> bool:
        """Whether any flag or variable sets a credential."""
        if any(dest not in BY_DEST for dest in self._typed):
            return True
        rows = (row for row in OPTIONS if row.group == "authentication")
        return any(self._value(row.dest) is not None for row in rows)

    def _files(self) -> list[tuple[str, int, int, int]]:
        """Stat the configuration files that would be read."""
        if self.cloud is None and self._described():
            return []
        stems = ("clouds", "secure", "clouds-public")
        paths = [path for stem in stems for path in places.config_files(stem, self._environ)]
        if self.cloud is None or self.cloud in places.SANDBOX_CLOUDS:
            paths.append(places.sandbox_clouds_yaml())
        found = []
        for path in paths:
            try:
                state = os.stat(path)
            except OSError:
                continue
            found.append((path, state.st_mtime_ns, state.st_size, state.st_ino))
        return found

    def _only_cloud(self) -> str:
        from novaclient.auth import clouds

        found = clouds.find(self._environ)
        if len(found.user) == 1:
            return found.user[0]
        names = f" ({', '.join(found.names)})" if found.names else ""
        sandbox = "" if found.sandbox else "; or try `nova sandbox up`, then --os-cloud sandbox"
        raise ConfigurationError(
            f"no cloud is configured: choose one with --os-cloud NAME{names}; or set OS_AUTH_URL, "
            f"OS_USERNAME, OS_PASSWORD and OS_PROJECT_NAME{sandbox}"
        )

    def _incomplete(self, gaps: tuple[Missing, ...]) -> ConfigurationError:
        found = self.settings()
        other = f"add it to {found.origin}" if found.cloud else "choose a cloud with --os-cloud"
        message = f"{'; '.join(map(str, gaps))} (or {other})"
        if [gap.name for gap in gaps] == ["password"]:
            return PasswordMissing(message)
        return ConfigurationError(message)


def _sha256(data: bytes) -> str:
    """A SHA-256 hash in hexadecimal, without hashlib, which would load OpenSSL."""
    try:
        from _sha2 import sha256  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        try:
            from _sha256 import sha256  # type: ignore[import-not-found, unused-ignore]
        except ImportError:
            from hashlib import sha256
    digest: str = sha256(data).hexdigest()
    return digest


def _identifies(variable: str) -> bool:
    if variable in _NOT_IDENTIFYING_VARIABLES:
        return False
    return variable.startswith(_PREFIXES) or variable.lower() in _NETWORK


_DESCRIPTIONS: Final = {
    "auth_url": "URL of the identity service",
    "username": "user name",
    "application_credential_id": "application credential",
    "application_credential_secret": "secret of the application credential",
}


def _missing(name: str) -> Missing:
    row = BY_DEST.get(f"os_{name}")
    return Missing(
        name,
        _DESCRIPTIONS.get(name, name.replace("_", " ")),
        row.flags[0] if row else f"--os-{name.replace('_', '-')}",
        row.env[0] if row else f"OS_{name.upper()}",
    )
