"""Records in the system's keyring instead of files.

As with files, a keyring never fails a command: what cannot be read counts as absent.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

#: The service name that python-novaclient uses for its tokens.
SERVICE: Final = "novaclient_auth"


def read(key: str) -> tuple[bytes | None, float]:
    """Read an identity's record.

    :param key: the identity's key.
    :returns: its content and when it expires, in seconds since the epoch; None for the content if
        there is no record.
    """
    expires, _, text = str(_call(lambda ring: ring.get_password(SERVICE, key)) or "").partition(" ")
    try:
        return (text.encode() or None), float(expires)
    except ValueError:
        return None, 0.0


def write(key: str, data: bytes, expires: float) -> None:
    """Store an identity's record.

    :param key: the identity's key.
    :param data: its content.
    :param expires: when it expires, in seconds since the epoch.
    """
    text = f"{expires} {data.decode()}"
    _call(lambda ring: ring.set_password(SERVICE, key, text))


def drop(key: str) -> None:
    """Delete an identity's record.

    :param key: the identity's key.
    """
    if read(key)[0] is not None:
        _call(lambda ring: ring.delete_password(SERVICE, key))


def _call(call: Callable[[Any], Any]) -> Any:
    """Call the keyring; logs a warning and returns None if there is none or it fails."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        _warn("the package keyring is not installed: pip install 'novaclient[keyring]'")
        return None
    try:
        return call(keyring)
    except (KeyringError, RuntimeError) as error:
        _warn(str(error))
        return None


@cache
def _warn(reason: str) -> None:
    """Log a warning with a reason, once."""
    import logging

    logging.getLogger("novaclient.auth").warning(
        "the token is not stored in the system's keyring (NOVACLIENT_KEYRING): %s", reason
    )
