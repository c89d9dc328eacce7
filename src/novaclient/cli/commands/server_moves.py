"""Commands that move servers to another flavor or host: resize, migrate and evacuate."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from novaclient import exceptions
from novaclient.base import given
from novaclient.cli.bulk.command import act
from novaclient.cli.bulk.name_lookup import concurrently, id_of
from novaclient.cli.bulk.targets import (
    JOBS,
    Target,
    raise_failures,
    run_on_targets,
    targets_in,
    wait_all,
)
from novaclient.cli.commands._request_waits import request_of, request_over
from novaclient.cli.commands._server_arguments import MANY, ONE
from novaclient.cli.commands._server_columns import TASK_STATE
from novaclient.cli.commands._server_waits import STABLE, get_server, until
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT
from novaclient.cli.framework.waiting import Wait, wait_one
from novaclient.cli.parsing.declare import argument, arguments
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.servers import Server, ServerManager
from novaclient.waiters import Waiter

if TYPE_CHECKING:
    from novaclient.v2.client import Client


class Move(NamedTuple):
    """A kind of move, with the change in a server that shows that it has happened.

    :param doing: the progress text: ``resizing``.
    :param done: the participle for errors: ``resized``.
    :param changed: returns what a move changes in a server: its flavor or its host.
    :param success: the states after a move.
    :param classic: whether python-novaclient's command has ``--poll``.
    """

    doing: str
    done: str
    changed: Callable[[Server], object]
    success: tuple[str, ...]
    classic: bool = True

    def wait(self, before: dict[str, object]) -> Wait:
        """What ``--wait`` waits for.

        :param before: the flavor or host of each server before the move, by ID.
        """
        waiter = Waiter(frozenset(self.success))
        look = partial(self._look, before)
        return Wait(self.doing, waiter, look, classic=self.classic)

    def _look(self, before: dict[str, object], client: Client, server_id: str) -> Server:
        """The current state of a server.

        :raises CommandError: if no task is running and the server has not moved: the scheduler
            found no host, or the host failed.
        """
        server = get_server(client, server_id)
        idle = getattr(server, TASK_STATE, None) is None
        state = server.status.lower()
        may_be_unmoved = state in self.success and state != "verify_resize"
        if idle and may_be_unmoved and self.changed(server) == before.get(server_id):
            raise exceptions.CommandError(
                f"Server {server.name} was not {self.done}: it is {server.status} as before."
            )
        return server


RESIZING = Move("resizing", "resized", lambda server: server.flavor, ("verify_resize", *STABLE))
MIGRATING = Move("migrating", "migrated", lambda s: s.hostId, ("verify_resize", *STABLE))
LIVE_MIGRATING = Move("migrating", "migrated", lambda s: s.hostId, ("active", "paused"), False)


def _run_move(
    context: Context,
    args: Namespace,
    targets: list[Target],
    move: Move,
    send: Callable[[str], object],
) -> None:
    """Move servers; with ``--wait`` wait until each has moved or has failed to."""
    before: dict[str, object] = {}

    def begin(server: str) -> None:
        if args.poll:
            before[server] = move.changed(get_server(context.client, server))
        send(server)

    several = len(targets) > 1
    run_on_targets(context, targets, begin, report_failures=several)
    if args.poll:
        wait_all(context, move.wait(before), targets, args.wait_timeout, report_failures=several)
    raise_failures(targets)


@command("resize", api=ServerManager.resize)
@MANY
@argument("flavor", metavar="<flavor>", help="Name or ID of the new flavor.")
@arguments(*RESIZING.wait({}).arguments())
def resize(context: Context, args: Namespace) -> None:
    """Resize servers to another flavor.

    Confirm with resize-confirm or revert with resize-revert afterwards.
    """
    client = context.client
    targets, flavor = concurrently(
        lambda: targets_in(context.client.servers, args.server),
        lambda: id_of(client.flavors, args.flavor),
    )
    send = partial(client.servers.resize, flavor=flavor)
    _run_move(context, args, targets, RESIZING, send)


act(
    "resize-confirm",
    ServerManager.confirm_resize,
    MANY,
    help="Confirm the resize or migration of servers.",
    wait=Wait("confirming", Waiter(frozenset(STABLE)), get_server),
)


act(
    "resize-revert",
    ServerManager.revert_resize,
    MANY,
    help="Revert the resize or migration of servers.",
    wait=until("reverting", *STABLE),
)


@command("migrate", api=ServerManager.migrate)
@MANY
@argument("--host", metavar="<host>", help="Destination host (default: the scheduler's choice).")
@arguments(JOBS, *MIGRATING.wait({}).arguments())
def migrate(context: Context, args: Namespace) -> None:
    """Cold-migrate servers to other hosts.

    A running server is shut down, moved and started again. Confirm with resize-confirm or
    revert with resize-revert afterwards.
    """
    context.jobs = args.jobs or context.jobs
    send = partial(context.client.servers.migrate, **given(host=args.host))
    _run_move(context, args, targets_in(context.client.servers, args.server), MIGRATING, send)


@command("live-migration", api=ServerManager.live_migrate)
@ONE
@argument(
    "host", nargs="?", metavar="<host>", help="Destination host (default: the scheduler's choice)."
)
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
    "--force", action="store_true", help="Skip the scheduler's check of the destination host."
)
@arguments(*LIVE_MIGRATING.wait({}).arguments())
def live_migration(context: Context, args: Namespace) -> None:
    """Live-migrate a running server to another host."""
    how = given(
        host=args.host,
        block_migration=args.block_migrate or None,
        disk_over_commit=args.disk_over_commit or None,
        force=args.force or None,
    )
    send = partial(context.client.servers.live_migrate, **how)
    _run_move(
        context, args, targets_in(context.client.servers, [args.server]), LIVE_MIGRATING, send
    )


def _evacuating(server: str = "") -> Wait:
    return request_over("evacuating", server, "compute_rebuild_instance")


@command("evacuate", api=ServerManager.evacuate)
@ONE
@argument(
    "host", nargs="?", metavar="<host>", help="Destination host (default: the scheduler's choice)."
)
@argument("--password", metavar="<password>", help="New administrator password.")
@argument(
    "--on-shared-storage",
    action="store_true",
    help="The server's disks are on shared storage; otherwise they are lost.",
)
@argument(
    "--force", action="store_true", help="Skip the scheduler's check of the destination host."
)
@arguments(*OUTPUT, *_evacuating().arguments())
def evacuate(context: Context, args: Namespace) -> None:
    """Evacuate a server: rebuild it on another host after its host failed.

    The server keeps its volumes and addresses.
    """
    context.out.configure(args)
    how: dict[str, Any] = given(host=args.host, password=args.password, force=args.force or None)
    # Later microversions detect it; earlier ones take a missing value for shared storage.
    if args.on_shared_storage or context.supports(ServerManager.evacuate, "on_shared_storage"):
        how["on_shared_storage"] = args.on_shared_storage
    servers = context.client.servers
    server = id_of(servers, args.server)
    answer = servers.evacuate(server, **how)
    if isinstance(answer[1], dict):
        context.out.created(answer[1])
    if args.poll:
        wait_one(context, _evacuating(server), request_of(answer), args.wait_timeout)
