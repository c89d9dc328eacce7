"""Parser classes of python-novaclient, which other programs import from ``novaclient.shell``.

``nova`` does not use them: its own parsers are in :mod:`novaclient.cli.parsing`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NoReturn


class DeprecatedAction(argparse.Action):
    """An argparse action for a deprecated flag: it warns once, then does what the flag does.

    :param option_strings: the spellings of the flag.
    :param dest: the attribute for its value.
    :param help: its help, to which a note on the deprecation is added.
    :param real_action: what the flag does: the name of an action or its class, None for ``store``,
        or ``"nothing"``.
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
            note = "; ".join(filter(None, ("Deprecated", use)))
            help = f"{help} ({note})" if help else note
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

        :param parser: the parser, which has the action classes by name.
        :param namespace: the object that gets the value.
        :param values: the value of the flag.
        :param option_string: the spelling on the command line.
        """
        if option_string not in self.emitted:
            self.emitted.add(option_string)
            note = "; ".join(filter(None, (f'Option "{option_string}" is deprecated', self.use)))
            print(f"WARNING: {note}", file=sys.stderr)
        if self.real_action != "nothing":
            if not isinstance(self.real_action, argparse.Action):
                self.real_action = self._build_action(parser)
            self.real_action(parser, namespace, values, option_string)

    def _build_action(self, parser: argparse.ArgumentParser) -> argparse.Action:
        cls: Any = self.real_action
        if not callable(cls):
            cls = parser._registry_get("action", cls)
        if cls is None:
            raise ValueError(f"argparse has no action {self.real_action!r}")
        action: argparse.Action = cls(self.option_strings, self.dest, **self._arguments)
        return action


class NovaClientArgumentParser(argparse.ArgumentParser):
    """An argparse parser with errors of one line; ``--a-b`` and ``--a_b`` are the same flag."""

    def error(self, message: str) -> NoReturn:
        """Print an error and exit with status 2.

        :param message: what is wrong; a list of valid choices at its end is left out.
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
    """An argparse formatter with capitalised headings.

    :param prog: the name of the program.
    :param indent_increment: the further indentation of an inner section, in characters.
    :param max_help_position: the last column at which explanations may begin.
    :param width: the width of a line, in characters; that of the terminal when None.
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
        """Open a section.

        :param heading: its heading.
        """
        super().start_section(heading and heading[0].upper() + heading[1:])
