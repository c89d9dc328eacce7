"""Commands that recover servers: soft-deleted, in a wrong state, or crashed."""

from __future__ import annotations

from novaclient.cli.bulk.command import act
from novaclient.cli.commands._server_arguments import ALL_TENANTS, MANY
from novaclient.cli.commands._server_waits import get_server, until
from novaclient.cli.framework.waiting import Wait
from novaclient.cli.parsing.declare import argument
from novaclient.v2.servers import ServerManager
from novaclient.waiters import Waiter

#: Gone, unlike a server that is only soft-deleted.
_GONE = Waiter(frozenset(("deleted",)), gone=True)


act(
    "force-delete",
    ServerManager.force_delete,
    MANY,
    help="Delete servers immediately, including soft-deleted ones.",
    wait=Wait("deleting", _GONE, get_server),
)


act(
    "restore",
    ServerManager.restore,
    MANY,
    help="""Restore soft-deleted servers.

    Only administrators can look up soft-deleted servers by name.""",
    scope={"deleted": True},
    wait=until("restoring", "active"),
)


act(
    "reset-state",
    ServerManager.reset_state,
    MANY,
    ALL_TENANTS,
    argument(
        "--active",
        dest="state",
        action="store_const",
        const="active",
        default="error",
        help="Set the state to active instead of error.",
    ),
    help="Reset the state of servers in Nova's database to error or active.",
    done=lambda args: f"Reset state for server %s succeeded; new state is {args.state}",
    failed="Unable to reset the state for the specified server(s).",
)


act(
    "trigger-crash-dump",
    ServerManager.trigger_crash_dump,
    MANY,
    help="Trigger a crash dump in servers that are configured for it.",
)
