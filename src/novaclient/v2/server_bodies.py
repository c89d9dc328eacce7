"""The parts of a request that creates or rebuilds a server, made from what callers give.

Plain functions without I/O; which call sends them is in ``servers.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Protocol

from novaclient import base, exceptions
from novaclient.api_versions import APIVersion, Unset
from novaclient.transport import protocol


class Readable(Protocol):
    """An open file."""

    def read(self) -> str | bytes: ...


#: What a file that goes into a server can be given as.
Content = str | bytes | Readable
Nic = Mapping[str, Any]
BlockDevice = Mapping[str, Any]

#: How python-novaclient calls the parts of a network interface, and how Nova does.
_NIC_FIELDS = {
    "net-id": "uuid",
    "v4-fixed-ip": "fixed_ip",
    "v6-fixed-ip": "fixed_ip",
    "port-id": "port",
    "tag": "tag",
}
#: The arguments of a creation that are sent as they are when they say something.
_SAID = {
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
#: Those that are sent as they are unless they are None.
_EXACT = {
    "access_ip_v4": "accessIPv4",
    "access_ip_v6": "accessIPv6",
    "disk_config": "OS-DCF:diskConfig",
}
#: Those that are dicts.
_DICTS = ("meta", "scheduler_hints", "block_device_mapping")
_TAG_WITHDRAWN = APIVersion("2.33"), APIVersion("2.37"), APIVersion("2.42")


def non_empty(**fields: Any) -> dict[str, Any]:
    """The fields that say something: what is None, false or empty is left out."""
    return {name: value for name, value in fields.items() if value}


def not_unset(**fields: Any) -> dict[str, Any]:
    """The fields that were given, None among them."""
    return {name: value for name, value in fields.items() if not isinstance(value, Unset)}


def new_server(
    arguments: Mapping[str, Any], version: APIVersion, *, pinned: bool
) -> dict[str, Any]:
    """The request that creates a server.

    :param arguments: those of ``ServerManager.create``, by name.
    :param version: the microversion of the request.
    :param pinned: whether the caller named it.
    :raises ValueError: for networks or disks that the version cannot do.
    """
    image, userdata = arguments["image"], arguments["userdata"]
    protocol.check(Mapping, **{name: arguments[name] for name in _DICTS})
    server: dict[str, Any] = {
        "name": arguments["name"],
        "imageRef": str(base.getid(image)) if image else "",
        "flavorRef": str(base.getid(arguments["flavor"])),
        **counts(arguments["min_count"], arguments["max_count"]),
    }
    server |= non_empty(**{field: arguments[name] for name, field in _SAID.items()})
    server |= base.given(**{field: arguments[name] for name, field in _EXACT.items()})
    disks = arguments["block_device_mapping_v2"]
    server |= non_empty(
        block_device_mapping=old_block_devices(arguments["block_device_mapping"]),
        block_device_mapping_v2=block_devices(disks, image, version),
        networks=networks(arguments["nics"], version, pinned=pinned),
        personality=personality(arguments["files"]),
        security_groups=[{"name": group} for group in arguments["security_groups"] or ()],
        user_data=encode(userdata) if userdata else None,
    )
    return {"server": server} | non_empty(**{"os:scheduler_hints": arguments["scheduler_hints"]})


def encode(content: Content, called: str = "userdata") -> str:
    """A text, bytes or an open file as base64.

    :param called: the argument that it is, or is a part of, for the error.
    :raises TypeError: for anything else.
    """
    import base64

    if not isinstance(content, str | bytes) and not hasattr(content, "read"):
        kind = type(content).__name__
        raise TypeError(f"'{called}' is a text, bytes or an open file, not {kind}")
    data = content if isinstance(content, str | bytes) else content.read()
    return base64.b64encode(data.encode() if isinstance(data, str) else data).decode("ascii")


def personality(files: Mapping[str, Content] | None) -> list[dict[str, str]]:
    """Files to put into a server, by path."""
    protocol.check(Mapping, files=files)
    return [
        {"path": path, "contents": encode(content, "files")}
        for path, content in sorted((files or {}).items(), key=itemgetter(0))
    ]


def counts(min_count: Any, max_count: Any) -> dict[str, Any]:
    """How many servers: one unless told, at least as many at most, never more than at most."""
    least = min_count or 1
    most = max_count or least
    return {"min_count": min(least, most, key=int), "max_count": most}


def networks(
    nics: str | Sequence[Nic] | None, version: APIVersion, *, pinned: bool
) -> str | list[dict[str, Any]] | None:
    """The networks of a new server.

    :param nics: ``"auto"``, ``"none"``, or interfaces with ``net-id``, ``port-id``,
        ``v4-fixed-ip``, ``v6-fixed-ip``, ``tag``; nothing stands for "auto".
    :param version: the microversion of the request.
    :param pinned: whether the caller named it; from 2.37 on the interfaces must then be given,
        as Nova wants it.
    :returns: the value of ``networks``; None to leave it out.
    :raises ValueError: if the version cannot do it, or a field is unknown.
    :raises CommandError: if an interface is given two addresses.
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
    refuse_lost_tags("network interface", nics, version, _TAG_WITHDRAWN[1])
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
    """The disks of a new server; the image, if there is one, comes first.

    :raises ValueError: if the version knows no tag or volume type of a disk.
    """
    protocol.check(Iterable, block_device_mapping_v2=devices)
    for device in devices or ():
        protocol.check(Mapping, block_device_mapping_v2=device)
    given = [dict(device) for device in devices or ()]
    if not given:
        return []
    refuse_lost_tags("block device", given, version, _TAG_WITHDRAWN[0])
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


def refuse_lost_tags(
    kind: str, devices: Iterable[Mapping[str, Any]], version: APIVersion, withdrawn: APIVersion
) -> None:
    """Refuse device tags at the versions without: before 2.32, and until 2.42 from another on."""
    restored = _TAG_WITHDRAWN[2]
    known = APIVersion("2.32") <= version < withdrawn or version >= restored
    if not known and any(device.get("tag") for device in devices):
        raise ValueError(
            f"Setting {kind} tags is unsupported before microversion 2.32 and from "
            f"{withdrawn.get_string()} until {restored.get_string()}; "
            f"this request uses {version.get_string()}"
        )


def old_block_devices(mapping: Mapping[str, str] | None) -> list[dict[str, str]]:
    """Disks in the form ``{"vda": "<id>:<type>:<size in GB>:<delete on termination>"}``.

    All but the id may be left out; the type ``snap`` makes the id a volume snapshot's.
    """
    return [_old_block_device(device, text) for device, text in (mapping or {}).items()]


def _old_block_device(device: str, text: str) -> dict[str, str]:
    if not isinstance(text, str):
        raise TypeError(f"'block_device_mapping' is a dict of texts, not {type(text).__name__}")
    source, kind, size, delete, *_ = [*text.split(":"), "", "", ""]
    key = "snapshot_id" if kind.startswith("snap") else "volume_id"
    fields = {"device_name": device, key: source, "volume_size": size}
    fields["delete_on_termination"] = delete
    return {name: value for name, value in fields.items() if value}
