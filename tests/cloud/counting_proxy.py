"""A proxy in front of a cloud that counts the requests."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

#: Headers that belong to one connection and are not passed on.
_OWN = {"connection", "content-length", "host", "keep-alive", "transfer-encoding"}


class CountingProxy:
    """Forwards requests to services of a cloud, on the loopback interface, and records them.

    It replaces the addresses in the catalog and in Nova's version document by its own, so that the
    client's further requests pass through it as well.

    :param auth_url: of the identity service.
    :param endpoints: of the other services to forward to.
    """

    def __init__(self, auth_url: str, *endpoints: str) -> None:
        #: The requests so far: ``GET /v2.1/servers/detail 200``.
        self.requests: list[str] = []
        #: Called with the method of each request before it is passed on.
        self.before: Callable[[str], object] = lambda method: None
        self._replaced: dict[bytes, bytes] = {}
        self._servers: list[ThreadingHTTPServer] = []
        for url in (auth_url, *endpoints):
            self._open(url)
        parts = urlsplit(auth_url)
        self.auth_url = self._replaced[f"{parts.scheme}://{parts.netloc}".encode()].decode()
        self.auth_url += parts.path

    def _open(self, url: str) -> None:
        target = urlsplit(url).netloc
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(target, self))
        port = server.server_address[1]
        self._replaced[f"http://{target}".encode()] = f"http://127.0.0.1:{port}".encode()
        self._servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop listening."""
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def taken(self) -> list[str]:
        """The requests since the last call."""
        taken, self.requests[:] = list(self.requests), []
        return taken

    def rewrite(self, content: bytes) -> bytes:
        """A response with the proxy's addresses instead of the cloud's."""
        for old, new in self._replaced.items():
            content = content.replace(old, new)
        return content


def _handler(target: str, proxy: CountingProxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_request(self) -> None:
            proxy.before(self.command)
            length = int(self.headers.get("Content-Length") or 0)
            headers = {k: v for k, v in self.headers.items() if k.lower() not in _OWN}
            upstream = http.client.HTTPConnection(target, timeout=60)
            try:
                upstream.request(self.command, self.path, self.rfile.read(length), headers)
                answer = upstream.getresponse()
                content = proxy.rewrite(answer.read())
            finally:
                upstream.close()
            proxy.requests.append(f"{self.command} {self.path} {answer.status}")
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _OWN:
                    self.send_header(name, value)
            if answer.status not in (204, 304):
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_request

        def log_message(self, format: str, *args: object) -> None:
            return

    return Handler
