"""The commands about hypervisors, the machines that servers run on."""

from __future__ import annotations

from typing import Any

from novaclient.base import given
from novaclient.cli import select
from novaclient.cli.command import Context, Namespace, UsageError, argument
from novaclient.cli.output import Column
from novaclient.cli.shapes import listing
from novaclient.v2.hypervisors import HypervisorManager

COLUMNS = (
    Column("ID", "id"),
    Column("Hypervisor hostname", "hypervisor_hostname"),
    Column("State", "state"),
    Column("Status", "status"),
)


@listing(
    "hypervisor-list", api=(HypervisorManager.iterate, HypervisorManager.search), columns=COLUMNS
)
@argument(
    "--matching",
    metavar="<hostname>",
    parameter="",
    help="Only those whose hostname contains this.",
)
@argument("--marker", metavar="<marker>", help="Only the hypervisors after the one of this id.")
@argument(
    "--limit",
    type=int,
    metavar="<limit>",
    parameter="page_size",
    help="At most so many hypervisors.",
)
def hypervisor_list(context: Context, args: Namespace) -> Any:
    """List hypervisors."""
    hypervisors = context.client.hypervisors
    wanted = given(marker=args.marker, page_size=args.limit)
    if args.matching is not None:
        if wanted:
            raise UsageError("--matching goes with neither --marker nor --limit")
        return hypervisors.search(args.matching)
    return select.first(hypervisors.iterate(detailed=False, **wanted), args.limit)
