"""How an argument is declared: as data on a function, read by every parser and by completion."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from novaclient.cli.errors import UsageError
from novaclient.cli.parsing.values import BadValue

if TYPE_CHECKING:
    import argparse


F = TypeVar("F", bound=Callable[..., Any])


#: The help of an argument that no help shows.
HIDDEN: Final = "(hidden)"


class Argument:
    """A positional argument or a flag of a command; use as a decorator. See :func:`argument`."""

    __slots__ = (
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
        self.expander = expander
        self.options = options

    def __call__(self, function: Any) -> Any:
        """Attach this argument to a command's function."""
        function.__dict__.setdefault("__arguments__", []).insert(0, self)
        return function

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """Itself; as of a group of arguments."""
        return (self,)

    @property
    def required(self) -> bool:
        """Whether this flag must be given."""
        return bool(self.options.get("required"))

    @property
    def is_flag(self) -> bool:
        """Whether it begins with a dash."""
        return self.flags[0].startswith("-")

    @property
    def label(self) -> str:
        """Its name in messages: the longest flag, or what a positional shows in the usage."""
        if self.is_flag:
            return max(self.flags, key=len)
        return str(self.options.get("metavar") or self.dest)

    def add_to(self, parser: argparse._ActionsContainer, window: str) -> None:
        """Add it to a parser.

        :param window: the microversions that know it, for its help; empty for all.
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
        """Its value when it was not given: from the environment, else the default."""
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
    expander: Expander | None = None,
    **options: Any,
) -> Argument:
    """Declare an argument of a command; a decorator, in the order of the help.

    :param flags: ``"server"`` for a positional, ``"--host"`` or ``"-i", "--identity"`` for a flag.
    :param parameter: the library's argument whose microversions are this one's; that of the same
        name when None, none when empty.
    :param new: whether python-novaclient lacks it; the abbreviations of its flags come first.
    :param env: environment variables that stand in for the flag.
    :param default: the value when neither is given; ``[]`` for ``append``, False for
        ``store_true`` and True for ``store_false`` go without saying.
    :param deprecated: what to use instead; whoever gives the flag is told on stderr.
    :param expander: for an argument whose words are what the command is about: gives the command
        what it takes to be run on several, see :mod:`novaclient.cli.bulk.servers`.
    :param options: ``metavar``, ``help``, ``nargs``, ``type``, ``action``, ``choices``, ``dest``,
        ``const``, ``required`` as for :meth:`argparse.ArgumentParser.add_argument`. A ``type``
        raises :class:`BadValue` for a word that is none; ``help=HIDDEN`` hides the argument.
    """
    return Argument(
        flags,
        parameter=parameter,
        new=new,
        env=env,
        default=default,
        deprecated=deprecated,
        expander=expander,
        options=options,
    )


def arguments(*declared: Declared) -> Callable[[F], F]:
    """Declare several arguments at once; a decorator, in the order of the help."""

    def decorate(function: F) -> F:
        for one in reversed(declared):
            one(function)
        return function

    return decorate


class Exclusive:
    """Arguments of which one may be given; use as a decorator. See :func:`exclusive`."""

    __slots__ = ("arguments", "required")

    def __init__(self, arguments: tuple[Argument, ...], required: bool) -> None:
        self.arguments = arguments
        self.required = required

    def __call__(self, function: Any) -> Any:
        """Attach these arguments to a command's function."""
        function.__dict__.setdefault("__arguments__", []).insert(0, self)
        return function


def exclusive(*arguments: Argument, required: bool = False) -> Exclusive:
    """Declare arguments of which at most one, or exactly one, may be given; a decorator.

    :param arguments: made with :func:`argument`.
    :param required: whether one must be given.
    """
    return Exclusive(arguments, required)


Declared = Argument | Exclusive


class Expander(Protocol):
    """Makes a command on one target a command on many; :mod:`novaclient.cli.bulk` has one."""

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
    ) -> tuple[list[Declared], Callable[..., Any]]: ...
