"""Legacy commands about images, which Nova proxies to Glance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from novaclient.cli.bulk.command import act
from novaclient.cli.bulk.name_lookup import id_of, resource_of
from novaclient.cli.commands._server_arguments import SET_OR_DELETE, metadata_of
from novaclient.cli.framework.command import command, superseded
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import limited, list_command, show_command
from novaclient.cli.output.columns import ABSENT, Column
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.legacy.images import Image, ImageManager


def _server(image: Image) -> object:
    """The id of the server that an image was created from."""
    server = getattr(image, "server", None)
    return server.get("id", ABSENT) if isinstance(server, dict) else ABSENT


COLUMNS = (
    Column("ID", "id"),
    Column("Name", "name"),
    Column("Status", "status"),
    Column("Server", _server),
)
IMAGE = argument("image", metavar="<image>", parameter="", help="Name or ID of the image.")


@list_command("image-list", api=ImageManager.iterate, columns=COLUMNS, order="Name")
@superseded("openstack image list")
@argument(
    "--limit", type=int, metavar="<limit>", parameter="", help="Maximum number of images to list."
)
def image_list(context: Context, args: Namespace) -> Iterable[Any]:
    """List images."""
    images = limited(context.client.images.iterate(page_size=args.limit), args.limit)
    return images if args.limit else context.remember_names("image", images)


@show_command("image-show", api=ImageManager.get)
@superseded("openstack image show")
@IMAGE
def image_show(context: Context, args: Namespace) -> dict[str, object]:
    """Show details of an image."""
    image = resource_of(context.client.images, args.image)
    fields: dict[str, object] = image.to_dict()
    fields.pop("links", None)
    if "server" in fields:
        fields["server"] = _server(image)
    if context.out.for_people:
        del fields["metadata"]
        fields |= {f"metadata {key}": value for key, value in image.metadata.items()}
    return fields


@command("image-meta", api=(ImageManager.set_meta, ImageManager.delete_meta))
@superseded("openstack image set --property")
@IMAGE
@SET_OR_DELETE
def image_meta(context: Context, args: Namespace) -> None:
    """Set or delete metadata of an image."""
    items, keys = metadata_of(args)
    images = context.client.images
    image = id_of(images, args.image)
    if items:
        images.set_meta(image, items)
    else:
        images.delete_meta(image, keys)


act(
    "image-delete",
    ImageManager.delete,
    argument("image", nargs="+", metavar="<image>", help="Names or IDs of one or more images."),
    help="Delete images.",
    on=lambda client: client.images,
    instead=("openstack image delete",),
)
