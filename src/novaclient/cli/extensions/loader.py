"""Extensions as part of ``nova``: their functions ``do_…`` as commands, and their hooks.

:mod:`novaclient.extension` says where extensions are searched for. A broken extension is reported
and left out; the others work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from novaclient import extension
from novaclient.auth import options
from novaclient.cli import command_table
from novaclient.cli.command_table import CommandRow
from novaclient.cli.errors import warn
from novaclient.cli.extensions import ExtensionIndex
from novaclient.cli.framework.command import Command, dedented
from novaclient.cli.framework.context import Context
from novaclient.cli.parsing.declare import Argument, Declared
from novaclient.cli.parsing.values import Namespace

if TYPE_CHECKING:
    import argparse

    from novaclient.cli.parsing.full import CommandParser

#: The extensions by origin; None for a broken one.
Extensions = Mapping[str, extension.Extension | None]

#: What ``utils.arg`` records for an argument that argparse does not take.
_NOT_ARGPARSE = ("start_version", "end_version", "group")


class ExtensionCommand(Command):
    """A command of an extension.

    :param name: the command, as typed.
    :param function: runs it, with the client and the arguments; ``utils.arg`` has recorded its
        arguments on it.
    :param extensions: the extensions that add their managers to the client.
    """

    def __init__(
        self, name: str, function: Callable[..., Any], extensions: Iterable[extension.Extension]
    ) -> None:
        description = dedented(function.__doc__ or "")
        super().__init__(name, self._call, (), (), description, function.__module__)
        self._function = function
        self._extensions = list(extensions)

    @property
    def row(self) -> CommandRow:
        """Its row for the overview and for completion, which offers its flags."""
        summary = " ".join(self.summary.split())
        flags = [flag for names, _ in self._recorded() for flag in names if flag.startswith("-")]
        return CommandRow(self.name, self.module, "Extensions", summary, flags)

    def parser(self, declared: Iterable[Declared] | None = None) -> CommandParser:
        """The parser of the arguments that ``utils.arg`` has recorded.

        :param declared: not used: ``utils.arg`` has recorded the arguments.
        """
        from novaclient.cli.parsing.full import CommandParser

        parser = CommandParser(self.name, description=self.description)
        groups: dict[str, argparse._ActionsContainer] = {}
        for names, recorded in self._recorded():
            container: argparse._ActionsContainer = parser
            if group := recorded.get("group"):
                if group not in groups:
                    groups[group] = parser.add_mutually_exclusive_group()
                container = groups[group]
            options = {key: recorded[key] for key in recorded if key not in _NOT_ARGPARSE}
            container.add_argument(*names, **options)
        return parser

    def parse(
        self, words: Sequence[str], environ: Mapping[str, str]
    ) -> tuple[Namespace, list[Argument]]:
        """Read the words after the command; see :meth:`Command.parse`."""
        return self.parser().read(words), []

    def _recorded(self) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
        return getattr(self._function, "arguments", [])

    def _call(self, context: Context, args: Namespace) -> None:
        add_global_options(context)
        client = context.client
        client.install(self._extensions)
        self._function(client, args)


@cache
def load_all() -> Extensions:
    """Import all extensions, and report those that are broken."""
    loaded: dict[str, extension.Extension | None] = {}
    for origin, load_one in extension.candidates():
        try:
            loaded[origin] = load_one()
        except Exception as error:  # noqa: BLE001  nova works without it, whatever is wrong
            loaded[origin] = None
            warn(f"extension {origin} is left out: {type(error).__name__}: {error}")
    return loaded


def build_index() -> ExtensionIndex:
    """Import all extensions and list what they add."""
    loaded = load_all()
    hooks = extension.Extension.SUPPORTED_HOOKS
    return ExtensionIndex(
        {name: command.row for name, command in commands_of(loaded).items()},
        [extension.CONTRIB],
        any_installed=bool(loaded),
        has_hooks=any(hasattr(one.module, hook) for one in _intact(loaded) for hook in hooks),
    )


def commands_of(loaded: Extensions) -> dict[str, ExtensionCommand]:
    """The commands of extensions, by name; one that nova has itself is reported and left out.

    :param loaded: the extensions, from :func:`load_all`.
    """
    intact = _intact(loaded)
    commands: dict[str, ExtensionCommand] = {}
    for one in intact:
        for attribute, function in vars(one.module).items():
            if not attribute.startswith("do_") or not callable(function):
                continue
            name = attribute.removeprefix("do_").replace("_", "-")
            if command_table.find(name):
                warn(f"extension {one.name}: nova has a command '{name}' of its own")
            else:
                commands[name] = ExtensionCommand(name, function, intact)
    return commands


def run_hooks(hook: str, *args: Any) -> None:
    """Call a hook of each extension that has it.

    :param hook: the name of the function.
    :param args: its arguments.
    """
    for one in _intact(load_all()):
        function = getattr(one.module, hook, None)
        if function is not None:
            function(*args)


def add_global_options(context: Context) -> None:
    """Add the global options to a command's arguments, where extensions look for them.

    :param context: the command's context.
    """
    for dest, value in options.resolve(context.options, context.environ).items():
        if dest not in context.args:
            setattr(context.args, dest, value)


def _intact(loaded: Extensions) -> list[extension.Extension]:
    return [one for one in loaded.values() if one is not None]
