"""The act-on-many command shape: one operation on each target, concurrently, with its outcome.

How to write a command on servers:

- a row, :func:`act`: one call of one method of the library on each server. Most commands are rows.
- ``@bulk_command`` with ``MANY`` or ``ONE``: the function runs the operation on one server, given
  its id, and prints nothing.
- ``ONE`` with any other shape, ``@command`` too: the function works on the one server that
  ``args.server`` names, and may print. Given several servers, it is called for each, concurrently;
  its output is buffered and printed in order, under headings or as one list.
- ``MANY`` with ``@command``: the function gets all names and ids as a list in ``args.server`` and
  uses :mod:`novaclient.cli.bulk.targets`. For what is better done for all of them at once.

The framework adds ``--all-matching``, ``--yes`` and ``--jobs`` to each of them, reads ``-`` and
lets the user name several servers: ``A B C`` where a fixed number of words follows, otherwise
``A --also B``. A command that changes servers asks for confirmation if a filter has found them;
``@show_command``, ``@list_command`` and ``@command(reading=True)`` do not.

``--dry-run`` and ``--curl`` need nothing: requests are shown instead of sent, results are not
printed. A function that leaves the program or waits by itself checks ``context.plan`` first.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar

from novaclient import exceptions, lookup
from novaclient.base import ManagerWithFind, given
from novaclient.cli.bulk.selection import OnTargets
from novaclient.cli.bulk.targets import (
    JOBS,
    raise_failures,
    run_on_targets,
    scope_of,
    targets_by_id,
    targets_in,
    wait_all,
)
from novaclient.cli.framework.command import Api, Run, add_command, dedented, quoted, register
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.waiting import Wait
from novaclient.cli.parsing.declare import Argument, Declared
from novaclient.cli.parsing.values import Namespace

#: Runs the operation on the target of an id.
Call = Callable[[Context, Namespace, str], object]
C = TypeVar("C", bound=Call)
#: The manager in which the names of a command's targets are looked up.
Lookup = Callable[[Any], ManagerWithFind[Any]]
#: The line printed for each finished target, or a function that builds it from the arguments.
Done = str | Callable[[Namespace], str] | None


def act(
    name: str,
    method: Callable[..., object],
    *declared: Declared,
    help: str,
    on: Lookup | None = None,
    by: Callable[[Any], object] | None = None,
    done: Done = None,
    failed: str = "",
    scope: Mapping[str, Any] | None = None,
    wait: Wait | None = None,
    instead: Sequence[str] = (),
    removed: str = "",
) -> None:
    """Declare a command as a row: one call of one method of the library for each target.

    The method gets the target's id and, by keyword, the values of the other arguments that were
    given, each as the parameter that the argument names::

        act(
            "lock",
            ServerManager.lock,
            MANY,
            argument("--reason", metavar="<reason>", help="Reason, shown with the server."),
            help="Lock servers.",
        )

    :param name: as typed.
    :param method: the method of a manager.
    :param declared: the arguments in the order of the help; the first names the targets. An
        argument that is not a parameter of the method has ``parameter=""``.
    :param help: the command's help; the first line is its summary.
    :param by: the manager of the method, if it is another one than ``on``.
    :param instead: what replaces the command, if it is deprecated.
    :param removed: the API, if Nova has removed it; see
        :func:`~novaclient.cli.framework.command.removed_from_nova`.

    ``on``, ``done``, ``failed``, ``scope`` and ``wait`` are those of :func:`bulk_command`.
    """
    manager = by or on or _manager_of(declared)
    assert manager is not None, name
    others = [one for entry in declared[1:] for one in entry.arguments if one.parameter]

    def call(context: Context, args: Namespace, target: str) -> object:
        values = {one.parameter: getattr(args, one.dest) for one in others}
        return method(manager(context.client), target, **given(**values))

    run = BulkRun(call, declared, on, done, failed, scope, wait)
    add_command(
        name,
        run.selecting(name),
        [*declared, *run.added()],
        method,
        description=dedented(help),
        module=sys._getframe(1).f_globals["__name__"],
        instead=quoted(instead),
        removed=removed,
        together=True,
    )


def bulk_command(
    name: str,
    *,
    api: Api,
    on: Lookup | None = None,
    done: Done = None,
    failed: str = "",
    scope: Mapping[str, Any] | None = None,
    wait: Wait | None = None,
) -> Callable[[C], C]:
    """Declare a command that runs one operation on one or more targets, concurrently.

    For an operation that takes more than one call; see :func:`act`. The function is called once
    for each target, on several threads, with the context, the arguments and the target's id. An
    exception is that target's failure: it is reported on stderr, while the others go on, and the
    exit status is then 1::

        @bulk_command("refresh-network", api=ServerExternalEventManager.create)
        @MANY
        def refresh_network(context, args, server):
            \"\"\"Refresh the network information of servers.\"\"\"
            event = {"server_uuid": server, "name": "network-changed"}
            context.client.server_external_events.create([event])

    The first argument names the targets. Names are looked up in one request for all; ``-`` stands
    for the words of standard input. ``--jobs`` limits the concurrent requests. A target
    argument without ``nargs`` that is not about servers makes it a command for a single target.
    The failure of a single target is the command's own error, unless ``failed`` is given.

    :param name: as typed.
    :param api: the library's methods that it calls.
    :param on: the manager of the targets; that of the target argument if None. Where neither has
        one, the words are taken as ids, without a look-up.
    :param done: printed for each target; ``%s`` is the word the user typed, ``%i`` the id. None
        prints nothing.
    :param failed: the message of the error when one of several targets failed; empty where
        python-novaclient's command takes one target only.
    :param scope: extra parameters of the look-up: ``{"deleted": True}``. ``--all-tenants`` adds
        its own.
    :param wait: what ``--poll`` and ``--wait`` wait for; None leaves these flags out.
    """

    def decorate(function: C) -> C:
        declared: list[Declared] = getattr(function, "__arguments__", [])
        run = BulkRun(function, declared, on, done, failed, scope, wait)
        register(name, run.selecting(name), function, api, run.added(), together=True)
        return function

    return decorate


def _manager_of(declared: Sequence[Declared]) -> Lookup | None:
    """The manager that an argument for targets knows itself, as those for servers do."""
    target = declared[0]
    assert isinstance(target, Argument)
    return target.expander.manager if target.expander else None


class BulkRun:
    """Runs a command on the names and ids of its targets argument.

    :param call: runs the operation on one target.
    :param declared: the command's arguments; the first names the targets.

    The other parameters are those of :func:`bulk_command`.
    """

    __slots__ = ("call", "done", "failed", "on", "scope", "target", "wait")

    def __init__(
        self,
        call: Call,
        declared: Sequence[Declared],
        on: Lookup | None,
        done: Done,
        failed: str,
        scope: Mapping[str, Any] | None,
        wait: Wait | None,
    ) -> None:
        (self.target,) = declared[0].arguments
        self.call = call
        self.on = on or _manager_of(declared)
        self.done = done
        self.failed = failed
        self.scope = scope or {}
        self.wait = wait

    @property
    def takes_several(self) -> bool:
        """Whether several words can name targets."""
        return "nargs" in self.target.options

    def added(self) -> list[Declared]:
        """The flags that it adds to the command's own."""
        jobs: list[Declared] = [JOBS] if self.takes_several else []
        return [*jobs, *(self.wait.arguments() if self.wait else ())]

    def selecting(self, name: str) -> Run:
        """Itself, reading ``-`` from standard input where the targets argument does not see to it.

        :param name: the command.
        """
        if self.takes_several and self.target.expander is None:
            return OnTargets(name, self.target.dest, self)
        return self

    def __call__(self, context: Context, args: Namespace) -> None:
        """Run the command.

        :raises CommandError: if some targets failed; the error of a single target is its own.
        """
        typed = getattr(args, self.target.dest)
        words = typed if isinstance(typed, list) else [typed]
        # One target of a command that used to take only one: its error is the command's own.
        together = (self.takes_several and bool(self.failed)) or len(words) > 1
        call: Callable[[str], object] = partial(self.call, context, args)
        if self.on is None:
            targets = targets_by_id(words)
        else:
            manager, scope = self.on(context.client), {**self.scope, **scope_of(args)}
            targets = targets_in(manager, words, **scope)
            call = _or_by_name(call, manager, words, scope)
        done = self.done(args) if callable(self.done) else self.done
        run_on_targets(context, targets, call, done, report_failures=together)
        if self.wait is not None and args.poll:
            wait_all(context, self.wait, targets, args.wait_timeout, report_failures=together)
        raise_failures(targets, self.failed, alone=not together)


def _or_by_name(
    act: Callable[[str], object],
    manager: ManagerWithFind[Any],
    words: Sequence[str],
    scope: Mapping[str, Any],
) -> Callable[[str], object]:
    """A call for an ID that, if there is no such ID, looks the typed word up as a name."""
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
