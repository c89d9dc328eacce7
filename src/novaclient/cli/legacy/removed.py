"""Legacy commands for APIs that Nova has removed; only older clouds support them.

The requests, and the explanation of a refusal, are in ``novaclient.v2.legacy.removed``. Most
commands are rows; the others have output of their own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any

from novaclient import exceptions
from novaclient.cli.bulk.name_lookup import id_of
from novaclient.cli.commands._server_arguments import ONE
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.command import command, removed_from_nova
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT, list_command, show_command
from novaclient.cli.legacy.declaration import removed_command
from novaclient.cli.legacy.security_groups import CIDR, RULE_COLUMNS, TRAFFIC, matching
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.parsing.declare import Argument, argument, arguments
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.legacy.removed import (
    CellsManager,
    CertificateManager,
    CloudpipeManager,
    FixedIPsManager,
    FloatingIPBulkManager,
    FloatingIPDNSDomainManager,
    FloatingIPDNSEntryManager,
    SecurityGroupDefaultRuleManager,
    VirtualInterfaceManager,
)

DOMAIN = argument("domain", metavar="<domain>", help="Name of the DNS domain.")
FULL_DOMAIN = argument(
    "domain", metavar="<domain>", parameter="fqdomain", help="Full name of the DNS domain."
)
DNS_NAME = argument("name", metavar="<name>", help="The DNS name.")
DNS_COLUMNS = (Column("ip", "ip"), Column("name", "name"), Column("domain", "domain"))
FIXED_IP = argument("fixed_ip", metavar="<fixed_ip>", help="The fixed IP.")
RANGE = argument("ip_range", metavar="<range>", help="The range in CIDR notation.")


# ---------------------------------------------------------------------------------------- cloudpipe
removed_command(
    "cloudpipe-list",
    CloudpipeManager.list,
    "cloudpipe",
    api="os-cloudpipe",
    help="List the VPN servers of all projects.",
    columns=(
        Column("Project Id", "project_id"),
        Column("Public IP", "public_ip"),
        Column("Public Port", "public_port"),
        Column("Internal IP", "internal_ip"),
    ),
)
removed_command(
    "cloudpipe-create",
    CloudpipeManager.create,
    "cloudpipe",
    argument("project", metavar="<project_id>", help="ID of the project."),
    api="os-cloudpipe",
    help="Start the VPN server of a project.",
)
removed_command(
    "cloudpipe-configure",
    CloudpipeManager.update,
    "cloudpipe",
    argument("address", metavar="<ip address>", help="IP address of the VPN server."),
    argument("port", metavar="<port>", help="Port of the VPN server."),
    api="os-cloudpipe",
    help="Configure the VPN address of your project.",
)


# ---------------------------------------------------------------------------- DNS of floating IPs
removed_command(
    "dns-domains",
    FloatingIPDNSDomainManager.domains,
    "dns_domains",
    api="os-floating-ip-dns",
    help="List the DNS domains for floating IPs.",
    columns=(
        Column("domain", "domain"),
        Column("scope", "scope"),
        Column("project", "project"),
        Column("availability_zone", "availability_zone"),
    ),
)
removed_command(
    "dns-create-private-domain",
    FloatingIPDNSDomainManager.create_private,
    "dns_domains",
    FULL_DOMAIN,
    argument(
        "--availability-zone", metavar="<availability-zone>", help="Name of the availability zone."
    ),
    api="os-floating-ip-dns",
    help="Create a private DNS domain for an availability zone.",
)
removed_command(
    "dns-create-public-domain",
    FloatingIPDNSDomainManager.create_public,
    "dns_domains",
    FULL_DOMAIN,
    argument("--project", metavar="<project>", help="ID of the project."),
    api="os-floating-ip-dns",
    help="Create a public DNS domain for a project.",
)
removed_command(
    "dns-delete-domain",
    FloatingIPDNSDomainManager.delete,
    "dns_domains",
    FULL_DOMAIN,
    api="os-floating-ip-dns",
    help="Delete a DNS domain for floating IPs.",
)
removed_command(
    "dns-create",
    FloatingIPDNSEntryManager.create,
    "dns_entries",
    argument("ip", metavar="<ip>", help="The floating IP."),
    DNS_NAME,
    DOMAIN,
    argument(
        "--type",
        metavar="<type>",
        default="A",
        parameter="dns_type",
        help="Type of the entry (default: A).",
    ),
    api="os-floating-ip-dns",
    help="Create a DNS entry for a floating IP.",
)
removed_command(
    "dns-delete",
    FloatingIPDNSEntryManager.delete,
    "dns_entries",
    DOMAIN,
    DNS_NAME,
    api="os-floating-ip-dns",
    help="Delete a DNS entry of a floating IP.",
)


@list_command("dns-list", api=FloatingIPDNSEntryManager.get, columns=DNS_COLUMNS)
@removed_from_nova("os-floating-ip-dns")
@DOMAIN
@argument("--ip", metavar="<ip>", parameter="", help="List the entries of this floating IP.")
@argument("--name", metavar="<name>", help="Show the entry with this name.")
def dns_list(context: Context, args: Namespace) -> Iterable[Any]:
    """List the DNS entries of a floating IP or a name."""
    if args.name:
        return [context.client.dns_entries.get(args.domain, args.name)]
    if args.ip:
        return context.client.dns_entries.get_for_ip(args.domain, args.ip)
    raise UsageError("one of the arguments --ip --name is required")


# ---------------------------------------------------------- fixed IPs, floating IPs, interfaces
removed_command(
    "fixed-ip-reserve",
    FixedIPsManager.reserve,
    "fixed_ips",
    FIXED_IP,
    api="os-fixed-ips",
    help="Reserve a fixed IP, so that no server gets it.",
)
removed_command(
    "fixed-ip-unreserve",
    FixedIPsManager.unreserve,
    "fixed_ips",
    FIXED_IP,
    api="os-fixed-ips",
    help="Unreserve a fixed IP.",
)
removed_command(
    "floating-ip-bulk-list",
    FloatingIPBulkManager.list,
    "floating_ips_bulk",
    argument("--host", metavar="<host>", help="Only floating IPs of this host."),
    api="os-floating-ips-bulk",
    help="List all floating IPs of the cloud.",
    columns=(
        Column("project_id", "project_id"),
        Column("address", "address"),
        Column("instance_uuid", "instance_uuid"),
        Column("pool", "pool"),
        Column("interface", "interface"),
    ),
)
removed_command(
    "floating-ip-bulk-create",
    FloatingIPBulkManager.create,
    "floating_ips_bulk",
    RANGE,
    argument("--pool", metavar="<pool>", help="Pool to add the floating IPs to."),
    argument(
        "--interface",
        metavar="<interface>",
        help="Network interface of the hosts for the floating IPs.",
    ),
    api="os-floating-ips-bulk",
    help="Create a range of floating IPs.",
)
removed_command(
    "floating-ip-bulk-delete",
    FloatingIPBulkManager.delete,
    "floating_ips_bulk",
    RANGE,
    api="os-floating-ips-bulk",
    help="Delete a range of floating IPs.",
)


@list_command("fixed-ip-get", api=FixedIPsManager.get)
@removed_from_nova("os-fixed-ips")
@FIXED_IP
def fixed_ip_get(context: Context, args: Namespace) -> Rows:
    """Show a fixed IP and the server that has it."""
    address = context.client.fixed_ips.get(args.fixed_ip)
    names = ["address", "cidr", "hostname", "host"]
    names += ["reserved"] if hasattr(address, "reserved") else []
    return Rows([address], [Column(name, name) for name in names], single=True)


@list_command("virtual-interface-list", api=VirtualInterfaceManager.list)
@removed_from_nova("os-virtual-interfaces")
@ONE
def virtual_interface_list(context: Context, args: Namespace) -> Rows:
    """List a server's interfaces in nova-network networks."""
    client = context.client
    interfaces = client.virtual_interfaces.list(id_of(client.servers, args.server))
    columns = [Column("Id", "id"), Column("Mac address", "mac_address")]
    if any(hasattr(interface, "net_id") for interface in interfaces):
        columns.append(Column("Network ID", "net_id"))
    return Rows(interfaces, columns)


# ------------------------------------------------------------------------------------------- cells
@show_command("cell-show", api=CellsManager.get)
@removed_from_nova("os-cells")
@argument("cell", metavar="<cell-name>", parameter="cell_name", help="Name of the cell.")
def cell_show(context: Context, args: Namespace) -> dict[str, object]:
    """Show details of a cell (cells v1)."""
    return context.client.cells.get(args.cell).to_dict()


@command("cell-capacities", api=CellsManager.capacities)
@removed_from_nova("os-cells")
@argument(
    "--cell",
    metavar="<cell-name>",
    parameter="cell_name",
    help="Name of the cell (default: all cells together).",
)
@arguments(*OUTPUT)
def cell_capacities(context: Context, args: Namespace) -> None:
    """Show the free capacity of cells (cells v1)."""
    out = context.out
    out.configure(args)
    capacities = context.client.cells.capacities(args.cell).to_dict().get("capacities", {})
    if not out.for_people:
        out.properties(capacities)
        return
    for kind, field, separator in (("Ram", "ram_free", ""), ("Disk", "disk_free", "\n")):
        free = capacities.get(field, {})
        out.line(f"{separator}{kind} Available: {free.get('total_mb')} MB")
        out.properties(free.get("units_by_mb", {}), titles=(f"{kind}(MB)", "Units"))


# ------------------------------------------------------------------------------------ certificates
def _file(name: str, metavar: str, default: str) -> Argument:
    return argument(
        name,
        nargs="?",
        default=default,
        metavar=metavar,
        parameter="",
        completes="file",
        help=f"File to create (default: {default}).",
    )


@command("x509-create-cert", api=CertificateManager.create)
@removed_from_nova("os-certificates")
@_file("pk_filename", "<private-key-filename>", "pk.pem")
@_file("cert_filename", "<x509-cert-filename>", "cert.pem")
def x509_create_cert(context: Context, args: Namespace) -> None:
    """Create an X.509 certificate and private key.

    Each is written to a file of its own.
    """
    _refuse_existing(args.pk_filename, args.cert_filename)
    certificate = context.client.certs.create()
    _write(args.pk_filename, certificate.private_key or "", mode=0o400)
    context.out.line(f"Wrote private key to {args.pk_filename}")
    _write(args.cert_filename, certificate.data)
    context.out.line(f"Wrote x509 certificate to {args.cert_filename}")


@command("x509-get-root-cert", api=CertificateManager.get)
@removed_from_nova("os-certificates")
@_file("filename", "<filename>", "cacert.pem")
def x509_get_root_cert(context: Context, args: Namespace) -> None:
    """Download the X.509 root certificate of the project."""
    _refuse_existing(args.filename)
    _write(args.filename, context.client.certs.get().data)
    context.out.line(f"Wrote x509 root cert to {args.filename}")


def _refuse_existing(*paths: str) -> None:
    """Make sure that no file will be overwritten, before a request is sent.

    :raises CommandError: if one of the files exists.
    """
    for path in paths:
        if os.path.lexists(path):
            raise exceptions.CommandError(f"{path} already exists and will not be overwritten")


def _write(path: str, text: str, mode: int = 0o666) -> None:
    """Write a new file.

    :raises CommandError: if it cannot be written.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise exceptions.CommandError(f"Cannot write '{path}': {error.strerror}") from None


# ------------------------------------------------------------------- default security group rules
#: A default rule has no source group.
DEFAULT_RULE_COLUMNS = RULE_COLUMNS[:-1]


@list_command(
    "secgroup-list-default-rules",
    api=SecurityGroupDefaultRuleManager.list,
    columns=DEFAULT_RULE_COLUMNS,
)
@removed_from_nova("os-security-group-default-rules")
def secgroup_list_default_rules(context: Context, args: Namespace) -> list[dict[str, Any]]:
    """List the default security group rules of new projects."""
    return [rule.to_dict() for rule in context.client.security_group_default_rules.list()]


@list_command(
    "secgroup-add-default-rule",
    api=SecurityGroupDefaultRuleManager.create,
    columns=DEFAULT_RULE_COLUMNS,
)
@removed_from_nova("os-security-group-default-rules")
@arguments(*TRAFFIC, CIDR)
def secgroup_add_default_rule(context: Context, args: Namespace) -> Rows:
    """Add a default security group rule for new projects."""
    rules = context.client.security_group_default_rules
    rule = rules.create(args.ip_proto, args.from_port, args.to_port, args.cidr)
    return Rows([rule.to_dict()], DEFAULT_RULE_COLUMNS, single=True)


@list_command(
    "secgroup-delete-default-rule",
    api=SecurityGroupDefaultRuleManager.delete,
    columns=DEFAULT_RULE_COLUMNS,
)
@removed_from_nova("os-security-group-default-rules")
@arguments(*TRAFFIC, CIDR)
def secgroup_delete_default_rule(context: Context, args: Namespace) -> Rows:
    """Delete a default security group rule for new projects."""
    manager = context.client.security_group_default_rules
    rule = matching([rule.to_dict() for rule in manager.list()], args)
    manager.delete(rule["id"])
    return Rows([rule], DEFAULT_RULE_COLUMNS, single=True)
