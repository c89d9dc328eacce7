"""Commands about the quotas of projects, users and quota classes."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from novaclient.base import given
from novaclient.cli.bulk.command import act
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

#: Resource → what its quota counts, in the order of python-novaclient's table.
QUOTAS: Final = {
    "instances": "Number of servers",
    "cores": "Number of virtual CPUs",
    "ram": "Memory in MiB",
    "floating_ips": "Number of floating IPs",
    "fixed_ips": "Number of fixed IPs",
    "metadata_items": "Metadata items per server",
    "injected_files": "Injected files per server",
    "injected_file_content_bytes": "Bytes per injected file",
    "injected_file_path_bytes": "Bytes per path of an injected file",
    "key_pairs": "Key pairs per user",
    "security_groups": "Number of security groups",
    "security_group_rules": "Rules per security group",
    "server_groups": "Number of server groups",
    "server_group_members": "Servers per server group",
}
_NETWORK: Final = ("floating_ips", "fixed_ips", "security_groups", "security_group_rules")


def _flag(name: str) -> Argument:
    spelled = name.replace("_", "-")
    network = name in _NETWORK
    return argument(
        f"--{spelled}",
        type=int,
        metavar=f"<{spelled}>",
        help=f"{QUOTAS[name]}; -1 for unlimited.",
        deprecated="set it in the network service (Neutron)." if network else "",
    )


FLAGS: Final = tuple(map(_flag, QUOTAS))
TENANT: Final = argument(
    "--tenant",
    metavar="<tenant-id>",
    parameter="",
    help="ID of the project (default: the current project).",
)

#: Columns of pairs of a resource and its limit.
COLUMNS: Final = (
    Column("Quota", lambda pair: pair[0]),
    Column("Limit", lambda pair: pair[1]),
)


def _rows(quotas: Any) -> Rows:
    return Rows(
        [(name, getattr(quotas, name)) for name in QUOTAS if hasattr(quotas, name)], COLUMNS
    )


def own_project(context: Context) -> str:
    """The id of the project that the user is signed in to.

    :raises UsageError: if the credentials have no project.
    """
    project: str | None = context.client.project_id
    if project is None:
        raise UsageError("the credentials have no project: give --tenant")
    return project


def _changes(args: Namespace) -> dict[str, Any]:
    """The quotas that were given.

    :raises UsageError: if none was.
    """
    changes = given(**{name: getattr(args, name) for name in QUOTAS})
    if not changes:
        raise UsageError("nothing to change: give a quota, --instances for example")
    return changes


# ------------------------------------------------------------------------------ projects and users
@list_command("quota-show", api=QuotaSetManager.get, columns=COLUMNS)
@TENANT
@argument(
    "--user",
    metavar="<user-id>",
    parameter="",
    help="ID of a user: show the quotas of this user in the project.",
)
@argument("--detail", action="store_true", help="Show usage and reservations as well.")
def quota_show(context: Context, args: Namespace) -> Rows:
    """Show the quotas of a project, or of a user in it."""
    project = args.tenant or own_project(context)
    return _rows(context.client.quotas.get(project, user_id=args.user, detail=args.detail))


@list_command("quota-defaults", api=QuotaSetManager.defaults, columns=COLUMNS)
@TENANT
def quota_defaults(context: Context, args: Namespace) -> Rows:
    """Show the default quotas of a project."""
    return _rows(context.client.quotas.defaults(args.tenant or own_project(context)))


@command("quota-update", api=QuotaSetManager.update)
@argument(
    "tenant",
    nargs="+",
    metavar="<tenant-id>",
    parameter="",
    help="IDs of one or more projects.",
)
@argument(
    "--user",
    metavar="<user-id>",
    parameter="",
    help="ID of a user: update the quotas of this user in the projects.",
)
@arguments(*FLAGS)
@argument("--force", action="store_true", help="Allow quotas below the current usage.")
@arguments(JOBS)
def quota_update(context: Context, args: Namespace) -> None:
    """Update quotas of projects, or of a user in them."""
    context.jobs = args.jobs or context.jobs
    update = partial(
        context.client.quotas.update, user_id=args.user, force=args.force, **_changes(args)
    )
    targets = targets_by_id(args.tenant)
    run_on_targets(context, targets, update, report_failures=len(targets) > 1)
    raise_failures(targets)


act(
    "quota-delete",
    QuotaSetManager.delete,
    argument("--tenant", required=True, metavar="<tenant-id>", help="ID of the project."),
    argument(
        "--user",
        metavar="<user-id>",
        parameter="user_id",
        help="ID of a user: reset the quotas of this user in the project.",
    ),
    help="Reset the quotas of a project or user to the defaults.",
    by=lambda client: client.quotas,
)


# ----------------------------------------------------------------------------------- quota classes
@list_command("quota-class-show", api=QuotaClassSetManager.get, columns=COLUMNS)
@argument(
    "class_name", metavar="<class>", help="Name of the quota class; Nova uses 'default' only."
)
def quota_class_show(context: Context, args: Namespace) -> Rows:
    """Show the quotas of a quota class."""
    return _rows(context.client.quota_classes.get(args.class_name))


@command("quota-class-update", api=QuotaClassSetManager.update)
@argument(
    "class_name", metavar="<class>", help="Name of the quota class; Nova uses 'default' only."
)
@arguments(*FLAGS)
def quota_class_update(context: Context, args: Namespace) -> None:
    """Update the quotas of a quota class.

    The class 'default' holds the default quotas of all projects.
    """
    context.client.quota_classes.update(args.class_name, **_changes(args))
