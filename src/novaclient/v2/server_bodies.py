"""The bodies of requests that create or rebuild a server, as functions without I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Protocol

from novaclient import base, exceptions
from novaclient.api_versions import APIVersion
from novaclient.microversions import Unset
from novaclient.transport import protocol


class Readable(Protocol):
    """An open file."""

    def read(self) -> str | bytes: ...


#: The contents of a file, or user data.
Content = str | bytes | Readable
Nic = Mapping[str, Any]
BlockDevice = Mapping[str, Any]

#: The fields of a network interface as arguments, and in the API.
_NIC_FIELDS = {
    "net-id": "uuid",
    "v4-fixed-ip": "fixed_ip",
    "v6-fixed-ip": "fixed_ip",
    "port-id": "port",
    "tag": "tag",
}
#: The arguments that are sent unless they are None, False or empty, and their names in the API.
_NON_EMPTY = {
    "admin_pass": "adminPass",
    "availability_zone": "availability_zone",
    "config_drive": "config_drive",
    "description": "description",
    "host": "host",
    "hostname": "hostname",
    "hypervisor_hostname": "hypervisor_hostname",
    "key_name": "key_name",
    "meta": "metadata",
    "reservation_id": "return_reservation_id",
    "tags": "tags",
    "trusted_image_certificates": "trusted_image_certificates",
}
#: The arguments that are sent unless they are None.
_NOT_NONE = {
    "access_ip_v4": "accessIPv4",
    "access_ip_v6": "accessIPv6",
    "disk_config": "OS-DCF:diskConfig",
}
#: The arguments that are dicts.
_DICTS = ("meta", "scheduler_hints", "block_device_mapping")
#: The microversions that removed tags of disks and of interfaces, and the one that restored them.
_DISK_TAGS_REMOVED = APIVersion("2.33")
_NIC_TAGS_REMOVED = APIVersion("2.37")
_TAGS_RESTORED = APIVersion("2.42")


def non_empty(**fields: Any) -> dict[str, Any]:
    """Return the fields that are neither None nor False nor empty."""
    return {name: value for name, value in fields.items() if value}


def not_unset(**fields: Any) -> dict[str, Any]:
    """Return the fields that were passed, including None."""
    return {name: value for name, value in fields.items() if not isinstance(value, Unset)}


def new_server(
    arguments: Mapping[str, Any], version: APIVersion, *, pinned: bool
) -> dict[str, Any]:
    """Return the body that creates a server.

    :param arguments: the arguments of ``ServerManager.create``, by name.
    :param version: the microversion of the request.
    :param pinned: whether the caller chose it.
    :raises ValueError: for networks or disks that the microversion does not have.
    """
    image, userdata = arguments["image"], arguments["userdata"]
    protocol.check(Mapping, **{name: arguments[name] for name in _DICTS})
    server: dict[str, Any] = {
        "name": arguments["name"],
        "imageRef": str(base.getid(image)) if image else "",
        "flavorRef": str(base.getid(arguments["flavor"])),
        **counts(arguments["min_count"], arguments["max_count"]),
    }
    server |= non_empty(**{field: arguments[name] for name, field in _NON_EMPTY.items()})
    server |= base.given(**{field: arguments[name] for name, field in _NOT_NONE.items()})
    disks = arguments["block_device_mapping_v2"]
    server |= non_empty(
        block_device_mapping=legacy_block_devices(arguments["block_device_mapping"]),
        block_device_mapping_v2=block_devices(disks, image, version),
        networks=networks(arguments["nics"], version, pinned=pinned),
        personality=personality(arguments["files"]),
        security_groups=[{"name": group} for group in arguments["security_groups"] or ()],
        user_data=encode(userdata) if userdata else None,
    )
    return {"server": server} | non_empty(**{"os:scheduler_hints": arguments["scheduler_hints"]})


def rebuilt_server(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of the action that rebuilds a server.

    :param arguments: the arguments of ``ServerManager.rebuild``, by name.
    """
    userdata = arguments["userdata"]
    if userdata and not isinstance(userdata, Unset):
        userdata = encode(userdata)
    return {
        "imageRef": str(base.getid(arguments["image"])),
        **base.given(
            adminPass=arguments["password"],
            name=arguments["name"],
            **{field: arguments[name] for name, field in _NOT_NONE.items()},
        ),
        **non_empty(
            preserve_ephemeral=arguments["preserve_ephemeral"],
            metadata=arguments["meta"],
            personality=personality(arguments["files"]),
        ),
        **not_unset(
            description=arguments["description"],
            key_name=arguments["key_name"],
            trusted_image_certificates=arguments["trusted_image_certificates"],
            hostname=arguments["hostname"],
            user_data=userdata,
        ),
    }


def encode(content: Content, argument: str = "userdata") -> str:
    """Encode text, bytes or an open file as base64.

    :param argument: the name of the argument, for the error.
    :raises TypeError: for anything else.
    """
    import base64

    if not isinstance(content, str | bytes) and not hasattr(content, "read"):
        kind = type(content).__name__
        raise TypeError(f"'{argument}' is text, bytes or an open file, not {kind}")
    data = content if isinstance(content, str | bytes) else content.read()
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode("ascii")


def personality(files: Mapping[str, Content] | None) -> list[dict[str, str]]:
    """Return the files for a server in the form of the API."""
    protocol.check(Mapping, files=files)
    return [
        {"path": path, "contents": encode(content, "files")}
        for path, content in sorted((files or {}).items(), key=itemgetter(0))
    ]


def counts(min_count: Any, max_count: Any) -> dict[str, Any]:
    """Return the number of servers: at least one, and the minimum not above the maximum."""
    least = min_count or 1
    most = max_count or least
    return {"min_count": min(least, most, key=int), "max_count": most}


def networks(
    nics: str | Sequence[Nic] | None, version: APIVersion, *, pinned: bool
) -> str | list[dict[str, Any]] | None:
    """Return the networks of a new server.

    :param nics: ``"auto"``, ``"none"``, or interfaces with ``net-id``, ``port-id``,
        ``v4-fixed-ip``, ``v6-fixed-ip`` and ``tag``; None means "auto".
    :param version: the microversion of the request.
    :param pinned: whether the caller chose it; since 2.37 ``nics`` is then required, as in Nova.
    :returns: the value of ``networks``; None to omit it.
    :raises ValueError: if the microversion does not have it, or for an unknown field.
    :raises CommandError: for an interface with two addresses.
    """
    since_2_37 = version >= APIVersion("2.37")
    if not nics:
        if since_2_37 and pinned:
            raise ValueError("nics are required after microversion 2.36")
        return "auto" if since_2_37 else None
    if isinstance(nics, str):
        if since_2_37:
            return nics
        if nics == "auto" and not pinned:
            return None
        raise ValueError(
            f"nics must be a list or a tuple, not {nics!r}: 'auto' and 'none' need microversion "
            f"2.37, this request uses {version.get_string()}"
        )
    protocol.check(Iterable, nics=nics)
    for nic in nics:
        protocol.check(Mapping, nics=nic)
    refuse_tags("network interface", nics, version, _NIC_TAGS_REMOVED)
    return [_network(nic) for nic in nics]


def _network(nic: Nic) -> dict[str, Any]:
    unknown = nic.keys() - _NIC_FIELDS.keys()
    if unknown:
        raise ValueError(
            f"a network interface has no {', '.join(sorted(map(repr, unknown)))}; "
            f"it has {', '.join(_NIC_FIELDS)}"
        )
    if nic.get("v4-fixed-ip") and nic.get("v6-fixed-ip"):
        raise exceptions.CommandError(
            "Only one of 'v4-fixed-ip' and 'v6-fixed-ip' may be provided."
        )
    return {_NIC_FIELDS[name]: value for name, value in nic.items() if value}


def block_devices(
    devices: Iterable[BlockDevice] | None, image: Any, version: APIVersion
) -> list[dict[str, Any]]:
    """Return the disks of a new server; an image comes first.

    :raises ValueError: if the microversion has no tags or volume types of disks.
    """
    protocol.check(Iterable, block_device_mapping_v2=devices)
    for device in devices or ():
        protocol.check(Mapping, block_device_mapping_v2=device)
    given = [dict(device) for device in devices or ()]
    if not given:
        return []
    refuse_tags("block device", given, version, _DISK_TAGS_REMOVED)
    if version < APIVersion("2.67") and any(device.get("volume_type") for device in given):
        raise ValueError(
            "Block device volume_type is not supported before microversion 2.67; "
            f"this request uses {version.get_string()}"
        )
    if image:
        first = {
            "uuid": base.getid(image),
            "source_type": "image",
            "destination_type": "local",
            "boot_index": 0,
            "delete_on_termination": True,
        }
        given.insert(0, first)
    return given


def refuse_tags(
    kind: str, devices: Iterable[Mapping[str, Any]], version: APIVersion, removed: APIVersion
) -> None:
    """Refuse device tags where there are none: up to 2.31, and from ``removed`` to 2.41."""
    known = APIVersion("2.32") <= version < removed or version >= _TAGS_RESTORED
    if not known and any(device.get("tag") for device in devices):
        raise ValueError(
            f"Setting {kind} tags is unsupported before microversion 2.32 and from "
            f"{removed.get_string()} until {_TAGS_RESTORED.get_string()}; "
            f"this request uses {version.get_string()}"
        )


def legacy_block_devices(mapping: Mapping[str, str] | None) -> list[dict[str, str]]:
    """Return disks in the form ``{"vda": "<id>:<type>:<size in GB>:<delete on termination>"}``.

    Only the id is required; with the type ``snap`` it is that of a volume snapshot.
    """
    return [_legacy_block_device(device, text) for device, text in (mapping or {}).items()]


def _legacy_block_device(device: str, text: str) -> dict[str, str]:
    if not isinstance(text, str):
        raise TypeError(f"'block_device_mapping' is a dict of strings, not {type(text).__name__}")
    source, kind, size, delete, *_ = [*text.split(":"), "", "", ""]
    key = "snapshot_id" if kind.startswith("snap") else "volume_id"
    fields = {"device_name": device, key: source, "volume_size": size}
    fields["delete_on_termination"] = delete
    return {name: value for name, value in fields.items() if value}
