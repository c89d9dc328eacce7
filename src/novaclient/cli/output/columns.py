"""Columns of lists: what each shows of a row, how users name it, and how it sorts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from novaclient.cli.errors import UsageError
from novaclient.cli.output.times import TIME_PROPERTIES, time_text


class Column:
    """One column of a list.

    :param title: its heading, and its name for ``-c`` and ``--sort`` and as a JSON key.
    :param value: the attribute of a row that it shows, or a function of the row that returns the
        value in its own type, as JSON shows it.
    :param text: converts that value to text for a table; None for :func:`default_text`.
    :param shown: whether a list has it by default; ``-c`` can name any column.
    """

    __slots__ = ("shown", "text", "title", "value")

    def __init__(
        self,
        title: str,
        value: str | Callable[[Any], object],
        text: Callable[[Any], str] | None = None,
        *,
        shown: bool = True,
    ) -> None:
        self.title = title
        self.value = _tolerant(value) if callable(value) else _attribute(value)
        self.text = text or default_text
        self.shown = shown

    def cell(self, row: Any) -> str:
        """The text that a table shows for a row."""
        value = self.value(row)
        return "" if value is ABSENT else self.text(value)

    def __repr__(self) -> str:
        return f"<Column {self.title}>"


class _Absent:
    """A field that a resource does not have: empty in a table, null in JSON."""

    def __str__(self) -> str:
        return ""


ABSENT = _Absent()


def _attribute(name: str) -> Callable[[Any], object]:
    """A function that reads an attribute of a row; :data:`ABSENT` where the row has none."""

    def read(row: Any) -> object:
        return getattr(row, name, ABSENT)

    return read


def _tolerant(read: Callable[[Any], object]) -> Callable[[Any], object]:
    """A function that reads a row; :data:`ABSENT` where the row lacks what it reads."""

    def value(row: Any) -> object:
        try:
            return read(row)
        except (AttributeError, KeyError, TypeError):
            return ABSENT

    return value


class Rows:
    """A list with its columns, for a list command with columns that depend on the arguments.

    :param rows: the resources.
    :param columns: what to show of each.
    :param order: the title of the column that sorts the table; None for the cloud's order.
    :param single: whether the list always has exactly one row, which JSON and YAML show as an
        object.
    """

    __slots__ = ("columns", "order", "rows", "single")

    def __init__(
        self,
        rows: Iterable[Any],
        columns: Sequence[Column],
        order: str | None = None,
        *,
        single: bool = False,
    ) -> None:
        self.rows = rows
        self.columns = columns
        self.order = order
        self.single = single


# ------------------------------------------------------------------------------- values as text
def default_text(value: object) -> str:
    """A value as a table shows it: ``-`` for None, anything else as Python writes it."""
    return "-" if value is None else str(value)


def property_text(name: str, value: object) -> str:
    """The value of a property as its table shows it.

    :param name: the property.
    :param value: its value; lists and mappings are shown as JSON.
    """
    if name in TIME_PROPERTIES and isinstance(value, str):
        return time_text(value)
    if isinstance(value, (dict, list)):
        return compact_json(value)
    return default_text(value)


def compact_json(value: object) -> str:
    """A value as JSON on one line, not restricted to ASCII."""
    import json

    return json.dumps(value, ensure_ascii=False, default=json_value)


def json_value(value: Any) -> object:
    """The JSON value for an object that JSON has no type for: a resource's fields, else text."""
    if value is ABSENT:
        return None
    to_dict = getattr(value, "to_dict", None)
    return to_dict() if callable(to_dict) else str(value)


# --------------------------------------------------------------------------- choice and sorting
def folded(name: str) -> str:
    """The form in which names of columns and properties are compared."""
    return name.casefold().replace("_", " ").replace("-", " ")


def find(name: str, columns: Sequence[Column]) -> Column | None:
    """The column that a user names, in any case, with ``_`` or ``-`` for spaces; None if none."""
    return next((c for c in columns if folded(c.title) == folded(name)), None)


def chosen(names: Sequence[str], columns: Sequence[Column]) -> list[Column]:
    """The columns of ``--column``; those shown by default if it was not given.

    :raises UsageError: if there is no such column.
    """
    if names:
        return [_named(name, columns, "-c/--column") for name in names]
    return [column for column in columns if column.shown]


class Sorting:
    """An order of rows: ``COLUMN[:asc|desc][,…]``.

    :param text: the value of ``--sort``; None if it was not given.
    :param columns: those that the rows have.
    :raises UsageError: for a column that they do not have.
    """

    def __init__(self, text: str | None, columns: Sequence[Column]) -> None:
        #: Columns, and whether they descend.
        self._keys: list[tuple[Column, bool]] = []
        for part in filter(None, map(str.strip, (text or "").split(","))):
            name, colon, direction = part.rpartition(":")
            if not colon or direction.lower() not in ("asc", "desc"):
                name, direction = part, "asc"
            self._keys.append((_named(name, columns, "--sort"), direction.lower() == "desc"))

    def __bool__(self) -> bool:
        return bool(self._keys)

    def sort(self, rows: list[Any]) -> None:
        """Sort a list in place: None first, then numbers as numbers, then anything else as text."""
        for column, descending in reversed(self._keys):
            rows.sort(key=_typed_key(column), reverse=descending)


def _named(name: str, columns: Sequence[Column], option: str) -> Column:
    column = find(name, columns)
    if column is None:
        titles = ", ".join(c.title for c in columns)
        raise UsageError(f"argument {option}: no column '{name}' (available: {titles})")
    return column


def _typed_key(column: Column) -> Callable[[Any], tuple[int, Any]]:
    def key(row: Any) -> tuple[int, Any]:
        value = column.value(row)
        if value is None or value is ABSENT:
            return 0, 0
        if isinstance(value, (int, float)):
            return 1, value
        return 2, value if isinstance(value, str) else column.text(value)

    return key
