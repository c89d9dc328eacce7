"""Commands that change the state of servers: power, lock, rescue, shelve and rebuild."""

from __future__ import annotations

from typing import Any

from novaclient.base import given
from novaclient.cli.bulk.command import act, bulk_command
from novaclient.cli.bulk.name_lookup import concurrently, id_of, shared_id_of
from novaclient.cli.bulk.targets import (
    JOBS,
    raise_failures,
    run_on_targets,
    targets_in,
    wait_all,
)
from novaclient.cli.commands._server_arguments import (
    ALL_TENANTS,
    FILE,
    MANY,
    META,
    ONE,
    read_file,
    trusted_certificates,
)
from novaclient.cli.commands._server_properties import server_properties
from novaclient.cli.commands._server_waits import STABLE, until
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT, create_command
from novaclient.cli.output.columns import Column
from novaclient.cli.parsing.declare import argument, arguments, exclusive
from novaclient.cli.parsing.values import Namespace
from novaclient.microversions import UNSET
from novaclient.v2.servers import REBOOT_HARD, REBOOT_SOFT, Server, ServerManager

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
    help="Pause servers: freeze them and keep their memory in RAM.",
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


# ------------------------------------------------------------------------------------------ lock
act(
    "lock",
    ServerManager.lock,
    MANY,
    argument("--reason", metavar="<reason>", help="Reason, shown with the server."),
    help="Lock servers so that only administrators can change them.",
)


act("unlock", ServerManager.unlock, MANY, help="Unlock servers.")


# ---------------------------------------------------------------------------------------- rescue
_RESCUING = until("rescuing", "rescue")


@command("rescue", api=ServerManager.rescue)
@MANY
@argument("--password", metavar="<password>", help="Administrator password of the rescue system.")
@argument(
    "--image", metavar="<image>", help="Name or ID of the rescue image (default: chosen by Nova)."
)
@arguments(*OUTPUT, JOBS, *_RESCUING.arguments())
def rescue(context: Context, args: Namespace) -> None:
    """Rescue servers: boot a rescue image with their disks attached.

    Prints the password of the rescue system: as a property for one server, as a list for several.
    """
    context.out.configure(args)
    context.jobs = args.jobs or context.jobs
    client = context.client
    targets, image = concurrently(
        lambda: targets_in(client.servers, args.server),
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
        wait_all(context, _RESCUING, targets, args.wait_timeout, report_failures=several)
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


# ---------------------------------------------------------------------------------------- shelve
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
    argument(
        "--availability-zone",
        metavar="<availability-zone>",
        help="Availability zone to unshelve to.",
    ),
    # The API can unpin a zone since the microversion that added the host.
    argument(
        "--no-availability-zone",
        action="store_true",
        parameter="host",
        new=True,
        help="Unpin the servers from their availability zone.",
    ),
)
@argument("--host", metavar="<host>", new=True, help="Host to unshelve to; for administrators.")
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
    wait=until("rebuilding", *STABLE, classic=True),
)
@ONE
@argument("image", metavar="<image>", help="Name or ID of the image.")
@argument("--rebuild-password", metavar="<rebuild-password>", help="Administrator password.")
@argument(
    "--minimal",
    action="store_true",
    help="Show the IDs of the image and the flavor without their names.",
)
@argument(
    "--preserve-ephemeral", action="store_true", help="Keep the ephemeral disk (bare metal only)."
)
@argument("--name", metavar="<name>", help="New name.")
@argument("--description", metavar="<description>", help="New description.")
@META
@FILE
@exclusive(
    argument(
        "--key-name",
        metavar="<key-name>",
        completes="keypair",
        help="New key pair.",
    ),
    argument("--key-unset", action="store_true", parameter="key_name", help="Remove the key pair."),
)
@exclusive(
    argument(
        "--user-data",
        parameter="userdata",
        metavar="<user-data>",
        completes="file",
        help="File with new user data.",
    ),
    argument(
        "--user-data-unset", action="store_true", parameter="userdata", help="Remove the user data."
    ),
)
@exclusive(
    argument(
        "--trusted-image-certificate-id",
        dest="trusted_image_certificates",
        action="append",
        metavar="<trusted-image-certificate-id>",
        help="ID of a trusted certificate for the image signature; repeat the flag for more "
        "(default: $OS_TRUSTED_IMAGE_CERTIFICATE_IDS, separated by commas).",
    ),
    argument(
        "--trusted-image-certificates-unset",
        action="store_true",
        parameter="trusted_image_certificates",
        help="Remove the trusted certificates.",
    ),
)
@argument("--hostname", metavar="<hostname>", help="New hostname inside the server.")
def rebuild(context: Context, args: Namespace) -> Server:
    """Rebuild a server: replace its root disk with an image.

    The server keeps its ID, its addresses and everything else that no flag changes.
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
