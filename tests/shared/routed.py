"""Runs commands of ``nova`` against a cloud whose answers depend on the request.

For commands that send several requests at once, in no certain order; ``commanding`` is for those
that send one after the other.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import pytest
from cli_nova import Nova
from commanding import Ran
from microversions import NEWEST
from recording import Answer, Recorder, cloud_of, given

from novaclient import exceptions
from novaclient.transport.messages import Request

Routes = Mapping[str, Any]


class Router(Recorder):
    """A transport that looks its answers up by method and URL.

    An answer is a body, an :class:`Answer`, an exception to raise, or a list of these, one for
    each time; the last stays.
    """

    def __init__(self, routes: Routes) -> None:
        super().__init__()
        self.routes = {k: list(v) if isinstance(v, list) else [v] for k, v in routes.items()}
        self.lock = threading.Lock()

    def send(self, request: Request) -> Answer:
        """Record a request and give the answer of its route."""
        with self.lock:
            sent = self.record(request)
            answers = self.routes.get(str(sent))
            if answers is None:
                raise AssertionError(f"unexpected request: {sent}")
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return given(answer)


class OnRoutes:
    """Runs ``nova`` in this process; a wait does not pause between its looks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._nova = Nova(monkeypatch, capsys)
        monkeypatch.setattr("novaclient.waiters.FIRST_PAUSE", 0.0)
        #: The environment of the command.
        self.environ = self._nova.environ

    def __call__(
        self,
        *words: str,
        routes: Routes | None = None,
        at: str = "2.latest",
        spoken: tuple[str, str] = ("2.1", NEWEST),
    ) -> Ran:
        """Run a command.

        :param words: the command and its arguments.
        :param routes: what the cloud answers, by ``"GET /path?query"``.
        :param at: the microversion that is asked for.
        :param spoken: the oldest and newest microversion of the cloud.
        """
        cloud = cloud_of(Router(routes or {}), at, spoken)
        self._nova.client = cloud  # type: ignore[assignment]
        done = self._nova("--os-compute-api-version", at, *words)
        return Ran(done.status, done.out, done.err, cloud.sent)


def server_id(number: int) -> str:
    """The id of the server of a number."""
    return f"{number:08d}-1111-4111-8111-111111111111"


IMAGE = "22222222-2222-4222-8222-222222222222"
FLAVOR = "33333333-3333-4333-8333-333333333333"
NETWORK = "44444444-4444-4444-8444-444444444444"
GROUP = "55555555-5555-4555-8555-555555555555"


def server(number: int = 1, **fields: Any) -> dict[str, Any]:
    """A server as Nova gives it at the newest microversion, running unless said otherwise.

    :param number: makes its id and name, ``web1`` for 1.
    :param fields: what is different; ``task`` is its task state.
    """
    address = {"addr": f"10.0.0.{number}", "version": 4, "OS-EXT-IPS:type": "fixed"}
    return {
        "id": server_id(number),
        "name": f"web{number}",
        "status": "ACTIVE",
        "OS-EXT-STS:task_state": fields.pop("task", None),
        "OS-EXT-STS:power_state": 1,
        "OS-EXT-STS:vm_state": "active",
        "addresses": {"private": [address]},
        "tenant_id": "p1",
        "updated": "2030-01-01T00:00:00Z",
        "hostId": "h1",
        "flavor": {"vcpus": 1, "ram": 64, "original_name": "m1.nano", "extra_specs": {}},
        "image": {"id": IMAGE, "links": [], "properties": {}},
        "links": [{"rel": "self", "href": "http://nova.example/servers/1"}],
        "locked": False,
        "metadata": {"a": "b"},
        "progress": 0,
        "security_groups": [{"name": "web"}, {"name": "default"}, {"name": "web"}],
        "key_name": None,
        **fields,
    }


def servers(*rows: dict[str, Any]) -> dict[str, Any]:
    """A list of servers as Nova gives it."""
    return {"servers": list(rows)}


def brief(*numbers: int) -> dict[str, Any]:
    """A brief list of servers."""
    return {"servers": [{"id": server_id(n), "name": f"web{n}"} for n in numbers]}


def not_found(what: str = "Instance could not be found.") -> exceptions.NotFound:
    """What Nova says of something that is not there."""
    return exceptions.NotFound(404, what)


#: The look-ups by name that commands make.
LOOK_UPS: Routes = {
    "GET /flavors?is_public=None": {
        "flavors": [
            {"id": FLAVOR, "name": "m1.nano"},
            {"id": "2", "name": "m1.small"},
        ]
    },
    "GET /v2/images?name=cirros": {"images": [{"id": IMAGE, "name": "cirros"}]},
    f"GET /v2/images/{IMAGE}": {"id": IMAGE, "name": "cirros"},
    "GET /v2.0/networks?name=private&fields=id&fields=name": {
        "networks": [{"id": NETWORK, "name": "private"}]
    },
    "GET /os-server-groups": {"server_groups": [{"id": GROUP, "name": "apart"}]},
    "GET /servers?name=%5E%28web1%29%24": brief(1),
    "GET /servers?name=%5E%28web1%7Cweb2%29%24": brief(1, 2),
    "GET /servers?name=%5E%28web1%7Cweb2%7Cweb3%29%24": brief(1, 2, 3),
}
