"""Every command and flag of python-novaclient, at every microversion: taken, or refused in words.

So is what it dropped after 3.3.0. The facts are in ``command_lines``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from command_lines import COMMANDS, OLD, least, option_of, with_flag

from novaclient.api_versions import APIVersion
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.command import Command
from novaclient.cli.parsing.declare import Argument
from novaclient.cli.registry import load

#: What python-novaclient accepts and Nova refuses; here an error before any request. Command, or
#: command and flag, to the last microversion at which Nova accepts it.
REMOVED = {"hypervisor-stats": "2.87", "limits --reserved": "2.74"}


def of(name: str) -> Command:
    """A command, by name."""
    command = load(name)
    assert command is not None
    return command


def versions(facts: dict[str, Any], what: str) -> Iterator[APIVersion]:
    """The first and the last microversion of a range at which Nova takes something."""
    last = REMOVED.get(what, facts["max"])
    for text in (facts["min"], last):
        yield APIVersion("2.1" if text == "2.0" else text)


def flags() -> Iterator[tuple[str, str]]:
    """Each command with each spelling of its flags."""
    for name, ranges in COMMANDS.items():
        for flag in dict.fromkeys(f for r in ranges for o in r["options"] for f in o["flags"]):
            yield name, flag


@pytest.mark.parametrize("name", COMMANDS)
def test_command_takes_what_it_always_took_at_each_microversion(name: str) -> None:
    command = of(name)
    for facts in COMMANDS[name]:
        words = ["--flavor", "x"] if name == "flavor-access-list" else least(name, facts)
        _, given = command.parse(words, {})
        for version in versions(facts, name):
            command.check(given, version)


@pytest.mark.parametrize("name", COMMANDS)
def test_positional_arguments_come_in_the_order_they_always_did(name: str) -> None:
    shown = [a.options["metavar"] for a in of(name).arguments() if not a.is_flag]
    assert shown == [one["metavar"] for one in COMMANDS[name][-1]["positionals"]]


@pytest.mark.parametrize(("name", "flag"), list(flags()))
def test_flag_is_taken_where_it_always_was_and_refused_elsewhere(name: str, flag: str) -> None:
    command = of(name)
    for facts in COMMANDS[name]:
        option = option_of(facts, flag)
        if option is not None:
            _, given = command.parse(with_flag(name, facts, option, flag), {})
            assert any(flag in one.flags for one in given)
            for version in versions(facts, f"{name} {flag}"):
                command.check(given, version)
            continue
        known = next(o for r in COMMANDS[name] if (o := option_of(r, flag)))
        _, given = command.parse(with_flag(name, facts, known, flag), {})
        for version in versions(facts, f"{name} {flag}"):
            with pytest.raises(UsageError, match=r"needs|was removed"):
                command.check(given, version)


@pytest.mark.parametrize(("name", "flag"), list(flags()))
def test_flag_may_be_written_with_underscores(name: str, flag: str) -> None:
    spelled = "--" + flag[2:].replace("-", "_") if flag.startswith("--") else flag
    facts = next(r for r in COMMANDS[name] if option_of(r, flag))
    option = option_of(facts, flag)
    assert option is not None
    _, given = of(name).parse(with_flag(name, facts, option, spelled), {})
    assert any(flag in one.flags for one in given)


def shortened() -> Iterator[tuple[str, str, str]]:
    """Each flag's shortest form that was understood at all microversions that had the command."""
    for name, ranges in COMMANDS.items():
        every = {f for r in ranges for o in r["options"] for f in o["flags"]} | {"--help"}
        for flag in sorted(every - {"--help"}):
            for length in range(3, len(flag)):
                short = flag[:length]
                if flag.startswith("--") and [f for f in every if f.startswith(short)] == [flag]:
                    yield name, flag, short
                    break


@pytest.mark.parametrize(("name", "flag", "short"), list(shortened()))
def test_flag_may_be_shortened_as_it_always_could(name: str, flag: str, short: str) -> None:
    facts = next(r for r in COMMANDS[name] if option_of(r, flag))
    option = option_of(facts, flag)
    assert option is not None
    _, given = of(name).parse(with_flag(name, facts, option, short), {})
    assert any(flag in one.flags for one in given)


@pytest.mark.parametrize("name", COMMANDS)
def test_flag_that_is_new_says_so_and_takes_no_old_ones_place(name: str) -> None:
    known = {f for r in COMMANDS[name] for o in r["options"] for f in o["flags"]}
    known |= set(OLD["flags"].get(name, ()))
    added = [a for a in of(name).arguments() if a.is_flag and not known & set(a.flags)]
    assert [a.label for a in added if not a.is_new] == []


def kinds() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each command with each option of its newest range."""
    for name, ranges in COMMANDS.items():
        for option in ranges[-1]["options"]:
            yield name, option


def shape(argument: Argument) -> tuple[object, bool]:
    """How many words an argument takes, and whether it may be given again."""
    action = argument.options.get("action", "store")
    takes = argument.options.get("nargs", 0 if action.startswith("store_") else 1)
    return takes, action == "append"


@pytest.mark.parametrize(("name", "option"), list(kinds()))
def test_flag_takes_as_many_words_as_it_always_did(name: str, option: dict[str, Any]) -> None:
    argument = next(a for a in of(name).arguments() if option["flags"][0] in a.flags)
    assert shape(argument) == (option["arity"], option.get("append", False))


# ------------------------------------------------------------------------------ dropped commands
@pytest.mark.parametrize("name", OLD["commands"])
def test_dropped_command_is_back_with_its_arguments(name: str) -> None:
    arguments = list(of(name).arguments())
    known = {flag for one in arguments for flag in one.flags}
    asked = OLD["commands"][name]["args"]
    flags = [one for one in asked if one.startswith("-")]
    assert [
        flag for flag in flags if flag not in known and flag.replace("_", "-") not in known
    ] == []
    positionals = [one for one in arguments if not one.is_flag]
    assert len(positionals) == len(asked) - len(flags)


@pytest.mark.parametrize("what", REMOVED)
def test_what_nova_refuses_is_refused_before_any_request(what: str) -> None:
    name, _, flag = what.partition(" ")
    _, given = of(name).parse([flag] if flag else [], {})
    of(name).check(given, APIVersion(REMOVED[what]))
    with pytest.raises(UsageError, match=f"was removed after {REMOVED[what]}"):
        of(name).check(given, APIVersion("2.96"))


#: Those that another command does the work of; what Nova answers 410 to names it in the refusal.
REPLACED = [
    name
    for name, facts in OLD["commands"].items()
    if facts["replaced_by"] and not any("410" in said for said in facts["nova"])
]


@pytest.mark.parametrize("name", REPLACED)
def test_dropped_command_names_its_successor(name: str) -> None:
    reported = " ".join(of(name).parser().format_help().split())
    assert [
        w for w in OLD["commands"][name]["replaced_by"].split("/") if f"nova {w}" not in reported
    ] == []


@pytest.mark.parametrize(
    ("name", "flag"), [(name, flag) for name, flags in OLD["flags"].items() for flag in flags]
)
def test_dropped_flag_is_taken_again(name: str, flag: str) -> None:
    known = [one for one in of(name).arguments() if one.is_flag]
    assert [one for one in known if flag in one.flags or flag.replace("_", "-") in one.flags]
