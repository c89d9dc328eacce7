"""Which targets a command is about: the words typed, standard input, or what filters find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from novaclient import exceptions
from novaclient.base import ManagerWithFind
from novaclient.cli.bulk.buffered_output import BufferedOutput, replay
from novaclient.cli.bulk.targets import (
    from_stdin,
    raise_failures,
    run_on_targets,
    scope_of,
    targets_in,
)
from novaclient.cli.errors import FAILED, UsageError
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.shared_lookups import SharedLookups
from novaclient.cli.parsing.values import Namespace

if TYPE_CHECKING:
    from novaclient.cli.framework.command import Run

#: Finds the targets of ``--all-matching``; None if the user does not want them to be changed.
Matching = Callable[[Context, Namespace, "OnTargets"], Sequence[str] | None]


class OnTargets:
    """Runs a command on the targets that its words, its flags or standard input name.

    ``-`` stands for the words of standard input. With ``--all-matching`` no words name targets.

    :param name: the command.
    :param dest: the argument that names the targets.
    :param run: runs the command: on all targets, the argument being a list of names and ids, or on
        one of them.
    :param one_by_one: the manager of the targets of a command that is run once for each of them;
        None for one that takes them all.
    :param matching: finds the targets of ``--all-matching``; None if the command has no such flag.
    :param reading: whether the command changes nothing.
    """

    __slots__ = ("dest", "matching", "name", "one_by_one", "reading", "run")

    def __init__(
        self,
        name: str,
        dest: str,
        run: Run,
        *,
        one_by_one: Callable[[Any], ManagerWithFind[Any]] | None = None,
        matching: Matching | None = None,
        reading: bool = False,
    ) -> None:
        self.name = name
        self.dest = dest
        self.run = run
        self.one_by_one = one_by_one
        self.matching = matching
        self.reading = reading

    def __call__(self, context: Context, args: Namespace) -> int | None:
        """Run the command; returns an exit status, None for success."""
        typed = getattr(args, self.dest) or []
        words = [
            *(typed if isinstance(typed, list) else [typed]),
            *(getattr(args, "also", None) or ()),
        ]
        context.jobs = args.jobs or context.jobs
        matches = self.matching is not None and bool(args.all_matching)
        is_single = len(words) == 1 and "-" not in words and not matches
        if not is_single and getattr(args, "watch", None) is not None:
            raise UsageError("argument --watch: looks at one server only")
        if matches:
            assert self.matching is not None
            if words:
                raise UsageError("argument --all-matching: not allowed with names of servers")
            found = self.matching(context, args, self)
            if found is None:
                return FAILED
            words = list(found)
        elif "-" in words:
            words = from_stdin(words)
        if not words:
            return None
        if self.one_by_one is None or is_single:
            setattr(args, self.dest, words if self.one_by_one is None else words[0])
            return self.run(context, args)
        self._run_on_each(self.one_by_one(context.client), context, args, words)
        return None

    def _run_on_each(
        self,
        manager: ManagerWithFind[Any],
        context: Context,
        args: Namespace,
        words: Sequence[str],
    ) -> None:
        """Run the command once for each target, concurrently; print the results in order."""
        targets = targets_in(manager, words, **scope_of(args))
        if "format" in args:
            context.out.configure(args)
        buffers = {target.id: BufferedOutput(context.out) for target in targets}
        context.shared_lookups = SharedLookups()

        def call(target_id: str) -> None:
            own = Namespace()
            own.__dict__.update(args.__dict__, **{self.dest: target_id})
            status = self.run(context.for_target(own, buffers[target_id]), own)
            if status:
                raise exceptions.CommandError(f"ended with status {status}")

        try:
            run_on_targets(context, targets, call)
        finally:
            replay(context.out, [(target, buffers[target.id]) for target in targets])
        raise_failures(targets, alone=False)
