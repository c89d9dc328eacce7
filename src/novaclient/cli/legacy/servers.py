"""Legacy commands about servers, replaced by other commands."""

from __future__ import annotations

from novaclient.cli.bulk import lookup
from novaclient.cli.bulk.command import bulk_command
from novaclient.cli.commands._server_arguments import MANY, ONE
from novaclient.cli.commands._server_shown import servers_of
from novaclient.cli.commands.server_passwords import set_password
from novaclient.cli.framework.command import command, superseded
from novaclient.cli.framework.context import Context
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.servers import ServerManager


@command("rename", api=ServerManager.update)
@superseded("nova update --name")
@ONE
@argument("name", metavar="<name>", help="The new name of the server.")
def rename(context: Context, args: Namespace) -> None:
    """Rename a server."""
    servers = context.client.servers
    servers.update(lookup.id_of(servers, args.server), name=args.name)


@bulk_command("add-fixed-ip", api=ServerManager.add_fixed_ip, on=servers_of, dest="server")
@superseded("nova interface-attach --net-id")
@MANY
@argument("network_id", metavar="<network-id>", help="ID of the network.")
def add_fixed_ip(context: Context, args: Namespace, server: str) -> None:
    """Add a fixed IP from a network to servers."""
    servers_of(context.client).add_fixed_ip(server, args.network_id)


@command("remove-fixed-ip", api=ServerManager.remove_fixed_ip)
@superseded("nova interface-detach")
@ONE
@argument("address", metavar="<address>", help="The fixed IP.")
def remove_fixed_ip(context: Context, args: Namespace) -> None:
    """Remove a fixed IP from a server."""
    servers = context.client.servers
    servers.remove_fixed_ip(lookup.id_of(servers, args.server), args.address)


@command("root-password", api=ServerManager.change_password)
@superseded("nova set-password")
@MANY
def root_password(context: Context, args: Namespace) -> None:
    """Set the administrator password of servers.

    The command prompts for the password.
    """
    set_password(context, args)
