"""The declarations of all commands: help, microversions, parsers."""

from __future__ import annotations

import ast
import pkgutil
from importlib import import_module
from pathlib import Path

from novaclient.cli import commands, legacy
from novaclient.cli.bulk.command import BulkRun
from novaclient.cli.framework.command import COMMANDS, Command


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


def test_every_argument_of_a_row_is_a_parameter_of_its_method() -> None:
    rows = 0
    wrong = []
    for one in every_command():
        run = getattr(one.run, "run", one.run)
        if not isinstance(run, BulkRun) or run.call.__qualname__ != "act.<locals>.call":
            continue
        rows += 1
        wrong += [
            (one.name, argument.label)
            for argument in one.arguments()
            if argument.parameter and argument.dest != run.target.dest
            if argument.parameter not in _parameters(one.api[0])
        ]
    assert wrong == []
    assert rows > 40


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
