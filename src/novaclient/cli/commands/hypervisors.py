"""Commands about hypervisors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from novaclient import exceptions
from novaclient.base import given
from novaclient.cli.bulk.name_lookup import id_of, resource_of
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import limited, list_command, show_command
from novaclient.cli.output.columns import Column
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import Namespace
from novaclient.lookup import find_resource
from novaclient.transport import protocol
from novaclient.v2.hypervisors import HypervisorManager, HypervisorStatsManager

COLUMNS = (
    Column("ID", "id"),
    Column("Hypervisor hostname", "hypervisor_hostname"),
    Column("State", "state"),
    Column("Status", "status"),
)

#: Columns of pairs of a hypervisor and a server on it.
SERVER_COLUMNS = (
    Column("ID", lambda pair: pair[1]["uuid"]),
    Column("Name", lambda pair: pair[1]["name"]),
    Column("Hypervisor ID", lambda pair: pair[0].id),
    Column("Hypervisor Hostname", lambda pair: pair[0].hypervisor_hostname),
)


@list_command(
    "hypervisor-list", api=(HypervisorManager.iterate, HypervisorManager.search), columns=COLUMNS
)
@argument(
    "--matching",
    metavar="<hostname>",
    parameter="",
    help="Only hypervisors with this text in their hostname.",
)
@argument("--marker", metavar="<marker>", help="ID of the last hypervisor of the previous page.")
@argument(
    "--limit",
    type=int,
    metavar="<limit>",
    parameter="page_size",
    help="Maximum number of hypervisors to list.",
)
def hypervisor_list(context: Context, args: Namespace) -> Any:
    """List hypervisors."""
    hypervisors = context.client.hypervisors
    paging = given(marker=args.marker, page_size=args.limit)
    if args.matching is not None:
        if paging:
            raise UsageError("--matching cannot be combined with --marker or --limit")
        return hypervisors.search(args.matching)
    return limited(hypervisors.iterate(detailed=False, **paging), args.limit)


@list_command("hypervisor-servers", api=HypervisorManager.search, columns=SERVER_COLUMNS)
@argument(
    "hostname",
    metavar="<hostname>",
    parameter="",
    help="Hostname of the hypervisors, or a part of it.",
)
def hypervisor_servers(context: Context, args: Namespace) -> Any:
    """List the servers on matching hypervisors."""
    hypervisors = context.client.hypervisors.search(args.hostname, servers=True)
    return [(one, server) for one in hypervisors for server in getattr(one, "servers", ())]


HYPERVISOR = argument("hypervisor", metavar="<hypervisor>", help="Name or ID of the hypervisor.")


@show_command("hypervisor-show", api=HypervisorManager.get)
@HYPERVISOR
@argument(
    "--wrap",
    type=int,
    default=40,
    metavar="<integer>",
    help="Wrap values at this many characters; 0 turns wrapping off (default: 40).",
)
def hypervisor_show(context: Context, args: Namespace) -> dict[str, object]:
    """Show details of a hypervisor."""
    fields = resource_of(context.client.hypervisors, args.hypervisor).to_dict()
    rows = dict(_flat(fields))
    if args.wrap > 0:
        # python-novaclient prints None in this table, where others have "-"; scripts expect it.
        rows = {name: "None" if value is None else value for name, value in rows.items()}
    shown, other = (rows, fields) if context.out.for_people else (fields, rows)
    # Fields of the other form can be selected by name: -c service_host -f value.
    selected = {name.casefold() for name in context.out.columns}
    return shown | {k: v for k, v in other.items() if k not in shown and k.casefold() in selected}


def _flat(fields: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    """The fields with nested objects flattened, under names such as ``service_host``."""
    for key, value in fields.items():
        if key == "cpu_info" and isinstance(value, str):
            # Old microversions have it as JSON in a string.
            value = protocol.decode(value.encode())
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{prefix}{key}_")
        else:
            yield prefix + key, value


_UPTIME = ("hypervisor_hostname", "id", "state", "status", "uptime")


@show_command("hypervisor-uptime", api=HypervisorManager.uptime)
@HYPERVISOR
def hypervisor_uptime(context: Context, args: Namespace) -> dict[str, object]:
    """Show the uptime of a hypervisor's host."""
    hypervisors = context.client.hypervisors
    try:
        hypervisor = hypervisors.uptime(id_of(hypervisors, args.hypervisor))
    except exceptions.NotFound:
        # A name can look like an id: the name of a bare metal node is a UUID.
        hypervisor = hypervisors.uptime(find_resource(hypervisors, args.hypervisor))
    # Newer microversions return all fields of the hypervisor.
    return {name: value for name, value in hypervisor.to_dict().items() if name in _UPTIME}


@show_command("hypervisor-stats", api=HypervisorStatsManager.statistics)
def hypervisor_stats(context: Context, args: Namespace) -> dict[str, object]:
    """Show the total resources of all hypervisors."""
    return context.client.hypervisor_stats.statistics().to_dict()
