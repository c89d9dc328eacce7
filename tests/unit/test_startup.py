"""What starting up costs: the modules that answers import, and how command lines are read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from novaclient.cli import command_table
from novaclient.cli.framework.command import Command
from novaclient.cli.parsing import quick
from novaclient.cli.parsing.declare import Argument
from novaclient.cli.registry import load

#: What every answer of the command imports of this project.
FRAME = {
    "novaclient",
    "novaclient.auth",
    "novaclient.auth.options",
    "novaclient.cli",
    "novaclient.cli.errors",
    "novaclient.cli.main",
    "novaclient.cli.parsing",
    "novaclient.cli.parsing.global_options",
    "novaclient.cli.text",
    "novaclient.shell",
    "novaclient.version",
    "novaclient.wire",
    "novaclient.wire.limits",
}
#: Of the standard library, what takes long to import and no answer without a cloud needs.
COSTLY = {
    "argparse", "asyncio", "base64", "contextlib", "copy", "dataclasses", "email", "enum",
    "gettext", "hashlib", "http", "http.client", "inspect", "ipaddress", "json", "locale",
    "logging", "pathlib", "random", "select", "socket", "ssl", "subprocess", "tempfile",
    "threading", "typing", "urllib", "uuid", "weakref",
}  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def extensions_are_known() -> None:
    """The first command looks for extensions, those after it find out that nothing has changed."""
    imported_by("help")


def imported_by(*words: str) -> set[str]:
    """The modules that a command line imports, beyond those of a bare interpreter's start."""
    script = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "from novaclient.shell import main\n"
        "try:\n"
        f"    main({list(words)!r})\n"
        "finally:\n"
        "    print('\\n' + ' '.join(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True)
    return set(done.stdout.splitlines()[-1].split())


def ours(modules: set[str]) -> set[str]:
    return {name for name in modules if name.partition(".")[0] == "novaclient"}


@pytest.mark.parametrize(
    ("words", "beside"),
    [
        (("--version",), set()),
        (
            ("help",),
            {
                "auth.places",
                "cli.extensions",
                "cli.extensions.extension_index",
                "cli.extensions.search",
                "cli.help",
                "cli.command_table",
            },
        ),
        (
            (),
            {
                "auth.places",
                "cli.extensions",
                "cli.extensions.extension_index",
                "cli.extensions.search",
                "cli.help",
                "cli.command_table",
            },
        ),
        (
            ("bash-completion",),
            {
                "auth.places",
                "cli.completion",
                "cli.completion.word_list",
                "cli.extensions",
                "cli.extensions.extension_index",
                "cli.extensions.search",
                "cli.command_table",
            },
        ),
        (
            ("no-such-command",),
            {
                "auth.places",
                "cli.extensions",
                "cli.extensions.extension_index",
                "cli.extensions.search",
                "cli.command_table",
                "cli.registry",
            },
        ),
        (("--no-such-option", "list"), set()),
    ],
)
def test_answer_without_a_cloud_imports_no_more_than_it_needs(
    words: tuple[str, ...], beside: set[str]
) -> None:
    assert ours(imported_by(*words)) == FRAME | {f"novaclient.{name}" for name in beside}


@pytest.mark.parametrize("words", [("--version",), ("help",), (), ("bash-completion",)])
def test_answer_without_a_cloud_imports_nothing_costly(words: tuple[str, ...]) -> None:
    assert imported_by(*words) & COSTLY == set()


@pytest.mark.parametrize("words", [("no-such-command",), ("--no-such-option", "list")])
def test_nearest_name_costs_only_the_library_that_finds_it(words: tuple[str, ...]) -> None:
    # difflib imports re, and re imports enum.
    assert imported_by(*words) & COSTLY <= {"enum"}


def test_help_of_a_command_imports_no_other_command() -> None:
    found = {name for name in ours(imported_by("help", "help")) if ".cli.commands." in name}
    assert found == {"novaclient.cli.commands.program"}


def test_importing_the_package_imports_nothing_else() -> None:
    script = (
        "import sys; before = set(sys.modules); import novaclient; "
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["__future__", "novaclient", "novaclient.version"]


# --------------------------------------------------------------- command lines without argparse
def commands() -> Iterator[Command]:
    for name in command_table.names():
        found = load(name)
        assert found is not None
        yield found


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
def test_what_is_read_without_argparse_is_what_argparse_reads(name: str) -> None:
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
def test_unclear_or_wrong_command_line_is_left_to_argparse(name: str, words: list[str]) -> None:
    command = load(name)
    assert command is not None
    assert quick.read(command.declared, words) is None
