"""The transport that tells of what would change something, over both of the others."""

from __future__ import annotations

from typing import Any

import pytest
from keystoneauth1 import session as ksession
from keystoneauth1 import token_endpoint

from novaclient import exceptions
from novaclient.api_versions import APIVersion
from novaclient.transport.plan import PlanningTransport, Request
from novaclient.transport.session import SessionClient
from novaclient.transport.token_transport import Access, LightClient
from novaclient.v2.client import Client

#: Nothing listens there: whatever is sent fails.
NOWHERE = "http://127.0.0.1:1/v2.1"
ENDPOINTS = {"compute": NOWHERE, "volumev3": "http://127.0.0.1:1/volume/v3/p"}


def light() -> Any:
    return LightClient(Access("token", ENDPOINTS))


def through_keystoneauth() -> Any:
    plugin = token_endpoint.Token(NOWHERE, "token")
    return SessionClient(session=ksession.Session(plugin), endpoint_override=NOWHERE)


@pytest.fixture(params=[light, through_keystoneauth], ids=["light", "session"])
def planned(request: pytest.FixtureRequest) -> tuple[Client, list[Request]]:
    """A client whose requests are told, and these."""
    told: list[Request] = []
    transport = request.param()
    transport.retry = None
    client = Client(
        APIVersion("2.90"), transport=PlanningTransport(transport, told.append), direct_use=False
    )
    return client, told


def test_a_change_is_told_and_not_sent(planned: tuple[Client, list[Request]]) -> None:
    client, told = planned
    client.servers.stop("s1")
    assert told == [
        Request(
            "POST",
            f"{NOWHERE}/servers/s1/action",
            {"OpenStack-API-Version": "compute 2.90"},
            {"os-stop": None},
        )
    ]


def test_what_only_reads_is_told_and_sent(planned: tuple[Client, list[Request]]) -> None:
    client, told = planned
    with pytest.raises(exceptions.ConnectionFailed):
        client.servers.get("s1")
    assert [(one.method, one.url) for one in told] == [("GET", f"{NOWHERE}/servers/s1")]


def test_an_answer_that_is_needed_is_missed(planned: tuple[Client, list[Request]]) -> None:
    client, told = planned
    with pytest.raises(exceptions.InvalidResponse):
        client.server_groups.create("g", policy="affinity")
    assert len(told) == 1


def test_another_service_is_planned_too() -> None:
    told: list[Request] = []
    transport = PlanningTransport(light(), told.append).for_service("volumev3")
    transport.delete("/v3/p/volumes/v1")
    assert [(one.method, one.url) for one in told] == [
        ("DELETE", "http://127.0.0.1:1/volume/v3/p/volumes/v1")
    ]
    with pytest.raises(exceptions.ConnectionFailed):
        transport.get("/v3/p/volumes/v1")


def test_a_token_is_not_told(planned: tuple[Client, list[Request]]) -> None:
    client, told = planned
    client.servers.delete("s1")
    assert "token" not in str(told)


def test_the_rest_is_the_other_transports(planned: tuple[Client, list[Request]]) -> None:
    client, _ = planned
    assert client.client.get_endpoint() == NOWHERE
    assert client.client.get_timings() == []
