"""Legacy commands about security groups, which Nova proxies to Neutron."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from novaclient import exceptions
from novaclient.cli.bulk.name_lookup import id_of, ids_of, resources_of
from novaclient.cli.framework.command import command, superseded
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command
from novaclient.cli.legacy.declaration import ALL_TENANTS
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.parsing.declare import Argument, argument, arguments
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.legacy.security_groups import (
    SecurityGroup,
    SecurityGroupManager,
    SecurityGroupRuleManager,
)

COLUMNS = (Column("Id", "id"), Column("Name", "name"), Column("Description", "description"))
TENANT = Column("Tenant_ID", "tenant_id")

GROUP = argument(
    "secgroup", metavar="<secgroup>", parameter="", help="Name or ID of the security group."
)
SOURCE = argument(
    "source_group",
    metavar="<source-group>",
    parameter="",
    help="Name or ID of the security group that traffic is allowed from.",
)
#: The traffic that a rule matches.
TRAFFIC: tuple[Argument, ...] = (
    argument("ip_proto", metavar="<ip-proto>", parameter="", help="tcp, udp or icmp."),
    argument(
        "from_port", type=int, metavar="<from-port>", help="First port, or ICMP type; -1 for any."
    ),
    argument("to_port", type=int, metavar="<to-port>", help="Last port, or ICMP code; -1 for any."),
)
CIDR = argument("cidr", metavar="<cidr>", help="Source addresses in CIDR notation.")


# ---------------------------------------------------------------------------------------- groups
@list_command("secgroup-list", api=SecurityGroupManager.list, columns=(*COLUMNS, TENANT))
@superseded("openstack security group list")
@ALL_TENANTS
def secgroup_list(context: Context, args: Namespace) -> Rows:
    """List security groups."""
    groups = context.client.security_groups.list({"all_tenants": int(args.all_tenants)})
    return Rows(groups, (*COLUMNS, TENANT) if args.all_tenants else COLUMNS)


@list_command("secgroup-create", api=SecurityGroupManager.create, columns=COLUMNS)
@superseded("openstack security group create")
@argument("name", metavar="<name>", help="Name of the new group.")
@argument("description", metavar="<description>", help="Description of the new group.")
def secgroup_create(context: Context, args: Namespace) -> Rows:
    """Create a security group."""
    return _one(context.client.security_groups.create(args.name, args.description))


@list_command("secgroup-update", api=SecurityGroupManager.update, columns=COLUMNS)
@superseded("openstack security group set")
@GROUP
@argument("name", metavar="<name>", help="The new name.")
@argument("description", metavar="<description>", help="The new description.")
def secgroup_update(context: Context, args: Namespace) -> Rows:
    """Update the name and description of a security group."""
    groups = context.client.security_groups
    return _one(groups.update(id_of(groups, args.secgroup), args.name, args.description))


@list_command("secgroup-delete", api=SecurityGroupManager.delete, columns=COLUMNS)
@superseded("openstack security group delete")
@GROUP
def secgroup_delete(context: Context, args: Namespace) -> Rows:
    """Delete a security group and show the deleted group.

    A group that servers still use cannot be deleted.
    """
    groups = context.client.security_groups
    (group,) = resources_of(groups, args.secgroup)
    groups.delete(group)
    return _one(group)


def _one(group: SecurityGroup) -> Rows:
    return Rows([group], COLUMNS, single=True)


# ----------------------------------------------------------------------------------------- rules
def _of_rule(field: str, part: str = "") -> Callable[[Mapping[str, Any]], object]:
    """A function that reads a field of a rule, or a key of the mapping in that field."""

    def read(rule: Mapping[str, Any]) -> object:
        value = rule.get(field)
        return (value or {}).get(part) if part else value

    return read


def _blank(value: object) -> str:
    """A field of a rule as a table cell, empty for None."""
    return "" if value is None else str(value)


RULE_COLUMNS = (
    Column("IP Protocol", _of_rule("ip_protocol"), _blank),
    Column("From Port", _of_rule("from_port"), _blank),
    Column("To Port", _of_rule("to_port"), _blank),
    Column("IP Range", _of_rule("ip_range", "cidr"), _blank),
    Column("Source Group", _of_rule("group", "name"), _blank),
)


@list_command("secgroup-list-rules", api=SecurityGroupManager.get, columns=RULE_COLUMNS)
@superseded("openstack security group rule list")
@GROUP
def secgroup_list_rules(context: Context, args: Namespace) -> list[dict[str, Any]]:
    """List the rules of a security group."""
    (group,) = resources_of(context.client.security_groups, args.secgroup)
    return [rule for rule in group.rules or () if isinstance(rule, dict)]


@list_command("secgroup-add-rule", api=SecurityGroupRuleManager.create, columns=RULE_COLUMNS)
@superseded("openstack security group rule create --remote-ip")
@arguments(GROUP, *TRAFFIC, CIDR)
def secgroup_add_rule(context: Context, args: Namespace) -> Rows:
    """Add an ingress rule for a CIDR to a security group."""
    client = context.client
    group = id_of(client.security_groups, args.secgroup)
    traffic = args.ip_proto, args.from_port, args.to_port
    rule = client.security_group_rules.create(group, *traffic, args.cidr)
    return Rows([rule.to_dict()], RULE_COLUMNS, single=True)


@list_command("secgroup-add-group-rule", api=SecurityGroupRuleManager.create, columns=RULE_COLUMNS)
@superseded("openstack security group rule create --remote-group")
@arguments(GROUP, SOURCE, *TRAFFIC)
def secgroup_add_group_rule(context: Context, args: Namespace) -> Rows:
    """Add an ingress rule for a source group to a security group."""
    client = context.client
    ids = ids_of(client.security_groups, (args.secgroup, args.source_group))
    traffic = args.ip_proto.upper(), args.from_port, args.to_port
    source = ids[args.source_group]
    rule = client.security_group_rules.create(ids[args.secgroup], *traffic, group_id=source)
    return Rows([rule.to_dict()], RULE_COLUMNS, single=True)


@list_command("secgroup-delete-rule", api=SecurityGroupRuleManager.delete, columns=RULE_COLUMNS)
@superseded("openstack security group rule delete")
@arguments(GROUP, *TRAFFIC, CIDR)
def secgroup_delete_rule(context: Context, args: Namespace) -> Rows:
    """Delete an ingress rule for a CIDR and show the deleted rule."""
    client = context.client
    (group,) = resources_of(client.security_groups, args.secgroup)
    rule = matching(group.rules, args)
    client.security_group_rules.delete(rule["id"])
    return Rows([rule], RULE_COLUMNS, single=True)


@command("secgroup-delete-group-rule", api=SecurityGroupRuleManager.delete)
@superseded("openstack security group rule delete")
@arguments(GROUP, SOURCE, *TRAFFIC)
def secgroup_delete_group_rule(context: Context, args: Namespace) -> None:
    """Delete an ingress rule for a source group."""
    client = context.client
    group, source = resources_of(client.security_groups, args.secgroup, args.source_group)
    rule = matching(group.rules, args, source.name)
    client.security_group_rules.delete(rule["id"])


def matching(
    rules: Iterable[dict[str, Any]], args: Namespace, source_group: str | None = None
) -> dict[str, Any]:
    """The rule that matches the traffic and the source of a command's arguments.

    :param rules: the rules to search.
    :param args: the arguments: those of :data:`TRAFFIC`, and ``cidr``.
    :param source_group: the name of the source group, instead of ``args.cidr``.
    :raises CommandError: if no rule matches.
    """
    *traffic, cidr, group = (column.value for column in RULE_COLUMNS)
    source, wanted_source = (cidr, args.cidr) if source_group is None else (group, source_group)
    wanted_traffic = [args.ip_proto.lower(), args.from_port, args.to_port]
    for rule in rules:
        protocol, *ports = (value(rule) for value in traffic)
        if [str(protocol).lower(), *ports] == wanted_traffic and source(rule) == wanted_source:
            return rule
    raise exceptions.CommandError("Rule not found")
