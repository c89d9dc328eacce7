"""Every exception of this library, as one tree.

Exception
 ├── ClientException                      the cloud answered with an error; ``code`` is its status
 │    ├── BadRequest                      400
 │    ├── Unauthorized                    401
 │    │    └── AuthenticationFailed       401, from the identity service
 │    ├── Forbidden                       403
 │    ├── NotFound                        404
 │    ├── MethodNotAllowed                405
 │    ├── NotAcceptable                   406
 │    ├── Conflict                        409
 │    ├── RetryAfterException             with ``retry_after`` in seconds
 │    │    ├── OverLimit                  413
 │    │    └── RateLimit                  429
 │    ├── HTTPNotImplemented              501
 │    └── InvalidResponse                 a success status with a response the API does not allow
 ├── ConnectionFailed                     no usable response: unreachable, reset, timed out, TLS
 ├── CommandError                         a request that is not valid
 │    ├── ConfigurationError              no usable credentials in flags, environment, clouds.yaml
 │    └── UnusableName (ValueError)       an ID or a name that cannot be part of a path
 ├── NoUniqueMatch                        several resources match
 │    └── AmbiguousName (CommandError)    a name that several resources have
 ├── ResourceNotFound                     no resource matches
 │    └── NameNotFound (CommandError)     a name or an ID that no resource has
 ├── ResourceInErrorState                 a wait ended in an error state
 ├── InstanceInDeletedState               a wait ended because the server was deleted
 ├── WaitTimeout                          a wait ended without the expected state
 ├── UnsupportedVersion                   an API version that client or cloud does not support
 ├── VersionNotFoundForAPIMethod          an operation that a microversion does not have
 ├── UnsupportedConsoleType               a console type that Nova does not have
 ├── AttributeError
 │    ├── UnsupportedAttribute            an argument that a microversion does not have
 │    └── MissingField                    a field that a response did not have
 └── RuntimeError
      └── InvalidUsage                    a call that this library does not allow

In parentheses: a further base class.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol


class HTTPResponse(Protocol):
    """The parts of an HTTP response that an exception is made from."""

    @property
    def status_code(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...


class _Copied(BaseException):
    """A base of exceptions with other arguments than a message, so that they can be copied."""

    def __reduce__(self) -> tuple[Any, ...]:
        state = dict(vars(self))
        if isinstance(self, AttributeError):
            state["name"] = self.name
        return _restored, (type(self), self.args, state)


def _restored(cls: type[BaseException], args: tuple[Any, ...], state: dict[str, Any]) -> Any:
    made = cls.__new__(cls, *args)
    for name, value in state.items():
        setattr(made, name, value)
    return made


class UnsupportedVersion(Exception):
    """An API version that this library or the cloud does not support."""


class UnsupportedConsoleType(_Copied, Exception):
    """A console type that Nova does not have.

    :param console_type: the requested type.
    :param reason: why Nova does not have it, if that is known.
    """

    def __init__(self, console_type: str, reason: str = "") -> None:
        why = f": {reason}" if reason else ""
        super().__init__(f'Unsupported console_type "{console_type}"{why}')
        self.console_type = console_type


class UnsupportedAttribute(_Copied, AttributeError):
    """An argument that the microversion of a call does not have.

    :param argument_name: the argument's name in Python.
    :param start_version: the first microversion that has it.
    :param end_version: the last one, if it was removed later.
    :param reason: why another microversion is not used (pinned, or not supported by the cloud).
    """

    def __init__(
        self,
        argument_name: str,
        start_version: str,
        end_version: str | None = None,
        *,
        reason: str = "",
    ) -> None:
        if end_version:
            window = f"for microversions {start_version} - {end_version}"
        else:
            window = f"since microversion {start_version}"
        message = f"'{argument_name}' argument is only allowed {window}."
        super().__init__(f"{message} {reason}".rstrip(), name=argument_name)
        self.argument_name = argument_name
        self.start_version = start_version
        self.end_version = end_version
        self.reason = reason


class MissingField(_Copied, AttributeError):
    """A field of a resource that the cloud's response did not have.

    :param kind: the resource's class.
    :param field: the field.
    """

    def __init__(self, kind: str, field: str) -> None:
        super().__init__(f"The response has no '{field}' for this {kind}", name=field)


class VersionNotFoundForAPIMethod(Exception):
    """An operation that the microversion of a call does not have.

    :param version: the microversion.
    :param method: the operation.
    :param reason: the microversions that have it, and why none of them is used.
    """

    msg_fmt = "API version '%(vers)s' is not supported on '%(method)s' method."

    def __init__(self, version: str, method: str, *, reason: str = "") -> None:
        super().__init__(version, method)
        self.version = version
        self.method = method
        self.reason = reason

    def __str__(self) -> str:
        message = self.msg_fmt % {"vers": self.version, "method": self.method}
        return f"{message} {self.reason}".rstrip()


class CommandError(Exception):
    """A request that is not valid, and was not sent."""


class ConfigurationError(CommandError):
    """Flags, environment and clouds.yaml give no usable credentials, or no usable endpoint."""


class UnusableName(CommandError, ValueError):
    """An ID or a name that cannot be part of a path, for example ``..``; nothing was sent."""


class ConnectionFailed(_Copied, Exception):
    """There was no usable response: unreachable, reset, timed out, or an untrusted certificate.

    :param message: what happened.
    :param sent: whether the cloud may have received the request and acted on it.
    :param transient: whether the cause may go away by itself, so that a retry may succeed.
    """

    def __init__(self, message: str = "", *, sent: bool = True, transient: bool = False) -> None:
        super().__init__(message)
        self.sent = sent
        self.transient = transient


class NoUniqueMatch(Exception):
    """Several resources match where one is required."""


class AmbiguousName(_Copied, NoUniqueMatch, CommandError):
    """A name that several resources have.

    :param kind: the kind of resource, for example "server".
    :param name: the name.
    :param candidates: the IDs of these resources.
    """

    def __init__(self, kind: str, name: str, candidates: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self.candidates = list(candidates)
        super().__init__(
            f"Multiple {kind} matches found for '{name}', use an ID to be more specific: "
            + ", ".join(self.candidates)
        )


class ResourceNotFound(Exception):
    """No resource matches."""


class NameNotFound(ResourceNotFound, CommandError):
    """No resource has the given name or ID."""


class ResourceInErrorState(_Copied, Exception):
    """A resource went into an error state during a wait.

    :param obj: the resource; the message quotes its ``fault``, if it has one.
    """

    def __init__(self, obj: Any) -> None:
        message = f"`{type(obj).__name__}` resource is in the error state"
        fault = getattr(obj, "fault", None)
        if isinstance(fault, Mapping) and fault.get("message"):
            message += f" due to '{fault['message']}'."
        super().__init__(message)
        self.obj = obj


class InstanceInDeletedState(Exception):
    """A server was deleted during a wait."""


class WaitTimeout(_Copied, Exception):
    """A resource did not reach the expected state in time.

    :param subject: the resource, as messages name it.
    :param wanted: the expected state.
    :param last: its last known state.
    :param seconds: the length of the wait.
    """

    def __init__(self, subject: str, wanted: str, last: str, seconds: float) -> None:
        super().__init__(f"{subject} is {last} after {seconds:.0f} s, not yet {wanted}")
        self.subject = subject
        self.wanted = wanted
        self.last = last
        self.seconds = seconds


class InvalidUsage(RuntimeError):
    """A call that this library does not allow."""


class ClientException(Exception):
    """The cloud answered a request with an error.

    :param code: the HTTP status.
    :param message: the cloud's message; the class's own if there is none.
    :param details: the cloud's details.
    :param request_id: the request's ID, which the cloud's logs have too.
    :param url: the request's URL.
    :param method: the request's HTTP method.
    """

    message = "Unknown Error"
    http_status: int | None = None
    #: Seconds to wait before a retry, from ``Retry-After``; 0 if the response had none.
    retry_after = 0

    def __init__(
        self,
        code: int,
        message: str | None = None,
        details: str | None = None,
        request_id: str | None = None,
        url: str | None = None,
        method: str | None = None,
    ) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message or type(self).message
        self.details = details
        self.request_id = request_id
        self.url = url
        self.method = method

    def __str__(self) -> str:
        text = f"{self.message} (HTTP {self.code})"
        if self.request_id:
            text += f" (Request-ID: {self.request_id})"
        return text


class RetryAfterException(ClientException):
    """The cloud refused a request for now.

    :param retry_after: keyword; seconds to wait before a retry, 0 if the cloud does not say.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.retry_after = kwargs.pop("retry_after", 0)
        super().__init__(*args, **kwargs)


class BadRequest(ClientException):
    """400: the request is not valid at this microversion."""

    http_status = 400
    message = "Bad request"


class Unauthorized(ClientException):
    """401: the token is missing, expired or refused."""

    http_status = 401
    message = "Unauthorized"


class AuthenticationFailed(Unauthorized):
    """The identity service refused the credentials.

    :param message: the user, the identity service and what to check.
    :param request_id: the ID of the request to the identity service.
    """

    def __init__(self, message: str, request_id: str | None = None) -> None:
        super().__init__(401, message, request_id=request_id)


class Forbidden(ClientException):
    """403: policy or quota does not allow it."""

    http_status = 403
    message = "Forbidden"


class NotFound(ClientException):
    """404: no such resource, or none that the project may see."""

    http_status = 404
    message = "Not found"


class MethodNotAllowed(ClientException):
    """405: the path does not support the HTTP method."""

    http_status = 405
    message = "Method Not Allowed"


class NotAcceptable(ClientException):
    """406: the cloud does not support the microversion of the request."""

    http_status = 406
    message = "Not Acceptable"


class Conflict(ClientException):
    """409: the resource's state does not allow the request."""

    http_status = 409
    message = "Conflict"


class OverLimit(RetryAfterException):
    """413: the request is too large, or the rate limit of an old cloud is exceeded."""

    http_status = 413
    message = "Over limit"


class RateLimit(RetryAfterException):
    """429: too many requests."""

    http_status = 429
    message = "Rate limit"


class HTTPNotImplemented(ClientException):
    """501: the cloud's hypervisor does not support the operation."""

    http_status = 501
    message = "Not Implemented"


#: The spelling that Horizon uses.
HttpNotImplemented = HTTPNotImplemented


class InvalidResponse(ClientException):
    """A success status with a response that the API does not allow."""

    message = "Invalid response"


_BY_STATUS: dict[int, type[ClientException]] = {
    cls.http_status: cls
    for cls in (
        BadRequest,
        Unauthorized,
        Forbidden,
        NotFound,
        MethodNotAllowed,
        NotAcceptable,
        Conflict,
        OverLimit,
        RateLimit,
        HTTPNotImplemented,
    )
    if cls.http_status is not None
}

#: Longest quote of the cloud's message, in characters.
MAX_MESSAGE = 4000
#: Longest ``Retry-After`` that is honoured, in seconds.
MAX_RETRY_AFTER = 3600


def _retry_after(headers: Mapping[str, str]) -> int:
    """The seconds of ``Retry-After``, or until its date; 0 if it is absent or invalid."""
    value = headers.get("Retry-After") or headers.get("retry-after") or ""
    if value.isascii() and value.isdigit():
        # 12 digits exceed the limit already; converting a longer number is slow.
        return min(int(value[:12]), MAX_RETRY_AFTER)
    if not value.strip().endswith("GMT"):
        return 0
    from email.utils import parsedate_to_datetime
    from math import ceil
    from time import time

    try:
        left = parsedate_to_datetime(value).timestamp() - time()
    except (ValueError, OverflowError):
        return 0
    return max(0, min(ceil(left), MAX_RETRY_AFTER))


def request_id_of(headers: Mapping[str, str]) -> str | None:
    """The ID of a request, from the response's headers.

    :param headers: the headers.
    :returns: the ID; None if the response has none.
    """
    return headers.get("x-openstack-request-id") or headers.get("x-compute-request-id")


def _explanation(body: Any) -> tuple[str | None, str | None]:
    """Message and details in the body of an error response.

    Nova sends ``{"badRequest": {"code": 400, "message": …}}``, its microversion middleware and
    Placement ``{"errors": [{"title": …, "detail": …}]}``, a proxy text or HTML.
    """
    if not isinstance(body, Mapping):
        return (body.strip()[:500] or None if isinstance(body, str) else None), None
    if isinstance(body.get("errors"), list) and body["errors"]:
        first = body["errors"][0]
        if isinstance(first, Mapping):
            message = first.get("detail") or first.get("title")
            return (message if isinstance(message, str) else None), None
    for value in body.values():
        if isinstance(value, Mapping):
            message, details = value.get("message"), value.get("details")
            return (
                message if isinstance(message, str) else None,
                details if isinstance(details, str) else None,
            )
    for key in ("message", "faultstring"):
        if isinstance(body.get(key), str):
            return body[key], None
    return None, None


def from_response(
    response: HTTPResponse, body: Any, url: str | None, method: str | None = None
) -> ClientException:
    """Make the exception for an HTTP response with a status of 400 or above.

    :param response: the response; ``status_code`` and ``headers`` are read.
    :param body: its decoded body: a dict, a text, or None.
    :param url: the request's URL.
    :param method: the request's HTTP method.
    :returns: an instance of the status's class; of :class:`ClientException` if it has none.
    """
    code = response.status_code
    cls = _BY_STATUS.get(code, ClientException)
    message, details = _explanation(body)
    if message and len(message) > MAX_MESSAGE:
        message = f"{message[:MAX_MESSAGE]}…"
    error = cls(
        code,
        message=message,
        details=details,
        request_id=request_id_of(response.headers),
        url=url,
        method=method,
    )
    error.retry_after = _retry_after(response.headers)
    return error
