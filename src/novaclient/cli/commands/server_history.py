"""Commands that show the recorded actions of servers, and their diagnostics."""

from __future__ import annotations

from novaclient.base import given
from novaclient.cli.bulk.name_lookup import id_of
from novaclient.cli.commands._server_arguments import ONE
from novaclient.cli.commands._times import check_time
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT, limited, list_command
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.output.times import time_text
from novaclient.cli.parsing.declare import argument, arguments
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.instance_action import InstanceActionManager
from novaclient.v2.servers import ServerManager

ACTIONS = (
    Column("Action", "action"),
    Column("Request_ID", "request_id"),
    Column("Message", "message"),
    Column("Start_Time", "start_time", time_text),
)
UPDATED_AT = Column("Updated_At", "updated_at", time_text)
MORE = (
    Column("User ID", "user_id", shown=False),
    Column("Project ID", "project_id", shown=False),
)
#: The width at which a table wraps the values from the hypervisor.
WIDTH = 80


# ---------------------------------------------------------------------------------------- actions
@list_command(
    "instance-action-list",
    api=InstanceActionManager.iterate,
    columns=(*ACTIONS, UPDATED_AT, *MORE),
)
@ONE
@argument(
    "--marker", metavar="<marker>", help="List only the actions after the one with this request ID."
)
@argument(
    "--limit", type=int, metavar="<limit>", parameter="page_size", help="Maximum number of actions."
)
@argument(
    "--changes-since",
    metavar="<changes_since>",
    help="Actions changed at or after this time (ISO 8601).",
)
@argument(
    "--changes-before",
    metavar="<changes_before>",
    help="Actions last changed at or before this time (ISO 8601).",
)
def instance_action_list(context: Context, args: Namespace) -> Rows:
    """List the actions on a server.

    A deleted server must be given by ID.
    """
    check_time("changes-since", args.changes_since)
    check_time("changes-before", args.changes_before)
    wanted = given(
        marker=args.marker,
        page_size=args.limit,
        changes_since=args.changes_since,
        changes_before=args.changes_before,
    )
    client = context.client
    server = id_of(client.servers, args.server)
    actions = limited(client.instance_action.iterate(server, **wanted), args.limit)
    known = context.supports(InstanceActionManager.iterate, "updated_at")
    columns = (*ACTIONS, UPDATED_AT, *MORE) if known else (*ACTIONS, *MORE)
    return Rows(actions, columns, "Start_Time")


@command("instance-action", api=InstanceActionManager.get, reading=True)
@ONE
@argument("request_id", metavar="<request_id>", help="ID of the request that started the action.")
@arguments(*OUTPUT)
def instance_action(context: Context, args: Namespace) -> None:
    """Show an action on a server and its events."""
    context.out.configure(args)
    client = context.client
    server = id_of(client.servers, args.server)
    shown = client.instance_action.get(server, args.request_id).to_dict()
    if context.out.for_people and "events" in shown:
        from pprint import pformat

        shown["events"] = pformat(shown["events"])
    context.out.properties(shown)


# ------------------------------------------------------------------------------------ diagnostics
@command("diagnostics", api=ServerManager.diagnostics, reading=True)
@ONE
@arguments(*OUTPUT)
def diagnostics(context: Context, args: Namespace) -> None:
    """Show diagnostics of a server from its hypervisor.

    They include the CPU time and the disk and network traffic.
    """
    context.out.configure(args)
    servers = context.client.servers
    _, values = servers.diagnostics(id_of(servers, args.server))
    context.out.properties(values, wrap=WIDTH)


@command("server-topology", api=ServerManager.topology, reading=True)
@ONE
@arguments(*OUTPUT)
def server_topology(context: Context, args: Namespace) -> None:
    """Show the NUMA topology of a server and its CPU pinning."""
    context.out.configure(args)
    servers = context.client.servers
    values = servers.topology(id_of(servers, args.server))
    context.out.properties(values, wrap=WIDTH)
