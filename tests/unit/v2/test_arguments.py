"""Arguments of wrong types: an error that names them, before any request."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from recording import recorded

from novaclient import exceptions
from novaclient.v2.client import Client
from novaclient.v2.operations import operations

Call = Callable[[Client], object]
NICS: dict[str, Any] = {"nics": "none"}

#: A call, and the argument that its error names.
WRONG: list[tuple[Call, str]] = [
    (lambda c: c.servers.list(search_opts="status=ACTIVE"), "search_opts"),  # type: ignore[arg-type]
    (lambda c: c.servers.list(sort_keys="name"), "sort_keys"),
    (lambda c: c.servers.create("a", "b", "c", nics=["net"]), "nics"),  # type: ignore[list-item]
    (lambda c: c.servers.create("a", "b", "c", nics=7), "nics"),  # type: ignore[arg-type]
    (lambda c: c.servers.create("a", "b", "c", meta=["k=v"], **NICS), "meta"),
    (lambda c: c.servers.create("a", "b", "c", userdata=7, **NICS), "userdata"),
    (lambda c: c.servers.create("a", "b", "c", scheduler_hints=[1], **NICS), "scheduler_hints"),
    (
        lambda c: c.servers.create("a", "b", "c", block_device_mapping={"vda": 1}, **NICS),  # type: ignore[dict-item]
        "block_device_mapping",
    ),
    (
        lambda c: c.servers.create("a", "b", "c", block_device_mapping_v2=["x"], **NICS),  # type: ignore[list-item]
        "block_device_mapping_v2",
    ),
    (lambda c: c.servers.delete_meta("1", "key"), "keys"),
    (lambda c: c.servers.set_tags("1", "tag"), "tags"),
    (lambda c: c.servers.get_console_url("1", ["novnc"]), "console_type"),  # type: ignore[arg-type]
    (lambda c: c.flavors.set_keys("1", [1]), "metadata"),  # type: ignore[arg-type]
    (lambda c: c.flavors.unset_keys("1", "key"), "keys"),
    (lambda c: c.aggregates.cache_images("1", "image"), "images"),
    (lambda c: c.glance.find_images("image"), "names_or_ids"),
    (lambda c: c.volumes.list(search_opts=[1]), "search_opts"),
    (lambda c: c.server_external_events.create([1]), "events"),  # type: ignore[list-item]
    (lambda c: c.servers.list(marker="\ud800"), "marker"),
]


@pytest.mark.parametrize(("call", "name"), WRONG)
def test_argument_of_a_wrong_type_is_named(call: Call, name: str) -> None:
    cloud = recorded({}, version="2.latest")
    with pytest.raises((TypeError, ValueError), match=f"'{name}'"):
        call(cloud)
    assert cloud.sent == []


def test_files_of_a_wrong_type_are_named() -> None:
    for files in ([1], {"/etc/motd": 7}):
        with pytest.raises(TypeError, match="'files'"):
            recorded(version="2.1").servers.create("a", "b", "c", files=files)  # type: ignore[arg-type]


OPERATIONS = [f"{row.manager}.{row.method}" for row in operations()]
ODD = (7, b"x", [1], [{}], {"a": 1}, {1: None}, object(), "\ud800", 2**80)
KNOWN = (
    TypeError, ValueError, exceptions.ClientException, exceptions.CommandError,
    exceptions.UnsupportedVersion, exceptions.UnsupportedAttribute,
    exceptions.UnsupportedConsoleType, exceptions.VersionNotFoundForAPIMethod, NotImplementedError,
)  # fmt: skip


def _calls(function: Callable[..., Any]) -> Iterator[dict[str, Any]]:
    """Arguments for a method: each of them odd in its turn."""
    named = [
        p for p in inspect.signature(function).parameters.values()
        if p.name != "self" and p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)
    ]  # fmt: skip
    usual = {p.name: "1" for p in named if p.default is p.empty}
    return (usual | {p.name: odd} for p in named for odd in ODD)


@pytest.mark.filterwarnings("ignore:.*is now:UserWarning")
@pytest.mark.parametrize("operation", OPERATIONS)
def test_odd_arguments_are_taken_or_refused_by_an_error_that_is_known(operation: str) -> None:
    manager, _, method = operation.partition(".")
    for version in ("2.1", "2.latest"):
        for arguments in _calls(getattr(type(getattr(recorded(version=version), manager)), method)):
            cloud = recorded({}, version=version)
            try:
                made = getattr(getattr(cloud, manager), method)(**arguments)
                if isinstance(made, Iterator):
                    next(made, None)
            except KNOWN:
                continue
