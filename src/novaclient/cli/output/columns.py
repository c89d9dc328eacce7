"""Columns of lists: what each shows of a row, by which name it is asked for, and how it sorts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from novaclient.cli.errors import UsageError


class Column:
    """One column of a list.

    :param title: its heading, and its name for ``-c``, ``--sort`` and as JSON key.
    :param value: the attribute of a row that it shows, or a function of the row; gives the
        value in its own type, which is what JSON shows.
    :param text: writes that value for the table; None for the usual way (``-`` for None).
    :param shown: whether the table has it without being asked; ``-c`` can ask for any.
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
        self.text = text or plain_text
        self.shown = shown

    def cell(self, row: Any) -> str:
        """What the table shows of a row."""
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


def plain_text(value: object) -> str:
    """A value as a table shows it: ``-`` for None, anything else as Python writes it."""
    return "-" if value is None else str(value)


def property_text(value: object) -> str:
    """A property's value as its table shows it: as :func:`plain_text`, mappings as JSON."""
    if isinstance(value, (dict, list)):
        return compact_json(value)
    return plain_text(value)


def compact_json(value: object) -> str:
    """A value as JSON on one line, letters of every script as themselves."""
    import json

    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> object:
    """What JSON writes for a value that is none of its own types."""
    if value is ABSENT:
        return None
    to_dict = getattr(value, "to_dict", None)
    return to_dict() if callable(to_dict) else str(value)


class Rows:
    """What a list command returns when its columns depend on what was asked.

    :param rows: the resources.
    :param columns: what to show of each.
    :param order: the title of the column that sorts the table; None for the cloud's order.
    :param single: whether there is one row by nature, which JSON and YAML show as an object.
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


def _folded(name: str) -> str:
    return name.casefold().replace("_", " ").replace("-", " ")


def _find(name: str, columns: Sequence[Column]) -> Column | None:
    return next((c for c in columns if _folded(c.title) == _folded(name)), None)


def _named(name: str, columns: Sequence[Column], option: str = "-c/--column") -> Column:
    """The column of a name, in any case, ``_`` and ``-`` standing for spaces.

    :raises UsageError: if there is none.
    """
    column = _find(name, columns)
    if column is None:
        titles = ", ".join(c.title for c in columns)
        raise UsageError(f"argument {option}: no column '{name}' (there are: {titles})")
    return column


def _sort_keys(sort: str | None, columns: Sequence[Column]) -> Iterator[tuple[Column, bool]]:
    """Columns and whether they descend, from ``COLUMN[:asc|desc][,…]``."""
    for part in (sort or "").split(","):
        if not part.strip():
            continue
        name, colon, direction = part.strip().rpartition(":")
        if not colon or direction.lower() not in ("asc", "desc"):
            name, direction = part.strip(), "asc"
        yield _named(name, columns, "--sort"), direction.lower() == "desc"


def _typed_key(column: Column) -> Callable[[Any], tuple[int, Any]]:
    """Sorts nothing first, then numbers as numbers, then everything else as text."""

    def key(row: Any) -> tuple[int, Any]:
        value = column.value(row)
        if value is None or value is ABSENT:
            return 0, 0
        if isinstance(value, (int, float)):
            return 1, value
        return 2, value if isinstance(value, str) else column.text(value)

    return key


def pretty_choice_list(values: Iterable[Any]) -> str:
    """Values in quotes, separated by commas.

    :param values: what to name.
    """
    return ", ".join(f"'{value}'" for value in values)


def pretty_choice_dict(values: Mapping[str, Any]) -> str:
    """``key=value`` for each key, sorted, in quotes, separated by commas.

    :param values: what to name, by key.
    """
    return pretty_choice_list(f"{key}={values[key]}" for key in sorted(values))


def make_field_formatter(
    attr: str, filters: Mapping[str, Callable[[Any], Any]] | None = None
) -> tuple[str, Callable[[Any], Any]]:
    """A heading for an attribute, and a formatter for :func:`print_list`.

    :param attr: ``some_field`` gets the heading ``Some Field``.
    :param filters: by attribute, what its value goes through before it is shown.
    """
    change = (filters or {}).get(attr)

    def show(obj: Any) -> Any:
        value = getattr(obj, attr, "")
        return change(value) if value and change else value

    prefix, colon, name = attr.rpartition(":")
    name = name.replace("_", " ")
    if name.isupper() or name.islower():
        name = name.title()
    return f"{prefix}{': ' if colon else ''}{name}", show
