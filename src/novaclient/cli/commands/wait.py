"""The command that waits until servers are in a state."""

from __future__ import annotations

from novaclient import exceptions
from novaclient.cli.bulk.targets import (
    raise_failures,
    report_failure,
    scope_of,
    targets_in,
    wait_all,
)
from novaclient.cli.commands._server_arguments import ALL_TENANTS, MANY
from novaclient.cli.commands._server_waits import get_server
from novaclient.cli.errors import did_you_mean
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.waiting import TIMEOUT, Wait
from novaclient.cli.parsing.declare import argument, arguments
from novaclient.cli.parsing.values import BadValue, Namespace
from novaclient.v2.servers import ServerManager
from novaclient.waiters import SERVER


def _state(text: str) -> str:
    state = text.lower().replace("-", "_")
    if state not in SERVER:
        raise BadValue(f"'{text}' is not a state of a server{did_you_mean(state, SERVER)}")
    return state


@command("wait", api=ServerManager.get, reading=True)
@MANY
@argument(
    "--for",
    dest="state",
    type=_state,
    required=True,
    metavar="<state>",
    help="A status as in 'nova list' (active, shutoff, verify_resize …), deleted, resized "
    "(active or verify_resize) or settled (any status but error, without a running task).",
)
@ALL_TENANTS
@arguments(TIMEOUT)
def wait(context: Context, args: Namespace) -> None:
    """Wait until servers reach a state, and show their progress.

    Fails if a server goes into the error state or is deleted, unless that is the state to wait
    for, or if the timeout expires.
    """
    targets = targets_in(context.client.servers, args.server, **scope_of(args))
    waiter = SERVER[args.state]
    several = len(targets) > 1
    for target in targets:
        if waiter.gone and _is_gone(target.error):
            target.error = None
        elif target.error is not None and several:
            report_failure(target)
    found = [target for target in targets if not target.finished]
    what = Wait(f"becoming {args.state}", waiter, get_server)
    wait_all(context, what, found, args.wait_timeout, report_failures=several)
    for target in targets:
        if target.error is None:
            context.out.line(f"Server {target.word} is {args.state}.")
    raise_failures(targets)


def _is_gone(error: BaseException | None) -> bool:
    """Whether a server is not found: one that a script has deleted may be gone by now."""
    return isinstance(error, exceptions.NameNotFound)
