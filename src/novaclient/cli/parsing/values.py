"""Values of arguments: the types that several commands use, and the values of one command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient.auth.options import FALSE_WORDS, TRUE_WORDS


class BadValue(Exception):
    """A word that an argument does not take; the message says why."""


def integer(text: str) -> int:
    """Read a whole number.

    :raises BadValue: if the text is not one.
    """
    try:
        return int(text)
    except ValueError:
        raise BadValue(f"must be a number, not '{text}'") from None


def decimal(text: str) -> float:
    """Read a number that may have decimals.

    :raises BadValue: if the text is not one.
    """
    try:
        return float(text)
    except ValueError:
        raise BadValue(f"must be a number, not '{text}'") from None


def positive_int(text: str) -> int:
    """Read a whole number of 1 or more.

    :raises BadValue: if the text is not one.
    """
    value = integer(text)
    if value < 1:
        raise BadValue(f"must be 1 or more, not {value}")
    return value


def boolean(text: str) -> bool:
    """Read one of the words for true and false: ``1``, ``yes``, ``on``, ``0``, ``no``, ``off`` …

    :raises BadValue: if the text is another word.
    """
    word = text.strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise BadValue(f"must be true or false, not '{text}'")


class Namespace:
    """The values of a command's arguments, as attributes."""

    def __contains__(self, name: str) -> bool:
        return name in self.__dict__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Namespace) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<Namespace {self.__dict__}>"

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...
        def __setattr__(self, name: str, value: Any) -> None: ...
