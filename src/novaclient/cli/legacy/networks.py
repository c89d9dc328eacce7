"""Legacy commands about networks: Nova proxies listing to Neutron and has removed the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final

from novaclient import exceptions
from novaclient.base import given
from novaclient.bulk import Outcome
from novaclient.cli.bulk.command import act
from novaclient.cli.bulk.name_lookup import concurrently, resources_of
from novaclient.cli.bulk.targets import JOBS, Target, raise_failures, run_on_targets
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.command import command, removed_from_nova, superseded
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command, show_command
from novaclient.cli.legacy.declaration import removed_command
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.output.labels import make_field_formatter
from novaclient.cli.parsing.declare import Argument, argument, arguments
from novaclient.cli.parsing.values import BadValue, Namespace, boolean
from novaclient.v2.legacy.networks import NetworkManager, TenantNetworkManager
from novaclient.v2.legacy.security_groups import SecurityGroupManager

NETWORK = argument("network", metavar="<network>", help="Name or ID of the network.")
NETWORK_ID = argument("network", metavar="<network>", help="ID of the network.")


# ------------------------------------------------------------------------------------ networks
COLUMNS = (Column("ID", "id"), Column("Label", "label"), Column("Cidr", "cidr"))


@list_command("network-list", api=NetworkManager.list)
@superseded("openstack network list")
@argument(
    "--fields",
    metavar="<fields>",
    help="Comma-separated fields to show as well, for example vlan,dns1.",
)
def network_list(context: Context, args: Namespace) -> Rows:
    """List networks."""
    networks = context.client.networks.list()
    fields = [field for field in (args.fields or "").split(",") if field]
    missing = [field for field in fields if networks and not hasattr(networks[0], field)]
    if missing:
        raise exceptions.CommandError(f"Non-existent fields are specified: {missing}")
    extra = (Column(make_field_formatter(field)[0], field) for field in fields)
    return Rows(networks, (*COLUMNS, *extra))


@show_command("network-show", api=NetworkManager.get)
@superseded("openstack network show")
@NETWORK
def network_show(context: Context, args: Namespace) -> Mapping[str, object]:
    """Show details of a network."""
    (network,) = resources_of(context.client.networks, args.network)
    fields: Mapping[str, object] = network.to_dict()
    return fields


act(
    "network-delete",
    NetworkManager.delete,
    NETWORK,
    help="Delete a nova-network network.",
    on=lambda client: client.networks,
    removed="os-networks",
)
removed_command(
    "network-associate-host",
    NetworkManager.associate_host,
    "networks",
    NETWORK_ID,
    argument("host", metavar="<host>", help="Name of the host."),
    api="os-networks #associate_host",
    help="Associate a nova-network network with a host.",
)
removed_command(
    "network-associate-project",
    NetworkManager.associate_project,
    "networks",
    NETWORK_ID,
    api="os-networks",
    help="Associate a nova-network network with your project.",
)


def _only(flag: str, owner: str) -> Argument:
    return argument(
        flag,
        nargs="?",
        type=boolean,
        const=True,
        default=False,
        metavar="<0|1>",
        parameter="",
        help=f"Disassociate it from its {owner} only.",
    )


@command("network-disassociate", api=NetworkManager.disassociate)
@removed_from_nova("os-networks")
@_only("--host-only", "host")
@_only("--project-only", "project")
@NETWORK_ID
def network_disassociate(context: Context, args: Namespace) -> None:
    """Disassociate a nova-network network from its host and project."""
    # With both flags the host wins, as in python-novaclient.
    host, project = (True, False) if args.host_only else (not args.project_only, True)
    context.client.networks.disassociate(args.network, host, project)


def _true(text: str) -> bool:
    """``T`` and other words for true; anything else is false, as in python-novaclient."""
    try:
        return boolean(text)
    except BadValue:
        return False


#: Flag of ``network-create`` → (field of the network, converter of its value, help).
FIELDS: Final[Mapping[str, tuple[str, Any, str]]] = {
    "--fixed-range-v4": ("cidr", str, "IPv4 range in CIDR notation."),
    "--fixed-range-v6": ("cidr_v6", str, "IPv6 range in CIDR notation."),
    "--vlan": ("vlan", int, "VLAN ID."),
    "--vlan-start": ("vlan_start", int, "First VLAN ID to try; the next free one is used."),
    "--vpn": ("vpn_start", int, "First VPN port."),
    "--gateway": ("gateway", str, "IPv4 address of the gateway."),
    "--gateway-v6": ("gateway_v6", str, "IPv6 address of the gateway."),
    "--bridge": ("bridge", str, "Bridge on the hosts that servers are connected to."),
    "--bridge-interface": (
        "bridge_interface",
        str,
        "Interface of the hosts that the bridge is connected to.",
    ),
    "--multi-host": ("multi_host", _true, "T to run the network service on every host."),
    "--dns1": ("dns1", str, "Primary DNS server."),
    "--dns2": ("dns2", str, "Secondary DNS server."),
    "--uuid": ("uuid", str, "ID of the network."),
    "--fixed-cidr": ("fixed_cidr", str, "Part of the IPv4 range to assign to servers."),
    "--project-id": ("project_id", str, "ID of the project that it belongs to."),
    "--priority": ("priority", str, "Priority among the interfaces of a server."),
    "--mtu": ("mtu", int, "MTU in bytes."),
    "--enable-dhcp": ("enable_dhcp", _true, "T to enable DHCP."),
    "--dhcp-server": ("dhcp_server", str, "IP address of the DHCP server."),
    "--share-address": (
        "share_address",
        _true,
        "T to share the gateway address between all hosts.",
    ),
    "--allowed-start": ("allowed_start", str, "First IP address to assign to servers."),
    "--allowed-end": ("allowed_end", str, "Last IP address to assign to servers."),
}


@command("network-create", api=NetworkManager.create)
@removed_from_nova("os-networks")
@argument("label", metavar="<network_label>", parameter="", help="Name of the network.")
@arguments(
    *(
        argument(flag, dest=field, type=convert, metavar=f"<{flag[2:]}>", parameter="", help=text)
        for flag, (field, convert, text) in FIELDS.items()
    )
)
def network_create(context: Context, args: Namespace) -> None:
    """Create a nova-network network."""
    if not (args.cidr or args.cidr_v6):
        raise UsageError("one of the arguments --fixed-range-v4 --fixed-range-v6 is required")
    fields = {field: getattr(args, field) for field, *_ in FIELDS.values()}
    context.client.networks.create(label=args.label, **given(**fields))


# ---------------------------------------------------------------------------- project networks
TENANT_COLUMNS = (Column("ID", "id"), Column("Label", "label"), Column("CIDR", "cidr"))
TENANT_NETWORK = argument(
    "network_id", metavar="<network_id>", parameter="network", help="ID of the network."
)


@list_command("net-list", api=TenantNetworkManager.list, columns=TENANT_COLUMNS)
@list_command("tenant-network-list", api=TenantNetworkManager.list, columns=TENANT_COLUMNS)
@superseded("openstack network list")
def tenant_network_list(context: Context, args: Namespace) -> Iterable[Any]:
    """List the project's networks."""
    return context.client.tenant_networks.list()


@show_command("net", api=TenantNetworkManager.get)
@show_command("tenant-network-show", api=TenantNetworkManager.get)
@superseded("openstack network show")
@TENANT_NETWORK
def tenant_network_show(context: Context, args: Namespace) -> Mapping[str, object]:
    """Show details of one of the project's networks."""
    return context.client.tenant_networks.get(args.network_id).to_dict()


@show_command("net-create", api=TenantNetworkManager.create)
@show_command("tenant-network-create", api=TenantNetworkManager.create)
@removed_from_nova("os-tenant-networks")
@argument("label", metavar="<network_label>", help="Name of the network.")
@argument("cidr", metavar="<cidr>", help="IP range in CIDR notation.")
def tenant_network_create(context: Context, args: Namespace) -> Mapping[str, object]:
    """Create a nova-network network for the project."""
    return context.client.tenant_networks.create(args.label, args.cidr).to_dict()


for _name in ("tenant-network-delete", "net-delete"):
    removed_command(
        _name,
        TenantNetworkManager.delete,
        "tenant_networks",
        TENANT_NETWORK,
        api="os-tenant-networks",
        help="Delete one of the project's nova-network networks.",
    )


# --------------------------------------------------------------- networks and security groups
@command("scrub", api=(SecurityGroupManager.delete, NetworkManager.disassociate))
@superseded("openstack project cleanup")
@argument("project_id", metavar="<project_id>", parameter="", help="ID of the project.")
@arguments(JOBS)
def scrub(context: Context, args: Namespace) -> None:
    """Disassociate a project's networks and delete its security groups.

    For administrators. There is no confirmation: check with --dry-run first.
    """
    context.jobs = args.jobs or context.jobs
    networks, groups = context.client.networks, context.client.security_groups
    listed, all_groups = concurrently(networks.list, lambda: groups.list({"all_tenants": 1}))
    theirs = [one for one in listed if getattr(one, "project_id", None) == args.project_id]
    calls: dict[str, Callable[[], object]] = {
        network.id: partial(networks.disassociate, network.id) for network in theirs
    }
    targets = [Target(one.label, Outcome(one.label, result=one.id)) for one in theirs]
    for group in all_groups:
        if group.tenant_id == args.project_id:
            calls[group.id] = partial(groups.delete, group.id)
            targets.append(Target(group.name, Outcome(group.name, result=group.id)))
    run_on_targets(context, targets, lambda target: calls[target]())
    raise_failures(targets)
