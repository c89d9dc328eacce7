"""Command lines that are read without argparse: which, and that argparse reads the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from novaclient.cli import command_table
from novaclient.cli.framework.command import Command
from novaclient.cli.parsing import quick
from novaclient.cli.parsing.declare import Argument
from novaclient.cli.registry import load

#: A word that each type of argument takes, for those that do not take any text.
VALUES = ("1", "x", "a=b", "true", "source=image,id=1", "net-id=1", "4=10.0.0.1", "vda=1:::0")


def _fit(target: Argument) -> str:
    if target.options.get("choices"):
        return str(target.options["choices"][0])
    return "1" if "type" in target.options else "a=b"


def lines(command: Command) -> Iterator[list[str]]:
    """Command lines of a command: its targets, each flag with values, right and wrong ones."""
    targets = [one for one in command.arguments() if not one.is_flag]
    words = [_fit(one) for one in targets]
    more = (words[:-1], ["-", *words[1:]], ["a", *words], [*words, "b"], [*words, "-1"])
    for plain_words in (words, *more, ["--", *words]):
        yield list(plain_words)
    for one in command.arguments():
        for flag in one.flags if one.is_flag else ():
            yield [flag, *words]
            yield [*words, flag]
            for value in one.options.get("choices") or VALUES:
                yield [*words, flag, value]
                yield [flag, value, *words]
                yield [*words, f"{flag}={value}", flag, value]
                yield [*words[:1], flag, value, *words[1:], "b"]
            yield [*words, flag, "-1"]


@pytest.mark.parametrize("name", list(command_table.names()))
def test_argparse_reads_the_same(name: str) -> None:
    command = load(name)
    assert command is not None
    parser = command.parser()
    targets = {one.dest for one in command.arguments() if not one.is_flag}
    for words in lines(command):
        args = quick.read(command.declared, words)
        if args is not None:
            expected = vars(parser.read(words))
            assert vars(args).items() <= expected.items(), words
            # Of what was not given, argparse sets the targets alone.
            assert set(expected) - set(vars(args)) <= targets, words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("list", []),
        ("list", ["--name", "web", "--limit", "5"]),
        ("list", ["-f", "json", "-c", "ID", "-c", "Name"]),
        ("show", ["web1"]),
        ("delete", ["web1", "web2", "--jobs", "4"]),
        ("boot", ["--flavor", "m1", "--image", "cirros", "--nic", "net-name=private", "web1"]),
        ("reboot", ["--hard", "web1"]),
        ("show", ["web1", "web2"]),
        ("delete", ["-"]),
        ("resize", ["web1", "web2", "m1.small"]),
    ],
)
def test_usual_command_line_needs_no_argparse(name: str, words: list[str]) -> None:
    command = load(name)
    assert command is not None
    assert quick.read(command.declared, words) is not None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("show", []),
        ("show", ["--minimal", "a", "--wrap"]),
        ("show", ["-h"]),
        ("show", ["--", "a"]),
        ("list", ["--nam", "a"]),
        ("list", ["--name=a"]),
        ("list", ["--name"]),
        ("list", ["--name", "--debug"]),
        ("list", ["--limit", "x"]),
        ("list", ["-f", "xml"]),
        ("delete", ["a", "--jobs", "4", "b"]),
        ("flavor-access-list", []),
    ],
)
def test_ambiguous_or_wrong_command_line_is_left_to_argparse(name: str, words: list[str]) -> None:
    command = load(name)
    assert command is not None
    assert quick.read(command.declared, words) is None
