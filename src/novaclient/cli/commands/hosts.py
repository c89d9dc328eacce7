"""Commands that run on all servers of a host."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from novaclient import exceptions
from novaclient.base import given, part
from novaclient.cli.bulk.targets import JOBS, Target, raise_failures, run_on_targets, targets_by_id
from novaclient.cli.commands._server_arguments import SET_OR_DELETE, metadata_of
from novaclient.cli.errors import message_of
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT
from novaclient.cli.output.columns import Column
from novaclient.cli.parsing.declare import Argument, argument, arguments
from novaclient.cli.parsing.values import Namespace, positive_int
from novaclient.v2.hypervisors import Hypervisor
from novaclient.v2.servers import ServerManager

HOST = argument(
    "host",
    metavar="<host>",
    parameter="",
    help="Name of the host; without --strict a part of the name matches several hosts.",
)
STRICT = argument(
    "--strict",
    action="store_true",
    parameter="",
    help="Match only the host with exactly this name.",
)


def _target_host(*flags: str) -> Argument:
    return argument(
        *flags,
        metavar="<target_host>",
        parameter="",
        help="Destination host (default: the scheduler's choice).",
    )


def _servers_on(context: Context, args: Namespace) -> list[dict[str, str]]:
    """The servers of the matching hosts, with ``uuid`` and ``name``, from one request.

    :raises NotFound: if no host matches.
    """
    hypervisors: list[Hypervisor] = context.client.hypervisors.search(args.host, servers=True)
    if args.strict:
        hypervisors = [one for one in hypervisors if one.hypervisor_hostname == args.host][:1]
        if not hypervisors:
            message = f"No hypervisor matching '{args.host}' could be found."
            raise exceptions.NotFound(404, message)
    servers = [server for one in hypervisors for server in getattr(one, "servers", None) or ()]
    if not all(isinstance(part(server, "uuid"), str) for server in servers):
        raise exceptions.MissingField("server of a hypervisor", "uuid")
    return servers


# --------------------------------------------------------------------------------- moving servers
class Move(NamedTuple):
    """A way to move all servers of a host.

    :param column: the heading of the column that says whether the cloud accepted it.
    :param doing: the verb in the error of a server: ``evacuating``.
    """

    column: str
    doing: str

    def columns(self, names: Mapping[str, str]) -> tuple[Column, ...]:
        """The columns of the result, a row for each server.

        :param names: the names of the servers by ID.
        """
        return (
            Column("Server UUID", "id"),
            Column("Instance Name", lambda target: names.get(target.id), shown=False),
            Column(self.column, lambda target: target.error is None),
            Column("Error Message", self._error),
        )

    def _error(self, target: Target) -> str:
        error = target.error
        return "" if error is None else f"Error while {self.doing} instance: {message_of(error)}"

    def run_on_targets(
        self,
        context: Context,
        args: Namespace,
        send: Callable[[str], object],
        limit: int | None = None,
    ) -> None:
        """Move the servers of a host concurrently, and print the result for each.

        :param context: the command's.
        :param args: the command's.
        :param send: moves the server with an ID.
        :param limit: maximum number of servers; None for all.
        :raises CommandError: if the cloud refused some; the table shows which.
        """
        context.jobs = args.jobs or context.jobs
        context.out.configure(args)
        context.out.check(self.columns({}))
        servers = _servers_on(context, args)[:limit]
        targets = targets_by_id(server["uuid"] for server in servers)
        run_on_targets(context, targets, send, report_failures=False)
        names = {one["uuid"]: one.get("name", "") for one in servers}
        context.out.rows(targets, self.columns(names))
        raise_failures(targets, alone=False)


EVACUATION = Move("Evacuate Accepted", "evacuating")
LIVE_MIGRATION = Move("Live Migration Accepted", "live migrating")
MIGRATION = Move("Migration Accepted", "migrating")


@command("host-evacuate", api=ServerManager.evacuate)
@HOST
@arguments(_target_host("--target_host"))
@argument(
    "--on-shared-storage",
    action="store_true",
    help="The disks of the servers are on shared storage; otherwise they are lost.",
)
@argument(
    "--force", action="store_true", help="Skip the scheduler's check of the destination host."
)
@STRICT
@arguments(JOBS, *OUTPUT)
def host_evacuate(context: Context, args: Namespace) -> None:
    """Evacuate a failed host: rebuild its servers on other hosts."""
    how: dict[str, Any] = given(host=args.target_host, force=args.force or None)
    # Earlier microversions take a missing value for shared storage.
    if args.on_shared_storage or context.supports(ServerManager.evacuate, "on_shared_storage"):
        how["on_shared_storage"] = args.on_shared_storage
    send = partial(context.client.servers.evacuate, **how)
    EVACUATION.run_on_targets(context, args, send)


@command("host-evacuate-live", api=ServerManager.live_migrate)
@HOST
@arguments(_target_host("--target-host"))
@argument(
    "--block-migrate",
    action="store_true",
    parameter="block_migration",
    help="Copy the local disks too (default: Nova decides).",
)
@argument(
    "--disk-over-commit", action="store_true", help="Allow disk overcommit on the destination host."
)
@argument(
    "--max-servers", type=positive_int, metavar="<max_servers>", help="Maximum number of servers."
)
@argument(
    "--force", action="store_true", help="Skip the scheduler's check of the destination host."
)
@STRICT
@arguments(JOBS, *OUTPUT)
def host_evacuate_live(context: Context, args: Namespace) -> None:
    """Live-migrate the running servers of a host to other hosts."""
    how = given(
        host=args.target_host,
        block_migration=args.block_migrate or None,
        disk_over_commit=args.disk_over_commit or None,
        force=args.force or None,
    )
    send = partial(context.client.servers.live_migrate, **how)
    LIVE_MIGRATION.run_on_targets(context, args, send, args.max_servers)


@command("host-servers-migrate", api=ServerManager.migrate)
@HOST
@STRICT
@arguments(JOBS, *OUTPUT)
def host_servers_migrate(context: Context, args: Namespace) -> None:
    """Cold-migrate the servers of a host to other hosts.

    Each migration must be confirmed afterwards.
    """
    MIGRATION.run_on_targets(context, args, context.client.servers.migrate)


# -------------------------------------------------------------------------------------- metadata
@command("host-meta", api=(ServerManager.set_meta, ServerManager.delete_meta))
@HOST
@SET_OR_DELETE
@STRICT
@arguments(JOBS)
def host_meta(context: Context, args: Namespace) -> None:
    """Set or delete metadata of all servers of a host."""
    context.jobs = args.jobs or context.jobs
    items, keys = metadata_of(args)
    servers = context.client.servers
    targets = targets_by_id(server["uuid"] for server in _servers_on(context, args))
    run_on_targets(
        context,
        targets,
        lambda one: servers.set_meta(one, items) if items else servers.delete_meta(one, keys),
        report_failures=len(targets) > 1,
    )
    raise_failures(targets)
