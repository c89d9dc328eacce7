"""Commands for the volumes that are attached to servers."""

from __future__ import annotations

from functools import partial
from typing import Final

from novaclient.base import given
from novaclient.cli.bulk.name_lookup import concurrently, id_of, shared_id_of
from novaclient.cli.commands._request_waits import request_of, request_over
from novaclient.cli.commands._server_arguments import ONE
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT, list_command
from novaclient.cli.framework.waiting import Wait, interruptible_sleep, wait_one
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.parsing.declare import argument, arguments, exclusive
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.volumes import VolumeManager
from novaclient.waiters import wait_for

#: How many seconds to wait at most for the device name, without ``--wait``.
DEVICE_WITHIN: Final = 60.0

ID = Column("ID", "id")
DEVICE = Column("DEVICE", "device")
PLACES = (Column("SERVER ID", "serverId"), Column("VOLUME ID", "volumeId"))
TAG = Column("TAG", "tag")
DELETE_ON_TERMINATION = Column("DELETE ON TERMINATION", "delete_on_termination")
MAPPING = (Column("ATTACHMENT ID", "attachment_id"), Column("BDM UUID", "bdm_uuid"))


@list_command(
    "volume-attachments",
    api=VolumeManager.get_server_volumes,
    columns=(ID, DEVICE, *PLACES, *MAPPING, TAG, DELETE_ON_TERMINATION),
)
@ONE
def volume_attachments(context: Context, args: Namespace) -> Rows:
    """List the volumes attached to a server."""
    client = context.client
    volumes = client.volumes.get_server_volumes(id_of(client.servers, args.server))

    def supports(field: str) -> bool:
        return context.supports(VolumeManager.get_server_volumes, field)

    mapped = supports("attachment_id")
    columns = [DEVICE, *PLACES, *MAPPING] if mapped else [ID, DEVICE, *PLACES]
    columns += [TAG] if supports("tag") else []
    columns += [DELETE_ON_TERMINATION] if supports("delete_on_termination") else []
    return Rows(volumes, columns)


def _ids(context: Context, server: str, *volumes: str) -> list[str]:
    """The IDs of a server and of volumes, looked up concurrently."""
    client = context.client
    found: list[str] = concurrently(
        partial(id_of, client.servers, server),
        *(partial(shared_id_of, context, client.volumes, volume) for volume in volumes),
    )
    return found


# --------------------------------------------------------------------------------------- attaching
def _attaching(server: str = "") -> Wait:
    return request_over("attaching", server, "compute_attach_volume", what="Volume")


@command("volume-attach", api=VolumeManager.create_server_volume)
@ONE
@argument("volume", metavar="<volume>", parameter="", help="Name or ID of the volume.")
@argument(
    "device",
    nargs="?",
    metavar="<device>",
    help="Device name in the server, such as /dev/vdb; 'auto' (the default) lets the hypervisor "
    "choose, as most do anyway.",
)
@argument("--tag", metavar="<tag>", help="Tag that identifies the volume inside the server.")
@argument("--delete-on-termination", action="store_true", help="Delete the volume with the server.")
@arguments(*OUTPUT, *_attaching().arguments())
def volume_attach(context: Context, args: Namespace) -> None:
    """Attach a volume to a server."""
    out = context.out
    out.configure(args)
    volumes = context.client.volumes
    server, volume = _ids(context, args.server, args.volume)
    device = None if args.device == "auto" else args.device
    wanted = given(tag=args.tag, delete_on_termination=args.delete_on_termination or None)
    attached = volumes.create_server_volume(server, volume, device, **wanted)
    shown = attached.to_dict()
    try:
        if (args.poll or "device" not in shown) and context.plan is None:
            _wait_until_attached(context, args, server, request_of(attached))
            shown |= volumes.get_server_volume(server, volume).to_dict()
    finally:
        out.created(shown)


def _wait_until_attached(context: Context, args: Namespace, server: str, request: str) -> None:
    """Wait for a volume: for ``--wait``, or until Nova has chosen the device name."""
    wait = _attaching(server)
    if args.poll:
        wait_one(context, wait, request, args.wait_timeout)
        return
    wait_for(
        lambda: wait.get(context.client, request),
        wait.waiter,
        timeout=args.wait_timeout or DEVICE_WITHIN,
        sleep=interruptible_sleep(context),
    )


def _detaching(server: str = "") -> Wait:
    return request_over("detaching", server, "compute_detach_volume", what="Volume")


@command("volume-detach", api=VolumeManager.delete_server_volume)
@ONE
@argument("attachment_id", metavar="<volume>", parameter="", help="Name or ID of the volume.")
@arguments(*_detaching().arguments())
def volume_detach(context: Context, args: Namespace) -> None:
    """Detach a volume from a server."""
    server, volume = _ids(context, args.server, args.attachment_id)
    answer = context.client.volumes.delete_server_volume(server, volume)
    if args.poll:
        wait_one(context, _detaching(server), request_of(answer), args.wait_timeout)


@command("volume-update", api=VolumeManager.update_server_volume)
@ONE
@argument(
    "src_volume", metavar="<src_volume>", parameter="", help="Name or ID of the attached volume."
)
@argument(
    "dest_volume", metavar="<dest_volume>", parameter="", help="Name or ID of the new volume."
)
@exclusive(
    argument(
        "--delete-on-termination",
        action="store_const",
        const=True,
        help="Delete the volume with the server.",
    ),
    argument(
        "--no-delete-on-termination",
        dest="delete_on_termination",
        action="store_const",
        const=False,
        help="Keep the volume when the server is deleted.",
    ),
)
def volume_update(context: Context, args: Namespace) -> None:
    """Replace a volume of a server, and copy its data to the new one.

    To change only whether a volume is deleted with the server, give the same volume twice.
    """
    server, source, target = _ids(context, args.server, args.src_volume, args.dest_volume)
    context.client.volumes.update_server_volume(
        server, source, target, **given(delete_on_termination=args.delete_on_termination)
    )
