"""Commands for the ports of servers and their security groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from novaclient import exceptions
from novaclient.base import part
from novaclient.cli.bulk.command import act, bulk_command
from novaclient.cli.bulk.name_lookup import concurrently, id_of, shared_id_of
from novaclient.cli.commands._request_waits import request_of, request_over
from novaclient.cli.commands._server_arguments import MANY, ONE
from novaclient.cli.framework.command import command, removed_from_nova
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command, show_command
from novaclient.cli.framework.waiting import Wait, wait_one
from novaclient.cli.output.columns import ABSENT, Column, Rows
from novaclient.cli.parsing.declare import argument, arguments
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.server_external_events import ServerExternalEventManager
from novaclient.v2.servers import NetworkInterface, ServerManager


# ----------------------------------------------------------------------------------------- ports
def _addresses(port: NetworkInterface) -> object:
    fixed = getattr(port, "fixed_ips", None)
    if not isinstance(fixed, list):
        return ABSENT
    return [str(address) for ip in fixed if (address := part(ip, "ip_address"))]


def _joined(addresses: Iterable[str]) -> str:
    return ",".join(addresses)


TAG = Column("Tag", "tag")
PORTS = (
    Column("Port State", "port_state"),
    Column("Port ID", "port_id"),
    Column("Net ID", "net_id"),
    Column("IP addresses", _addresses, _joined),
    Column("MAC Addr", "mac_addr"),
)


@list_command("interface-list", api=ServerManager.interface_list, columns=(*PORTS, TAG))
@ONE
def interface_list(context: Context, args: Namespace) -> Rows:
    """List the ports of a server."""
    servers = context.client.servers
    ports = servers.interface_list(id_of(servers, args.server))
    tagged = context.supports(ServerManager.interface_list, "tag")
    return Rows(ports, (*PORTS, TAG) if tagged else PORTS)


@show_command("interface-attach", api=ServerManager.interface_attach, reading=False)
@ONE
@argument("--port-id", metavar="<port_id>", help="ID of an existing port.")
@argument(
    "--net-id",
    metavar="<net_id>",
    help="Name or ID of the network to create a port in (default: the only network).",
)
@argument("--fixed-ip", metavar="<fixed_ip>", help="IP address of the new port.")
@argument("--tag", metavar="<tag>", help="Tag that identifies the port inside the server.")
def interface_attach(context: Context, args: Namespace) -> dict[str, object]:
    """Attach a port to a server.

    Attaches an existing port, or creates one in a network.
    """
    client = context.client
    servers = client.servers
    server, network = concurrently(
        lambda: id_of(servers, args.server),
        lambda: args.net_id and shared_id_of(context, client.neutron, args.net_id),
    )
    port = servers.interface_attach(server, args.port_id, network, args.fixed_ip, args.tag)
    shown: dict[str, object] = port.to_dict()
    if context.out.for_people:
        shown.pop("fixed_ips", None)
        addresses = _addresses(port)
        shown["ip_address"] = _joined(addresses) if isinstance(addresses, list) else None
    return shown


def _detaching(server: str = "") -> Wait:
    return request_over("detaching", server, "compute_detach_interface", what="Port")


@command("interface-detach", api=ServerManager.interface_detach)
@ONE
@argument("port_id", metavar="<port_id>", help="ID of the port.")
@arguments(*_detaching().arguments())
def interface_detach(context: Context, args: Namespace) -> None:
    """Detach a port from a server.

    Nova deletes the port if Nova created it.
    """
    servers = context.client.servers
    server = id_of(servers, args.server)
    answer = servers.interface_detach(server, args.port_id)
    if args.poll:
        wait_one(context, _detaching(server), request_of(answer), args.wait_timeout)


# ------------------------------------------------------------------------------- security groups
SECGROUP = argument(
    "secgroup",
    metavar="<secgroup>",
    parameter="security_group",
    help="Name or ID of the security group.",
)
GROUPS = (
    Column("Id", "id"),
    Column("Name", "name"),
    Column("Description", "description"),
    Column("Rules", "rules", shown=False),
)


@list_command("list-secgroup", api=ServerManager.list_security_group, columns=GROUPS)
@ONE
def list_secgroup(context: Context, args: Namespace) -> Any:
    """List the security groups of a server's ports."""
    servers = context.client.servers
    return servers.list_security_group(id_of(servers, args.server))


act(
    "add-secgroup",
    ServerManager.add_security_group,
    MANY,
    SECGROUP,
    help="Add a security group to all ports of servers.",
)


act(
    "remove-secgroup",
    ServerManager.remove_security_group,
    MANY,
    SECGROUP,
    help="Remove a security group from all ports of servers.",
)


# --------------------------------------------------------------------------- network information
@bulk_command("reset-network", api=ServerManager.reset_network)
@removed_from_nova("resetNetwork")
@MANY
def reset_network(context: Context, args: Namespace, server: str) -> None:
    """Reset the network of servers (up to Nova 22)."""
    try:
        context.client.servers.reset_network(server)
    except exceptions.ClientException as error:
        if error.code != 410:
            raise
        raise exceptions.CommandError(
            f"{error}. Nova 23.0 (Wallaby) removed it: use 'nova refresh-network' to update Nova's "
            "network information, and 'nova reboot' to reconfigure the server."
        ) from error


@bulk_command("refresh-network", api=ServerExternalEventManager.create)
@MANY
def refresh_network(context: Context, args: Namespace, server: str) -> None:
    """Refresh the network information of servers.

    Nova reads their ports and addresses from the network service again.
    """
    event = {"server_uuid": server, "name": "network-changed"}
    context.client.server_external_events.create([event])
