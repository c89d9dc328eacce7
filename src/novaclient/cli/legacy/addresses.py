"""Legacy commands about floating and fixed IPs, which Nova proxies to Neutron."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from novaclient.cli.bulk import lookup
from novaclient.cli.bulk.command import bulk_command
from novaclient.cli.commands._server_arguments import ONE
from novaclient.cli.framework.command import command, superseded
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


@bulk_command(
    "floating-ip-delete",
    api=FloatingIPManager.delete,
    on=lambda client: client.floating_ips,
    dest="address",
)
@superseded("openstack floating ip delete")
@argument("address", nargs="+", metavar="<address>", parameter="", help="One or more floating IPs.")
def floating_ip_delete(context: Context, args: Namespace, address: str) -> None:
    """Release floating IPs."""
    context.client.floating_ips.delete(address)


@list_command(
    "floating-ip-pool-list", api=FloatingIPPoolManager.list, columns=(Column("name", "name"),)
)
@superseded("openstack network list --external")
def floating_ip_pool_list(context: Context, args: Namespace) -> Iterable[Any]:
    """List the pools (public networks) that floating IPs come from."""
    return context.client.floating_ip_pools.list()


@command("add-floating-ip", api=ServerManager.add_floating_ip)
@command("floating-ip-associate", api=ServerManager.add_floating_ip)
@superseded("openstack server add floating ip")
@ONE
@ADDRESS
@argument(
    "--fixed-address",
    metavar="<fixed_address>",
    help="The server's fixed IP to associate it with (default: the first one).",
)
def floating_ip_associate(context: Context, args: Namespace) -> None:
    """Associate a floating IP with a server."""
    servers = context.client.servers
    servers.add_floating_ip(lookup.id_of(servers, args.server), args.address, args.fixed_address)


@command("remove-floating-ip", api=ServerManager.remove_floating_ip)
@command("floating-ip-disassociate", api=ServerManager.remove_floating_ip)
@superseded("openstack server remove floating ip")
@ONE
@ADDRESS
def floating_ip_disassociate(context: Context, args: Namespace) -> None:
    """Disassociate a floating IP from a server."""
    servers = context.client.servers
    servers.remove_floating_ip(lookup.id_of(servers, args.server), args.address)
