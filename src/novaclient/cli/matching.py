"""The servers that ``--all-matching`` chooses, by the filters of ``nova list``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from novaclient import exceptions
from novaclient.cli import several
from novaclient.cli.command import Argument, Context, Namespace, UsageError, load
from novaclient.cli.commands._servers import HOST, POWER_STATE, TASK_STATE, servers_of
from novaclient.cli.commands.servers import filters_of, is_filter
from novaclient.cli.errors import did_you_mean, note
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
        several_are = several.listed(found)
        note(several_are.rstrip("\n"))
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
def _field(name: str) -> Callable[[Server], object]:
    return lambda server: getattr(server, name, None)


#: What a server shows of the filters that Nova drops, without a word, for those who may not use
#: them: all servers would be found instead of a few.
_SHOWN: dict[str, Callable[[Server], object]] = {
    "host": _field(HOST),
    "tenant": _field("tenant_id"),
    "user": _field("user_id"),
    "availability_zone": _field("OS-EXT-AZ:availability_zone"),
    "key_name": _field("key_name"),
    "vm_state": _field("OS-EXT-STS:vm_state"),
    "task_state": _field(TASK_STATE),
    "power_state": _field(POWER_STATE),
    "progress": _field("progress"),
}


def _check_heeded(chosen: Namespace, found: Iterable[Server]) -> None:
    """Refuse servers that a filter would have left out, had the cloud heeded it."""
    servers = list(found)
    for dest, shown in _SHOWN.items():
        wanted: Any = getattr(chosen, dest)
        if wanted is not None and any(
            str(shown(server)).casefold() != str(wanted).casefold() for server in servers
        ):
            raise exceptions.CommandError(
                f"The cloud has not heeded the filter {dest.replace('_', '-')}={wanted}: it is "
                "for administrators, or for newer clouds. Nothing was done."
            )
    gone = ("DELETED", "SOFT_DELETED")
    if chosen.deleted and any(server.status not in gone for server in servers):
        raise exceptions.CommandError(
            "The cloud has not heeded the filter deleted: it is for administrators. "
            "Nothing was done."
        )
