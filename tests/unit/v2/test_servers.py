"""Listing and finding servers."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from recording import Cloud, recorded

from novaclient import exceptions

ID = "11111111-2222-3333-4444-555555555555"
IMAGE = "22222222-2222-3333-4444-555555555555"
NET = "33333333-2222-3333-4444-555555555555"
SERVER = {"id": ID, "name": "s", "status": "ACTIVE"}
LATEST = "2.latest"


def page(*names: str, following: str | None = None) -> dict[str, Any]:
    rows = [{"id": f"id-{name}", "name": name} for name in names]
    if following is None:
        return {"servers": rows}
    href = f"http://nova.example/v2.1/p/servers/detail?limit=2&marker={following}"
    return {"servers": rows, "servers_links": [{"rel": "next", "href": href}]}


def sent_query(cloud: Cloud, index: int = 0) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(cloud.sent[index].url).query)


@pytest.mark.parametrize(
    ("arguments", "url"),
    [
        ({}, "/servers/detail"),
        ({"detailed": False}, "/servers"),
        ({"limit": 5, "marker": ID}, f"/servers/detail?limit=5&marker={ID}"),
        ({"search_opts": {"name": "a b", "status": None, "host": ""}}, "/servers/detail?name=a+b"),
        ({"search_opts": {"all_tenants": True}}, "/servers/detail?all_tenants=True"),
        ({"search_opts": {"locked": False}}, "/servers/detail?locked=False"),
        ({"search_opts": {"config_drive": False}}, "/servers/detail?config_drive=False"),
        (
            {"sort_keys": ["b", "a"], "sort_dirs": ["asc", "desc"]},
            "/servers/detail?sort_dir=asc&sort_dir=desc&sort_key=b&sort_key=a",
        ),
    ],
)
def test_list_asks_for(arguments: dict[str, Any], url: str) -> None:
    cloud = recorded(page("a"))
    assert [server.name for server in cloud.servers.list(**arguments)] == ["a"]
    assert cloud.urls == [f"GET {url}"]


def test_list_returns_one_page_unless_more_are_requested() -> None:
    cloud = recorded(page("a", following="id-a"))
    assert len(cloud.servers.list()) == 1
    assert len(cloud.sent) == 1


def test_list_with_limit_minus_one_follows_all_pages() -> None:
    cloud = recorded(page("a", "b", following="id-b"), page("c"))
    servers = cloud.servers.list(search_opts={"status": "ACTIVE"}, limit=-1)
    assert [server.name for server in servers] == ["a", "b", "c"]
    assert servers.request_ids == ["req-1", "req-1"]
    assert sent_query(cloud, 1) == [("status", "ACTIVE"), ("marker", "id-b")]


def test_iterate_fetches_a_page_when_its_turn_comes() -> None:
    cloud = recorded(page("a", "b", following="id-b"), page("c"))
    servers = cloud.servers.iterate(page_size=2)
    assert cloud.sent == []
    assert [next(servers).name, next(servers).name] == ["a", "b"]
    assert len(cloud.sent) == 1
    assert [server.name for server in servers] == ["c"]
    assert sent_query(cloud, 1) == [("limit", "2"), ("marker", "id-b")]


def test_iterate_ends_with_an_error_when_a_marker_comes_again() -> None:
    cloud = recorded(*[page("a", following="id-a")] * 3)
    with pytest.raises(exceptions.InvalidResponse, match="is repeated"):
        list(cloud.servers.iterate())
    assert len(cloud.sent) == 2


def test_list_keeps_the_server_that_a_view_made_out_of_the_view() -> None:
    cloud = recorded(page("a"), {"server": SERVER})
    server = cloud.servers.list()[0]
    assert server.manager is cloud.servers


# ------------------------------------------------------------------------------- names to ids
def test_resolve_asks_for_all_names_at_once() -> None:
    cloud = recorded(page("b", "a(1)"))
    outcomes = cloud.servers.resolve(["a(1)", "b", ID], all_tenants=True)
    assert [outcome.result for outcome in outcomes] == ["id-a(1)", "id-b", ID]
    assert len(cloud.sent) == 1
    assert sent_query(cloud) == [("name", r"^(a\(1\)|b)$"), ("all_tenants", "1")]


def test_resolve_of_ids_alone_sends_nothing() -> None:
    cloud = recorded()
    assert cloud.servers.resolve([ID])[0].result == ID
    assert cloud.sent == []


def test_resolve_lists_all_that_bear_the_name() -> None:
    rows = {"servers": [{"id": "1", "name": "a"}, {"id": "2", "name": "a"}]}
    error = recorded(rows).servers.resolve(["a"])[0].error
    assert isinstance(error, exceptions.AmbiguousName)
    assert error.candidates == ["1", "2"]


def test_resolve_of_a_miss_names_the_nearest_once() -> None:
    cloud = recorded(page("web-1"), page("web-1", "db"))
    found, missed = cloud.servers.resolve(["web-1", "web-2"])
    assert found.result == "id-web-1"
    assert str(missed.error).endswith("Did you mean 'web-1'?")


def test_resolve_splits_very_many_names() -> None:
    names = [f"server-{number}" for number in range(250)]
    cloud = recorded(page(*names[:100]), page(*names[100:200]), page(*names[200:]))
    assert all(outcome.ok for outcome in cloud.servers.resolve(names))
    assert len(cloud.sent) == 3


def test_resolve_splits_names_too_long_for_a_url() -> None:
    names = [letter + "ü" * 800 for letter in "abc"]
    cloud = recorded(*[page(name) for name in names])
    assert all(outcome.ok for outcome in cloud.servers.resolve(names))
    assert all(len(sent.url) < 8000 for sent in cloud.sent)


def test_find_asks_for_the_name_itself_on_all_pages() -> None:
    first = page("a.b", following="id-a.b")
    cloud = recorded(first, page("a.b"), {"server": SERVER}, {"server": SERVER})
    assert len(cloud.servers.findall(name="a.b")) == 2
    assert sent_query(cloud) == [("name", r"^a\.b$")]


def test_find_fetches_the_one_match_with_all_fields() -> None:
    cloud = recorded({"servers": [{"id": ID, "name": "s"}]}, {"server": SERVER})
    assert cloud.servers.find(name="s").status == "ACTIVE"
    assert cloud.urls == ["GET /servers?name=%5Es%24", f"GET /servers/{ID}"]


def test_findall_by_another_field_lists_details() -> None:
    cloud = recorded({"servers": [SERVER, {"id": "2", "name": "t", "status": "ERROR"}]})
    assert [server.name for server in cloud.servers.findall(status="ERROR")] == ["t"]
    assert cloud.urls == ["GET /servers/detail"]
