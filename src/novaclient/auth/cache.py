"""The cache of tokens, endpoints and version ranges: one private file per identity.

Other modules store files in the same folder with :func:`read` and :func:`write`. A cache never
fails a command: a record that cannot be read or trusted counts as absent.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Mapping
from typing import Any, Final

from novaclient.auth import places

FORMAT: Final = 1
#: A token is not used in its last seconds, because the request still has to arrive.
MARGIN: Final = 60.0
#: Lifetime in seconds of a record with no token expiry; the cloud may have been upgraded.
LIFETIME: Final = 86400.0
#: Age in seconds from which a draft must be left over from a process that was killed.
_ABANDONED: Final = 3600.0
#: The largest file that is read, in bytes.
MAX_BYTES: Final = 1 << 20
_OPEN: Final = os.O_CLOEXEC | os.O_NOFOLLOW

_warned: set[str] = set()


class Record:
    """A token and endpoints, with which a command can send its request without signing in first.

    :param token: the token, None if the service requires none.
    :param expires_at: when the token expires, in seconds since the epoch; None if not known.
    :param endpoints: URLs by official service type, ``compute`` and ``block-storage`` always
        under these names.
    :param project_id: the token's project.
    :param user_id: the token's user.
    :param min_version: the oldest microversion of the cloud; None until it is known.
    :param max_version: the newest microversion of the cloud; None until it is known.
    :param verify: False, True or the path of a CA bundle.
    :param timeout: in seconds.
    :param token_only: whether requests need no more than ``X-Auth-Token``: no proxy, no client
        certificate, no TLS setting.
    :param default_microversion: the microversion that clouds.yaml sets.
    """

    __slots__ = (
        "default_microversion",
        "endpoints",
        "expires_at",
        "max_version",
        "min_version",
        "project_id",
        "timeout",
        "token",
        "token_only",
        "user_id",
        "verify",
    )

    def __init__(
        self,
        token: str | None,
        expires_at: float | None,
        endpoints: Mapping[str, str],
        project_id: str | None = None,
        user_id: str | None = None,
        min_version: str | None = None,
        max_version: str | None = None,
        verify: bool | str = True,
        timeout: float = 600.0,
        token_only: bool = False,
        default_microversion: str | None = None,
    ) -> None:
        self.token = token
        self.expires_at = expires_at
        self.endpoints = endpoints
        self.project_id = project_id
        self.user_id = user_id
        self.min_version = min_version
        self.max_version = max_version
        self.verify = verify
        self.timeout = timeout
        self.token_only = token_only
        self.default_microversion = default_microversion

    def fields(self) -> dict[str, Any]:
        """All fields by name."""
        return {name: getattr(self, name) for name in self.__slots__}

    def replace(self, **changes: Any) -> Record:
        """Copy the record with other values.

        :param changes: the new values, by field name.
        :returns: the copy.
        """
        return Record(**{**self.fields(), **changes})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Record) and self.fields() == other.fields()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<Record compute={self.endpoints.get('compute')} expires_at={self.expires_at}>"


def enabled(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether the cache is used.

    :param environ: the environment; any value of ``NOVACLIENT_NO_CACHE`` but 0 turns it off.
    :returns: True unless turned off.
    """
    return environ.get("NOVACLIENT_NO_CACHE", "") in ("", "0")


def in_keyring(environ: Mapping[str, str] = os.environ) -> bool:
    """Return whether records are stored in the system's keyring instead of files.

    :param environ: the environment; any value of ``NOVACLIENT_KEYRING`` but 0 turns it on.
    """
    return environ.get("NOVACLIENT_KEYRING", "") not in ("", "0")


def folder(environ: Mapping[str, str] = os.environ) -> str:
    """Return the folder that holds the records.

    :param environ: the environment: ``NOVACLIENT_CACHE_DIR``, else the platform's default.
    :returns: its absolute path, whether it exists or not; empty if there is no home folder.
    """
    base = places.cache(environ)
    return os.path.join(base, "identities") if base else ""


def load(key: str, environ: Mapping[str, str] = os.environ) -> Record | None:
    """Read an identity's record.

    :param key: the identity's key.
    :param environ: the environment, for the folder.
    :returns: the record; None if there is none that can be trusted and has not expired.
    """
    if in_keyring(environ):
        from novaclient.auth import keyring

        data, expires = keyring.read(key) if enabled(environ) else (None, 0.0)
    else:
        data, expires = read(f"{key}.json", environ)
    if data is None:
        return None
    record = _decode(data)
    if record is None:
        drop(key, environ)
        return None
    end = expires if record.expires_at is None else record.expires_at
    return record if time.time() < end - MARGIN else None


def store(key: str, record: Record, environ: Mapping[str, str] = os.environ) -> None:
    """Store an identity's record, and delete expired files.

    :param key: the identity's key.
    :param record: the record.
    :param environ: the environment, for the folder.
    """
    data = json.dumps({"format": FORMAT, **record.fields()}, default=dict).encode()
    expires = time.time() + LIFETIME if record.expires_at is None else record.expires_at
    if not in_keyring(environ):
        write(f"{key}.json", data, expires, environ, atomic=True)
    elif enabled(environ):
        from novaclient.auth import keyring

        keyring.write(key, data, expires)


def read(name: str, environ: Mapping[str, str]) -> tuple[bytes | None, float]:
    """Read a file of the cache.

    :param name: its name in the folder.
    :param environ: the environment, for the folder.
    :returns: its content and when it expires, in seconds since the epoch; None for the content if
        there is no file that can be trusted.
    """
    path = folder(environ)
    directory = _open_folder(path) if enabled(environ) else None
    if directory is None:
        return None, 0.0
    try:
        return _read(directory, name, path)
    finally:
        os.close(directory)


def write(
    name: str, data: bytes, expires: float, environ: Mapping[str, str], *, atomic: bool = False
) -> None:
    """Write a file of the cache, completely or not at all, readable by its owner only.

    :param name: its name in the folder, which ends in ``.json``.
    :param data: its content.
    :param expires: when it may be deleted, in seconds since the epoch.
    :param environ: the environment, for the folder.
    :param atomic: whether a reader always finds the old file or the new one, which takes longer;
        expired files are deleted as well.
    """
    path = folder(environ)
    if not path or not enabled(environ):
        return
    try:
        _make_private(path)
    except OSError as error:
        _log("the token cache %s cannot be created: %s", path, error)
        return
    directory = _open_folder(path)
    if directory is None:
        return
    try:
        _write(directory, name, data, expires, atomic)
        if atomic:
            _prune(directory)
    except OSError as error:
        _log("nothing is stored in %s: %s", path, error)
    finally:
        os.close(directory)


def lock(environ: Mapping[str, str] = os.environ) -> bool:
    """Lock the cache's folder until this process ends.

    :param environ: the environment, for the folder.
    :returns: False if another process holds the lock.
    """
    import fcntl

    directory = _open_folder(folder(environ))
    if directory is None:
        return False
    try:
        fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(directory)
        return False
    return True


def drop(key: str, environ: Mapping[str, str] = os.environ) -> None:
    """Delete an identity's record, because the cloud no longer accepts its token.

    :param key: the identity's key.
    :param environ: the environment, for the folder.
    """
    if in_keyring(environ):
        from novaclient.auth import keyring

        keyring.drop(key)
        return
    directory = _open_folder(folder(environ))
    if directory is None:
        return
    try:
        _unlink(directory, f"{key}.json")
    finally:
        os.close(directory)


def _make_private(path: str) -> None:
    if os.path.isdir(path):
        return
    parent = os.path.dirname(path)
    if parent != path:
        _make_private(parent)
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        # Another command created it meanwhile; _open_folder checks what it is.
        return


def _open_folder(path: str) -> int | None:
    try:
        directory = os.open(path, _OPEN | os.O_RDONLY | os.O_DIRECTORY)
    except FileNotFoundError:
        return None
    except OSError:
        _warn(path, "it is a link or not a folder: remove it")
        return None
    reason = _reason_for_distrust(os.fstat(directory), 0o700)
    if reason:
        os.close(directory)
        _warn(path, reason)
        return None
    return directory


def _reason_for_distrust(found: os.stat_result, mode: int) -> str | None:
    if found.st_uid != os.geteuid():
        return "it belongs to another user: remove it"
    if stat.S_IMODE(found.st_mode) & 0o077:
        return f"other users have access to it: remove it, or chmod it to {mode:o}"
    return None


def _read(directory: int, name: str, path: str) -> tuple[bytes | None, float]:
    """Read a file and its expiry; refuse a file that another user could have written."""
    try:
        # Without O_NONBLOCK a named pipe in place of the file would block the command.
        file = os.open(name, _OPEN | os.O_RDONLY | os.O_NONBLOCK, dir_fd=directory)
    except FileNotFoundError:
        return None, 0.0
    except OSError as error:
        _warn(os.path.join(path, name), f"it is a link or cannot be read ({error.strerror})")
        return None, 0.0
    try:
        found = os.fstat(file)
        reason = _reason_for_distrust(found, 0o600)
        if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
            reason = "it is a link or not a file: remove it"
        if reason:
            _warn(os.path.join(path, name), reason)
            return None, 0.0
        return os.read(file, MAX_BYTES), found.st_mtime
    except OSError as error:
        _log("%s cannot be read: %s", os.path.join(path, name), error)
        return None, 0.0
    finally:
        os.close(file)


def _write(directory: int, name: str, data: bytes, expires: float, atomic: bool) -> None:
    draft = f".{name}.{os.getpid()}.{time.monotonic_ns()}.tmp"
    flags = _OPEN | os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(draft, flags, 0o600, dir_fd=directory), "wb") as file:
            file.write(data)
            file.flush()
            # The modification time is the expiry, so that pruning need not read any file.
            os.utime(file.fileno(), (expires, expires))
        if not atomic:
            # Replacing a file waits for the disk.
            _unlink(directory, name)
        os.replace(draft, name, src_dir_fd=directory, dst_dir_fd=directory)
    except OSError:
        _unlink(directory, draft)
        raise


def _prune(directory: int) -> None:
    now = time.time()
    with os.scandir(directory) as entries:
        for entry in entries:
            try:
                age = now - entry.stat(follow_symlinks=False).st_mtime
            except FileNotFoundError:
                # Another command deleted it first.
                continue
            abandoned = entry.name.endswith(".tmp") and age > _ABANDONED
            if abandoned or (entry.name.endswith(".json") and age > 0):
                _unlink(directory, entry.name)


def _unlink(directory: int, name: str) -> None:
    try:
        os.unlink(name, dir_fd=directory)
    except FileNotFoundError:
        return
    except OSError as error:
        _log("%s cannot be removed: %s", name, error)


def _decode(data: bytes) -> Record | None:
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(fields, dict) or fields.pop("format", None) != FORMAT:
        return None
    if set(fields) != set(Record.__slots__) or not _is_valid(fields):
        return None
    return Record(**fields)


def _is_valid(fields: Mapping[str, Any]) -> bool:
    texts = ("token", "project_id", "user_id", "min_version", "max_version", "default_microversion")
    endpoints = fields["endpoints"]
    return (
        all(fields[name] is None or isinstance(fields[name], str) for name in texts)
        and (fields["expires_at"] is None or _positive(fields["expires_at"]))
        and _positive(fields["timeout"])
        and isinstance(fields["verify"], bool | str)
        and isinstance(fields["token_only"], bool)
        and isinstance(endpoints, dict)
        and all(isinstance(url, str) for url in endpoints.values())
    )


def _positive(value: object) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and 0 < value < float("inf")  # type: ignore[operator]


def _warn(path: str, reason: str) -> None:
    if path not in _warned:
        _warned.add(path)
        import logging

        logging.getLogger("novaclient.auth").warning(
            "the token cache %s is not used: %s", path, reason
        )


def _log(message: str, *args: object) -> None:
    import logging

    logging.getLogger("novaclient.auth").info(message, *args)
