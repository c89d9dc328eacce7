"""The output of each target of a bulk command: buffered, then printed in the order of targets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TextIO, cast

from novaclient.cli.bulk.targets import Target
from novaclient.cli.errors import UsageError
from novaclient.cli.output.columns import ABSENT, Column
from novaclient.cli.output.output import Output


class BufferedOutput(Output):
    """The buffered output of one target.

    :param out: where it will be printed.
    """

    def __init__(self, out: Output) -> None:
        super().__init__(cast("TextIO", _Stream(self, out.is_terminal)))
        self.events: list[Callable[[Output], None]] = []
        #: Rows with their columns, for machine-readable formats.
        self.records: list[tuple[Sequence[Any], Sequence[Column]]] = []
        self.has_results = False
        #: Whether the last text did not end its line.
        self.is_open = False

    def line(self, text: str) -> None:
        """Buffer a message."""
        self.events.append(lambda out: out.line(text))

    def text(self, text: str) -> None:
        """Buffer text from the cloud."""
        self.has_results = True
        self.is_open = not text.endswith("\n") if text else self.is_open
        self.events.append(lambda out: out.text(text))

    def rows(self, rows: Any, columns: Sequence[Column], **options: Any) -> None:
        """Buffer a list; it is fetched now."""
        self.has_results = True
        held = list(rows)
        if self.for_people:
            self.events.append(lambda out: out.rows(held, columns, **options))
        else:
            self.records.append((held, columns))

    def properties(self, values: Mapping[str, object], **options: Any) -> None:
        """Buffer a resource."""
        self.has_results = True
        if self.for_people:
            self.events.append(lambda out: out.properties(values, **options))
        else:
            columns = [Column(name, _item(name)) for name in sorted(values)]
            self.records.append(([values], columns))

    def created(self, values: Mapping[str, object]) -> None:
        """Buffer a resource that has just been created."""
        if self.for_people:
            self.has_results = True
            self.events.append(lambda out: out.created(values))
        else:
            self.properties(values)


class _Stream:
    """A stream that buffers what is written to it directly, as progress is."""

    def __init__(self, buffer: BufferedOutput, is_terminal: bool) -> None:
        self._buffer = buffer
        self._is_terminal = is_terminal

    def write(self, text: str) -> int:
        def write(out: Output) -> None:
            out.stream.write(text)

        self._buffer.events.append(write)
        return len(text)

    def flush(self) -> None:
        """Do nothing: the buffer is printed later."""

    def isatty(self) -> bool:
        return self._is_terminal


def _item(name: str) -> Callable[[Any], object]:
    """A function that reads an item of a mapping; :data:`ABSENT` where there is none."""

    def read(row: Any) -> object:
        return row.get(name, ABSENT)

    return read


def replay(out: Output, results: Sequence[tuple[Target, BufferedOutput]]) -> None:
    """Print buffered outputs in order: tables under headings, records as one list.

    :param out: where to print.
    :param results: the targets with their outputs; those that failed are left out.
    :raises UsageError: for an unknown column; created resources are printed before.
    """
    refused: UsageError | None = None
    done = [(target, buffer) for target, buffer in results if target.error is None]
    for target, buffer in done:
        if buffer.has_results and not buffer.records:
            out.line(f"==> {target.word} <==")
        for event in buffer.events:
            try:
                event(out)
            except UsageError as error:
                refused = error
        if buffer.is_open:
            out.text("\n")
    if refused is not None:
        raise refused
    if not out.for_people:
        _print_records(out, done)


def _print_records(out: Output, done: Sequence[tuple[Target, BufferedOutput]]) -> None:
    """Print the records of all targets as one list, with a column for the target."""
    records = [(target, rows, columns) for target, one in done for rows, columns in one.records]
    columns = {column.title: column for _, _, columns in records for column in columns}
    rows = [
        (target.word, {column.title: column.value(row) for column in columns_of_it})
        for target, rows, columns_of_it in records
        for row in rows
    ]
    shown = {c.title for _, _, columns_of_it in records for c in columns_of_it if c.shown}
    out.rows(
        rows,
        [
            Column("Server", lambda row: row[0]),
            *(Column(t, _part(t), c.text, shown=t in shown) for t, c in columns.items()),
        ],
    )


def _part(title: str) -> Callable[[Any], object]:
    """A function that reads a column of a row that has its server's name before it."""
    read = _item(title)
    return lambda row: read(row[1])
