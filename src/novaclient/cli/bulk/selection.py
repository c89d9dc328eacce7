"""The targets of a command: the typed words, standard input, or what filters find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from novaclient import exceptions
from novaclient.base import ManagerWithFind
from novaclient.cli.bulk.targets import (
    from_stdin,
    raise_failures,
    run_on_targets,
    scope_of,
    targets_in,
)
from novaclient.cli.errors import FAILED, UsageError
from novaclient.cli.framework.context import Context
from novaclient.cli.parsing.values import Namespace

if TYPE_CHECKING:
    from novaclient.cli.framework.command import Run

#: Returns the targets of ``--all-matching``; None if the user declines to change them.
Matching = Callable[[Context, Namespace, "OnTargets"], Sequence[str] | None]


class OnTargets:
    """Runs a command on its targets: typed words, ``-`` for standard input, or ``--all-matching``.

    :param name: the command.
    :param dest: the argument that names the targets.
    :param run: runs the command, on a list of names and IDs in that argument or on one of them.
    :param one_by_one: for a command that runs once for each target, the manager in which names
        are looked up; None for a command that takes all targets.
    :param matching: finds the targets of ``--all-matching``; None without this flag.
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
        context.jobs = args.jobs or context.jobs
        typed = self._typed(args)
        is_single = len(typed) == 1 and typed != ["-"] and not self._has_filters(args)
        if not is_single and getattr(args, "watch", None) is not None:
            raise UsageError("argument --watch: works for one server only")
        words = self._selected(context, args, typed)
        if words is None:
            return FAILED
        if not words:
            return None
        if self.one_by_one is None or is_single:
            setattr(args, self.dest, words if self.one_by_one is None else words[0])
            return self.run(context, args)
        self._run_on_each(self.one_by_one(context.client), context, args, words)
        return None

    def _typed(self, args: Namespace) -> list[str]:
        """The words that name targets, those of ``--also`` too."""
        typed = getattr(args, self.dest) or []
        words = typed if isinstance(typed, list) else [typed]
        return [*words, *(getattr(args, "also", None) or ())]

    def _has_filters(self, args: Namespace) -> bool:
        return self.matching is not None and bool(args.all_matching)

    def _selected(
        self, context: Context, args: Namespace, typed: Sequence[str]
    ) -> Sequence[str] | None:
        """The names and IDs of the targets; None if the user declines to change them.

        :raises UsageError: for both names and filters.
        """
        if self.matching is None or not args.all_matching:
            return from_stdin(typed) if "-" in typed else typed
        if typed:
            raise UsageError("argument --all-matching: not allowed with names of servers")
        return self.matching(context, args, self)

    def _run_on_each(
        self,
        manager: ManagerWithFind[Any],
        context: Context,
        args: Namespace,
        words: Sequence[str],
    ) -> None:
        """Run the command once for each target, concurrently; print the results in order."""
        from novaclient.cli.bulk.buffered_output import BufferedOutput, replay
        from novaclient.cli.framework.shared_lookups import SharedLookups

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
