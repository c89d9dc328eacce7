"""Commands about flavors, their extra specs and the access to private flavors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from novaclient import bulk, exceptions
from novaclient.base import given
from novaclient.cli.bulk.command import act
from novaclient.cli.bulk.name_lookup import id_of, resource_of
from novaclient.cli.bulk.targets import raise_failures, run_on_targets, targets_by_id
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import limited, list_command, show_command
from novaclient.cli.output.columns import ABSENT, Column, Rows
from novaclient.cli.parsing.declare import HIDDEN, argument
from novaclient.cli.parsing.values import Namespace, boolean
from novaclient.v2.flavor_access import FlavorAccessManager
from novaclient.v2.flavors import Flavor, FlavorManager

#: The scope of a look-up that finds private flavors by name as well.
ALL_FLAVORS: dict[str, Any] = {"is_public": None}
FLAVOR_HELP = "Name or ID of the flavor."


def _swap(flavor: Flavor) -> object:
    """The swap size; older microversions have an empty string for 0."""
    swap = getattr(flavor, "swap", ABSENT)
    return ABSENT if swap == "" else swap


COLUMNS = (
    Column("ID", "id"),
    Column("Name", "name"),
    Column("Memory_MiB", "ram"),
    Column("Disk", "disk"),
    Column("Ephemeral", "ephemeral"),
    Column("Swap", _swap),
    Column("VCPUs", "vcpus"),
    Column("RXTX_Factor", "rxtx_factor"),
    Column("Is_Public", "is_public"),
)
EXTRA_SPECS = Column("extra_specs", "extra_specs")
DESCRIPTION = Column("Description", "description")
ACCESS_COLUMNS = (Column("Flavor_ID", "flavor_id"), Column("Tenant_ID", "tenant_id"))


def _columns(context: Context, *extra: Column) -> tuple[Column, ...]:
    has_description = context.supports(FlavorManager.create, "description")
    return (*COLUMNS, *extra, *((DESCRIPTION,) if has_description else ()))


def _row(context: Context, flavor: Flavor) -> Rows:
    """One flavor with the columns of the list."""
    # A field missing from the response has no value; another request would not add it.
    flavor.set_loaded(True)
    return Rows([flavor], _columns(context), single=True)


# ------------------------------------------------------------------------------- list and show
@list_command(
    "flavor-list", api=FlavorManager.iterate, columns=(*COLUMNS, EXTRA_SPECS, DESCRIPTION)
)
@argument("--extra-specs", action="store_true", help="Show the extra specs of each flavor.")
@argument("--all", action="store_true", help="List private flavors as well; for administrators.")
@argument("--marker", metavar="<marker>", help="ID of the last flavor of the previous page.")
@argument("--min-disk", type=int, metavar="<min-disk>", help="Minimum disk size in GiB.")
@argument("--min-ram", type=int, metavar="<min-ram>", help="Minimum memory in MiB.")
@argument("--limit", type=int, metavar="<limit>", help="Maximum number of flavors to list.")
@argument("--sort-key", metavar="<sort-key>", help="Field that Nova sorts by.")
@argument("--sort-dir", metavar="<sort-dir>", help="Direction of --sort-key: asc or desc.")
def flavor_list(context: Context, args: Namespace) -> Rows:
    """List flavors."""
    filters = given(
        marker=args.marker,
        min_disk=args.min_disk,
        min_ram=args.min_ram,
        page_size=args.limit,
        sort_key=args.sort_key,
        sort_dir=args.sort_dir,
    )
    filters["is_public"] = None if args.all else True
    listed = limited(context.client.flavors.iterate(**filters), args.limit)
    if not (args.limit or args.marker or args.min_disk or args.min_ram):
        listed = context.remember_names("flavor", listed)
    if not args.extra_specs:
        return Rows(listed, _columns(context))
    flavors = list(listed)
    specs = _extra_specs(context, flavors)
    column = Column("extra_specs", lambda flavor: specs[flavor.id], _specs_text)
    return Rows(flavors, _columns(context, column))


def _extra_specs(context: Context, flavors: Sequence[Flavor]) -> dict[str, Any]:
    """The extra specs of each flavor by its id; None for a flavor that no longer exists.

    Those missing from the list are fetched concurrently.
    """
    specs = {f.id: f.extra_specs for f in flavors if hasattr(f, "extra_specs")}
    missing = [flavor for flavor in flavors if flavor.id not in specs]
    for outcome in bulk.run(Flavor.get_keys, missing, workers=context.jobs):
        if outcome.error is not None and not isinstance(outcome.error, exceptions.NotFound):
            raise outcome.error
        specs[outcome.target.id] = outcome.result
    return specs


def _specs_text(specs: Mapping[str, str] | None) -> str:
    return "N/A" if specs is None else str(dict(specs))


@show_command("flavor-show", api=FlavorManager.get)
@argument("flavor", metavar="<flavor>", help=FLAVOR_HELP)
def flavor_show(context: Context, args: Namespace) -> dict[str, object]:
    """Show a flavor and its extra specs."""
    flavor: Flavor = resource_of(context.client.flavors, args.flavor, **ALL_FLAVORS)
    properties: dict[str, object] = {**flavor.to_dict(), "swap": _swap(flavor)}
    properties.pop("links", None)
    if "extra_specs" not in properties:
        properties["extra_specs"] = dict(flavor.get_keys())
    return properties


# ------------------------------------------------------------------- create, update and delete
@list_command("flavor-create", api=FlavorManager.create, columns=(*COLUMNS, DESCRIPTION))
@argument("name", metavar="<name>", help="Name of the new flavor.")
@argument("id", metavar="<id>", parameter="", help="ID of the new flavor; 'auto' generates one.")
@argument("ram", type=int, metavar="<ram>", help="Memory in MiB.")
@argument("disk", type=int, metavar="<disk>", help="Root disk in GiB; 0 for the size of the image.")
@argument("vcpus", type=int, metavar="<vcpus>", help="Number of virtual CPUs.")
@argument(
    "--ephemeral", type=int, metavar="<ephemeral>", help="Ephemeral disk in GiB (default: 0)."
)
@argument("--swap", type=int, metavar="<swap>", help="Swap space in MiB (default: 0).")
@argument(
    "--rxtx-factor",
    type=float,
    metavar="<factor>",
    help="Receive/transmit factor of network bandwidth.",
)
@argument(
    "--is-public",
    type=boolean,
    metavar="<is-public>",
    help="Whether all projects can use the flavor: true (default) or false.",
)
@argument("--description", metavar="<description>", help="Description of the flavor.")
def flavor_create(context: Context, args: Namespace) -> Rows:
    """Create a flavor."""
    flavor = context.client.flavors.create(
        args.name,
        args.ram,
        args.vcpus,
        args.disk,
        flavorid=args.id,
        **given(
            ephemeral=args.ephemeral,
            swap=args.swap,
            rxtx_factor=args.rxtx_factor,
            is_public=args.is_public,
            description=args.description,
        ),
    )
    return _row(context, flavor)


@list_command("flavor-update", api=FlavorManager.update, columns=(*COLUMNS, DESCRIPTION))
@argument("flavor", metavar="<flavor>", help=FLAVOR_HELP)
@argument("description", metavar="<description>", help="The new description.")
def flavor_update(context: Context, args: Namespace) -> Rows:
    """Update the description of a flavor."""
    flavors = context.client.flavors
    flavor_id = id_of(flavors, args.flavor, **ALL_FLAVORS)
    return _row(context, flavors.update(flavor_id, args.description))


act(
    "flavor-delete",
    FlavorManager.delete,
    argument("flavor", nargs="+", metavar="<flavor>", help="Names or IDs of one or more flavors."),
    help="Delete flavors.",
    on=lambda client: client.flavors,
    scope=ALL_FLAVORS,
)


# --------------------------------------------------------------------------------- extra specs
@command("flavor-key", api=(FlavorManager.set_keys, FlavorManager.unset_keys))
@argument("flavor", metavar="<flavor>", help=FLAVOR_HELP)
@argument("action", metavar="<action>", choices=("set", "unset"), help="set or unset.")
@argument(
    "metadata",
    nargs="+",
    metavar="<key=value>",
    help="Extra specs to set, or keys to unset.",
)
def flavor_key(context: Context, args: Namespace) -> None:
    """Set or unset extra specs of a flavor."""
    specs = dict(_spec(word, args.action) for word in args.metadata)
    flavors = context.client.flavors
    flavor_id = id_of(flavors, args.flavor, **ALL_FLAVORS)
    if args.action == "set":
        flavors.set_keys(flavor_id, specs)
        return
    targets = targets_by_id(specs)
    # One at a time: all of them change the same flavor.
    context.jobs = 1
    run_on_targets(
        context,
        targets,
        lambda key: flavors.unset_keys(flavor_id, [key]),
        report_failures=len(targets) > 1,
    )
    raise_failures(targets)


def _spec(word: str, action: str) -> tuple[str, str]:
    key, equals, value = word.partition("=")
    if not key or (action == "set" and not equals):
        raise UsageError(f"argument <key=value>: '{word}' is not in the format of 'key=value'")
    return key, value


# -------------------------------------------------------------------------------------- access
@list_command("flavor-access-list", api=FlavorAccessManager.list, columns=ACCESS_COLUMNS)
@argument("--flavor", required=True, metavar="<flavor>", help="Name or ID of a private flavor.")
@argument("--tenant", new=True, parameter="", deprecated="find it in the list", help=HIDDEN)
def flavor_access_list(context: Context, args: Namespace) -> Any:
    """List the projects with access to a private flavor."""
    client = context.client
    flavor = id_of(client.flavors, args.flavor, **ALL_FLAVORS)
    access = client.flavor_access.list(flavor=flavor)
    return [one for one in access if args.tenant in (None, one.tenant_id)]


@list_command(
    "flavor-access-add", api=FlavorAccessManager.add_tenant_access, columns=ACCESS_COLUMNS
)
@argument("flavor", metavar="<flavor>", help="Name or ID of a private flavor.")
@argument("tenant", metavar="<tenant_id>", help="ID of the project.")
def flavor_access_add(context: Context, args: Namespace) -> Any:
    """Grant a project access to a private flavor.

    Prints the projects that have access afterwards.
    """
    client = context.client
    flavor_id = id_of(client.flavors, args.flavor, **ALL_FLAVORS)
    return client.flavor_access.add_tenant_access(flavor_id, args.tenant)


@list_command(
    "flavor-access-remove", api=FlavorAccessManager.remove_tenant_access, columns=ACCESS_COLUMNS
)
@argument("flavor", metavar="<flavor>", help="Name or ID of a private flavor.")
@argument("tenant", metavar="<tenant_id>", help="ID of the project.")
def flavor_access_remove(context: Context, args: Namespace) -> Any:
    """Revoke a project's access to a private flavor.

    Prints the projects that still have access.
    """
    client = context.client
    flavor_id = id_of(client.flavors, args.flavor, **ALL_FLAVORS)
    return client.flavor_access.remove_tenant_access(flavor_id, args.tenant)
