"""The commands about Nova's own services, one of a kind on a host."""

from __future__ import annotations

from novaclient.base import given
from novaclient.cli.command import Context, Namespace, argument
from novaclient.cli.output import Column, Rows
from novaclient.cli.shapes import listing
from novaclient.v2.services import ServiceManager

COLUMNS = (
    Column("Id", "id"),
    Column("Binary", "binary"),
    Column("Host", "host"),
    Column("Zone", "zone"),
    Column("Status", "status"),
    Column("State", "state"),
    Column("Updated_at", "updated_at"),
    Column("Disabled Reason", "disabled_reason"),
)
FORCED_DOWN = Column("Forced down", "forced_down")


@listing("service-list", api=ServiceManager.list, columns=(*COLUMNS, FORCED_DOWN))
@argument("--host", metavar="<hostname>", help="Only those on this host.")
@argument("--binary", metavar="<binary>", help="Only of this program, nova-compute for example.")
def service_list(context: Context, args: Namespace) -> Rows:
    """List Nova's own services and their state."""
    services = context.client.services.list(**given(host=args.host, binary=args.binary))
    known = context.knows(ServiceManager.force_down)
    return Rows(services, (*COLUMNS, FORCED_DOWN) if known else COLUMNS)
