"""A server on a raw socket that reads requests and answers each of them as a script says."""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

ID = "11111111-2222-4333-8444-555555555555"
SERVER = {
    "id": ID,
    "name": "web1",
    "status": "ACTIVE",
    "addresses": {},
    "OS-EXT-STS:task_state": None,
    "OS-EXT-STS:power_state": 1,
    "OS-EXT-STS:vm_state": "active",
    "tenant_id": "p1",
    "flavor": {"original_name": "m1.nano", "extra_specs": {}},
    "image": "",
    "metadata": {},
}


class Request(NamedTuple):
    """A request as received."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def good(self) -> bytes:
        """The body that Nova would return."""
        if self.method != "GET":
            return b""
        brief = self.target.partition("?")[0].endswith(ID)
        return json.dumps({"server": SERVER} if brief else {"servers": [SERVER]}).encode()


class Peer:
    """The server's end of a connection with a request on it; what it sends may not be wanted."""

    def __init__(self, sock: socket.socket, request: Request, over: threading.Event) -> None:
        self.sock = sock
        self.request = request
        self.over = over

    @property
    def good(self) -> bytes:
        """The body that Nova would return."""
        return self.request.good

    def send(self, *parts: bytes) -> bool:
        """Send; False when nobody takes it any more."""
        try:
            self.sock.sendall(b"".join(parts))
        except OSError:
            return False
        return not self.over.is_set()

    def answer(self, body: bytes = b"", status: str = "200 OK", *headers: str) -> None:
        """Send an answer as it should be."""
        lines = (f"HTTP/1.1 {status}", "OpenStack-API-Version: compute 2.90", *headers)
        head = "\r\n".join((*lines, f"Content-Length: {len(body)}", "", ""))
        self.send(head.encode("latin-1"), body)

    def pause(self, seconds: float) -> None:
        """Say nothing for a while."""
        self.over.wait(seconds)

    def stall(self) -> None:
        """Say nothing until the client goes away."""
        self.sock.settimeout(10)
        with contextlib.suppress(OSError):
            self.sock.recv(1)

    def reset(self) -> None:
        """End the connection at once, and not the way one should."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


#: Answers a request; the connection stays open if it returns True.
Script = Callable[[Peer], Any]


def well(peer: Peer) -> bool:
    """Answer as Nova would."""
    method = peer.request.method
    status = {"GET": "200 OK", "DELETE": "204 No Content"}.get(method, "202 Accepted")
    peer.answer(peer.good, status)
    return True


class HostileServer:
    """Does what a script says with each request, and keeps them.

    :param script: what to do with each request.
    :param first: what to do with the first ones instead.
    :param tls: for https, the server's certificate.
    """

    def __init__(self, script: Script, *first: Script, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[Request] = []
        self.connections = 0
        self.over = threading.Event()
        self._script = script
        self._first = list(first)
        self._tls = tls
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> HostileServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._listening.close()

    @property
    def methods(self) -> list[str]:
        """The methods so far."""
        return [request.method for request in self.requests]

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        self.connections += 1
        with contextlib.suppress(OSError), contextlib.closing(sock):
            sock.settimeout(10)
            if self._tls:
                sock = self._tls.wrap_socket(sock, server_side=True)
            with contextlib.closing(sock):
                while request := _read(sock):
                    with self._lock:
                        self.requests.append(request)
                        script = self._first.pop(0) if self._first else self._script
                    if not script(Peer(sock, request, self.over)):
                        return


def _read(sock: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = sock.recv(65536)
        if not more:
            return None
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += sock.recv(65536)
    return Request(method, target, headers, body)
