"""Who is asking: an identity made of flags, environment and clouds.yaml, cheap until it signs in.

Making one and asking for its key and its cached record reads no YAML and imports no keystoneauth.
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
    from novaclient.auth.settings import Settings

_KEY_FORMAT: Final = 1
#: Options that change what is shown or asked, but neither who asks nor where.
_IRRELEVANT: Final = (
    "debug",
    "os_cache",
    "timings",
    "collect_timing",
    "os_compute_api_version",
    "retries",
    "max_answer",
)
_IRRELEVANT_VARIABLES: Final = frozenset(
    [
        "NOVACLIENT_NO_CACHE",
        "NOVACLIENT_CACHE_DIR",
        *(name for dest in _IRRELEVANT for name in BY_DEST[dest].env),
    ]
)
_PREFIXES: Final = ("OS_", "NOVA_", "NOVACLIENT_")
#: What decides how the HTTP library reaches and trusts a host.
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
    """A credential that is needed and was not given.

    ``name`` is the setting, ``password`` for example; ``what`` says it in words.
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
    """Only the password is missing: whoever has a terminal can ask for it."""


class Identity:
    """Who is asking, and where.

    :param typed: ``dest`` to value, only what stood on the command line.
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

        :param options: ``dest`` to value, only what stood on the command line.
        :param environ: the environment.
        :returns: the identity; nothing has been read or checked yet.
        """
        return cls(options, environ)

    def __repr__(self) -> str:
        if self.cloud:
            return f"<Identity cloud={self.cloud!r}>"
        return f"<Identity {self._value('os_username')!r} at {self._value('os_auth_url')!r}>"

    @property
    def cloud(self) -> str | None:
        """The cloud chosen by flag or variable, None where none was."""
        value = self._value("os_cloud")
        return None if value is None else str(value)

    @property
    def key(self) -> str:
        """A hash of everything that can decide whose token it is and where it goes."""
        if self._key is None:
            inputs = {
                "format": _KEY_FORMAT,
                "typed": sorted(
                    (dest, repr(value))
                    for dest, value in self._typed.items()
                    if dest not in _IRRELEVANT
                ),
                "environ": sorted(item for item in self._environ.items() if _counts(item[0])),
                "files": self._files(),
            }
            self._key = _sha256(json.dumps(inputs).encode())
        return self._key

    @property
    def cacheable(self) -> bool:
        """Whether a token may be kept on disk.

        False when the user turned it off, and, once signed in, for authentication types whose
        token is not all that a request needs or whose credentials the key does not cover.
        """
        wanted = self._cacheable and not self._typed.get("no_cache")
        return wanted and cache.enabled(self._environ)

    def cached(self) -> cache.Record | None:
        """Give the record of an earlier command.

        :returns: the record; None when there is none, or it may not be used any more.
        """
        return cache.load(self.key, self._environ) if self.cacheable else None

    def remember(self, record: cache.Record) -> None:
        """Keep a record for later commands, if it may be kept.

        :param record: what :meth:`login` gave, with the version range filled in.
        """
        if self.cacheable:
            cache.store(self.key, record, self._environ)

    def forget(self) -> None:
        """Drop the record, because the cloud no longer accepts its token."""
        cache.drop(self.key, self._environ)

    def with_password(self, password: str) -> Identity:
        """Make the same identity with a password that the user was asked for.

        :param password: the password.
        :returns: another identity, with a key of its own.
        """
        return Identity({**self._typed, "os_password": password}, self._environ)

    def settings(self) -> Settings:
        """Put together what is needed to sign in; this reads clouds.yaml where it counts.

        :returns: the settings, whether complete or not.
        :raises ConfigurationError: when nothing is configured, the cloud is not known, a file does
            not parse or the settings contradict each other.
        """
        if self._settings is None:
            from novaclient.auth import settings

            cloud = self.cloud
            if cloud is None and not self._described():
                cloud = self._only_cloud()
            self._settings = settings.read(cloud, self._typed, self._environ)
        return self._settings

    def missing(self) -> tuple[Missing, ...]:
        """List the credentials that are needed and were not given.

        :returns: what is missing; empty when :meth:`login` can go ahead.
        :raises ConfigurationError: as :meth:`settings`.
        """
        from novaclient.auth import settings

        return tuple(
            _missing(alternatives[0])
            for alternatives in settings.needed(self.settings())
            if not any(self.settings().auth.get(name) for name in alternatives)
        )

    def login(self, report: Callable[[str], None] | None = None) -> Login:
        """Sign in: get a token and the endpoints that come with it.

        :param report: called with a line about each step that takes time.
        :returns: a keystoneauth session and the record to keep.
        :raises PasswordMissing: when only the password is missing.
        :raises ConfigurationError: when something else is missing, or the catalog lacks what was
            asked for.
        :raises AuthenticationFailed: when the identity service refuses the credentials.
        :raises ConnectionFailed: when no usable answer comes.
        """
        from novaclient.auth import login

        gaps = self.missing()
        if gaps:
            raise self._incomplete(gaps)
        done = login.sign_in(self.settings(), report)
        self._cacheable = done.cacheable
        return done

    def resume(self, record: cache.Record) -> Login:
        """Make a session that goes on with a cached token, without a request.

        It is for clouds that are reached in other ways than :attr:`Record.plain` means. When the
        cloud no longer accepts the token, the session forgets the record, signs in again and
        remembers the new one.

        :param record: what :meth:`cached` gave.
        :returns: a keystoneauth session and the same record.
        :raises ConfigurationError: as :meth:`settings`.
        """
        from novaclient.auth import login

        return login.resume(self.settings(), record, lambda: self.renew(record))

    def renew(self, record: cache.Record) -> cache.Record:
        """Sign in again, because the cloud no longer accepts a record's token.

        :param record: the record; it is forgotten.
        :returns: the new one, which is remembered; it keeps the cloud's microversions.
        :raises ConfigurationError: and what else :meth:`login` raises.
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
        """Whether flags or variables say anything about who is asking."""
        if any(dest not in BY_DEST for dest in self._typed):
            return True
        rows = (row for row in OPTIONS if row.group == "authentication")
        return any(self._value(row.dest) is not None for row in rows)

    def _files(self) -> list[tuple[str, int, int, int]]:
        """State the configuration files that count, without reading them."""
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
    """A hash in hexadecimal digits, by the interpreter's own code: hashlib would load OpenSSL."""
    try:
        from _sha2 import sha256  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        try:
            from _sha256 import sha256  # type: ignore[import-not-found, unused-ignore]
        except ImportError:
            from hashlib import sha256
    digest: str = sha256(data).hexdigest()
    return digest


def _counts(variable: str) -> bool:
    if variable in _IRRELEVANT_VARIABLES:
        return False
    return variable.startswith(_PREFIXES) or variable.lower() in _NETWORK


_WORDS: Final = {
    "auth_url": "address of the identity service",
    "username": "user name",
    "application_credential_id": "application credential",
    "application_credential_secret": "secret of the application credential",
}


def _missing(name: str) -> Missing:
    row = BY_DEST.get(f"os_{name}")
    return Missing(
        name,
        _WORDS.get(name, name.replace("_", " ")),
        row.flags[0] if row else f"--os-{name.replace('_', '-')}",
        row.env[0] if row else f"OS_{name.upper()}",
    )
