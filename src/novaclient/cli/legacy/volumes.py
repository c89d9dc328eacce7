"""Legacy commands about volumes, snapshots and volume types, which are sent to Cinder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from novaclient.base import given
from novaclient.cli.bulk.command import act
from novaclient.cli.bulk.name_lookup import resource_of
from novaclient.cli.framework.command import superseded
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command, show_command
from novaclient.cli.legacy.declaration import ALL_TENANTS
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import Namespace, boolean
from novaclient.v2.legacy.block_storage import (
    BlockVolumeManager,
    SnapshotManager,
    Volume,
    VolumeTypeManager,
)

DISPLAY_NAME = argument(
    "--display-name", metavar="<display-name>", help="Name of the volume or snapshot."
)
DESCRIPTION = argument(
    "--display-description",
    metavar="<display-description>",
    help="Description of the volume or snapshot.",
)


def _fields(resource: Any) -> Mapping[str, object]:
    """The fields of a resource without its links."""
    return {name: value for name, value in resource.to_dict().items() if name != "links"}


# ----------------------------------------------------------------------------------------- volumes
def _attached_to(volume: Volume) -> list[object]:
    """The ids of the servers that a volume is attached to."""
    return [attachment.get("server_id") for attachment in volume.attachments]


COLUMNS = (
    Column("ID", "id"),
    Column("Status", "status"),
    Column("Display Name", "display_name"),
    Column("Size", "size"),
    Column("Volume Type", "volume_type"),
    Column("Attached to", _attached_to, lambda servers: ",".join(map(str, servers))),
)


@list_command("volume-list", api=BlockVolumeManager.iterate, columns=COLUMNS)
@superseded("openstack volume list")
@ALL_TENANTS
def volume_list(context: Context, args: Namespace) -> Iterable[Any]:
    """List volumes."""
    return context.client.volumes.iterate(search_opts={"all_tenants": int(args.all_tenants)})


@show_command("volume-show", api=BlockVolumeManager.get)
@superseded("openstack volume show")
@argument("volume", metavar="<volume>", help="Name or ID of the volume.")
def volume_show(context: Context, args: Namespace) -> Mapping[str, object]:
    """Show details of a volume."""
    return _fields(resource_of(context.client.volumes, args.volume))


@show_command("volume-create", api=BlockVolumeManager.create)
@superseded("openstack volume create")
@argument("size", type=int, metavar="<size>", help="Size in GiB.")
@argument("--snapshot-id", metavar="<snapshot-id>", help="ID of a snapshot to create it from.")
@argument(
    "--image-id",
    metavar="<image-id>",
    completes="image",
    help="ID of an image to create it from.",
)
@DISPLAY_NAME
@DESCRIPTION
@argument("--volume-type", metavar="<volume-type>", help="Name or ID of the volume type.")
@argument(
    "--availability-zone", metavar="<availability-zone>", help="Availability zone of the volume."
)
def volume_create(context: Context, args: Namespace) -> Mapping[str, object]:
    """Create a volume."""
    fields = given(
        snapshot_id=args.snapshot_id,
        imageRef=args.image_id,
        display_name=args.display_name,
        display_description=args.display_description,
        volume_type=args.volume_type,
        availability_zone=args.availability_zone,
    )
    return _fields(context.client.volumes.create(args.size, **fields))


act(
    "volume-delete",
    BlockVolumeManager.delete,
    argument("volume", nargs="+", metavar="<volume>", help="Names or IDs of one or more volumes."),
    help="""Delete volumes.

    A volume that is attached to a server cannot be deleted.""",
    on=lambda client: client.volumes,
    by=BlockVolumeManager,
    instead=("openstack volume delete",),
)


# --------------------------------------------------------------------------------------- snapshots
SNAPSHOT_COLUMNS = (
    Column("ID", "id"),
    Column("Volume ID", "volume_id"),
    Column("Status", "status"),
    Column("Display Name", "display_name"),
    Column("Size", "size"),
)


@list_command("volume-snapshot-list", api=SnapshotManager.list, columns=SNAPSHOT_COLUMNS)
@superseded("openstack volume snapshot list")
def volume_snapshot_list(context: Context, args: Namespace) -> Iterable[Any]:
    """List volume snapshots."""
    return context.client.volume_snapshots.list()


@show_command("volume-snapshot-show", api=SnapshotManager.get)
@superseded("openstack volume snapshot show")
@argument("snapshot", metavar="<snapshot>", help="Name or ID of the snapshot.")
def volume_snapshot_show(context: Context, args: Namespace) -> Mapping[str, object]:
    """Show details of a volume snapshot."""
    return _fields(resource_of(context.client.volume_snapshots, args.snapshot))


@show_command("volume-snapshot-create", api=SnapshotManager.create)
@superseded("openstack volume snapshot create")
@argument("volume_id", metavar="<volume-id>", help="ID of the volume.")
@argument(
    "--force",
    type=boolean,
    default=False,
    metavar="<True|False>",
    help="Create the snapshot even if the volume is attached to a server.",
)
@DISPLAY_NAME
@DESCRIPTION
def volume_snapshot_create(context: Context, args: Namespace) -> Mapping[str, object]:
    """Create a snapshot of a volume."""
    names = args.display_name, args.display_description
    return _fields(context.client.volume_snapshots.create(args.volume_id, args.force, *names))


act(
    "volume-snapshot-delete",
    SnapshotManager.delete,
    argument(
        "snapshot", nargs="+", metavar="<snapshot>", help="Names or IDs of one or more snapshots."
    ),
    help="Delete volume snapshots.",
    on=lambda client: client.volume_snapshots,
    instead=("openstack volume snapshot delete",),
)


# ------------------------------------------------------------------------------------------- types
TYPE_COLUMNS = (Column("ID", "id"), Column("Name", "name"))


@list_command("volume-type-list", api=VolumeTypeManager.list, columns=TYPE_COLUMNS)
@superseded("openstack volume type list")
def volume_type_list(context: Context, args: Namespace) -> Iterable[Any]:
    """List volume types."""
    return context.client.volume_types.list()


@list_command("volume-type-create", api=VolumeTypeManager.create, columns=TYPE_COLUMNS)
@superseded("openstack volume type create")
@argument("name", metavar="<name>", help="Name of the volume type.")
def volume_type_create(context: Context, args: Namespace) -> Rows:
    """Create a volume type."""
    return Rows([context.client.volume_types.create(args.name)], TYPE_COLUMNS, single=True)


act(
    "volume-type-delete",
    VolumeTypeManager.delete,
    argument("id", nargs="+", metavar="<id>", help="Names or IDs of one or more volume types."),
    help="""Delete volume types.

    A type that volumes still use cannot be deleted.""",
    on=lambda client: client.volume_types,
    instead=("openstack volume type delete",),
)
