"""``--all-matching``: the servers that filters of ``nova list`` find."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from novaclient import exceptions
from novaclient.cli.commands._server_columns import HOST, POWER_STATE, TASK_STATE
from novaclient.cli.commands._server_filters import FILTERS, filters_of
from novaclient.cli.errors import UsageError, did_you_mean, note
from novaclient.cli.framework.command import Signature
from novaclient.cli.framework.context import Context
from novaclient.cli.output.table import table
from novaclient.cli.parsing.declare import Argument
from novaclient.cli.parsing.values import BadValue, Namespace, boolean
from novaclient.v2.servers import Server, ServerManager

#: Filters that widen the list instead of narrowing it.
_SCOPE = ("all_tenants", "tenant")


def find_matching(context: Context, args: Namespace) -> list[Server]:
    """The servers that the filters of ``--all-matching`` find; they are listed on stderr.

    :param context: the command's.
    :param args: its arguments.
    :raises UsageError: for an unknown filter, or if no filter narrows the list.
    :raises CommandError: if the cloud did not apply a filter.
    """
    filters: list[tuple[str, str]] = args.all_matching
    scope = [("all-tenants", "1")] if getattr(args, "all_tenants", False) else []
    chosen = _read(context, [*filters, *scope])
    client = context.client
    found: list[Server] = list(
        client.servers.iterate(search_opts=filters_of(context, chosen), ahead=True)
    )
    _check_applied(chosen, found)
    if found:
        note(_table_of(found).rstrip("\n"))
    else:
        note(f"No servers match {' '.join(f'{name}={value}' for name, value in filters)}.")
    return found


def _read(context: Context, filters: Iterable[tuple[str, str]]) -> Namespace:
    """The arguments of ``nova list`` with these filters.

    :raises UsageError: for an unknown filter or a wrong value, or if no filter narrows the list.
    """
    listing = Signature("list", FILTERS, ServerManager.iterate)
    known: dict[str, Argument] = {}
    for one in listing.arguments():
        if not one.flags[0].startswith("--no-"):
            known.update((flag.removeprefix("--"), one) for flag in one.flags)
    words: list[str] = []
    for name, value in filters:
        dashed = name.replace("_", "-")
        if dashed not in known:
            raise UsageError(
                f"argument --all-matching: unknown filter '{name}'{did_you_mean(dashed, known)} "
                f"(available: {', '.join(sorted(known))})"
            )
        words += _words(known[dashed], dashed, value)
    try:
        chosen, given = listing.parse(words, context.environ)
        listing.check(given, context.microversion)
    except UsageError as error:
        raise UsageError(f"argument --all-matching: {error}") from None
    if all(one.dest in _SCOPE for one in given):
        raise UsageError(
            "argument --all-matching: needs a filter that narrows the list, such as status=ERROR"
        )
    return chosen


def _words(one: Argument, name: str, value: str) -> list[str]:
    """The words of ``nova list`` for a filter; a switch there is yes or no here."""
    if one.options.get("action") not in ("store_true", "store_const"):
        return [f"--{name}={value}"]
    try:
        wanted = boolean(value)
    except BadValue:
        raise UsageError(f"argument --all-matching: {name}={value}: must be yes or no") from None
    if wanted:
        return [f"--{name}"]
    return [f"--no-{name}"] if one.options.get("action") == "store_const" else []


# -------------------------------------------------------------------------------- applied filters
def _same(name: str) -> Callable[[Server, object], bool]:
    """A check that a field of a server has the wanted value."""

    def check(server: Server, wanted: object) -> bool:
        return str(getattr(server, name, None)).casefold() == str(wanted).casefold()

    return check


def _has_address(server: Server, wanted: object) -> bool:
    try:
        pattern = re.compile(str(wanted))
    except re.error:
        # Not a valid expression in Python; it may be valid in Nova's database.
        return True
    return any(pattern.search(one) for some in server.networks.values() for one in some)


def _has_config_drive(server: Server, wanted: object) -> bool:
    return (str(getattr(server, "config_drive", "")) == "True") is wanted


#: Filters that Nova silently ignores for users without permission, so that it lists all servers;
#: and a check that a listed server matches.
_CHECKS: dict[str, Callable[[Server, Any], bool]] = {
    "host": _same(HOST),
    "tenant": _same("tenant_id"),
    "user": _same("user_id"),
    "availability_zone": _same("OS-EXT-AZ:availability_zone"),
    "key_name": _same("key_name"),
    "config_drive": _has_config_drive,
    "vm_state": _same("OS-EXT-STS:vm_state"),
    "task_state": _same(TASK_STATE),
    "power_state": _same(POWER_STATE),
    "progress": _same("progress"),
    "ip": _has_address,
    "ip6": _has_address,
    "deleted": lambda server, wanted: not wanted or server.status in ("DELETED", "SOFT_DELETED"),
}


def _check_applied(chosen: Namespace, found: Iterable[Server]) -> None:
    """Refuse servers that do not match a filter: the cloud did not apply it.

    :raises CommandError: for the first such filter.
    """
    servers = list(found)
    for dest, matches in _CHECKS.items():
        wanted: Any = getattr(chosen, dest)
        if wanted is None or all(matches(server, wanted) for server in servers):
            continue
        raise exceptions.CommandError(
            f"The cloud did not apply the filter {dest.replace('_', '-')}={wanted}: it is for "
            "administrators, or for newer clouds. Nothing was done."
        )


def _table_of(servers: Sequence[Server]) -> str:
    """The found servers as a short table."""
    return table(("ID", "Name", "Status"), [[s.id, s.name, s.status] for s in servers])
