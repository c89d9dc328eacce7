"""The values of boot's options for block devices and network interfaces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from novaclient.base import given
from novaclient.cli.commands._server_arguments import key_value
from novaclient.cli.parsing.values import BadValue, boolean

#: Keys of ``--block-device`` → fields of the API.
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


def _pairs(text: str, known: Sequence[str]) -> dict[str, str]:
    """Split ``key=value,key=value`` into pairs.

    :raises BadValue: for an item without a value, and an unknown or repeated key.
    """
    pairs: dict[str, str] = {}
    for part in text.split(","):
        key, value = key_value(part)
        if key not in known:
            raise BadValue(f"'{text}': unknown key '{key}' (known keys: {', '.join(known)})")
        if key in pairs:
            raise BadValue(f"'{text}': '{key}' is repeated")
        pairs[key] = value
    return pairs


def _number(text: str, what: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise BadValue(f"{what} must be a number, not '{text}'") from None


def parse_block_device(text: str) -> dict[str, Any]:
    """The block device of ``--block-device`` as the API takes it."""
    pairs = _pairs(text, tuple(_DEVICE_KEYS))
    for key, choices in _DEVICE_CHOICES.items():
        if key in pairs and pairs[key] not in choices:
            raise BadValue(
                f"'{text}': {key} must be one of {', '.join(choices)}, not '{pairs[key]}'"
            )
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
    """A blank disk on the host, counted against the flavor's ephemeral or swap size."""
    common = {"source_type": "blank", "destination_type": "local", "boot_index": -1}
    return {**common, "delete_on_termination": True, **fields}


def parse_ephemeral(text: str) -> dict[str, Any]:
    """The block device of ``--ephemeral`` as the API takes it."""
    pairs = _pairs(text, ("size", "format"))
    size = {"volume_size": _number(pairs["size"], f"'{text}': size")} if "size" in pairs else {}
    return _blank(**size, **given(guest_format=pairs.get("format")))


def parse_swap(text: str) -> dict[str, Any]:
    """The block device of ``--swap`` as the API takes it."""
    return _blank(guest_format="swap", volume_size=_number(text, "the size in MiB"))


def parse_nic(text: str) -> str | dict[str, str]:
    """The value of ``--nic``: ``auto``, ``none``, or the fields of a network interface."""
    if text in ("auto", "none"):
        return text
    pairs = _pairs(text, _NIC_KEYS)
    sources = [key for key in ("net-id", "net-name", "port-id") if key in pairs]
    if len(sources) != 1:
        raise BadValue(
            f"'{text}': needs exactly one of net-id, net-name and port-id (or is auto or none)"
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
        is_valid = ipaddress.ip_address(address).version == version
    except ValueError:
        is_valid = False
    if not is_valid:
        raise BadValue(f"'{text}': '{address}' is not an IPv{version} address")


def parse_config_drive(text: str) -> bool:
    """The value of ``--config-drive``; empty and ``None`` are false."""
    return text.lower() not in ("", "none") and boolean(text)
