"""Words as values: what argument types read, and what they refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any


class BadValue(Exception):
    """A word that is no value of the argument it was given to; says what is wrong with it."""


def positive_int(text: str) -> int:
    """A number of 1 or more.

    :raises BadValue: if it is none.
    """
    try:
        value = int(text)
    except ValueError:
        raise BadValue(f"must be a number, not '{text}'") from None
    if value < 1:
        raise BadValue(f"must be 1 or more, not {value}")
    return value


def boolean(text: str) -> bool:
    """True or false, from the words that say so.

    :raises BadValue: for another word.
    """
    word = text.strip().lower()
    if word in ("1", "t", "true", "on", "y", "yes"):
        return True
    if word in ("0", "f", "false", "off", "n", "no"):
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
