"""The commands that do something to servers that exist: power, protection, size and place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from novaclient import exceptions
from novaclient.api_versions import UNSET
from novaclient.base import given
from novaclient.cli.bulk.command import act, bulk_command
from novaclient.cli.bulk.name_lookup import concurrently, id_of, shared_id_of
from novaclient.cli.bulk.targets import (
    JOBS,
    Target,
    raise_failures,
    run_on_targets,
    targets_in,
    wait_all,
)
from novaclient.cli.commands._request_waits import request_of, request_over
from novaclient.cli.commands._server_arguments import (
    ALL_TENANTS,
    FILE,
    MANY,
    META,
    ONE,
    read_file,
    trusted_certificates,
)
from novaclient.cli.commands._server_columns import TASK_STATE
from novaclient.cli.commands._server_properties import server_properties
from novaclient.cli.commands._server_waits import get_server, until
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT, create_command
from novaclient.cli.framework.waiting import Wait, wait_one
from novaclient.cli.output.columns import Column
from novaclient.cli.parsing.declare import argument, arguments, exclusive
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.servers import REBOOT_HARD, REBOOT_SOFT, Server, ServerManager
from novaclient.waiters import Waiter

#: Where a server is when it runs on, or rests, after something was done to it.
_SETTLED = ("active", "shutoff")


# ----------------------------------------------------------------------------------------- power
act(
    "start",
    ServerManager.start,
    MANY,
    ALL_TENANTS,
    help="Start stopped servers.",
    done="Request to start server %s has been accepted.",
    failed="Unable to start the specified server(s).",
    wait=until("starting", "active"),
)


act(
    "stop",
    ServerManager.stop,
    MANY,
    ALL_TENANTS,
    help="Stop running servers.",
    done="Request to stop server %s has been accepted.",
    failed="Unable to stop the specified server(s).",
    wait=until("stopping", "shutoff"),
)


act(
    "reboot",
    ServerManager.reboot,
    MANY,
    argument(
        "--hard",
        dest="reboot_type",
        action="store_const",
        const=REBOOT_HARD,
        default=REBOOT_SOFT,
        help="Power the servers off and on, without a shutdown of their operating systems.",
    ),
    help="Reboot servers.",
    done="Request to reboot server %s (%i) has been accepted.",
    failed="Unable to reboot the specified server(s).",
    wait=until("rebooting", "active", classic=True),
)


act(
    "pause",
    ServerManager.pause,
    MANY,
    help="Pause servers: halt them and keep their memory on their hosts.",
    wait=until("pausing", "paused"),
)


act(
    "unpause",
    ServerManager.unpause,
    MANY,
    help="Unpause paused servers.",
    wait=until("unpausing", "active"),
)


act(
    "suspend",
    ServerManager.suspend,
    MANY,
    help="Suspend servers: write their memory to disk and stop them.",
    wait=until("suspending", "suspended"),
)


act(
    "resume",
    ServerManager.resume,
    MANY,
    help="Resume suspended servers.",
    wait=until("resuming", "active"),
)


# ------------------------------------------------------------------------------------ protection
act(
    "lock",
    ServerManager.lock,
    MANY,
    argument("--reason", metavar="<reason>", help="The reason, shown with the server."),
    help="Lock servers: only administrators can change them.",
)


act("unlock", ServerManager.unlock, MANY, help="Unlock servers.")


# ---------------------------------------------------------------------------------------- rescue
RESCUING = until("rescuing", "rescue")


@command("rescue", api=ServerManager.rescue)
@MANY
@argument("--password", metavar="<password>", help="Password of the rescue system.")
@argument("--image", metavar="<image>", help="Image to boot from, by name or id.")
@arguments(*OUTPUT, JOBS, *RESCUING.arguments())
def rescue(context: Context, args: Namespace) -> None:
    """Rescue servers: boot a rescue image with their disks attached.

    Prints the password of the rescue system: of one server as a property, of several as a list.
    """
    context.out.configure(args)
    context.jobs = args.jobs or context.jobs
    client = context.client
    targets, image = concurrently(
        lambda: targets_in(context.client.servers, args.server),
        lambda: id_of(client.glance, args.image) if args.image else None,
    )
    answers: dict[str, dict[str, Any]] = {}

    def begin(server: str) -> None:
        _, body = client.servers.rescue(server, **given(password=args.password, image=image))
        answers[server] = body or {}

    several = len(targets) > 1
    run_on_targets(context, targets, begin, report_failures=several)
    done = [target for target in targets if target.error is None]
    if several:
        context.out.rows(done, _rescue_columns(answers))
    elif done:
        context.out.properties(answers[done[0].id])
    if args.poll:
        wait_all(context, RESCUING, targets, args.wait_timeout, report_failures=several)
    raise_failures(targets)


def _rescue_columns(answers: dict[str, dict[str, Any]]) -> tuple[Column, Column]:
    return (
        Column("Server", "word"),
        Column("adminPass", lambda target: answers[target.id].get("adminPass")),
    )


act(
    "unrescue",
    ServerManager.unrescue,
    MANY,
    help="Unrescue servers: reboot them from their own disks.",
    wait=until("unrescuing", "active"),
)


# --------------------------------------------------------------------------------------- shelves
act(
    "shelve",
    ServerManager.shelve,
    MANY,
    help="Shelve servers: stop them and keep an image of each.",
    wait=until("shelving", "shelved", "shelved_offloaded"),
)


act(
    "shelve-offload",
    ServerManager.shelve_offload,
    MANY,
    help="Offload shelved servers: remove them from their hosts.",
    wait=until("offloading", "shelved_offloaded"),
)


@bulk_command("unshelve", api=ServerManager.unshelve, wait=until("unshelving", "active"))
@MANY
@exclusive(
    argument("--availability-zone", metavar="<availability-zone>", help="Zone to bring it to."),
    # Unpinning came with the choice of a host.
    argument(
        "--no-availability-zone",
        action="store_true",
        parameter="host",
        new=True,
        help="Let it go to any zone from now on.",
    ),
)
@argument("--host", metavar="<host>", new=True, help="Host to bring it to; for administrators.")
def unshelve(context: Context, args: Namespace, server: str) -> None:
    """Unshelve servers."""
    zone = None if args.no_availability_zone else args.availability_zone or UNSET
    context.client.servers.unshelve(server, zone, **given(host=args.host))


# --------------------------------------------------------------------------------------- rebuild
@create_command(
    "rebuild",
    api=ServerManager.rebuild,
    properties=lambda context, server: server_properties(
        context, server, minimal=context.args.minimal
    ),
    wait=until("rebuilding", *_SETTLED, classic=True),
)
@ONE
@argument("image", metavar="<image>", help="The image, by name or id.")
@argument("--rebuild-password", metavar="<rebuild-password>", help="Password of its administrator.")
@argument("--minimal", action="store_true", help="Leave out the names of image and flavor.")
@argument(
    "--preserve-ephemeral", action="store_true", help="Keep the ephemeral disk (bare metal only)."
)
@argument("--name", metavar="<name>", help="A new name.")
@argument("--description", metavar="<description>", help="A new description.")
@META
@FILE
@exclusive(
    argument(
        "--key-name",
        metavar="<key-name>",
        completes="keypair",
        help="Another key pair to log in with.",
    ),
    argument("--key-unset", action="store_true", parameter="key_name", help="No key pair."),
)
@exclusive(
    argument(
        "--user-data",
        parameter="userdata",
        metavar="<user-data>",
        completes="file",
        help="File with new user data for its first boot.",
    ),
    argument("--user-data-unset", action="store_true", parameter="userdata", help="No user data."),
)
@exclusive(
    argument(
        "--trusted-image-certificate-id",
        dest="trusted_image_certificates",
        action="append",
        metavar="<trusted-image-certificate-id>",
        help="A certificate to check the image's signature with, give it again for more "
        "($OS_TRUSTED_IMAGE_CERTIFICATE_IDS, separated by commas).",
    ),
    argument(
        "--trusted-image-certificates-unset",
        action="store_true",
        parameter="trusted_image_certificates",
        help="No certificates.",
    ),
)
@argument("--hostname", metavar="<hostname>", help="A new name for itself.")
def rebuild(context: Context, args: Namespace) -> Server:
    """Rebuild a server: replace its root disk with an image.

    The server keeps its ID and addresses, and everything that no flag changes.
    """
    changes: dict[str, Any] = given(
        password=args.rebuild_password,
        name=args.name,
        meta=dict(args.meta) or None,
        files={path: read_file(source) for path, source in args.files} or None,
        preserve_ephemeral=args.preserve_ephemeral or None,
        description=args.description,
        key_name=args.key_name,
        userdata=read_file(args.user_data) if args.user_data else None,
        hostname=args.hostname,
    )
    certificates = trusted_certificates(context, args)
    if args.key_unset:
        changes["key_name"] = None
    if args.user_data_unset:
        changes["userdata"] = None
    if args.trusted_image_certificates_unset:
        changes["trusted_image_certificates"] = None
    elif certificates:
        changes["trusted_image_certificates"] = certificates
    client = context.client
    server, image = concurrently(
        lambda: id_of(client.servers, args.server),
        lambda: shared_id_of(context, client.glance, args.image),
    )
    return client.servers.rebuild(server, image, **changes)


# ---------------------------------------------------------------------------------- size and place
class Move(NamedTuple):
    """An action after which a server has something else than before.

    :param doing: what is under way, for the progress.
    :param moved: what it is called when it is done.
    :param mark: what of a server is different then.
    :param success: the states in which it can be done.
    :param classic: whether python-novaclient's command has ``--poll``.
    """

    doing: str
    moved: str
    mark: Callable[[Server], object]
    success: tuple[str, ...]
    classic: bool = True

    def wait(self, before: dict[str, object]) -> Wait:
        """What is waited for, given the marks that the servers had before, by id."""
        waiter = Waiter(frozenset(self.success))
        look = partial(self._look, before)
        return Wait(self.doing, waiter, look, classic=self.classic)

    def _look(self, before: dict[str, object], client: Any, server_id: str) -> Server:
        """A server as it is now.

        :raises CommandError: if nothing is under way any more and it is as it was before: the
            scheduler found no host, or the host could not.
        """
        server = get_server(client, server_id)
        idle = getattr(server, TASK_STATE, None) is None
        state = server.status.lower()
        may_be_as_before = state in self.success and state != "verify_resize"
        if idle and may_be_as_before and self.mark(server) == before.get(server_id):
            raise exceptions.CommandError(
                f"Server {server.name} was not {self.moved}: it is {server.status} as before."
            )
        return server


RESIZING = Move("resizing", "resized", lambda server: server.flavor, ("verify_resize", *_SETTLED))
MIGRATING = Move("migrating", "migrated", lambda s: s.hostId, ("verify_resize", *_SETTLED))
LIVE_MIGRATING = Move("migrating", "migrated", lambda s: s.hostId, ("active", "paused"), False)


def _carry_out_move(
    context: Context,
    args: Namespace,
    targets: list[Target],
    move: Move,
    send: Callable[[str], object],
) -> None:
    """Send servers elsewhere; with ``--wait`` until they are there, or it is clear they stay."""
    before: dict[str, object] = {}

    def begin(server: str) -> None:
        if args.poll:
            before[server] = move.mark(get_server(context.client, server))
        send(server)

    several = len(targets) > 1
    run_on_targets(context, targets, begin, report_failures=several)
    if args.poll:
        wait_all(context, move.wait(before), targets, args.wait_timeout, report_failures=several)
    raise_failures(targets)


@command("resize", api=ServerManager.resize)
@MANY
@argument("flavor", metavar="<flavor>", help="Their new flavor, by name or id.")
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
    _carry_out_move(context, args, targets, RESIZING, send)


act(
    "resize-confirm",
    ServerManager.confirm_resize,
    MANY,
    help="Confirm the resize or migration of servers.",
    wait=Wait("confirming", Waiter(frozenset(_SETTLED)), get_server),
)


act(
    "resize-revert",
    ServerManager.revert_resize,
    MANY,
    help="Revert the resize or migration of servers.",
    wait=until("reverting", *_SETTLED),
)


@command("migrate", api=ServerManager.migrate)
@MANY
@argument("--host", metavar="<host>", help="Host to go to; the scheduler decides otherwise.")
@arguments(JOBS, *MIGRATING.wait({}).arguments())
def migrate(context: Context, args: Namespace) -> None:
    """Migrate servers to other hosts while they are shut off.

    Confirm with resize-confirm or revert with resize-revert afterwards.
    """
    context.jobs = args.jobs or context.jobs
    send = partial(context.client.servers.migrate, **given(host=args.host))
    _carry_out_move(context, args, targets_in(context.client.servers, args.server), MIGRATING, send)


@command("live-migration", api=ServerManager.live_migrate)
@ONE
@argument(
    "host", nargs="?", metavar="<host>", help="Host to go to; the scheduler decides otherwise."
)
@argument(
    "--block-migrate",
    action="store_true",
    parameter="block_migration",
    help="Copy its local disks too, whether the cloud thinks it has to be or not.",
)
@argument("--disk-over-commit", action="store_true", help="Do not count on the disks' full size.")
@argument("--force", action="store_true", help="Do not ask the scheduler whether it fits.")
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
    _carry_out_move(
        context, args, targets_in(context.client.servers, [args.server]), LIVE_MIGRATING, send
    )


def _evacuating(server: str = "") -> Wait:
    return request_over("evacuating", server, "compute_rebuild_instance")


@command("evacuate", api=ServerManager.evacuate)
@ONE
@argument(
    "host", nargs="?", metavar="<host>", help="Host to go to; the scheduler decides otherwise."
)
@argument("--password", metavar="<password>", help="Password of its administrator from now on.")
@argument(
    "--on-shared-storage",
    action="store_true",
    help="Its disks are on storage that both hosts have; they are lost otherwise.",
)
@argument("--force", action="store_true", help="Do not ask the scheduler whether it fits.")
@arguments(*OUTPUT, *_evacuating().arguments())
def evacuate(context: Context, args: Namespace) -> None:
    """Evacuate a server: rebuild it on another host after its host failed.

    The server keeps its volumes and addresses.
    """
    context.out.configure(args)
    how: dict[str, Any] = given(host=args.host, password=args.password, force=args.force or None)
    # Later microversions find out; those that are told take nothing said for "shared".
    if args.on_shared_storage or context.supports(ServerManager.evacuate, "on_shared_storage"):
        how["on_shared_storage"] = args.on_shared_storage
    servers = context.client.servers
    server = id_of(servers, args.server)
    answer = servers.evacuate(server, **how)
    if isinstance(answer[1], dict):
        context.out.made(answer[1])
    if args.poll:
        wait_one(context, _evacuating(server), request_of(answer), args.wait_timeout)
