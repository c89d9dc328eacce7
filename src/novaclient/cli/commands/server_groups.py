"""Commands about server groups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from novaclient.base import given
from novaclient.cli.bulk.command import act
from novaclient.cli.bulk.name_lookup import resource_of
from novaclient.cli.commands._server_arguments import key_value
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import limited, list_command
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.parsing.declare import HIDDEN, argument
from novaclient.cli.parsing.values import BadValue, Namespace
from novaclient.v2.server_groups import ServerGroupsManager

ID = Column("Id", "id")
NAME = Column("Name", "name")
PROJECT = Column("Project Id", "project_id")
USER = Column("User Id", "user_id")
POLICY = Column("Policy", "policy")
POLICIES = Column("Policies", "policies")
RULES = Column("Rules", "rules")
MEMBERS = Column("Members", "members")
METADATA = Column("Metadata", "metadata")
ALL_COLUMNS = (ID, NAME, PROJECT, USER, POLICY, RULES, POLICIES, MEMBERS, METADATA)


def _group_rows(context: Context, groups: Iterable[Any], *, single: bool = False) -> Rows:
    """Groups with the columns of the microversion in use."""
    if context.supports(ServerGroupsManager.create, "rules"):
        return Rows(groups, (ID, NAME, PROJECT, USER, POLICY, RULES, MEMBERS), single=single)
    has_owner = context.supports(ServerGroupsManager.iterate, "project_id")
    owners = (PROJECT, USER) if has_owner else ()
    return Rows(groups, (ID, NAME, *owners, POLICIES, MEMBERS, METADATA), single=single)


@list_command("server-group-list", api=ServerGroupsManager.iterate, columns=ALL_COLUMNS)
@argument(
    "--limit",
    type=int,
    metavar="<limit>",
    parameter="page_size",
    help="Maximum number of groups to list.",
)
@argument("--offset", type=int, metavar="<offset>", help="Number of groups to skip.")
@argument(
    "--all-projects", action="store_true", help="List groups of all projects; for administrators."
)
def server_group_list(context: Context, args: Namespace) -> Rows:
    """List server groups."""
    paging = given(page_size=args.limit, offset=args.offset)
    groups = context.client.server_groups.iterate(all_projects=args.all_projects, **paging)
    return _group_rows(context, limited(groups, args.limit))


@list_command("server-group-get", api=ServerGroupsManager.get, columns=ALL_COLUMNS)
@argument("id", metavar="<id>", help="Name or ID of the server group.")
def server_group_get(context: Context, args: Namespace) -> Rows:
    """Show details of a server group."""
    group = resource_of(context.client.server_groups, args.id)
    return _group_rows(context, [group], single=True)


def _rule(text: str) -> tuple[str, object]:
    key, value = key_value(text)
    if key == "max_server_per_host" and not value.isdecimal():
        raise BadValue(f"'{key}' must be a number of servers, not '{value}'")
    return key, int(value) if value.isdecimal() else value


@list_command("server-group-create", api=ServerGroupsManager.create, columns=ALL_COLUMNS)
@argument("name", metavar="<name>", help="Name of the new group.")
@argument(
    "policy",
    nargs="?",
    metavar="<policy>",
    parameter="",
    help="affinity, anti-affinity, soft-affinity or soft-anti-affinity.",
)
@argument(
    "--policy",
    dest="old_policy",
    new=True,
    parameter="",
    deprecated="it follows the name: server-group-create <name> <policy>",
    help=HIDDEN,
)
@argument(
    "--rule",
    dest="rules",
    action="append",
    type=_rule,
    metavar="<key=value>",
    help="A rule of the policy: max_server_per_host=<number> for anti-affinity.",
)
def server_group_create(context: Context, args: Namespace) -> Rows:
    """Create a server group with an affinity or anti-affinity policy."""
    policy = args.policy or args.old_policy
    if not policy:
        raise UsageError("the following arguments are required: <policy>")
    rules = dict(args.rules)
    group = context.client.server_groups.create(args.name, policy, **given(rules=rules or None))
    # A field missing from the response has no value; another request would not add it.
    group.set_loaded(True)
    return _group_rows(context, [group], single=True)


act(
    "server-group-delete",
    ServerGroupsManager.delete,
    argument("id", nargs="+", metavar="<id>", help="Names or IDs of one or more server groups."),
    help="""Delete server groups.

    Their servers are not deleted.""",
    on=lambda client: client.server_groups,
    done="Server group %s has been successfully deleted.",
    failed="Unable to delete the specified server group(s).",
)
