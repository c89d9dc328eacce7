"""Prints rows as a command does, into a pipe or onto a terminal, and returns the text."""

from __future__ import annotations

import io
from types import SimpleNamespace

from novaclient.cli.output.columns import Column
from novaclient.cli.output.output import Output
from novaclient.cli.parsing.values import Namespace


class Terminal(io.StringIO):
    """A stream that a person reads."""

    def isatty(self) -> bool:
        return True


def output_arguments(**given: object) -> Namespace:
    """The arguments of the output flags, of which some were given."""
    args = Namespace()
    for name in ("format", "column", "sort_by", "query", "no_header"):
        setattr(args, name, given.get(name))
    return args


def printed(rows: object, columns: object, **settings: object) -> str:
    """What is printed of rows.

    :param settings: ``stream``, ``order`` and the arguments of the output flags.
    """
    out = Output(settings.pop("stream", None) or io.StringIO())  # type: ignore[arg-type]
    order = settings.pop("order", None)
    out.configure(output_arguments(**settings))
    out.rows(rows, columns, order=order)  # type: ignore[arg-type]
    return out.stream.getvalue()  # type: ignore[attr-defined,no-any-return]


def cell_table(*values: object, order: str | None = None) -> str:
    """The table of rows that are numbered and have one value each."""
    rows = [SimpleNamespace(id=n, name=value) for n, value in enumerate(values)]
    return printed(rows, [Column("ID", "id"), Column("Name", "name")], order=order)
