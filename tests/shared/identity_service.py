"""A simulated Keystone on loopback, which records requests."""

from __future__ import annotations

import datetime
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def service(kind: str, url: str, *regions: str, name: str = "") -> dict[str, Any]:
    endpoints = [
        {"id": "e", "interface": interface, "region": region, "region_id": region, "url": url}
        for region in regions or ("East",)
        for interface in ("public", "internal")
    ]
    for endpoint in endpoints:
        if endpoint["interface"] == "internal":
            endpoint["url"] = f"{url}/internal"
        elif endpoint["region"] != "East":
            endpoint["url"] = f"{url}/{endpoint['region']}"
    return {"id": "s", "type": kind, "name": name or kind, "endpoints": endpoints}


CATALOG = [
    service("compute", "http://127.0.0.1:8774/v2.1", "East", "West", name="nova"),
    service("image", "http://127.0.0.1:9292"),
    service("volumev3", "http://127.0.0.1:8776/v3/p", name="cinderv3"),
    service("block-storage", "http://127.0.0.1:8776/v3", name="cinder"),
    service("network", "http://127.0.0.1:9696"),
]


class Server(ThreadingHTTPServer):
    """A server that tolerates clients that disconnect early."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore it; only the client is tested."""


class Keystone:
    """An identity service that records requests and has adjustable responses."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, Any]] = []
        self.catalog: Any = CATALOG
        self.scope: dict[str, Any] = {"project": {"id": "p1", "name": "apps", "domain": {}}}
        self.status = 201
        self.body: Any = None
        self.headers: dict[str, str] = {"X-Subject-Token": "fresh-token"}
        self.answers: Callable[[], None] = lambda: None
        self.server = Server(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def url(self) -> str:
        return f"{self.root}/v3"

    @property
    def asked(self) -> list[str]:
        return [f"{method} {path}" for method, path, _ in self.requests]

    def token(self) -> dict[str, Any]:
        now = datetime.datetime.now(datetime.UTC)
        end = now + datetime.timedelta(hours=1)
        return {
            "token": {
                "methods": ["password"],
                "user": {"id": "u1", "name": "carol", "domain": {"id": "default", "name": "D"}},
                "expires_at": end.strftime("%Y-%m-%dT%H:%M:%S.000000Z"),
                "issued_at": now.strftime("%Y-%m-%dT%H:%M:%S.000000Z"),
                "catalog": self.catalog,
                **self.scope,
            }
        }

    def versions(self) -> dict[str, Any]:
        link = {"rel": "self", "href": f"{self.url}/"}
        version = {"id": "v3.14", "status": "stable", "links": [link]}
        return {"versions": {"values": [version]}}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        keystone = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(300, keystone.versions())

            def do_POST(self) -> None:
                body = keystone.token() if keystone.body is None else keystone.body
                self._answer(keystone.status, body)

            def _answer(self, status: int, body: Any) -> None:
                length = int(self.headers.get("Content-Length", 0))
                sent = json.loads(self.rfile.read(length)) if length else None
                keystone.requests.append((self.command, self.path, sent))
                keystone.answers()
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in keystone.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args: object) -> None:
                """Log nothing."""

        return Handler
