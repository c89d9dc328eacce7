"""The table of contents, the commands' declarations, and what starting up imports."""

from __future__ import annotations

import ast
import json
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from novaclient.cli import commands, index, legacy
from novaclient.cli.framework.command import COMMANDS, Command

#: What no answer that needs no cloud may import.
HEAVY = {
    "asyncio", "cryptography", "dataclasses", "email", "http.client", "importlib.metadata",
    "inspect", "keystoneauth1", "logging", "novaclient.base", "novaclient.client",
    "novaclient.transport", "novaclient.v2", "openstack", "platformdirs", "prettytable",
    "requests", "rich", "socket", "ssl", "subprocess", "threading", "urllib.request", "urllib3",
    "wcwidth", "yaml",
}  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def extensions_are_known() -> None:
    """The first command looks for extensions, those after it find out that nothing has changed."""
    imported_by("help")


def imported_by(*words: str) -> set[str]:
    """The modules that a command line imports, beyond those of a bare interpreter's start."""
    script = (
        "import sys, json\n"
        "before = set(sys.modules)\n"
        "from novaclient.cli.main import run\n"
        f"run({list(words)!r})\n"
        "print('\\n' + json.dumps(sorted(set(sys.modules) - before)))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "words", [("--version",), ("help",), (), ("nosuchcommand",), ("--no-such-flag", "list")]
)
def test_answer_that_needs_no_cloud_imports_little(words: tuple[str, ...]) -> None:
    assert imported_by(*words) & HEAVY == set()


def test_overview_imports_no_command() -> None:
    found = {name for name in imported_by("help") if name.startswith("novaclient.cli.commands.")}
    assert found == set()


def test_help_of_a_command_imports_its_module_alone() -> None:
    found = {name for name in imported_by("help", "help") if ".cli.commands." in name}
    assert found == {"novaclient.cli.commands.program"}


def modules() -> set[str]:
    return {
        f"{room.__name__}.{found.name}"
        for room in (commands, legacy)
        for found in pkgutil.iter_modules(room.__path__)
    }


def every_command() -> list[Command]:
    for module in modules():
        import_module(module)
    return [one for one in COMMANDS.values() if one.module in modules()]


def test_index_names_each_command_and_its_module() -> None:
    defined = {one.name: one.module for one in every_command()}
    assert defined == {name: index.module_of(name) for name in index.all_commands()}


def test_no_command_stands_twice_in_the_index() -> None:
    names = list(index.all_commands())
    assert len(names) == len(set(names))


def test_every_command_has_a_summary_of_one_short_line() -> None:
    modules = [module for subject in index.INDEX.values() for module in subject.values()]
    summaries = {name: line for module in modules for name, line in module.items()}
    bad = {n: s for n, s in summaries.items() if not s.endswith(".") or len(s) > 70 or "\n" in s}
    assert bad == {}


def test_every_command_and_argument_says_what_it_is_for() -> None:
    silent = [
        (one.name, argument.label)
        for one in every_command()
        for argument in one.arguments()
        if not argument.options.get("help")
    ]
    silent += [(one.name, "") for one in every_command() if not one.description]
    assert silent == []


def test_every_parameter_that_a_flag_names_is_one_of_the_api() -> None:
    wrong = []
    for one in every_command():
        known = {
            name
            for method in one.api
            for name in _parameters(method)
        }  # fmt: skip
        wrong += [
            (one.name, argument.label, argument.parameter)
            for argument in one.arguments()
            if argument.parameter not in ("", argument.dest) and argument.parameter not in known
        ]
    assert wrong == []


def _parameters(method: object) -> tuple[str, ...]:
    """The arguments of a method of the library, and what of them has microversions by name."""
    window = getattr(method, "__microversions__", None)
    while hasattr(method, "__wrapped__"):
        method = method.__wrapped__
    code = method.__code__  # type: ignore[attr-defined]
    names: tuple[str, ...] = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return names + tuple(window.parameters if window else ())


def test_every_parser_can_be_built() -> None:
    for one in every_command():
        assert one.parser().format_help().startswith(f"usage: nova {one.name} ")


def test_no_microversion_is_written_in_the_commands() -> None:
    found = []
    for path in Path(commands.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "argument",
                "command",
            ):
                found += [
                    (path.name, node.lineno, constant.value)
                    for constant in ast.walk(node)
                    if isinstance(constant, ast.Constant)
                    and isinstance(constant.value, str)
                    and any(word.strip(".,;()").startswith("2.") for word in constant.value.split())
                ]
    assert found == []
