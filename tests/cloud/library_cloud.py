"""A cloud for the library's cases: clients at any microversion, servers to use, a record of calls.

The cases are in ``library_cases``.
"""

from __future__ import annotations

import contextlib
import json
import queue
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import yaml
from keystoneauth1.adapter import Adapter
from keystoneauth1.identity.v3 import Password
from keystoneauth1.session import Session

from novaclient import bulk, waiters
from novaclient.client import Client
from novaclient.exceptions import NotFound
from novaclient.v2.client import Client as V2Client
from novaclient.v2.servers import Server

FACTS: Final = json.loads(
    (Path(__file__).parents[1] / "facts" / "current_operations.json").read_text()
)
NEWEST: Final[str] = FACTS["newest"]
#: Each operation with the microversions to run it at: where it begins or changes, and the newest.
OPERATIONS: Final[dict[str, list[str]]] = {
    name: list(dict.fromkeys([*starts.split(), NEWEST]))
    for name, starts in FACTS["operations"].items()
}
# How a client finds out about microversions, so that its request names none.
OPERATIONS["GET /"] = ["2.1"]
#: How many servers the cases have at most at once.
POOL: Final = 8
#: Seconds between two looks at what is waited for.
_LOOK_EVERY: Final = 0.3


def minor(version: str) -> int:
    """A microversion as a number to compare by."""
    return int(version.partition(".")[2])


class Record:
    """Which operations were run, at which microversions: every request that Nova did."""

    def __init__(self) -> None:
        self.run: defaultdict[str, set[str]] = defaultdict(set)
        self._patterns = [(name, *_pattern(name)) for name in OPERATIONS]

    def add(self, method: str, path: str, body: Any, version: str) -> None:
        """Take note of a request that was answered with success.

        :param path: below ``/v2.1``.
        """
        for name, verb, pattern, action in self._patterns:
            if verb == method and pattern.fullmatch(path) and (action is None or action in body):
                self.run[name].add(version)
                return

    def missing(self) -> dict[str, list[str]]:
        """The operations that were not run everywhere, and where not."""
        left = {
            name: [version for version in versions if version not in self.run[name]]
            for name, versions in OPERATIONS.items()
        }
        return {name: versions for name, versions in left.items() if versions}


def _pattern(name: str) -> tuple[str, re.Pattern[str], str | None]:
    """The method, path and action that an operation's name stands for."""
    method, path, *action = name.split(" ")
    literal = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))
    return method, re.compile(literal), action[0].lstrip("#") if action else None


class RecordingSession(Session):  # type: ignore[misc]
    """A session that notes what Nova did."""

    record: Record
    #: Nova's endpoint, once it is known.
    compute: str | None = None

    def request(self, url: str, method: str, **kwargs: Any) -> Any:
        """Send a request."""
        answer = super().request(url, method, **kwargs)
        sent = answer.request
        if answer.status_code < 300 and self.compute and sent.url.startswith(self.compute):
            path = sent.url.removeprefix(self.compute).partition("?")[0]
            body = json.loads(sent.body) if sent.body else {}
            version = sent.headers.get("X-OpenStack-Nova-API-Version", "2.1")
            self.record.add(method, path, body, version)
        return answer


class World:
    """The administrator's side of a sandbox.

    :param clouds_yaml: where the sandbox's clouds are described.
    """

    def __init__(self, clouds_yaml: Path) -> None:
        clouds = yaml.safe_load(clouds_yaml.read_text())["clouds"]
        cloud = clouds["sandbox-admin"]
        self.record = Record()
        self.session = RecordingSession(auth=Password(**cloud["auth"]))
        self.session.record = self.record
        self.region = cloud["region_name"]
        ordinary = Session(auth=Password(**clouds["sandbox"]["auth"]))
        #: The ordinary user and the project of that user.
        self.user, self.project = ordinary.get_user_id(), ordinary.get_project_id()
        endpoint = self.session.get_endpoint(service_type="compute", region_name=self.region)
        self.session.compute = endpoint.rstrip("/")
        self.clients: dict[str, V2Client] = {}
        self.nova = self.at(NEWEST)
        self.image = self.nova.glance.find_image("cirros-0.6.3").id
        self.other_image = self.nova.glance.find_image("debian-13").id
        flavors = {flavor.name: flavor.id for flavor in self.nova.flavors.list()}
        self.flavor, self.larger = flavors["m1.nano"], flavors["m1.tiny"]
        self.own_project = self.session.get_project_id()
        networks = self.service("network").get("/v2.0/networks").json()["networks"]
        self.network = next(
            network["id"]
            for network in networks
            if (network["project_id"], network["name"]) == (self.own_project, "private")
        )
        self.idle: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.servers: list[str] = []
        self._looking = threading.Lock()
        self._moving = threading.Lock()
        self._moved: str | None = None
        self._looked_at = 0.0
        self._listed: dict[str, Server] = {}

    def at(self, version: str) -> V2Client:
        """The client that sends all calls at a microversion."""
        if version not in self.clients:
            self.clients[version] = Client(version, session=self.session, region_name=self.region)
        return self.clients[version]

    def service(self, service_type: str) -> Adapter:
        """A way to another service."""
        return Adapter(
            self.session, service_type=service_type, region_name=self.region, raise_exc=True
        )

    def prepare(self) -> None:
        """Boot the servers that cases borrow."""
        name = self.name()
        self.nova.servers.create(
            name, self.image, self.flavor, nics="none", min_count=POOL, max_count=POOL
        )
        filters = {"name": name}
        self.servers = [server.id for server in self.nova.servers.list(search_opts=filters)]
        for server in self.servers:
            self.settle(server, "active")
            self.idle.put(server)

    def close(self) -> None:
        """Delete the servers that are left of the cases'."""
        ours = self.nova.servers.list(search_opts={"name": "^library-"})
        left = [server.id for server in ours]
        for outcome in bulk.run(self.nova.servers.delete, left):
            done(outcome)
        for outcome in bulk.run(lambda server: self.settle(server, "deleted"), left):
            done(outcome)

    @contextlib.contextmanager
    def port(self, server: str) -> Iterator[str]:
        """A port that a server has meanwhile, by its id."""
        port = self.nova.servers.interface_attach(server, None, self.network, None).port_id
        yield port
        self.nova.servers.interface_detach(server, port)
        self.until(lambda: not self.nova.servers.interface_list(server))
        self.settle(server, "active")

    def name(self) -> str:
        """A name that nothing in the cloud bears."""
        return f"library-{uuid4().hex[:8]}"

    def boot(self, **arguments: Any) -> str:
        """Boot a server without a network and wait for it; its id."""
        server = self.nova.servers.create(
            self.name(), self.image, self.flavor, nics="none", **arguments
        )
        self.settle(server.id, "active")
        return str(server.id)

    def moved(self) -> str:
        """A server that was migrated while it ran, by its id; the same one each time."""
        with self._moving:
            if self._moved is None:
                server = self.servers[0]
                before = getattr(self.server(server), "OS-EXT-SRV-ATTR:host")
                to = "compute1" if before == "compute2" else "compute2"
                self.nova.servers.live_migrate(server, to)
                self.settle(server, "active")
                self._moved = server
        return self._moved

    @contextlib.contextmanager
    def borrowed(self) -> Iterator[str]:
        """A server, active, that nobody else has meanwhile; by its id."""
        server = self.idle.get()
        try:
            yield server
        except BaseException:
            # Whatever state it is in, the next one gets a good one.
            self.nova.servers.delete(server)
            self.idle.put(self.boot())
            raise
        self.idle.put(server)

    def server(self, server: str) -> Server:
        """A server as it is now."""
        return self.nova.servers.get(server)

    def settle(self, server: str, state: str) -> Any:
        """Wait until a server is in a state and nothing is being done to it."""
        began = time.monotonic()
        return waiters.wait_for(
            lambda: self._seen(server, began),
            waiters.SERVER[state],
            timeout=90,
            sleep=lambda _: time.sleep(_LOOK_EVERY),
        )

    def _seen(self, server: str, after: float) -> Server:
        """A server as one list showed it, begun after a moment, for all that wait at once."""
        with self._looking:
            if self._looked_at < max(after, time.monotonic() - _LOOK_EVERY):
                self._looked_at = time.monotonic()
                self._listed = {row.id: row for row in self.nova.servers.list()}
            if server not in self._listed:
                raise NotFound(404)
            return self._listed[server]

    def until(self, check: Callable[[], Any]) -> Any:
        """Wait until something is so; what says so."""
        end = time.monotonic() + 30
        while not (found := check()):
            assert time.monotonic() < end, f"{check.__qualname__} was false for 30 seconds"
            time.sleep(_LOOK_EVERY)
        return found

    @contextlib.contextmanager
    def volume(self) -> Iterator[str]:
        """A volume, by its id."""
        cinder = self.service("block-storage")
        body = {"volume": {"size": 1, "name": self.name()}}
        volume = cinder.post("/volumes", json=body).json()["volume"]["id"]

        def state() -> str:
            return str(cinder.get(f"/volumes/{volume}").json()["volume"]["status"])

        self.until(lambda: state() == "available")
        yield volume
        self.until(lambda: state() == "available")
        cinder.delete(f"/volumes/{volume}")

    @contextlib.contextmanager
    def image_made(self, image: str) -> Iterator[dict[str, Any]]:
        """An image that was just made, once it is there; deleted afterwards."""
        glance = self.service("image")

        def seen() -> dict[str, Any]:
            found: dict[str, Any] = glance.get(f"/v2/images/{image}").json()
            return found

        self.until(lambda: seen()["status"] == "active")
        yield seen()
        glance.delete(f"/v2/images/{image}")


def done(outcome: bulk.Outcome[Any]) -> Any:
    """The result of one call of several; its error is raised."""
    if outcome.error is not None:
        raise outcome.error
    return outcome.result


def gone(fetch: Callable[[], Any]) -> bool:
    """Whether something is not there."""
    try:
        fetch()
    except NotFound:
        return True
    return False
