"""Flavors and their extra specs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from microversions import NEWEST
from recording import recorded

from novaclient import exceptions
from novaclient.v2.flavors import Flavor, FlavorManager

FLAVOR = {"id": "1", "name": "m1.tiny", "ram": 512}
CREATED = {
    "name": "n",
    "ram": 512,
    "vcpus": 1,
    "disk": 10,
    "id": None,
    "swap": 0,
    "OS-FLV-EXT-DATA:ephemeral": 0,
    "os-flavor-access:is_public": True,
}
LATEST = "2.latest"
Call = Callable[[FlavorManager], Any]


@pytest.mark.parametrize(
    ("arguments", "url"),
    [
        ({}, "/flavors/detail"),
        ({"detailed": False}, "/flavors"),
        ({"is_public": None}, "/flavors/detail?is_public=None"),
        ({"is_public": False}, "/flavors/detail?is_public=False"),
        (
            {"marker": "m", "min_disk": 1, "min_ram": 2, "limit": 3},
            "/flavors/detail?limit=3&marker=m&minDisk=1&minRam=2",
        ),
        ({"name": "^m1"}, "/flavors/detail?name=%5Em1"),
        ({"sort_key": "id", "sort_dir": "asc"}, "/flavors/detail?sort_dir=asc&sort_key=id"),
    ],
)
def test_list_asks_for(arguments: dict[str, Any], url: str) -> None:
    cloud = recorded({"flavors": [FLAVOR]})
    assert cloud.flavors.list(**arguments)[0].ram == 512
    assert cloud.urls == [f"GET {url}"]


@pytest.mark.parametrize(
    ("arguments", "version", "fields", "sent"),
    [
        ({}, "2.1", {"rxtx_factor": 1.0}, "2.1"),
        ({}, "2.101", {"rxtx_factor": 1.0}, "2.101"),
        ({}, "2.102", {}, "2.102"),
        ({}, LATEST, {}, NEWEST),
        ({"rxtx_factor": 1.0}, LATEST, {}, NEWEST),
        ({"rxtx_factor": "2"}, LATEST, {"rxtx_factor": 2.0}, "2.101"),
        (
            {"flavorid": "f", "is_public": "no"},
            LATEST,
            {"id": "f", "os-flavor-access:is_public": False},
            NEWEST,
        ),
        (
            {"ephemeral": "1", "swap": "2"},
            LATEST,
            {"OS-FLV-EXT-DATA:ephemeral": 1, "swap": 2},
            NEWEST,
        ),
        ({"description": "d"}, "2.55", {"rxtx_factor": 1.0, "description": "d"}, "2.55"),
    ],
)
def test_create_sends_what_the_version_takes(
    arguments: dict[str, Any], version: str, fields: dict[str, Any], sent: str
) -> None:
    cloud = recorded({"flavor": FLAVOR}, version=version)
    assert isinstance(cloud.flavors.create("n", "512", 1, 10, **arguments), Flavor)
    assert cloud.sent == [("POST", "/flavors", sent, {"flavor": CREATED | fields}, "compute")]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("n", "x", 1, 1), "Ram must be an integer"),
        (("n", 1, None, 1), "VCPUs must be an integer"),
        (("n", 1, 1, "1.5"), "Disk must be an integer"),
        (("n", 1, 1, 1, "auto", "x"), "Ephemeral must be an integer"),
        (("n", 1, 1, 1, "auto", 0, "x"), "Swap must be an integer"),
        (("n", 1, 1, 1, "auto", 0, 0, "x"), "rxtx_factor must be a float"),
        (("n", 1, 1, 1, "auto", 0, 0, 1.0, "x"), "is_public must be a boolean"),
    ],
)
def test_create_refuses_what_is_no_number(arguments: tuple[Any, ...], message: str) -> None:
    cloud = recorded()
    with pytest.raises(exceptions.CommandError, match=message):
        cloud.flavors.create(*arguments)
    assert cloud.sent == []


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "body"),
    [
        (lambda f: f.get("1"), {"flavor": FLAVOR}, "GET /flavors/1", None),
        (lambda f: f.get("a b"), {"flavor": FLAVOR}, "GET /flavors/a%20b", None),
        (
            lambda f: f.update("1", "d"),
            {"flavor": FLAVOR},
            "PUT /flavors/1",
            {"flavor": {"description": "d"}},
        ),
        (
            lambda f: f.update("1"),
            {"flavor": FLAVOR},
            "PUT /flavors/1",
            {"flavor": {"description": None}},
        ),
        (lambda f: f.delete("1"), None, "DELETE /flavors/1", None),
        (lambda f: f.get_keys("1"), {"extra_specs": {}}, "GET /flavors/1/os-extra_specs", None),
        (
            lambda f: f.set_keys("1", {"hw:a b-c.d": "v"}),
            {"extra_specs": {}},
            "POST /flavors/1/os-extra_specs",
            {"extra_specs": {"hw:a b-c.d": "v"}},
        ),
        (
            lambda f: f.get_key("1", "hw:a"),
            {"hw:a": "b"},
            "GET /flavors/1/os-extra_specs/hw%3Aa",
            None,
        ),
        (
            lambda f: f.set_key("1", "hw:a", "b"),
            {"hw:a": "b"},
            "PUT /flavors/1/os-extra_specs/hw%3Aa",
            {"hw:a": "b"},
        ),
        (
            lambda f: f.unset_keys("1", ["hw:a"]),
            None,
            "DELETE /flavors/1/os-extra_specs/hw%3Aa",
            None,
        ),
        (
            lambda f: Flavor(f, FLAVOR).get_keys(),
            {"extra_specs": {}},
            "GET /flavors/1/os-extra_specs",
            None,
        ),
        (
            lambda f: Flavor(f, FLAVOR).set_keys({"a": "b"}),
            {"extra_specs": {}},
            "POST /flavors/1/os-extra_specs",
            {"extra_specs": {"a": "b"}},
        ),
        (
            lambda f: Flavor(f, FLAVOR).unset_keys(["a"]),
            None,
            "DELETE /flavors/1/os-extra_specs/a",
            None,
        ),
        (
            lambda f: Flavor(f, FLAVOR).update("d"),
            {"flavor": FLAVOR},
            "PUT /flavors/1",
            {"flavor": {"description": "d"}},
        ),
        (lambda f: Flavor(f, FLAVOR).delete(), None, "DELETE /flavors/1", None),
    ],
)
def test_call_sends(call: Call, answer: Any, request_line: str, body: Any) -> None:
    cloud = recorded(answer)
    assert call(cloud.flavors).request_ids == ["req-1"]
    assert [(str(sent), sent.version, sent.body) for sent in cloud.sent] == [
        (request_line, NEWEST, body)
    ]


@pytest.mark.parametrize(
    ("call", "version", "error"),
    [
        (lambda f: f.update("1", "d"), "2.54", exceptions.VersionNotFoundForAPIMethod),
        (
            lambda f: f.create("n", 1, 1, 1, description="d"),
            "2.54",
            exceptions.UnsupportedAttribute,
        ),
        (lambda f: f.create("n", 1, 1, 1, rxtx_factor=2), "2.102", exceptions.UnsupportedAttribute),
        (lambda f: f.list(name="n"), "2.101", exceptions.UnsupportedAttribute),
        (lambda f: f.iterate(name="n"), "2.101", exceptions.UnsupportedAttribute),
        (lambda f: f.set_keys("1", {"a/b": "c"}), LATEST, exceptions.CommandError),
        (lambda f: f.set_key("1", "a/b", "c"), LATEST, exceptions.CommandError),
        (lambda f: f.get_key("1", "a/b"), LATEST, exceptions.UnusableName),
    ],
)
def test_call_is_refused_before_any_request(
    call: Call, version: str, error: type[Exception]
) -> None:
    cloud = recorded(version=version)
    with pytest.raises(error):
        call(cloud.flavors)
    assert cloud.sent == []


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda f: f.list(), "flavors"),
        (lambda f: f.get("1"), "flavor"),
        (lambda f: f.create("n", 1, 1, 1), "flavor"),
        (lambda f: f.update("1"), "flavor"),
        (lambda f: f.get_keys("1"), "extra_specs"),
        (lambda f: f.set_keys("1", {"a": "b"}), "extra_specs"),
        (lambda f: f.get_key("1", "a"), "a"),
        (lambda f: f.set_key("1", "a", "b"), "a"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}).flavors)


def test_fields_that_an_answer_left_out_are_not_available() -> None:
    flavor = Flavor(recorded().flavors, FLAVOR, loaded=True)
    assert (flavor.ephemeral, flavor.is_public) == ("N/A", "N/A")


def test_fields_with_colons_have_short_names() -> None:
    info = FLAVOR | {"OS-FLV-EXT-DATA:ephemeral": 5, "os-flavor-access:is_public": False}
    flavor = Flavor(recorded().flavors, info, loaded=True)
    assert (flavor.ephemeral, flavor.is_public) == (5, False)


def test_resolve_lists_private_flavors_too_on_all_pages() -> None:
    link = {"rel": "next", "href": "http://nova.example/v2.1/flavors?is_public=None&marker=1"}
    cloud = recorded(
        {"flavors": [FLAVOR], "flavors_links": [link]}, {"flavors": [{"id": "7", "name": "m1.big"}]}
    )
    assert [o.result for o in cloud.flavors.resolve(["m1.big", "1", "m1.tiny"])] == ["7", "1", "1"]
    assert cloud.urls == [
        "GET /flavors?is_public=None",
        "GET /flavors?is_public=None&marker=1",
    ]


def test_a_flavor_that_is_called_as_anothers_id_is_not_meant() -> None:
    rows = [{"id": "1", "name": "2"}, {"id": "2", "name": "x"}]
    assert recorded({"flavors": rows}).flavors.resolve(["2"])[0].result == "2"


def test_flavor_id_that_looks_like_a_uuid_may_be_a_name() -> None:
    name = "11111111-2222-3333-4444-555555555555"
    cloud = recorded({"flavors": [{"id": "1", "name": name}]})
    assert cloud.flavors.resolve([name])[0].result == "1"


def test_find_takes_private_flavors_into_account_when_requested() -> None:
    cloud = recorded({"flavors": [{"id": "1", "name": "m1.tiny"}]}, {"flavor": FLAVOR})
    assert cloud.flavors.find(name="m1.tiny", is_public=None).ram == 512
    assert cloud.urls == ["GET /flavors?is_public=None", "GET /flavors/1"]


ACCESS = {"flavor_access": [{"flavor_id": "1", "tenant_id": "t"}]}


@pytest.mark.parametrize(
    ("method", "action"),
    [("add_tenant_access", "addTenantAccess"), ("remove_tenant_access", "removeTenantAccess")],
)
def test_access_is_changed_for_a_project(method: str, action: str) -> None:
    cloud = recorded(ACCESS)
    assert getattr(cloud.flavor_access, method)("1", "t")[0].flavor_id == "1"
    assert cloud.sent[0][:4] == ("POST", "/flavors/1/action", NEWEST, {action: {"tenant": "t"}})
