"""The formats of ``-f``: one class each, listed in :data:`FORMATS`.

A new format is a class here and its place in that tuple; help, completion and checks follow. No
other module compares a format's name: callers ask :attr:`Format.for_people`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from novaclient.cli.output.columns import Column, compact_json, json_value, property_text
from novaclient.cli.output.destination import Destination

if TYPE_CHECKING:
    from novaclient.cli.output.table import ColourOf

Record = Mapping[str, object]
Items = Sequence[tuple[str, object]]
#: The headings of a table of properties.
PROPERTY_TITLES: Final = ("Property", "Value")


class Format(ABC):
    """A way to write results.

    :param to: where to write them.
    :param headings: whether to write the headings of columns.
    """

    #: What ``-f`` calls it.
    name: ClassVar[str]
    #: Whether people read it: messages and progress are then printed with the results.
    for_people: ClassVar[bool] = False

    def __init__(self, to: Destination, *, headings: bool = True) -> None:
        self.to = to
        self.headings = headings

    @abstractmethod
    def write_rows(
        self,
        rows: Iterable[Any],
        columns: Sequence[Column],
        order: Column | None = None,
        *,
        single: bool = False,
    ) -> None:
        """Write a list.

        :param rows: the resources.
        :param columns: what to show of each.
        :param order: the column that sorts the rows for people; programs get them as they come.
        :param single: whether the list always has exactly one row.
        """

    @abstractmethod
    def write_properties(
        self, items: Items, titles: tuple[str, str] = PROPERTY_TITLES, wrap: int = 0
    ) -> None:
        """Write one resource.

        :param items: properties and their values, in the order to show them.
        :param titles: the two headings for people.
        :param wrap: the width in characters at which values for people are wrapped; 0 for never.
        """

    def without_query(self) -> Format:
        """This format without the query that it may apply."""
        return self


class Table(Format):
    """The table that ``nova`` has always printed."""

    name = "table"
    for_people = True

    def write_rows(
        self,
        rows: Iterable[Any],
        columns: Sequence[Column],
        order: Column | None = None,
        *,
        single: bool = False,
    ) -> None:
        """Write a list as a table, sorted by the text of a column and then of the others."""
        lines = []
        for row in rows:
            cells = [column.cell(row) for column in columns]
            lines.append((order.cell(row) if order else "", cells))
        if order:
            lines.sort()
        colour_of: ColourOf | None = None
        if self.to.is_coloured:
            from novaclient.cli.output.colour import of_cell

            colour_of = of_cell
        self._write([column.title for column in columns], [c for _, c in lines], colour_of)

    def write_properties(
        self, items: Items, titles: tuple[str, str] = PROPERTY_TITLES, wrap: int = 0
    ) -> None:
        """Write one resource as a table with a line for each property."""
        from novaclient.cli.output.table import wrapped

        cells = [[name, wrapped(property_text(name, v), wrap)] for name, v in items]
        colour_of: ColourOf | None = None
        if self.to.is_coloured:
            from novaclient.cli.output.colour import of_property

            colour_of = of_property
        self._write(titles, cells, colour_of)

    def _write(
        self,
        titles: Sequence[str],
        rows: Sequence[Sequence[str]],
        colour_of: ColourOf | None,
    ) -> None:
        from novaclient.cli.output.table import table

        self.to.write(table(titles, rows, headings=self.headings, colour_of=colour_of))


class ProgramFormat(Format):
    """A format that programs read: records of values in their own types."""

    def write_rows(
        self,
        rows: Iterable[Any],
        columns: Sequence[Column],
        order: Column | None = None,
        *,
        single: bool = False,
    ) -> None:
        """Write a list, a record for each row."""
        records = ({column.title: column.value(row) for column in columns} for row in rows)
        self.write_records(records, [column.title for column in columns], single=single)

    def write_properties(
        self, items: Items, titles: tuple[str, str] = PROPERTY_TITLES, wrap: int = 0
    ) -> None:
        """Write one resource as a record."""
        self.write_records([dict(items)], [name for name, _ in items], single=True)

    @abstractmethod
    def write_records(
        self, records: Iterable[Record], titles: Sequence[str], *, single: bool
    ) -> None:
        """Write records.

        :param records: the records.
        :param titles: the keys of each, in order.
        :param single: whether there is always exactly one record.
        """

    @abstractmethod
    def write_answer(self, answer: Any) -> None:
        """Write the result of a query.

        :param answer: any value that JSON can hold.
        """


# --------------------------------------------------------------------------- whole documents
class DocumentFormat(ProgramFormat):
    """One document: a list of objects, or an object where there is always exactly one."""

    def write_records(
        self, records: Iterable[Record], titles: Sequence[str], *, single: bool
    ) -> None:
        """Write records as one document."""
        whole = list(records)
        self.write_answer(whole[0] if single else whole)


class Json(DocumentFormat):
    """One JSON document."""

    name = "json"

    def write_answer(self, answer: Any) -> None:
        """Write a value as one JSON document."""
        import json

        self.to.write(json.dumps(answer, indent=2, default=json_value) + "\n")


class Yaml(DocumentFormat):
    """One YAML document."""

    name = "yaml"

    def write_answer(self, answer: Any) -> None:
        """Write a value as one YAML document."""
        import json

        import yaml

        # PyYAML refuses resources and subclasses of str; what has been through JSON has neither.
        value = json.loads(compact_json(answer))
        text = yaml.safe_dump(value, sort_keys=False, allow_unicode=True)
        if self.to.safe(text) != text:
            text = yaml.safe_dump(value, sort_keys=False)
        self.to.write(text)


# ----------------------------------------------------------------------- a line for each record
class JsonLines(ProgramFormat):
    """A JSON object on a line for each record, written as the records come."""

    name = "jsonl"

    def write_records(
        self, records: Iterable[Record], titles: Sequence[str], *, single: bool
    ) -> None:
        """Write each record on a line."""
        self._write_lines(records)

    def write_answer(self, answer: Any) -> None:
        """Write each item of a list on a line, any other value on one line."""
        self._write_lines(_items(answer))

    def _write_lines(self, values: Iterable[object]) -> None:
        import json

        encode = json.JSONEncoder(default=json_value).encode
        for value in values:
            self.to.write(encode(value) + "\n")


class TextFormat(ProgramFormat):
    """Text without types, a line for each record, written as the records come."""

    @abstractmethod
    def write_lines(self, rows: Iterable[Iterable[object]], titles: Sequence[str]) -> None:
        """Write a line for each row.

        :param rows: the values of each.
        :param titles: the headings; empty where the rows have none in common.
        """

    def write_records(
        self, records: Iterable[Record], titles: Sequence[str], *, single: bool
    ) -> None:
        """Write each record on a line."""
        self.write_lines((record.values() for record in records), titles)

    def write_answer(self, answer: Any) -> None:
        """Write each item of a list on a line, any other value on one line."""
        items = _items(answer)
        keys = [list(item) if isinstance(item, dict) else [] for item in items]
        titles = keys[0] if keys and all(one == keys[0] for one in keys) else []
        self.write_lines(map(_values, items), titles)


class Csv(TextFormat):
    """Comma-separated values with a line of headings."""

    name = "csv"

    def write_lines(self, rows: Iterable[Iterable[object]], titles: Sequence[str]) -> None:
        """Write the headings and a line for each row."""
        import csv

        writer = csv.writer(self.to.stream, lineterminator="\r\n")
        if self.headings and titles:
            writer.writerow([self.to.safe(title) for title in titles])
        for row in rows:
            writer.writerow([self.to.safe(_cell(value)) for value in row])


class Value(TextFormat):
    """The values alone, separated by spaces; those of one resource on a line each."""

    name = "value"

    def write_lines(self, rows: Iterable[Iterable[object]], titles: Sequence[str]) -> None:
        """Write a line for each row."""
        for row in rows:
            self.to.write(" ".join(self.to.safe(_cell(value)) for value in row) + "\n")

    def write_properties(
        self, items: Items, titles: tuple[str, str] = PROPERTY_TITLES, wrap: int = 0
    ) -> None:
        """Write each value on a line."""
        self.write_lines(([value] for _, value in items), ())


def _items(answer: Any) -> list[Any]:
    """The items of a query's result that get a line each."""
    if answer is None:
        return []
    return answer if isinstance(answer, list) else [answer]


def _values(item: Any) -> Iterable[object]:
    """The values on the line of an item."""
    if isinstance(item, dict):
        return item.values()
    return item if isinstance(item, list) else [item]


def _cell(value: object) -> str:
    """A value as text: empty for None, JSON for lists and mappings."""
    if value is None:
        return ""
    return compact_json(value) if isinstance(value, (dict, list, tuple)) else str(value)


#: All formats, in the order of the help; the first is the default.
FORMATS: Final[tuple[type[Format], ...]] = (Table, Json, JsonLines, Yaml, Csv, Value)
#: The values of ``-f``.
FORMAT_NAMES: Final = tuple(one.name for one in FORMATS)


def named(name: str) -> type[Format]:
    """The format of a value of ``-f``."""
    return FORMATS[FORMAT_NAMES.index(name)]
