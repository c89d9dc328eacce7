"""Legacy commands about floating and fixed IPs, which Nova proxies to Neutron."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from novaclient.cli.bulk.command import act
from novaclient.cli.commands._server_arguments import ONE
from novaclient.cli.framework.command import superseded
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.legacy.addresses import FloatingIPManager, FloatingIPPoolManager
from novaclient.v2.servers import ServerManager

COLUMNS = (
    Column("Id", "id"),
    Column("IP", "ip"),
    Column("Server Id", "instance_id"),
    Column("Fixed IP", "fixed_ip"),
    Column("Pool", "pool"),
)
ADDRESS = argument("address", metavar="<address>", help="The floating IP.")


@list_command("floating-ip-list", api=FloatingIPManager.list, columns=COLUMNS)
@superseded("openstack floating ip list")
def floating_ip_list(context: Context, args: Namespace) -> Iterable[Any]:
    """List the project's floating IPs."""
    return context.client.floating_ips.list()


@list_command("floating-ip-create", api=FloatingIPManager.create, columns=COLUMNS)
@superseded("openstack floating ip create")
@argument(
    "pool",
    nargs="?",
    metavar="<floating-ip-pool>",
    help="Name or ID of the public network (default: chosen by the cloud).",
)
def floating_ip_create(context: Context, args: Namespace) -> Rows:
    """Allocate a floating IP to the project."""
    return Rows([context.client.floating_ips.create(args.pool)], COLUMNS, single=True)


act(
    "floating-ip-delete",
    FloatingIPManager.delete,
    argument(
        "address", nargs="+", metavar="<address>", parameter="", help="One or more floating IPs."
    ),
    help="Release floating IPs.",
    on=lambda client: client.floating_ips,
    instead=("openstack floating ip delete",),
)


@list_command(
    "floating-ip-pool-list", api=FloatingIPPoolManager.list, columns=(Column("name", "name"),)
)
@superseded("openstack network list --external")
def floating_ip_pool_list(context: Context, args: Namespace) -> Iterable[Any]:
    """List the pools (public networks) that floating IPs come from."""
    return context.client.floating_ip_pools.list()


for _name in ("floating-ip-associate", "add-floating-ip"):
    act(
        _name,
        ServerManager.add_floating_ip,
        ONE,
        ADDRESS,
        argument(
            "--fixed-address",
            metavar="<fixed_address>",
            help="The server's fixed IP to associate it with (default: the first one).",
        ),
        help="Associate a floating IP with a server.",
        instead=("openstack server add floating ip",),
    )


for _name in ("floating-ip-disassociate", "remove-floating-ip"):
    act(
        _name,
        ServerManager.remove_floating_ip,
        ONE,
        ADDRESS,
        help="Disassociate a floating IP from a server.",
        instead=("openstack server remove floating ip",),
    )
