"""The commands for servers in trouble: deleted ones, wrong states, crashes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from novaclient.cli.bulk.command import bulk_command
from novaclient.cli.bulk.targets import raise_failures, run_on_targets
from novaclient.cli.commands._server_arguments import ALL_TENANTS, MANY, every_project
from novaclient.cli.commands._server_shown import servers_of, targets_of
from novaclient.cli.commands._server_waits import get_server, until
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.waiting import Wait
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.servers import ServerManager
from novaclient.waiters import Waiter

#: Deleted for good, unlike one that is only marked so.
_GONE = Waiter(frozenset(("deleted",)), gone=True)


@bulk_command(
    "force-delete",
    api=ServerManager.force_delete,
    on=servers_of,
    dest="server",
    wait=Wait("deleting", _GONE, get_server),
)
@MANY
def force_delete(context: Context, args: Namespace, server: str) -> None:
    """Delete servers at once, also those that are only marked as deleted."""
    servers_of(context.client).force_delete(server)


def _deleted(args: Namespace) -> Mapping[str, Any]:
    return {"deleted": True}


@bulk_command(
    "restore",
    api=ServerManager.restore,
    on=servers_of,
    dest="server",
    scope=_deleted,
    wait=until("restoring", "active"),
)
@MANY
def restore(context: Context, args: Namespace, server: str) -> None:
    """Bring back servers that are only marked as deleted; their names are an administrator's."""
    servers_of(context.client).restore(server)


@command("reset-state", api=ServerManager.reset_state)
@MANY
@ALL_TENANTS
@argument(
    "--active",
    dest="state",
    parameter="",
    action="store_const",
    const="active",
    default="error",
    help="Record them as active, not as being in error.",
)
def reset_state(context: Context, args: Namespace) -> None:
    """Set the state that Nova has recorded of servers: to error, unless --active is given."""
    servers = servers_of(context.client)
    targets = targets_of(context, args.server, **every_project(args))
    done = f"Reset state for server %s succeeded; new state is {args.state}"
    run_on_targets(context, targets, lambda server: servers.reset_state(server, args.state), done)
    failed = "Unable to reset the state for the specified server(s)."
    raise_failures(targets, failed, alone=False)


@bulk_command(
    "trigger-crash-dump", api=ServerManager.trigger_crash_dump, on=servers_of, dest="server"
)
@MANY
def trigger_crash_dump(context: Context, args: Namespace, server: str) -> None:
    """Have servers' kernels write a crash dump, as far as they are set up to."""
    servers_of(context.client).trigger_crash_dump(server)
