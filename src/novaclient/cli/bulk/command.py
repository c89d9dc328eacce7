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

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from novaclient import bulk, exceptions, utils
from novaclient.base import ManagerWithFind
from novaclient.cli.errors import message_of, note
from novaclient.cli.framework.command import Api, register
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.waiting import StillGoing, Wait, pausing, percent
from novaclient.cli.output.progress import Count, Progress
from novaclient.cli.parsing.declare import Argument, Declared, argument
from novaclient.cli.parsing.values import BadValue, Namespace, positive
from novaclient.waiters import wait_for

if TYPE_CHECKING:
    from novaclient.cli.framework.command import Run

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")


# ------------------------------------------------------------------------------ several servers
def _filter(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise BadValue(f"'{text}' is not in the format of '<filter>=<value>'")
    return name, value


#: The help of an argument that names several servers.
SEVERAL = "Names or ids of servers, several at once; - reads more from standard input."
JOBS = argument(
    "--jobs",
    type=positive,
    metavar="<number>",
    help="Requests under way at once (8 unless said otherwise).",
    new=True,
    parameter="",
)
ALSO = argument(
    "--also",
    action="append",
    metavar="<server>",
    help="One more server; give it again for more.",
    new=True,
    parameter="",
)
ALL_MATCHING = argument(
    "--all-matching",
    type=_filter,
    action="append",
    metavar="<filter>=<value>",
    help="Instead of named servers all that 'nova list --<filter> <value>' finds; give it again to "
    "narrow. They are listed, and asked about before they are changed.",
    new=True,
    parameter="",
)
YES = argument(
    "--yes",
    action="store_true",
    help="Do not ask about the servers that --all-matching has found.",
    new=True,
    parameter="",
)


class OnServers:
    """Carries out a command on the servers that its words, its flags or standard input name.

    Where several words would not be told from those that follow (an optional host, any number of
    tags) the command takes one, and ``--also`` for more; ``-`` stands for the words of standard
    input, and with ``--all-matching`` there are none, a filter of ``nova list`` chooses.

    :param name: the command.
    :param dest: the argument that names the servers.
    :param run: carries it out: on all of them, the argument being a list of names and ids, or on
        one of them.
    :param together: which of these it is.
    :param reading: whether it only shows what there is.
    """

    __slots__ = ("dest", "name", "reading", "run", "together")

    def __init__(self, name: str, dest: str, run: Run, *, together: bool, reading: bool) -> None:
        self.name = name
        self.dest = dest
        self.run = run
        self.together = together
        self.reading = reading

    def __call__(self, context: Context, args: Namespace) -> int | None:
        """Carry it out; returns an exit status, None for success."""
        typed = getattr(args, self.dest) or []
        words = [
            *(typed if isinstance(typed, list) else [typed]),
            *(getattr(args, "also", None) or ()),
        ]
        context.jobs = args.jobs or context.jobs
        if "-" in words or args.all_matching or not (self.together or len(words) == 1):
            from novaclient.cli.bulk import servers

            return servers.carry_out_on(self, context, args, words)
        setattr(args, self.dest, words if self.together else words[0])
        return self.run(context, args)


def for_several(declared: Sequence[Declared], servers: Argument) -> list[Declared]:
    """What a command takes that is about servers: several of them, and what else names them."""
    words = [one for entry in declared for one in entry.arguments if not one.is_flag]
    is_fixed = all(
        "nargs" not in w.options and w.default is None for w in words if w is not servers
    )
    added = [ALL_MATCHING, YES]
    named = servers
    if "nargs" not in servers.options and is_fixed:
        options = servers.options | {"help": SEVERAL, "nargs": "+"}
        named = argument(*servers.flags, servers=True, **options)
    elif "nargs" not in servers.options:
        added.insert(0, ALSO)
    if not any(one.dest == "jobs" for entry in declared for one in entry.arguments):
        added.append(JOBS)
    return [*(named if entry is servers else entry for entry in declared), *added]


# ------------------------------------------------------------------------------------- the shape
class Target:
    """One word of an acting command, and what became of it.

    :param word: what the user typed, or the label of what a filter has found.
    :param found: the look-up's outcome.
    """

    __slots__ = ("error", "id", "settled", "word")

    def __init__(self, word: str, found: bulk.Outcome[str]) -> None:
        self.word: str = getattr(word, "label", word)
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
            if several:
                context.jobs = args.jobs or context.jobs
            client = context.client
            typed = getattr(args, dest)
            words = typed if isinstance(typed, list) else [typed]
            if several and "-" in words:
                words = from_stdin(words)
                if not words:
                    return
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
        register(name, run, function, api, added, together=True)
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
        resource = utils.find_resource(manager, target_id, **scope)
        return act(str(resource.id))

    return call


def targets_by_id(ids: Iterable[str]) -> list[Target]:
    """Targets whose words need no look-up.

    :param ids: ids, or whatever else a request names them by.
    """
    return [Target(one, bulk.Outcome(one, result=one)) for one in ids]


def from_stdin(words: Sequence[str]) -> list[str]:
    """Words in which ``-`` stands for those of standard input; said, if there are none at all."""
    import sys

    read: list[str] = []
    for word in words:
        read += sys.stdin.read().split() if word == "-" else [word]
    if not read:
        note("Nothing to do: standard input, for which '-' stands, is empty.")
    return read


def targets_in(manager: ManagerWithFind[Any], words: Sequence[str], **scope: Any) -> list[Target]:
    """Targets whose words are names or ids, all of them found with one request.

    :param manager: where they are looked for.
    :param words: names and ids.
    :param scope: what widens the look-up, ``all_tenants=True`` for servers.
    """
    found = manager.resolve(words, **scope)
    return [Target(word, outcome) for word, outcome in zip(words, found, strict=True)]


def raise_failures(targets: Sequence[Target], failed: str = "", *, alone: bool = True) -> None:
    """End a command some of whose targets failed: a lone target's error is the command's own.

    :param targets: the targets.
    :param failed: what is said of several; how many failed, if empty.
    :param alone: False where a lone target's error has been told as if it were one of servers.
    :raises CommandError: if some of several failed; each has been told of.
    """
    errors = [target.error for target in targets if target.error is not None]
    if errors and alone and len(targets) == 1:
        raise errors[0]
    if errors:
        raise exceptions.CommandError(
            failed or f"{len(errors)} of {len(targets)} failed"
        ) from errors[0]


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
    count = Count(len(targets))

    def tell() -> None:
        nonlocal told
        count.clear()
        while told < len(targets) and targets[told].settled:
            told += 1
            _tell_outcome(context, targets[told - 1], done, tell_failures)
        count.update(sum(target.settled for target in targets))

    def report(outcome: bulk.Outcome[str]) -> None:
        for target in by_id[outcome.target]:
            target.error = outcome.error
            target.settled = True
        tell()

    if context.plan is not None:
        call = context.plan.of_target(call)
    tell()
    try:
        run_stoppable(context, call, list(by_id), report)
    except bulk.Interrupted as interrupt:
        count.clear()
        if context.is_beside:
            raise
        for target in targets[told:]:
            if target.settled:
                _tell_outcome(context, target, done, tell_failures)
        from novaclient.cli.framework.interrupts import tell_interrupted

        tell_interrupted(targets, interrupt.outcomes, done_is_told=done is not None)
        raise
    count.clear()


def _tell_outcome(context: Context, target: Target, done: str | None, tell_failures: bool) -> None:
    """Tell what became of a target, on stdout if it is done and on stderr if it failed."""
    if target.error is None and done is not None:
        context.out.line(done.replace("%i", target.id).replace("%s", target.word))
    elif target.error is not None and tell_failures and not isinstance(target.error, StillGoing):
        tell_failure(target)


def run_stoppable(
    context: Context,
    call: Callable[[T], object],
    targets: Sequence[T],
    report: Callable[[bulk.Outcome[T]], None] | None = None,
) -> list[bulk.Outcome[T]]:
    """Call a function on each target; Ctrl-C and SIGTERM end it with a report.

    :param context: the command's; its ``stopping`` is set when that happens.
    :param call: called with one target, on several threads.
    :param targets: the targets.
    :param report: called with each outcome as it comes, one at a time.
    :raises Interrupted: with the outcomes so far, and the exit status of the program.
    """
    from novaclient.cli.framework.interrupts import Stoppable

    stopping = context.stopping = context.stopping or threading.Event()
    with Stoppable(stopping) as stoppable:
        return bulk.run(
            call,
            targets,
            workers=context.jobs,
            report=report,
            interrupted=stoppable.interrupted,
        )


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
    if not going or context.plan is not None:
        return
    client = context.client
    progress = Progress(context.out, wait.doing, wait.what if len(going) == 1 else f"{wait.what}s")
    percents = dict.fromkeys(map(id, going), 0.0)
    lock = threading.Lock()
    deadline = None if timeout is None else time.monotonic() + timeout

    def look(target: Target, done: float) -> None:
        with lock:
            percents[id(target)] = done
            progress.update(sum(percents.values()) / len(percents))

    def until_done(target: Target) -> None:
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        wait_for(
            lambda: wait.get(client, target.id),
            wait.waiter,
            timeout=left,
            report=lambda seen: look(target, min(percent(seen), 99.0)),
            sleep=pausing(context),
        )
        look(target, 100.0)

    with progress:
        try:
            outcomes = run_stoppable(context, until_done, going)
        except bulk.Interrupted as interrupt:
            if context.is_beside:
                raise
            progress.stop()
            from novaclient.cli.framework.interrupts import tell_waiting_interrupted

            tell_waiting_interrupted(interrupt.outcomes, wait.doing)
            raise
        for outcome in outcomes:
            outcome.target.error = outcome.error
        failures = [target for target in going if target.error is not None]
        if failures:
            progress.fail()
    if tell_failures:
        for target in failures:
            tell_failure(target)
