"""The properties of one server, as ``nova show`` prints them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from novaclient import exceptions
from novaclient.cli.commands._server_columns import group_names
from novaclient.cli.framework.context import Context
from novaclient.v2.servers import Server


def server_properties(
    context: Context,
    server: Server,
    *,
    minimal: bool = False,
    images: dict[str, str | None] | None = None,
) -> dict[str, object]:
    """The properties of a server: rows for its table, or typed fields for machine-readable formats.

    :param context: the command's.
    :param server: the server.
    :param minimal: whether to show IDs only, without requests for names.
    :param images: known names of images by ID; names that are looked up are added.
    """
    info = server.to_dict()
    info.pop("links", None)
    names = {} if minimal else _names(context, info, {} if images is None else images)
    fields, rows = _fields(info, server, names), _rows(info, server, names, minimal)
    shown, other = (rows, fields) if context.out.for_people else (fields, rows)
    # -c can name a property of the other form: -c 'private network' -f value.
    selected = {name.casefold() for name in context.out.columns}
    return shown | {k: v for k, v in other.items() if k not in shown and k.casefold() in selected}


def _names(
    context: Context, info: Mapping[str, Any], images: dict[str, str | None]
) -> dict[str, str | None]:
    """The names of a server's image and flavor if they are shown; None for one not found."""
    names: dict[str, str | None] = {}
    selected = {name.casefold() for name in context.out.columns}
    image, flavor = info.get("image"), info.get("flavor")
    if isinstance(image, dict) and "id" in image and (not selected or "image" in selected):
        if image["id"] not in images:
            from novaclient.cli.name_cache import image_name

            images[image["id"]] = image_name(context, image["id"])
        names["image"] = images[image["id"]]
    if isinstance(flavor, dict) and "id" in flavor and (not selected or "flavor" in selected):
        names["flavor"] = _name(context.client.flavors, flavor["id"])
    return names


def _name(manager: Any, resource_id: str) -> str | None:
    try:
        return str(manager.get(resource_id).name)
    except exceptions.NotFound:
        return None


def _named(names: Mapping[str, Any], kind: str, resource_id: object) -> str:
    if kind not in names:
        return str(resource_id)
    return f"{names[kind] or f'{kind.capitalize()} not found'} ({resource_id})"


#: Shown in another form; or left out: user data is long, and may hold secrets.
_NOT_IN_ROWS = ("addresses", "flavor", "OS-EXT-SRV-ATTR:user_data")


def _rows(
    info: Mapping[str, Any], server: Server, names: Mapping[str, Any], minimal: bool
) -> dict[str, object]:
    """The properties as in python-novaclient's table."""
    rows = {key: value for key, value in info.items() if key not in _NOT_IN_ROWS}
    for network, addresses in server.networks.items():
        rows[f"{network} network"] = ", ".join(addresses)
    groups = group_names(server)
    if isinstance(groups, list):
        rows["security_groups"] = ", ".join(groups)
    image = info.get("image")
    if isinstance(image, dict):
        rows["image"] = _named(names, "image", image.get("id"))
        if "properties" in image:
            rows["image:properties"] = image["properties"]
    elif "image" in info:
        rows["image"] = "Attempt to boot from volume - no image supplied"
    flavor = info.get("flavor")
    flavor = flavor if isinstance(flavor, dict) else {}
    if "id" in flavor:
        rows["flavor"] = _named(names, "flavor", flavor["id"])
    elif minimal and flavor:
        rows["flavor"] = flavor.get("original_name")
    else:
        rows |= {f"flavor:{key}": value for key, value in flavor.items()}
    return rows


def _fields(info: Mapping[str, Any], server: Server, names: Mapping[str, Any]) -> dict[str, object]:
    """The fields for machine-readable formats: typed, without links."""
    fields = dict(info)
    fields["networks"] = dict(server.networks)
    groups = group_names(server)
    if isinstance(groups, list):
        fields["security_groups"] = groups
    for kind in ("image", "flavor"):
        value = info.get(kind)
        if isinstance(value, dict):
            name = {"name": names[kind]} if names.get(kind) else {}
            fields[kind] = {k: v for k, v in value.items() if k != "links"} | name
        elif kind in info:
            fields[kind] = None
    return fields
