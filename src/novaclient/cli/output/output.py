"""What a command prints: tables, JSON, JSON lines, YAML, CSV and plain values, from one source.

A command says which columns its rows have; formats, choice of columns and sorting are done here.
What ``--query`` makes of it is in ``query``, its colours are in ``colour``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from novaclient.cli.errors import UsageError, did_you_mean
from novaclient.cli.output.columns import (
    Column,
    _find,
    _folded,
    _named,
    _plain,
    _sort_keys,
    _typed_key,
    compact_json,
    property_text,
)
from novaclient.cli.output.table import _wrapped, table
from novaclient.cli.text import harmless

if TYPE_CHECKING:
    from novaclient.cli.output.query import Query
    from novaclient.cli.parsing.values import Namespace


FORMATS = ("table", "json", "jsonl", "yaml", "csv", "value")


class Output:
    """Where a command's results go.

    :param stream: where to; standard output, as it is at that moment, when None.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self.format = "table"
        self.columns: Sequence[str] = ()
        self.sort: str | None = None
        self.headings = True
        self._query: Query | None = None

    @property
    def stream(self) -> TextIO:
        """Where results are written to."""
        return self._stream or sys.stdout

    @property
    def is_terminal(self) -> bool:
        """Whether a person reads along."""
        return self.stream.isatty()

    @property
    def is_coloured(self) -> bool:
        """Whether tables may have colours: on a terminal that has them, unless unwanted."""
        wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM", "") not in ("", "dumb")
        return wanted and self.is_terminal

    def configure(self, args: Namespace) -> None:
        """Take over what the arguments of :data:`novaclient.cli.framework.printing.OUTPUT` ask for.

        :raises UsageError: for a query that cannot be understood.
        """
        self.format = args.format or "table"
        self.columns = args.column or ()
        self.sort = getattr(args, "sort_by", None)
        self.headings = not getattr(args, "no_header", False)
        query = getattr(args, "query", None)
        if query is not None:
            from novaclient.cli.output.query import Query

            self._query = Query(query)
            self.format = "json" if self.format == "table" else self.format

    def captured(self, printing: Callable[[], None]) -> str:
        """What a function prints, as it would be where results go."""
        import io

        buffer, before = io.StringIO(), self._stream
        buffer.isatty = self.stream.isatty  # type: ignore[method-assign]
        self._stream = buffer
        try:
            printing()
        finally:
            self._stream = before
        return buffer.getvalue()

    # ------------------------------------------------------------------------------ messages
    def line(self, text: str) -> None:
        """Print a line for people: to stdout with tables, to stderr beside a program's format."""
        stream = self.stream if self.format == "table" else sys.stderr
        stream.write(harmless(text, lines=True) + "\n")

    def text(self, text: str) -> None:
        """Print text from the cloud: exact into a file or pipe, harmless on a terminal."""
        self.stream.write(harmless(text, lines=True) if self.is_terminal else text)

    # --------------------------------------------------------------------------------- lists
    def check(self, columns: Sequence[Column]) -> None:
        """Refuse names in ``--column`` and ``--sort`` that a list does not have.

        :raises UsageError: for the first unknown one.
        """
        self._chosen(columns)
        list(_sort_keys(self.sort, columns))

    def rows(
        self,
        rows: Iterable[Any],
        columns: Sequence[Column],
        *,
        order: str | None = None,
        single: bool = False,
    ) -> None:
        """Print a list.

        Formats for programs keep the order in which the cloud gave the rows; JSON lines, CSV and
        values are written as the rows come.

        :param rows: the resources.
        :param columns: what to show of each.
        :param order: the title of the column that sorts the table when the user names none.
        :param single: whether there is one row by nature, which JSON and YAML show as an object.
        """
        chosen = self._chosen(columns)
        keys = list(_sort_keys(self.sort, columns))
        if keys:
            rows = list(rows)
            for column, descending in reversed(keys):
                rows.sort(key=_typed_key(column), reverse=descending)
        if self.format == "table":
            sorter = None if keys or order is None else _find(order, columns)
            self._table(rows, chosen, sorter)
            return
        records = ({column.title: column.value(row) for column in chosen} for row in rows)
        self._records(records, [column.title for column in chosen], single=single)

    def _chosen(self, columns: Sequence[Column]) -> list[Column]:
        if self.columns:
            return [_named(name, columns) for name in self.columns]
        return [column for column in columns if column.shown]

    def _table(self, rows: Iterable[Any], columns: list[Column], sorter: Column | None) -> None:
        lines = []
        for row in rows:
            cells = [column.cell(row) for column in columns]
            key = sorter.cell(row) if sorter else ""
            lines.append((key, cells))
        if sorter:
            lines.sort()
        titles = [column.title for column in columns]
        colour_of = None
        if self.is_coloured:
            from novaclient.cli.output.colour import of_cell

            colour_of = of_cell
        rows = [cells for _, cells in lines]
        self.stream.write(table(titles, rows, headings=self.headings, colour_of=colour_of))

    # ---------------------------------------------------------------------------- properties
    def properties(
        self,
        values: Mapping[str, object],
        *,
        titles: tuple[str, str] = ("Property", "Value"),
        wrap: int = 0,
    ) -> None:
        """Print one resource, a property a line.

        :param values: property to value, in its own type.
        :param titles: the headings of the table.
        :param wrap: the table's values are broken into lines of so many characters; 0 for not.
        """
        items = [(name, values[name]) for name in self._properties(values)]
        if self.format == "table":
            cells = [[name, _wrapped(property_text(value), wrap)] for name, value in items]
            colour_of = None
            if self.is_coloured:
                from novaclient.cli.output.colour import of_property

                colour_of = of_property
            self.stream.write(table(titles, cells, headings=self.headings, colour_of=colour_of))
        elif self.format == "value" and self._query is None:
            for _, value in items:
                self._line_of([value])
        else:
            self._records([dict(items)], [name for name, _ in items], single=True)

    def made(self, values: Mapping[str, object]) -> None:
        """Print what a command has made, which is not lost by a column that it does not have.

        :param values: property to value, in its own type.
        :raises UsageError: for such a column, or a query that fails on these properties, after all
            of them have been printed.
        """
        try:
            self.properties(values)
        except UsageError:
            self.columns, self.sort, self._query = (), None, None
            self.properties(values)
            raise

    def _properties(self, values: Mapping[str, object]) -> list[str]:
        """The properties to show, in order."""
        if self.columns:
            by_name = {_folded(name): name for name in values}
            for name in self.columns:
                if _folded(name) not in by_name:
                    hint = did_you_mean(name, values)
                    raise UsageError(f"argument -c/--column: no property '{name}'{hint}")
            names = [by_name[_folded(name)] for name in self.columns]
        else:
            names = sorted(values)
        columns = (
            Column("Property", lambda name: name),
            Column("Value", lambda name: values[name]),
        )
        for column, descending in reversed(list(_sort_keys(self.sort, columns))):
            names.sort(key=_typed_key(column), reverse=descending)
        return names

    # ---------------------------------------------------------------- formats for programs
    def _records(
        self, records: Iterable[dict[str, object]], titles: list[str], *, single: bool = False
    ) -> None:
        if self._query is not None:
            whole = list(records)
            self._answer(self._query.answer(compact_json(whole[0] if single else whole)))
        elif self.format in ("json", "yaml"):
            whole = list(records)
            self._document(whole[0] if single else whole)
        elif self.format == "jsonl":
            self._json_lines(records)
        elif self.format == "csv":
            self._csv((record.values() for record in records), titles)
        else:
            for record in records:
                self._line_of(record.values())

    def _answer(self, answer: Any) -> None:
        """Print what a query gave; for the formats with lines, a line for each item of a list."""
        if self.format in ("json", "yaml"):
            self._document(answer)
            return
        items = answer if isinstance(answer, list) else [] if answer is None else [answer]
        if self.format == "jsonl":
            self._json_lines(items)
            return
        rows = [
            list(item.values())
            if isinstance(item, dict)
            else item
            if isinstance(item, list)
            else [item]
            for item in items
        ]
        if self.format == "csv":
            keys = [list(item) if isinstance(item, dict) else [] for item in items]
            alike = bool(keys) and all(some == keys[0] for some in keys)
            self._csv(rows, keys[0] if alike else [])
            return
        for row in rows:
            self._line_of(row)

    def _document(self, value: object) -> None:
        """Print a value as one JSON or YAML document."""
        import json

        if self.format == "json":
            self.stream.write(json.dumps(value, indent=2, default=_plain) + "\n")
            return
        import yaml

        # Through JSON, so that a resource or a text's subclass is a plain value to YAML.
        plain = json.loads(compact_json(value))
        text = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True)
        if self._shown(text) != text:
            text = yaml.safe_dump(plain, sort_keys=False)
        self.stream.write(text)

    def _json_lines(self, records: Iterable[object]) -> None:
        import json

        encode = json.JSONEncoder(default=_plain).encode
        for record in records:
            self.stream.write(encode(record) + "\n")

    def _csv(self, rows: Iterable[Iterable[object]], titles: list[str]) -> None:
        import csv

        writer = csv.writer(self.stream, lineterminator="\r\n")
        if self.headings and titles:
            writer.writerow([self._shown(title) for title in titles])
        for row in rows:
            writer.writerow([self._shown(_cell(value)) for value in row])

    def _line_of(self, values: Iterable[object]) -> None:
        self.stream.write(" ".join(self._shown(_cell(value)) for value in values) + "\n")

    def _shown(self, text: str) -> str:
        return harmless(text, lines=True) if self.is_terminal else text


def _cell(value: object) -> str:
    """A value in CSV and plain values: nothing for None, JSON for what has parts."""
    if value is None:
        return ""
    return compact_json(value) if isinstance(value, (dict, list, tuple)) else str(value)


# ------------------------------------------------------------------------- columns and sorting


# --------------------------------------------------------------------------------- the table
