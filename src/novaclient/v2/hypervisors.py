"""Hypervisors and the totals of their resources, for administrators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from novaclient import base
from novaclient.base import ListWithMeta
from novaclient.microversions import microversion
from novaclient.transport import protocol


class HypervisorManager(base.ManagerWithFind["Hypervisor"]):
    """Manages hypervisors. For ``hypervisor``, its methods accept a resource or its id."""

    is_alphanum_id_allowed = True

    @microversion("2.1", marker="2.33", limit="2.33")
    def list(
        self, detailed: bool = True, marker: str | None = None, limit: int | None = None
    ) -> ListWithMeta[Hypervisor]:
        """Return hypervisors.

        :param detailed: whether to return all fields; otherwise only id, name, state and status.
        :param marker: the id of the last hypervisor of the previous page; since 2.33.
        :param limit: the most hypervisors to return, since 2.33; None for one page of the cloud's
            maximum size.
        """
        return self._list(_listing(detailed, marker, limit), "hypervisors")

    @microversion("2.1", marker="2.33", page_size="2.33")
    def iterate(
        self,
        *,
        detailed: bool = True,
        marker: str | None = None,
        page_size: int | None = None,
    ) -> Iterator[Hypervisor]:
        """Yield all hypervisors, with one page in memory at a time.

        :param page_size: the number of hypervisors in a request, since 2.33; None for the cloud's
            maximum.

        The other parameters are those of :meth:`list`.
        """
        url = _listing(detailed, marker, page_size)
        return (hypervisor for page in self._pages(url, "hypervisors") for hypervisor in page)

    @microversion("2.1", detailed="2.53")
    def search(
        self, hypervisor_match: str, servers: bool = False, detailed: bool = False
    ) -> ListWithMeta[Hypervisor]:
        """Return the hypervisors with a host name that contains a string.

        :param hypervisor_match: the string.
        :param servers: whether to include the servers on them.
        :param detailed: whether to return all fields; since 2.53.
        :raises NotFound: if there is none.
        """
        if not self._supports("2.53"):
            what = "servers" if servers else "search"
            url = protocol.path(f"/os-hypervisors/%s/{what}", hypervisor_match)
            return self._list(url, "hypervisors")
        parameters = {"hypervisor_hostname_pattern": hypervisor_match}
        if servers:
            parameters["with_servers"] = "True"
        url = "/os-hypervisors/detail" if detailed else "/os-hypervisors"
        return self._list(url, "hypervisors", filters=parameters)

    @microversion("2.1", servers="2.53")
    def get(self, hypervisor: Hypervisor | str | int, *, servers: bool = False) -> Hypervisor:
        """Return a hypervisor with all its fields.

        :param hypervisor: the hypervisor or its id.
        :param servers: whether to include the servers on it; since 2.53.
        :raises NotFound: if there is no hypervisor with this id.
        """
        parameters = {"with_servers": "True"} if servers else None
        return self._fetch("/os-hypervisors/%s", hypervisor, parameters)

    @microversion()
    def uptime(self, hypervisor: Hypervisor | str | int) -> Hypervisor:
        """Return a hypervisor with the ``uptime`` of its host; since 2.88 the same as :meth:`get`.

        :param hypervisor: the hypervisor or its id.
        :raises NotFound: if there is no hypervisor with this id.
        """
        path = "/os-hypervisors/%s" if self._supports("2.88") else "/os-hypervisors/%s/uptime"
        return self._fetch(path, hypervisor)

    def statistics(self) -> HypervisorStats:
        """Return the totals of all hypervisors; see :meth:`HypervisorStatsManager.statistics`."""
        return HypervisorStatsManager(self.api).statistics()

    def _fetch(
        self,
        path: str,
        hypervisor: Hypervisor | str | int,
        parameters: Mapping[str, Any] | None = None,
    ) -> Hypervisor:
        url = protocol.path(path, base.getid(hypervisor))
        return self._get(url, "hypervisor", filters=parameters)

    # ----------------------------------------------------------------------------- names to ids
    def _candidates(self, names: Sequence[str], **scope: Any) -> Sequence[Hypervisor]:
        """Return all hypervisors without details."""
        return self._all_pages("/os-hypervisors", "hypervisors")


class Hypervisor(base.Resource, manager=HypervisorManager):
    """A hypervisor. Since 2.53 its id is a UUID, before an integer."""

    NAME_ATTR = "hypervisor_hostname"

    hypervisor_hostname: str
    state: str  #: ``up`` or ``down``
    status: str  #: ``enabled`` or ``disabled``
    hypervisor_type: str
    hypervisor_version: int
    host_ip: str | None
    service: dict[str, Any]  #: ``id``, ``host``, ``disabled_reason``
    servers: list[dict[str, str]]  #: ``uuid``, ``name``; since 2.53 in all answers, on request
    uptime: str | None  #: since 2.88
    cpu_info: dict[str, Any] | str  #: a string up to 2.27; this and what follows up to 2.87
    current_workload: int | None
    disk_available_least: int | None
    free_disk_gb: int | None
    free_ram_mb: int | None
    local_gb: int
    local_gb_used: int
    memory_mb: int
    memory_mb_used: int
    running_vms: int | None
    vcpus: int
    vcpus_used: int

    _label = "id"


def _listing(detailed: bool, marker: str | None, limit: int | None) -> str:
    """The URL of a list."""
    url = "/os-hypervisors/detail" if detailed else "/os-hypervisors"
    return protocol.query(url, base.given(limit=limit or None, marker=marker or None))


class HypervisorStatsManager(base.Manager["HypervisorStats"]):
    """Returns the totals of all hypervisors."""

    @microversion("2.1-2.87")
    def statistics(self) -> HypervisorStats:
        """Return the totals of CPUs, memory and disk of all hypervisors; up to 2.87.

        :raises VersionNotFoundForAPIMethod: at newer microversions; Placement has the totals.
        """
        return self._get("/os-hypervisors/statistics", "hypervisor_statistics")


class HypervisorStats(base.Resource, manager=HypervisorStatsManager):
    """The totals of all hypervisors; up to 2.87."""

    count: int
    current_workload: int | None
    disk_available_least: int | None
    free_disk_gb: int | None
    free_ram_mb: int | None
    local_gb: int
    local_gb_used: int
    memory_mb: int
    memory_mb_used: int
    running_vms: int | None
    vcpus: int
    vcpus_used: int

    def __repr__(self) -> str:
        count = getattr(self, "count", None)
        return f"<HypervisorStats: {count} Hypervisor{'s' if count != 1 else ''}>"
