"""Extensions of ``nova``: their commands and hooks, and what a search for them costs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from novaclient.cli.command_table import CommandRow
from novaclient.cli.extensions import ExtensionIndex

EXTENSION = '''
from novaclient import base, utils


class ThingManager(base.Manager):
    resource_class = base.Resource

    def origin(self):
        return self.api.client.get_endpoint()


@utils.arg("thing", metavar="<thing>", help="The thing.")
@utils.arg("--large", action="store_true", default=False, help="Only a large one.")
@utils.arg("--red", action="store_true", group="colour")
@utils.arg("--blue", action="store_true", group="colour")
def do_thing_show(cs, args):
    """Show a thing.

    And more of it.
    """
    utils.print_dict({"thing": args.thing, "large": args.large, "region": args.os_region_name,
                      "origin": cs.things.origin()})


def do_list(cs, args):
    """Nova has this one itself."""
'''
HOOKS = """
def __pre_parse_args__():
    print("before")


def __post_parse_args__(args):
    print("after", args.limit, args.debug)
"""


class Ran(NamedTuple):
    """The result of a command line."""

    status: int
    out: str
    err: str


class Program:
    """``nova`` as a program, with a folder of modules of its own."""

    def __init__(self, folder: Path) -> None:
        self.site = folder / "site"
        self.cache = folder / "cache"
        self.site.mkdir()
        self.environ = {
            **{name: os.environ[name] for name in ("PATH",) if name in os.environ},
            "HOME": str(folder),
            "NOVACLIENT_CACHE_DIR": str(self.cache),
            "PYTHONPATH": str(self.site),
            "OS_AUTH_TYPE": "none",
            "OS_ENDPOINT": "http://127.0.0.1:9/v2.1",
        }

    def distribute(self, name: str, source: str) -> None:
        """Install a distribution with a module as its extension."""
        (self.site / f"{name}_module.py").write_text(source)
        about = self.site / f"{name}-1.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        (about / "entry_points.txt").write_text(f"[novaclient.extension]\n{name} = {name}_module\n")

    def __call__(self, *words: str, said: str = "") -> Ran:
        script = "from novaclient.shell import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", script, "--os-compute-api-version", "2.1", *words],
            env=self.environ,
            input=said,
            capture_output=True,
            text=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


@pytest.fixture
def extended(program: Program) -> Program:
    """The program with an extension that it has found before."""
    program.distribute("things", EXTENSION)
    program("help")
    return program


def test_command_of_an_extension_runs(extended: Program) -> None:
    assert extended("--os-region-name", "here", "thing-show", "x", "--large").out == (
        "+----------+-------------------------+\n"
        "| Property | Value                   |\n"
        "+----------+-------------------------+\n"
        "| large    | True                    |\n"
        "| origin   | http://127.0.0.1:9/v2.1 |\n"
        "| region   | here                    |\n"
        "| thing    | x                       |\n"
        "+----------+-------------------------+\n"
    )


def test_command_of_an_extension_can_have_underscores(extended: Program) -> None:
    assert extended("thing_show", "x").status == 0


def test_command_of_a_new_extension_is_found_at_once(program: Program) -> None:
    program.distribute("things", EXTENSION)
    assert program("thing-show", "x").status == 0


def test_module_is_an_extension_by_its_name(program: Program) -> None:
    source = EXTENSION + "\nextension_name = 'things'\n"
    (program.site / "any_python_novaclient_ext.py").write_text(source)
    assert program("thing-show", "x").status == 0


def test_overview_shows_the_commands_of_extensions(extended: Program) -> None:
    assert "\nExtensions:\n  thing-show                  Show a thing.\n" in extended("help").out


def test_help_of_an_extensions_command_is_its_own(extended: Program) -> None:
    text = extended("help", "thing-show").out
    assert "And more of it." in text
    assert "--large     Only a large one." in text


def test_flags_of_an_extensions_command_are_completed(extended: Program) -> None:
    assert {"thing-show", "--large"} <= set(extended("bash-completion").out.split())


def test_command_of_an_extension_is_offered_for_tab(extended: Program) -> None:
    assert "thing-show\tShow a thing.\n" in extended("_complete", "fish", said="thing\0").out


def test_flag_of_an_extensions_command_is_offered_for_tab(extended: Program) -> None:
    offered = extended("_complete", "fish", said="thing-show\0--l\0").out
    assert "--large" in offered.split()


def test_command_of_an_extension_is_suggested(extended: Program) -> None:
    assert "unknown command 'thing-shw': did you mean 'thing-show'?" in extended("thing-shw").err


def test_usage_error_of_an_extensions_command_is_reported_like_any(extended: Program) -> None:
    done = extended("thing-show", "x", "--lagre")
    assert done.status == 2
    assert "unknown option '--lagre': did you mean '--large'?" in done.err


def test_flags_of_one_group_exclude_each_other(extended: Program) -> None:
    assert "not allowed with argument" in extended("thing-show", "x", "--red", "--blue").err


def test_novas_own_commands_are_not_replaced(program: Program) -> None:
    program.distribute("things", EXTENSION)
    done = program("help")
    assert done.err == "WARNING: extension things: nova has a command 'list' of its own\n"


def test_removed_extension_has_no_commands(extended: Program) -> None:
    for path in (extended.site / "things-1.dist-info").iterdir():
        path.unlink()
    (extended.site / "things-1.dist-info").rmdir()
    assert "unknown command" in extended("thing-show", "x").err


def test_broken_extension_is_reported_and_the_others_work(extended: Program) -> None:
    extended.distribute("broken", "1 / 0")
    done = extended("thing-show", "x")
    assert done.status == 0
    assert (
        "WARNING: extension broken (broken_module) is left out: ZeroDivisionError: division by "
        "zero\n" in done.err
    )


def test_broken_extension_is_reported_when_its_command_is_missing(program: Program) -> None:
    program.distribute("broken", "1 / 0")
    program("help")
    assert program("help").err == ""
    assert "extension broken (broken_module) is left out" in program("broken-do").err


def test_hooks_are_called_once_for_each_command_of_nova(program: Program) -> None:
    program.distribute("hooks", HOOKS)
    program.distribute("things", EXTENSION)
    done = program("--debug", "flavor-list", "--limit", "3")
    assert done.out == "before\nafter 3 True\n"


def test_no_extension_is_imported_while_nothing_has_changed(program: Program) -> None:
    program.distribute("things", "print('imported')")
    assert program("help").out.startswith("imported\n")
    assert "imported" not in program("help").out
    assert "imported" not in program("help", "list").out


def test_command_added_to_an_extension_is_found(extended: Program) -> None:
    with (extended.site / "things_module.py").open("a") as module:
        module.write("\n\ndef do_thing_add(cs, args):\n    print('added')\n")
    assert extended("thing-add").out == "added\n"


def test_damaged_index_is_replaced(extended: Program) -> None:
    (kept,) = extended.cache.glob("extensions-*")
    kept.write_text(kept.read_text() + "broken line\n")
    assert "thing-show" in extended("help").out


def test_cache_that_cannot_be_written_costs_only_time(extended: Program) -> None:
    extended.environ["NOVACLIENT_CACHE_DIR"] = "/dev/null/cache"
    assert extended("thing-show", "x").status == 0


def test_index_is_private(extended: Program) -> None:
    (kept,) = extended.cache.glob("extensions-*")
    assert kept.stat().st_mode & 0o777 == 0o600


def test_index_is_read_as_it_was_written() -> None:
    row = CommandRow("a-b", "module", "Extensions", "Does it.", ["--x", "-y"])
    known = ExtensionIndex({"a-b": row}, ["/a", "/b"], any_installed=False, has_hooks=True)
    known.state = "/a:1|/b:2"
    again = ExtensionIndex.from_text(known.text)
    assert [one.line for one in again.commands.values()] == [row.line]
    assert (again.folders, again.state) == (["/a", "/b"], "/a:1|/b:2")
    assert (again.any_installed, again.has_hooks) == (False, True)
