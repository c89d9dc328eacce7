"""What is known of the installed extensions: their commands and flags."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class ExtensionIndex:
    """What is known of the extensions that are installed.

    :param commands: each command's summary and its flags, separated by spaces.
    :param hooked: whether one of them wants to be called for every command.
    :param some: whether there is any at all.
    """

    __slots__ = ("commands", "hooked", "some")

    def __init__(
        self, commands: Mapping[str, tuple[str, str]], *, hooked: bool, some: bool
    ) -> None:
        self.commands = commands
        self.hooked = hooked
        self.some = some

    @classmethod
    def from_text(cls, text: str) -> ExtensionIndex:
        """Read what :attr:`text` wrote.

        :raises ValueError: if it is something else.
        """
        marks, *lines = text.splitlines()
        commands = {}
        for line in lines:
            name, summary, flags = line.split("\t")
            commands[name] = summary, flags
        return cls(commands, hooked="hooked" in marks, some="some" in marks)

    @property
    def text(self) -> str:
        """All of it, in lines."""
        marks = ("hooked " if self.hooked else "") + ("some" if self.some else "")
        lines = ("\t".join((name, *entry)) for name, entry in self.commands.items())
        return "\n".join([marks, *lines]) + "\n"
