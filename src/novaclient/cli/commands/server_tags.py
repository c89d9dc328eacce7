"""Commands for the tags of servers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from novaclient.cli.bulk.command import act
from novaclient.cli.bulk.name_lookup import id_of
from novaclient.cli.bulk.targets import raise_failures, run_on_targets, targets_by_id
from novaclient.cli.commands._server_arguments import MANY, ONE
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command
from novaclient.cli.output.columns import Column
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.servers import ServerManager

TAG = Column("Tag", str)


@list_command("server-tag-list", api=ServerManager.tag_list, columns=(TAG,))
@ONE
def server_tag_list(context: Context, args: Namespace) -> Any:
    """List the tags of a server."""
    servers = context.client.servers
    return servers.tag_list(id_of(servers, args.server))


def _run_on_tags(
    context: Context, tags: Sequence[str], call: Callable[[str], object], done: str, failed: str
) -> None:
    """Send one request for each tag.

    :raises CommandError: with the text ``failed``, if a request failed; each failure has been
        reported.
    """
    targets = targets_by_id(tags)
    run_on_targets(context, targets, call, done)
    raise_failures(targets, failed, alone=False)


@command("server-tag-add", api=ServerManager.add_tag)
@ONE
@argument("tag", nargs="+", metavar="<tag>", parameter="", help="Tags to add.")
def server_tag_add(context: Context, args: Namespace) -> None:
    """Add tags to a server."""
    servers = context.client.servers
    server = id_of(servers, args.server)
    _run_on_tags(
        context,
        args.tag,
        lambda tag: servers.add_tag(server, tag),
        done="Request to add tag %s to specified server has been accepted.",
        failed="Unable to add the specified tag to the server.",
    )


@command("server-tag-delete", api=ServerManager.delete_tag)
@ONE
@argument("tag", nargs="+", metavar="<tag>", parameter="", help="Tags to delete.")
def server_tag_delete(context: Context, args: Namespace) -> None:
    """Delete tags from a server."""
    servers = context.client.servers
    server = id_of(servers, args.server)
    _run_on_tags(
        context,
        args.tag,
        lambda tag: servers.delete_tag(server, tag),
        done="Request to delete tag %s from specified server has been accepted.",
        failed="Unable to delete the specified tag from the server.",
    )


act(
    "server-tag-set",
    ServerManager.set_tags,
    ONE,
    argument("tags", nargs="+", metavar="<tags>", help="The new tags."),
    help="Replace all tags of a server.",
)


act(
    "server-tag-delete-all",
    ServerManager.delete_all_tags,
    MANY,
    help="Delete all tags of servers.",
)
