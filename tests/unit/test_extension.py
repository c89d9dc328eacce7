"""Extensions of the client, and the functions that they and programs import."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from recording import Recorder, cloud_of

from novaclient import base, client, extension, i18n, utils


class ThingManager(base.Manager[base.Resource]):
    resource_class = base.Resource


@pytest.fixture
def module() -> ModuleType:
    made = ModuleType("things")
    vars(made).update(ThingManager=ThingManager, VERSION="1", Resource=base.Resource)
    return made


@pytest.fixture(autouse=True)
def no_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extension.Extension, "_hooks_map", {}, raising=False)


def test_extensions_manager_becomes_an_attribute_of_the_client(module: ModuleType) -> None:
    found = extension.Extension("things", module)
    made = cloud_of(Recorder(), "2.1", extensions=[found])
    assert type(made.things) is ThingManager  # type: ignore[attr-defined]
    assert repr(found) == "<Extension 'things'>"


def test_module_without_a_manager_is_an_extension_without_one() -> None:
    assert extension.Extension("empty", ModuleType("empty")).manager_class is None


def test_functions_with_the_names_of_hooks_are_hooks(module: ModuleType) -> None:
    seen: list[Any] = []
    vars(module)["__pre_parse_args__"] = seen.append
    extension.Extension("things", module).run_hooks("__pre_parse_args__", ["list"])
    assert seen == [["list"]]


def test_extensions_are_discovered_by_their_modules_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("one_python_novaclient_ext", "two_python_novaclient_ext")
    (tmp_path / f"{names[0]}.py").write_text("extension_name = 'one'\n")
    (tmp_path / f"{names[1]}.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    found = {one.name: one.module.__name__ for one in client.discover_extensions("2.1")}
    for name in names:
        monkeypatch.delitem(sys.modules, name)
    assert found == {"one": names[0], names[1]: names[1]}


def test_extensions_are_discovered_by_entry_points(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.metadata

    entry = EntryPoint("things", "novaclient.v2.versions", "novaclient.extension")
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda *, group: [entry])
    (found,) = client.discover_extensions()
    assert (found.name, found.module.__name__) == ("things", "novaclient.v2.versions")


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({"tenant_id": "p"}, {"project_id": "p"}),
        ({"tenant_name": "p"}, {"project_name": "p"}),
        ({"api_key": "secret"}, {"password": "secret"}),
        ({"bypass_url": "http://n"}, {"endpoint_override": "http://n"}),
        ({"interface": "internal"}, {"endpoint_type": "internal"}),
        ({"interface": "internal", "endpoint_type": "admin"}, {"endpoint_type": "admin"}),
        ({"no_cache": True}, {"os_cache": False}),
        ({"proxy_token": "t"}, {}),
    ],
)
def test_old_names_of_arguments_are_taken_with_a_warning(
    given: dict[str, Any], taken: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("novaclient.v2.client.Client", SimpleNamespace)
    with pytest.warns(UserWarning, match="no longer used") as caught:
        made = client.Client("2.1", "user", **given)
    arguments = vars(made)
    for name in ("api_version", "username", "auth_url", "direct_use"):
        del arguments[name]
    assert arguments == taken
    assert caught[0].filename == __file__
    assert "secret" not in str(caught[0].message)


def test_arguments_of_commands_are_recorded_in_the_order_written() -> None:
    @utils.arg("name", help="n")
    @utils.arg("--all", action="store_true")
    @utils.arg("--all", action="store_true")
    def command() -> None: ...

    noted = command.arguments  # type: ignore[attr-defined]
    assert noted == [(("name",), {"help": "n"}), (("--all",), {"action": "store_true"})]


def test_marks_are_read_back() -> None:
    def plain() -> None: ...

    @utils.unauthenticated
    @utils.service_type("volume")
    def marked() -> None: ...

    assert (utils.isunauthenticated(plain), utils.get_service_type(plain)) == (False, None)
    assert (utils.isunauthenticated(marked), utils.get_service_type(marked)) == (True, "volume")


def test_list_is_printed_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        SimpleNamespace(id=2, some_field=None, serverId="s"),
        SimpleNamespace(id=1, some_field="\x1b[2J", serverId="t"),
    ]
    fields = ["ID", "Some Field", "serverId", "Gone", "Double"]
    utils.print_list(rows, fields, {"Double": lambda row: row.id * 2}, sortby_index=0)
    assert capsys.readouterr().out.splitlines() == [
        "+----+------------+----------+------+--------+",
        "| ID | Some Field | serverId | Gone | Double |",
        "+----+------------+----------+------+--------+",
        "| 1  | \\x1b[2J    | t        |      | 2      |",
        "| 2  | -          | s        |      | 4      |",
        "+----+------------+----------+------+--------+",
    ]


def test_dict_is_printed_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    utils.print_dict({"b": None, "a": {"x": 1}}, "Key", "What")
    assert capsys.readouterr().out.splitlines() == [
        "+-----+----------+",
        "| Key | What     |",
        "+-----+----------+",
        '| a   | {"x": 1} |',
        "| b   | -        |",
        "+-----+----------+",
    ]


@pytest.mark.parametrize(
    ("attribute", "heading"),
    [("some_field", "Some Field"), ("IP", "Ip"), ("mixedCase", "mixedCase"), ("X:y_z", "X: Y Z")],
)
def test_field_formatter_has_a_heading(attribute: str, heading: str) -> None:
    assert utils.make_field_formatter(attribute)[0] == heading


@pytest.mark.parametrize(("value", "shown"), [("b,a", ["a", "b"]), ("", ""), (None, None)])
def test_field_formatter_filters_what_there_is(value: Any, shown: Any) -> None:
    filters = {"tags": lambda text: sorted(text.split(","))}
    _, show = utils.make_field_formatter("tags", filters)
    assert show(SimpleNamespace(tags=value)) == shown


@pytest.mark.parametrize(
    ("value", "integer"),
    [(1, True), ("2", True), ("x", False), (None, False), ([], False), (float("inf"), False)],
)
def test_integers_are_recognised(value: Any, integer: bool) -> None:
    assert utils.is_integer_like(value) is integer


def test_choices_are_written_in_quotes() -> None:
    assert utils.pretty_choice_list(["a", 1]) == "'a', '1'"
    assert utils.pretty_choice_dict({"b": 2, "a": 1}) == "'a=1', 'b=2'"


@pytest.mark.parametrize(
    ("value", "below"), [(ThingManager, True), (base.Resource, False), ("x", False), (None, False)]
)
def test_subclasses_are_recognised(value: Any, below: bool) -> None:
    assert utils.safe_issubclass(value, base.Manager) is below


def test_messages_are_left_as_they_are() -> None:
    assert i18n._("No server.") == "No server."
