"""A simulated cloud that responds at once, or after a delay, and records requests, so that only the
client is measured. It runs in a process of its own, which :class:`RecordingCloud` starts.

It has the parts of Keystone, Nova, Glance and Neutron that the compared commands use.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

PROJECT = uuid.uuid5(uuid.NAMESPACE_DNS, "project").hex
USER = uuid.uuid5(uuid.NAMESPACE_DNS, "user").hex
IMAGE = str(uuid.uuid5(uuid.NAMESPACE_DNS, "image"))
NETWORK = str(uuid.uuid5(uuid.NAMESPACE_DNS, "network"))
#: The number of flavors of a typical public cloud.
FLAVORS = 33
#: Nova's default limit of servers in a page.
PAGE = 1000
NEWEST = 100


# ------------------------------------------------------------------------------- the responses
def server_id(number: int) -> str:
    """The ID of a server by its number."""
    return f"00000000-0000-4000-8000-{number:012d}"


def _template() -> str:
    """A server in a detailed list of Nova, with ``%(id)s``, ``%(name)s`` and ``%(ip)s``."""
    address = {
        "version": 4,
        "addr": "%(ip)s",
        "OS-EXT-IPS:type": "fixed",
        "OS-EXT-IPS-MAC:mac_addr": "fa:16:3e:00:00:01",
    }
    flavor = {"vcpus": 1, "ram": 128, "disk": 1, "ephemeral": 0, "swap": 0}
    flavor |= {"original_name": "m1.nano", "extra_specs": {"hw:cpu_policy": "shared"}}
    server = {
        "id": "%(id)s",
        "name": "%(name)s",
        "status": "ACTIVE",
        "tenant_id": PROJECT,
        "user_id": USER,
        "metadata": {"role": "web"},
        "hostId": "7d2f4a6b" * 7,
        "image": {"id": IMAGE, "links": [{"rel": "bookmark", "href": f"%(root)s/images/{IMAGE}"}]},
        "flavor": flavor,
        "created": "2026-01-01T00:00:00Z",
        "updated": "2026-01-01T00:01:00Z",
        "addresses": {"private": [address]},
        "accessIPv4": "",
        "accessIPv6": "",
        "links": [
            {"rel": "self", "href": "%(root)s/v2.1/servers/%(id)s"},
            {"rel": "bookmark", "href": "%(root)s/servers/%(id)s"},
        ],
        "OS-DCF:diskConfig": "AUTO",
        "progress": 0,
        "OS-EXT-AZ:availability_zone": "nova",
        "config_drive": "",
        "key_name": None,
        "OS-SRV-USG:launched_at": "2026-01-01T00:00:30.000000",
        "OS-SRV-USG:terminated_at": None,
        "security_groups": [{"name": "default"}],
        "OS-EXT-STS:task_state": None,
        "OS-EXT-STS:vm_state": "active",
        "OS-EXT-STS:power_state": 1,
        "os-extended-volumes:volumes_attached": [],
        "locked": False,
        "locked_reason": None,
        "description": "a server",
        "tags": ["web"],
        "trusted_image_certificates": None,
        "pinned_availability_zone": None,
        "scheduler_hints": {},
    }
    return json.dumps(server)


class Answer(NamedTuple):
    """A response: status, body, and the token of a login."""

    status: int
    body: bytes = b""
    token: str = ""


class Cloud:
    """The resources of the cloud, and the recorded requests."""

    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self.delay = 0.0
        self.servers = 10
        self.page = PAGE
        self.requests: list[str] = []
        #: The number of concurrent requests now, and its maximum.
        self.waiting = 0
        self.together = 0
        self._pages: dict[tuple[str, range], bytes] = {}
        self._detail = _template()
        self._brief = '{"id": "%(id)s", "name": "%(name)s", "links": []}'

    def answer(self, method: str, target: str, minor: int) -> Answer:
        """The response to a request of a client."""
        path, query = urlsplit(target)[2:4]
        service, _, rest = path.strip("/").partition("/")
        parameters = parse_qs(query)
        answers: Mapping[str, Callable[..., Answer]] = {
            "identity": self._identity,
            "compute": self._compute,
            "image": self._image,
            "network": self._network,
        }
        known = answers.get(service)
        return known(method, unquote(rest), parameters, minor) if known else _missing()

    def control(self, target: str) -> Answer:
        """The response to a request of the benchmark: set up the cloud, or return the record."""
        path, query = urlsplit(target)[2:4]
        if path.endswith("/requests"):
            return _json({"requests": self.requests, "together": self.together})
        parameters = parse_qs(query)
        self.delay = float(parameters.get("delay", ["0"])[0])
        self.servers = int(parameters.get("servers", ["10"])[0])
        self.page = int(parameters.get("page", [str(PAGE)])[0])
        self.requests = []
        self.together = 0
        return _json({})

    # -------------------------------------------------------------------------------- Keystone
    def _identity(self, method: str, path: str, parameters: Any, minor: int) -> Answer:
        if path == "v3/auth/tokens" and method == "POST":
            return _json(self._token(), 201)._replace(token=uuid.uuid4().hex)
        link = {"rel": "self", "href": f"{self.root}/identity/v3/"}
        version = {"id": "v3.14", "status": "stable", "links": [link], "media-types": []}
        if path == "v3":
            return _json({"version": version})
        return _json({"versions": {"values": [version]}}, 300)

    def _token(self) -> dict[str, Any]:
        places = {
            "identity": "identity/v3",
            "compute": "compute/v2.1",
            "image": "image",
            "network": "network",
        }
        catalog = [
            {
                "id": uuid.uuid5(uuid.NAMESPACE_DNS, kind).hex,
                "type": kind,
                "name": kind,
                "endpoints": [
                    {
                        "id": uuid.uuid5(uuid.NAMESPACE_DNS, f"{kind}-{interface}").hex,
                        "interface": interface,
                        "region": "RegionOne",
                        "region_id": "RegionOne",
                        "url": f"{self.root}/{place}",
                    }
                    for interface in ("public", "internal", "admin")
                ],
            }
            for kind, place in places.items()
        ]
        expires = time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime(time.time() + 43200))
        domain = {"id": "default", "name": "Default"}
        return {
            "token": {
                "methods": ["password"],
                "user": {"id": USER, "name": "demo", "domain": domain},
                "project": {"id": PROJECT, "name": "demo", "domain": domain},
                "roles": [{"id": "1", "name": "member"}],
                "issued_at": "2026-01-01T00:00:00.000000Z",
                "expires_at": expires,
                "audit_ids": ["bench"],
                "catalog": catalog,
            }
        }

    # ------------------------------------------------------------------------------------ Nova
    def _compute(
        self, method: str, path: str, parameters: Mapping[str, list[str]], minor: int
    ) -> Answer:
        version, _, path = path.partition("/")
        if not path:
            return self._versions(version)
        kind, _, rest = path.partition("/")
        if kind == "servers":
            return self._servers(method, rest, parameters)
        if kind == "flavors":
            return self._flavors(rest, parameters, minor)
        return _missing()

    def _versions(self, version: str) -> Answer:
        link = {"rel": "self", "href": f"{self.root}/compute/v2.1/"}
        shown = {"id": "v2.1", "status": "CURRENT", "version": f"2.{NEWEST}", "min_version": "2.1"}
        shown |= {"updated": "2013-07-23T11:33:21Z", "links": [link]}
        return _json({"version": shown} if version else {"versions": [shown]})

    def _row(self, template: str, number: int) -> str:
        ip = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        values = {"id": server_id(number), "name": f"bench-{number}", "ip": ip}
        return template % {**values, "root": f"{self.root}/compute"}

    def _servers(self, method: str, rest: str, parameters: Mapping[str, list[str]]) -> Answer:
        if method == "POST" and not rest:
            made = {"id": server_id(1), "adminPass": "secret", "links": []}
            return _json({"server": made}, 202)
        if rest in ("", "detail"):
            return self._page(self._detail if rest else self._brief, parameters)
        number = int(rest[-12:]) if re.fullmatch(r"0{8}-0000-4000-8000-\d{12}", rest) else 0
        if not number:
            return _missing()
        if method == "DELETE":
            return Answer(204)
        server = self._row(self._detail, number)[:-1] + ', "server_groups": []}'
        return Answer(200, b'{"server": %s}' % server.encode())

    def _page(self, template: str, parameters: Mapping[str, list[str]]) -> Answer:
        first = int(parameters["marker"][0][-12:]) + 1 if "marker" in parameters else 1
        numbers: range | list[int] = range(first, self.servers + 1)
        if names := parameters.get("name"):
            pattern = re.compile(names[0])
            numbers = [n for n in numbers if pattern.search(f"bench-{n}")]
        limit = min(int(parameters.get("limit", [str(self.page)])[0]), self.page)
        shown = numbers[:limit]
        if isinstance(shown, list):
            text = ", ".join([self._row(template, number) for number in shown]).encode()
        else:
            text = self._rows(template, shown)
        link = b""
        if len(numbers) > limit:
            place = "detail" if template is self._detail else ""
            href = f"{self.root}/compute/v2.1/servers/{place}?marker={server_id(shown[-1])}"
            link = b', "servers_links": ' + json.dumps([{"rel": "next", "href": href}]).encode()
        return Answer(200, b'{"servers": [%s]%s}' % (text, link))

    def _rows(self, template: str, numbers: range) -> bytes:
        """The servers of a page; cached, so that the simulation takes no time later."""
        if (template, numbers) not in self._pages:
            text = ", ".join([self._row(template, number) for number in numbers])
            self._pages[template, numbers] = text.encode()
        return self._pages[template, numbers]

    def _flavors(self, rest: str, parameters: Mapping[str, list[str]], minor: int) -> Answer:
        number, _, below = rest.partition("/")
        if below == "os-extra_specs":
            return _json({"extra_specs": {"hw:cpu_policy": "shared"}})
        if number in ("", "detail"):
            rows = [] if "marker" in parameters else range(1, FLAVORS + 1)
            return _json({"flavors": [self._flavor(n, minor, brief=not rest) for n in rows]})
        if number.isdigit() and 0 < int(number) <= FLAVORS:
            return _json({"flavor": self._flavor(int(number), minor)})
        return _missing()

    def _flavor(self, number: int, minor: int, *, brief: bool = False) -> dict[str, Any]:
        row: dict[str, Any] = {"id": str(number), "name": f"bench.{number}", "links": []}
        if brief:
            return row
        row |= {"ram": 128, "vcpus": 1, "disk": 1, "swap": 0, "rxtx_factor": 1.0}
        row |= {"OS-FLV-EXT-DATA:ephemeral": 0, "os-flavor-access:is_public": True}
        row["OS-FLV-DISABLED:disabled"] = False
        if minor >= 55:
            row["description"] = None
        if minor >= 61:
            row["extra_specs"] = {"hw:cpu_policy": "shared"}
        return row

    # ---------------------------------------------------------------------- Glance and Neutron
    def _image(
        self, method: str, path: str, parameters: Mapping[str, list[str]], minor: int
    ) -> Answer:
        image = {"id": IMAGE, "name": "cirros", "status": "active", "visibility": "public"}
        image |= {"size": 1 << 20, "min_disk": 0, "min_ram": 0, "owner": PROJECT, "tags": []}
        if path == f"v2/images/{IMAGE}":
            return _json(image)
        if path == "v2/images":
            named = parameters.get("name", ["cirros"])[0].removeprefix("eq:")
            return _json({"images": [image] if named == "cirros" else []})
        if path in ("", "v2"):
            link = {"rel": "self", "href": f"{self.root}/image/v2/"}
            return _json({"versions": [{"id": "v2.17", "status": "CURRENT", "links": [link]}]}, 300)
        return _missing()

    def _network(
        self, method: str, path: str, parameters: Mapping[str, list[str]], minor: int
    ) -> Answer:
        network = {"id": NETWORK, "name": "private", "status": "ACTIVE", "shared": False}
        if path == f"v2.0/networks/{NETWORK}":
            return _json({"network": network})
        if path == "v2.0/networks":
            named = parameters.get("name", ["private"])[0]
            return _json({"networks": [network] if named == "private" else []})
        if path == "":
            link = {"rel": "self", "href": f"{self.root}/network/v2.0/"}
            return _json({"versions": [{"id": "v2.0", "status": "CURRENT", "links": [link]}]})
        return _missing()


def _json(value: object, status: int = 200) -> Answer:
    return Answer(status, json.dumps(value).encode())


def _missing() -> Answer:
    return Answer(404, b'{"itemNotFound": {"code": 404, "message": "not found"}}')


# ---------------------------------------------------------------------------------- the server
class Connection(asyncio.Protocol):
    """A connection with sequential requests, each answered after the delay."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        head, end, rest = self._received.partition(b"\r\n\r\n")
        if not end:
            return
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        length = int(headers.get("content-length", 0))
        if len(rest) < length:
            return
        self._received = rest[length:]
        method, target, _ = first.split(" ")
        if target.startswith("/control/"):
            self._send(self._cloud.control(target))
            return
        self._cloud.requests.append(f"{method} {target}")
        self._cloud.waiting += 1
        self._cloud.together = max(self._cloud.together, self._cloud.waiting)
        version = headers.get("x-openstack-nova-api-version", "2.1").removeprefix("2.")
        answer = self._cloud.answer(method, target, NEWEST if version == "latest" else int(version))
        if self._cloud.delay:
            asyncio.get_running_loop().call_later(self._cloud.delay, self._answer, answer, version)
        else:
            self._answer(answer, version)

    def _answer(self, answer: Answer, version: str) -> None:
        self._cloud.waiting -= 1
        self._send(answer, version)

    def _send(self, answer: Answer, version: str = "1") -> None:
        head = [
            f"HTTP/1.1 {answer.status} Bench",
            "Date: Thu, 01 Jan 2026 00:00:00 GMT",
            "Server: Apache/2.4.58 (Ubuntu)",
            f"OpenStack-API-Version: compute 2.{version}",
            f"X-OpenStack-Nova-API-Version: 2.{version}",
            "Vary: OpenStack-API-Version,X-OpenStack-Nova-API-Version",
            f"x-openstack-request-id: req-{uuid.uuid4()}",
            f"Content-Length: {len(answer.body)}",
            "Keep-Alive: timeout=65, max=1000",
        ]
        head += ["Content-Type: application/json"] if answer.body else []
        head += [f"X-Subject-Token: {answer.token}"] if answer.token else []
        self._transport.write("\r\n".join(head).encode() + b"\r\n\r\n" + answer.body)


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    cloud = Cloud(0)
    server = await loop.create_server(lambda: Connection(cloud), "127.0.0.1", 0, backlog=256)
    port = server.sockets[0].getsockname()[1]
    cloud.root = f"http://127.0.0.1:{port}"
    print(port, flush=True)
    # The pipe closes when the benchmark closes it or dies; then the server ends.
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


class RecordingCloud:
    """The benchmark's view of the simulated cloud.

    :ivar root: its URL.
    """

    def __init__(self, port: int) -> None:
        self.root = f"http://127.0.0.1:{port}"

    def environ(self) -> dict[str, str]:
        """The OS_* variables for clients."""
        return {
            "OS_AUTH_URL": f"{self.root}/identity/v3",
            "OS_USERNAME": "demo",
            "OS_PASSWORD": "demo",
            "OS_PROJECT_NAME": "demo",
            "OS_USER_DOMAIN_ID": "default",
            "OS_PROJECT_DOMAIN_ID": "default",
            "OS_REGION_NAME": "RegionOne",
            "OS_IDENTITY_API_VERSION": "3",
        }

    def set_up(self, *, servers: int = 10, delay: float = 0.0, page: int = PAGE) -> None:
        """Set the number of servers, the delay in seconds and the page size; clear the record."""
        self._control(f"set?servers={servers}&delay={delay}&page={page}")

    def requests(self) -> list[str]:
        """The requests since :meth:`set_up`."""
        requests: list[str] = self._control("requests")["requests"]
        return requests

    def together(self) -> int:
        """The maximum number of concurrent requests since :meth:`set_up`."""
        return int(self._control("requests")["together"])

    def _control(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.root}/control/{path}", timeout=30) as answer:
            return json.load(answer)


@contextmanager
def recording_cloud() -> Iterator[RecordingCloud]:
    """Start the simulated cloud, and stop it afterwards."""
    command = [sys.executable, str(Path(__file__).resolve())]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield RecordingCloud(int(process.stdout.readline()))
        finally:
            process.stdin.close()
            process.wait()


if __name__ == "__main__":
    asyncio.run(_serve())
