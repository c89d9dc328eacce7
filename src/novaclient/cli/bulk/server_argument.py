"""The argument that names servers, and its flags: ``--also``, ``--all-matching`` and ``--yes``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from novaclient.base import ManagerWithFind
from novaclient.cli.bulk.selection import OnTargets
from novaclient.cli.bulk.targets import JOBS
from novaclient.cli.errors import UsageError, note
from novaclient.cli.framework.context import Context
from novaclient.cli.parsing.declare import Argument, Declared, argument
from novaclient.cli.parsing.values import BadValue, Namespace

if TYPE_CHECKING:
    from novaclient.cli.framework.command import Run
    from novaclient.v2.servers import Server

#: The help of an argument that names several servers.
SEVERAL = "Names or IDs of one or more servers; - reads more from standard input."


def _filter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise BadValue(f"'{text}' is not in the format of '<filter>=<value>'")
    return name, value


ALSO = argument(
    "--also",
    action="append",
    metavar="<server>",
    help="One more server; repeat the flag for more.",
    new=True,
    parameter="",
)
ALL_MATCHING = argument(
    "--all-matching",
    type=_filter,
    action="append",
    metavar="<filter>=<value>",
    help="Run on all servers that 'nova list --<filter> <value>' finds; repeat the flag to add "
    "filters. Lists the servers, and asks for confirmation before changing any.",
    new=True,
    parameter="",
)
YES = argument(
    "--yes",
    action="store_true",
    help="Do not ask for confirmation with --all-matching.",
    new=True,
    parameter="",
)


class MatchedId(str):
    """The ID of a server that a filter found, with its name in messages."""

    __slots__ = ("label",)
    label: str


class ServerArgument:
    """Expands a command that declares a servers argument: to several servers and filters.

    Where the words for servers cannot be distinguished from those that follow (an optional host,
    any number of tags), the command takes one word, and ``--also`` for more servers.

    :param find: finds the servers for the filters of ``--all-matching``, and lists them on stderr.
    """

    def __init__(self, find: Callable[[Context, Namespace], Sequence[Server]]) -> None:
        self._find = find

    def manager(self, client: Any) -> ManagerWithFind[Any]:
        """The manager in which the names of servers are looked up."""
        manager: ManagerWithFind[Any] = client.servers
        return manager

    def expand(
        self,
        name: str,
        servers: Argument,
        declared: Sequence[Declared],
        run: Run,
        *,
        together: bool,
        reading: bool,
    ) -> tuple[list[Declared], OnTargets]:
        """All arguments of the command, and what runs it on the selected servers.

        :param name: the command.
        :param servers: its argument that names servers.
        :param declared: its arguments.
        :param run: runs it on all servers, or on one of them.
        :param together: whether ``run`` takes them all.
        :param reading: whether it changes nothing.
        """
        on_targets = OnTargets(
            name,
            servers.dest,
            run,
            one_by_one=None if together or "nargs" in servers.options else self.manager,
            matching=self._matching,
            reading=reading,
        )
        return _expanded(declared, servers), on_targets

    def _matching(
        self, context: Context, args: Namespace, command: OnTargets
    ) -> Sequence[str] | None:
        """The servers of ``--all-matching``; None if the user declines to change them.

        :raises UsageError: if a confirmation is needed and there is no terminal for it.
        """
        confirm = not (args.yes or command.reading or context.plan)
        if confirm and not sys.stdin.isatty():
            raise UsageError(
                "argument --all-matching: there is no terminal for the confirmation; "
                "specify --yes to change servers without it"
            )
        found = self._find(context, args)
        if found and confirm and not _confirms(command.name, found):
            return None
        return _labelled(found)


def _expanded(declared: Sequence[Declared], servers: Argument) -> list[Declared]:
    """The arguments of a command, with the servers argument and the flags added for it."""
    words = [one for entry in declared for one in entry.arguments if not one.is_flag]
    is_fixed = all(
        "nargs" not in w.options and w.default is None for w in words if w is not servers
    )
    added = [ALL_MATCHING, YES]
    named = servers
    if "nargs" not in servers.options and is_fixed:
        options = servers.options | {"help": SEVERAL, "nargs": "+"}
        named = argument(*servers.flags, expander=servers.expander, **options)
    elif "nargs" not in servers.options:
        added.insert(0, ALSO)
    if not any(one.dest == "jobs" for entry in declared for one in entry.arguments):
        added.append(JOBS)
    return [*(named if entry is servers else entry for entry in declared), *added]


def _labelled(servers: Sequence[Server]) -> list[str]:
    """The IDs of servers; messages call a server by its name if the name is unique."""
    names = [server.name for server in servers]
    found = []
    for server in servers:
        one = MatchedId(server.id)
        is_unique = server.name and names.count(server.name) == 1
        one.label = server.name if is_unique else server.id
        found.append(one)
    return list(found)


def _confirms(name: str, servers: Sequence[Server]) -> bool:
    """Ask the user on the terminal whether to change these servers."""
    what = "this server" if len(servers) == 1 else f"these {len(servers)} servers"
    verb = f"Run {name} on" if "-" in name else name.capitalize()
    sys.stderr.write(f"{verb} {what}? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        return True
    note("nothing was done")
    return False
