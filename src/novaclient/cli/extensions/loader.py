"""Extensions of the command: their functions ``do_…`` as commands, and their hooks.

Where extensions are looked for is ``novaclient.extension``'s business. One that is broken is told
of and left out; the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from novaclient import extension
from novaclient.auth import options
from novaclient.cli.errors import warn
from novaclient.cli.extensions.extension_index import ExtensionIndex
from novaclient.cli.framework.command import Command, dedented
from novaclient.cli.framework.context import Context
from novaclient.cli.index import module_of
from novaclient.cli.parsing.declare import Argument, Declared
from novaclient.cli.parsing.values import Namespace

if TYPE_CHECKING:
    import argparse

    from novaclient.cli.parsing.full import CommandParser

Extensions = Mapping[str, extension.Extension | None]
_HOOKS = extension.Extension.SUPPORTED_HOOKS


class ExtensionCommand(Command):
    """A command of an extension.

    :param name: as typed.
    :param function: called with the client and the arguments; ``utils.arg`` has noted these on it.
    :param extensions: the extensions whose managers the client is to have.
    """

    def __init__(
        self, name: str, function: Callable[..., Any], extensions: Iterable[extension.Extension]
    ) -> None:
        description = dedented(function.__doc__ or "")
        super().__init__(name, self._call, (), (), description, function.__module__)
        self._function = function
        self._extensions = list(extensions)

    @property
    def summary(self) -> str:
        """Its line in the overview."""
        return self.description.partition("\n")[0]

    @property
    def flags(self) -> list[str]:
        """Its flags, in all spellings."""
        return [f for names, _ in self._noted() for f in names if f.startswith("-")]

    @property
    def is_local(self) -> bool:
        """Whether it talks to no cloud, which nobody knows but the extension."""
        return False

    def parser(self, declared: Iterable[Declared] | None = None) -> CommandParser:
        """The parser of what ``utils.arg`` has noted, which alone counts."""
        from novaclient.cli.parsing.full import CommandParser

        parser = CommandParser(self.name, description=self.description)
        groups: dict[str, argparse._ActionsContainer] = {}
        for names, noted in self._noted():
            kwargs = {k: v for k, v in noted.items() if k not in ("start_version", "end_version")}
            group = kwargs.pop("group", None)
            if group is not None and group not in groups:
                groups[group] = parser.add_mutually_exclusive_group()
            (parser if group is None else groups[group]).add_argument(*names, **kwargs)
        return parser

    def parse(
        self, words: Sequence[str], environ: Mapping[str, str]
    ) -> tuple[Namespace, list[Argument]]:
        """Read the words after the command."""
        return self.parser().read(words), []

    def _noted(self) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
        return getattr(self._function, "arguments", [])

    def _call(self, context: Context, args: Namespace) -> None:
        add_globals(context)
        client = context.client
        client.install(self._extensions)
        self._function(client, args)


@cache
def load() -> Extensions:
    """Load all extensions, by where each comes from; None for one that is broken, which is told."""
    found: dict[str, extension.Extension | None] = {}
    for origin, load_one in extension.candidates():
        try:
            found[origin] = load_one()
        except Exception as error:  # noqa: BLE001  whatever is wrong with it, nova goes on
            found[origin] = None
            warn(f"extension {origin} is left out: {type(error).__name__}: {error}")
    return found


def look() -> ExtensionIndex:
    """Load all extensions to see what they add."""
    loaded = load()
    whole = [one for one in loaded.values() if one is not None]
    entries = {
        name: (" ".join(command.summary.split()), " ".join(command.flags))
        for name, command in commands(loaded).items()
    }
    hooked = any(hasattr(one.module, hook) for one in whole for hook in _HOOKS)
    return ExtensionIndex(entries, hooked=hooked, some=bool(loaded))


def commands(loaded: Extensions) -> dict[str, ExtensionCommand]:
    """The commands of extensions; nova's own are never replaced, which is told.

    :param loaded: what :func:`load` gave.
    """
    whole = [one for one in loaded.values() if one is not None]
    found: dict[str, ExtensionCommand] = {}
    for one in whole:
        for attribute, function in vars(one.module).items():
            if not attribute.startswith("do_") or not callable(function):
                continue
            name = attribute[3:].replace("_", "-")
            if module_of(name):
                warn(f"extension {one.name}: nova has a command '{name}' of its own")
                continue
            found[name] = ExtensionCommand(name, function, whole)
    return found


def run_hooks(hook: str, *args: Any) -> None:
    """Call a hook of each extension that has it, once.

    :param hook: its name.
    :param args: what it gets.
    """
    for one in load().values():
        function = getattr(one.module, hook, None) if one is not None else None
        if function is not None:
            function(*args)


def add_globals(context: Context) -> None:
    """Give a command's arguments the global options too, which extensions look for there."""
    for dest, value in options.resolve(context.options, context.environ).items():
        if dest not in context.args:
            setattr(context.args, dest, value)
