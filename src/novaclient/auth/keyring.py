"""Tokens in the system's keyring instead of files, for users who ask for that.

As with the files, nothing here ever fails a command: what a keyring does not give is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

#: Under which service python-novaclient kept its tokens too.
SERVICE: Final = "novaclient_auth"


def read(key: str) -> tuple[bytes | None, float]:
    """Read an identity's record.

    :param key: the identity's key.
    :returns: its bytes and when it lapses, in seconds since the epoch; None for the bytes when
        there is none.
    """
    lapses, _, text = str(_ask(lambda ring: ring.get_password(SERVICE, key)) or "").partition(" ")
    try:
        return (text.encode() or None), float(lapses)
    except ValueError:
        return None, 0.0


def write(key: str, data: bytes, lapses: float) -> None:
    """Keep an identity's record.

    :param key: the identity's key.
    :param data: its bytes.
    :param lapses: when it lapses, in seconds since the epoch.
    """
    text = f"{lapses} {data.decode()}"
    _ask(lambda ring: ring.set_password(SERVICE, key, text))


def drop(key: str) -> None:
    """Forget an identity's record.

    :param key: the identity's key.
    """
    if read(key)[0] is not None:
        _ask(lambda ring: ring.delete_password(SERVICE, key))


def _ask(call: Callable[[Any], Any]) -> Any:
    """Ask the keyring; None, with a warning, where there is none that answers."""
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
    """Warn of a reason, once."""
    import logging

    logging.getLogger("novaclient.auth").warning(
        "the token is not kept in the system's keyring (NOVACLIENT_KEYRING): %s", reason
    )
