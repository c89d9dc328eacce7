"""Every public name of the library says what it is, and what each of its parameters means."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from typing import Any

import pytest

import novaclient.v2

#: Whose public functions and classes programs use.
MODULES = (
    "novaclient.resources",
    "novaclient.api_versions",
    "novaclient.base",
    "novaclient.bulk",
    "novaclient.client",
    "novaclient.crypto",
    "novaclient.exceptions",
    "novaclient.cli.extensions.marks",
    "novaclient.cli.extensions.printing",
    "novaclient.lookup",
    "novaclient.microversions",
    "novaclient.utils",
    "novaclient.waiters",
    *(
        module.name
        for module in pkgutil.walk_packages(novaclient.v2.__path__, "novaclient.v2.")
        if not module.ispkg and module.name != "novaclient.v2.server_bodies"
    ),
)
#: Parameters that mean the same wherever they are: a resource of the manager's kind, itself or its
#: id, as the manager's docstring says; the class of a class method.
PLAIN = frozenset(
    ["aggregate", "cls", "flavor", "image", "migration", "server", "server_id", "share"]
)
#: With which a docstring leaves the rest to another one.
ELSEWHERE = re.compile(
    r"[Tt]he other parameters are|Each other parameter is|[Ss]ee :|[Tt]he same as :"
)


def public() -> Iterator[tuple[str, Any]]:
    """The public functions and classes of the modules, and the methods of these classes."""
    for module in MODULES:
        for name, value in vars(importlib.import_module(module)).items():
            if name.startswith("_") or getattr(value, "__module__", None) != module:
                continue
            if inspect.isfunction(value) and not module.startswith("novaclient.v2."):
                yield f"{module}.{name}", value
            if inspect.isclass(value) and not getattr(value, "_is_protocol", False):
                yield f"{module}.{name}", value
                yield from _methods(f"{module}.{name}", value)


def _methods(prefix: str, cls: type) -> Iterator[tuple[str, Any]]:
    for name, value in vars(cls).items():
        if name.startswith("_"):
            continue
        method = value.__func__ if isinstance(value, classmethod | staticmethod) else value
        if isinstance(method, property) or inspect.isfunction(method):
            yield f"{prefix}.{name}", method


def untold(function: Any) -> list[str]:
    """The parameters of which a docstring says nothing."""
    doc = function.__doc__ or ""
    if not inspect.isfunction(function) or ELSEWHERE.search(doc):
        return []
    names = [name for name in inspect.signature(function).parameters if name != "self"]
    return [
        name
        for name in names
        if name not in PLAIN and f":param {name}:" not in doc and f"``{name}``" not in doc
    ]


PUBLIC = dict(public())


@pytest.mark.parametrize("name", PUBLIC)
def test_public_name_has_a_docstring(name: str) -> None:
    assert (PUBLIC[name].__doc__ or "").strip()


@pytest.mark.parametrize("name", PUBLIC)
def test_docstring_describes_every_parameter(name: str) -> None:
    assert untold(PUBLIC[name]) == []


@pytest.mark.parametrize("name", PUBLIC)
def test_docstring_names_no_parameter_that_is_not_there(name: str) -> None:
    value = PUBLIC[name]
    named = set(re.findall(r":param (\w+):", value.__doc__ or ""))
    parameters = inspect.signature(value).parameters if named else {}
    assert named <= set(parameters) or "kwargs" in parameters
