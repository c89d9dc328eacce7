"""One thing done to many targets, side by side, with an outcome for each: the shape of the
commands that act, and its parts for the commands that have no shape.
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
from novaclient.cli.progress import Progress
from novaclient.cli.waiting import Wait, percent
from novaclient.waiters import wait_for

F = TypeVar("F", bound=Callable[..., Any])


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise BadValue(f"must be 1 or more, not {value}")
    return value


JOBS = argument(
    "--jobs",
    type=_positive,
    metavar="<number>",
    help="Requests under way at once (8 unless said otherwise).",
    new=True,
    parameter="",
)


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
