"""Legacy commands about servers, replaced by other commands."""

from __future__ import annotations

from novaclient.cli.bulk.command import act
from novaclient.cli.commands._server_arguments import MANY, ONE
from novaclient.cli.commands.server_passwords import set_password
from novaclient.cli.framework.command import command, superseded
from novaclient.cli.framework.context import Context
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.servers import ServerManager

act(
    "rename",
    ServerManager.update,
    ONE,
    argument("name", metavar="<name>", help="The new name of the server."),
    help="Rename a server.",
    instead=("nova update --name",),
)


act(
    "add-fixed-ip",
    ServerManager.add_fixed_ip,
    MANY,
    argument("network_id", metavar="<network-id>", help="ID of the network."),
    help="Add a fixed IP from a network to servers.",
    instead=("nova interface-attach --net-id",),
)


act(
    "remove-fixed-ip",
    ServerManager.remove_fixed_ip,
    ONE,
    argument("address", metavar="<address>", help="The fixed IP."),
    help="Remove a fixed IP from a server.",
    instead=("nova interface-detach",),
)


@command("root-password", api=ServerManager.change_password)
@superseded("nova set-password")
@MANY
def root_password(context: Context, args: Namespace) -> None:
    """Set the administrator password of servers.

    The command prompts for the password.
    """
    set_password(context, args)
