"""Commands for the Manila shares that are attached to servers."""

from __future__ import annotations

from functools import partial
from typing import Any

from novaclient.base import given
from novaclient.cli.bulk.name_lookup import id_of
from novaclient.cli.commands._server_arguments import ONE
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT, list_command, show_command
from novaclient.cli.framework.waiting import Wait, wait_one
from novaclient.cli.output.columns import Column
from novaclient.cli.parsing.declare import argument, arguments
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.shares import ShareManager
from novaclient.waiters import Waiter

SHARE = argument("share", metavar="<share>", parameter="", help="ID of the share in Manila.")
COLUMNS = (
    Column("Share ID", "share_id"),
    Column("Status", "status"),
    Column("Tag", "tag"),
    Column("Attachment ID", "uuid", shown=False),
    Column("Export Location", "export_location", shown=False),
)


@list_command("share-list", api=ShareManager.list, columns=COLUMNS)
@ONE
def share_list(context: Context, args: Namespace) -> Any:
    """List the shares attached to a server.

    Administrators can show more columns with --column.
    """
    client = context.client
    return client.shares.list(id_of(client.servers, args.server))


@show_command("share-show", api=ShareManager.get)
@ONE
@SHARE
def share_show(context: Context, args: Namespace) -> dict[str, Any]:
    """Show a share attached to a server."""
    client = context.client
    share = client.shares.get(id_of(client.servers, args.server), args.share)
    shown: dict[str, Any] = share.to_dict()
    return shown


def _until(doing: str, waiter: Waiter, server: str = "") -> Wait:
    """What ``--wait`` waits for after a share was attached or detached."""

    def look(client: Any, share: str) -> Any:
        return client.shares.get(server, share)

    return Wait(doing, waiter, look, what="Share")


_attaching = partial(_until, "attaching", Waiter(frozenset(("inactive", "active"))))
_detaching = partial(_until, "detaching", Waiter(frozenset(), gone=True))


@command("share-attach", api=ShareManager.attach)
@ONE
@SHARE
@argument(
    "--tag",
    metavar="<tag>",
    help="Tag that the server mounts the share by (default: the ID of the share).",
)
@arguments(*OUTPUT, *_attaching().arguments())
def share_attach(context: Context, args: Namespace) -> None:
    """Attach a share to a stopped server.

    The server can mount it when it starts.
    """
    context.out.configure(args)
    client = context.client
    server = id_of(client.servers, args.server)
    shown = client.shares.attach(server, args.share, **given(tag=args.tag)).to_dict()
    try:
        if args.poll:
            shown |= wait_one(context, _attaching(server), args.share, args.wait_timeout).to_dict()
    finally:
        context.out.created(shown)


@command("share-detach", api=ShareManager.detach)
@ONE
@SHARE
@arguments(*_detaching().arguments())
def share_detach(context: Context, args: Namespace) -> None:
    """Detach a share from a stopped server."""
    client = context.client
    server = id_of(client.servers, args.server)
    client.shares.detach(server, args.share)
    if args.poll:
        wait_one(context, _detaching(server), args.share, args.wait_timeout)
