"""Arguments that name servers: several of them, and all that a filter of ``nova list`` finds."""

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
SEVERAL = "Names or ids of servers, several at once; - reads more from standard input."


def _filter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise BadValue(f"'{text}' is not in the format of '<filter>=<value>'")
    return name, value


ALSO = argument(
    "--also",
    action="append",
    metavar="<server>",
    help="One more server; give it again for more.",
    new=True,
    parameter="",
)
ALL_MATCHING = argument(
    "--all-matching",
    type=_filter,
    action="append",
    metavar="<filter>=<value>",
    help="Instead of named servers all that 'nova list --<filter> <value>' finds; give it again to "
    "narrow. They are listed, and asked about before they are changed.",
    new=True,
    parameter="",
)
YES = argument(
    "--yes",
    action="store_true",
    help="Do not ask about the servers that --all-matching has found.",
    new=True,
    parameter="",
)


class MatchedId(str):
    """The id of a server that a filter found, with what it is called in messages."""

    __slots__ = ("label",)
    label: str


class ServerArgument:
    """Makes a command that declares a servers argument take several, and ``--all-matching``.

    Where several words could not be told from those that follow (an optional host, any number of
    tags), the command takes one, and ``--also`` for more.

    :param find: finds the servers that match the filters of ``--all-matching``, and lists them on
        stderr.
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
        """What the command takes in all, and what runs it on the servers that are meant.

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
        """The servers of ``--all-matching``; None if the user does not want them to be changed."""
        asks = not (args.yes or command.reading or context.plan)
        if asks and not sys.stdin.isatty():
            raise UsageError(
                "argument --all-matching: there is no terminal to ask on before servers are "
                "changed; --yes goes on without being asked"
            )
        found = self._find(context, args)
        if found and asks and not _confirms(command.name, found):
            return None
        return _labelled(found)


def _expanded(declared: Sequence[Declared], servers: Argument) -> list[Declared]:
    """The arguments of a command on servers: several of them, and what else names them."""
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
    """The servers' ids; in messages each is called by its name where no other bears it."""
    names = [server.name for server in servers]
    found = []
    for server in servers:
        one = MatchedId(server.id)
        is_unique = server.name and names.count(server.name) == 1
        one.label = server.name if is_unique else server.id
        found.append(one)
    return list(found)


def _confirms(name: str, servers: Sequence[Server]) -> bool:
    """Whether the user, asked on the terminal, wants these servers to be changed."""
    what = "this server" if len(servers) == 1 else f"these {len(servers)} servers"
    verb = f"Run {name} on" if "-" in name else name.capitalize()
    sys.stderr.write(f"{verb} {what}? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() in ("y", "yes"):
        return True
    note("nothing was done")
    return False
