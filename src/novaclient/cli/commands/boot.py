"""The command that creates servers: its many options, and waiting for one server or several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from novaclient import exceptions
from novaclient.base import given
from novaclient.cli.bulk.name_lookup import concurrently, id_of, ids_of
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
from novaclient.cli.errors import UsageError, note, warn
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT
from novaclient.cli.framework.waiting import Wait, wait_one
from novaclient.cli.output.columns import ABSENT, Column
from novaclient.cli.parsing.declare import HIDDEN, argument, arguments
from novaclient.cli.parsing.values import BadValue, Namespace, boolean, positive_int
from novaclient.v2.servers import Server, ServerManager
from novaclient.waiters import SERVER

#: How ``--block-device`` calls the fields of a disk, and how the API does.
_DEVICE_KEYS = {
    "id": "uuid",
    "source": "source_type",
    "dest": "destination_type",
    "bus": "disk_bus",
    "device": "device_name",
    "size": "volume_size",
    "format": "guest_format",
    "bootindex": "boot_index",
    "type": "device_type",
    "shutdown": "delete_on_termination",
    "tag": "tag",
    "volume_type": "volume_type",
}
_DEVICE_CHOICES = {
    "source": ("volume", "image", "snapshot", "blank"),
    "dest": ("local", "volume"),
    "shutdown": ("remove", "preserve"),
}
_NIC_KEYS = ("net-id", "net-name", "port-id", "v4-fixed-ip", "v6-fixed-ip", "tag")
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


# ------------------------------------------------------------------------ values of the options
def _pairs(text: str, known: Sequence[str]) -> dict[str, str]:
    """``key=value,key=value`` taken apart.

    :raises BadValue: for what is no pair, an unknown key, or one given twice.
    """
    pairs: dict[str, str] = {}
    for part in text.split(","):
        key, value = key_value(part)
        if key not in known:
            raise BadValue(f"'{text}': there is no '{key}'; there are {', '.join(known)}")
        if key in pairs:
            raise BadValue(f"'{text}': '{key}' is given twice")
        pairs[key] = value
    return pairs


def _number(text: str, what: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadValue(f"{what} must be a number, not '{text}'") from None


def _block_device(text: str) -> dict[str, Any]:
    """A disk of ``--block-device`` in the API's form."""
    pairs = _pairs(text, tuple(_DEVICE_KEYS))
    for key, choices in _DEVICE_CHOICES.items():
        if key in pairs and pairs[key] not in choices:
            raise BadValue(f"'{text}': {key} is one of {', '.join(choices)}, not '{pairs[key]}'")
    device: dict[str, Any] = {_DEVICE_KEYS[key]: value for key, value in pairs.items()}
    device.setdefault("source_type", "blank")
    device.setdefault("destination_type", "local")
    for key in ("size", "bootindex"):
        if key in pairs:
            device[_DEVICE_KEYS[key]] = _number(pairs[key], f"'{text}': {key}")
    if "shutdown" in pairs:
        device["delete_on_termination"] = pairs["shutdown"] == "remove"
    elif device["destination_type"] == "local":
        device["delete_on_termination"] = True
    return device


def _blank(**fields: Any) -> dict[str, Any]:
    """An empty disk on the host, of the flavor's share."""
    common = {"source_type": "blank", "destination_type": "local", "boot_index": -1}
    return {**common, "delete_on_termination": True, **fields}


def _ephemeral(text: str) -> dict[str, Any]:
    """An ephemeral disk in the API's form."""
    pairs = _pairs(text, ("size", "format"))
    size = {"volume_size": _number(pairs["size"], f"'{text}': size")} if "size" in pairs else {}
    return _blank(**size, **given(guest_format=pairs.get("format")))


def _swap(text: str) -> dict[str, Any]:
    """A swap disk in the API's form."""
    return _blank(guest_format="swap", volume_size=_number(text, "the size in MiB"))


def _nic(text: str) -> str | dict[str, str]:
    """A network interface: ``auto``, ``none``, or its fields."""
    if text in ("auto", "none"):
        return text
    pairs = _pairs(text, _NIC_KEYS)
    ways = [key for key in ("net-id", "net-name", "port-id") if key in pairs]
    if len(ways) != 1:
        raise BadValue(
            f"'{text}': exactly one of net-id, net-name and port-id is wanted (or auto, or none)"
        )
    if "v4-fixed-ip" in pairs and "v6-fixed-ip" in pairs:
        raise BadValue(f"'{text}': only one of v4-fixed-ip and v6-fixed-ip can be given")
    for key, version in (("v4-fixed-ip", 4), ("v6-fixed-ip", 6)):
        if key in pairs:
            _check_address(text, pairs[key], version)
    return pairs


def _check_address(text: str, address: str, version: int) -> None:
    import ipaddress

    try:
        is_right = ipaddress.ip_address(address).version == version
    except ValueError:
        is_right = False
    if not is_right:
        raise BadValue(f"'{text}': '{address}' is no IPv{version} address")


def _has_config_drive(text: str) -> bool:
    return text.lower() not in ("", "none") and boolean(text)


# ----------------------------------------------------------------------------------- the command
@command("boot", api=ServerManager.create)
@argument("name", metavar="<name>", help="Name of the new server.")
@argument("--flavor", metavar="<flavor>", help="Its flavor, by name or id.")
@argument("--image", metavar="<image>", help="Boot from this image, by name or id.")
@argument(
    "--image-with",
    type=key_value,
    action="append",
    metavar="<key=value>",
    help="Boot from the newest image with this property; give it again for more.",
)
@argument("--boot-volume", metavar="<volume_id>", help="Boot from the volume with this id.")
@argument(
    "--snapshot",
    metavar="<snapshot_id>",
    help="Boot from a new volume made of the volume snapshot with this id.",
)
@argument("--min-count", type=positive_int, metavar="<number>", help="Create at least so many.")
@argument(
    "--max-count",
    type=positive_int,
    metavar="<number>",
    help="Create up to so many, as the quota allows. They are called <name>-1, <name>-2 ...",
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
    help="Name of the key pair to log in with ($NOVACLIENT_DEFAULT_KEY_NAME).",
)
@argument(
    "--user-data",
    metavar="<user-data>",
    completes="file",
    help="File with user data for its first boot.",
)
@argument("--availability-zone", metavar="<availability-zone>", help="Zone to run in.")
@argument(
    "--security-groups",
    metavar="<security-groups>",
    help="Names or ids of security groups, separated by commas.",
)
@argument(
    "--block-device-mapping",
    type=key_value,
    action="append",
    metavar="<dev-name=mapping>",
    help="A volume as a disk, the mapping being <id>:<type>:<size in GiB>:<delete on termination>, "
    "of which the id is enough; the type 'snap' makes it a snapshot's.",
)
@argument(
    "--block-device",
    type=_block_device,
    action="append",
    metavar="key1=value1[,key2=value2...]",
    help="A disk. id: of the volume, image (here a name will do) or snapshot; source: volume, "
    "image, snapshot or blank; dest: volume or local; size: in GiB; bootindex: 0 for the disk to "
    "boot from; shutdown: remove or preserve, what becomes of it with the server; device, bus, "
    "type (disk, cdrom), format (ext4, swap), tag, volume_type.",
)
@argument("--swap", type=_swap, metavar="<swap_size>", help="A swap disk of so many MiB.")
@argument(
    "--ephemeral",
    type=_ephemeral,
    action="append",
    metavar="size=<size>[,format=<format>]",
    help="An ephemeral disk of so many GiB.",
)
@argument(
    "--hint",
    dest="scheduler_hints",
    type=key_value,
    action="append",
    metavar="<key=value>",
    help="For the scheduler: group=<server group>, by name or id, for example.",
)
@argument(
    "--nic",
    dest="nics",
    type=_nic,
    action="append",
    metavar="<auto|none|net-id=..|net-name=..|port-id=..[,v4-fixed-ip=..][,v6-fixed-ip=..][,tag=..]>",
    help="A network interface; give it again for more. 'auto' lets the cloud choose or make a "
    "network, as it does without --nic; 'none' is for no network.",
)
@argument(
    "--config-drive",
    type=_has_config_drive,
    default=False,
    metavar="<value>",
    help="Whether it also gets its metadata on a drive: true or false.",
)
@argument("--admin-pass", metavar="<value>", help="Password of its administrator.")
@argument("--access-ip-v4", metavar="<value>", help="IPv4 address to show for it.")
@argument("--access-ip-v6", metavar="<value>", help="IPv6 address to show for it.")
@argument("--description", metavar="<description>", help="Its description.")
@argument("--tags", metavar="<tags>", help="Tags, separated by commas.")
@argument(
    "--return-reservation-id",
    action="store_true",
    help="Print the id by which all servers of this request can be listed, and nothing else.",
)
@argument(
    "--trusted-image-certificate-id",
    dest="trusted_image_certificates",
    action="append",
    metavar="<trusted-image-certificate-id>",
    help="A certificate to check the image's signature with, give it again for more "
    "($OS_TRUSTED_IMAGE_CERTIFICATE_IDS, separated by commas).",
)
@argument("--host", metavar="<host>", help="Host to run on; for administrators.")
@argument(
    "--hypervisor-hostname",
    metavar="<hypervisor-hostname>",
    help="Hypervisor to run on; for administrators.",
)
@argument("--hostname", metavar="<hostname>", help="Its name for itself.")
@arguments(*OUTPUT, *BUILDING.arguments())
def boot(context: Context, args: Namespace) -> None:
    """Create one or more servers.

    One server is printed as a table of its properties (an object in JSON). Of several, asked for
    with --min-count or --max-count, the first is, then all in a list; formats for programs print
    the list of all. They get one password; where none is given it is chosen here.
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
    """Refuse options that are missing or contradict each other.

    :raises UsageError: for the first such fault.
    """
    if not args.flavor:
        raise UsageError("--flavor is required: the name or id of a flavor")
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
        raise UsageError(f"{' and '.join(sources)} cannot go together: it boots from one of them")
    if not sources and not args.block_device and not args.block_device_mapping:
        raise UsageError(
            "say what to boot from: --image, --image-with, --boot-volume, --snapshot, "
            "--block-device or --block-device-mapping"
        )
    new = any((args.boot_volume, args.snapshot, args.block_device, args.ephemeral, args.swap))
    if args.block_device_mapping and new:
        raise UsageError(
            "--block-device-mapping cannot go with the newer --block-device, --boot-volume, "
            "--snapshot, --ephemeral and --swap"
        )
    if args.num_instances:
        if args.min_count or args.max_count:
            raise UsageError("--num-instances cannot go with --min-count or --max-count")
        args.max_count = args.num_instances
    if args.min_count and args.max_count and args.min_count > args.max_count:
        raise UsageError("--min-count must not be greater than --max-count")
    words = [nic for nic in args.nics if isinstance(nic, str)]
    if words and len(args.nics) > 1:
        raise UsageError(f"--nic {words[0]} cannot go with any other --nic")


def _fields(context: Context, args: Namespace) -> dict[str, Any]:
    """What the server is to be, as far as it can be said without a request."""
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
    """The network interfaces; without any, what the microversion in use takes for "auto"."""
    if nics:
        return nics[0] if isinstance(nics[0], str) else [dict(nic) for nic in nics]
    from novaclient.v2 import server_bodies

    pinned = context.microversion
    return None if pinned.is_latest() else server_bodies.networks(None, pinned, pinned=False)


def _look_up(context: Context, args: Namespace, fields: dict[str, Any]) -> None:
    """Put ids in the place of names, all kinds of them looked up side by side."""
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
    """The id of the newest image that has certain properties."""
    for image in client.glance.list():
        if all(str(getattr(image, key, None)) == value for key, value in wanted):
            return str(image.id)
    asked = ", ".join(f"{key}={value}" for key, value in wanted)
    raise exceptions.CommandError(f"No images match the property expected by --image-with: {asked}")


def _create(context: Context, args: Namespace, fields: Mapping[str, Any], **more: Any) -> Any:
    try:
        return context.client.servers.create(args.name, **{**fields, **more})
    except ValueError as error:
        # The library's word for networks and disks that the microversion cannot do.
        raise exceptions.CommandError(str(error)) from None


def _known_images(args: Namespace, fields: Mapping[str, Any]) -> dict[str, str | None]:
    """The name of the image by its id, where the user typed the name."""
    image_id = fields["image"]
    return {image_id: args.image} if args.image and image_id != args.image else {}


# ------------------------------------------------------------------------------------ one server
def _boot_one(context: Context, args: Namespace, fields: Mapping[str, Any]) -> None:
    created = _create(context, args, fields)
    known = _known_images(args, fields)
    shown = server_properties(context, _in_full(created), images=known)
    out = context.out
    if not args.poll:
        out.made(shown)
        return
    if out.for_people:
        out.made(shown)
        wait_one(context, BUILDING, created.id, args.wait_timeout)
        return
    try:
        final = wait_one(context, BUILDING, created.id, args.wait_timeout)
        shown |= server_properties(context, final, images=known)
    finally:
        # Whatever became of it, its id and password are told.
        out.made(shown)


def _in_full(server: Server) -> Server:
    """A new server with all its fields; what is known of it if the cloud does not say."""
    try:
        server.get()
    except (exceptions.ClientException, exceptions.ConnectionFailed) as error:
        warn(f"the server is created, but could not be shown in full: {error}")
    return server


# --------------------------------------------------------------------------------- several servers
class Reservation:
    """The servers that one request created, looked at as one.

    :param reservation_id: the id that they share.
    :param servers: as they are now.
    """

    def __init__(self, reservation_id: str, servers: Sequence[Server]) -> None:
        self.id = reservation_id
        self.servers = sorted(servers, key=lambda server: (len(server.name), server.name))

    @property
    def status(self) -> str:
        """``ACTIVE`` when all are built; ``ERROR`` when the last is settled and some never will."""
        if self.progress < 100:
            return "BUILD"
        return "ERROR" if self.failed else "ACTIVE"

    @property
    def failed(self) -> list[Server]:
        """The servers that could not be built."""
        return [server for server in self.servers if server.status == "ERROR"]

    @property
    def progress(self) -> int:
        """How many of a hundred are settled."""
        if not self.servers:
            return 100
        done = sum(1 for server in self.servers if server.status != "BUILD")
        return done * 100 // len(self.servers)


def _reserved(client: Any, reservation_id: str) -> Reservation:
    options = {"reservation_id": reservation_id}
    return Reservation(reservation_id, client.servers.list(search_opts=options, limit=-1))


ALL_BUILDING = Wait("building", SERVER["active"], _reserved, what="Servers")


def _wait(context: Context, args: Namespace, reservation_id: str) -> Reservation:
    """Wait until none of the servers is being built any more."""
    try:
        built = wait_one(context, ALL_BUILDING, reservation_id, args.wait_timeout)
    except exceptions.ResourceInErrorState as error:
        built = error.obj
    assert isinstance(built, Reservation)
    return built


def _boot_reservation(context: Context, args: Namespace, fields: Mapping[str, Any]) -> None:
    reservation = str(_create(context, args, fields, reservation_id=True))
    context.out.made({"reservation_id": reservation})
    if args.poll:
        _raise_failures(_wait(context, args, reservation))


def _boot_several(context: Context, args: Namespace, fields: Mapping[str, Any]) -> None:
    # The request that answers with the reservation, by which all are found, does not answer
    # with their password: so that it can be told, it is chosen here.
    password = args.admin_pass or _new_password()
    reservation_id = str(_create(context, args, fields, reservation_id=True, admin_pass=password))
    reserved = _reserved(context.client, reservation_id)
    known = _known_images(args, fields)
    classic = context.out.for_people and not context.out.columns
    if classic and reserved.servers:
        first = server_properties(context, _in_full(reserved.servers[0]), images=known)
        context.out.made({**first, "adminPass": password})
    try:
        if args.poll:
            reserved = _wait(context, args, reservation_id)
    finally:
        if classic:
            context.out.rows(reserved.servers, (ID, NAME, STATUS, NETWORKS))
        else:
            _print_all(context, reserved.servers, known, password)
    if args.poll:
        _raise_failures(reserved)


def _print_all(
    context: Context, servers: Sequence[Server], known: dict[str, str | None], password: str
) -> None:
    """Print the properties of several servers, a row or an object for each."""
    rows = [
        {**server_properties(context, server, images=known), "adminPass": password}
        for server in servers
    ]
    titles = sorted({title for row in rows for title in row})
    columns = [Column(title, partial(_value, title)) for title in titles]
    context.out.rows(rows, columns)


def _value(title: str, row: Mapping[str, object]) -> object:
    return row.get(title, ABSENT)


def _raise_failures(built: Reservation) -> None:
    """Tell which of several servers could not be built.

    :raises CommandError: if there are any.
    """
    for server in built.failed:
        fault = getattr(server, "fault", None) or {}
        note(f"{server.name} ({server.id}): {fault.get('message') or 'no reason given'}")
    if built.failed:
        count = f"{len(built.failed)} of {len(built.servers)}"
        raise exceptions.CommandError(f"{count} servers could not be built")
    if not built.servers:
        raise exceptions.CommandError("The servers were deleted while they were waited for")


def _new_password() -> str:
    import secrets

    return "".join(secrets.choice(_LETTERS) for _ in range(12))
