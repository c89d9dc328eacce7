"""Commands for migrations: of all servers, and live migrations in progress."""

from __future__ import annotations

from typing import Any

from novaclient.base import given
from novaclient.cli.bulk.command import act
from novaclient.cli.bulk.name_lookup import id_of
from novaclient.cli.commands._server_arguments import ONE
from novaclient.cli.commands._times import check_time
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import limited, list_command, show_command
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.output.times import time_text
from novaclient.cli.parsing.declare import HIDDEN, argument
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.migrations import MigrationManager
from novaclient.v2.server_migrations import ServerMigrationsManager

ID = Column("Id", "id")
UUID = Column("UUID", "uuid")
PLACES = (
    Column("Source Node", "source_node"),
    Column("Dest Node", "dest_node"),
    Column("Source Compute", "source_compute"),
    Column("Dest Compute", "dest_compute"),
    Column("Dest Host", "dest_host"),
    Column("Status", "status"),
)
TIMES = (
    Column("Created At", "created_at", time_text),
    Column("Updated At", "updated_at", time_text),
)
OWNERS = (Column("Project ID", "project_id"), Column("User ID", "user_id"))
TYPE = Column("Type", "migration_type", str)
MIGRATIONS = (
    *PLACES,
    Column("Instance UUID", "instance_uuid"),
    Column("Old Flavor", "old_instance_type_id", str),
    Column("New Flavor", "new_instance_type_id", str),
    *TIMES,
)


# ---------------------------------------------------------------------------------- of all servers
@list_command(
    "migration-list",
    api=MigrationManager.iterate,
    columns=(ID, UUID, *MIGRATIONS, TYPE, *OWNERS),
)
@argument(
    "--instance-uuid", metavar="<instance_uuid>", help="Migrations of the server with this ID."
)
@argument("--host", metavar="<host>", help="Migrations from or to this host.")
@argument(
    "--status",
    metavar="<status>",
    help="Migrations with this status: running, completed, error ...",
)
@argument(
    "--migration-type",
    metavar="<migration_type>",
    help="Migrations of this type: evacuation, live-migration, migration or resize.",
)
@argument("--source-compute", metavar="<source_compute>", help="Migrations from this host.")
@argument(
    "--marker", metavar="<marker>", help="List only the migrations after the one with this UUID."
)
@argument(
    "--limit",
    type=int,
    metavar="<limit>",
    parameter="page_size",
    help="Maximum number of migrations.",
)
@argument(
    "--changes-since",
    metavar="<changes_since>",
    help="Migrations changed at or after this time (ISO 8601).",
)
@argument(
    "--changes-before",
    metavar="<changes_before>",
    help="Migrations last changed at or before this time (ISO 8601).",
)
@argument(
    "--project-id",
    metavar="<project_id>",
    help="Migrations of servers of the project with this ID.",
)
@argument("--user-id", metavar="<user_id>", help="Migrations started by the user with this ID.")
@argument(
    "--cell-name",
    new=True,
    parameter="",
    deprecated="Nova does not filter migrations by cell; those of all cells are listed",
    help=HIDDEN,
)
def migration_list(context: Context, args: Namespace) -> Rows:
    """List migrations, resizes and evacuations of servers."""
    check_time("changes-since", args.changes_since)
    check_time("changes-before", args.changes_before)
    wanted = given(
        instance_uuid=args.instance_uuid,
        host=args.host,
        status=args.status,
        migration_type=args.migration_type,
        source_compute=args.source_compute,
        marker=args.marker,
        page_size=args.limit,
        changes_since=args.changes_since,
        changes_before=args.changes_before,
        project_id=args.project_id,
        user_id=args.user_id,
    )
    migrations = limited(context.client.migrations.iterate(**wanted), args.limit)

    def supports(field: str) -> bool:
        return context.supports(MigrationManager.iterate, field)

    columns = [ID] if supports("type") else []
    columns += [UUID] if supports("uuid") else []
    columns += MIGRATIONS
    columns += [TYPE] if supports("type") else []
    columns += OWNERS if supports("project_id") else []
    return Rows(migrations, columns)


# --------------------------------------------------------------------- of one server, in progress
MIGRATION = argument("migration", metavar="<migration>", help="ID of the migration, a number.")
BYTES = tuple(
    Column(f"{word} {what} Bytes", f"{what.lower()}_{word.lower()}_bytes", str)
    for what in ("Memory", "Disk")
    for word in ("Total", "Processed", "Remaining")
)
LIVE = (ID, *PLACES, Column("Server UUID", "server_uuid"), *TIMES)


@list_command(
    "server-migration-list",
    api=ServerMigrationsManager.list,
    columns=(*LIVE, *OWNERS, *BYTES),
)
@ONE
def server_migration_list(context: Context, args: Namespace) -> Rows:
    """List the live migrations of a server that are in progress."""
    client = context.client
    migrations = client.server_migrations.list(id_of(client.servers, args.server))
    owned = context.supports(ServerMigrationsManager.list, "project_id")
    hidden = (Column(UUID.title, "uuid", shown=False),)
    return Rows(migrations, (*LIVE, *(OWNERS if owned else ()), *BYTES, *hidden))


@show_command("server-migration-show", api=ServerMigrationsManager.get)
@ONE
@MIGRATION
def server_migration_show(context: Context, args: Namespace) -> dict[str, Any]:
    """Show details of a live migration that is in progress."""
    client = context.client
    server = id_of(client.servers, args.server)
    shown: dict[str, Any] = client.server_migrations.get(server, args.migration).to_dict()
    return shown


act(
    "live-migration-abort",
    ServerMigrationsManager.live_migration_abort,
    ONE,
    MIGRATION,
    help="Abort a live migration in progress; the server stays on its host.",
    by=lambda client: client.server_migrations,
)


act(
    "live-migration-force-complete",
    ServerMigrationsManager.live_migrate_force_complete,
    ONE,
    MIGRATION,
    help="Force a live migration to complete by pausing the server.",
    by=lambda client: client.server_migrations,
)
