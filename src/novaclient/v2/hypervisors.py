"""Hypervisors: the machines that servers run on, for administrators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from novaclient import base
from novaclient.api_versions import microversion
from novaclient.base import ListWithMeta
from novaclient.transport import protocol


class HypervisorManager(base.ManagerWithFind["Hypervisor"]):
    """The hypervisors; wherever one is asked for, a :class:`Hypervisor` or its id will do."""

    is_alphanum_id_allowed = True

    @microversion("2.1", marker="2.33", limit="2.33")
    def list(
        self, detailed: bool = True, marker: str | None = None, limit: int | None = None
    ) -> ListWithMeta[Hypervisor]:
        """Hypervisors.

        :param detailed: whether with all fields, or with id, name, state and status only.
        :param marker: the id of the hypervisor after which to begin; since 2.33.
        :param limit: how many at most, since 2.33; None for one page of the cloud's own size.
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
        """All hypervisors, one page in memory at a time; a page is fetched when its turn comes.

        :param page_size: how many to ask for at once, since 2.33; None for the cloud's own size.

        The other parameters are those of :meth:`list`.
        """
        url = _listing(detailed, marker, page_size)
        return (hypervisor for page in self._pages(url, "hypervisors") for hypervisor in page)

    @microversion("2.1", detailed="2.53")
    def search(
        self, hypervisor_match: str, servers: bool = False, detailed: bool = False
    ) -> ListWithMeta[Hypervisor]:
        """Hypervisors whose host name has a text in it.

        :param hypervisor_match: the text.
        :param servers: whether with the servers that run there.
        :param detailed: whether with all fields; since 2.53.
        :raises NotFound: if there is none.
        """
        if not self._speaks("2.53"):
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
        """A hypervisor with all its fields.

        :param hypervisor: the hypervisor or its id.
        :param servers: whether with the servers that run there; since 2.53.
        :raises NotFound: if there is none with this id.
        """
        parameters = {"with_servers": "True"} if servers else None
        return self._fetch("/os-hypervisors/%s", hypervisor, parameters)

    @microversion()
    def uptime(self, hypervisor: Hypervisor | str | int) -> Hypervisor:
        """A hypervisor with its host's ``uptime``; since 2.88 the same as :meth:`get`.

        :raises NotFound: if there is none with this id.
        """
        path = "/os-hypervisors/%s" if self._speaks("2.88") else "/os-hypervisors/%s/uptime"
        return self._fetch(path, hypervisor)

    def statistics(self) -> HypervisorStats:
        """The sums over all hypervisors; see :meth:`HypervisorStatsManager.statistics`."""
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
        """All hypervisors in brief."""
        return self._all_pages("/os-hypervisors", "hypervisors")


class Hypervisor(base.Resource, manager=HypervisorManager):
    """A machine that servers run on. Since 2.53 its id is a UUID, an integer before."""

    NAME_ATTR = "hypervisor_hostname"

    hypervisor_hostname: str
    state: str  #: ``up`` or ``down``
    status: str  #: ``enabled`` or ``disabled``
    hypervisor_type: str
    hypervisor_version: int
    host_ip: str | None
    service: dict[str, Any]  #: ``id``, ``host``, ``disabled_reason``
    servers: list[dict[str, str]]  #: ``uuid``, ``name``; since 2.53 in every answer that asks
    uptime: str | None  #: since 2.88
    cpu_info: dict[str, Any] | str  #: a text up to 2.27, gone since 2.88, as all that follows
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
    """The sums over all hypervisors."""

    @microversion("2.1-2.87")
    def statistics(self) -> HypervisorStats:
        """Sums of processors, memory and disk over all hypervisors; up to 2.87.

        :raises VersionNotFoundForAPIMethod: at newer versions, where placement knows them.
        """
        return self._get("/os-hypervisors/statistics", "hypervisor_statistics")


class HypervisorStats(base.Resource, manager=HypervisorStatsManager):
    """The sums over all hypervisors, up to 2.87."""

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
