"""Why an HTTP exchange failed: errors of sockets, ssl, requests and urllib3 in common terms.

Errors of ssl, requests, urllib3 and keystoneauth are recognized by the names of their classes:
most exchanges use none of these libraries, and importing them takes longer than a request.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

Kind = Literal["certificate", "tls", "timeout", "name", "refused", "other"]

#: Errors of a network that is down for a while.
_UNREACHABLE: Final = frozenset(
    (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN)
)
#: urllib3 before version 2 compares host names itself and raises an error of its own.
_CERTIFICATE: Final = ("SSLCertVerificationError", "CertificateError")
_INVALID: Final = ("InvalidRequest", "MalformedResponse", "TooLarge")
_NOT_SENT: Final = ("NotConnected", "InvalidRequest", "NewConnectionError", "ConnectTimeoutError")
_TLS_CUT_SHORT: Final = ("SSLEOFError", "SSLZeroReturnError")
_HTTP_CUT_SHORT: Final = ("IncompleteRead", "RemoteDisconnected")


class Failure(NamedTuple):
    """Why an exchange failed.

    :ivar kind: what failed: checking the server's ``certificate``, the rest of ``tls``, a
        ``timeout``, resolving the host's ``name``, a connection that was ``refused``, or ``other``.
    :ivar reason: a clause for an error message.
    :ivar origin: scheme, host and port of the failed request, where the error knows them.
    :ivar sent: whether the request may have reached the server.
    :ivar transient: whether the cause may go away by itself.
    """

    kind: Kind
    reason: str
    origin: str | None
    sent: bool
    transient: bool


def explain(error: BaseException, outside: BaseException | None = None) -> Failure:
    """Explain a failed exchange.

    :param error: the error, from this package, requests or keystoneauth.
    :param outside: the error that the caller was handling before the exchange began, if any; it
        is in the chain of ``error``, but is not a cause of it.
    """
    chain = [*causes(error, outside)]
    certificate = _first(chain, *_CERTIFICATE)
    sent = not certificate and not _first(chain, *_NOT_SENT, "gaierror")
    kind, reason = _kind_and_reason(chain, certificate)
    return Failure(kind, reason, _origin(chain), sent, not certificate and _is_transient(chain))


def causes(error: BaseException, outside: BaseException | None = None) -> Iterator[BaseException]:
    """Walk from an error to those it was raised from, including the ones that urllib3 wraps.

    :param error: the error; it comes first.
    :param outside: an error at which to stop.
    """
    seen: set[int] = {id(outside)}
    waiting: list[object] = [error]
    while waiting:
        current = waiting.pop(0)
        if isinstance(current, BaseException) and id(current) not in seen:
            seen.add(id(current))
            yield current
            waiting += [current.__cause__, current.__context__, getattr(current, "reason", None)]
            waiting += current.args[:1]


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL, without the credentials that may be in it."""
    scheme, _, rest = url.partition("://")
    netloc = rest.partition("/")[0].partition("?")[0].partition("#")[0]
    return f"{scheme}://{netloc.rpartition('@')[2]}"


def _kind_and_reason(
    chain: list[BaseException], certificate: BaseException | None
) -> tuple[Kind, str]:
    if certificate:
        return "certificate", str(getattr(certificate, "verify_message", certificate))
    if _is_timeout(chain):
        return "timeout", "no response in time"
    if name := _first(chain, "gaierror"):
        return "name", _text(name)
    if refused := _first(chain, "ConnectionRefusedError"):
        return "refused", _text(refused)
    if tls := next((cause for cause in chain if _is_openssl(cause)), None):
        return "tls", str(getattr(tls, "reason", ""))
    return "other", _text(_first(chain, *_INVALID) or _most_specific(chain))


def _most_specific(chain: list[BaseException]) -> BaseException:
    system = [cause for cause in chain if isinstance(cause, OSError) and cause.strerror]
    return system[-1] if system else _first(chain, "OSError", "ProtocolError") or chain[-1]


def _is_transient(chain: list[BaseException]) -> bool:
    name = _first(chain, "gaierror")
    if isinstance(name, socket.gaierror):
        return name.errno == socket.EAI_AGAIN
    if _first(chain, *_INVALID, "ValueError"):
        return False
    if _first(chain, "SSLError"):
        return _first(chain, *_TLS_CUT_SHORT) is not None
    if _first(chain, "HTTPException") and not _first(chain, *_HTTP_CUT_SHORT):
        return False
    if _first(chain, "CutShort", "RetriableConnectionFailure") or _is_timeout(chain):
        return True
    return any(
        isinstance(cause, ConnectionError)
        or (isinstance(cause, OSError) and cause.errno in _UNREACHABLE)
        for cause in chain
    )


def _is_timeout(chain: list[BaseException]) -> bool:
    # Not by name: urllib3's TimeoutError is also the base of errors that are no timeouts.
    return any(isinstance(cause, TimeoutError) for cause in chain) or bool(_first(chain, "Timeout"))


def _is_openssl(cause: BaseException) -> bool:
    """Whether an error is the ssl module's, and not another library's of the same name."""
    reason = getattr(cause, "reason", None)
    return _is_named(cause, "SSLError") and hasattr(cause, "library") and bool(reason)


def _origin(chain: list[BaseException]) -> str | None:
    for cause in chain:
        url = getattr(getattr(cause, "request", None), "url", None)
        if isinstance(url, str):
            return origin_of(url)
    return None


def _first(chain: list[BaseException], *names: str) -> BaseException | None:
    """The first error of a chain that is of one of these classes, or of a class derived from it."""
    return next((cause for cause in chain if _is_named(cause, *names)), None)


def _is_named(error: BaseException, *names: str) -> bool:
    return any(cls.__name__ in names for cls in type(error).__mro__)


def _text(error: BaseException) -> str:
    text = getattr(error, "strerror", None) or " ".join(str(error).split())
    return str(text) or type(error).__name__
