"""Commands about the resource usage of projects, and its audit log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from novaclient.base import given
from novaclient.cli.commands.quotas import own_project
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT, list_command, show_command
from novaclient.cli.output.columns import Column
from novaclient.cli.output.times import day_text
from novaclient.cli.parsing.declare import argument, arguments
from novaclient.cli.parsing.values import BadValue, Namespace
from novaclient.v2.instance_usage_audit_log import InstanceUsageAuditLogManager
from novaclient.v2.usage import Usage, UsageManager


def _day(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        raise BadValue(f"'{text}' is not a date of the form 2012-01-20") from None


SPAN = (
    argument(
        "--start",
        type=_day,
        metavar="<start>",
        parameter="",
        help="First day, for example 2012-01-20 (default: four weeks ago).",
    ),
    argument(
        "--end",
        type=_day,
        metavar="<end>",
        parameter="",
        help="Day after the last one (default: tomorrow).",
    ),
)


def _span(args: Namespace) -> tuple[datetime, datetime]:
    """The start and the end of the period, in UTC."""
    now = datetime.now(UTC).replace(tzinfo=None)
    return args.start or now - timedelta(weeks=4), args.end or now + timedelta(days=1)


def _title(span: tuple[datetime, datetime]) -> str:
    """The line above the table."""
    start, end = span
    return f"Usage from {day_text(start)} to {day_text(end)}:"


def _hundredths(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, int | float) else str(value)


def _sum(title: str, name: str) -> Column:
    return Column(title, lambda usage: getattr(usage, name, 0.0), _hundredths)


COLUMNS = (
    Column("Servers", lambda usage: len(getattr(usage, "server_usages", ()))),
    _sum("RAM MiB-Hours", "total_memory_mb_usage"),
    _sum("CPU Hours", "total_vcpus_usage"),
    _sum("Disk GiB-Hours", "total_local_gb_usage"),
)
TENANT = Column("Tenant ID", "tenant_id")


@list_command("usage-list", api=UsageManager.iterate, columns=(TENANT, *COLUMNS))
@arguments(*SPAN)
def usage_list(context: Context, args: Namespace) -> Any:
    """List the resource usage of all projects.

    For administrators.
    """
    span = _span(args)
    projects = _by_project(context.client.usage.iterate(*span, detailed=True))
    context.out.line(_title(span))
    return projects


def _by_project(pages: Iterable[Usage]) -> Iterable[Usage]:
    """One usage for each project; the servers of a project may be on several pages."""
    projects: dict[str, Usage] = {}
    for usage in pages:
        if usage.tenant_id in projects:
            projects[usage.tenant_id].add(usage)
        else:
            projects[usage.tenant_id] = usage
    return projects.values()


@command("usage", api=UsageManager.get_all)
@arguments(*SPAN)
@argument(
    "--tenant",
    metavar="<tenant-id>",
    parameter="",
    help="ID of the project (default: the current project).",
)
@arguments(*OUTPUT)
def usage(context: Context, args: Namespace) -> None:
    """Show the resource usage of a project."""
    out = context.out
    out.configure(args)
    out.check(COLUMNS)
    project = args.tenant or own_project(context)
    span = _span(args)
    project_usage = context.client.usage.get_all(project, *span)
    out.line(_title(span))
    if out.for_people and not getattr(project_usage, "total_vcpus_usage", 0):
        out.line("None")
        return
    out.rows([project_usage], COLUMNS, single=True)


@show_command("instance-usage-audit-log", api=InstanceUsageAuditLogManager.get)
@argument(
    "--before",
    metavar="<before>",
    help="Show the last period that ended before this time, for example '2015-08-27 09:49:58'.",
)
def instance_usage_audit_log(context: Context, args: Namespace) -> dict[str, object]:
    """Show whether all hosts have reported usage for an audit period.

    For administrators.
    """
    log = context.client.instance_usage_audit_log.get(**given(before=args.before)).to_dict()
    if context.out.for_people and "hosts_not_run" in log:
        from pprint import pformat

        log["hosts_not_run"] = pformat(log["hosts_not_run"])
    return log
