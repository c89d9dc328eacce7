"""Extensions: commands and managers from other distributions.

This module has the index of installed extensions; ``search`` finds them, ``loader`` imports them.
"""

from __future__ import annotations

from novaclient.cli.command_table import CommandRow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: The first line of the file; a file of another version has another.
_FORMAT = "novaclient extensions 2"


class ExtensionIndex:
    """What the installed extensions add to ``nova``.

    :param commands: the row of each command, by name.
    :param folders: the folders, apart from those of ``sys.path``, in which extensions were searched
        for.
    :param any_installed: whether there are any extensions.
    :param has_hooks: whether one of them has a hook, which is called for every command.
    :param state: the state of all searched folders at the time of the search.
    """

    __slots__ = ("any_installed", "commands", "folders", "has_hooks", "state")

    def __init__(
        self,
        commands: Mapping[str, CommandRow],
        folders: Sequence[str] = (),
        *,
        any_installed: bool,
        has_hooks: bool,
        state: str = "",
    ) -> None:
        self.commands = commands
        self.folders = folders
        self.any_installed = any_installed
        self.has_hooks = has_hooks
        self.state = state

    @classmethod
    def from_text(cls, text: str) -> ExtensionIndex:
        """Read an index.

        :param text: the index as :attr:`text` wrote it.
        :raises ValueError: if the text is not an index of this format.
        """
        form, state, folders, marks, *lines = text.removesuffix("\n").split("\n")
        if form != _FORMAT:
            raise ValueError(f"not the format '{_FORMAT}'")
        rows = map(CommandRow.from_line, lines)
        return cls(
            {row.name: row for row in rows},
            folders.split("\t"),
            any_installed="installed" in marks,
            has_hooks="hooks" in marks,
            state=state,
        )

    @property
    def text(self) -> str:
        """The index as lines of text."""
        marks = ("installed",) * self.any_installed + ("hooks",) * self.has_hooks
        rows = (row.line for row in self.commands.values())
        lines = (_FORMAT, self.state, "\t".join(self.folders), " ".join(marks), *rows)
        return "".join(f"{line}\n" for line in lines)
