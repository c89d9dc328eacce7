"""Checks of times in arguments."""

from __future__ import annotations

from novaclient import exceptions


def check_time(name: str, text: str | None) -> None:
    """Check that a text is a time in ISO 8601 format; Nova's own error does not say what is wrong.

    :param name: the argument's name for the error, ``changes-since`` for example.
    :param text: the text; None and an empty text pass.
    :raises CommandError: if it is not a time.
    """
    if not text:
        return
    from datetime import datetime

    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise exceptions.CommandError(
            f"Invalid {name} value: {text} (expected a time in ISO 8601 format: "
            "2030-01-31T23:59:00Z)"
        ) from None
