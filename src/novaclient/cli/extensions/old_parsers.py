"""What other programs' shells derive their parsers from; ``novaclient.shell`` has it for them.

This program reads its own command line otherwise: see ``parser`` and ``plain``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NoReturn


class DeprecatedAction(argparse.Action):
    """A flag that still works, and says once that it will not always.

    :param option_strings: how the flag is spelled.
    :param dest: the attribute that gets its value.
    :param help: what it does; that it is deprecated is added.
    :param real_action: what argparse is to do: the name of an action, its class, None for
        ``store`` or ``"nothing"``.
    :param use: what to use instead, as a clause.
    """

    def __init__(
        self,
        option_strings: Sequence[str],
        dest: str,
        help: str | None = None,
        real_action: Any = None,
        use: str | None = None,
        **kwargs: Any,
    ) -> None:
        if help != argparse.SUPPRESS:
            told = "; ".join(filter(None, ("Deprecated", use)))
            help = f"{help} ({told})" if help else told
        super().__init__(option_strings, dest, help=help, **kwargs)
        self.emitted: set[str | None] = set()
        self.use = use
        self.real_action = real_action
        self._arguments = {"help": help, **kwargs}

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        """Warn the first time, then do what the flag does.

        :param parser: where the actions' names are known.
        :param namespace: what gets the value.
        :param values: the flag's values.
        :param option_string: how it was spelled.
        """
        if option_string not in self.emitted:
            self.emitted.add(option_string)
            told = "; ".join(filter(None, (f'Option "{option_string}" is deprecated', self.use)))
            print(f"WARNING: {told}", file=sys.stderr)
        if self.real_action != "nothing":
            if not isinstance(self.real_action, argparse.Action):
                self.real_action = self._made(parser)
            self.real_action(parser, namespace, values, option_string)

    def _made(self, parser: argparse.ArgumentParser) -> argparse.Action:
        """The action that does the work; the parser knows the classes by their names."""
        cls: Any = self.real_action
        if not callable(cls):
            cls = parser._registry_get("action", cls)
        if cls is None:
            raise ValueError(f"argparse has no action {self.real_action!r}")
        action: argparse.Action = cls(self.option_strings, self.dest, **self._arguments)
        return action


class NovaClientArgumentParser(argparse.ArgumentParser):
    """A parser whose errors are one line, and which takes ``--a-b`` and ``--a_b`` for one flag."""

    def error(self, message: str) -> NoReturn:
        """End the program with 2.

        :param message: what is wrong; the choices that there are, which may be many, are left out.
        """
        self.print_usage(sys.stderr)
        program, _, command = self.prog.partition(" ")
        self.exit(
            2,
            f"error: {message.split(' (choose from')[0]}\n"
            f"Try '{program} help {command}' for more information.\n",
        )

    def _get_option_tuples(self, option_string: str) -> list[Any]:
        found: list[Any] = super()._get_option_tuples(option_string)
        spelled = {candidate[1].replace("_", "-") for candidate in found}
        return found[:1] if len(spelled) == 1 else found


class OpenStackHelpFormatter(argparse.HelpFormatter):
    """Help whose headings begin with a capital.

    :param prog: the program's name.
    :param indent_increment: by how many characters an inner section is further in.
    :param max_help_position: the last column at which explanations may begin.
    :param width: the width of all, in characters; the terminal's when None.
    """

    def __init__(
        self,
        prog: str,
        indent_increment: int = 2,
        max_help_position: int = 32,
        width: int | None = None,
    ) -> None:
        super().__init__(prog, indent_increment, max_help_position, width)

    def start_section(self, heading: str | None) -> None:
        """Begin a section.

        :param heading: its title.
        """
        super().start_section(heading and heading[0].upper() + heading[1:])
