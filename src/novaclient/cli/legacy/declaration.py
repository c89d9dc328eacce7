"""How legacy commands are declared: those for removed APIs, and an argument that several take."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

from novaclient.cli.framework.command import command, removed_from_nova
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command
from novaclient.cli.output.columns import Column
from novaclient.cli.parsing.declare import Argument, argument, arguments
from novaclient.cli.parsing.values import Namespace, boolean

ALL_TENANTS = argument(
    "--all-tenants",
    nargs="?",
    type=boolean,
    const=True,
    default=False,
    env=("ALL_TENANTS",),
    metavar="<0|1>",
    parameter="",
    help="List those of all projects; for administrators.",
)


def removed_command(
    name: str,
    method: Callable[..., Any],
    manager: str,
    *declared: Argument,
    api: str,
    help: str,
    columns: Sequence[Column] = (),
) -> None:
    """Declare a command as a row: one call of a method of a removed API.

    The method gets the values of the arguments by keyword, each as the parameter that the argument
    names::

        removed_command(
            "fixed-ip-reserve",
            FixedIPsManager.reserve,
            "fixed_ips",
            argument("fixed_ip", metavar="<fixed_ip>", help="The fixed IP."),
            api="os-fixed-ips",
            help="Reserve a fixed IP.",
        )

    :param name: as typed.
    :param method: the method of a manager.
    :param manager: the name of the manager, an attribute of the client.
    :param declared: the arguments in the order of the help.
    :param api: a key of :data:`novaclient.v2.legacy.removals.REMOVED`.
    :param help: the command's help; the first line is its summary.
    :param columns: the columns of the rows that the method returns. Without columns the command
        prints nothing.
    """

    def call(context: Context, args: Namespace) -> Any:
        values = {one.parameter: getattr(args, one.dest) for one in declared}
        result = method(getattr(context.client, manager), **values)
        return result if columns else None

    call.__doc__ = help
    call.__module__ = sys._getframe(1).f_globals["__name__"]
    arguments(*declared)(call)
    removed_from_nova(api)(call)
    if columns:
        list_command(name, api=method, columns=columns)(call)
    else:
        command(name, api=method)(call)
