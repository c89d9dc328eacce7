"""One client, used from sixteen threads at once, over each transport."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from microversions import NEWEST
from recording import Answer, Recorder, cloud_of

from novaclient import bulk
from novaclient.api_versions import LEGACY_HEADER_NAME, APIVersion
from novaclient.auth.cache import Record
from novaclient.auth.renewal import TokenRenewer
from novaclient.transport.messages import Request
from novaclient.transport.service_client import ServiceClient
from novaclient.transport.token_transport import TokenTransport
from novaclient.v2.client import Client
from novaclient.wire.connections import Connections

THREADS, CALLS = 16, 320
RANGE = APIVersion("2.1"), APIVersion(NEWEST)
IMAGE = "22222222-2222-3333-4444-555555555555"

#: A path and the version of its requests with ``2.latest``; None for other services.
SENT = (
    (r"/servers/\d+", NEWEST),
    (r"/os-hypervisors/statistics", "2.87"),
    (r"/v2/images/.*", None),
    (r"/os-services\?.*", NEWEST),
    (r"/os-services/enable", "2.52"),
)


def answer(path: str) -> dict[str, Any]:
    """The body of the response: the resource with the id in the path."""
    last = path.partition("?")[0].rpartition("/")[2]
    if "/servers/" in path:
        return {"server": {"id": last, "name": f"name-{last}"}}
    if "/images/" in path:
        return {"id": last, "name": "image"}
    if last == "statistics":
        return {"hypervisor_statistics": {"count": 3}}
    if last == "enable":
        return {"service": {"host": "a", "binary": "b", "status": "enabled"}}
    return {"services": [{"id": path.partition("host=")[2], "host": "a", "binary": "b"}]}


class Answering(Recorder):
    """A recording transport that answers by path."""

    def send(self, request: Request) -> Answer:
        self.record(request)
        return Answer(answer(request.url))


class Handler(BaseHTTPRequestHandler):
    """One connection to the server."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    sent: list[tuple[str, str | None]]

    def handle_request(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.removeprefix("/v2.1")
        self.sent.append((path, self.headers.get(LEGACY_HEADER_NAME)))
        content = json.dumps(answer(path)).encode()
        self.send_response(200)
        self.send_header(LEGACY_HEADER_NAME, NEWEST)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_PUT = handle_request

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


Used = tuple[Client, Callable[[], list[tuple[str, str | None]]]]


@pytest.fixture(params=["recorded", "token"])
def used(request: pytest.FixtureRequest) -> Iterator[Used]:
    """A client, and what it has sent: each path with its version."""
    if request.param == "recorded":
        recorder = Answering()
        yield cloud_of(recorder), lambda: [(sent.url, sent.version) for sent in recorder.sent]
        return
    handler = type("Ours", (Handler,), {"sent": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads, server.block_on_close = True, False
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        endpoints = {"compute": f"{url}/v2.1", "image": f"{url}/v2"}
        tokens = TokenRenewer(Record("token", None, endpoints))
        transport = TokenTransport(tokens, Connections(timeout=30))
        service = ServiceClient(transport, tokens=tokens, version_range=RANGE)
        client = Client(APIVersion("2.latest"), service_client=service, direct_use=False)
        yield client, lambda: list(handler.sent)
        server.shutdown()
        thread.join()


def call(client: Client, number: int) -> Any:
    """One of several calls that go to other services or at other versions."""
    match number % 5:
        case 0:
            return client.servers.get(str(number)).name == f"name-{number}"
        case 1:
            return client.hypervisor_stats.statistics().count == 3
        case 2:
            return client.glance.get(IMAGE).id == IMAGE
        case 3:
            return client.services.list(host=str(number))[0].id == str(number)
        case _:
            return client.services.enable(host="a", binary="b").status == "enabled"


def run(client: Client) -> list[bulk.Outcome[int]]:
    """All calls, on sixteen threads."""
    return bulk.run(lambda number: call(client, number), range(CALLS), workers=THREADS)


def test_each_thread_gets_the_answer_to_its_own_call(used: Used) -> None:
    client, _ = used
    assert [outcome.result for outcome in run(client)] == [True] * CALLS


def test_each_call_goes_out_at_its_own_version(used: Used) -> None:
    client, sent = used
    run(client)
    wrong = [(path, version) for path, version in sent() if (path, version) not in _expected(path)]
    assert (len(sent()), wrong) == (CALLS, [])


def _expected(path: str) -> list[tuple[str, str | None]]:
    return [(path, version) for pattern, version in SENT if re.fullmatch(pattern, path)]


def test_calls_change_nothing_that_the_client_shares(used: Used) -> None:
    client, _ = used
    call(client, 0)
    transport = vars(client.client)
    before = {name: transport[name] for name in transport if name != "answers"}
    managers = client.servers, client.services, client.glance
    states = [dict(vars(manager)) for manager in managers]
    run(client)
    assert {name: transport[name] for name in before} == before
    assert [vars(manager) for manager in managers] == states
    assert (client.servers, client.services, client.glance) == managers


def test_threads_that_use_a_manager_first_get_the_same_one(used: Used) -> None:
    client, _ = used
    barrier = threading.Barrier(THREADS)

    def first(_: int) -> Any:
        barrier.wait(timeout=30)
        return client.servers

    managers = [outcome.result for outcome in bulk.run(first, range(THREADS), workers=THREADS)]
    assert all(manager is managers[0] for manager in managers)
    assert managers[0] is client.servers
