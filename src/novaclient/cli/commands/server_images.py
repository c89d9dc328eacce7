"""Commands that create images of servers."""

from __future__ import annotations

from typing import Any

from novaclient.cli.bulk.name_lookup import id_of
from novaclient.cli.commands._server_arguments import ONE, key_value
from novaclient.cli.commands._server_columns import TASK_STATE
from novaclient.cli.commands._server_waits import get_server
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT
from novaclient.cli.framework.waiting import Wait, wait_one
from novaclient.cli.parsing.declare import argument, arguments
from novaclient.cli.parsing.values import BadValue, Namespace, integer
from novaclient.v2.servers import ServerManager
from novaclient.waiters import Waiter

#: Nova deletes an image that could not be created; a user may delete it too.
_IMAGE = Waiter(frozenset(("active",)), frozenset(("error", "killed", "deleted")))


def _snapshotting(server: str, *, classic: bool) -> Wait:
    """The wait for an image to be active and for the server's snapshot task to end."""

    def look(client: Any, image: str) -> Any:
        source = get_server(client, server)
        # The task may end a little before or after the image is active.
        return source if getattr(source, TASK_STATE, None) else client.glance.get(image)

    return Wait("snapshotting", _IMAGE, look, classic=classic)


def _print_image(context: Context, image: Any) -> None:
    """Print the properties of an image."""
    shown = image.to_dict()
    shown.pop("links", None)
    context.out.properties(shown)


@command("image-create", api=ServerManager.create_image)
@ONE
@argument("name", metavar="<name>", help="Name of the new image.")
@argument(
    "--metadata",
    type=key_value,
    action="append",
    metavar="<key=value>",
    help="A property of the image; repeat the flag for more.",
)
@argument("--show", action="store_true", help="Show the new image.")
@arguments(*OUTPUT, *_snapshotting("", classic=True).arguments())
def image_create(context: Context, args: Namespace) -> None:
    """Create an image of a server."""
    context.out.configure(args)
    client = context.client
    server = id_of(client.servers, args.server)
    metadata = dict(args.metadata) or None
    image = str(client.servers.create_image(server, args.name, metadata))
    if args.poll:
        wait_one(context, _snapshotting(server, classic=True), image, args.wait_timeout)
    if args.show:
        _print_image(context, client.glance.get(image))


def _rotation(text: str) -> int:
    number = integer(text)
    if number < 0:
        raise BadValue(f"must be 0 or more, not {text}")
    return number


@command("backup", api=ServerManager.backup)
@ONE
@argument("name", metavar="<name>", help="Name of the new image.")
@argument(
    "backup_type",
    metavar="<backup-type>",
    help="Type of the backup, such as 'daily' or 'weekly'.",
)
@argument(
    "rotation",
    type=_rotation,
    metavar="<rotation>",
    help="Number of backups of this type to keep; older ones are deleted.",
)
@argument(
    "--metadata",
    type=key_value,
    action="append",
    metavar="<key=value>",
    new=True,
    help="A property of the image; repeat the flag for more.",
)
@arguments(*OUTPUT, *_snapshotting("", classic=False).arguments())
def backup(context: Context, args: Namespace) -> None:
    """Create a backup image of a server and delete old ones.

    Nova keeps at most <rotation> images of each backup type.
    """
    context.out.configure(args)
    client = context.client
    server = id_of(client.servers, args.server)
    answer = client.servers.backup(
        server, args.name, args.backup_type, args.rotation, metadata=dict(args.metadata) or None
    )
    # Earlier microversions do not return the ID of the image.
    image = answer.get("image_id") if isinstance(answer, dict) else None
    if image is None:
        return
    if args.poll:
        wait_one(context, _snapshotting(server, classic=False), image, args.wait_timeout)
    _print_image(context, client.glance.get(image))
