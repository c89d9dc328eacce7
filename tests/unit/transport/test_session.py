"""The session transport: a program's keystoneauth session, with prepared responses."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
import requests
from keystoneauth1 import session, token_endpoint
from requests.adapters import BaseAdapter

import novaclient.client
from novaclient import exceptions

ENDPOINT = "http://nova.example/v2.1/p"
ID = "11111111-2222-3333-4444-555555555555"


class Canned(BaseAdapter):
    """Answers each request with the next of these, and records it."""

    def __init__(self, *answers: tuple[int, str] | Exception) -> None:
        super().__init__()
        self.answers = list(answers)
        self.sent: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        self.sent.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        status, text = answer
        response = requests.Response()
        response.status_code, response._content = status, text.encode()
        response.request, response.url = request, request.url or ""
        response.headers["x-openstack-request-id"] = "req-1"
        response.headers["OpenStack-API-Version"] = "compute 2.90"
        return response

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def nova() -> Callable[..., tuple[Any, Canned]]:
    """Makes a client over a program's own session, and what it sent."""

    def make(
        *answers: tuple[int, str], version: str = "2.90", **options: Any
    ) -> tuple[Any, Canned]:
        own = session.Session(auth=token_endpoint.Token(ENDPOINT, "token-1"))
        canned = Canned(*answers)
        own.session = requests.Session()
        own.session.mount("http://", canned)
        return novaclient.client.Client(version, session=own, **options), canned

    return make


def test_programs_session_carries_the_request(nova: Any) -> None:
    client, canned = nova((200, '{"server": {"id": "1", "name": "s"}}'))
    server = client.servers.get(ID)
    assert (server.name, server.request_ids) == ("s", ["req-1"])
    request = canned.sent[0]
    assert request.url == f"{ENDPOINT}/servers/{ID}"
    assert request.headers["X-Auth-Token"] == "token-1"
    assert request.headers["OpenStack-API-Version"] == "compute 2.90"


def test_body_is_sent_as_json(nova: Any) -> None:
    client, canned = nova((202, ""))
    client.servers.start(ID)
    assert json.loads(canned.sent[0].body or "") == {"os-start": None}


def test_error_is_this_librarys(nova: Any) -> None:
    client, _ = nova((409, '{"conflictingRequest": {"message": "busy", "code": 409}}'))
    with pytest.raises(exceptions.Conflict, match="busy"):
        client.servers.start(ID)


def test_response_that_is_not_json_is_quoted(nova: Any) -> None:
    client, _ = nova((200, "<html>login</html>"))
    with pytest.raises(exceptions.InvalidResponse, match="<html>login"):
        client.servers.get(ID)


def test_version_range_is_requested_once(nova: Any) -> None:
    version = '{"version": {"id": "v2.1", "version": "2.60", "min_version": "2.1"}}'
    client, canned = nova((200, version), (200, '{"flavors": []}'), (202, ""), version="2.latest")
    client.flavors.list()
    client.servers.start(ID)
    assert [request.url for request in canned.sent] == [
        "http://nova.example/v2.1/",
        f"{ENDPOINT}/flavors/detail",
        f"{ENDPOINT}/servers/{ID}/action",
    ]
    assert canned.sent[2].headers["OpenStack-API-Version"] == "compute 2.60"


def test_endpoint_can_be_given(nova: Any) -> None:
    client, canned = nova((202, ""), endpoint_override="http://other.example/v2.1")
    client.servers.start(ID)
    assert canned.sent[0].url == f"http://other.example/v2.1/servers/{ID}/action"


def test_timings_are_collected_on_request(nova: Any) -> None:
    client, _ = nova((202, ""), timings=True)
    client.servers.start(ID)
    assert [name for name, _, _ in client.get_timings()] == [f"POST /servers/{ID}/action"]


def test_other_major_versions_are_refused() -> None:
    with pytest.raises(exceptions.UnsupportedVersion):
        novaclient.client.Client("3.0")


def test_client_is_not_made_directly() -> None:
    from novaclient.v2.client import Client

    with pytest.raises(exceptions.InvalidUsage, match=r"novaclient\.client\.Client"):
        Client()


def test_console_token_is_not_logged(nova: Any, caplog: pytest.LogCaptureFixture) -> None:
    client, canned = nova((200, '{"console": {"instance_uuid": "1"}}'), http_log_debug=True)
    with caplog.at_level(logging.DEBUG):
        assert client.console_auth_tokens.get("s3cret").instance_uuid == "1"
    assert canned.sent[0].url == f"{ENDPOINT}/os-console-auth-tokens/s3cret"
    assert "s3cret" not in caplog.text


def test_json_argument_of_a_program_is_logged(nova: Any, caplog: pytest.LogCaptureFixture) -> None:
    client, _ = nova((202, ""), http_log_debug=True)
    with caplog.at_level(logging.DEBUG):
        client.client.post("/servers", json={"server": {"adminPass": "s3cret"}})
    assert """-d '{"server": {"adminPass": "***"}}'""" in caplog.text


# ------------------------------------------------------------------------------ other services
class Catalog(token_endpoint.Token):  # type: ignore[misc]
    """Authentication with a catalog: an endpoint for each service, region and interface."""

    def get_endpoint(self, session: Any, **wanted: Any) -> str:
        names = ("service_type", "interface", "region_name")
        where = "-".join(str(wanted.get(name, "any")) for name in names)
        return f"http://{where}.example/v9.9"


@pytest.fixture
def image_service() -> Callable[..., tuple[Any, Canned]]:
    """Makes a client of the Image service from one of Compute, and what it sent."""

    def make(*answers: Any, **options: Any) -> tuple[Any, Canned]:
        own = session.Session()
        canned = Canned(*answers)
        own.session = requests.Session()
        own.session.mount("http://", canned)
        catalog = Catalog("unused", "token-1")
        compute = novaclient.client.Client("2.90", session=own, auth=catalog, **options).client
        return compute.for_service("image"), canned

    return make


def test_other_service_is_found_in_the_same_region_and_interface(image_service: Any) -> None:
    options = {"endpoint_type": "internal", "region_name": "East"}
    images, canned = image_service((200, "{}"), **options)
    images.get("/v2/images")
    assert canned.sent[0].url == "http://image-internal-east.example/v2/images"


@pytest.mark.parametrize(
    ("options", "header", "value"),
    [
        ({}, "X-Auth-Token", "token-1"),
        ({"user_agent": "robot/1"}, "User-Agent", "robot/1"),
        ({"client_name": "robot", "client_version": "7"}, "User-Agent", "robot/7"),
        ({"global_request_id": "req-7"}, "X-OpenStack-Request-ID", "req-7"),
    ],
    ids=["token", "user agent", "client", "request ID"],
)
def test_other_service_is_sent_the_same_header(
    image_service: Any, options: dict[str, Any], header: str, value: str
) -> None:
    images, canned = image_service((200, "{}"), **options)
    images.get("/v2/images")
    assert value in canned.sent[0].headers[header]


def test_other_service_is_connected_to_as_often(
    image_service: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    refused = requests.exceptions.ConnectionError("refused")
    images, canned = image_service(refused, (200, "{}"), connect_retries=1)
    images.get("/v2/images")
    assert len(canned.sent) == 2


# --------------------------------------------------------------------------- a session of its own
@pytest.fixture
def own_session() -> Callable[..., tuple[Any, Canned]]:
    """Makes a client that makes its own session, and what it sent."""

    def make(*answers: Any, **options: Any) -> tuple[Any, Canned]:
        client = novaclient.client.Client(
            "2.90", auth_token="token-2", endpoint_override=ENDPOINT, **options
        )
        canned = Canned(*answers)
        client.client.session.session.mount("http://", canned)
        return client, canned

    return make


SERVER = (200, '{"server": {"id": "1"}}')


def test_token_and_endpoint_are_sufficient(own_session: Any) -> None:
    client, canned = own_session(SERVER)
    client.servers.get(ID)
    assert canned.sent[0].headers["X-Auth-Token"] == "token-2"


def test_failed_read_is_repeated(own_session: Any) -> None:
    client, canned = own_session((503, ""), SERVER)
    client.client.retry.sleep = lambda seconds: None
    client.servers.get(ID)
    assert len(canned.sent) == 2


def test_programs_own_retries_are_the_only_ones(own_session: Any) -> None:
    client, canned = own_session((503, ""), SERVER, status_code_retries=0)
    with pytest.raises(exceptions.ClientException):
        client.servers.get(ID)
    assert len(canned.sent) == 1
