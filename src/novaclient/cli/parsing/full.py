"""The parser of a command's arguments for any command line, and its help: argparse."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from novaclient.cli.errors import UsageError
from novaclient.cli.parsing.global_options import GLOBALS, dashes, is_flag, unknown_option
from novaclient.cli.parsing.values import BadValue, Namespace
from novaclient.cli.text import terminal_columns


class CommandParser(argparse.ArgumentParser):
    """An argparse parser of one command's arguments.

    :param command: the name of the command.
    :param kwargs: as for :class:`argparse.ArgumentParser`.
    """

    def __init__(self, command: str, **kwargs: Any) -> None:
        columns = terminal_columns()
        super().__init__(
            prog=f"nova {command}",
            formatter_class=lambda prog: HelpFormatter(prog, columns),
            add_help=False,
            **kwargs,
        )
        self.command = command
        self._positionals.title = "Positional arguments"
        self._optionals.title = "Options"
        self.add_argument("-h", "--help", action="help", help="Show this help.")

    def read(self, words: Sequence[str]) -> Namespace:
        """Read the words after the command.

        :param words: the words.
        :raises UsageError: if the command does not take them.
        """
        spelled = [self._spelling(word) for word in words]
        args, rest = self.parse_known_args(spelled, Namespace())
        if rest:
            self._refuse(rest)
        return args

    def _spelling(self, word: str) -> str:
        """A word, which if it is a flag may have ``_`` for ``-`` or the other way round."""
        known = self._option_string_actions
        name, equals, value = word.partition("=")
        if not word.startswith("--") or name in known:
            return word
        underscored = "--" + name[2:].replace("-", "_")
        return f"{underscored}{equals}{value}" if underscored in known else dashes(word)

    def _refuse(self, rest: Sequence[str]) -> NoReturn:
        """Refuse words that are left over.

        :raises UsageError: always.
        """
        for word in rest:
            if not is_flag(word):
                continue
            flag = dashes(word.partition("=")[0])
            owner = [o for o in GLOBALS if flag in o.flags]
            if owner:
                value = "" if owner[0].action == "store_true" else f" {owner[0].metavar or '...'}"
                self.error(
                    f"{flag} is a global option, it goes before the command: "
                    f"nova {flag}{value} {self.command} ..."
                )
            self.error(unknown_option(word, self._option_string_actions))
        self.error("unrecognized arguments: " + " ".join(rest))

    def error(self, message: str) -> NoReturn:
        """Refuse the command line.

        :param message: what is wrong with it.
        :raises UsageError: always.
        """
        raise UsageError(message, command=self.command, usage=self.format_usage())

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        """The value of a word, in the argument's type."""
        try:
            return super()._get_value(action, arg_string)
        except BadValue as error:
            raise argparse.ArgumentError(action, str(error)) from None

    def _get_option_tuples(self, option_string: str) -> list[Any]:
        """What a shortened flag may mean: python-novaclient's flags, else the newer ones."""
        found: list[Any] = super()._get_option_tuples(option_string)
        old = [entry for entry in found if not getattr(entry[0], "is_new", False)]
        return old or found


class HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """A help formatter with a fixed width: argparse's own imports ``shutil`` to determine it.

    :param prog: the name of the program.
    :param columns: the width of the terminal.
    """

    def __init__(self, prog: str, columns: int) -> None:
        super().__init__(prog, max_help_position=32, width=columns - 2)

    def start_section(self, heading: str | None) -> None:
        """Open a section; its heading gets a capital."""
        super().start_section(heading[:1].upper() + heading[1:] if heading else heading)
