"""Hosts, up to 2.42; ``hypervisors`` and ``services`` replace them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from novaclient import base
from novaclient.base import ListWithMeta, TupleWithMeta, by_manager
from novaclient.microversions import microversion
from novaclient.transport import protocol


class HostManager(base.ManagerWithFind["Host"]):
    """Manages hosts; up to 2.42."""

    @microversion("2.1-2.42")
    def list(self, zone: str | None = None) -> ListWithMeta[Host]:
        """Return the hosts, once for each service on them.

        :param zone: only hosts in this availability zone.
        """
        return self._list("/os-hosts", "hosts", filters=base.given(zone=zone or None))

    list_all = list

    @microversion("2.1-2.42")
    def get(self, host: Host | str) -> ListWithMeta[Host]:
        """Return the resources of a host and their usage by each project.

        :param host: the host or its name.
        """
        return self._list(_path(host), "host")

    @microversion("2.1-2.42")
    def update(self, host: Host | str, values: Mapping[str, str]) -> Host:
        """Enable or disable a host, or its maintenance mode.

        :param host: the host or its name.
        :param values: ``status`` or ``maintenance_mode``, each ``enable`` or ``disable``.
        """
        protocol.check(Mapping, values=values)
        changed: Host = self._update(_path(host), dict(values))
        return changed

    @microversion("2.1-2.42")
    def host_action(self, host: Host | str, action: str) -> TupleWithMeta:
        """Start up, shut down or reboot a host.

        :param host: the host or its name.
        :param action: ``startup``, ``shutdown`` or ``reboot``.
        :returns: the response and its body.
        :raises HTTPNotImplemented: if the hypervisor does not support it.
        """
        resp, body = self._request("GET", _path(host) + protocol.path("/%s", action))
        return TupleWithMeta((resp, body), resp)


class Host(base.Resource, manager=HostManager):
    """A host with one of its services, or with its usage by one project."""

    manager: HostManager

    service: str  #: in lists
    zone: str  #: in lists
    host: str
    project: str  #: the id of the project, or ``(total)``, ``(used_now)``, ``(used_max)``
    cpu: int
    memory_mb: int
    disk_gb: int
    status: str  #: after an update: ``enabled`` or ``disabled``
    maintenance_mode: str  #: after an update: ``on_maintenance`` or ``off_maintenance``

    update = by_manager(HostManager.update)

    def _add_details(self, info: Mapping[str, Any]) -> None:
        super()._add_details(base.inner(info, "resource"))

    @property
    def host_name(self) -> str | None:
        """The name of the host, from lists and from other answers."""
        fields = base.inner(self._info, "resource")
        return fields.get("host_name") or fields.get("host")

    def startup(self) -> TupleWithMeta:
        """Start up the host; see :meth:`HostManager.host_action`."""
        return self.manager.host_action(self, "startup")

    def shutdown(self) -> TupleWithMeta:
        """Shut down the host; see :meth:`HostManager.host_action`."""
        return self.manager.host_action(self, "shutdown")

    def reboot(self) -> TupleWithMeta:
        """Reboot the host; see :meth:`HostManager.host_action`."""
        return self.manager.host_action(self, "reboot")

    def __repr__(self) -> str:
        return f"<Host: {self.host_name}>"


def _path(host: Host | str) -> str:
    name = host.host_name if isinstance(host, Host) else host
    return protocol.path("/os-hosts/%s", name)
