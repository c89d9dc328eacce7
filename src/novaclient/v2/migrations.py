"""Migrations of servers between hosts, for administrators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from novaclient import base
from novaclient.base import ListWithMeta
from novaclient.microversions import microversion, positional
from novaclient.transport import protocol

_FILTER_WINDOWS: Final = {
    "marker": "2.59",
    "changes_since": "2.59",
    "changes_before": "2.66",
    "user_id": "2.80",
    "project_id": "2.80",
}


class MigrationManager(base.ManagerWithFind["Migration"]):
    """Lists the migrations of all servers; ``server_migrations`` manages those of one server."""

    @positional("2.1-2.58", "host", "status", "instance_uuid", "migration_type", "source_compute")
    @positional(
        "2.59-2.65",
        "host",
        "status",
        "instance_uuid",
        "marker",
        "limit",
        "changes_since",
        "migration_type",
        "source_compute",
    )
    @microversion("2.1", limit="2.59", **_FILTER_WINDOWS)
    def list(
        self,
        host: str | None = None,
        status: str | None = None,
        instance_uuid: str | None = None,
        marker: str | None = None,
        limit: int | None = None,
        changes_since: str | None = None,
        changes_before: str | None = None,
        migration_type: str | None = None,
        source_compute: str | None = None,
        user_id: str | None = None,
        project_id: str | None = None,
    ) -> ListWithMeta[Migration]:
        """Return migrations; since 2.59 latest first.

        :param host: only migrations from or to this host.
        :param status: only migrations with this status.
        :param instance_uuid: only migrations of the server with this id.
        :param marker: the UUID of the last migration of the previous page; since 2.59.
        :param limit: the most migrations to return, since 2.59; None for one page of the cloud's
            maximum size.
        :param changes_since: only migrations changed at or after this time (ISO 8601); since 2.59.
        :param changes_before: only migrations changed at or before this time; since 2.66.
        :param migration_type: ``evacuation``, ``live-migration``, ``migration`` or ``resize``.
        :param source_compute: only migrations from this host.
        :param user_id: only migrations that this user has started; since 2.80.
        :param project_id: only migrations of servers of this project; since 2.80.
        """
        arguments = dict(locals())  # all are filters, by the table _FILTERS
        return self._list(_listing(arguments, limit), "migrations")

    @microversion("2.1", {"type": "2.23", "uuid": "2.59"}, page_size="2.59", **_FILTER_WINDOWS)
    def iterate(
        self,
        *,
        host: str | None = None,
        status: str | None = None,
        instance_uuid: str | None = None,
        marker: str | None = None,
        page_size: int | None = None,
        changes_since: str | None = None,
        changes_before: str | None = None,
        migration_type: str | None = None,
        source_compute: str | None = None,
        user_id: str | None = None,
        project_id: str | None = None,
    ) -> Iterator[Migration]:
        """Yield all migrations, with one page in memory at a time.

        :param page_size: the number of migrations in a request, since 2.59; None for the cloud's
            maximum.

        The other parameters are those of :meth:`list`.
        """
        arguments = dict(locals())
        pages = self._pages(_listing(arguments, page_size), "migrations")
        return (migration for page in pages for migration in page)


class Migration(base.Resource, manager=MigrationManager):
    """A migration of a server to another host or flavor. Its id is an integer."""

    instance_uuid: str
    status: str  #: ``queued``, ``running``, ``completed``, ``error`` …
    source_compute: str | None
    source_node: str | None
    dest_compute: str | None
    dest_node: str | None
    dest_host: str | None
    old_instance_type_id: int | None
    new_instance_type_id: int | None
    created_at: str  #: ISO 8601
    updated_at: str | None
    migration_type: str  #: ``evacuation``, ``live-migration``, ``migration``, ``resize``; 2.23
    links: list[dict[str, str]]  #: since 2.23, while it is running
    uuid: str  #: since 2.59
    user_id: str  #: since 2.80
    project_id: str  #: since 2.80

    _label = "id"


#: The names of the filters in the API, and the arguments.
_FILTERS: Final = {
    "changes-before": "changes_before",
    "changes-since": "changes_since",
    "host": "host",
    "instance_uuid": "instance_uuid",
    "marker": "marker",
    "migration_type": "migration_type",
    "project_id": "project_id",
    "source_compute": "source_compute",
    "status": "status",
    "user_id": "user_id",
}


def _listing(arguments: dict[str, Any], limit: int | None) -> str:
    """The URL of a list."""
    parameters = {name: arguments[argument] or None for name, argument in _FILTERS.items()}
    return protocol.query("/os-migrations", {**parameters, "limit": limit or None})
