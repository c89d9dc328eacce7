"""The commands about quotas, how much of everything projects, users and classes may have."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from novaclient.base import given
from novaclient.cli.bulk.targets import JOBS, raise_failures, run_on_targets, targets_by_id
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.parsing.declare import Argument, argument, arguments
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.quota_classes import QuotaClassSetManager
from novaclient.v2.quotas import QuotaSetManager

#: What there are quotas of, in the order that the table has always had.
QUOTAS: Final = {
    "instances": "Servers.",
    "cores": "Processors.",
    "ram": "Memory, in MB.",
    "floating_ips": "Floating IPs.",
    "fixed_ips": "Fixed IPs.",
    "metadata_items": "Metadata items of a server.",
    "injected_files": "Files put into a server.",
    "injected_file_content_bytes": "Bytes of such a file.",
    "injected_file_path_bytes": "Bytes of such a file's path.",
    "key_pairs": "Key pairs of a user.",
    "security_groups": "Security groups.",
    "security_group_rules": "Rules of a security group.",
    "server_groups": "Server groups.",
    "server_group_members": "Servers in a server group.",
}
_NETWORK: Final = ("floating_ips", "fixed_ips", "security_groups", "security_group_rules")


def _flag(name: str) -> Argument:
    spelled = name.replace("_", "-")
    network = name in _NETWORK
    return argument(
        f"--{spelled}",
        type=int,
        metavar=f"<{spelled}>",
        help=f"{QUOTAS[name]} -1 for any number.",
        deprecated="the network service has its quotas." if network else "",
    )


FLAGS: Final = tuple(map(_flag, QUOTAS))
TENANT: Final = argument(
    "--tenant", metavar="<tenant-id>", parameter="", help="Id of the project; yours otherwise."
)

#: Of pairs: what of, and how much of it.
COLUMNS: Final = (
    Column("Quota", lambda pair: pair[0]),
    Column("Limit", lambda pair: pair[1]),
)


def _rows(quotas: Any) -> Rows:
    return Rows(
        [(name, getattr(quotas, name)) for name in QUOTAS if hasattr(quotas, name)], COLUMNS
    )


def own_project(context: Context) -> str:
    """The id of the project that the user acts for.

    :raises UsageError: if that is none.
    """
    project: str | None = context.client.project_id
    if project is None:
        raise UsageError("these credentials are for no project: give --tenant")
    return project


def _changes(args: Namespace) -> dict[str, Any]:
    """The quotas that were given.

    :raises UsageError: if none was.
    """
    changes = given(**{name: getattr(args, name) for name in QUOTAS})
    if not changes:
        raise UsageError("nothing to change: give a quota, --instances for example")
    return changes


# ----------------------------------------------------------------------- of projects and of users
@list_command("quota-show", api=QuotaSetManager.get, columns=COLUMNS)
@TENANT
@argument("--user", metavar="<user-id>", parameter="", help="Those of this user in the project.")
@argument("--detail", action="store_true", help="With what is in use and what is reserved.")
def quota_show(context: Context, args: Namespace) -> Rows:
    """Show the quotas of a project, or of a user in it."""
    project = args.tenant or own_project(context)
    return _rows(context.client.quotas.get(project, user_id=args.user, detail=args.detail))


@list_command("quota-defaults", api=QuotaSetManager.defaults, columns=COLUMNS)
@TENANT
def quota_defaults(context: Context, args: Namespace) -> Rows:
    """Show the quotas that a project has as long as nobody changes them."""
    return _rows(context.client.quotas.defaults(args.tenant or own_project(context)))


@command("quota-update", api=QuotaSetManager.update)
@argument(
    "tenant",
    nargs="+",
    metavar="<tenant-id>",
    parameter="",
    help="Ids of projects, several at once.",
)
@argument("--user", metavar="<user-id>", parameter="", help="Change those of this user there.")
@arguments(*FLAGS)
@argument("--force", action="store_true", help="Also below what is in use and reserved.")
@arguments(JOBS)
def quota_update(context: Context, args: Namespace) -> None:
    """Change quotas of projects, or of a user in them."""
    context.jobs = args.jobs or context.jobs
    update = partial(
        context.client.quotas.update, user_id=args.user, force=args.force, **_changes(args)
    )
    targets = targets_by_id(args.tenant)
    run_on_targets(context, targets, update, report_failures=len(targets) > 1)
    raise_failures(targets)


@command("quota-delete", api=QuotaSetManager.delete)
@argument("--tenant", required=True, metavar="<tenant-id>", parameter="", help="Id of the project.")
@argument("--user", metavar="<user-id>", parameter="", help="Of this user in the project.")
def quota_delete(context: Context, args: Namespace) -> None:
    """Give a project its default quotas again, or a user those of the project."""
    context.client.quotas.delete(args.tenant, user_id=args.user)


# ------------------------------------------------------------------------------------ of classes
@list_command("quota-class-show", api=QuotaClassSetManager.get, columns=COLUMNS)
@argument("class_name", metavar="<class>", help="Name of the class; Nova uses 'default' only.")
def quota_class_show(context: Context, args: Namespace) -> Rows:
    """Show the quotas of a class."""
    return _rows(context.client.quota_classes.get(args.class_name))


@command("quota-class-update", api=QuotaClassSetManager.update)
@argument("class_name", metavar="<class>", help="Name of the class; Nova uses 'default' only.")
@arguments(*FLAGS)
def quota_class_update(context: Context, args: Namespace) -> None:
    """Change quotas of a class: those of 'default' are the defaults of all projects."""
    context.client.quota_classes.update(args.class_name, **_changes(args))
