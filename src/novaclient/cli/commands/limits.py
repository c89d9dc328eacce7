"""The ``limits`` command: the limits of a project and how much of them is used."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.output.table import table
from novaclient.cli.output.times import time_text
from novaclient.cli.parsing.declare import argument, arguments
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.limits import AbsoluteLimit, Limits, LimitsManager, RateLimit


class Limit(NamedTuple):
    """The limit of a resource and how much is used; ``other`` for a value of another kind."""

    name: str
    used: int | None = None
    max: int | None = None
    other: int | None = None


#: Nova's name of a limit → (name in the table, whether the value is the usage or the maximum).
NAMES: Final = {
    "maxServerMeta": ("Server Meta", "max"),
    "maxPersonality": ("Personality", "max"),
    "maxPersonalitySize": ("Personality Size", "max"),
    "maxImageMeta": ("ImageMeta", "max"),
    "maxTotalKeypairs": ("Keypairs", "max"),
    "totalCoresUsed": ("Cores", "used"),
    "maxTotalCores": ("Cores", "max"),
    "totalRAMUsed": ("RAM", "used"),
    "maxTotalRAMSize": ("RAM", "max"),
    "totalInstancesUsed": ("Instances", "used"),
    "maxTotalInstances": ("Instances", "max"),
    "totalFloatingIpsUsed": ("FloatingIps", "used"),
    "maxTotalFloatingIps": ("FloatingIps", "max"),
    "totalSecurityGroupsUsed": ("SecurityGroups", "used"),
    "maxSecurityGroups": ("SecurityGroups", "max"),
    "maxSecurityGroupRules": ("SecurityGroupRules", "max"),
    "totalServerGroupsUsed": ("ServerGroups", "used"),
    "maxServerGroups": ("ServerGroups", "max"),
    "maxServerGroupMembers": ("ServerGroupMembers", "max"),
}
COLUMNS: Final = (Column("Name", "name"), Column("Used", "used"), Column("Max", "max"))
OTHER: Final = Column("Other", "other")
RATES: Final = ("Verb", "URI", "Value", "Remain", "Unit", "Next_Available")
#: The arguments that select the limits.
SELECTION: Final = (
    argument(
        "--tenant",
        nargs="?",
        metavar="<tenant>",
        parameter="tenant_id",
        help="ID of the project, for administrators (default: the current project).",
    ),
    argument(
        "--reserved", action="store_true", help="Accepted for compatibility; Nova ignores it."
    ),
)


@list_command("limits", api=LimitsManager.get, columns=(*COLUMNS, OTHER))
@arguments(*SELECTION)
def limits(context: Context, args: Namespace) -> Rows:
    """Show the limits and current usage of a project.

    The rate limits of old clouds are printed above the table.
    """
    project_limits = context.client.limits.get(args.reserved, args.tenant)
    if context.out.for_people:
        context.out.stream.write(table(RATES, [_rate(limit) for limit in project_limits.rate]))
    return limit_rows(project_limits)


def limit_rows(limits: Limits) -> Rows:
    """One row for each resource; a column for other values only if there are any."""
    merged = _merged(limits.absolute)
    has_other = any(limit.other is not None for limit in merged)
    return Rows(merged, (*COLUMNS, OTHER) if has_other else COLUMNS)


def _rate(limit: RateLimit) -> list[str]:
    cells = (limit.verb, limit.uri, limit.value, limit.remain, limit.unit)
    return [*map(str, cells), time_text(limit.next_available, none="None")]


def _merged(absolute: Iterable[AbsoluteLimit]) -> list[Limit]:
    """One limit for each resource, with usage and maximum, sorted by name."""
    merged: dict[str, dict[str, int]] = {}
    for limit in absolute:
        name, kind = NAMES.get(limit.name, (limit.name, "other"))
        merged.setdefault(name, {})[kind] = limit.value
    return [Limit(name, **merged[name]) for name in sorted(merged)]
