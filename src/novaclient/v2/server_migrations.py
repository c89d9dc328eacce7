"""Server migrations: the running live migrations of a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novaclient import base
from novaclient.base import ListWithMeta, TupleWithMeta
from novaclient.microversions import microversion
from novaclient.transport import protocol

if TYPE_CHECKING:
    from novaclient.v2.servers import Server


class ServerMigrationsManager(base.ManagerWithFind["ServerMigration"]):
    """Manages running live migrations, for administrators.

    Servers and migrations are given as resources or by their ids.
    """

    # Unlike other lists, this one needs an argument: the server.
    @microversion("2.23", {"project_id": "2.80"})
    def list(self, server: Server | str) -> ListWithMeta[ServerMigration]:  # type: ignore[override]
        """Return the running live migrations of a server; since 2.23."""
        url = protocol.path("/servers/%s/migrations", base.getid(server))
        return self._list(url, "migrations")

    @microversion("2.23")
    def get(self, server: Server | str, migration: ServerMigration | str | int) -> ServerMigration:
        """Return a running live migration; since 2.23.

        :raises NotFound: if it has ended, or is not a migration of this server.
        """
        return self._get(_path(server, migration), "migration")

    @microversion("2.22")
    def live_migrate_force_complete(
        self, server: Server | str, migration: ServerMigration | str | int
    ) -> TupleWithMeta:
        """Force a live migration to complete, by pausing the server; since 2.22."""
        url = f"{_path(server, migration)}/action"
        resp, _ = self._request("POST", url, body={"force_complete": None})
        return TupleWithMeta((), resp)

    @microversion("2.24")
    def live_migration_abort(
        self, server: Server | str, migration: ServerMigration | str | int
    ) -> TupleWithMeta:
        """Abort a live migration; since 2.24, queued ones since 2.65."""
        return self._delete(_path(server, migration))


class ServerMigration(base.Resource, manager=ServerMigrationsManager):
    """A running live migration. Its id is an integer."""

    server_uuid: str
    status: str  #: ``queued``, ``preparing``, ``running`` …
    source_compute: str | None
    source_node: str | None
    dest_compute: str | None
    dest_node: str | None
    dest_host: str | None
    memory_total_bytes: int | None
    memory_processed_bytes: int | None
    memory_remaining_bytes: int | None
    disk_total_bytes: int | None
    disk_processed_bytes: int | None
    disk_remaining_bytes: int | None
    created_at: str  #: ISO 8601
    updated_at: str
    uuid: str  #: since 2.59
    user_id: str  #: since 2.80
    project_id: str  #: since 2.80

    def __repr__(self) -> str:
        return "<ServerMigration>"


def _path(server: Server | str, migration: ServerMigration | str | int) -> str:
    ids = base.getid(server), base.getid(migration)
    return protocol.path("/servers/%s/migrations/%s", *ids)
