"""What published programs do with the library beyond its documented names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from microversions import NEWEST
from recording import recorded

import novaclient
from novaclient import api_versions, client, exceptions, utils
from novaclient.v2 import servers
from novaclient.v2.client import Client as V2Client

FACTS = json.loads((Path(__file__).parents[1] / "facts/names.json").read_text())
VERSION = {"version": {"id": "v2.1", "version": "2.96", "min_version": "2.1"}}
VALUES = {
    "connect_retries": 3,
    "endpoint_type": "internalURL",
    "extensions": (),
    "http_log_debug": False,
    "insecure": False,
    "service_type": "compute",
    "session": None,
    "timeout": 7,
    "timings": True,
    "version": "2.1",
}


@pytest.mark.parametrize("name", FACTS["used"]["client"])
def test_client_takes_the_keywords_that_programs_give(name: str) -> None:
    given = {"version": "2.1", "auth_url": "http://keystone.example", name: VALUES.get(name, "x")}
    assert isinstance(client.Client(**given), V2Client)


def test_dashboard_gives_name_token_project_and_address_in_order() -> None:
    made = client.Client(
        "2", "demo", "token", "p", "http://keystone.example/v3", auth_token="token", insecure=True
    )
    assert (made.project_id, made.client.session.verify) == ("p", False)


def test_dashboard_asks_for_the_clouds_versions_by_a_private_name() -> None:
    oldest, newest = api_versions._get_server_version_range(recorded(VERSION))
    assert (oldest.get_string(), newest.get_string()) == ("2.1", "2.96")


def test_load_generator_lists_by_a_private_name() -> None:
    cloud = recorded({"servers": [{"id": "1"}]}, version="2.1")
    found = cloud.servers._list(
        "/servers/detail", response_key="servers", filters={"limit": 1, "all_tenants": True}
    )
    assert [server.id for server in found] == ["1"]
    assert cloud.urls == ["GET /servers/detail?all_tenants=True&limit=1"]


def test_ec2_gets_a_key_pair_by_a_private_name() -> None:
    cloud = recorded({"keypair": {"name": "k"}}, version="2.1")
    assert cloud.keypairs._get("/os-keypairs/k", "keypair").name == "k"


def test_reservations_replace_the_manager_of_servers_by_one_of_their_own() -> None:
    class Manager(servers.ServerManager):
        def create(self, name: str, *args: Any, **kwargs: Any) -> Any:
            return super().create(name.upper(), *args, **kwargs)

    cloud = recorded({"server": {"id": "1"}}, version="2.1")
    cloud.servers = Manager(cloud)  # type: ignore[misc, assignment]
    cloud.servers.create("vm", "image", "flavor")
    assert cloud.sent[0].body["server"]["name"] == "VM"


def test_tests_of_programs_mock_a_client_by_its_specification() -> None:
    spec = mock.create_autospec(client.Client("2", session=mock.Mock()))
    spec.servers.get("1")
    spec.servers.get.assert_called_once_with("1")
    with pytest.raises(AttributeError):
        spec.servers.nonsense()


def test_orchestration_compares_the_newest_version() -> None:
    assert novaclient.API_MAX_VERSION.get_string() == NEWEST


def test_shares_find_resources_of_a_loader_of_their_own() -> None:
    class Loader:
        resource_class = None

        def get(self, text: str) -> str:
            raise exceptions.NotFound(404)

        def find(self, **kwargs: str) -> str:
            return f"found by {kwargs}"

    assert utils.find_resource(Loader(), "web") == "found by {'name': 'web'}"


def test_programs_catch_errors_by_the_clients_module() -> None:
    with pytest.raises(client.exceptions.NotFound):
        recorded(exceptions.NotFound(404), version="2.1").servers.get("1")
