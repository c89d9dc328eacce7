"""The names that programs import of python-novaclient are all there, with their signatures.

Managers, resources and their methods are compared by ``v2/test_interface`` as well.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, ParamSpec, TypeVar

import pytest
from recording import recorded

import novaclient
from novaclient import exceptions

FACTS = json.loads((Path(__file__).parents[1] / "facts/names.json").read_text())
MODULES: dict[str, Any] = FACTS["modules"]
#: Names that are not there, and why.
ABSENT = {
    **dict.fromkeys(
        (f"novaclient.shell.OpenStackComputeShell.{name}" for name in (
            "do_bash_completion", "do_help", "get_base_parser", "get_subcommand_parser",
            "setup_debugging", "times",
        )),
        "how that program went about its work; main(argv) is what runs a command line",
    ),
    "novaclient.client.osprofiler_web": "keystoneauth sends the headers of a trace",
    "novaclient.client.osprofiler_profiler": "imported where a profile is given",
}  # fmt: skip


def names() -> Iterator[str]:
    for module, facts in MODULES.items():
        for name in (*facts["functions"], *facts["classes"], *facts["constants"]):
            yield f"{module}.{name}"
        for cls, about in facts["classes"].items():
            for name in (*about["attributes"], *about["properties"], *about["methods"]):
                yield f"{module}.{cls}.{name}"


def found(name: str) -> Any:
    """What a dotted name stands for."""
    module, value = "", None
    for part in name.split("."):
        module = f"{module}.{part}" if module else part
        try:
            value = import_module(module)
        except ImportError:
            value = getattr(value, part)
    return value


@pytest.mark.parametrize("name", sorted(set(names()) - ABSENT.keys()))
def test_name_is_there(name: str) -> None:
    owner, _, attribute = name.rpartition(".")
    assert hasattr(found(owner), attribute)


@pytest.mark.parametrize("name", ABSENT)
def test_absent_name_is_still_absent(name: str) -> None:
    owner, _, attribute = name.rpartition(".")
    assert not hasattr(found(owner), attribute)


def signatures() -> Iterator[Any]:
    for module, facts in MODULES.items():
        for name, text in facts["functions"].items():
            yield f"{module}.{name}", text
        for cls, about in facts["classes"].items():
            if about["constructor"] and cls != "SessionClient":
                yield f"{module}.{cls}", about["constructor"]
            for name, text in about["methods"].items():
                yield f"{module}.{cls}.{name}", text


def parameters(text: str) -> list[str]:
    """The parameters of a signature as text: ``name``, ``name=`` with a default, ``*args``."""
    parts = re.sub(r"\(\)|\{\}", "", text[1:-1]).split(", ")
    return [re.sub(r"=.*", "=", part) for part in parts if part not in ("", "self", "cls", "/")]


def ours(function: Any) -> list[str]:
    shown = []
    for p in inspect.signature(function).parameters.values():
        stars = {p.VAR_POSITIONAL: "*", p.VAR_KEYWORD: "**"}.get(p.kind, "")
        if p.name not in ("self", "cls"):
            shown.append(f"{stars}{p.name}" + ("=" if p.default is not p.empty else ""))
    return shown


NAMED = [s for s in signatures() if s[0] not in ABSENT and re.search(r"[(,] ?(?!self\b)\w", s[1])]


@pytest.mark.parametrize(("name", "text"), NAMED)
def test_parameters_are_taken_in_the_known_order(name: str, text: str) -> None:
    known = [p for p in parameters(text) if not p.startswith("*")]
    mine = ours(found(name))
    for position, parameter in enumerate(known):
        # An argument that has become optional is taken as before.
        assert mine[position].rstrip("=") == parameter.rstrip("=")
        assert mine[position].endswith("=") or not parameter.endswith("=")


@pytest.mark.parametrize("name", FACTS["exceptions"])
def test_exception_has_the_known_bases_and_status(name: str) -> None:
    facts = FACTS["exceptions"][name]
    cls = getattr(exceptions, name)
    assert set(facts["bases"]) <= {base.__name__ for base in cls.__mro__}
    assert facts["http_status"] is None or cls.http_status == facts["http_status"]


def test_client_takes_its_arguments_in_the_known_order() -> None:
    known = [p for p in parameters(FACTS["client"]["v2_client_init"]) if not p.startswith("*")]
    assert ours(found("novaclient.v2.client.Client"))[: len(known)] == known


# ------------------------------------------------------------------------- names of this library
#: Public names that python-novaclient does not have.
ADDED = {
    "novaclient.api_versions": {"API_MAX_VERSION", "API_MIN_VERSION", "BASE_VERSION"},
    "novaclient.base": {"API", "given"},
    "novaclient.exceptions": {
        "AmbiguousName", "AuthenticationFailed", "ConfigurationError", "ConnectionFailed",
        "HTTPResponse", "HttpNotImplemented", "InvalidResponse", "MAX_MESSAGE", "MAX_RETRY_AFTER",
        "MissingField", "NameNotFound", "UnusableName", "WaitTimeout", "request_id_of",
    },
    "novaclient.extension": {"CONTRIB", "candidates"},
}  # fmt: skip


def own_names(module: Any) -> set[str]:
    """The public names that a module defines itself."""
    values = {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("_") and name not in ("annotations", "TYPE_CHECKING")
    }
    return {
        name
        for name, value in values.items()
        if not isinstance(value, ModuleType | TypeVar | ParamSpec)
        and getattr(value, "__module__", module.__name__) == module.__name__
    }


@pytest.mark.parametrize("name", MODULES)
def test_module_has_no_further_public_name(name: str) -> None:
    facts = MODULES[name]
    known = {*facts["functions"], *facts["classes"], *facts["constants"]}
    assert own_names(import_module(name)) - known == ADDED.get(name, set())


def test_package_exports_what_it_lists() -> None:
    assert own_names(novaclient) <= set(novaclient.__all__)
    assert [name for name in novaclient.__all__ if not hasattr(novaclient, name)] == []


# ------------------------------------------------------------------------- python-novaclient 3.3.0
def former() -> Iterator[str]:
    for module, classes in FACTS["former"].items():
        for cls, methods in classes.items():
            yield from (f"{module}.{cls}.{method}" for method in methods)


@pytest.mark.parametrize("name", list(former()))
def test_former_method_is_found_under_its_former_name(name: str) -> None:
    assert callable(found(name))


@pytest.mark.parametrize("attribute", FACTS["former_client_attributes"])
def test_former_manager_is_an_attribute_of_the_client(attribute: str) -> None:
    assert getattr(recorded(), attribute).api


def test_former_module_has_the_very_classes_of_today() -> None:
    from novaclient.v2 import floating_ips  # type: ignore[attr-defined]
    from novaclient.v2.legacy import addresses

    assert floating_ips.FloatingIPManager is addresses.FloatingIPManager


def test_module_that_never_was_is_not_found() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"novaclient\.v2\.nonsense"):
        import_module("novaclient.v2.nonsense")


# ------------------------------------------------------------------- what published programs use
@pytest.mark.parametrize("name", FACTS["used"]["names"])
def test_name_that_a_published_program_uses_is_there(name: str) -> None:
    assert found(re.sub(r"\.assert_.*", "", name)) is not None


@pytest.mark.parametrize("call", FACTS["used"]["calls"])
def test_method_that_a_published_program_calls_is_there(call: str) -> None:
    attribute, _, method = call.partition(".")
    assert callable(getattr(getattr(recorded(), attribute), method))


@pytest.mark.parametrize(
    ("call", "argument"),
    [(c, a) for c, names in FACTS["used"]["arguments"].items() for a in names if a != "**"],
)
def test_method_takes_the_argument_that_a_published_program_gives(call: str, argument: str) -> None:
    attribute, _, method = call.partition(".")
    known = inspect.signature(getattr(getattr(recorded(), attribute), method)).parameters
    assert argument in known or any(p.kind is p.VAR_KEYWORD for p in known.values())
