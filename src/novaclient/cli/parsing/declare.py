"""Declarations of a command's arguments: data on its function, for the parsers and completion."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from novaclient.cli.errors import UsageError
from novaclient.cli.parsing.values import BadValue

if TYPE_CHECKING:
    import argparse


F = TypeVar("F", bound=Callable[..., Any])


#: The help of an argument that neither help nor completion shows.
HIDDEN: Final = "(hidden)"
#: The kinds of values that shell completion offers; the metavar ``<flavor>`` implies a flavor.
COMPLETED: Final = ("server", "flavor", "image", "keypair", "command", "file")


class Argument:
    """A positional argument or a flag of a command; use as a decorator. See :func:`argument`."""

    __slots__ = (
        "_completes",
        "default",
        "deprecated",
        "dest",
        "env",
        "expander",
        "flags",
        "is_new",
        "options",
        "parameter",
    )

    def __init__(
        self,
        flags: tuple[str, ...],
        *,
        parameter: str | None,
        new: bool,
        env: tuple[str, ...],
        default: Any,
        deprecated: str,
        completes: str,
        expander: Expander | None,
        options: dict[str, Any],
    ) -> None:
        self.flags = flags
        self.dest: str = options.get("dest") or _dest(flags)
        self.parameter = self.dest if parameter is None else parameter
        self.is_new = new
        self.env = env
        self.default = default
        self.deprecated = deprecated
        self._completes = completes
        self.expander = expander
        self.options = options

    def __call__(self, function: Any) -> Any:
        """Attach the argument to a command's function."""
        function.__dict__.setdefault("__arguments__", []).insert(0, self)
        return function

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """The argument itself, so that it reads like a group."""
        return (self,)

    @property
    def required(self) -> bool:
        """Whether the flag must be given."""
        return bool(self.options.get("required"))

    @property
    def is_flag(self) -> bool:
        """Whether it is a flag rather than a positional argument."""
        return self.flags[0].startswith("-")

    @property
    def label(self) -> str:
        """Its name in messages: the longest flag, or the metavar of a positional argument."""
        if self.is_flag:
            return max(self.flags, key=len)
        return str(self.options.get("metavar") or self.dest)

    @property
    def completes(self) -> str:
        """What its value names, one of :data:`COMPLETED`, for shell completion; else empty."""
        shown = str(self.options.get("metavar"))[1:-1]
        return self._completes or (shown if shown in COMPLETED else "")

    def add_to(self, parser: argparse._ActionsContainer, window: str) -> None:
        """Add the argument to an argparse parser.

        :param parser: the parser, or a group of it.
        :param window: the microversions that support it, for its help; empty for all.
        """
        from argparse import SUPPRESS

        options = dict(self.options)
        help_text = options.get("help")
        if help_text == HIDDEN:
            options["help"] = SUPPRESS
        elif window and help_text:
            options["help"] = f"{help_text} Needs {window}."
        if self.is_flag:
            options["default"] = SUPPRESS
        elif self.default is not None:
            options["default"] = self.default
        action = parser.add_argument(*self.flags, **options)
        action.is_new = self.is_new  # type: ignore[attr-defined]

    def fallback(self, environ: Mapping[str, str]) -> Any:
        """The value of an argument that was not given: from the environment, else the default.

        :param environ: the environment.
        :raises UsageError: if a variable holds a value that the argument does not take.
        """
        for name in self.env:
            if text := environ.get(name):
                return self._converted(name, text)
        if self.default is not None:
            return list(self.default) if isinstance(self.default, list) else self.default
        action = self.options.get("action")
        if action == "append":
            return []
        return {"store_true": False, "store_false": True}.get(str(action))

    def _converted(self, name: str, text: str) -> Any:
        convert: Callable[[str], Any] = self.options.get("type", str)
        try:
            return convert(text)
        except (ValueError, BadValue) as error:
            raise UsageError(f"{name}={text}: {error}") from None


def _dest(flags: Sequence[str]) -> str:
    name = next((f for f in flags if f.startswith("--")), flags[0])
    return name.lstrip("-").replace("-", "_")


def argument(
    *flags: str,
    parameter: str | None = None,
    new: bool = False,
    env: tuple[str, ...] = (),
    default: Any = None,
    deprecated: str = "",
    completes: str = "",
    expander: Expander | None = None,
    **options: Any,
) -> Argument:
    """Declare an argument of a command; a decorator, one below the other in the order of the help.

    :param flags: ``"server"`` for a positional argument, ``"--host"`` or ``"-i", "--identity"``
        for a flag.
    :param parameter: the parameter of the library's method that decides which microversions
        support the argument; the one of the same name when None, no parameter when empty.
    :param new: whether python-novaclient lacks it; where a shortened flag could mean an old flag
        or a new one, it means the old one.
    :param env: environment variables that are read when the flag is not given.
    :param default: the value when neither is given; when None, ``[]`` for ``append``, False for
        ``store_true``, True for ``store_false`` and None for all others.
    :param deprecated: what to use instead, which is printed as a warning when the flag is given.
    :param completes: what the value names, one of :data:`COMPLETED`, where the metavar does not
        say so already.
    :param expander: for the argument that names the command's targets: makes the command run on
        several of them, see :class:`Expander`.
    :param options: ``metavar``, ``help``, ``nargs``, ``type``, ``action``, ``choices``, ``dest``,
        ``const``, ``required`` as for :meth:`argparse.ArgumentParser.add_argument`. A ``type``
        raises :class:`BadValue` for a word that it does not take; ``help=HIDDEN`` hides the
        argument.
    """
    return Argument(
        flags,
        parameter=parameter,
        new=new,
        env=env,
        default=default,
        deprecated=deprecated,
        completes=completes,
        expander=expander,
        options=options,
    )


def arguments(*declared: Declared) -> Callable[[F], F]:
    """Declare several arguments at once, in the order of the help; a decorator.

    :param declared: arguments and groups of arguments.
    """

    def decorate(function: F) -> F:
        for one in reversed(declared):
            one(function)
        return function

    return decorate


class Exclusive:
    """Arguments that exclude each other; use as a decorator. See :func:`exclusive`."""

    __slots__ = ("arguments", "required")

    def __init__(self, arguments: tuple[Argument, ...], required: bool) -> None:
        self.arguments = arguments
        self.required = required

    def __call__(self, function: Any) -> Any:
        """Attach the arguments to a command's function."""
        function.__dict__.setdefault("__arguments__", []).insert(0, self)
        return function


def exclusive(*arguments: Argument, required: bool = False) -> Exclusive:
    """Declare arguments that exclude each other; a decorator.

    :param arguments: the arguments, from :func:`argument`.
    :param required: whether one of them must be given.
    """
    return Exclusive(arguments, required)


Declared = Argument | Exclusive


class Expander(Protocol):
    """Makes a command that is written for one target run on several.

    An expander belongs to the argument that names the targets. It knows which words may name
    several (``-``, ``--also``, ``--all-matching``) and how to run the command on each of them.
    :mod:`novaclient.cli.bulk.server_argument` has the one for servers.
    """

    def manager(self, client: Any, /) -> Any:
        """The manager in which the names of targets are looked up."""

    def expand(
        self,
        name: str,
        argument: Argument,
        declared: Sequence[Declared],
        run: Callable[..., Any],
        /,
        *,
        together: bool,
        reading: bool,
    ) -> tuple[list[Declared], Callable[..., Any]]:
        """Expand a command when it is declared.

        :param name: the command.
        :param argument: the argument that names the targets.
        :param declared: all arguments of the command.
        :param run: runs the command on one target, or on all of them if ``together``.
        :param together: whether ``run`` takes several targets at once.
        :param reading: whether the command changes nothing, so that it needs no confirmation.
        :returns: the arguments and the function of the expanded command.
        """
        ...
