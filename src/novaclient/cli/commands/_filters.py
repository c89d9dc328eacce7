"""The servers that ``--all-matching`` chooses, by the filters of ``nova list``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from novaclient import exceptions
from novaclient.cli.bulk import servers
from novaclient.cli.commands._server_shown import HOST, POWER_STATE, TASK_STATE, servers_of
from novaclient.cli.commands.servers import filters_of, is_filter
from novaclient.cli.errors import UsageError, did_you_mean, note
from novaclient.cli.framework.context import Context
from novaclient.cli.parsing.declare import Argument
from novaclient.cli.parsing.values import Namespace
from novaclient.cli.registry import load
from novaclient.v2.servers import Server

_YES = ("1", "true", "yes", "on")
_NO = ("0", "false", "no", "off")
#: Filters that say where to look rather than for what.
_SCOPE = ("all_tenants", "tenant")


def found_by(context: Context, args: Namespace) -> list[Server]:
    """The servers that the filters find, told on stderr.

    :param context: the command's.
    :param args: its arguments.
    :raises UsageError: for an unknown filter, or if there is none but where to look.
    :raises CommandError: if the cloud has not heeded a filter.
    """
    asked: list[tuple[str, str]] = args.all_matching
    everywhere = [("all-tenants", "1")] if getattr(args, "all_tenants", False) else []
    chosen = _read(context, [*asked, *everywhere])
    client = context.client
    found: list[Server] = list(
        servers_of(client).iterate(search_opts=filters_of(context, chosen), ahead=True)
    )
    _check_heeded(chosen, found)
    if found:
        note(servers.listed(found).rstrip("\n"))
    else:
        note(f"No servers match {' '.join(f'{name}={value}' for name, value in asked)}.")
    return found


def _read(context: Context, asked: Iterable[tuple[str, str]]) -> Namespace:
    """The arguments of ``nova list`` with these filters."""
    listing = load("list")
    assert listing is not None
    known: dict[str, Argument] = {}
    for one in listing.arguments():
        if is_filter(one) and not one.flags[0].startswith("--no-"):
            known.update((flag.removeprefix("--"), one) for flag in one.flags)
    words: list[str] = []
    for name, value in asked:
        dashed = name.replace("_", "-")
        if dashed not in known:
            raise UsageError(
                f"argument --all-matching: unknown filter '{name}'{did_you_mean(dashed, known)} "
                f"(there are: {', '.join(sorted(known))})"
            )
        words += _words(known[dashed], dashed, value)
    try:
        chosen, given = listing.parse(words, context.environ)
        listing.check(given, context.microversion)
    except UsageError as error:
        raise UsageError(f"argument --all-matching: {error}") from None
    if all(one.dest in _SCOPE for one in given):
        raise UsageError("argument --all-matching: needs a filter beside where to look")
    return chosen


def _words(one: Argument, name: str, value: str) -> list[str]:
    """The words of ``nova list`` for a filter; what takes no value there is yes or no here."""
    if one.options.get("action") not in ("store_true", "store_const"):
        return [f"--{name}={value}"]
    if value.lower() in _YES:
        return [f"--{name}"]
    if value.lower() in _NO and one.options.get("action") == "store_const":
        return [f"--no-{name}"]
    if value.lower() in _NO:
        return []
    raise UsageError(f"argument --all-matching: {name}={value}: must be yes or no")


# --------------------------------------------------------------------------------- heeded filters
def _same(name: str) -> Callable[[Server, object], bool]:
    """Whether a server shows the value that was asked for in a field."""

    def check(server: Server, wanted: object) -> bool:
        return str(getattr(server, name, None)).casefold() == str(wanted).casefold()

    return check


def _has_address(server: Server, wanted: object) -> bool:
    try:
        pattern = re.compile(str(wanted))
    except re.error:
        # Nova's own matter: what it makes of that cannot be told from here.
        return True
    return any(pattern.search(one) for some in server.networks.values() for one in some)


def _has_config_drive(server: Server, wanted: object) -> bool:
    return (str(getattr(server, "config_drive", "")) == "True") is wanted


#: Filters that Nova drops, without a word, for those who may not use them, all servers being
#: found instead of a few; and whether a server shows that they were heeded.
_HEEDED: dict[str, Callable[[Server, Any], bool]] = {
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


def _check_heeded(chosen: Namespace, found: Iterable[Server]) -> None:
    """Refuse servers that a filter would have left out, had the cloud heeded it."""
    servers = list(found)
    for dest, is_heeded in _HEEDED.items():
        wanted: Any = getattr(chosen, dest)
        if wanted is None or all(is_heeded(server, wanted) for server in servers):
            continue
        raise exceptions.CommandError(
            f"The cloud has not heeded the filter {dest.replace('_', '-')}={wanted}: it is for "
            "administrators, or for newer clouds. Nothing was done."
        )
