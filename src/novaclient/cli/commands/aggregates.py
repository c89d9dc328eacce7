"""Commands about host aggregates."""

from __future__ import annotations

from collections.abc import Callable

from novaclient import exceptions
from novaclient.base import given
from novaclient.cli.bulk.command import act
from novaclient.cli.bulk.name_lookup import concurrently, ids_of, pick
from novaclient.cli.bulk.targets import (
    JOBS,
    raise_failures,
    run_on_targets,
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
    fields = aggregate.to_dict()
    zone = fields.get("availability_zone")
    return fields.get("metadata", {"availability_zone": zone} if zone else {})


BRIEF_COLUMNS = (
    Column("Id", "id"),
    Column("Name", "name"),
    Column("Availability Zone", "availability_zone"),
)
# The response to create has neither: the aggregate has no hosts yet and its zone as metadata.
DETAIL_COLUMNS = (
    Column("Hosts", lambda aggregate: aggregate.to_dict().get("hosts", []), _hosts_text),
    Column("Metadata", _metadata, _metadata_text),
)
UUID = Column("UUID", "uuid")
ALL_COLUMNS = (*BRIEF_COLUMNS, *DETAIL_COLUMNS, UUID)

AGGREGATE = argument("aggregate", metavar="<aggregate>", help="Name or ID of the aggregate.")


def _with_uuid(context: Context, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns, and that of the UUID if the microversion has it."""
    return (*columns, UUID) if context.supports(AggregateManager.list, "uuid") else columns


def _details(context: Context, aggregate: Aggregate) -> Rows:
    return Rows([aggregate], _with_uuid(context, (*BRIEF_COLUMNS, *DETAIL_COLUMNS)), single=True)


def _find(context: Context, word: str) -> Aggregate:
    """The aggregate with an id or a name, in one request: the list has all fields.

    :raises NameNotFound: if there is none.
    :raises AmbiguousName: if several have the name.
    """
    aggregate: Aggregate = pick("aggregate", word, context.client.aggregates.list())
    return aggregate


@list_command("aggregate-list", api=AggregateManager.list, columns=ALL_COLUMNS)
def aggregate_list(context: Context, args: Namespace) -> Rows:
    """List host aggregates."""
    aggregates = context.client.aggregates.list()
    hidden = [Column(one.title, one.value, one.text, shown=False) for one in DETAIL_COLUMNS]
    return Rows(aggregates, (*_with_uuid(context, BRIEF_COLUMNS), *hidden))


@list_command("aggregate-show", api=AggregateManager.get, columns=ALL_COLUMNS)
@AGGREGATE
def aggregate_show(context: Context, args: Namespace) -> Rows:
    """Show details of a host aggregate."""
    return _details(context, _find(context, args.aggregate))


@list_command("aggregate-create", api=AggregateManager.create, columns=ALL_COLUMNS)
@argument("name", metavar="<name>", help="Name of the new aggregate.")
@argument(
    "availability_zone",
    nargs="?",
    metavar="<availability-zone>",
    help="Availability zone of its hosts.",
)
def aggregate_create(context: Context, args: Namespace) -> Rows:
    """Create a host aggregate."""
    return _details(context, context.client.aggregates.create(args.name, args.availability_zone))


@list_command("aggregate-update", api=AggregateManager.update, columns=ALL_COLUMNS)
@AGGREGATE
@argument("--name", metavar="<name>", help="New name of the aggregate.")
@argument(
    "--availability-zone", metavar="<availability-zone>", help="New availability zone of its hosts."
)
def aggregate_update(context: Context, args: Namespace) -> Rows:
    """Update the name or availability zone of a host aggregate."""
    changes = given(name=args.name or None, availability_zone=args.availability_zone or None)
    if not changes:
        raise UsageError("nothing to change: give --name or --availability-zone")
    aggregates = context.client.aggregates
    changed = aggregates.update(_id_of(context, args.aggregate), changes)
    context.out.line(f"Aggregate {changed.id} has been successfully updated.")
    return _details(context, changed)


@list_command("aggregate-set-metadata", api=AggregateManager.set_metadata, columns=ALL_COLUMNS)
@AGGREGATE
@argument(
    "metadata",
    nargs="+",
    metavar="<key=value>",
    help="Metadata to set; a key without a value is removed.",
)
def aggregate_set_metadata(context: Context, args: Namespace) -> Rows:
    """Set or unset metadata of a host aggregate.

    Other keys keep their values.
    """
    metadata = dict(map(_item, args.metadata))
    aggregate = _find(context, args.aggregate)
    _check_changes(metadata, aggregate.metadata)
    changed = context.client.aggregates.set_metadata(aggregate.id, metadata)
    context.out.line(f"Metadata has been successfully updated for aggregate {changed.id}.")
    return _details(context, changed)


def _item(word: str) -> tuple[str, str | None]:
    key, equals, value = word.partition("=")
    if not key:
        raise UsageError(f"argument <key=value>: '{word}' has no key")
    return key, value if equals else None


def _check_changes(metadata: dict[str, str | None], current: dict[str, str]) -> None:
    """Refuse an item that changes nothing, as python-novaclient does: scripts rely on it.

    :raises CommandError: for the first such item.
    """
    for key, value in metadata.items():
        if value is None and key not in current:
            raise exceptions.CommandError(f"The aggregate has no metadata key '{key}' to remove.")
        if value is not None and current.get(key) == value:
            raise exceptions.CommandError(
                f"The aggregate already has the metadata '{key}={value}'."
            )


def _id_of(context: Context, word: str) -> str:
    return str(_find(context, word).id)


# ----------------------------------------------------------------------------------------- hosts
HOSTS = argument("host", nargs="+", metavar="<host>", help="Names of one or more hosts.")


@list_command("aggregate-add-host", api=AggregateManager.add_host, columns=ALL_COLUMNS)
@AGGREGATE
@HOSTS
@arguments(JOBS)
def aggregate_add_host(context: Context, args: Namespace) -> Rows:
    """Add hosts to a host aggregate."""
    done = "Host %s has been successfully added for aggregate {} "
    return _change_hosts(context, args, context.client.aggregates.add_host, done)


@list_command("aggregate-remove-host", api=AggregateManager.remove_host, columns=ALL_COLUMNS)
@AGGREGATE
@HOSTS
@arguments(JOBS)
def aggregate_remove_host(context: Context, args: Namespace) -> Rows:
    """Remove hosts from a host aggregate."""
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
    # With several hosts, no response is certain to have the final state.
    final = answers[0] if len(answers) == 1 else context.client.aggregates.get(aggregate)
    return _details(context, final)


# --------------------------------------------------------------------------------- other actions
act(
    "aggregate-delete",
    AggregateManager.delete,
    argument(
        "aggregate",
        nargs="+",
        metavar="<aggregate>",
        help="Names or IDs of one or more aggregates.",
    ),
    help="""Delete host aggregates.

    An aggregate that still has hosts cannot be deleted.""",
    on=lambda client: client.aggregates,
    done="Aggregate %i has been successfully deleted.",
)


@command("aggregate-cache-images", api=AggregateManager.cache_images)
@AGGREGATE
@argument("images", nargs="+", metavar="<image>", help="Names or IDs of one or more images.")
def aggregate_cache_images(context: Context, args: Namespace) -> None:
    """Cache images on the hosts of an aggregate.

    New servers then boot faster from these images.
    """
    aggregate, images = concurrently(
        lambda: _id_of(context, args.aggregate),
        lambda: ids_of(context.client.glance, args.images),
    )
    context.client.aggregates.cache_images(aggregate, list(images.values()))
