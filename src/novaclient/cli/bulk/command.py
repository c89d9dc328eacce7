"""Commands for many: one thing done to many targets, side by side, with an outcome for each; and
servers, of which every command that takes one takes servers.

How to write a command on servers:

- ``@acting(..., dest="server")`` with ``MANY`` or ``ONE``: the function does it to one server, by
  its id, and prints nothing. This is the shape of most.
- ``ONE`` with any other shape, ``@command`` too: the function is about the one server that
  ``args.server`` names, and may print. Nothing else is to be done: for several servers it is
  called for each, side by side, its output is kept and printed in order under a heading, as one
  list where the format is for programs.
- ``MANY`` with ``@command``: the function gets the list of all names and ids in ``args.server``,
  and uses :func:`~novaclient.cli.commands._server_shown.targets_of`, :func:`carry_out`,
  :func:`wait_all`
  and :func:`raise_failures`. For what is better done in common.

In each of them the frame adds ``--all-matching``, ``--yes`` and ``--jobs``, reads ``-``, and lets
the user name several: ``A B C`` where a fixed number of words follows, else ``A --also B``.
What changes servers asks before it does so to those that a filter has found; ``@showing`` and
``@listing`` do not, nor a ``@command`` that says ``reading=True``.

Nothing is to be done for ``--dry-run`` and ``--curl``: what is sent is shown instead, and results
are not printed. A function that leaves the program or waits by itself asks ``context.plan`` first.
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
    carry_out,
    raise_failures,
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


def acting(
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

        @acting("stop", api=ServerManager.stop, on=lambda client: client.servers, dest="server",
                done="Request to stop server %s has been accepted.",
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
            carry_out(context, targets, call, done, tell_failures=together)
            if wait is not None and args.poll:
                wait_all(context, wait, targets, args.wait_timeout, tell_failures=together)
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
