"""Commands that show, update and delete servers. See also ``boot`` and ``server_list``."""

from __future__ import annotations

from novaclient.base import given
from novaclient.cli.bulk.command import act
from novaclient.cli.bulk.name_lookup import id_of, resource_of
from novaclient.cli.commands._server_arguments import (
    ALL_TENANTS,
    MANY,
    ONE,
    SET_OR_DELETE,
    metadata_of,
)
from novaclient.cli.commands._server_properties import server_properties
from novaclient.cli.commands._server_waits import DELETING
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import show_command
from novaclient.cli.parsing.declare import argument, exclusive
from novaclient.cli.parsing.values import Namespace
from novaclient.microversions import UNSET
from novaclient.v2.servers import ServerManager


# --------------------------------------------------------------------------------- show, console
@show_command("show", api=ServerManager.get)
@argument(
    "--minimal",
    action="store_true",
    help="Show the IDs of the image and the flavor without their names.",
)
@argument(
    "--wrap",
    type=int,
    default=0,
    metavar="<integer>",
    help="Wrap the values in the table at this number of characters; 0 does not wrap.",
)
@ONE
def show(context: Context, args: Namespace) -> dict[str, object]:
    """Show details of a server."""
    server = resource_of(context.client.servers, args.server)
    return server_properties(context, server, minimal=args.minimal)


@command("console-log", api=ServerManager.get_console_output, reading=True)
@ONE
@argument(
    "--length", type=int, metavar="<length>", help="Print only this number of lines from the end."
)
def console_log(context: Context, args: Namespace) -> None:
    """Print the console log of a server.

    On a terminal, control characters are escaped.
    """
    servers = context.client.servers
    server = id_of(servers, args.server)
    log = servers.get_console_output(server, length=args.length)
    context.out.text(log)
    if context.out.is_terminal and log and not log.endswith("\n"):
        context.out.text("\n")


# ------------------------------------------------------------------------- update, meta, delete
@command("update", api=ServerManager.update)
@ONE
@argument("--name", metavar="<name>", help="New name.")
@argument(
    "--description", metavar="<description>", help="New description; an empty one removes it."
)
@argument(
    "--hostname",
    metavar="<hostname>",
    help="New hostname inside the server; applied at its next boot.",
)
@exclusive(
    argument(
        "--pinned-availability-zone",
        metavar="<availability-zone>",
        new=True,
        help="Pin the server to its current availability zone.",
    ),
    argument(
        "--no-pinned-availability-zone",
        action="store_true",
        parameter="pinned_availability_zone",
        new=True,
        help="Unpin the server from its availability zone.",
    ),
)
def update(context: Context, args: Namespace) -> None:
    """Update the name, description, hostname or pinned zone of a server."""
    zone = None if args.no_pinned_availability_zone else args.pinned_availability_zone or UNSET
    changes = given(name=args.name, description=args.description, hostname=args.hostname)
    if zone is not UNSET:
        changes["pinned_availability_zone"] = zone
    if not changes:
        raise UsageError(
            "nothing to update: specify --name, --description, --hostname or "
            "--pinned-availability-zone"
        )
    servers = context.client.servers
    servers.update(id_of(servers, args.server), **changes)


@command("meta", api=(ServerManager.set_meta, ServerManager.delete_meta))
@ONE
@SET_OR_DELETE
def meta(context: Context, args: Namespace) -> None:
    """Set or delete metadata of a server."""
    items, keys = metadata_of(args)
    servers = context.client.servers
    server = id_of(servers, args.server)
    if items:
        servers.set_meta(server, items)
    else:
        servers.delete_meta(server, keys)


act(
    "delete",
    ServerManager.delete,
    MANY,
    ALL_TENANTS,
    help="Delete servers.",
    done="Request to delete server %s has been accepted.",
    failed="Unable to delete the specified server(s).",
    wait=DELETING,
)
