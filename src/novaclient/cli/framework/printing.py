"""The command shapes that print: a command declares only its own part.

:func:`list_command` prints a list, :func:`show_command` one resource, :func:`create_command` a
created resource, for which it can wait. The shape of bulk commands is in
:mod:`novaclient.cli.bulk.command`, arguments and microversions in
:mod:`novaclient.cli.framework.command`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from novaclient.cli.framework.command import Api, register
from novaclient.cli.framework.context import Context
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.output.formats import FORMAT_NAMES
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import BadValue, Namespace, decimal

if TYPE_CHECKING:
    from novaclient.cli.framework.waiting import Wait

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

FORMAT = argument(
    "-f",
    "--format",
    choices=FORMAT_NAMES,
    metavar="<format>",
    help=f"Output format: {', '.join(FORMAT_NAMES)} (default: {FORMAT_NAMES[0]}).",
    new=True,
    parameter="",
)
COLUMN = argument(
    "-c",
    "--column",
    action="append",
    metavar="<column>",
    help="Show only this column or property; repeat for several.",
    new=True,
    parameter="",
)
SORT = argument(
    "--sort",
    dest="sort_by",
    metavar="<column>[:asc|desc]",
    help="Sort by these columns, in this order, separated by commas.",
    new=True,
    parameter="",
)

QUERY = argument(
    "--query",
    metavar="<jmespath>",
    help="Print the result of a JMESPath expression, applied to the output of -f json.",
    new=True,
    parameter="",
)
NO_HEADER = argument(
    "--no-header",
    action="store_true",
    help="Print tables and CSV without headings.",
    new=True,
    parameter="",
)


def _interval(text: str) -> float:
    seconds = decimal(text)
    if not 0.1 <= seconds < 1e6:
        raise BadValue(f"must be at least 0.1 seconds, not {text}")
    return seconds


WATCH = argument(
    "--watch",
    nargs="?",
    const=2.0,
    type=_interval,
    metavar="<seconds>",
    help="Refresh the list at this interval (default: 2 seconds) until Ctrl-C; in place on a "
    "terminal.",
    new=True,
    parameter="",
)

#: What every command that prints takes.
OUTPUT = (FORMAT, COLUMN, SORT, QUERY, NO_HEADER)


# ------------------------------------------------------------------------------------- list
def limited(rows: Iterable[T], limit: int | None) -> Iterable[T]:
    """The first rows of a list, for ``--limit``; no further pages are fetched.

    :param rows: the list.
    :param limit: how many; None and 0 for all. A negative number is left for Nova to refuse.
    """
    return islice(rows, limit) if limit is not None and limit > 0 else rows


def list_command(
    name: str,
    *,
    api: Api,
    columns: Sequence[Column] = (),
    order: str | None = None,
    sort: bool = True,
) -> Callable[[F], F]:
    """Declare a command that prints a list.

    The function returns the resources or an iterator of them (JSON lines, CSV and values are
    then printed as they arrive), or :class:`Rows` where the columns depend on the arguments. The
    shape adds :data:`OUTPUT`, and ``--watch`` to commands with ``list`` in their name; with
    ``--watch`` the function is called repeatedly::

        @list_command("flavor-list", api=FlavorManager.list, columns=COLUMNS, order="ID")
        @argument("--all", action="store_true", help="Include flavors that are not public.")
        def flavor_list(context, args):
            \"\"\"List flavors.\"\"\"
            return context.client.flavors.list(is_public=None if args.all else True)

    :param name: as typed.
    :param api: the library's methods that it calls.
    :param columns: what to show of each resource.
    :param order: the title of the column that sorts a table without ``--sort``; None for the
        cloud's order.
    :param sort: False for a command with a ``--sort`` of its own.
    """

    def decorate(function: F) -> F:
        def run(context: Context, args: Namespace) -> int | None:
            out = context.out
            out.configure(args)
            if columns:
                out.check(columns)

            def print_once() -> None:
                result = function(context, args)
                rows = result if isinstance(result, Rows) else Rows(result, columns, order)
                out.rows(rows.rows, rows.columns, order=rows.order, single=rows.single)

            if getattr(args, "watch", None) is None or context.plan is not None:
                print_once()
                return None
            from novaclient.cli.framework.watch import watch

            return watch(out, print_once, args.watch, f"nova {name}")

        # Other commands that print rows change something, and must not be repeated.
        flags = (*OUTPUT, WATCH) if "list" in name.split("-") else OUTPUT
        added = [one for one in flags if sort or one is not SORT]
        register(name, run, function, api, added, reading=True)
        return function

    return decorate


# ------------------------------------------------------------------------------------- show
def show_command(name: str, *, api: Api, reading: bool = True) -> Callable[[F], F]:
    """Declare a command that prints one resource as a table of properties.

    The function returns a mapping of property to value, in its own type. The shape adds
    :data:`OUTPUT`, and applies a ``--wrap`` that the command declares::

        @show_command("flavor-show", api=FlavorManager.get)
        @argument("flavor", metavar="<flavor>", help="Name or ID of the flavor.")
        def flavor_show(context, args):
            \"\"\"Show a flavor.\"\"\"
            return resource_of(context.client.flavors, args.flavor).to_dict()

    :param name: as typed.
    :param api: the library's methods that it calls.
    :param reading: False for a command that changes what it shows.
    """

    def decorate(function: F) -> F:
        def run(context: Context, args: Namespace) -> None:
            context.out.configure(args)
            context.out.properties(function(context, args), wrap=getattr(args, "wrap", None) or 0)

        register(name, run, function, api, OUTPUT, reading=reading)
        return function

    return decorate


# ----------------------------------------------------------------------------------- create
def create_command(
    name: str,
    *,
    api: Api,
    properties: Callable[[Context, Any], Mapping[str, object]],
    wait: Wait | None = None,
) -> Callable[[F], F]:
    """Declare a command that creates or changes one resource and prints it.

    The function returns the resource. With ``--wait`` a table is printed before the wait, as
    python-novaclient does; machine-readable formats print the resource after it::

        @create_command("boot", api=ServerManager.create, properties=server_properties,
                  wait=Wait("building", SERVER["active"], get_server, classic=True))
        @argument("name", metavar="<name>", help="Name of the new server.")
        def boot(context, args):
            \"\"\"Create a server.\"\"\"
            return context.client.servers.create(args.name, ...)

    :param name: as typed.
    :param api: the library's methods that it calls.
    :param properties: returns the properties of a resource, in their own types.
    :param wait: the wait of ``--poll`` and ``--wait``; None for a command without them.
    """

    def decorate(function: F) -> F:
        def run(context: Context, args: Namespace) -> None:
            out = context.out
            out.configure(args)
            resource = function(context, args)
            shown = properties(context, resource)
            if wait is None or not args.poll:
                out.created(shown)
                return
            from novaclient.cli.framework.waiting import wait_one

            if out.for_people:
                out.created(shown)
            final = wait_one(context, wait, resource, args.wait_timeout)
            if not out.for_people:
                # Only the first response has some properties: the password of a new server.
                out.created({**shown, **properties(context, final)})

        added = (*OUTPUT, *(wait.arguments() if wait else ()))
        register(name, run, function, api, added)
        return function

    return decorate
