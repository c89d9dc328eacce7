"""The commands of old about networks: Nova asks Neutron for them, and refuses to change them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final

from novaclient import exceptions
from novaclient.base import given
from novaclient.bulk import Outcome
from novaclient.cli.bulk import lookup
from novaclient.cli.bulk.targets import JOBS, Target, raise_failures, run_on_targets, side_by_side
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.command import command, superseded
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command, show_command
from novaclient.cli.legacy._shared import found, withdrawn
from novaclient.cli.output.columns import Column, Rows, make_field_formatter
from novaclient.cli.parsing.declare import Argument, argument, arguments
from novaclient.cli.parsing.values import BadValue, Namespace, boolean
from novaclient.v2.legacy.networks import NetworkManager, TenantNetworkManager
from novaclient.v2.legacy.security_groups import SecurityGroupManager

NETWORK = argument("network", metavar="<network>", help="Name or id of the network.")
NETWORK_ID = argument("network", metavar="<network>", help="Id of the network.")


# ------------------------------------------------------------------------------------ networks
COLUMNS = (Column("ID", "id"), Column("Label", "label"), Column("Cidr", "cidr"))


@list_command("network-list", api=NetworkManager.list)
@superseded("openstack network list")
@argument(
    "--fields", metavar="<fields>", help="Show these fields too, separated by commas: vlan,dns1."
)
def network_list(context: Context, args: Namespace) -> Rows:
    """List networks."""
    networks = context.client.networks.list()
    fields = [field for field in (args.fields or "").split(",") if field]
    missing = [field for field in fields if networks and not hasattr(networks[0], field)]
    if missing:
        raise exceptions.CommandError(f"Non-existent fields are specified: {missing}")
    asked = (Column(make_field_formatter(field)[0], field) for field in fields)
    return Rows(networks, (*COLUMNS, *asked))


@show_command("network-show", api=NetworkManager.get)
@superseded("openstack network show")
@NETWORK
def network_show(context: Context, args: Namespace) -> Mapping[str, object]:
    """Show one network in full."""
    (network,) = found(context.client.networks, args.network)
    shown: Mapping[str, object] = network.to_dict()
    return shown


@command("network-delete", api=NetworkManager.delete)
@withdrawn("os-networks")
@NETWORK
def network_delete(context: Context, args: Namespace) -> None:
    """Delete a network of Nova's own."""
    networks = context.client.networks
    networks.delete(lookup.id_of(networks, args.network))


@command("network-associate-host", api=NetworkManager.associate_host)
@withdrawn("os-networks #associate_host")
@NETWORK_ID
@argument("host", metavar="<host>", help="Name of the host.")
def network_associate_host(context: Context, args: Namespace) -> None:
    """Tie a network of Nova's own to a host."""
    context.client.networks.associate_host(args.network, args.host)


@command("network-associate-project", api=NetworkManager.associate_project)
@withdrawn("os-networks")
@NETWORK_ID
def network_associate_project(context: Context, args: Namespace) -> None:
    """Tie a network of Nova's own to your project."""
    context.client.networks.associate_project(args.network)


def _only(flag: str, whom: str) -> Argument:
    return argument(
        flag,
        nargs="?",
        type=boolean,
        const=True,
        default=False,
        metavar="<0|1>",
        parameter="",
        help=f"Of its {whom} alone.",
    )


@command("network-disassociate", api=NetworkManager.disassociate)
@withdrawn("os-networks")
@_only("--host-only", "host")
@_only("--project-only", "project")
@NETWORK_ID
def network_disassociate(context: Context, args: Namespace) -> None:
    """Free a network of Nova's own of its host and project."""
    # Given both, the host counts, as always.
    host, project = (True, False) if args.host_only else (not args.project_only, True)
    context.client.networks.disassociate(args.network, host, project)


def _yes(text: str) -> bool:
    """``T`` and other words for yes; as always, anything else is no."""
    try:
        return boolean(text)
    except BadValue:
        return False


#: Flag of ``network-create`` → (field of the network, how to read it, what it is).
FIELDS: Final[Mapping[str, tuple[str, Any, str]]] = {
    "--fixed-range-v4": ("cidr", str, "IPv4 addresses, in CIDR notation."),
    "--fixed-range-v6": ("cidr_v6", str, "IPv6 addresses, in CIDR notation."),
    "--vlan": ("vlan", int, "Its VLAN."),
    "--vlan-start": ("vlan_start", int, "The first VLAN, of which it gets the next free one."),
    "--vpn": ("vpn_start", int, "The first port for VPNs."),
    "--gateway": ("gateway", str, "IPv4 address of the gateway."),
    "--gateway-v6": ("gateway_v6", str, "IPv6 address of the gateway."),
    "--bridge": ("bridge", str, "The hosts' bridge that servers are connected to."),
    "--bridge-interface": ("bridge_interface", str, "The hosts' interface on that bridge."),
    "--multi-host": ("multi_host", _yes, "T for a network service on every host."),
    "--dns1": ("dns1", str, "First DNS server."),
    "--dns2": ("dns2", str, "Second DNS server."),
    "--uuid": ("uuid", str, "Its id."),
    "--fixed-cidr": ("fixed_cidr", str, "The part of the addresses that servers get."),
    "--project-id": ("project_id", str, "The project that it is for."),
    "--priority": ("priority", str, "Its place among a server's interfaces."),
    "--mtu": ("mtu", int, "Its largest packet, in bytes."),
    "--enable-dhcp": ("enable_dhcp", _yes, "T for DHCP."),
    "--dhcp-server": ("dhcp_server", str, "Address of the DHCP server."),
    "--share-address": ("share_address", _yes, "T for one address on all hosts."),
    "--allowed-start": ("allowed_start", str, "First address that servers get."),
    "--allowed-end": ("allowed_end", str, "Last address that servers get."),
}


@command("network-create", api=NetworkManager.create)
@withdrawn("os-networks")
@argument("label", metavar="<network_label>", parameter="", help="Its name.")
@arguments(
    *(
        argument(flag, dest=field, type=read, metavar=f"<{flag[2:]}>", parameter="", help=text)
        for flag, (field, read, text) in FIELDS.items()
    )
)
def network_create(context: Context, args: Namespace) -> None:
    """Create a network of Nova's own."""
    if not (args.cidr or args.cidr_v6):
        raise UsageError("one of the arguments --fixed-range-v4 --fixed-range-v6 is required")
    fields = {field: getattr(args, field) for field, *_ in FIELDS.values()}
    context.client.networks.create(label=args.label, **given(**fields))


# -------------------------------------------------------------------------- a project's networks
TENANT_COLUMNS = (Column("ID", "id"), Column("Label", "label"), Column("CIDR", "cidr"))
TENANT_NETWORK = argument(
    "network_id", metavar="<network_id>", parameter="", help="Id of the network."
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
    """Show one of the project's networks in full."""
    return context.client.tenant_networks.get(args.network_id).to_dict()


@show_command("net-create", api=TenantNetworkManager.create)
@show_command("tenant-network-create", api=TenantNetworkManager.create)
@withdrawn("os-tenant-networks")
@argument("label", metavar="<network_label>", help="Its name.")
@argument("cidr", metavar="<cidr>", help="Its addresses, in CIDR notation.")
def tenant_network_create(context: Context, args: Namespace) -> Mapping[str, object]:
    """Create a network of Nova's own for the project."""
    return context.client.tenant_networks.create(args.label, args.cidr).to_dict()


@command("net-delete", api=TenantNetworkManager.delete)
@command("tenant-network-delete", api=TenantNetworkManager.delete)
@withdrawn("os-tenant-networks")
@TENANT_NETWORK
def tenant_network_delete(context: Context, args: Namespace) -> None:
    """Delete one of the project's networks of Nova's own."""
    context.client.tenant_networks.delete(args.network_id)


# ------------------------------------------------------------------------------------ both at once
@command("scrub", api=(SecurityGroupManager.delete, NetworkManager.disassociate))
@superseded("openstack project cleanup")
@argument("project_id", metavar="<project_id>", parameter="", help="Id of the project.")
@arguments(JOBS)
def scrub(context: Context, args: Namespace) -> None:
    """Free a project's networks of it, and delete its security groups; for administrators.

    Nobody is asked before: --dry-run shows what it would be.
    """
    context.jobs = args.jobs or context.jobs
    networks, groups = context.client.networks, context.client.security_groups
    listed, all_groups = side_by_side(networks.list, lambda: groups.list({"all_tenants": 1}))
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
