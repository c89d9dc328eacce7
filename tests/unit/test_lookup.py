"""From a typed name to one resource."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from recording import recorded

from novaclient import exceptions, lookup, utils

UUID = "11111111-2222-3333-4444-555555555555"


def row(identifier: Any, name: str, human_id: str | None = None) -> Any:
    return SimpleNamespace(id=identifier, name=name, human_id=human_id, NAME_ATTR="name")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (UUID, True),
        (UUID.upper().replace("-", ""), True),
        (UUID.replace("5", "A"), True),
        ("1", False),
        (UUID[:-1], False),
        (f"{UUID}\n", False),
        (UUID.replace("1", "\u0661"), False),
        ("", False),
    ],
)
def test_uuid_is_recognised_by_its_form(text: str, is_one: bool) -> None:
    assert lookup.is_uuid(text) is is_one


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("My Server", "my-server"),
        ("  a -- b ", "a-b"),
        ("Größe 2", "groe-2"),
        ("日本", ""),
        ("a.b/c", "abc"),
    ],
)
def test_slug_is_a_word_to_type(name: str, slug: str) -> None:
    assert lookup.slug(name) == slug


@pytest.mark.parametrize(("name", "found"), [("1", "1"), ("b", "2"), ("c-c", "3")])
def test_match_is_by_id_then_name_then_human_id(name: str, found: str) -> None:
    rows = [row("1", "b2"), row("2", "b"), row("3", "C C", "c-c"), row("4", "1")]
    assert lookup.match("box", name, rows).result == found


def test_match_of_integer_ids_is_by_their_text() -> None:
    assert lookup.match("box", "7", [row(7, "a")]).result == "7"


def test_match_of_several_names_them_all() -> None:
    error = lookup.match("box", "a", [row("1", "a"), row("2", "a")]).error
    assert isinstance(error, exceptions.AmbiguousName)
    assert str(error) == ("Multiple box matches found for 'a', use an ID to be more specific: 1, 2")


def test_row_that_was_listed_twice_is_one() -> None:
    assert lookup.match("box", "a", [row("1", "a"), row("1", "a")]).result == "1"


def test_miss_suggests_each_near_name_once() -> None:
    rows = [row("1", "web-1"), row("2", "web-1"), row("3", "db")]
    outcome = lookup.match("box", "web-2", rows, suggest=True)
    assert lookup.is_missing(outcome)
    assert str(outcome.error) == (
        "No box with a name or ID of 'web-2' exists. Did you mean 'web-1'?"
    )


def test_miss_among_nothing_suggests_nothing() -> None:
    outcome = lookup.match("box", "a", [], suggest=True)
    assert str(outcome.error) == "No box with a name or ID of 'a' exists."


# -------------------------------------------------------------------------------- find_resource
FLAVORS = {"flavors": [{"id": "1", "name": "m1.tiny"}, {"id": "2", "name": "a/b"}]}
FLAVOR = {"flavor": {"id": "1", "name": "m1.tiny"}}
MISSING = exceptions.NotFound(404)


def test_find_resource_gets_by_id_first() -> None:
    cloud = recorded(FLAVOR)
    assert utils.find_resource(cloud.flavors, "1").id == "1"
    assert cloud.urls == ["GET /flavors/1"]


def test_find_resource_finds_by_name_next() -> None:
    cloud = recorded(MISSING, FLAVORS, FLAVOR)
    assert utils.find_resource(cloud.flavors, "m1.tiny").id == "1"


def test_find_resource_finds_a_name_that_cannot_be_an_id() -> None:
    cloud = recorded(FLAVORS, {"flavor": {"id": "2"}})
    assert utils.find_resource(cloud.flavors, "a/b").id == "2"


def test_find_resource_finds_a_name_that_the_cloud_calls_no_id() -> None:
    rows = {"hypervisors": [{"id": UUID, "hypervisor_hostname": "h1"}]}
    cloud = recorded(exceptions.BadRequest(400), rows)
    assert utils.find_resource(cloud.hypervisors, "h1").id == UUID


def test_find_resource_asks_for_a_uuid_first() -> None:
    cloud = recorded({"server": {"id": UUID}})
    assert utils.find_resource(cloud.servers, UUID).id == UUID


def test_find_resource_finds_by_human_id_after_the_name() -> None:
    rows = {"servers": [{"id": UUID, "name": "My Server"}]}
    cloud = recorded({"servers": []}, rows, {"server": {"id": UUID}})
    assert utils.find_resource(cloud.servers, "my-server").id == UUID
    assert cloud.urls[1:] == ["GET /servers?name=my-server", f"GET /servers/{UUID}"]


def test_find_resource_gets_by_a_number_last() -> None:
    cloud = recorded({"aggregates": []}, {"aggregates": []}, {"aggregate": {"id": 7}})
    assert utils.find_resource(cloud.aggregates, "7").id == 7
    assert cloud.urls[-1] == "GET /os-aggregates/7"


def test_find_resource_widens_the_search_when_requested() -> None:
    cloud = recorded({"servers": [{"id": UUID, "name": "s"}]}, {"server": {"id": UUID}})
    utils.find_resource(cloud.servers, "s", all_tenants=True)
    assert cloud.urls[0] == "GET /servers?all_tenants=True&name=%5Es%24"


@pytest.mark.parametrize(
    ("wrap", "error"), [(True, exceptions.CommandError), (False, exceptions.NotFound)]
)
def test_find_resource_of_none_is_reported(wrap: bool, error: type[Exception]) -> None:
    cloud = recorded({"servers": []}, {"servers": []})
    with pytest.raises(error, match="No server with a name or ID of 'x' exists"):
        utils.find_resource(cloud.servers, "x", wrap_exception=wrap)


@pytest.mark.parametrize("error", [exceptions.CommandError, exceptions.NoUniqueMatch])
def test_find_resource_of_several_is_reported(error: type[Exception]) -> None:
    rows = {"servers": [{"id": "1", "name": "s"}, {"id": "2", "name": "s"}]}
    cloud = recorded(
        rows, {"server": {"id": "1", "name": "s"}}, {"server": {"id": "2", "name": "s"}}
    )
    with pytest.raises(error, match="1, 2"):
        utils.find_resource(cloud.servers, "s")


def test_env_is_the_first_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRST", "")
    monkeypatch.setenv("SECOND", "b")
    assert utils.env("FIRST", "SECOND") == "b"
    assert utils.env("FIRST", default="d") == "d"
    assert utils.env("FIRST") == ""
