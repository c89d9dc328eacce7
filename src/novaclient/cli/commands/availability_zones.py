"""The command about availability zones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from novaclient import exceptions
from novaclient.base import part
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.output.times import time_text
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.availability_zones import AvailabilityZone, AvailabilityZoneManager


class Row(NamedTuple):
    """A zone, a host in it, or a service on that host; fields that do not apply are None."""

    zone: str
    host: str | None = None
    service: str | None = None
    enabled: bool | None = None
    available: bool | None = None
    updated_at: str | None = None

    @property
    def name(self) -> str:
        """The name as a branch of the tree that the table shows."""
        if self.service is not None:
            return f"| |- {self.service}"
        return self.zone if self.host is None else f"|- {self.host}"

    @property
    def status(self) -> str:
        """The status of a zone or a service; a host has none."""
        if self.service is not None:
            mark = ":-)" if self.available else "XXX"
            updated = time_text(self.updated_at, none="None")
            return f"{'enabled' if self.enabled else 'disabled'} {mark} {updated}"
        return "" if self.host is not None else f"{'' if self.available else 'not '}available"


def _columns(*, table: bool) -> tuple[Column, ...]:
    """The columns, shown as a tree (``table``) or as flat rows; ``-c`` selects the others."""
    return (
        Column("Name", "name", shown=table),
        Column("Status", "status", shown=table),
        Column("Zone", "zone", shown=not table),
        Column("Host", "host", shown=not table),
        Column("Service", "service", shown=not table),
        Column("Enabled", "enabled", shown=not table),
        Column("Available", "available", shown=not table),
        Column("Updated At", "updated_at", time_text, shown=not table),
    )


@list_command(
    "availability-zone-list", api=AvailabilityZoneManager.list, columns=_columns(table=True)
)
def availability_zone_list(context: Context, args: Namespace) -> Rows:
    """List availability zones.

    Administrators also see the hosts and services in each zone.
    """
    zones = context.client.availability_zones
    try:
        listed = zones.list()
    except exceptions.Forbidden as error:
        listed = _without_details(zones, error)
    return Rows(_rows(listed), _columns(table=context.out.for_people))


def _without_details(zones: AvailabilityZoneManager, error: exceptions.Forbidden) -> Any:
    """The zones without their hosts and services.

    :param error: the refusal of the detailed list.
    :raises Forbidden: ``error``, if this list is refused as well.
    """
    try:
        return zones.list(detailed=False)
    except exceptions.ClientException:
        raise error from None


def _rows(zones: Iterable[AvailabilityZone]) -> Iterator[Row]:
    for zone in zones:
        name = zone.zoneName
        yield Row(name, available=part(zone.zoneState, "available"))
        hosts = zone.hosts if isinstance(zone.hosts, dict) else {}
        for host, services in sorted(hosts.items()):
            yield Row(name, host)
            for service, state in services.items() if isinstance(services, dict) else ():
                values = (part(state, key) for key in ("active", "available", "updated_at"))
                yield Row(name, host, service, *values)
