"""Networks: found by name at the network service."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from recording import Answer, Cloud, recorded

from novaclient import exceptions

ID = "11111111-2222-3333-4444-555555555555"
OTHER = "22222222-2222-3333-4444-555555555555"


def networks(*rows: tuple[str, str]) -> dict[str, Any]:
    return {"networks": [{"id": i, "name": n} for i, n in rows]}


def query(cloud: Cloud, index: int = 0) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(cloud.sent[index].url).query)


def test_network_is_asked_for_by_name_at_the_network_service() -> None:
    cloud = recorded(networks((ID, "net")))
    assert cloud.neutron.find_network("net").id == ID
    url = "/v2.0/networks?name=net&fields=id&fields=name"
    assert cloud.sent == [("GET", url, None, None, "network")]


def test_network_that_is_not_there_is_reported() -> None:
    with pytest.raises(exceptions.NotFound, match="No Network matching x"):
        recorded(networks()).neutron.find_network("x")


def test_networks_of_one_name_are_all_reported() -> None:
    with pytest.raises(exceptions.AmbiguousName, match=f"{ID}, {OTHER}"):
        recorded(networks((ID, "n"), (OTHER, "n"))).neutron.find_network("n")


def test_resolve_of_networks_asks_for_names_at_once() -> None:
    cloud = recorded(networks((ID, "a"), ("3", "b")))
    assert [o.result for o in cloud.neutron.resolve(["a", OTHER, "b"])] == [ID, OTHER, "3"]
    assert query(cloud)[:2] == [("name", "a"), ("name", "b")]


def test_resolve_of_a_missing_network_names_the_nearest() -> None:
    cloud = recorded(networks(), networks((ID, "private")))
    assert "Did you mean 'private'" in str(cloud.neutron.resolve(["privat"])[0].error)


def test_network_answer_that_is_an_error_is_raised() -> None:
    answer = Answer({"NeutronError": {"message": "no"}}, 403)
    with pytest.raises(exceptions.Forbidden, match="no"):
        recorded(answer).neutron.find_network("net")
