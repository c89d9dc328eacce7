"""The name under which extensions import a translator. This library speaks English only."""

from __future__ import annotations


def _(message: str) -> str:
    """The message as it is."""
    return message
