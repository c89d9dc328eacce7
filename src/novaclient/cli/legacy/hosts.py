"""Legacy commands about hosts, host aggregates and bare metal nodes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from novaclient.base import given
from novaclient.cli.bulk.command import act
from novaclient.cli.commands import aggregates
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.command import superseded
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command, show_command
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.aggregates import AggregateManager
from novaclient.v2.legacy.baremetal import BareMetalNode, BareMetalNodeManager
from novaclient.v2.legacy.hosts import HostManager

# ------------------------------------------------------------------------------------------- hosts
HOST = argument("host", metavar="<hostname>", help="Name of the host.")
HOST_COLUMNS = (
    Column("host_name", "host_name"),
    Column("service", "service"),
    Column("zone", "zone"),
)
RESOURCE_COLUMNS = (
    Column("HOST", "host"),
    Column("PROJECT", "project"),
    Column("cpu", "cpu"),
    Column("memory_mb", "memory_mb"),
    Column("disk_gb", "disk_gb"),
)


@list_command("host-list", api=HostManager.list, columns=HOST_COLUMNS)
@superseded("nova service-list")
@argument("--zone", metavar="<zone>", help="Only hosts in this availability zone.")
def host_list(context: Context, args: Namespace) -> Iterable[Any]:
    """List hosts, one row for each Nova service on them."""
    return context.client.hosts.list(args.zone)


@list_command("host-describe", api=HostManager.get, columns=RESOURCE_COLUMNS)
@superseded("nova hypervisor-show")
@HOST
def host_describe(context: Context, args: Namespace) -> Iterable[Any]:
    """Show the resources of a host and their usage by project."""
    return context.client.hosts.get(args.host)


@list_command("host-update", api=HostManager.update)
@superseded("nova service-enable", "nova service-disable")
@HOST
@argument(
    "--status",
    type=str.lower,
    choices=("enable", "disable"),
    metavar="<enable|disable>",
    parameter="",
    help="Enable or disable the host for scheduling.",
)
@argument(
    "--maintenance",
    dest="maintenance_mode",
    type=str.lower,
    choices=("enable", "disable"),
    metavar="<enable|disable>",
    parameter="",
    help="Enable or disable maintenance mode, if the hypervisor supports it.",
)
def host_update(context: Context, args: Namespace) -> Rows:
    """Enable or disable a host, or set its maintenance mode."""
    changes = given(status=args.status, maintenance_mode=args.maintenance_mode)
    if not changes:
        raise UsageError("nothing to change: give --status or --maintenance")
    changed = context.client.hosts.update(args.host, changes)
    return Rows(
        [changed],
        (Column("HOST", "host"), *(Column(name, name) for name in changes)),
        single=True,
    )


@list_command("host-action", api=HostManager.host_action)
@HOST
@argument(
    "--action",
    required=True,
    choices=("startup", "shutdown", "reboot"),
    metavar="<action>",
    help="'startup', 'shutdown' or 'reboot'.",
)
def host_action(context: Context, args: Namespace) -> Rows:
    """Start, shut down or reboot a host, if the hypervisor supports it."""
    _, answer = context.client.hosts.host_action(args.host, args.action)
    columns = (
        Column("HOST", lambda answer: answer.get("host")),
        Column("power_action", lambda answer: answer.get("power_action")),
    )
    return Rows([answer], columns, single=True)


@list_command("aggregate-details", api=AggregateManager.get, columns=aggregates.ALL_COLUMNS)
@superseded("nova aggregate-show")
@aggregates.AGGREGATE
def aggregate_details(context: Context, args: Namespace) -> Rows:
    """Show details of a host aggregate."""
    details: Rows = aggregates.aggregate_show(context, args)
    return details


# --------------------------------------------------------------------------------- bare metal nodes
NODE = argument("node", metavar="<node>", parameter="", help="ID of the node.")
MAC = argument("address", metavar="<address>", help="MAC address of the interface.")


def _addresses(node: BareMetalNode) -> list[object]:
    """The MAC addresses of a node's interfaces."""
    return [interface.get("address") for interface in node.interfaces]


NODE_COLUMNS = (
    Column("ID", "id"),
    Column("Host", "host"),
    Column("Task State", "task_state"),
    Column("CPUs", "cpus"),
    Column("Memory_MB", "memory_mb"),
    Column("Disk_GB", "disk_gb"),
    Column("MAC Address", _addresses, lambda addresses: ", ".join(map(str, addresses))),
    Column("PM Address", "pm_address"),
    Column("PM Username", "pm_username"),
    Column("PM Password", "pm_password"),
    Column("Terminal Port", "terminal_port"),
)
INTERFACE_COLUMNS = (
    Column("ID", "id"),
    Column("Datapath_ID", "datapath_id"),
    Column("Port_No", "port_no"),
    Column("Address", "address"),
)


@list_command("baremetal-node-list", api=BareMetalNodeManager.list, columns=NODE_COLUMNS)
@superseded("openstack baremetal node list")
def baremetal_node_list(context: Context, args: Namespace) -> Iterable[Any]:
    """List bare metal nodes."""
    return context.client.baremetal.list()


@show_command("baremetal-node-show", api=BareMetalNodeManager.get)
@superseded("openstack baremetal node show")
@NODE
def baremetal_node_show(context: Context, args: Namespace) -> Mapping[str, object]:
    """Show details of a bare metal node."""
    return context.client.baremetal.get(args.node).to_dict()


@show_command("baremetal-node-create", api=BareMetalNodeManager.create)
@superseded("openstack baremetal node create")
@argument(
    "service_host",
    metavar="<service_host>",
    help="Host of the nova-compute service that manages it.",
)
@argument("cpus", type=int, metavar="<cpus>", help="Number of CPUs.")
@argument("memory_mb", type=int, metavar="<memory_mb>", help="Memory in MB.")
@argument("local_gb", type=int, metavar="<local_gb>", help="Disk in GB.")
@argument(
    "prov_mac_address",
    metavar="<prov_mac_address>",
    help="MAC address of the provisioning interface.",
)
@argument("--pm-address", metavar="<pm_address>", help="Address of its power management.")
@argument("--pm-user", metavar="<pm_user>", help="Username for power management.")
@argument("--pm-password", metavar="<pm_password>", help="Password for power management.")
@argument(
    "--terminal-port", type=int, metavar="<terminal_port>", help="Port of its serial console."
)
def baremetal_node_create(context: Context, args: Namespace) -> Mapping[str, object]:
    """Register a bare metal node.

    Clouds with Ironic refuse the request.
    """
    node = context.client.baremetal.create(
        args.service_host,
        args.cpus,
        args.memory_mb,
        args.local_gb,
        args.prov_mac_address,
        args.pm_address,
        args.pm_user,
        args.pm_password,
        args.terminal_port,
    )
    return node.to_dict()


act(
    "baremetal-node-delete",
    BareMetalNodeManager.delete,
    NODE,
    help="""Delete a bare metal node.

    Clouds with Ironic refuse the request.""",
    by=lambda client: client.baremetal,
    instead=("openstack baremetal node delete",),
)


@list_command(
    "baremetal-interface-list",
    api=BareMetalNodeManager.list_interfaces,
    columns=INTERFACE_COLUMNS,
)
@superseded("openstack baremetal port list --node")
@NODE
def baremetal_interface_list(context: Context, args: Namespace) -> Iterable[Any]:
    """List the network interfaces of a bare metal node."""
    return context.client.baremetal.list_interfaces(args.node)


@show_command("baremetal-interface-add", api=BareMetalNodeManager.add_interface)
@superseded("openstack baremetal port create")
@NODE
@MAC
@argument(
    "--datapath-id",
    default=0,
    metavar="<datapath_id>",
    help="Datapath ID of the switch it is connected to.",
)
@argument("--port-no", type=int, default=0, metavar="<port_no>", help="Port number on that switch.")
def baremetal_interface_add(context: Context, args: Namespace) -> Mapping[str, object]:
    """Add a network interface to a bare metal node.

    Clouds with Ironic refuse the request.
    """
    nodes = context.client.baremetal
    return nodes.add_interface(args.node, args.address, args.datapath_id, args.port_no).to_dict()


act(
    "baremetal-interface-remove",
    BareMetalNodeManager.remove_interface,
    NODE,
    MAC,
    help="""Remove a network interface from a bare metal node.

    Clouds with Ironic refuse the request.""",
    by=lambda client: client.baremetal,
    instead=("openstack baremetal port delete",),
)
