"""Usage of CPUs, memory and disk by projects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from novaclient import base
from novaclient.base import ListWithMeta
from novaclient.microversions import microversion
from novaclient.transport import protocol

_SUMS: Final = (
    "total_hours",
    "total_vcpus_usage",
    "total_memory_mb_usage",
    "total_local_gb_usage",
)


class UsageManager(base.ManagerWithFind["Usage"]):
    """Returns the usage of projects. Times without a time zone are UTC."""

    usage_prefix = "os-simple-tenant-usage"

    # Unlike other lists, this one needs arguments: the period.
    @microversion("2.1", marker="2.40", limit="2.40")
    def list(  # type: ignore[override]
        self,
        start: datetime,
        end: datetime,
        detailed: bool = False,
        marker: str | None = None,
        limit: int | None = None,
    ) -> ListWithMeta[Usage]:
        """Return the usage of all projects, for administrators.

        :param start: the start of the period.
        :param end: the end of the period.
        :param detailed: whether to include each server.
        :param marker: the id of the last server of the previous page; since 2.40.
        :param limit: the most servers in the answer, since 2.40; None for the cloud's maximum. A
            project with servers on several pages is on each, with the totals of that page.
        """
        return self._list(self._listing(start, end, marker, limit, detailed), "tenant_usages")

    @microversion("2.1", marker="2.40", page_size="2.40")
    def iterate(
        self,
        start: datetime,
        end: datetime,
        *,
        detailed: bool = False,
        marker: str | None = None,
        page_size: int | None = None,
    ) -> Iterator[Usage]:
        """Yield the usage of all projects, with one page in memory at a time.

        A project with servers on several pages is yielded for each, with the totals of that page.

        :param page_size: the number of servers in a request, since 2.40; None for the cloud's
            maximum.

        The other parameters are those of :meth:`list`.
        """
        url = self._listing(start, end, marker, page_size, detailed)
        return (usage for page in self._pages(url, "tenant_usages") for usage in page)

    @microversion("2.1", marker="2.40", limit="2.40")
    def get(
        self,
        tenant_id: str,
        start: datetime,
        end: datetime,
        marker: str | None = None,
        limit: int | None = None,
    ) -> Usage:
        """Return the usage of a project, with each server.

        :param tenant_id: the id of the project.
        :param start: the start of the period.
        :param end: the end of the period.
        :param marker: the id of the last server of the previous page; since 2.40.
        :param limit: the most servers in the answer, since 2.40; None for the cloud's maximum.
            The totals are those of the servers in the answer.
        """
        url = _within(self._path(tenant_id), start, end, marker, limit)
        return self._get(url, "tenant_usage")

    @microversion("2.1", page_size="2.40")
    def get_all(
        self, tenant_id: str, start: datetime, end: datetime, *, page_size: int | None = None
    ) -> Usage:
        """Return the usage of a project with all its servers: all pages of :meth:`get`.

        :param tenant_id: the id of the project.
        :param start: the start of the period.
        :param end: the end of the period.
        :param page_size: the number of servers in a request, since 2.40; None for the cloud's
            maximum.
        :raises InvalidResponse: if a page is repeated.
        """
        whole: Usage | None = None
        marker: str | None = None
        seen: set[str] = set()
        while True:
            url = _within(self._path(tenant_id), start, end, marker, page_size)
            resp, body = self._request("GET", url)
            info = protocol.expect(body, "tenant_usage", resp, url)
            page: Usage = self._make(info, resp, None, url)
            if whole is None:
                whole = page
            elif info:
                whole.add(page)
            link = protocol.next_link(body, "tenant_usage")
            marker = protocol.next_marker(link) if link else None
            if marker is None:
                return whole
            if marker in seen:
                raise protocol.invalid(f"marker {marker!r} is repeated", link, resp, url)
            seen.add(marker)

    def _path(self, tenant_id: str) -> str:
        return protocol.path(f"/{self.usage_prefix}/%s", tenant_id)

    def _listing(
        self,
        start: datetime,
        end: datetime,
        marker: str | None,
        limit: int | None,
        detailed: bool,
    ) -> str:
        url = _within(f"/{self.usage_prefix}", start, end, marker, limit)
        return protocol.query(url, {"detailed": int(bool(detailed))})


class Usage(base.Resource, manager=UsageManager):
    """The usage of a project in a period; empty if it had no servers."""

    tenant_id: str
    start: str  #: ISO 8601
    stop: str
    total_hours: float
    total_vcpus_usage: float  #: CPUs times hours
    total_memory_mb_usage: float  #: MB times hours
    total_local_gb_usage: float  #: GB times hours
    #: For each server, on request: ``instance_id``, ``name``, ``flavor``, ``state``, ``hours``,
    #: ``uptime`` (seconds), ``vcpus``, ``memory_mb``, ``local_gb``, ``started_at``, ``ended_at``.
    server_usages: list[dict[str, Any]]

    def __repr__(self) -> str:
        return "<ComputeUsage>"

    def get(self) -> None:
        """Fetch the usage of the project in the same period again, with its servers."""
        self.set_loaded(True)
        start, stop = getattr(self, "start", None), getattr(self, "stop", None)
        if not (start and stop and getattr(self, "tenant_id", None)):
            return
        new = self.manager.get(
            self.tenant_id, datetime.fromisoformat(start), datetime.fromisoformat(stop)
        )
        self._info.update(new._info)
        self._add_details(new._info)
        self.append_request_ids(new.request_ids)

    def add(self, page: Usage) -> None:
        """Add the servers and totals of a further page.

        :param page: the usage of the same project in the same period.
        """
        sums = {name: getattr(self, name) + getattr(page, name) for name in _SUMS}
        together = {**sums, "server_usages": [*self.server_usages, *page.server_usages]}
        self._info.update(together)
        self._add_details(together)
        self.append_request_ids(page.request_ids)


def _within(url: str, start: datetime, end: datetime, marker: str | None, limit: int | None) -> str:
    parameters = {
        "start": _utc("start", start),
        "end": _utc("end", end),
        "limit": int(limit) if limit else None,
        "marker": marker or None,
    }
    return protocol.query(url, parameters)


def _utc(name: str, time: datetime) -> str:
    """A time in the format of the API: UTC, without a time zone."""
    if not isinstance(time, datetime):
        raise TypeError(f"'{name}' is a datetime, not {type(time).__name__}")
    if time.tzinfo is not None:
        time = time.astimezone(UTC).replace(tzinfo=None)
    return time.isoformat()
