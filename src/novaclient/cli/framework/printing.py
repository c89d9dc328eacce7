"""The shapes of the commands that print, each written once; a command states what differs.

:func:`list_command` prints rows, :func:`show_command` one resource, :func:`create_command` what it
created (and can wait for it). The act-on-many shape is in ``novaclient.cli.bulk.command``.
See ``novaclient.cli.framework.command`` for arguments and microversions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from novaclient.cli.framework.command import Api, register
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.waiting import Wait, wait_one
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.output.formats import FORMAT_NAMES
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import BadValue, Namespace

F = TypeVar("F", bound=Callable[..., Any])

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
    help="Show only this column or property; give it again for more.",
    new=True,
    parameter="",
)
SORT = argument(
    "--sort",
    dest="sort_by",
    metavar="<column>[:asc|desc]",
    help="Sort by these columns, separated by commas.",
    new=True,
    parameter="",
)

QUERY = argument(
    "--query",
    metavar="<jmespath>",
    help="Print what this JMESPath expression makes of what -f json prints.",
    new=True,
    parameter="",
)
NO_HEADER = argument(
    "--no-header",
    action="store_true",
    help="Leave out the headings of tables and CSV.",
    new=True,
    parameter="",
)


def _interval(text: str) -> float:
    seconds = float(text)
    if not 0.1 <= seconds < 1e6:
        raise BadValue(f"must be a number of seconds from 0.1, not {text}")
    return seconds


WATCH = argument(
    "--watch",
    nargs="?",
    const=2.0,
    type=_interval,
    metavar="<seconds>",
    help="Look again every so many seconds (2), until Ctrl-C; drawn in place on a terminal.",
    new=True,
    parameter="",
)

#: What every command that prints takes.
OUTPUT = (FORMAT, COLUMN, SORT, QUERY, NO_HEADER)


# ------------------------------------------------------------------------------------- list
def list_command(
    name: str,
    *,
    api: Api,
    columns: Sequence[Column] = (),
    order: str | None = None,
    sort: bool = True,
) -> Callable[[F], F]:
    """Declare a command that prints a list.

    The function returns the resources, an iterator of them (JSON lines, CSV and values are then
    printed as they come), or :class:`Rows` where the columns depend on what was asked. It adds
    :data:`OUTPUT`; and to the commands named ``list`` ``--watch``, with which the function is
    called for each look::

        @list_command("flavor-list", api=FlavorManager.list, columns=COLUMNS, order="ID")
        @argument("--all", action="store_true", help="Also those that are not public.")
        def flavor_list(context, args):
            \"\"\"List flavors.\"\"\"
            return context.client.flavors.list(is_public=None if args.all else True)

    :param name: as typed.
    :param api: the library's methods that it calls.
    :param columns: what to show of each resource.
    :param order: the title of the column that sorts the table when the user names none; None for
        the cloud's order.
    :param sort: False where the command has a ``--sort`` of its own.
    """

    def decorate(function: F) -> F:
        def run(context: Context, args: Namespace) -> int | None:
            out = context.out
            out.configure(args)
            if columns:
                out.check(columns)

            def look() -> None:
                result = function(context, args)
                rows = result if isinstance(result, Rows) else Rows(result, columns, order)
                out.rows(rows.rows, rows.columns, order=rows.order, single=rows.single)

            if getattr(args, "watch", None) is None or context.plan is not None:
                look()
                return None
            from novaclient.cli.framework.watch import watch

            return watch(out, look, args.watch, f"nova {name}")

        # What changes something prints rows too, and is not to be done anew with each look.
        flags = (*OUTPUT, WATCH) if "list" in name.split("-") else OUTPUT
        added = [one for one in flags if sort or one is not SORT]
        register(name, run, function, api, added, reading=True)
        return function

    return decorate


# ------------------------------------------------------------------------------------- show
def show_command(name: str, *, api: Api, reading: bool = True) -> Callable[[F], F]:
    """Declare a command that prints one resource as a table of properties.

    The function returns a mapping of property to value, values in their own types. It adds
    :data:`OUTPUT`; a ``--wrap`` that the command declares is obeyed::

        @show_command("flavor-show", api=FlavorManager.get)
        @argument("flavor", metavar="<flavor>", help="Name or id of the flavor.")
        def flavor_show(context, args):
            \"\"\"Show one flavor in full.\"\"\"
            return properties(FLAVORS.one(context.client, args.flavor))

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
    """Declare a command that makes or changes one resource and prints it.

    The function returns the resource. With ``--wait`` the table is printed first, as
    python-novaclient does; the formats for programs print the resource as it is in the end::

        @create_command("boot", api=ServerManager.create, properties=server_properties,
                  wait=Wait("building", SERVER["active"], get_server, classic=True))
        @argument("name", metavar="<name>", help="Name of the new server.")
        def boot(context, args):
            \"\"\"Create a server.\"\"\"
            return context.client.servers.create(args.name, ...)

    :param name: as typed.
    :param api: the library's methods that it calls.
    :param properties: the properties of a resource, in their own types.
    :param wait: what ``--poll`` and ``--wait`` wait for; None leaves these flags out.
    """

    def decorate(function: F) -> F:
        def run(context: Context, args: Namespace) -> None:
            out = context.out
            out.configure(args)
            resource = function(context, args)
            shown = properties(context, resource)
            waiting = wait is not None and args.poll
            if out.for_people or not waiting:
                out.made(shown)
            if wait is not None and waiting:
                final = wait_one(context, wait, resource, args.wait_timeout)
                if not out.for_people:
                    # What only the first answer holds, a password for example, is kept.
                    out.made({**shown, **properties(context, final)})

        added = (*OUTPUT, *(wait.arguments() if wait else ()))
        register(name, run, function, api, added)
        return function

    return decorate
