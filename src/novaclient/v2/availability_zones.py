"""Availability zones."""

from __future__ import annotations

from typing import Any

from novaclient import base
from novaclient.base import ListWithMeta
from novaclient.microversions import microversion


class AvailabilityZoneManager(base.ManagerWithFind["AvailabilityZone"]):
    """Lists availability zones."""

    return_parameter_name = "availabilityZoneInfo"

    @microversion()
    def list(self, detailed: bool = True) -> ListWithMeta[AvailabilityZone]:
        """Return all availability zones.

        :param detailed: whether to include hosts and services; for administrators.
        """
        url = "/os-availability-zone/detail" if detailed else "/os-availability-zone"
        return self._list(url, self.return_parameter_name)


class AvailabilityZone(base.Resource, manager=AvailabilityZoneManager):
    """An availability zone."""

    NAME_ATTR = "display_name"

    zoneName: str
    zoneState: dict[str, bool]  #: ``available``
    #: By host and service: ``active``, ``available``, ``updated_at``; None unless detailed.
    hosts: dict[str, dict[str, dict[str, Any]]] | None

    _label = "zoneName"
