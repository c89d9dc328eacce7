"""The commands of old about volumes, their snapshots and types, which ask Cinder itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from novaclient.base import given
from novaclient.cli.bulk import lookup
from novaclient.cli.bulk.command import bulk_command
from novaclient.cli.framework.command import superseded
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command, show_command
from novaclient.cli.legacy._shared import ALL_TENANTS
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import Namespace, boolean
from novaclient.v2.legacy.block_storage import (
    BlockVolumeManager,
    SnapshotManager,
    Volume,
    VolumeTypeManager,
)

DISPLAY_NAME = argument("--display-name", metavar="<display-name>", help="Its name.")
DESCRIPTION = argument(
    "--display-description", metavar="<display-description>", help="Its description."
)


def _shown(resource: Any) -> Mapping[str, object]:
    """What Cinder says of a resource, but for where it stands."""
    return {name: value for name, value in resource.to_dict().items() if name != "links"}


# ----------------------------------------------------------------------------------------- volumes
def _attached_to(volume: Volume) -> list[object]:
    """The ids of the servers that have a volume."""
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
@argument("volume", metavar="<volume>", help="Name or id of the volume.")
def volume_show(context: Context, args: Namespace) -> Mapping[str, object]:
    """Show one volume in full."""
    return _shown(lookup.resource(context.client.volumes, args.volume))


@show_command("volume-create", api=BlockVolumeManager.create)
@superseded("openstack volume create")
@argument("size", type=int, metavar="<size>", help="GiB.")
@argument("--snapshot-id", metavar="<snapshot-id>", help="A snapshot whose contents it gets.")
@argument("--image-id", metavar="<image-id>", help="An image whose contents it gets.")
@DISPLAY_NAME
@DESCRIPTION
@argument("--volume-type", metavar="<volume-type>", help="Name or id of its type.")
@argument("--availability-zone", metavar="<availability-zone>", help="Where it is.")
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
    return _shown(context.client.volumes.create(args.size, **fields))


@bulk_command(
    "volume-delete",
    api=BlockVolumeManager.delete,
    on=lambda client: client.volumes,
    dest="volume",
)
@superseded("openstack volume delete")
@argument("volume", nargs="+", metavar="<volume>", help="Names or ids of volumes, several at once.")
def volume_delete(context: Context, args: Namespace, volume: str) -> None:
    """Delete volumes that no server has."""
    context.client.volumes.delete(volume)


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
    """List the snapshots of volumes."""
    return context.client.volume_snapshots.list()


@show_command("volume-snapshot-show", api=SnapshotManager.get)
@superseded("openstack volume snapshot show")
@argument("snapshot", metavar="<snapshot>", help="Name or id of the snapshot.")
def volume_snapshot_show(context: Context, args: Namespace) -> Mapping[str, object]:
    """Show one snapshot of a volume in full."""
    return _shown(lookup.resource(context.client.volume_snapshots, args.snapshot))


@show_command("volume-snapshot-create", api=SnapshotManager.create)
@superseded("openstack volume snapshot create")
@argument("volume_id", metavar="<volume-id>", help="Id of the volume.")
@argument(
    "--force",
    type=boolean,
    default=False,
    metavar="<True|False>",
    help="Whether to take it while a server is using the volume.",
)
@DISPLAY_NAME
@DESCRIPTION
def volume_snapshot_create(context: Context, args: Namespace) -> Mapping[str, object]:
    """Take a snapshot of a volume."""
    names = args.display_name, args.display_description
    return _shown(context.client.volume_snapshots.create(args.volume_id, args.force, *names))


@bulk_command(
    "volume-snapshot-delete",
    api=SnapshotManager.delete,
    on=lambda client: client.volume_snapshots,
    dest="snapshot",
)
@superseded("openstack volume snapshot delete")
@argument(
    "snapshot", nargs="+", metavar="<snapshot>", help="Names or ids of snapshots, several at once."
)
def volume_snapshot_delete(context: Context, args: Namespace, snapshot: str) -> None:
    """Delete snapshots of volumes."""
    context.client.volume_snapshots.delete(snapshot)


# ------------------------------------------------------------------------------------------- types
TYPE_COLUMNS = (Column("ID", "id"), Column("Name", "name"))


@list_command("volume-type-list", api=VolumeTypeManager.list, columns=TYPE_COLUMNS)
@superseded("openstack volume type list")
def volume_type_list(context: Context, args: Namespace) -> Iterable[Any]:
    """List the kinds of volumes that the cloud offers."""
    return context.client.volume_types.list()


@list_command("volume-type-create", api=VolumeTypeManager.create, columns=TYPE_COLUMNS)
@superseded("openstack volume type create")
@argument("name", metavar="<name>", help="Its name.")
def volume_type_create(context: Context, args: Namespace) -> Rows:
    """Create a kind of volumes."""
    return Rows([context.client.volume_types.create(args.name)], TYPE_COLUMNS, single=True)


@bulk_command(
    "volume-type-delete",
    api=VolumeTypeManager.delete,
    on=lambda client: client.volume_types,
    dest="id",
)
@superseded("openstack volume type delete")
@argument("id", nargs="+", metavar="<id>", help="Names or ids of types, several at once.")
def volume_type_delete(context: Context, args: Namespace, volume_type: str) -> None:
    """Delete kinds of volumes that no volume is of."""
    context.client.volume_types.delete(volume_type)
