"""The ``microversions`` command: which microversion each command and flag needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from novaclient import exceptions
from novaclient.api_versions import API_MAX_VERSION, API_MIN_VERSION, BASE_VERSION, APIVersion
from novaclient.cli import command_table
from novaclient.cli.errors import did_you_mean
from novaclient.cli.framework.command import Command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command
from novaclient.cli.output.columns import Column
from novaclient.cli.parsing.declare import HIDDEN, argument
from novaclient.cli.parsing.values import Namespace
from novaclient.cli.registry import load
from novaclient.microversions import Window

if TYPE_CHECKING:
    from novaclient.cli.parsing.declare import Argument

COLUMNS = (
    Column("Command", "command"),
    Column("Argument", "argument"),
    Column("Since", "since"),
    Column("Until", "until"),
    Column("Available", "available", lambda value: "yes" if value else "no"),
)


class Row(NamedTuple):
    """The microversions that support a command, or one of its arguments."""

    command: str
    argument: str | None
    since: str
    until: str | None
    available: bool


class VersionRange(NamedTuple):
    """The microversions that requests can be sent with."""

    oldest: APIVersion
    newest: APIVersion

    def overlaps(self, *windows: Window) -> bool:
        """Whether a microversion of the range is in all of these windows."""
        first = max([self.oldest, *(window.since for window in windows)])
        last = min([self.newest, *(window.until for window in windows if window.until)])
        return first <= last


@list_command("microversions", api=(), columns=COLUMNS)
@argument("command", nargs="?", metavar="<command>", help="Show this command only (default: all).")
def microversions(context: Context, args: Namespace) -> list[Row]:
    """Show the microversions that commands and flags need.

    The last column shows whether this cloud supports them. Flags that all microversions of their
    command support are not listed, nor are commands that use other services. The microversions of
    the cloud and of this client are printed above the table.
    """
    commands = [_named(args.command)] if args.command else _all()
    usable = _usable_versions(context)
    return [row for one in commands for row in _rows(one, usable)]


def _named(name: str) -> Command:
    """The command with a name.

    :raises CommandError: if there is none, or it needs no microversion.
    """
    command = load(name)
    if command is None:
        hint = did_you_mean(name, command_table.names())
        raise exceptions.CommandError(f"'{name}' is not a valid subcommand{hint}")
    if command.window() is None:
        raise exceptions.CommandError(f"'{command.name}' needs no microversion")
    return command


def _all() -> Iterator[Command]:
    for name in command_table.names():
        command = load(name)
        if command is not None and command.window() is not None:
            yield command


def _usable_versions(context: Context) -> VersionRange:
    """The microversions that requests can be sent with; prints those of both sides."""
    client = context.client
    oldest, newest = client.version_range()
    supported = (
        f"This cloud supports {oldest.get_string()} to {newest.get_string()}, this client "
        f"{API_MIN_VERSION.get_string()} to {API_MAX_VERSION.get_string()}"
    )
    requested = client.api_version
    if requested.is_latest():
        context.out.line(f"{supported}.")
        return VersionRange(oldest, min(newest, API_MAX_VERSION))
    context.out.line(f"{supported}; you asked for {requested.get_string()}.")
    pinned = max(requested, BASE_VERSION)
    return VersionRange(max(oldest, pinned), min(newest, pinned))


def _rows(command: Command, usable: VersionRange) -> Iterator[Row]:
    own = command.window()
    assert own is not None
    yield _row(command.name, None, own, usable.overlaps(own))
    for one in _visible(command.arguments()):
        window = command.window_of(one)
        if window is not None:
            yield _row(command.name, one.label, window, usable.overlaps(own, window))


def _visible(arguments: Iterable[Argument]) -> Iterator[Argument]:
    return (one for one in arguments if one.options.get("help") != HIDDEN)


def _row(command: str, label: str | None, window: Window, available: bool) -> Row:
    until = window.until.get_string() if window.until else None
    return Row(command, label, window.since.get_string(), until, available)
