"""Modules, classes and functions that docstrings, comments and pages name exist."""

from __future__ import annotations

import builtins
import importlib
import inspect
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
#: A role of Sphinx with its target, and a full name of this package between backquotes.
ROLE = re.compile(r":(?:attr|class|data|exc|func|meth|mod|obj):`~?([\w.]+)`")
FULL_NAME = re.compile(r"``?(novaclient(?:\.\w+)+)``?")

#: Without what runs inside the sandbox, which is not importable here.
MODULES = [
    path.relative_to(SOURCE).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
    for path in sorted(SOURCE.rglob("*.py"))
    if "inside" not in path.parts
]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def has(target: Any, name: str) -> bool:
    """Whether a module or class has something of a dotted name, attributes of instances too."""
    for part in filter(None, name.split(".")):
        if not hasattr(target, part):
            is_own_class = inspect.isclass(target) and target.__module__.startswith("novaclient.")
            return is_own_class and f"self.{part}" in inspect.getsource(target)
        target = getattr(target, part)
    return True


def has_full_name(name: str) -> bool:
    """Whether a full name, which begins with a package, is that of something."""
    module, rest = name, ""
    while module:
        try:
            return has(importlib.import_module(module), rest)
        except ImportError:
            module, _, part = module.rpartition(".")
            rest = f"{part}.{rest}"
    return False


def exists(name: str, module: ModuleType) -> bool:
    """Whether a name in a docstring of a module is that of something."""
    classes = (one for one in vars(module).values() if inspect.isclass(one))
    return any(has(one, name) for one in (module, builtins, *classes)) or has_full_name(name)


@pytest.mark.parametrize("name", MODULES)
def test_references_of_a_module_exist(name: str) -> None:
    module = importlib.import_module(name)
    text = inspect.getsource(module)
    named = {*ROLE.findall(text), *FULL_NAME.findall(text)}
    assert not {one for one in named if not exists(one, module)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_names_in_a_page_exist(page: Path) -> None:
    named = set(FULL_NAME.findall(page.read_text()))
    assert not {one for one in named if not has_full_name(one)}
