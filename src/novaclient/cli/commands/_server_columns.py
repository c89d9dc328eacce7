"""The columns of a server in lists, and the names of its fields in the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from novaclient.cli.output.columns import ABSENT, Column, default_text
from novaclient.cli.output.times import time_text
from novaclient.v2.servers import Server

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


def networks_text(networks: Mapping[str, Sequence[str]]) -> str:
    """The addresses of a server as a table shows them: ``private=10.0.0.3; public=…, …``."""
    parts = (f"{name}={', '.join(addresses)}" for name, addresses in networks.items() if addresses)
    return "; ".join(parts)


def power_text(state: object) -> str:
    """A power state as a table shows it."""
    return POWER_STATES.get(state, "N/A") if isinstance(state, int) else "N/A"


def group_names(server: Server) -> object:
    """The names of a server's security groups, each once; the API repeats them for each port."""
    groups = getattr(server, "security_groups", ABSENT)
    if not isinstance(groups, list):
        return ABSENT
    return sorted({str(group.get("name")) for group in groups})


def flavor_name(server: Server) -> object:
    """The name of a server's flavor, or its ID at microversions without the name."""
    flavor = getattr(server, "flavor", None) or {}
    return flavor.get("original_name") or flavor.get("id", ABSENT)


def image_id(server: Server) -> object:
    """The ID of a server's image; None if it booted from a volume."""
    image = getattr(server, "image", None)
    return image.get("id") if isinstance(image, dict) else None


def image_properties(server: Server) -> object:
    """The properties of a server's image, at microversions that have them."""
    image = getattr(server, "image", None)
    return image.get("properties", ABSENT) if isinstance(image, dict) else ABSENT


def comma_joined(value: object) -> str:
    """A list as a table shows it, separated by commas."""
    return ", ".join(map(str, value)) if isinstance(value, list) else default_text(value)


class _TaskColumn(Column):
    """A column that shows ``N/A`` where the cloud left the field out."""

    def cell(self, row: Any) -> str:
        """The text of a row's cell."""
        return "N/A" if self.value(row) is ABSENT else super().cell(row)


ID = Column("ID", "id")
NAME = Column("Name", "name")
TENANT = Column("Tenant ID", "tenant_id")
STATUS = Column("Status", "status")
TASK = _TaskColumn("Task State", TASK_STATE)
POWER = _TaskColumn("Power State", POWER_STATE, power_text)
NETWORKS = Column("Networks", "networks", networks_text)
UPDATED = Column("Updated", "updated", time_text)

#: Columns that ``--column`` can show in addition to those of the list.
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
