"""The translation function that extensions import; messages are in English only."""

from __future__ import annotations


def _(message: str) -> str:
    """Return the message unchanged.

    :param message: the message.
    """
    return message
