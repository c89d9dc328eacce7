"""Filters of ``nova list``, and the servers that ``--all-matching`` finds by them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from novaclient import exceptions
from novaclient.base import given
from novaclient.cli.commands._server_shown import (
    HOST,
    POWER_STATE,
    TASK_STATE,
    servers_of,
)
from novaclient.cli.errors import UsageError, did_you_mean, note
from novaclient.cli.framework.command import Signature
from novaclient.cli.framework.context import Context
from novaclient.cli.output.table import table
from novaclient.cli.parsing.declare import Argument, argument, exclusive
from novaclient.cli.parsing.values import BadValue, Namespace, boolean
from novaclient.v2.servers import Server, ServerManager

#: The filters of ``nova list``: its flags that choose servers.
FILTERS: Final = (
    argument("--reservation-id", metavar="<reservation-id>", help="Of this reservation."),
    argument("--ip", metavar="<ip-regexp>", help="With an IPv4 address that matches."),
    argument("--ip6", metavar="<ip6-regexp>", help="With an IPv6 address that matches."),
    argument("--name", metavar="<name-regexp>", help="Whose name matches."),
    argument("--status", metavar="<status>", help="In this status: ACTIVE, SHUTOFF, ERROR ..."),
    argument("--flavor", metavar="<flavor>", help="Of this flavor, by name or id."),
    argument("--image", metavar="<image>", help="From this image, by name or id."),
    argument("--host", metavar="<hostname>", help="On this host; for administrators."),
    argument(
        "--all-tenants",
        nargs="?",
        type=boolean,
        const=True,
        default=False,
        env=("ALL_TENANTS",),
        metavar="<0|1>",
        help="Of every project; for administrators.",
    ),
    argument(
        "--tenant",
        nargs="?",
        metavar="<tenant>",
        help="Of the project with this id; for administrators.",
    ),
    argument("--user", nargs="?", metavar="<user>", help="Of the user with this id."),
    argument("--deleted", action="store_true", help="Deleted ones; for administrators."),
    argument("--availability-zone", metavar="<availability_zone>", help="In this zone."),
    argument("--key-name", metavar="<key_name>", completes="keypair", help="With this key pair."),
    exclusive(
        argument("--config-drive", action="store_const", const=True, help="With a config drive."),
        argument(
            "--no-config-drive",
            dest="config_drive",
            action="store_const",
            const=False,
            help="Without a config drive.",
        ),
    ),
    argument("--progress", metavar="<progress>", help="That have come so far, in percent."),
    argument("--vm-state", metavar="<vm_state>", help="In this state: active, stopped, error ..."),
    argument("--task-state", metavar="<task_state>", help="In the course of this task."),
    argument("--power-state", metavar="<power_state>", help="In this power state, a number."),
    argument("--changes-since", metavar="<changes_since>", help="Changed since a time (ISO 8601)."),
    argument(
        "--changes-before",
        parameter="changes-before",
        metavar="<changes_before>",
        help="Last changed before a time (ISO 8601).",
    ),
    argument("--tags", metavar="<tags>", help="With all these tags, separated by commas."),
    argument("--tags-any", parameter="tags-any", metavar="<tags>", help="With any of these tags."),
    argument("--not-tags", parameter="not-tags", metavar="<tags>", help="Without all these tags."),
    argument(
        "--not-tags-any",
        parameter="not-tags-any",
        metavar="<tags>",
        help="Without any of these tags.",
    ),
    argument("--locked", metavar="<locked>", help="Locked ones (true) or others (false)."),
)

#: Filters that go out under the names of their flags, as they are.
_FILTERS = (
    "reservation_id",
    "ip",
    "ip6",
    "name",
    "status",
    "host",
    "availability_zone",
    "key_name",
    "config_drive",
    "progress",
    "vm_state",
    "task_state",
    "power_state",
    "changes-since",
    "changes-before",
    "tags",
    "tags-any",
    "not-tags",
    "not-tags-any",
    "locked",
)


def filters_of(context: Context, args: Namespace) -> dict[str, Any]:
    """The filters of a list, flavor and image looked up side by side.

    :param context: the command's.
    :param args: the list's arguments.
    """
    if args.changes_since or args.changes_before:
        from novaclient.cli.commands._times import check_time

        check_time("changes-since", args.changes_since)
        check_time("changes-before", args.changes_before)
    flavor, image = _flavor_and_image(context.client, args)
    return given(
        **{name: getattr(args, name.replace("-", "_")) for name in _FILTERS},
        flavor=flavor,
        image=image,
        all_tenants=1 if args.all_tenants or args.tenant else None,
        tenant_id=args.tenant,
        user_id=args.user,
        deleted=args.deleted or None,
    )


def _flavor_and_image(client: Any, args: Namespace) -> tuple[str | None, str | None]:
    """The IDs of the flavor and the image to filter by, looked up concurrently."""
    if not args.flavor and not args.image:
        return None, None
    from novaclient.cli.bulk.name_lookup import id_of
    from novaclient.cli.bulk.targets import side_by_side

    flavor, image = side_by_side(
        lambda: id_of(client.flavors, args.flavor) if args.flavor else None,
        lambda: id_of(client.glance, args.image) if args.image else None,
    )
    return flavor, image


# ------------------------------------------------------------------------- --all-matching
#: Filters that say where to look rather than for what.
_SCOPE = ("all_tenants", "tenant")


def find_matching(context: Context, args: Namespace) -> list[Server]:
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
        note(_table_of(found).rstrip("\n"))
    else:
        note(f"No servers match {' '.join(f'{name}={value}' for name, value in asked)}.")
    return found


def _read(context: Context, asked: Iterable[tuple[str, str]]) -> Namespace:
    """The arguments of ``nova list`` with these filters."""
    listing = Signature("list", FILTERS, ServerManager.iterate)
    known: dict[str, Argument] = {}
    for one in listing.arguments():
        if not one.flags[0].startswith("--no-"):
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
    try:
        wanted = boolean(value)
    except BadValue:
        raise UsageError(f"argument --all-matching: {name}={value}: must be yes or no") from None
    if wanted:
        return [f"--{name}"]
    return [f"--no-{name}"] if one.options.get("action") == "store_const" else []


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


def _table_of(servers: Sequence[Server]) -> str:
    """The servers that a filter has found, as a short table."""
    return table(("ID", "Name", "Status"), [[s.id, s.name, s.status] for s in servers])
