"""Commands about Nova's services."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from novaclient import lookup
from novaclient.base import given
from novaclient.cli.bulk.command import act
from novaclient.cli.bulk.targets import JOBS, raise_failures, run_on_targets, targets_by_id
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT, list_command
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.output.times import time_text
from novaclient.cli.parsing.declare import argument, arguments
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.services import Service, ServiceManager

COLUMNS = (
    Column("Id", "id"),
    Column("Binary", "binary"),
    Column("Host", "host"),
    Column("Zone", "zone"),
    Column("Status", "status"),
    Column("State", "state"),
    Column("Updated_at", "updated_at", time_text),
    Column("Disabled Reason", "disabled_reason"),
)
FORCED_DOWN = Column("Forced down", "forced_down")


@list_command("service-list", api=ServiceManager.list, columns=(*COLUMNS, FORCED_DOWN))
@argument("--host", metavar="<hostname>", help="Only services on this host.")
@argument(
    "--binary", metavar="<binary>", help="Only services with this binary, for example nova-compute."
)
def service_list(context: Context, args: Namespace) -> Rows:
    """List Nova services and their state."""
    services = context.client.services.list(**given(host=args.host, binary=args.binary))
    has_forced_down = context.supports(ServiceManager.force_down)
    return Rows(services, (*COLUMNS, FORCED_DOWN) if has_forced_down else COLUMNS)


# ------------------------------------------------------------------------------- update services
SERVICES = argument(
    "id",
    nargs="+",
    metavar="<id>",
    parameter="",
    help="IDs of one or more services, or hostnames: a hostname selects its nova-compute service.",
)
ID = Column("ID", "id")
HOST = Column("Host", "host")
BINARY = Column("Binary", "binary")
STATUS = Column("Status", "status")
REASON = Column("Disabled Reason", "disabled_reason")


@command("service-enable", api=ServiceManager.enable)
@SERVICES
@arguments(JOBS, *OUTPUT)
def service_enable(context: Context, args: Namespace) -> None:
    """Enable services for scheduling."""
    _change(context, args, context.client.services.enable, STATUS)


@command("service-disable", api=ServiceManager.disable)
@SERVICES
@argument("--reason", metavar="<reason>", help="Reason, shown with the service.")
@arguments(JOBS, *OUTPUT)
def service_disable(context: Context, args: Namespace) -> None:
    """Disable services for scheduling.

    Servers that already run on their hosts keep running.
    """
    services = context.client.services
    if args.reason:
        call = partial(services.disable_log_reason, reason=args.reason)
        _change(context, args, call, STATUS, REASON)
    else:
        _change(context, args, services.disable, STATUS)


@command("service-force-down", api=ServiceManager.force_down)
@SERVICES
@argument("--unset", dest="force_down", action="store_false", help="Unset the flag.")
@arguments(JOBS, *OUTPUT)
def service_force_down(context: Context, args: Namespace) -> None:
    """Set or unset the forced-down flag of services.

    Use it for hosts that are known to be down, before evacuating their servers.
    """
    call = partial(context.client.services.force_down, force_down=args.force_down)
    _change(context, args, call, Column("Forced down", "forced_down"))


def _change(
    context: Context, args: Namespace, call: Callable[..., Service], *columns: Column
) -> None:
    """Update services concurrently and print their new state."""
    context.jobs = args.jobs or context.jobs
    out = context.out
    out.configure(args)
    by_id = all(map(lookup.is_uuid, args.id))
    columns_shown = (*((ID,) if by_id else ()), HOST, BINARY, *columns)
    out.check(columns_shown)
    targets = targets_by_id(args.id)
    changed: dict[str, Service] = {}

    def change(word: str) -> None:
        one = {"service_uuid": word} if lookup.is_uuid(word) else _compute_on(word)
        changed[word] = call(**one)

    several = len(targets) > 1
    run_on_targets(context, targets, change, report_failures=several)
    if changed:
        out.rows([changed[target.id] for target in targets if target.id in changed], columns_shown)
    raise_failures(targets)


def _compute_on(host: str) -> dict[str, str]:
    """The arguments that name the nova-compute service of a host, as before services had ids."""
    return {"host": host, "binary": "nova-compute"}


act(
    "service-delete",
    ServiceManager.delete,
    argument("id", nargs="+", metavar="<id>", help="IDs of one or more services."),
    help="""Delete services.

    Stop a nova-compute service first: one that still runs registers its host again.""",
    by=lambda client: client.services,
)
