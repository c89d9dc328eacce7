"""What a shell completes ``nova`` with, at no cost: the index of flags, and how it is made.

Importing every command to ask it for its flags would take longer than a person waits for Tab.
"""

from __future__ import annotations

import os

from novaclient.cli.completion.flags import FLAGS
from novaclient.cli.extensions import search
from novaclient.cli.index import all_commands
from novaclient.cli.parsing.global_options import GLOBALS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from novaclient.cli.framework.command import Command
    from novaclient.cli.parsing.declare import Argument

#: What an argument's value is, by what the help shows for it.
_KINDS = {
    "<file>": "@file",
    "<flavor>": "@flavor",
    "<image-id>": "@image",
    "<image>": "@image",
    "<key-name>": "@keypair",
    "<key_name>": "@keypair",
    "<keypair>": "@keypair",
    "<private-key-filename>": "@file",
    "<pub-key>": "@file",
    "<server>": "@server",
    "<subcommand>": "@command",
    "<user-data>": "@file",
    "<x509-cert-filename>": "@file",
}
#: Arguments whose help shows no more than that they are a name.
_NAMES = {("keypair-delete", "name"): "@keypair"}


def words() -> str:
    """Every command and flag, on one line."""
    found = set(all_commands()) - {"bash-completion"}
    found.update(flag for option in GLOBALS for flag in option.flags)
    for entries in FLAGS.values():
        flags = (entry.partition("=")[0] for entry in entries.split() if entry.startswith("-"))
        found.update(flags)
    for name, (_, added) in search.known(os.environ).commands.items():
        found.update((name, *added.split()))
    return " ".join(sorted(found)) + "\n"


def declared() -> dict[str, list[str]]:
    """What each command takes and its help shows, as declared; this imports all commands.

    Flags are ``--poll``; with a value ``--limit=``, ``--flavor=@flavor`` for the name of one,
    ``--format=table|json`` for one of these. Targets come after them in order, ``_`` for any word,
    with ``+`` where several may be given and ``?`` where none need be.
    """
    from novaclient.cli.parsing.declare import HIDDEN
    from novaclient.cli.registry import load

    found = {}
    for name in all_commands():
        command = load(name)
        assert command is not None
        shown = [one for one in command.arguments() if one.options.get("help") != HIDDEN]
        flags = sorted(entry for one in shown for entry in _flags(command, one))
        targets = [_target(command, one) for one in shown if not one.is_flag]
        found[name] = [*flags, *targets]
    return found


def _flags(command: Command, one: Argument) -> Iterator[str]:
    switch = one.options.get("action", "store") not in ("store", "append")
    value = "" if switch or one.options.get("nargs") == "?" else f"={_value(command, one)}"
    return (f"{flag}{value}" for flag in one.flags if one.is_flag)


def _target(command: Command, one: Argument) -> str:
    shape = one.options.get("nargs")
    return (_value(command, one) or "_") + {"+": "+", "*": "+", "?": "?"}.get(str(shape), "")


def _value(command: Command, one: Argument) -> str:
    if choices := one.options.get("choices"):
        return "|".join(map(str, choices))
    shown = one.options.get("metavar")
    return _NAMES.get((command.name, one.dest)) or _KINDS.get(str(shown), "")
