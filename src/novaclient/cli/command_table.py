"""The table of nova's own commands: one row a command, in the order of ``nova help``.

The table answers ``nova help``, finds the module of a command and feeds shell completion, all
without importing a command. ``tools/command-table`` writes the file from the declarations in
``cli/commands`` and ``cli/legacy``; nothing in it is written by hand.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: The file; a tab separates the columns of a row.
PATH = os.path.join(os.path.dirname(__file__), "command_table.tsv")


class CommandRow:
    """What the table says about one command.

    :param name: the command, as typed.
    :param module: the full name of the module that declares it.
    :param subject: the heading in ``nova help``.
    :param summary: the first line of its docstring.
    :param arguments: the flags, then the positional arguments in order. ``--poll`` is a switch,
        ``--limit=`` takes any value, ``--format=table|json`` takes one of these words, and
        ``--flavor=@flavor`` takes the name of a flavor. ``_`` is a positional argument of any
        value, ``@server`` one that names a server; ``+`` at its end says that it may be
        repeated, ``?`` that it may be left out.
    :param local: whether it runs without a cloud.
    :param legacy: whether another command has replaced it, or Nova has removed what it calls.
    """

    __slots__ = ("arguments", "legacy", "local", "module", "name", "subject", "summary")

    def __init__(
        self,
        name: str,
        module: str,
        subject: str,
        summary: str,
        arguments: Sequence[str] = (),
        *,
        local: bool = False,
        legacy: bool = False,
    ) -> None:
        self.name = name
        self.module = module
        self.subject = subject
        self.summary = summary
        self.arguments = arguments
        self.local = local
        self.legacy = legacy

    @classmethod
    def from_line(cls, line: str) -> CommandRow:
        """Read a row.

        :param line: the row as :attr:`line` wrote it, without its line feed.
        :raises ValueError: if the line is not a row.
        """
        name, module, subject, marks, summary, arguments = line.split("\t")
        return cls(
            name,
            module,
            subject,
            summary,
            arguments.split(),
            local="local" in marks,
            legacy="legacy" in marks,
        )

    @property
    def line(self) -> str:
        """The row as a line of text, without a line feed."""
        marks = ("local",) * self.local + ("legacy",) * self.legacy
        columns = (self.name, self.module, self.subject, " ".join(marks), self.summary)
        return "\t".join((*columns, " ".join(self.arguments)))


def rows() -> Iterator[CommandRow]:
    """All rows, in the order of ``nova help``."""
    return map(CommandRow.from_line, _lines())


def names() -> list[str]:
    """The names of all commands, in the order of ``nova help``."""
    return [line[: line.index("\t")] for line in _lines()]


def find(name: str) -> CommandRow | None:
    """The row of one command, without reading the others; None if there is no such command.

    :param name: the command, as typed; ``_`` counts as ``-``.
    """
    dashed = name.replace("_", "-")
    line = next((line for line in _lines() if line.partition("\t")[0] == dashed), "")
    return CommandRow.from_line(line) if line else None


_read_lines: list[str] = []


def _lines() -> list[str]:
    """The lines of the file, which is read once."""
    if not _read_lines:
        with open(PATH, encoding="utf-8") as file:
            _read_lines.extend(file.read().splitlines())
    return _read_lines
