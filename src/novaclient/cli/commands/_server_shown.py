"""How commands show servers: the columns of lists, and the properties of one server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from novaclient import exceptions
from novaclient.cli.framework.context import Context
from novaclient.cli.output.columns import ABSENT, Column, default_text
from novaclient.cli.output.times import time_text
from novaclient.v2.servers import Server, ServerManager

TASK_STATE = "OS-EXT-STS:task_state"
POWER_STATE = "OS-EXT-STS:power_state"
HOST = "OS-EXT-SRV-ATTR:host"

POWER_STATES = {
    0: "NOSTATE",
    1: "Running",
    3: "Paused",
    4: "Shutdown",
    6: "Crashed",
    7: "Suspended",
}


def servers_of(client: Any) -> ServerManager:
    """The manager of servers."""
    manager: ServerManager = client.servers
    return manager


# -------------------------------------------------------------------------------- server in rows
def networks_text(networks: Mapping[str, Sequence[str]]) -> str:
    """A server's addresses as its row shows them: ``private=10.0.0.3; public=…, …``."""
    parts = (f"{name}={', '.join(addresses)}" for name, addresses in networks.items() if addresses)
    return "; ".join(parts)


def power_text(state: object) -> str:
    """A power state as a table shows it."""
    return POWER_STATES.get(state, "N/A") if isinstance(state, int) else "N/A"


def group_names(server: Server) -> object:
    """The names of a server's security groups; each port repeats them, they are told once."""
    groups = getattr(server, "security_groups", ABSENT)
    if not isinstance(groups, list):
        return ABSENT
    return sorted({str(group.get("name")) for group in groups})


def flavor_name(server: Server) -> object:
    """The name of a server's flavor, or its id where the microversion tells no name."""
    flavor = getattr(server, "flavor", None) or {}
    return flavor.get("original_name") or flavor.get("id", ABSENT)


def image_id(server: Server) -> object:
    """The id of a server's image; None if it booted from a volume."""
    image = getattr(server, "image", None)
    return image.get("id") if isinstance(image, dict) else None


def image_properties(server: Server) -> object:
    """The properties of the image that a server booted from, where the microversion tells them."""
    image = getattr(server, "image", None)
    return image.get("properties", ABSENT) if isinstance(image, dict) else ABSENT


def comma_joined(value: object) -> str:
    """A list as a table shows it: its items, separated by commas."""
    return ", ".join(map(str, value)) if isinstance(value, list) else default_text(value)


class _TaskColumn(Column):
    """A column that says ``N/A`` where the cloud told nothing."""

    def cell(self, row: Any) -> str:
        """What the table shows of a row."""
        return "N/A" if self.value(row) is ABSENT else super().cell(row)


ID = Column("ID", "id")
NAME = Column("Name", "name")
TENANT = Column("Tenant ID", "tenant_id")
STATUS = Column("Status", "status")
TASK = _TaskColumn("Task State", TASK_STATE)
POWER = _TaskColumn("Power State", POWER_STATE, power_text)
NETWORKS = Column("Networks", "networks", networks_text)
UPDATED = Column("Updated", "updated", time_text)

#: What ``--column`` can ask for beside the columns that a list has.
MORE_COLUMNS = (
    TENANT,
    Column("User ID", "user_id"),
    Column("Flavor", flavor_name),
    Column("Image", image_id),
    Column("Host", HOST),
    Column("Availability Zone", "OS-EXT-AZ:availability_zone"),
    Column("Key Name", "key_name"),
    Column("Security Groups", group_names, comma_joined),
    Column("Metadata", "metadata"),
    Column("Tags", "tags", comma_joined),
    Column("Description", "description"),
    Column("Locked", "locked"),
    Column("Locked Reason", "locked_reason"),
    Column("Host Status", "host_status"),
    Column("Hostname", "OS-EXT-SRV-ATTR:hostname"),
    Column("Pinned Availability Zone", "pinned_availability_zone"),
    Column("Scheduler Hints", "scheduler_hints"),
    Column("Image Properties", image_properties),
    Column("Created", "created", time_text),
    UPDATED,
)


# ------------------------------------------------------------------------------- server in full
def server_properties(
    context: Context,
    server: Server,
    *,
    minimal: bool = False,
    images: dict[str, str | None] | None = None,
) -> dict[str, object]:
    """A server's properties: the rows of its table, or for programs its fields in their types.

    :param context: the command's.
    :param server: the server.
    :param minimal: whether to leave ids as they are, without a request for names.
    :param images: names of images by id, known already; those looked up are added.
    """
    info = server.to_dict()
    info.pop("links", None)
    names = {} if minimal else _names(context, info, {} if images is None else images)
    fields, rows = _fields(info, server, names), _rows(info, server, names, minimal)
    shown, other = (rows, fields) if context.out.for_people else (fields, rows)
    # A column of the other form can be asked for by name: -c 'private network' -f value.
    asked = {name.casefold() for name in context.out.columns}
    return shown | {k: v for k, v in other.items() if k not in shown and k.casefold() in asked}


def _names(
    context: Context, info: Mapping[str, Any], images: dict[str, str | None]
) -> dict[str, str | None]:
    """The names of a server's image and flavor, of those that will be shown; None: not found."""
    names: dict[str, str | None] = {}
    asked = {name.casefold() for name in context.out.columns}
    image, flavor = info.get("image"), info.get("flavor")
    if isinstance(image, dict) and "id" in image and (not asked or "image" in asked):
        if image["id"] not in images:
            from novaclient.cli.completion.names import image_name

            images[image["id"]] = image_name(context, image["id"])
        names["image"] = images[image["id"]]
    if isinstance(flavor, dict) and "id" in flavor and (not asked or "flavor" in asked):
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


#: Shown in another form, or, as user data often is, with a page of text or with secrets.
_NOT_IN_ROWS = ("addresses", "flavor", "OS-EXT-SRV-ATTR:user_data")


def _rows(
    info: Mapping[str, Any], server: Server, names: Mapping[str, Any], minimal: bool
) -> dict[str, object]:
    """A server's properties as python-novaclient's table has them."""
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
    """A server's fields for programs: numbers, lists and objects as such, links left out."""
    fields = dict(info)
    fields["networks"] = dict(server.networks)
    groups = group_names(server)
    if isinstance(groups, list):
        fields["security_groups"] = groups
    for kind in ("image", "flavor"):
        value = info.get(kind)
        if isinstance(value, dict):
            kept = {key: part for key, part in value.items() if key != "links"}
            named = {"name": names[kind]} if names.get(kind) else {}
            fields[kind] = kept | named
        elif kind in info:
            fields[kind] = None
    return fields


# ------------------------------------------------------------------------- reading the arguments
