"""Failed exchanges as this library's errors."""

from __future__ import annotations

from novaclient.exceptions import ConnectionFailed
from novaclient.transport import protocol
from novaclient.transport.messages import Request
from novaclient.wire.failures import Failure, explain, origin_of


def connection_failed(
    error: BaseException, request: Request, url: str, outside: BaseException | None = None
) -> ConnectionFailed:
    """The error for a request without a response.

    :param error: the error of the exchange.
    :param request: the request.
    :param url: its absolute URL, or the path below an endpoint that is not known.
    :param outside: the error that the caller was handling before the request, if any.
    """
    failure = explain(error, outside)
    origin = failure.origin or (origin_of(url) if "://" in url else "the service")
    path = url.partition("://")[2].partition("/")[2] if "://" in url else url.lstrip("/")
    shown = f"/{path.partition('?')[0]}" if request.log else "…"
    message = _message(failure, origin, f"{request.method} {shown}")
    return ConnectionFailed(
        message + protocol.outcome_unknown(request.method, failure.sent),
        sent=failure.sent,
        transient=failure.transient,
    )


def _message(failure: Failure, origin: str, request: str) -> str:
    if failure.kind == "timeout":
        return f"No response from {origin} in time to {request}"
    if failure.kind == "name":
        return f"The host name of {origin} cannot be resolved: {failure.reason}"
    if failure.kind == "refused":
        return f"Connection refused by {origin}: is the cloud up, and is the endpoint right?"
    if failure.kind == "certificate":
        return (
            f"The certificate of {origin} is not trusted: {failure.reason}. "
            "Give its authority with --os-cacert."
        )
    return f"The connection to {origin} failed during {request}: {failure.reason}"
