"""Command lines for every command that python-novaclient has or had, made from the facts of it.

``commands.json`` has those of 18.13.1 with their microversions, ``old_commands.json`` what was
dropped after 3.3.0.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

_FACTS = Path(__file__).parents[1] / "facts"
#: Command to its ranges of microversions, each with what it takes in them.
COMMANDS: Final[dict[str, list[dict[str, Any]]]] = json.loads(
    (_FACTS / "commands.json").read_text()
)
#: The dropped commands, and the flags that other commands lost.
OLD: Final[dict[str, dict[str, Any]]] = json.loads((_FACTS / "old_commands.json").read_text())

#: What an argument accepts that does not take any word, by its flag or metavar; for one command
#: alone where its name stands before.
_SAMPLES: Final = {
    "--block-device": "id=x,source=volume,dest=volume",
    "--block-device-mapping": "vda=x",
    "boot --config-drive": "true",
    "boot --ephemeral": "size=1",
    "boot --swap": "1",
    "--console-type": "serial",
    "--end": "2026-01-02",
    "--file": "/etc/motd=motd",
    "flavor-create --ephemeral": "1",
    "flavor-create --rxtx-factor": "1.0",
    "flavor-create --swap": "1",
    "--hint": "group=x",
    "--image-with": "os=x",
    "--is-public": "true",
    "--length": "10",
    "--meta": "key=value",
    "--metadata": "key=value",
    "--min-disk": "1",
    "--min-ram": "1",
    "--nic": "net-id=x",
    "--rule": "max_server_per_host=1",
    "--start": "2026-01-01",
    "--wrap": "1",
    "<disk>": "1",
    "<key=value>": "key=value",
    "<ram>": "1",
    "<rotation>": "1",
    "<vcpus>": "1",
}


def word(command: str, names: list[str], facts: dict[str, Any]) -> str:
    """A word that an argument accepts.

    :param names: its flags, or its metavar.
    :param facts: what is known of it.
    """
    keys = [f"{command} {name}" for name in names] + names
    if found := next((_SAMPLES[key] for key in keys if key in _SAMPLES), None):
        return found
    if facts.get("choices"):
        return str(facts["choices"][0])
    return "1" if facts.get("type") == "int" else "word"


def least(command: str, facts: dict[str, Any], without: list[str] | None = None) -> list[str]:
    """The words after a command in the shortest line that a range of it allows.

    :param without: the flags of a required option that is left out.
    """
    words = []
    for option in facts["options"]:
        if option.get("required") and option["flags"] != without:
            words += [option["flags"][0], word(command, option["flags"], option)]
    for one in facts["positionals"]:
        if not one.get("optional"):
            words.append(word(command, [one["metavar"]], one))
    return words


def with_flag(command: str, facts: dict[str, Any], option: dict[str, Any], flag: str) -> list[str]:
    """The words after a command in the shortest line that has a flag.

    :param flag: one of the option's spellings.
    """
    words = [*least(command, facts, without=option["flags"]), flag]
    if option["arity"] in (1, "+"):
        words.append(word(command, option["flags"], option))
    return words


def option_of(facts: dict[str, Any], flag: str) -> dict[str, Any] | None:
    """The option that a range of a command has under a flag."""
    return next((one for one in facts["options"] if flag in one["flags"]), None)
