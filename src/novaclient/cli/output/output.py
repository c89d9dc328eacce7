"""The output of a command: lists, properties and messages, as the user's flags specify.

A command declares the columns of its rows; this module selects columns and sorts rows, and
``formats`` writes them. ``destination`` knows whether a person or a program reads them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from novaclient.cli.errors import UsageError, did_you_mean
from novaclient.cli.output.columns import Column, Sorting, chosen, find, folded
from novaclient.cli.output.destination import Destination
from novaclient.cli.output.formats import FORMATS, PROPERTY_TITLES, Format, named
from novaclient.cli.text import harmless

if TYPE_CHECKING:
    from novaclient.cli.parsing.values import Namespace


class Output:
    """Where a command's results go.

    :param stream: a text stream; None for standard output as it is at the moment of writing.
    :ivar columns: the columns or properties that the user chose; empty for the default ones.
    :ivar sort: the order that the user asked for; None for the default one.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._to = Destination(stream)
        self._format: Format = FORMATS[0](self._to)
        self.columns: Sequence[str] = ()
        self.sort: str | None = None

    def configure(self, args: Namespace) -> None:
        """Take over the arguments of :data:`novaclient.cli.framework.printing.OUTPUT`.

        :raises UsageError: for an invalid query.
        """
        self.columns = args.column or ()
        self.sort = getattr(args, "sort_by", None)
        headings = not getattr(args, "no_header", False)
        chosen_format = named(args.format) if args.format else FORMATS[0]
        query = getattr(args, "query", None)
        if query is not None:
            from novaclient.cli.output.query import query_format

            self._format = query_format(query, chosen_format, self._to, headings=headings)
            return
        self._format = chosen_format(self._to, headings=headings)

    @property
    def for_people(self) -> bool:
        """Whether results are in a form for people; a program reads them otherwise."""
        return self._format.for_people

    @property
    def stream(self) -> TextIO:
        """The stream that results are written to."""
        return self._to.stream

    @property
    def is_terminal(self) -> bool:
        """Whether results are written to a terminal."""
        return self._to.is_terminal

    @property
    def message_stream(self) -> TextIO:
        """The stream for messages: that of the results, or stderr if a program reads those."""
        return self.stream if self.for_people else sys.stderr

    def captured(self, printing: Callable[[], None]) -> str:
        """The text that a function prints here, which is not written."""
        return self._to.captured(printing)

    # ------------------------------------------------------------------------------ messages
    def line(self, text: str) -> None:
        """Print a message of one or more lines.

        :param text: the message without the last line feed.
        """
        self.message_stream.write(harmless(text, lines=True) + "\n")

    def text(self, text: str) -> None:
        """Print text from the cloud: exactly to a file or pipe, harmless on a terminal."""
        self._to.write(self._to.safe(text))

    # ------------------------------------------------------------------------- lists
    def check(self, columns: Sequence[Column]) -> None:
        """Refuse names in ``--column`` and ``--sort`` that a list does not have.

        :param columns: the columns of the list.
        :raises UsageError: for the first unknown one.
        """
        chosen(self.columns, columns)
        Sorting(self.sort, columns)

    def rows(
        self,
        rows: Iterable[Any],
        columns: Sequence[Column],
        *,
        order: str | None = None,
        single: bool = False,
    ) -> None:
        """Print a list.

        Machine-readable formats keep the order of the rows; JSON lines, CSV and values are written
        as the rows arrive.

        :param rows: the resources.
        :param columns: what to show of each.
        :param order: the title of the column that sorts a table without ``--sort``.
        :param single: whether the list always has exactly one row, which JSON and YAML show as an
            object.
        """
        shown = chosen(self.columns, columns)
        sorting = Sorting(self.sort, columns)
        if sorting:
            rows = list(rows)
            sorting.sort(rows)
        default = None if sorting or order is None else find(order, columns)
        self._format.write_rows(rows, shown, default, single=single)

    # -------------------------------------------------------------------- properties
    def properties(
        self,
        values: Mapping[str, object],
        *,
        titles: tuple[str, str] = PROPERTY_TITLES,
        wrap: int = 0,
    ) -> None:
        """Print one resource.

        :param values: property to value, in its own type.
        :param titles: the headings of its table.
        :param wrap: the width in characters at which the table's values are wrapped; 0 for never.
        """
        items = [(name, values[name]) for name in self._property_names(values)]
        self._format.write_properties(items, titles, wrap)

    def created(self, values: Mapping[str, object]) -> None:
        """Print a resource that has just been created, in full if it cannot be printed as asked.

        :param values: property to value, in its own type.
        :raises UsageError: for a property that it does not have, or a query that fails on it,
            after all of it has been printed.
        """
        try:
            self.properties(values)
        except UsageError:
            self.columns, self.sort = (), None
            self._format = self._format.without_query()
            self.properties(values)
            raise

    def _property_names(self, values: Mapping[str, object]) -> list[str]:
        """The properties to show, in order."""
        names = sorted(values)
        if self.columns:
            by_name = {folded(name): name for name in values}
            for name in self.columns:
                if folded(name) not in by_name:
                    hint = did_you_mean(name, values)
                    raise UsageError(f"argument -c/--column: no property '{name}'{hint}")
            names = [by_name[folded(name)] for name in self.columns]
        columns = (
            Column("Property", lambda name: name),
            Column("Value", lambda name: values[name]),
        )
        Sorting(self.sort, columns).sort(names)
        return names
