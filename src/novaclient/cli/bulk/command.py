"""The act-on-many command shape: one operation on each target, concurrently, with its outcome.

How to write a command on servers:

- ``@bulk_command(..., dest="server")`` with ``MANY`` or ``ONE``: the function runs the operation on
  one server, given its id, and prints nothing. Most commands have this shape.
- ``ONE`` with any other shape, ``@command`` too: the function works on the one server that
  ``args.server`` names, and may print. Given several servers, it is called for each, concurrently;
  its output is buffered and printed in order, under headings or as one list.
- ``MANY`` with ``@command``: the function gets all names and ids as a list in ``args.server`` and
  uses :mod:`novaclient.cli.bulk.targets`. For what is better done for all of them at once.

The framework adds ``--all-matching``, ``--yes`` and ``--jobs`` to each of them, reads ``-`` and
lets the user name several servers: ``A B C`` where a fixed number of words follows, else
``A --also B``. A command that changes servers asks for confirmation before it changes those that a
filter found; ``@show_command``, ``@list_command`` and ``@command(reading=True)`` do not.

``--dry-run`` and ``--curl`` need nothing: requests are shown instead of sent, results are not
printed. A function that leaves the program or waits by itself checks ``context.plan`` first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from novaclient import exceptions, lookup
from novaclient.base import ManagerWithFind
from novaclient.cli.bulk.selection import OnTargets
from novaclient.cli.bulk.targets import (
    JOBS,
    raise_failures,
    run_on_targets,
    targets_by_id,
    targets_in,
    wait_all,
)
from novaclient.cli.framework.command import Api, register
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.waiting import Wait
from novaclient.cli.parsing.declare import Argument, Declared
from novaclient.cli.parsing.values import Namespace

F = TypeVar("F", bound=Callable[..., Any])


def bulk_command(
    name: str,
    *,
    api: Api,
    on: Callable[[Any], ManagerWithFind[Any]] | None,
    dest: str,
    done: str | None = None,
    failed: str = "",
    scope: Callable[[Namespace], Mapping[str, Any]] | None = None,
    wait: Wait | None = None,
) -> Callable[[F], F]:
    """Declare a command that does one thing to one or more targets, side by side.

    The function is called once a target, on several threads, with the context, the arguments and
    the target's id. What it raises is that target's failure: told on stderr, while the others go
    on; the exit status is then 1::

        @bulk_command("stop", api=ServerManager.stop, on=lambda client: client.servers,
                dest="server", done="Request to stop server %s has been accepted.",
                failed="Unable to stop the specified server(s).",
                wait=Wait("stopping", SERVER["shutoff"], get_server))
        @argument("server", nargs="+", metavar="<server>", help="Name or id; several at once.")
        def stop(context, args, server):
            \"\"\"Stop running servers.\"\"\"
            context.client.servers.stop(server)

    Names are looked up in one request for all; ``-`` stands for the words of standard input.
    ``--jobs`` says how many requests are under way at once. A target argument without ``nargs``
    that is not about servers makes it a command for a single target, whose failure is the
    command's own error; so is that of a single target where ``failed`` is empty.

    :param name: as typed.
    :param api: the library's methods that it calls.
    :param on: the manager of the targets; None where the words are ids already.
    :param dest: the argument that holds the targets.
    :param done: printed for each target; ``%s`` is the word the user typed, ``%i`` the id. None
        prints nothing.
    :param failed: the message of the error when one of several targets failed; empty where
        python-novaclient's command takes one target only.
    :param scope: what widens the look-up, ``{"all_tenants": True}`` for example, by the arguments.
    :param wait: what ``--poll`` and ``--wait`` wait for; None leaves these flags out.
    """

    def decorate(function: F) -> F:
        declared: list[Argument] = getattr(function, "__arguments__", [])
        several = any(one.dest == dest and "nargs" in one.options for one in declared)

        def run(context: Context, args: Namespace) -> None:
            client = context.client
            typed = getattr(args, dest)
            words = typed if isinstance(typed, list) else [typed]
            # One target of a command that used to take only one: its error is the command's own.
            together = (several and bool(failed)) or len(words) > 1
            manager = on(client) if on is not None else None
            widened = scope(args) if scope is not None else {}
            targets = (
                targets_by_id(words) if manager is None else targets_in(manager, words, **widened)
            )
            act = partial(function, context, args)
            call = act if manager is None else _or_by_name(act, manager, words, widened)
            run_on_targets(context, targets, call, done, report_failures=together)
            if wait is not None and args.poll:
                wait_all(context, wait, targets, args.wait_timeout, report_failures=together)
            raise_failures(targets, failed, alone=not together)

        added: list[Declared] = [JOBS] if several else []
        added += wait.arguments() if wait else ()
        # A servers argument brings its own.
        selecting = several and not any(one.expander for one in declared)
        on_targets = OnTargets(name, dest, run) if selecting else run
        register(name, on_targets, function, api, added, together=True)
        return function

    return decorate


def _or_by_name(
    act: Callable[[str], object],
    manager: ManagerWithFind[Any],
    words: Sequence[str],
    scope: Mapping[str, Any],
) -> Callable[[str], object]:
    """A call for an id, which looks for a name where what was typed looked like an id only."""
    typed = {word for word in words if not hasattr(word, "label")}

    def call(target_id: str) -> object:
        try:
            return act(target_id)
        except exceptions.NotFound as error:
            if target_id not in typed or target_id not in str(error):
                raise
        resource = lookup.find_resource(manager, target_id, **scope)
        return act(str(resource.id))

    return call
