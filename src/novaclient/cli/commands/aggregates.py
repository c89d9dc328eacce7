"""The commands about aggregates, groups of hosts that the scheduler chooses by."""

from __future__ import annotations

from collections.abc import Callable

from novaclient import exceptions
from novaclient.base import given
from novaclient.cli.bulk import lookup
from novaclient.cli.bulk.command import bulk_command
from novaclient.cli.bulk.targets import (
    JOBS,
    ids_of,
    raise_failures,
    run_on_targets,
    side_by_side,
    targets_by_id,
)
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command
from novaclient.cli.output.columns import Column, Rows, default_text
from novaclient.cli.output.labels import pretty_choice_dict, pretty_choice_list
from novaclient.cli.parsing.declare import argument, arguments
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.aggregates import Aggregate, AggregateManager


def _hosts_text(hosts: object) -> str:
    return pretty_choice_list(hosts) if isinstance(hosts, list) else default_text(hosts)


def _metadata_text(metadata: object) -> str:
    return pretty_choice_dict(metadata) if isinstance(metadata, dict) else default_text(metadata)


def _metadata(aggregate: Aggregate) -> object:
    known = aggregate.to_dict()
    zone = known.get("availability_zone")
    return known.get("metadata", {"availability_zone": zone} if zone else {})


IN_BRIEF = (
    Column("Id", "id"),
    Column("Name", "name"),
    Column("Availability Zone", "availability_zone"),
)
# What has just been made tells of neither: it has no hosts, and its zone for metadata.
IN_FULL = (
    Column("Hosts", lambda aggregate: aggregate.to_dict().get("hosts", []), _hosts_text),
    Column("Metadata", _metadata, _metadata_text),
)
UUID = Column("UUID", "uuid")
EVERY_COLUMN = (*IN_BRIEF, *IN_FULL, UUID)

AGGREGATE = argument("aggregate", metavar="<aggregate>", help="Name or id of the aggregate.")


def _known(context: Context, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Columns, and the one that not all microversions have."""
    return (*columns, UUID) if context.supports(AggregateManager.list, "uuid") else columns


def _shown(context: Context, aggregate: Aggregate) -> Rows:
    return Rows([aggregate], _known(context, (*IN_BRIEF, *IN_FULL)), single=True)


def _find(context: Context, word: str) -> Aggregate:
    """The aggregate with an id or a name, in one request: the list has all fields.

    :raises NameNotFound: if there is none.
    :raises AmbiguousName: if several have the name.
    """
    found: Aggregate = lookup.pick("aggregate", word, context.client.aggregates.list())
    return found


@list_command("aggregate-list", api=AggregateManager.list, columns=EVERY_COLUMN)
def aggregate_list(context: Context, args: Namespace) -> Rows:
    """List aggregates."""
    aggregates = context.client.aggregates.list()
    hidden = [Column(one.title, one.value, one.text, shown=False) for one in IN_FULL]
    return Rows(aggregates, (*_known(context, IN_BRIEF), *hidden))


@list_command("aggregate-show", api=AggregateManager.get, columns=EVERY_COLUMN)
@AGGREGATE
def aggregate_show(context: Context, args: Namespace) -> Rows:
    """Show one aggregate in full."""
    return _shown(context, _find(context, args.aggregate))


@list_command("aggregate-create", api=AggregateManager.create, columns=EVERY_COLUMN)
@argument("name", metavar="<name>", help="Name of the new aggregate.")
@argument(
    "availability_zone",
    nargs="?",
    metavar="<availability-zone>",
    help="The zone that its hosts shall be in.",
)
def aggregate_create(context: Context, args: Namespace) -> Rows:
    """Create an aggregate without hosts."""
    return _shown(context, context.client.aggregates.create(args.name, args.availability_zone))


@list_command("aggregate-update", api=AggregateManager.update, columns=EVERY_COLUMN)
@AGGREGATE
@argument("--name", metavar="<name>", help="A new name.")
@argument("--availability-zone", metavar="<availability-zone>", help="Another zone for its hosts.")
def aggregate_update(context: Context, args: Namespace) -> Rows:
    """Change an aggregate's name or availability zone."""
    changes = given(name=args.name or None, availability_zone=args.availability_zone or None)
    if not changes:
        raise UsageError("nothing to change: give --name or --availability-zone")
    aggregates = context.client.aggregates
    changed = aggregates.update(_id_of(context, args.aggregate), changes)
    context.out.line(f"Aggregate {changed.id} has been successfully updated.")
    return _shown(context, changed)


@list_command("aggregate-set-metadata", api=AggregateManager.set_metadata, columns=EVERY_COLUMN)
@AGGREGATE
@argument(
    "metadata",
    nargs="+",
    metavar="<key=value>",
    help="Metadata to set; a key alone is removed.",
)
def aggregate_set_metadata(context: Context, args: Namespace) -> Rows:
    """Set or remove metadata of an aggregate; what is not named is kept."""
    metadata = dict(map(_item, args.metadata))
    aggregate = _find(context, args.aggregate)
    _check_changes(metadata, aggregate.metadata)
    changed = context.client.aggregates.set_metadata(aggregate.id, metadata)
    context.out.line(f"Metadata has been successfully updated for aggregate {changed.id}.")
    return _shown(context, changed)


def _item(word: str) -> tuple[str, str | None]:
    key, equals, value = word.partition("=")
    if not key:
        raise UsageError(f"argument <key=value>: '{word}' has no key")
    return key, value if equals else None


def _check_changes(metadata: dict[str, str | None], current: dict[str, str]) -> None:
    """Refuse what changes nothing: scripts tell by it what was there.

    :raises CommandError: for the first such item.
    """
    for key, value in metadata.items():
        if value is None and key not in current:
            raise exceptions.CommandError(
                f"The aggregate has no metadata '{key}' that could be removed."
            )
        if value is not None and current.get(key) == value:
            raise exceptions.CommandError(
                f"The aggregate has the metadata '{key}={value}' already."
            )


def _id_of(context: Context, word: str) -> str:
    return str(_find(context, word).id)


# ----------------------------------------------------------------------------------------- hosts
HOSTS = argument("host", nargs="+", metavar="<host>", help="Names of hosts, several at once.")


@list_command("aggregate-add-host", api=AggregateManager.add_host, columns=EVERY_COLUMN)
@AGGREGATE
@HOSTS
@arguments(JOBS)
def aggregate_add_host(context: Context, args: Namespace) -> Rows:
    """Put hosts into an aggregate."""
    done = "Host %s has been successfully added for aggregate {} "
    return _change_hosts(context, args, context.client.aggregates.add_host, done)


@list_command("aggregate-remove-host", api=AggregateManager.remove_host, columns=EVERY_COLUMN)
@AGGREGATE
@HOSTS
@arguments(JOBS)
def aggregate_remove_host(context: Context, args: Namespace) -> Rows:
    """Take hosts out of an aggregate."""
    done = "Host %s has been successfully removed from aggregate {} "
    return _change_hosts(context, args, context.client.aggregates.remove_host, done)


def _change_hosts(
    context: Context, args: Namespace, change: Callable[[str, str], Aggregate], done: str
) -> Rows:
    context.jobs = args.jobs or context.jobs
    aggregate = _id_of(context, args.aggregate)
    targets = targets_by_id(args.host)
    several = len(targets) > 1
    answers: list[Aggregate] = []
    run_on_targets(
        context,
        targets,
        lambda host: answers.append(change(aggregate, host)),
        done.format(aggregate),
        report_failures=several,
    )
    raise_failures(targets)
    # Of several answers none need be the last.
    last = answers[0] if len(answers) == 1 else context.client.aggregates.get(aggregate)
    return _shown(context, last)


# --------------------------------------------------------------------------------- other actions
@bulk_command(
    "aggregate-delete",
    api=AggregateManager.delete,
    on=lambda client: client.aggregates,
    dest="aggregate",
    done="Aggregate %i has been successfully deleted.",
)
@argument("aggregate", nargs="+", metavar="<aggregate>", help="Names or ids of aggregates.")
def aggregate_delete(context: Context, args: Namespace, aggregate: str) -> None:
    """Delete aggregates that have no hosts."""
    context.client.aggregates.delete(aggregate)


@command("aggregate-cache-images", api=AggregateManager.cache_images)
@AGGREGATE
@argument("images", nargs="+", metavar="<image>", help="Names or ids of the images.")
def aggregate_cache_images(context: Context, args: Namespace) -> None:
    """Have an aggregate's hosts fetch images before a server needs them."""
    aggregate, images = side_by_side(
        lambda: _id_of(context, args.aggregate),
        lambda: ids_of(context.client.glance, args.images),
    )
    context.client.aggregates.cache_images(aggregate, list(images.values()))
