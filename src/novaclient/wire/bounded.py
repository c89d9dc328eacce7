"""Answers through requests within limits: their size, also unpacked, and the time they take.

Sessions that novaclient makes itself have both; one that a program hands over keeps its own times.
"""

from __future__ import annotations

import io
import time
import zlib
from functools import partial
from http.client import HTTPException, HTTPResponse, IncompleteRead
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import requests
from keystoneauth1.session import TCPKeepAliveAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from novaclient.exceptions import ConnectionFailed
from novaclient.wire.limits import CONNECT, MAX_ANSWER, TIMEOUT, TOTAL

#: What a head may add to an answer's size.
_HEAD: Final = 1 << 20
_READ_AT_ONCE: Final = 64 * 1024


class TooLarge(OSError):
    """An answer beyond the limit, which is not taken into memory."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"the answer is larger than {limit} bytes")


def bound(response: requests.Response, limit: int = MAX_ANSWER) -> requests.Response:
    """Read an answer's body now, and no more of it than a limit.

    :param response: the answer, whose body has not been read.
    :param limit: the largest body in bytes, packed and unpacked.
    :returns: the same answer, its body in memory.
    :raises requests.ConnectionError: if it is larger, ends early or cannot be unpacked.
    :raises requests.ReadTimeout: if it does not come in time.
    """
    raw = response.raw
    if not response.headers.get("Location", "").isascii():
        # requests would fail on it, whether it is followed or not.
        location = response.headers["Location"].encode("ascii", "backslashreplace")
        response.headers["Location"] = location.decode("ascii")
    if not hasattr(raw, "stream"):
        # What is not urllib3's is in memory already: a test's, or one that has been here.
        return response
    try:
        content = _unpacked(_read(raw, limit), response.headers.get("Content-Encoding"), limit)
    except (HTTPError, HTTPException, OSError, ValueError, zlib.error) as error:
        raw.close()
        kind = requests.ReadTimeout if "Timeout" in type(error).__name__ else None
        raise (kind or requests.ConnectionError)(error, request=response.request) from error
    response.raw = io.BytesIO(content)
    return response


def _read(raw: Any, limit: int) -> bytes:
    content = bytearray()
    while data := raw.read(_READ_AT_ONCE, decode_content=False):
        content += data
        if len(content) > limit:
            raise TooLarge(limit)
    if left := getattr(raw, "length_remaining", 0):
        # Older releases of urllib3 take what came for all of it.
        raise IncompleteRead(b"", left)
    raw.release_conn()
    return bytes(content)


def _unpacked(content: bytes, coding: str | None, limit: int) -> bytes:
    """A body without its content coding; an unknown one is left, and is no JSON then."""
    if not content or (coding or "").strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return content
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32)
    plain = unpacking.decompress(content, limit + 1)
    if len(plain) > limit:
        raise TooLarge(limit)
    if not unpacking.eof:
        raise ValueError("the packed answer ended early")
    return plain


class _Timed(HTTPResponse):
    """An answer that has to come whole within a time, and whose head is bounded too."""

    def __init__(self, sock: Any, *args: Any, total: float, limit: int, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        raw = self.fp.detach()
        self.fp = io.BufferedReader(_TimedIO(raw, sock, total, limit))


class _TimedIO(io.RawIOBase):
    """Reads from a socket until a time is over or a size reached."""

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
            raise TimeoutError(f"the answer has not come whole within {self._total:g} s")
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


class Adapter(TCPKeepAliveAdapter):  # type: ignore[misc]
    """What carries the requests of novaclient's own sessions.

    :param total: seconds that an answer may take as a whole.
    :param max_answer: the largest answer, in bytes.
    :param kwargs: what keystoneauth's adapter takes.
    """

    def __init__(self, *, total: float, max_answer: int, **kwargs: Any) -> None:
        self._max_answer = max_answer
        timed = staticmethod(partial(_Timed, total=total, limit=max_answer))
        plain = type("Plain", (HTTPConnection,), {"response_class": timed})
        tls = type("Tls", (HTTPSConnection,), {"response_class": timed})
        self._pools = {
            "http": type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": plain}),
            "https": type("TlsPool", (HTTPSConnectionPool,), {"ConnectionCls": tls}),
        }
        super().__init__(**kwargs)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pool of connections, timed ones."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Give the pool of connections through a proxy, timed ones."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager

    def send(self, request: Any, *args: Any, timeout: Any = None, **kwargs: Any) -> Any:
        """Send a request; the answer's body is in memory, within the limits.

        :raises ConnectionFailed: if it redirects credentials to another origin.
        """
        silence = TIMEOUT if timeout is None else timeout
        if not isinstance(silence, tuple):
            silence = min(CONNECT, silence), silence
        response = super().send(request, *args, timeout=silence, **kwargs)
        _refuse_other_origin(request, response)
        return bound(response, self._max_answer)


def _refuse_other_origin(request: Any, response: requests.Response) -> None:
    """Credentials in a request that has no token yet must not follow a redirect to elsewhere."""
    location = response.headers.get("Location")
    if not response.is_redirect or not location or "X-Auth-Token" in request.headers:
        return
    target = urljoin(request.url, location)
    if urlsplit(target)[:2] != urlsplit(request.url)[:2]:
        here = urlsplit(request.url)
        raise ConnectionFailed(
            f"{here.scheme}://{here.netloc.rpartition('@')[2]} redirects to {target}: credentials "
            "are not sent to another address by redirect; if it is right, give it as --os-auth-url"
        )


def http_session(
    timeout: float | None = None, max_answer: int = MAX_ANSWER, **tls: Any
) -> requests.Session:
    """Make what a keystoneauth session sends its requests with.

    :param timeout: the longest silence in seconds; an answer as a whole may take ten minutes, or
        this long if it is longer.
    :param max_answer: the largest answer, in bytes.
    :param tls: ``tls_ciphers`` and ``tls_min_version``, as keystoneauth takes them.
    """
    made = requests.Session()
    adapter = Adapter(total=max(TOTAL, timeout or 0.0), max_answer=max_answer, **tls)
    for scheme in ("http://", "https://"):
        made.mount(scheme, adapter)
    return made
