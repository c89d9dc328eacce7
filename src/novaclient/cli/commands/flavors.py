"""The commands about flavors, their extra specs, and the projects that may use private ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from novaclient import bulk, exceptions
from novaclient.base import given
from novaclient.cli.bulk import lookup
from novaclient.cli.bulk.command import bulk_command
from novaclient.cli.bulk.targets import raise_failures, run_on_targets, targets_by_id
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command, show_command
from novaclient.cli.output.columns import ABSENT, Column, Rows
from novaclient.cli.parsing.declare import HIDDEN, argument
from novaclient.cli.parsing.values import Namespace, boolean
from novaclient.v2.flavor_access import FlavorAccessManager
from novaclient.v2.flavors import Flavor, FlavorManager

#: Private flavors are found by name too.
EVERY_FLAVOR: dict[str, Any] = {"is_public": None}
FLAVOR_HELP = "Name or id of the flavor."


def _swap(flavor: Flavor) -> object:
    """Older microversions write an empty text where newer ones write 0."""
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
    described = context.supports(FlavorManager.create, "description")
    return (*COLUMNS, *extra, *((DESCRIPTION,) if described else ()))


def _row(context: Context, flavor: Flavor) -> Rows:
    """One flavor as the list shows it."""
    # What an answer leaves out has no value; asking again would not bring it.
    flavor.set_loaded(True)
    return Rows([flavor], _columns(context), single=True)


# ------------------------------------------------------------------------------- list and show
@list_command(
    "flavor-list", api=FlavorManager.iterate, columns=(*COLUMNS, EXTRA_SPECS, DESCRIPTION)
)
@argument("--extra-specs", action="store_true", help="Show each flavor's extra specs.")
@argument("--all", action="store_true", help="Private flavors too; for administrators.")
@argument("--marker", metavar="<marker>", help="Only the flavors after the one of this id.")
@argument("--min-disk", type=int, metavar="<min-disk>", help="Only with so many GiB of disk.")
@argument("--min-ram", type=int, metavar="<min-ram>", help="Only with so many MiB of memory.")
@argument("--limit", type=int, metavar="<limit>", help="At most so many flavors.")
@argument("--sort-key", metavar="<sort-key>", help="Have the cloud sort by this field.")
@argument("--sort-dir", metavar="<sort-dir>", help="asc or desc, with --sort-key.")
def flavor_list(context: Context, args: Namespace) -> Rows:
    """List flavors."""
    wanted = given(
        marker=args.marker,
        min_disk=args.min_disk,
        min_ram=args.min_ram,
        page_size=args.limit,
        sort_key=args.sort_key,
        sort_dir=args.sort_dir,
    )
    wanted["is_public"] = None if args.all else True
    found = lookup.first(context.client.flavors.iterate(**wanted), args.limit)
    if not (args.limit or args.marker or args.min_disk or args.min_ram):
        found = context.remember_names("flavor", found)
    if not args.extra_specs:
        return Rows(found, _columns(context))
    flavors = list(found)
    specs = _extra_specs(context, flavors)
    column = Column("extra_specs", lambda flavor: specs[flavor.id], _specs_text)
    return Rows(flavors, _columns(context, column))


def _extra_specs(context: Context, flavors: Sequence[Flavor]) -> dict[str, Any]:
    """The extra specs of each flavor by its id; None for a flavor that is gone by now.

    Where the list does not hold them they are fetched side by side.
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
    """Show one flavor in full, its extra specs too."""
    flavor: Flavor = lookup.resource(context.client.flavors, args.flavor, **EVERY_FLAVOR)
    shown: dict[str, object] = {**flavor.to_dict(), "swap": _swap(flavor)}
    shown.pop("links", None)
    if "extra_specs" not in shown:
        shown["extra_specs"] = dict(flavor.get_keys())
    return shown


# ------------------------------------------------------------------- create, update and delete
@list_command("flavor-create", api=FlavorManager.create, columns=(*COLUMNS, DESCRIPTION))
@argument("name", metavar="<name>", help="Name of the new flavor.")
@argument("id", metavar="<id>", parameter="", help="Id of the new flavor; 'auto' makes one up.")
@argument("ram", type=int, metavar="<ram>", help="Memory in MiB.")
@argument("disk", type=int, metavar="<disk>", help="Root disk in GiB; 0 for the image's size.")
@argument("vcpus", type=int, metavar="<vcpus>", help="Number of virtual CPUs.")
@argument("--ephemeral", type=int, metavar="<ephemeral>", help="Second disk in GiB; 0 for none.")
@argument("--swap", type=int, metavar="<swap>", help="Swap space in MiB; 0 for none.")
@argument("--rxtx-factor", type=float, metavar="<factor>", help="Share of network bandwidth.")
@argument(
    "--is-public",
    type=boolean,
    metavar="<is-public>",
    help="Whether every project may use it: true (unless said otherwise) or false.",
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
    """Change a flavor's description."""
    flavors = context.client.flavors
    flavor_id = lookup.id_of(flavors, args.flavor, **EVERY_FLAVOR)
    return _row(context, flavors.update(flavor_id, args.description))


@bulk_command(
    "flavor-delete",
    api=FlavorManager.delete,
    on=lambda client: client.flavors,
    dest="flavor",
    scope=lambda args: EVERY_FLAVOR,
)
@argument("flavor", nargs="+", metavar="<flavor>", help="Names or ids of the flavors.")
def flavor_delete(context: Context, args: Namespace, flavor: str) -> None:
    """Delete flavors."""
    context.client.flavors.delete(flavor)


# --------------------------------------------------------------------------------- extra specs
@command("flavor-key", api=(FlavorManager.set_keys, FlavorManager.unset_keys))
@argument("flavor", metavar="<flavor>", help=FLAVOR_HELP)
@argument("action", metavar="<action>", choices=("set", "unset"), help="set or unset.")
@argument(
    "metadata",
    nargs="+",
    metavar="<key=value>",
    help="Extra specs to set or remove; for unset the key alone is enough.",
)
def flavor_key(context: Context, args: Namespace) -> None:
    """Set or remove a flavor's extra specs."""
    specs = dict(_spec(word, args.action) for word in args.metadata)
    flavors = context.client.flavors
    flavor_id = lookup.id_of(flavors, args.flavor, **EVERY_FLAVOR)
    if args.action == "set":
        flavors.set_keys(flavor_id, specs)
        return
    targets = targets_by_id(specs)
    # One after the other: they are changes to one and the same flavor.
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
@argument("--flavor", required=True, metavar="<flavor>", help="Name or id of a private flavor.")
@argument("--tenant", new=True, parameter="", deprecated="look for it in the list", help=HIDDEN)
def flavor_access_list(context: Context, args: Namespace) -> Any:
    """List the projects that may use a private flavor."""
    client = context.client
    flavor = lookup.id_of(client.flavors, args.flavor, **EVERY_FLAVOR)
    access = client.flavor_access.list(flavor=flavor)
    return [one for one in access if args.tenant in (None, one.tenant_id)]


@list_command(
    "flavor-access-add", api=FlavorAccessManager.add_tenant_access, columns=ACCESS_COLUMNS
)
@argument("flavor", metavar="<flavor>", help="Name or id of a private flavor.")
@argument("tenant", metavar="<tenant_id>", help="Id of the project.")
def flavor_access_add(context: Context, args: Namespace) -> Any:
    """Let a project use a private flavor; shows every project that may."""
    client = context.client
    flavor_id = lookup.id_of(client.flavors, args.flavor, **EVERY_FLAVOR)
    return client.flavor_access.add_tenant_access(flavor_id, args.tenant)


@list_command(
    "flavor-access-remove", api=FlavorAccessManager.remove_tenant_access, columns=ACCESS_COLUMNS
)
@argument("flavor", metavar="<flavor>", help="Name or id of a private flavor.")
@argument("tenant", metavar="<tenant_id>", help="Id of the project.")
def flavor_access_remove(context: Context, args: Namespace) -> Any:
    """Stop a project from using a private flavor; shows the projects that still may."""
    client = context.client
    flavor_id = lookup.id_of(client.flavors, args.flavor, **EVERY_FLAVOR)
    return client.flavor_access.remove_tenant_access(flavor_id, args.tenant)
