"""The shapes that most commands have, each written once; a command states what differs.

:func:`listing` prints rows, :func:`showing` one resource, :func:`creating` what it made (and can
wait for it), :func:`acting` does one thing to many targets and tells what became of each.
See ``novaclient.cli.command`` for arguments and microversions.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from novaclient import bulk, exceptions, utils
from novaclient.base import ManagerWithFind
from novaclient.cli.command import (
    Api,
    Argument,
    BadValue,
    Context,
    Declared,
    Namespace,
    argument,
    register,
)
from novaclient.cli.errors import message_of, note
from novaclient.cli.output import FORMATS, Column, Rows
from novaclient.cli.progress import Progress
from novaclient.waiters import Waiter, wait_for

F = TypeVar("F", bound=Callable[..., Any])


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise BadValue(f"must be 1 or more, not {value}")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise BadValue(f"must be a number of seconds above 0, not {text}")
    return value


FORMAT = argument(
    "-f",
    "--format",
    choices=FORMATS,
    metavar="<format>",
    help=f"How to print: {', '.join(FORMATS)} (table unless said otherwise).",
    new=True,
    parameter="",
)
COLUMN = argument(
    "-c",
    "--column",
    action="append",
    metavar="<column>",
    help="Show only this column or property; give it again for more.",
    new=True,
    parameter="",
)
SORT = argument(
    "--sort",
    dest="sort_by",
    metavar="<column>[:asc|desc]",
    help="Sort by these columns, separated by commas.",
    new=True,
    parameter="",
)
JOBS = argument(
    "--jobs",
    type=_positive,
    metavar="<number>",
    help="Requests under way at once (8 unless said otherwise).",
    new=True,
    parameter="",
)
TIMEOUT = argument(
    "--timeout",
    dest="wait_timeout",
    type=_seconds,
    metavar="<seconds>",
    help="Longest time to wait; without limit unless said otherwise.",
    new=True,
    parameter="",
)


class Wait:
    """What a command can wait for.

    :param doing: what is under way, for the progress: ``building``.
    :param waiter: a row of :data:`novaclient.waiters.SERVER` or another waiter.
    :param get: fetches the resource anew by its id.
    :param what: the kind of resource, for the progress.
    :param classic: whether python-novaclient's command has ``--poll``.
    """

    __slots__ = ("classic", "doing", "get", "waiter", "what")

    def __init__(
        self,
        doing: str,
        waiter: Waiter,
        get: Callable[[Any, str], Any],
        *,
        what: str = "Server",
        classic: bool = False,
    ) -> None:
        self.doing = doing
        self.waiter = waiter
        self.get = get
        self.what = what
        self.classic = classic

    def arguments(self) -> tuple[Argument, ...]:
        """The flags that ask for it."""
        help_text = f"Wait until it is done, showing progress ({self.what.lower()} {self.doing})."
        return (
            argument(
                "--poll",
                "--wait",
                dest="poll",
                action="store_true",
                help=help_text,
                new=not self.classic,
                parameter="",
            ),
            TIMEOUT,
        )


# ------------------------------------------------------------------------------------- list
def listing(
    name: str,
    *,
    api: Api,
    columns: Sequence[Column] = (),
    order: str | None = None,
    sort: Argument | None = SORT,
) -> Callable[[F], F]:
    """Declare a command that prints a list.

    The function returns the resources, an iterator of them (JSON lines, CSV and values are then
    printed as they come), or :class:`Rows` where the columns depend on what was asked. It adds
    ``--format``, ``--column`` and ``--sort``::

        @listing("flavor-list", api=FlavorManager.list, columns=COLUMNS, order="ID")
        @argument("--all", action="store_true", help="Also those that are not public.")
        def flavor_list(context, args):
            \"\"\"List flavors.\"\"\"
            return context.client.flavors.list(is_public=None if args.all else True)

    :param name: as typed.
    :param api: the library's methods that it calls.
    :param columns: what to show of each resource.
    :param order: the title of the column that sorts the table when the user names none; None for
        the cloud's order.
    :param sort: None where the command has a ``--sort`` of its own.
    """

    def decorate(function: F) -> F:
        def run(context: Context, args: Namespace) -> None:
            out = context.out
            out.configure(args.format, args.column, args.sort_by if sort else None)
            if columns:
                out.check(columns)
            result = function(context, args)
            rows = result if isinstance(result, Rows) else Rows(result, columns, order)
            out.rows(rows.rows, rows.columns, order=rows.order, single=rows.single)

        register(name, run, function, api, (FORMAT, COLUMN, *((sort,) if sort else ())))
        return function

    return decorate


# ------------------------------------------------------------------------------------- show
def showing(name: str, *, api: Api) -> Callable[[F], F]:
    """Declare a command that prints one resource as a table of properties.

    The function returns a mapping of property to value, values in their own types. It adds
    ``--format``, ``--column`` and ``--sort``; a ``--wrap`` that the command declares is obeyed::

        @showing("flavor-show", api=FlavorManager.get)
        @argument("flavor", metavar="<flavor>", help="Name or id of the flavor.")
        def flavor_show(context, args):
            \"\"\"Show one flavor in full.\"\"\"
            return properties(FLAVORS.one(context.client, args.flavor))

    :param name: as typed.
    :param api: the library's methods that it calls.
    """

    def decorate(function: F) -> F:
        def run(context: Context, args: Namespace) -> None:
            context.out.configure(args.format, args.column, args.sort_by)
            context.out.properties(function(context, args), wrap=getattr(args, "wrap", None) or 0)

        register(name, run, function, api, (FORMAT, COLUMN, SORT))
        return function

    return decorate


# ----------------------------------------------------------------------------------- create
def creating(
    name: str,
    *,
    api: Api,
    properties: Callable[[Context, Any], Mapping[str, object]],
    wait: Wait | None = None,
) -> Callable[[F], F]:
    """Declare a command that makes or changes one resource and prints it.

    The function returns the resource. With ``--wait`` the table is printed first, as
    python-novaclient does; the formats for programs print the resource as it is in the end::

        @creating("boot", api=ServerManager.create, properties=server_properties,
                  wait=Wait("building", SERVER["active"], get_server, classic=True))
        @argument("name", metavar="<name>", help="Name of the new server.")
        def boot(context, args):
            \"\"\"Create a server.\"\"\"
            return context.client.servers.create(args.name, ...)

    :param name: as typed.
    :param api: the library's methods that it calls.
    :param properties: the properties of a resource, in their own types.
    :param wait: what ``--poll`` and ``--wait`` wait for; None leaves these flags out.
    """

    def decorate(function: F) -> F:
        def run(context: Context, args: Namespace) -> None:
            out = context.out
            out.configure(args.format, args.column, args.sort_by)
            resource = function(context, args)
            shown = properties(context, resource)
            waiting = wait is not None and args.poll
            if out.format == "table" or not waiting:
                out.made(shown)
            if wait is not None and waiting:
                final = wait_one(context, wait, resource, args.wait_timeout)
                if out.format != "table":
                    # What only the first answer holds, a password for example, is kept.
                    out.made({**shown, **properties(context, final)})

        added = (FORMAT, COLUMN, SORT, *(wait.arguments() if wait else ()))
        register(name, run, function, api, added)
        return function

    return decorate


def wait_one(context: Context, wait: Wait, resource: Any, timeout: float | None = None) -> Any:
    """Wait for one resource, showing progress; returns it as it is in the end.

    :param context: the command's.
    :param wait: what for.
    :param resource: the resource or its id.
    :param timeout: seconds to wait at most.
    :raises ResourceInErrorState: if it does not come to that state; WaitTimeout: not in time.
    """
    client = context.client
    resource_id = getattr(resource, "id", resource)
    with Progress(context.out, wait.doing, wait.what) as progress:
        return wait_for(
            lambda: wait.get(client, resource_id),
            wait.waiter,
            timeout=timeout,
            report=lambda seen: progress.update(_percent(seen)),
        )


def _percent(resource: Any) -> float:
    value = getattr(resource, "progress", None)
    return float(value) if isinstance(value, (int, float)) else 0.0


# ------------------------------------------------------------------------------ act on many
class Target:
    """One word of an acting command, and what became of it.

    :param word: what the user typed.
    :param found: the look-up's outcome.
    """

    __slots__ = ("error", "id", "settled", "word")

    def __init__(self, word: str, found: bulk.Outcome[str]) -> None:
        self.word = word
        self.id = str(found.result)
        self.error = found.error
        self.settled = not found.ok


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

    Names are looked up in one request for all. ``--jobs`` says how many requests are under way at
    once. A target argument without ``nargs`` makes it a command for a single target, whose
    failure is the command's own error; so is that of a single target where ``failed`` is empty.

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
            if several:
                context.jobs = args.jobs or context.jobs
            client = context.client
            typed = getattr(args, dest)
            words = typed if several else [typed]
            # One target of a command that used to take only one: its error is the command's own.
            together = several and (bool(failed) or len(words) > 1)
            manager = on(client) if on is not None else None
            widened = scope(args) if scope is not None else {}
            targets = _targets(manager, words, widened)

            def call(target_id: str) -> object:
                try:
                    return function(context, args, target_id)
                except exceptions.NotFound as error:
                    if manager is None or target_id not in words or target_id not in str(error):
                        raise
                # What looked like an id may be somebody's name.
                resource = utils.find_resource(manager, target_id, **widened)
                return function(context, args, str(resource.id))

            carry_out(context, targets, call, done, tell_failures=together)
            if wait is not None and args.poll:
                wait_all(context, wait, targets, args.wait_timeout, tell_failures=together)
            _raise_failures(targets, failed, together)

        added: list[Declared] = [JOBS] if several else []
        register(name, run, function, api, [*added, *(wait.arguments() if wait else ())])
        return function

    return decorate


def _raise_failures(targets: Sequence[Target], failed: str, together: bool) -> None:
    """End a command some of whose targets failed; together they have been told already."""
    errors = [target.error for target in targets if target.error is not None]
    if errors and not together:
        raise errors[0]
    if errors:
        raise exceptions.CommandError(failed or f"{len(errors)} of {len(targets)} failed")


def _targets(
    manager: ManagerWithFind[Any] | None, words: Sequence[str], scope: Mapping[str, Any]
) -> list[Target]:
    if manager is None:
        return [Target(word, bulk.Outcome(word, result=word)) for word in words]
    found = manager.resolve(words, **scope)
    return [Target(word, outcome) for word, outcome in zip(words, found, strict=True)]


def carry_out(
    context: Context,
    targets: Sequence[Target],
    call: Callable[[str], object],
    done: str | None = None,
    *,
    tell_failures: bool = True,
) -> None:
    """Call a function once for each target, side by side, and tell what became of each in order.

    :param context: the command's.
    :param targets: the targets; each keeps its error.
    :param call: takes an id.
    :param done: the line for each success, ``%s`` for the word, ``%i`` for the id; None for none.
    :param tell_failures: whether to tell each failure on stderr.
    """
    told = 0
    by_id: dict[str, list[Target]] = {}
    for target in targets:
        if not target.settled:
            by_id.setdefault(target.id, []).append(target)

    def tell() -> None:
        nonlocal told
        while told < len(targets) and targets[told].settled:
            target = targets[told]
            told += 1
            if target.error is None and done is not None:
                context.out.line(done.replace("%i", target.id).replace("%s", target.word))
            elif target.error is not None and tell_failures:
                tell_failure(target)

    def report(outcome: bulk.Outcome[str]) -> None:
        for target in by_id[outcome.target]:
            target.error = outcome.error
            target.settled = True
        tell()

    tell()
    try:
        bulk.run(call, by_id, workers=context.jobs, report=report)
    except bulk.Interrupted:
        for target in targets:
            if not target.settled:
                note(f"{target.word}: interrupted before it was sent")
        raise


def tell_failure(target: Target) -> None:
    """Tell on stderr what became of a target, by the word the user typed."""
    message = message_of(target.error) if target.error is not None else ""
    note(message if target.word in message else f"{target.word}: {message}")


def wait_all(
    context: Context,
    wait: Wait,
    targets: Sequence[Target],
    timeout: float | None = None,
    *,
    tell_failures: bool = True,
) -> None:
    """Wait for all targets that have not failed, side by side; each keeps its error.

    :param context: the command's.
    :param wait: what for.
    :param targets: the targets.
    :param timeout: seconds to wait at most, for all of them.
    :param tell_failures: whether to tell each failure on stderr.
    """
    going = [target for target in targets if target.error is None]
    if not going:
        return
    client = context.client
    progress = Progress(context.out, wait.doing, wait.what if len(going) == 1 else f"{wait.what}s")
    percents = dict.fromkeys(map(id, going), 0.0)
    lock = threading.Lock()
    deadline = None if timeout is None else time.monotonic() + timeout

    def look(target: Target, percent: float) -> None:
        with lock:
            percents[id(target)] = percent
            progress.update(sum(percents.values()) / len(percents))

    def until_done(target: Target) -> None:
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        wait_for(
            lambda: wait.get(client, target.id),
            wait.waiter,
            timeout=left,
            report=lambda seen: look(target, min(_percent(seen), 99.0)),
        )
        look(target, 100.0)

    with progress:
        for outcome in bulk.run(until_done, going, workers=context.jobs):
            outcome.target.error = outcome.error
        failures = [target for target in going if target.error is not None]
        if failures:
            progress.fail()
    if tell_failures:
        for target in failures:
            tell_failure(target)
