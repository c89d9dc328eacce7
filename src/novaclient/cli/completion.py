"""What a shell completes ``nova`` with: commands and flags, read from ``flags`` at no cost.

Importing every command to ask it for its flags would take longer than a person waits for Tab.
"""

from __future__ import annotations

from novaclient.cli.flags import FLAGS
from novaclient.cli.index import all_commands
from novaclient.cli.parser import GLOBALS


def words() -> str:
    """Every command and flag, on one line."""
    found = set(all_commands()) - {"bash-completion"}
    found.update(flag for option in GLOBALS for flag in option.flags)
    for flags in FLAGS.values():
        found.update(flags.split())
    return " ".join(sorted(found)) + "\n"


def declared_flags() -> dict[str, list[str]]:
    """The flags of each command, as the commands declare them; this imports all of them."""
    from novaclient.cli.command import load

    found = {}
    for name in all_commands():
        command = load(name)
        assert command is not None
        flags = {flag for one in command.arguments() if one.is_flag for flag in one.flags}
        found[name] = sorted(flags)
    return found
