"""The filters of ``nova list`` as data: the list declares them, ``--all-matching`` reads them."""

from __future__ import annotations

from typing import Any, Final

from novaclient.base import given
from novaclient.cli.framework.context import Context
from novaclient.cli.parsing.declare import argument, exclusive
from novaclient.cli.parsing.values import Namespace, boolean

#: The filters, as flags of ``nova list``.
FILTERS: Final = (
    argument("--reservation-id", metavar="<reservation-id>", help="Servers of this reservation."),
    argument(
        "--ip",
        metavar="<ip-regexp>",
        help="Servers with an IPv4 address that matches a regular expression.",
    ),
    argument(
        "--ip6",
        metavar="<ip6-regexp>",
        help="Servers with an IPv6 address that matches a regular expression.",
    ),
    argument(
        "--name",
        metavar="<name-regexp>",
        help="Servers with a name that matches a regular expression.",
    ),
    argument(
        "--status", metavar="<status>", help="Servers with this status: ACTIVE, SHUTOFF, ERROR ..."
    ),
    argument("--flavor", metavar="<flavor>", help="Servers with this flavor (name or ID)."),
    argument("--image", metavar="<image>", help="Servers with this image (name or ID)."),
    argument("--host", metavar="<hostname>", help="Servers on this host; for administrators."),
    argument(
        "--all-tenants",
        nargs="?",
        type=boolean,
        const=True,
        default=False,
        env=("ALL_TENANTS",),
        metavar="<0|1>",
        help="Servers of all projects; for administrators.",
    ),
    argument(
        "--tenant",
        nargs="?",
        metavar="<tenant>",
        help="Servers of the project with this ID; for administrators.",
    ),
    argument("--user", nargs="?", metavar="<user>", help="Servers of the user with this ID."),
    argument("--deleted", action="store_true", help="Deleted servers; for administrators."),
    argument(
        "--availability-zone",
        metavar="<availability_zone>",
        help="Servers in this availability zone.",
    ),
    argument(
        "--key-name", metavar="<key_name>", completes="keypair", help="Servers with this key pair."
    ),
    exclusive(
        argument(
            "--config-drive", action="store_const", const=True, help="Servers with a config drive."
        ),
        argument(
            "--no-config-drive",
            dest="config_drive",
            action="store_const",
            const=False,
            help="Servers without a config drive.",
        ),
    ),
    argument("--progress", metavar="<progress>", help="Servers with this progress, in percent."),
    argument(
        "--vm-state",
        metavar="<vm_state>",
        help="Servers with this VM state: active, stopped, error ...",
    ),
    argument(
        "--task-state",
        metavar="<task_state>",
        help="Servers with this task state: spawning, rebuilding ...",
    ),
    argument(
        "--power-state",
        metavar="<power_state>",
        help="Servers with this power state, a number: 1 is running.",
    ),
    argument(
        "--changes-since",
        metavar="<changes_since>",
        help="Servers changed at or after this time (ISO 8601).",
    ),
    argument(
        "--changes-before",
        parameter="changes-before",
        metavar="<changes_before>",
        help="Servers last changed at or before this time (ISO 8601).",
    ),
    argument(
        "--tags", metavar="<tags>", help="Servers with all of these tags, separated by commas."
    ),
    argument(
        "--tags-any", parameter="tags-any", metavar="<tags>", help="Servers with any of these tags."
    ),
    argument(
        "--not-tags",
        parameter="not-tags",
        metavar="<tags>",
        help="Servers that lack at least one of these tags.",
    ),
    argument(
        "--not-tags-any",
        parameter="not-tags-any",
        metavar="<tags>",
        help="Servers that have none of these tags.",
    ),
    argument(
        "--locked", metavar="<locked>", help="Locked servers (true) or unlocked servers (false)."
    ),
)

#: Filters that are sent as they are, under the names of their flags.
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
    """The filters of a list for the API, with the IDs of the flavor and the image.

    :param context: the command's.
    :param args: the list's arguments.
    """
    if args.changes_since or args.changes_before:
        from novaclient.cli.commands._times import check_time

        check_time("changes-since", args.changes_since)
        check_time("changes-before", args.changes_before)
    return given(
        **{name: getattr(args, name.replace("-", "_")) for name in _FILTERS},
        **(_flavor_and_image(context, args) if args.flavor or args.image else {}),
        all_tenants=1 if args.all_tenants or args.tenant else None,
        tenant_id=args.tenant,
        user_id=args.user,
        deleted=args.deleted or None,
    )


def _flavor_and_image(context: Context, args: Namespace) -> dict[str, str | None]:
    """The filters that take an ID; names are looked up concurrently."""
    from novaclient.cli.bulk.name_lookup import concurrently, id_of

    client = context.client
    flavor, image = concurrently(
        lambda: id_of(client.flavors, args.flavor) if args.flavor else None,
        lambda: id_of(client.glance, args.image) if args.image else None,
    )
    return {"flavor": flavor, "image": image}
