"""The command that creates servers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from novaclient import exceptions
from novaclient.base import given
from novaclient.cli.bulk.name_lookup import concurrently, id_of, ids_of
from novaclient.cli.commands._boot_values import (
    parse_block_device,
    parse_config_drive,
    parse_ephemeral,
    parse_nic,
    parse_swap,
)
from novaclient.cli.commands._reservation import (
    get_reservation,
    raise_build_failures,
    wait_for_reservation,
)
from novaclient.cli.commands._server_arguments import (
    FILE,
    META,
    comma_separated,
    key_value,
    read_file,
    trusted_certificates,
)
from novaclient.cli.commands._server_columns import ID, NAME, NETWORKS, STATUS
from novaclient.cli.commands._server_properties import server_properties
from novaclient.cli.commands._server_waits import BUILDING
from novaclient.cli.errors import UsageError, warn
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT
from novaclient.cli.framework.waiting import wait_one
from novaclient.cli.output.columns import ABSENT, Column
from novaclient.cli.parsing.declare import HIDDEN, argument, arguments
from novaclient.cli.parsing.values import Namespace, positive_int
from novaclient.v2.servers import Server, ServerManager


@command("boot", api=ServerManager.create)
@argument("name", metavar="<name>", help="Name of the new server.")
@argument("--flavor", metavar="<flavor>", help="Name or ID of the flavor.")
@argument("--image", metavar="<image>", help="Name or ID of the image to boot from.")
@argument(
    "--image-with",
    type=key_value,
    action="append",
    metavar="<key=value>",
    help="Boot from the newest image with this property; repeat the flag for more properties.",
)
@argument("--boot-volume", metavar="<volume_id>", help="ID of the volume to boot from.")
@argument(
    "--snapshot",
    metavar="<snapshot_id>",
    help="ID of a volume snapshot: boot from a new volume that is created from it.",
)
@argument(
    "--min-count",
    type=positive_int,
    metavar="<number>",
    help="Create at least this number of servers.",
)
@argument(
    "--max-count",
    type=positive_int,
    metavar="<number>",
    help="Create up to this number of servers, as the quota allows, named <name>-1, <name>-2 ...",
)
@argument(
    "--num-instances",
    type=positive_int,
    new=True,
    parameter="max_count",
    deprecated="use --min-count and --max-count",
    help=HIDDEN,
)
@META
@FILE
@argument(
    "--key-name",
    env=("NOVACLIENT_DEFAULT_KEY_NAME",),
    metavar="<key-name>",
    completes="keypair",
    help="Name of the key pair (default: $NOVACLIENT_DEFAULT_KEY_NAME).",
)
@argument(
    "--user-data",
    metavar="<user-data>",
    completes="file",
    help="File with user data for the first boot.",
)
@argument("--availability-zone", metavar="<availability-zone>", help="Availability zone.")
@argument(
    "--security-groups",
    metavar="<security-groups>",
    help="Names or IDs of security groups, separated by commas.",
)
@argument(
    "--block-device-mapping",
    type=key_value,
    action="append",
    metavar="<dev-name=mapping>",
    help="Attach a volume; the mapping is <id>:<type>:<size in GiB>:<delete on termination>, only "
    "the ID is required. The type 'snap' creates the volume from a snapshot.",
)
@argument(
    "--block-device",
    type=parse_block_device,
    action="append",
    metavar="key1=value1[,key2=value2...]",
    help="Add a block device. id: ID of the volume, image (or its name) or snapshot; source: "
    "volume, image, snapshot or blank; dest: volume or local; size: in GiB; bootindex: 0 for the "
    "boot disk; shutdown: remove (delete it with the server) or preserve; device, bus, type (disk, "
    "cdrom), format (ext4, swap), tag, volume_type.",
)
@argument("--swap", type=parse_swap, metavar="<swap_size>", help="Size of a swap disk in MiB.")
@argument(
    "--ephemeral",
    type=parse_ephemeral,
    action="append",
    metavar="size=<size>[,format=<format>]",
    help="Add an ephemeral disk; the size is in GiB.",
)
@argument(
    "--hint",
    dest="scheduler_hints",
    type=key_value,
    action="append",
    metavar="<key=value>",
    help="A scheduler hint, such as group=<name or ID of a server group>.",
)
@argument(
    "--nic",
    dest="nics",
    type=parse_nic,
    action="append",
    metavar="<auto|none|net-id=..|net-name=..|port-id=..[,v4-fixed-ip=..][,v6-fixed-ip=..][,tag=..]>",
    help="Add a network interface; repeat the flag for more. 'auto' (the default) lets the cloud "
    "choose or create a network; 'none' attaches no network.",
)
@argument(
    "--config-drive",
    type=parse_config_drive,
    default=False,
    metavar="<value>",
    help="Whether to attach a config drive: true or false.",
)
@argument("--admin-pass", metavar="<value>", help="Administrator password.")
@argument("--access-ip-v4", metavar="<value>", help="IPv4 access address, shown with the server.")
@argument("--access-ip-v6", metavar="<value>", help="IPv6 access address, shown with the server.")
@argument("--description", metavar="<description>", help="Description of the server.")
@argument("--tags", metavar="<tags>", help="Tags, separated by commas.")
@argument(
    "--return-reservation-id",
    action="store_true",
    help="Print only the reservation ID, with which nova list finds the servers of this request.",
)
@argument(
    "--trusted-image-certificate-id",
    dest="trusted_image_certificates",
    action="append",
    metavar="<trusted-image-certificate-id>",
    help="ID of a trusted certificate for the image signature; repeat the flag for more "
    "(default: $OS_TRUSTED_IMAGE_CERTIFICATE_IDS, separated by commas).",
)
@argument("--host", metavar="<host>", help="Host to create the server on; for administrators.")
@argument(
    "--hypervisor-hostname",
    metavar="<hypervisor-hostname>",
    help="Hypervisor to create the server on; for administrators.",
)
@argument("--hostname", metavar="<hostname>", help="Hostname inside the server.")
@arguments(*OUTPUT, *BUILDING.arguments())
def boot(context: Context, args: Namespace) -> None:
    """Create one or more servers.

    Prints the properties of the server. With --min-count or --max-count, prints the properties of
    the first server and a list of all; machine-readable formats have only the list. All servers
    share one administrator password, which is random by default.
    """
    context.out.configure(args)
    _check(args)
    fields = _fields(context, args)
    _look_up(context, args, fields)
    if args.return_reservation_id:
        _boot_reservation(context, args, fields)
    elif max(args.min_count or 1, args.max_count or 1) > 1:
        _boot_several(context, args, fields)
    else:
        _boot_one(context, args, fields)


def _check(args: Namespace) -> None:
    """Check that no required option is missing and no two options conflict.

    :raises UsageError: for the first such error.
    """
    if not args.flavor:
        raise UsageError("--flavor is required: the name or ID of a flavor")
    sources = [
        flag
        for flag, value in (
            ("--image", args.image),
            ("--image-with", args.image_with),
            ("--boot-volume", args.boot_volume),
            ("--snapshot", args.snapshot),
        )
        if value
    ]
    if len(sources) > 1:
        raise UsageError(f"{' and '.join(sources)} cannot be combined: choose one boot source")
    if not sources and not args.block_device and not args.block_device_mapping:
        raise UsageError(
            "a boot source is required: --image, --image-with, --boot-volume, --snapshot, "
            "--block-device or --block-device-mapping"
        )
    new = any((args.boot_volume, args.snapshot, args.block_device, args.ephemeral, args.swap))
    if args.block_device_mapping and new:
        raise UsageError(
            "--block-device-mapping cannot be combined with --block-device, --boot-volume, "
            "--snapshot, --ephemeral and --swap"
        )
    if args.num_instances:
        if args.min_count or args.max_count:
            raise UsageError("--num-instances cannot be combined with --min-count or --max-count")
        args.max_count = args.num_instances
    if args.min_count and args.max_count and args.min_count > args.max_count:
        raise UsageError("--min-count must not be greater than --max-count")
    words = [nic for nic in args.nics if isinstance(nic, str)]
    if words and len(args.nics) > 1:
        raise UsageError(f"--nic {words[0]} cannot be combined with another --nic")


def _fields(context: Context, args: Namespace) -> dict[str, Any]:
    """The parameters of the create request, with names where IDs still have to be looked up."""
    devices = [
        {
            "uuid": source_id,
            "source_type": kind,
            "destination_type": "volume",
            "boot_index": 0,
            "delete_on_termination": False,
        }
        for kind, source_id in (("volume", args.boot_volume), ("snapshot", args.snapshot))
        if source_id
    ]
    devices += [*args.block_device, *args.ephemeral, *([args.swap] if args.swap else [])]
    hints: dict[str, Any] = {}
    for key, value in args.scheduler_hints:
        if key in hints:
            earlier = hints[key]
            hints[key] = [*(earlier if isinstance(earlier, list) else [earlier]), value]
        else:
            hints[key] = value
    return given(
        meta=dict(args.meta) or None,
        files={path: read_file(source) for path, source in args.files} or None,
        min_count=args.min_count,
        max_count=args.max_count,
        userdata=read_file(args.user_data) if args.user_data else None,
        key_name=args.key_name,
        availability_zone=args.availability_zone,
        security_groups=comma_separated(args.security_groups),
        block_device_mapping=dict(args.block_device_mapping) or None,
        block_device_mapping_v2=devices or None,
        scheduler_hints=hints or None,
        nics=_networks(context, args.nics),
        config_drive=args.config_drive or None,
        admin_pass=args.admin_pass,
        access_ip_v4=args.access_ip_v4,
        access_ip_v6=args.access_ip_v6,
        description=args.description,
        tags=comma_separated(args.tags),
        trusted_image_certificates=trusted_certificates(context, args) or None,
        host=args.host,
        hypervisor_hostname=args.hypervisor_hostname,
        hostname=args.hostname,
    )


def _networks(context: Context, nics: Sequence[Any]) -> Any:
    """The network interfaces; without ``--nic`` the default of the microversion in use."""
    if nics:
        return nics[0] if isinstance(nics[0], str) else [dict(nic) for nic in nics]
    from novaclient.v2 import server_bodies

    pinned = context.microversion
    return None if pinned.is_latest() else server_bodies.networks(None, pinned, pinned=False)


def _look_up(context: Context, args: Namespace, fields: dict[str, Any]) -> None:
    """Replace names by IDs; all kinds of resources are looked up concurrently."""
    client = context.client
    nics = fields.get("nics")
    named_nics = [nic for nic in nics if "net-name" in nic] if isinstance(nics, list) else []
    devices = [
        device
        for device in fields.get("block_device_mapping_v2", ())
        if device["source_type"] == "image" and "uuid" in device
    ]
    images = [*([args.image] if args.image else []), *(device["uuid"] for device in devices)]
    group = fields.get("scheduler_hints", {}).get("group")
    groups = [group] if isinstance(group, str) else []
    flavor_id, image_ids, network_ids, group_ids, matching = concurrently(
        lambda: id_of(client.flavors, args.flavor),
        lambda: ids_of(client.glance, images) if images else {},
        lambda: ids_of(client.neutron, [n["net-name"] for n in named_nics]) if named_nics else {},
        lambda: ids_of(client.server_groups, groups) if groups else {},
        lambda: _image_with(client, args.image_with) if args.image_with else None,
    )
    for device in devices:
        device["uuid"] = image_ids[device["uuid"]]
    for nic in named_nics:
        nic["net-id"] = network_ids[nic.pop("net-name")]
    if groups:
        fields["scheduler_hints"]["group"] = group_ids[group]
    fields["flavor"] = flavor_id
    fields["image"] = image_ids.get(args.image) if args.image else matching


def _image_with(client: Any, wanted: Sequence[tuple[str, str]]) -> str:
    """The ID of the newest image with the wanted properties."""
    for image in client.glance.list():
        if all(str(getattr(image, key, None)) == value for key, value in wanted):
            return str(image.id)
    asked = ", ".join(f"{key}={value}" for key, value in wanted)
    raise exceptions.CommandError(f"No images match the property expected by --image-with: {asked}")


def _create(context: Context, args: Namespace, fields: Mapping[str, Any], **more: Any) -> Any:
    try:
        return context.client.servers.create(args.name, **{**fields, **more})
    except ValueError as error:
        # The library raises it for networks and disks that the microversion does not support.
        raise exceptions.CommandError(str(error)) from None


def _known_images(args: Namespace, fields: Mapping[str, Any]) -> dict[str, str | None]:
    """The name of the image by its ID, if the user typed the name."""
    image_id = fields["image"]
    return {image_id: args.image} if args.image and image_id != args.image else {}


# ------------------------------------------------------------------------------------ one server
def _boot_one(context: Context, args: Namespace, fields: Mapping[str, Any]) -> None:
    created = _create(context, args, fields)
    known = _known_images(args, fields)
    shown = server_properties(context, _in_full(created), images=known)
    out = context.out
    if not args.poll:
        out.created(shown)
        return
    if out.for_people:
        out.created(shown)
        wait_one(context, BUILDING, created.id, args.wait_timeout)
        return
    try:
        final = wait_one(context, BUILDING, created.id, args.wait_timeout)
        shown |= server_properties(context, final, images=known)
    finally:
        # Printed even if the wait fails: the user needs the ID and the password.
        out.created(shown)


def _in_full(server: Server) -> Server:
    """A new server in full, or as far as it is known if it cannot be fetched."""
    try:
        server.get()
    except (exceptions.ClientException, exceptions.ConnectionFailed) as error:
        warn(f"the server is created, but could not be fetched to show it in full: {error}")
    return server


# --------------------------------------------------------------------------------- several servers
def _boot_reservation(context: Context, args: Namespace, fields: Mapping[str, Any]) -> None:
    reservation = str(_create(context, args, fields, reservation_id=True))
    context.out.created({"reservation_id": reservation})
    if args.poll:
        raise_build_failures(wait_for_reservation(context, reservation, args.wait_timeout))


def _boot_several(context: Context, args: Namespace, fields: Mapping[str, Any]) -> None:
    # A request for the reservation ID, which finds all servers, is not answered with their
    # password: it is chosen here, so that it can be printed.
    password = args.admin_pass or _new_password()
    reservation_id = str(_create(context, args, fields, reservation_id=True, admin_pass=password))
    reserved = get_reservation(context.client, reservation_id)
    known = _known_images(args, fields)
    classic = context.out.for_people and not context.out.columns
    if classic and reserved.servers:
        first = server_properties(context, _in_full(reserved.servers[0]), images=known)
        context.out.created({**first, "adminPass": password})
    try:
        if args.poll:
            reserved = wait_for_reservation(context, reservation_id, args.wait_timeout)
    finally:
        if classic:
            context.out.rows(reserved.servers, (ID, NAME, STATUS, NETWORKS))
        else:
            _print_all(context, reserved.servers, known, password)
    if args.poll:
        raise_build_failures(reserved)


def _print_all(
    context: Context, servers: Sequence[Server], known: dict[str, str | None], password: str
) -> None:
    """Print the properties of several servers, one row or object for each."""
    rows = [
        {**server_properties(context, server, images=known), "adminPass": password}
        for server in servers
    ]
    titles = sorted({title for row in rows for title in row})
    columns = [Column(title, partial(_value, title)) for title in titles]
    context.out.rows(rows, columns)


def _value(title: str, row: Mapping[str, object]) -> object:
    return row.get(title, ABSENT)


#: Letters and digits that cannot be mistaken for each other.
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def _new_password() -> str:
    import secrets

    return "".join(secrets.choice(_LETTERS) for _ in range(12))
