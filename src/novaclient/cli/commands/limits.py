"""The command about limits: how much a project may have, and how much of it is in use."""

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
    """How much of something may be had, and how much is; ``other`` where that is not known."""

    name: str
    used: int | None = None
    max: int | None = None
    other: int | None = None


#: By Nova's name: what it is called here, and whether it says what is used or what may be.
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
#: Whose limits they are.
WHOSE: Final = (
    argument(
        "--tenant",
        nargs="?",
        metavar="<tenant>",
        parameter="tenant_id",
        help="Id of the project, for administrators; yours otherwise.",
    ),
    argument("--reserved", action="store_true", help="Nova takes no notice of it."),
)


@list_command("limits", api=LimitsManager.get, columns=(*COLUMNS, OTHER))
@arguments(*WHOSE)
def limits(context: Context, args: Namespace) -> Rows:
    """Show how much a project may have, and how much of it is in use.

    Above the table are the limits on requests, which old clouds may have.
    """
    found = context.client.limits.get(args.reserved, args.tenant)
    if context.out.for_people:
        context.out.stream.write(table(RATES, [_rate(limit) for limit in found.rate]))
    return in_rows(found)


def in_rows(found: Limits) -> Rows:
    """What is used and what may be, a row for each; a column more where there is something else."""
    shown = _merged(found.absolute)
    others = any(limit.other is not None for limit in shown)
    return Rows(shown, (*COLUMNS, OTHER) if others else COLUMNS)


def _rate(limit: RateLimit) -> list[str]:
    cells = (limit.verb, limit.uri, limit.value, limit.remain, limit.unit)
    return [*map(str, cells), time_text(limit.next_available, none="None")]


def _merged(absolute: Iterable[AbsoluteLimit]) -> list[Limit]:
    """What is used and what may be, together, sorted by name."""
    merged: dict[str, dict[str, int]] = {}
    for limit in absolute:
        name, kind = NAMES.get(limit.name, (limit.name, "other"))
        merged.setdefault(name, {})[kind] = limit.value
    return [Limit(name, **merged[name]) for name in sorted(merged)]
