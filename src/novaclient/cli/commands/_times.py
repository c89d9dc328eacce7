"""Times in arguments of commands."""

from __future__ import annotations

from novaclient import exceptions


def check_time(name: str, text: str | None) -> None:
    """Refuse what is no time; the cloud would refuse it in words that do not help.

    :param name: what it is of, ``changes-since`` for example.
    :param text: what was typed; None and the empty text are not looked at.
    :raises CommandError: if it is none.
    """
    if not text:
        return
    from datetime import datetime

    try:
        datetime.fromisoformat(text)
    except ValueError:
        raise exceptions.CommandError(
            f"Invalid {name} value: {text} (a time in ISO 8601 form is wanted: "
            "2030-01-31T23:59:00Z)"
        ) from None
