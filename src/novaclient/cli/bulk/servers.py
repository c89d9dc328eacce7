"""Servers that are not simply named: read from standard input, or found by a filter and asked
about; and a command that is about one server, carried out on several.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TextIO, cast

from novaclient import exceptions
from novaclient.cli.bulk.command import OnServers, Target, carry_out, from_stdin, raise_failures
from novaclient.cli.bulk.shared_lookups import Common
from novaclient.cli.errors import UsageError, note
from novaclient.cli.framework.context import Context
from novaclient.cli.output.output import ABSENT, Column, Output, table
from novaclient.cli.parsing.values import Namespace

if TYPE_CHECKING:
    from novaclient.v2.servers import Server


def carry_out_on(
    on: OnServers, context: Context, args: Namespace, words: Sequence[str]
) -> int | None:
    """Carry out a command on servers that are several, or not named.

    :param on: the command.
    :param context: the command's.
    :param args: its arguments.
    :param words: the servers that were named.
    :returns: an exit status, None for success.
    """
    if getattr(args, "watch", None) is not None:
        raise UsageError("argument --watch: looks at one server only")
    if args.all_matching:
        if words:
            raise UsageError("argument --all-matching: no servers can be named beside it")
        if not (args.yes or on.reading or context.plan or sys.stdin.isatty()):
            raise UsageError(
                "argument --all-matching: there is no terminal to ask on before servers are "
                "changed; --yes goes on without being asked"
            )
        from novaclient.cli.commands._filters import found_by

        found = found_by(context, args)
        if not found or not (args.yes or on.reading or context.plan or _is_agreed(on.name, found)):
            return 1 if found else None
        words = _labelled(found)
    else:
        words = from_stdin(words)
        if not words:
            return None
    if on.together:
        setattr(args, on.dest, list(words))
        return on.run(context, args)
    return _each(on, context, args, words)


# ---------------------------------------------------------------------------------- found servers
class Found(str):
    """The id of a server that a filter found, with what it is called in messages."""

    __slots__ = ("label",)
    label: str


def _labelled(servers: Sequence[Server]) -> list[str]:
    """The servers' ids; what they are called is their name where no other bears it."""
    names = [server.name for server in servers]
    found = []
    for server in servers:
        one = Found(server.id)
        unique = server.name and names.count(server.name) == 1
        one.label = server.name if unique else server.id
        found.append(one)
    return list(found)


def _is_agreed(name: str, servers: Sequence[Server]) -> bool:
    """Whether the user, asked on the terminal, wants these servers to be changed."""
    what = "this server" if len(servers) == 1 else f"these {len(servers)} servers"
    verb = f"Run {name} on" if "-" in name else name.capitalize()
    sys.stderr.write(f"{verb} {what}? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        return True
    note("nothing was done")
    return False


# --------------------------------------------------------------------------- one after the other
def _each(on: OnServers, context: Context, args: Namespace, words: Sequence[str]) -> int | None:
    """Carry out a command that is about one server on each of several, and print in order."""
    from novaclient.cli.commands._server_shown import targets_of

    scope = {"all_tenants": True} if getattr(args, "all_tenants", False) else {}
    targets = targets_of(context, words, **scope)
    if "format" in args:
        context.out.configure(args)
    kept = {target.id: Kept(context.out) for target in targets}
    context.common = Common()

    def call(server_id: str) -> None:
        own = Namespace()
        own.__dict__.update(args.__dict__, **{on.dest: server_id})
        status = on.run(context.beside(own, kept[server_id]), own)
        if status:
            raise exceptions.CommandError(f"ended with status {status}")

    try:
        carry_out(context, targets, call)
    finally:
        _replay(context.out, [(target, kept[target.id]) for target in targets])
    raise_failures(targets, alone=False)
    return None


class Kept(Output):
    """Results that are kept until it is their turn.

    :param out: where they will be printed.
    """

    def __init__(self, out: Output) -> None:
        super().__init__(cast("TextIO", _Stream(self, out.is_terminal)))
        self.events: list[Callable[[Output], None]] = []
        #: Rows with their columns, for the formats of programs.
        self.records: list[tuple[Sequence[Any], Sequence[Column]]] = []
        self.has_results = False
        #: Whether the last text did not end its line.
        self.is_open = False

    def line(self, text: str) -> None:
        """Keep a line for people."""
        self.events.append(lambda out: out.line(text))

    def text(self, text: str) -> None:
        """Keep a text from the cloud."""
        self.has_results = True
        self.is_open = not text.endswith("\n") if text else self.is_open
        self.events.append(lambda out: out.text(text))

    def rows(self, rows: Any, columns: Sequence[Column], **options: Any) -> None:
        """Keep a list; it is fetched now."""
        self.has_results = True
        held = list(rows)
        if self.format == "table":
            self.events.append(lambda out: out.rows(held, columns, **options))
        else:
            self.records.append((held, columns))

    def properties(self, values: Mapping[str, object], **options: Any) -> None:
        """Keep a resource."""
        self.has_results = True
        if self.format == "table":
            self.events.append(lambda out: out.properties(values, **options))
        else:
            columns = [Column(name, _item(name)) for name in sorted(values)]
            self.records.append(([values], columns))

    def made(self, values: Mapping[str, object]) -> None:
        """Keep what a command has made."""
        if self.format == "table":
            self.has_results = True
            self.events.append(lambda out: out.made(values))
        else:
            self.properties(values)


class _Stream:
    """What is written to kept results directly, as progress is."""

    def __init__(self, kept: Kept, is_terminal: bool) -> None:
        self._kept = kept
        self._is_terminal = is_terminal

    def write(self, text: str) -> int:
        def write(out: Output) -> None:
            out.stream.write(text)

        self._kept.events.append(write)
        return len(text)

    def flush(self) -> None:
        """Nothing to do: what is kept is printed later."""

    def isatty(self) -> bool:
        return self._is_terminal


def _item(name: str) -> Callable[[Any], object]:
    """A function that reads an item of a mapping; :data:`ABSENT` where there is none."""

    def read(row: Any) -> object:
        return row.get(name, ABSENT)

    return read


def _replay(out: Output, results: Sequence[tuple[Target, Kept]]) -> None:
    """Print what was kept, in order: tables under headings, records as one list.

    :raises UsageError: for a column that there is none of; what was made is printed before.
    """
    refused: UsageError | None = None
    done = [(target, kept) for target, kept in results if target.error is None]
    for target, kept in done:
        if kept.has_results and not kept.records:
            out.line(f"==> {target.word} <==")
        for event in kept.events:
            try:
                event(out)
            except UsageError as error:
                refused = error
        if kept.is_open:
            out.text("\n")
    if refused is not None:
        raise refused
    if out.format == "table":
        return
    records = [(target, rows, columns) for target, kept in done for rows, columns in kept.records]
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
    """A function that reads a column of a row beside its server's name."""
    read = _item(title)
    return lambda row: read(row[1])


def listed(servers: Sequence[Server]) -> str:
    """The servers that a filter has found, as a short table."""
    return table(("ID", "Name", "Status"), [[s.id, s.name, s.status] for s in servers])
