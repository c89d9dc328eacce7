"""The transport for dry runs, over both of the others."""

from __future__ import annotations

import logging

import pytest
from keystoneauth1 import session as ksession
from keystoneauth1 import token_endpoint

from novaclient import exceptions
from novaclient.api_versions import APIVersion
from novaclient.auth.cache import Record
from novaclient.auth.renewal import TokenRenewer
from novaclient.transport.messages import Request
from novaclient.transport.plan import PlanningTransport
from novaclient.transport.service_client import ServiceClient
from novaclient.transport.session import SessionClient
from novaclient.transport.token_transport import TokenTransport
from novaclient.v2.client import Client
from novaclient.wire.connections import Connections

#: Nothing listens there: whatever is sent fails.
NOWHERE = "http://127.0.0.1:1/v2.1"
ENDPOINTS = {"compute": NOWHERE, "volumev3": "http://127.0.0.1:1/volume/v3/p"}


def token_client() -> ServiceClient:
    tokens = TokenRenewer(Record("t0p-s3cret", None, ENDPOINTS))
    return ServiceClient(TokenTransport(tokens, Connections()), tokens=tokens)


def session_client() -> ServiceClient:
    plugin = token_endpoint.Token(NOWHERE, "t0p-s3cret")
    return SessionClient(session=ksession.Session(plugin), endpoint_override=NOWHERE)


@pytest.fixture(params=[token_client, session_client], ids=["token", "session"])
def planned(request: pytest.FixtureRequest) -> tuple[Client, list[Request]]:
    """A client, and its recorded requests."""
    recorded: list[Request] = []
    service: ServiceClient = request.param()
    service.transport = PlanningTransport(service.transport, recorded.append)
    return Client(APIVersion("2.90"), service_client=service, direct_use=False), recorded


def test_a_change_is_recorded_and_not_sent(planned: tuple[Client, list[Request]]) -> None:
    client, recorded = planned
    client.servers.stop("s1")
    assert [(one.method, one.url, one.headers, one.body) for one in recorded] == [
        (
            "POST",
            f"{NOWHERE}/servers/s1/action",
            {"OpenStack-API-Version": "compute 2.90"},
            {"os-stop": None},
        )
    ]


def test_a_reading_request_is_recorded_and_sent(planned: tuple[Client, list[Request]]) -> None:
    client, recorded = planned
    with pytest.raises(exceptions.ConnectionFailed):
        client.servers.get("s1")
    assert [(one.method, one.url) for one in recorded] == [("GET", f"{NOWHERE}/servers/s1")]


def test_a_needed_response_is_missing(planned: tuple[Client, list[Request]]) -> None:
    client, recorded = planned
    with pytest.raises(exceptions.InvalidResponse):
        client.server_groups.create("g", policy="affinity")
    assert len(recorded) == 1


def test_another_service_is_planned_too() -> None:
    recorded: list[Request] = []
    service = token_client()
    service.transport = PlanningTransport(service.transport, recorded.append)
    volumes = service.for_service("volumev3")
    volumes.delete("/v3/p/volumes/v1")
    assert [(one.method, one.url) for one in recorded] == [
        ("DELETE", "http://127.0.0.1:1/volume/v3/p/volumes/v1")
    ]
    with pytest.raises(exceptions.ConnectionFailed):
        volumes.get("/v3/p/volumes/v1")


def test_a_token_is_not_recorded(planned: tuple[Client, list[Request]]) -> None:
    client, recorded = planned
    client.servers.delete("s1")
    assert [one.token for one in recorded] == [None]
    assert "t0p-s3cret" not in str(recorded[0].headers)


def test_the_client_is_otherwise_the_same(planned: tuple[Client, list[Request]]) -> None:
    client, _ = planned
    assert client.client.get_endpoint() == NOWHERE
    assert client.client.get_timings() == []


def test_only_what_is_sent_is_logged(
    planned: tuple[Client, list[Request]], caplog: pytest.LogCaptureFixture
) -> None:
    client, _ = planned
    client.client.logger = logging.getLogger("novaclient.test")
    with caplog.at_level(logging.DEBUG, "novaclient.test"):
        client.servers.stop("s1")
        assert caplog.messages == []
        with pytest.raises(exceptions.ConnectionFailed):
            client.servers.get("s1")
    assert [message.partition(" http")[0] for message in caplog.messages] == [
        "REQ: curl -g -i -X GET"
    ]
