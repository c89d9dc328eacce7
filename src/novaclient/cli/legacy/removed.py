"""The commands of old whose API Nova has withdrawn: an old cloud serves them, others explain.

What is sent, and what a refusal says, is in ``novaclient.v2.legacy.removed``. Most are rows of a
table; those that print something of their own follow it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from novaclient import exceptions
from novaclient.cli.bulk import lookup
from novaclient.cli.commands._server_arguments import ONE
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT, list_command, show_command
from novaclient.cli.legacy._shared import withdrawn
from novaclient.cli.legacy.security_groups import CIDR, PACKETS, RULE_COLUMNS, matching
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.parsing.declare import Argument, argument, arguments
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.client import Client
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

DOMAIN = argument("domain", metavar="<domain>", parameter="", help="Name of the DNS domain.")
FIXED_IP = argument("fixed_ip", metavar="<fixed_ip>", help="The address.")
RANGE = argument("ip_range", metavar="<range>", help="Addresses, in CIDR notation.")
#: A default rule has no source group.
DEFAULT_RULE_COLUMNS = RULE_COLUMNS[:-1]
DNS_COLUMNS = (Column("ip", "ip"), Column("name", "name"), Column("domain", "domain"))


class Plain(NamedTuple):
    """A command that makes one call and prints nothing, or the rows that come back.

    :param name: as typed.
    :param withdrawn: its API.
    :param does: its help.
    :param api: the library's method.
    :param call: calls it.
    :param arguments: what the command takes.
    :param columns: what it prints of each row; nothing if there are none.
    """

    name: str
    withdrawn: str
    does: str
    api: Callable[..., Any]
    call: Callable[[Client, Namespace], Any]
    arguments: tuple[Argument, ...] = ()
    columns: tuple[Column, ...] = ()


PLAIN = (
    Plain(
        "cloudpipe-list",
        "os-cloudpipe",
        "List the VPN servers of all projects.",
        CloudpipeManager.list,
        lambda client, args: client.cloudpipe.list(),
        columns=(
            Column("Project Id", "project_id"),
            Column("Public IP", "public_ip"),
            Column("Public Port", "public_port"),
            Column("Internal IP", "internal_ip"),
        ),
    ),
    Plain(
        "cloudpipe-create",
        "os-cloudpipe",
        "Start the VPN server of a project.",
        CloudpipeManager.create,
        lambda client, args: client.cloudpipe.create(args.project),
        (argument("project", metavar="<project_id>", help="Id of the project."),),
    ),
    Plain(
        "cloudpipe-configure",
        "os-cloudpipe",
        "Tell your project's servers where its VPN is.",
        CloudpipeManager.update,
        lambda client, args: client.cloudpipe.update(args.address, args.port),
        (
            argument("address", metavar="<ip address>", help="Its address."),
            argument("port", metavar="<port>", help="Its port."),
        ),
    ),
    Plain(
        "dns-domains",
        "os-floating-ip-dns",
        "List the DNS domains for floating addresses.",
        FloatingIPDNSDomainManager.domains,
        lambda client, args: client.dns_domains.domains(),
        columns=(
            Column("domain", "domain"),
            Column("scope", "scope"),
            Column("project", "project"),
            Column("availability_zone", "availability_zone"),
        ),
    ),
    Plain(
        "dns-create-private-domain",
        "os-floating-ip-dns",
        "Make a DNS domain for the servers of an availability zone.",
        FloatingIPDNSDomainManager.create_private,
        lambda client, args: client.dns_domains.create_private(args.domain, args.availability_zone),
        (
            DOMAIN,
            argument("--availability-zone", metavar="<availability-zone>", help="The zone."),
        ),
    ),
    Plain(
        "dns-create-public-domain",
        "os-floating-ip-dns",
        "Make a DNS domain for the floating addresses of a project.",
        FloatingIPDNSDomainManager.create_public,
        lambda client, args: client.dns_domains.create_public(args.domain, args.project),
        (DOMAIN, argument("--project", metavar="<project>", help="Id of the project.")),
    ),
    Plain(
        "dns-delete-domain",
        "os-floating-ip-dns",
        "Delete a DNS domain for floating addresses.",
        FloatingIPDNSDomainManager.delete,
        lambda client, args: client.dns_domains.delete(args.domain),
        (DOMAIN,),
    ),
    Plain(
        "dns-create",
        "os-floating-ip-dns",
        "Give a floating address a name.",
        FloatingIPDNSEntryManager.create,
        lambda client, args: client.dns_entries.create(args.domain, args.name, args.ip, args.type),
        (
            argument("ip", metavar="<ip>", help="The address."),
            argument("name", metavar="<name>", help="The name."),
            DOMAIN,
            argument(
                "--type",
                metavar="<type>",
                default="A",
                parameter="dns_type",
                help="Type of the entry (A unless said otherwise).",
            ),
        ),
    ),
    Plain(
        "dns-delete",
        "os-floating-ip-dns",
        "Delete a name of a floating address.",
        FloatingIPDNSEntryManager.delete,
        lambda client, args: client.dns_entries.delete(args.domain, args.name),
        (DOMAIN, argument("name", metavar="<name>", help="The name.")),
    ),
    Plain(
        "fixed-ip-reserve",
        "os-fixed-ips",
        "Keep an address from being given to a server.",
        FixedIPsManager.reserve,
        lambda client, args: client.fixed_ips.reserve(args.fixed_ip),
        (FIXED_IP,),
    ),
    Plain(
        "fixed-ip-unreserve",
        "os-fixed-ips",
        "Let an address be given to a server again.",
        FixedIPsManager.unreserve,
        lambda client, args: client.fixed_ips.unreserve(args.fixed_ip),
        (FIXED_IP,),
    ),
    Plain(
        "floating-ip-bulk-list",
        "os-floating-ips-bulk",
        "List the floating addresses that the cloud has.",
        FloatingIPBulkManager.list,
        lambda client, args: client.floating_ips_bulk.list(args.host),
        (argument("--host", metavar="<host>", help="Those of this host."),),
        (
            Column("project_id", "project_id"),
            Column("address", "address"),
            Column("instance_uuid", "instance_uuid"),
            Column("pool", "pool"),
            Column("interface", "interface"),
        ),
    ),
    Plain(
        "floating-ip-bulk-create",
        "os-floating-ips-bulk",
        "Add a range of floating addresses to the cloud.",
        FloatingIPBulkManager.create,
        lambda client, args: client.floating_ips_bulk.create(
            args.ip_range, args.pool, args.interface
        ),
        (
            RANGE,
            argument("--pool", metavar="<pool>", help="The pool they go to."),
            argument("--interface", metavar="<interface>", help="The hosts' interface to them."),
        ),
    ),
    Plain(
        "floating-ip-bulk-delete",
        "os-floating-ips-bulk",
        "Remove a range of floating addresses from the cloud.",
        FloatingIPBulkManager.delete,
        lambda client, args: client.floating_ips_bulk.delete(args.ip_range),
        (RANGE,),
    ),
    Plain(
        "secgroup-list-default-rules",
        "os-security-group-default-rules",
        "List the rules that the default groups of new projects get.",
        SecurityGroupDefaultRuleManager.list,
        lambda client, args: [
            rule.to_dict() for rule in client.security_group_default_rules.list()
        ],
        columns=DEFAULT_RULE_COLUMNS,
    ),
)


def _declare(row: Plain) -> None:
    """Make a command of a row."""

    def ask(context: Context, args: Namespace) -> Iterable[Any]:
        rows: Iterable[Any] = row.call(context.client, args)
        return rows

    def act(context: Context, args: Namespace) -> None:
        row.call(context.client, args)

    function = ask if row.columns else act
    function.__doc__ = row.does
    withdrawn(row.withdrawn)(function)
    arguments(*row.arguments)(function)
    if row.columns:
        list_command(row.name, api=row.api, columns=row.columns)(function)
    else:
        command(row.name, api=row.api)(act)


for _row in PLAIN:
    _declare(_row)


# ------------------------------------------------------------------------------ names of addresses
@list_command("dns-list", api=FloatingIPDNSEntryManager.get, columns=DNS_COLUMNS)
@withdrawn("os-floating-ip-dns")
@DOMAIN
@argument("--ip", metavar="<ip>", parameter="", help="Those of this address.")
@argument("--name", metavar="<name>", help="The one of this name.")
def dns_list(context: Context, args: Namespace) -> Iterable[Any]:
    """List the names of a floating address, or show one name."""
    if args.name:
        return [context.client.dns_entries.get(args.domain, args.name)]
    if args.ip:
        return context.client.dns_entries.get_for_ip(args.domain, args.ip)
    raise UsageError("one of the arguments --ip --name is required")


@list_command("fixed-ip-get", api=FixedIPsManager.get)
@withdrawn("os-fixed-ips")
@FIXED_IP
def fixed_ip_get(context: Context, args: Namespace) -> Rows:
    """Show which server has an address."""
    address = context.client.fixed_ips.get(args.fixed_ip)
    names = ["address", "cidr", "hostname", "host"]
    names += ["reserved"] if hasattr(address, "reserved") else []
    return Rows([address], [Column(name, name) for name in names], single=True)


@list_command("virtual-interface-list", api=VirtualInterfaceManager.list)
@withdrawn("os-virtual-interfaces")
@ONE
def virtual_interface_list(context: Context, args: Namespace) -> Rows:
    """List a server's interfaces in networks of Nova's own."""
    client = context.client
    interfaces = client.virtual_interfaces.list(lookup.id_of(client.servers, args.server))
    columns = [Column("Id", "id"), Column("Mac address", "mac_address")]
    if any(hasattr(interface, "net_id") for interface in interfaces):
        columns.append(Column("Network ID", "net_id"))
    return Rows(interfaces, columns)


# ------------------------------------------------------------------------------------------- cells
@show_command("cell-show", api=CellsManager.get)
@withdrawn("os-cells")
@argument("cell", metavar="<cell-name>", parameter="cell_name", help="Name of the cell.")
def cell_show(context: Context, args: Namespace) -> dict[str, object]:
    """Show one cell."""
    return context.client.cells.get(args.cell).to_dict()


@command("cell-capacities", api=CellsManager.capacities)
@withdrawn("os-cells")
@argument(
    "--cell",
    metavar="<cell-name>",
    parameter="cell_name",
    help="Name of a cell; all together otherwise.",
)
@arguments(*OUTPUT)
def cell_capacities(context: Context, args: Namespace) -> None:
    """Show how much room cells have."""
    out = context.out
    out.configure(args)
    capacities = context.client.cells.capacities(args.cell).to_dict().get("capacities", {})
    if out.format != "table":
        out.properties(capacities)
        return
    for kind, field, before in (("Ram", "ram_free", ""), ("Disk", "disk_free", "\n")):
        free = capacities.get(field, {})
        out.line(f"{before}{kind} Available: {free.get('total_mb')} MB")
        out.properties(free.get("units_by_mb", {}), titles=(f"{kind}(MB)", "Units"))


# ------------------------------------------------------------------------------------ certificates
def _file(name: str, metavar: str, default: str) -> Argument:
    return argument(
        name,
        nargs="?",
        default=default,
        metavar=metavar,
        parameter="",
        help=f"New file to write it to ({default} unless said otherwise).",
    )


@command("x509-create-cert", api=CertificateManager.create)
@withdrawn("os-certificates")
@_file("pk_filename", "<private-key-filename>", "pk.pem")
@_file("cert_filename", "<x509-cert-filename>", "cert.pem")
def x509_create_cert(context: Context, args: Namespace) -> None:
    """Make a certificate and its private key, each in a file of its own."""
    _refuse_existing(args.pk_filename, args.cert_filename)
    made = context.client.certs.create()
    _write(args.pk_filename, made.private_key or "", mode=0o400)
    context.out.line(f"Wrote private key to {args.pk_filename}")
    _write(args.cert_filename, made.data)
    context.out.line(f"Wrote x509 certificate to {args.cert_filename}")


@command("x509-get-root-cert", api=CertificateManager.get)
@withdrawn("os-certificates")
@_file("filename", "<filename>", "cacert.pem")
def x509_get_root_cert(context: Context, args: Namespace) -> None:
    """Fetch the certificate of the project's authority into a file."""
    _refuse_existing(args.filename)
    _write(args.filename, context.client.certs.get().data)
    context.out.line(f"Wrote x509 root cert to {args.filename}")


def _refuse_existing(*paths: str) -> None:
    """Keep what a file holds, before anything is sent.

    :raises CommandError: if one of the files exists.
    """
    for path in paths:
        if os.path.lexists(path):
            raise exceptions.CommandError(f"{path} exists; it is not overwritten")


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


# ------------------------------------------------------------------------------------ default rules
@list_command(
    "secgroup-add-default-rule",
    api=SecurityGroupDefaultRuleManager.create,
    columns=DEFAULT_RULE_COLUMNS,
)
@withdrawn("os-security-group-default-rules")
@arguments(*PACKETS, CIDR)
def secgroup_add_default_rule(context: Context, args: Namespace) -> Rows:
    """Add a rule to those that the default groups of new projects get."""
    rules = context.client.security_group_default_rules
    rule = rules.create(args.ip_proto, args.from_port, args.to_port, args.cidr)
    return Rows([rule.to_dict()], DEFAULT_RULE_COLUMNS, single=True)


@list_command(
    "secgroup-delete-default-rule",
    api=SecurityGroupDefaultRuleManager.delete,
    columns=DEFAULT_RULE_COLUMNS,
)
@withdrawn("os-security-group-default-rules")
@arguments(*PACKETS, CIDR)
def secgroup_delete_default_rule(context: Context, args: Namespace) -> Rows:
    """Remove a rule from those that the default groups of new projects get."""
    manager = context.client.security_group_default_rules
    rule = matching([rule.to_dict() for rule in manager.list()], args)
    manager.delete(rule["id"])
    return Rows([rule], DEFAULT_RULE_COLUMNS, single=True)
