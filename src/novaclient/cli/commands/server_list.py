"""The command that lists servers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import chain, islice

from novaclient import exceptions
from novaclient.base import given
from novaclient.cli.commands._server_columns import (
    HOST,
    ID,
    MORE_COLUMNS,
    NAME,
    NETWORKS,
    POWER,
    POWER_STATE,
    STATUS,
    TASK,
    TASK_STATE,
    TENANT,
    UPDATED,
    comma_joined,
    flavor_name,
    group_names,
    image_id,
    networks_text,
    power_text,
)
from novaclient.cli.commands._server_filters import FILTERS, filters_of
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import limited, list_command
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.output.times import TIME_PROPERTIES, time_text
from novaclient.cli.parsing.declare import HIDDEN, argument, arguments
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.servers import Server, ServerManager

#: What ``--fields`` and ``--sort`` call the fields that have other names in the API.
_FIELDS = {
    "host": HOST,
    "host_id": "hostId",
    "instance_name": "OS-EXT-SRV-ATTR:instance_name",
    "power_state": POWER_STATE,
    "task_state": TASK_STATE,
}
_SORT_KEYS = {
    "created": "created_at",
    "id": "uuid",
    "name": "display_name",
    "tenant_id": "project_id",
    "updated": "updated_at",
}


@list_command("list", api=ServerManager.iterate, sort=False)
@arguments(*FILTERS)
@argument("--instance-name", new=True, parameter="", deprecated="use --name", help=HIDDEN)
@argument(
    "--fields",
    metavar="<fields>",
    help="Show the ID and these fields, separated by commas: name,created,hostId.",
)
@argument("--minimal", action="store_true", help="Show IDs and names only.")
@argument(
    "--sort",
    metavar="<key>[:<direction>]",
    help="Keys that the cloud sorts by, separated by commas; the direction is asc or desc "
    "(default: desc). The table keeps that order.",
)
@argument("--marker", metavar="<marker>", help="List only the servers after the one with this ID.")
@argument(
    "--limit",
    type=int,
    metavar="<limit>",
    help="Maximum number of servers to list (default: all, fetched page by page).",
)
def list_servers(context: Context, args: Namespace) -> Rows:
    """List servers.

    Without --limit all matching servers are listed. The formats jsonl, csv and value are printed
    page by page as the servers arrive.
    """
    if args.limit is not None and args.limit < -1:
        raise UsageError("argument --limit: must be -1 (all) or more")
    args.name = args.name or args.instance_name
    sort_keys, sort_dirs = _sorting(args.sort)
    limit = args.limit if args.limit and args.limit > 0 else None
    filters = filters_of(context, args)
    servers: Iterable[Server] = context.client.servers.iterate(
        detailed=not args.minimal,
        search_opts=filters,
        ahead=limit is None,
        **given(marker=args.marker, page_size=limit, sort_keys=sort_keys, sort_dirs=sort_dirs),
    )
    servers = limited(servers, limit)
    order = None if args.sort else "Name"
    if not (filters or limit or args.marker):
        servers = context.remember_names("server", servers)
    if args.minimal:
        return Rows(servers, (ID, NAME), order)
    if args.fields:
        return _with_fields(servers, args.fields, sorted_here=not args.sort)
    everyone = bool(args.all_tenants or args.tenant)
    changes = bool(args.changes_since or args.changes_before)
    columns = [ID, NAME, *([TENANT] if everyone else []), STATUS, TASK, POWER, NETWORKS]
    columns += [UPDATED] if changes else []
    more = (Column(c.title, c.value, c.text, shown=False) for c in MORE_COLUMNS if c not in columns)
    return Rows(servers, (*columns, *more), order)


def _sorting(text: str | None) -> tuple[list[str] | None, list[str] | None]:
    """The keys and directions of ``--sort``."""
    keys, directions = [], []
    for part in filter(None, (text or "").split(",")):
        key, _, direction = part.partition(":")
        direction = direction or "desc"
        if direction not in ("asc", "desc"):
            raise exceptions.CommandError(f"Unknown sort direction: {direction}")
        keys.append(_SORT_KEYS.get(key, key))
        directions.append(direction)
    return keys or None, directions or None


def _with_fields(servers: Iterable[Server], text: str, *, sorted_here: bool) -> Rows:
    """The servers with the columns of ``--fields``.

    :raises CommandError: for fields that servers do not have.
    """
    names = [name for name in text.split(",") if name and name != "id"]
    servers = iter(servers)
    first = list(islice(servers, 1))
    if first:
        known = {*Server.__annotations__, *_FIELDS, *first[0].to_dict(), "networks"} - {"manager"}
        unknown = [name for name in names if name not in known]
        if unknown:
            raise exceptions.CommandError(f"Non-existent fields are specified: {unknown}")
    columns = (ID, *map(_field, names))
    order = columns[1].title if sorted_here and names else None
    return Rows(chain(first, servers), columns, order)


def _field(name: str) -> Column:
    """The column of one field, with python-novaclient's heading."""
    prefix, colon, rest = name.rpartition(":")
    heading = rest.replace("_", " ").title() if rest == rest.lower() else rest
    title = f"{prefix}{colon} {heading}" if colon else heading
    special = {
        "flavor": Column(title, flavor_name),
        "image": Column(title, image_id),
        "networks": Column(title, "networks", networks_text),
        "power_state": Column(title, POWER_STATE, power_text),
        "security_groups": Column(title, group_names, comma_joined),
    }
    if name in TIME_PROPERTIES:
        special[name] = Column(title, name, partial(time_text, none="None"))
    return special.get(name) or Column(title, _FIELDS.get(name, name), str)
