"""Responses through requests, within limits of size (also unpacked) and of time."""

from __future__ import annotations

import io
import time
import zlib
from functools import partial
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from novaclient.wire.exchange import TooLarge
from novaclient.wire.limits import CONNECT, MAX_ANSWER, READ_SIZE, TIMEOUT

#: The bytes that a status line and headers may add to the size of a response.
_HEAD: Final = 1 << 20


def bound(response: requests.Response, limit: int = MAX_ANSWER) -> requests.Response:
    """Read a response's body into memory, up to a limit.

    :param response: the response; its body has not been read yet.
    :param limit: the largest body to accept, in bytes, compressed and uncompressed.
    :returns: the same response, its body in memory.
    :raises requests.ConnectionError: if it is larger, ends early or cannot be uncompressed.
    :raises requests.ReadTimeout: if it is not received in time.
    """
    raw = response.raw
    if not response.headers.get("Location", "").isascii():
        # requests would fail on it, whether it is followed or not.
        location = response.headers["Location"].encode("ascii", "backslashreplace")
        response.headers["Location"] = location.decode("ascii")
    if not hasattr(raw, "stream"):
        # Only urllib3's are still to be read: this one is a test's, or has been read here before.
        return response
    try:
        content = _uncompressed(_read(raw, limit), response.headers.get("Content-Encoding"), limit)
    except (HTTPError, HTTPException, OSError, ValueError, zlib.error) as error:
        raw.close()
        kind = requests.ReadTimeout if "Timeout" in type(error).__name__ else None
        raise (kind or requests.ConnectionError)(error, request=response.request) from error
    response.raw = io.BytesIO(content)
    return response


def _read(raw: Any, limit: int) -> bytes:
    content = bytearray()
    while data := raw.read(READ_SIZE, decode_content=False):
        content += data
        if len(content) > limit:
            raise TooLarge(limit)
    if left := getattr(raw, "length_remaining", 0):
        # Older releases of urllib3 do not notice that the response ended early.
        raise IncompleteRead(b"", left)
    raw.release_conn()
    return bytes(content)


def _uncompressed(content: bytes, coding: str | None, limit: int) -> bytes:
    """A body without its content coding; a body of unknown coding is left as it is."""
    if not content or (coding or "").strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return content
    decompressor = zlib.decompressobj(zlib.MAX_WBITS | 32)
    uncompressed = decompressor.decompress(content, limit + 1)
    if len(uncompressed) > limit:
        raise TooLarge(limit)
    if not decompressor.eof:
        raise ValueError("the compressed response ended early")
    return uncompressed


class _TimedResponse(HTTPResponse):
    """A response that has to be complete within a time, its head within a size."""

    def __init__(self, sock: Any, *args: Any, total: float, limit: int, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        raw = self.fp.detach()
        self.fp = io.BufferedReader(_TimedReader(raw, sock, total, limit))


class _TimedReader(io.RawIOBase):
    """Reads from a socket until a time has passed or a size is reached."""

    def __init__(self, raw: Any, sock: Any, total: float, limit: int) -> None:
        self._raw = raw
        self._sock = sock
        self._total = total
        self._ends = time.monotonic() + total
        self._limit = limit
        self._left = limit + _HEAD

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> Any:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError(f"the response was not complete within {self._total:g} s")
        silence = self._sock.gettimeout()
        if silence is None or left < silence:
            self._sock.settimeout(left)
        count = self._raw.readinto(buffer)
        self._left -= count or 0
        if self._left < 0:
            raise TooLarge(self._limit)
        return count

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class BoundedAdapter(HTTPAdapter):
    """An adapter of requests that reads each response within the limits.

    :param total: the limit for a response as a whole, in seconds.
    :param max_answer: the largest response body to accept, in bytes.
    :param kwargs: passed to the next adapter class.
    """

    def __init__(self, *, total: float, max_answer: int, **kwargs: Any) -> None:
        self._max_answer = max_answer
        timed = staticmethod(partial(_TimedResponse, total=total, limit=max_answer))
        http = type("TimedHTTP", (HTTPConnection,), {"response_class": timed})
        https = type("TimedHTTPS", (HTTPSConnection,), {"response_class": timed})
        self._pools = {
            "http": type("TimedHTTPPool", (HTTPConnectionPool,), {"ConnectionCls": http}),
            "https": type("TimedHTTPSPool", (HTTPSConnectionPool,), {"ConnectionCls": https}),
        }
        super().__init__(**kwargs)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pool of connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Make the pool of connections through a proxy."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def send(self, request: Any, *, timeout: Any = None, **kwargs: Any) -> Any:  # type: ignore[override]
        """Send a request and read the response into memory."""
        silence = TIMEOUT if timeout is None else timeout
        if not isinstance(silence, tuple):
            silence = min(CONNECT, silence), silence
        response = super().send(request, timeout=silence, **kwargs)
        return bound(response, self._max_answer)
