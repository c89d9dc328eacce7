"""Server migrations: the live migrations of one server that are under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novaclient import base
from novaclient.api_versions import microversion
from novaclient.base import ListWithMeta, TupleWithMeta
from novaclient.transport import protocol

if TYPE_CHECKING:
    from novaclient.v2.servers import Server


class ServerMigrationsManager(base.ManagerWithFind["ServerMigration"]):
    """The live migrations of servers, for administrators.

    Wherever a server or a migration is asked for, the resource or its id will do.
    """

    # Unlike other lists, this one cannot do without arguments: a server is needed.
    @microversion("2.23", {"project_id": "2.80"})
    def list(self, server: Server | str) -> ListWithMeta[ServerMigration]:  # type: ignore[override]
        """The live migrations of a server that are under way; since 2.23."""
        url = protocol.path("/servers/%s/migrations", base.getid(server))
        return self._list(url, "migrations")

    @microversion("2.23")
    def get(self, server: Server | str, migration: ServerMigration | str | int) -> ServerMigration:
        """A live migration under way; since 2.23.

        :raises NotFound: if it is over, or is none of this server.
        """
        return self._get(_path(server, migration), "migration")

    @microversion("2.22")
    def live_migrate_force_complete(
        self, server: Server | str, migration: ServerMigration | str | int
    ) -> TupleWithMeta:
        """Have a live migration end by pausing the server for its last part; since 2.22."""
        url = f"{_path(server, migration)}/action"
        resp, _ = self._request("POST", url, body={"force_complete": None})
        return TupleWithMeta((), resp)

    @microversion("2.24")
    def live_migration_abort(
        self, server: Server | str, migration: ServerMigration | str | int
    ) -> TupleWithMeta:
        """Stop a live migration; the server stays where it is. Since 2.24, queued ones 2.65."""
        return self._delete(_path(server, migration))


class ServerMigration(base.Resource, manager=ServerMigrationsManager):
    """A live migration under way. Its id is an integer."""

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
