"""Every error this library raises. Nothing else lives here: where an error is decided is elsewhere.

Exception
 ├── ClientException              the cloud answered with an error (``code`` is the HTTP status)
 │    ├── BadRequest 400
 │    ├── Unauthorized 401
 │    │    └── AuthenticationFailed     the identity service refused the credentials
 │    ├── Forbidden 403
 │    ├── NotFound 404
 │    ├── MethodNotAllowed 405
 │    ├── NotAcceptable 406
 │    ├── Conflict 409
 │    ├── RetryAfterException          ``retry_after`` holds seconds
 │    │    ├── OverLimit 413
 │    │    └── RateLimit 429
 │    ├── HTTPNotImplemented 501
 │    └── InvalidResponse              a success whose answer is not what the API promises
 ├── ConnectionFailed             no answer: unreachable, reset, timed out, certificate refused
 ├── CommandError                 a request that cannot be carried out as asked
 │    ├── ConfigurationError           flags, environment or clouds.yaml do not say who is asking
 │    └── UnusableName                 an id or a name that no request's path can hold
 ├── NoUniqueMatch
 │    └── AmbiguousName                a name that several resources bear
 ├── ResourceNotFound
 │    └── NameNotFound                 no resource bears a name or id that was typed
 ├── ResourceInErrorState
 ├── InstanceInDeletedState
 ├── WaitTimeout
 ├── UnsupportedVersion
 ├── VersionNotFoundForAPIMethod
 ├── UnsupportedConsoleType
 ├── AttributeError
 │    └── UnsupportedAttribute
 └── RuntimeError
      └── InvalidUsage
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol


class HTTPResponse(Protocol):
    """What an error needs of an HTTP answer; requests' and our own both fit."""

    @property
    def status_code(self) -> int: ...

    @property
    def headers(self) -> Mapping[str, str]: ...


class _Copied(BaseException):
    """An error made of other arguments than its message: a copy is made of what it became."""

    def __reduce__(self) -> tuple[Any, ...]:
        state = dict(vars(self))
        if isinstance(self, AttributeError):
            state["name"] = self.name
        return _remade, (type(self), self.args, state)


def _remade(cls: type[BaseException], args: tuple[Any, ...], state: dict[str, Any]) -> Any:
    made = cls.__new__(cls, *args)
    for name, value in state.items():
        setattr(made, name, value)
    return made


class UnsupportedVersion(Exception):
    """An API version that this library or the cloud does not speak."""


class UnsupportedConsoleType(_Copied, Exception):
    """A console type that the Compute API does not name.

    :param console_type: what was asked for.
    :param reason: why it is not there, where that is known.
    """

    def __init__(self, console_type: str, reason: str = "") -> None:
        why = f": {reason}" if reason else ""
        super().__init__(f'Unsupported console_type "{console_type}"{why}')
        self.console_type = console_type


class UnsupportedAttribute(_Copied, AttributeError):
    """An argument outside the microversions that know it.

    :param argument_name: the Python name of the argument.
    :param start_version: the first microversion that takes it.
    :param end_version: the last one, when it was withdrawn later.
    :param reason: what decided against it (the version asked for, what the cloud speaks).
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
    """A field that was read of a resource, and that the cloud's answer did not have.

    :param kind: the resource's class.
    :param field: the field.
    """

    def __init__(self, kind: str, field: str) -> None:
        super().__init__(f"The cloud's answer has no '{field}' for this {kind}", name=field)


class VersionNotFoundForAPIMethod(Exception):
    """An operation outside the microversions that have it.

    :param version: the microversion asked for.
    :param method: the operation.
    :param reason: the operation's window and what decided against it.
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
    """A request that cannot be carried out as asked."""


class ConfigurationError(CommandError):
    """Flags, environment and clouds.yaml do not say who is asking, or where."""


class UnusableName(CommandError, ValueError):
    """An id or a name that no request's path can hold, ``..`` for example; nothing was sent."""


class ConnectionFailed(_Copied, Exception):
    """No usable answer came: unreachable, reset, timed out, or its certificate was refused.

    :param message: what happened.
    :param sent: whether the request may have reached the cloud, and may have been carried out.
    :param passing: whether the cause may pass by itself, so that sending it again may help.
    """

    def __init__(self, message: str = "", *, sent: bool = True, passing: bool = False) -> None:
        super().__init__(message)
        self.sent = sent
        self.passing = passing


class NoUniqueMatch(Exception):
    """Several resources match where one was meant."""


class AmbiguousName(_Copied, NoUniqueMatch, CommandError):
    """A name that several resources bear.

    :param kind: what was looked for, "server" for example.
    :param name: the name.
    :param candidates: the ids of all that bear it.
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
    """Nothing matches what was asked for."""


class NameNotFound(ResourceNotFound, CommandError):
    """No resource bears the name or id that was typed."""


class ResourceInErrorState(_Copied, Exception):
    """A resource that was waited for went into an error state.

    :param obj: the resource; its ``fault`` message is quoted when it has one.
    """

    def __init__(self, obj: Any) -> None:
        message = f"`{type(obj).__name__}` resource is in the error state"
        fault = getattr(obj, "fault", None)
        if isinstance(fault, Mapping) and fault.get("message"):
            message += f" due to '{fault['message']}'."
        super().__init__(message)
        self.obj = obj


class InstanceInDeletedState(Exception):
    """A server that was waited for has been deleted."""


class WaitTimeout(_Copied, Exception):
    """The state that was waited for did not come in time.

    :param subject: what was waited for.
    :param wanted: the state it was to reach.
    :param last: the state it was last seen in.
    :param seconds: how long was waited.
    """

    def __init__(self, subject: str, wanted: str, last: str, seconds: float) -> None:
        super().__init__(f"{subject} is {last} after {seconds:.0f} s, not yet {wanted}")
        self.subject = subject
        self.wanted = wanted
        self.last = last
        self.seconds = seconds


class InvalidUsage(RuntimeError):
    """A function of this library was called in a way that it does not allow."""


class ClientException(Exception):
    """The cloud answered a request with an error.

    :param code: the HTTP status.
    :param message: what the cloud says; the class's own words when it says nothing.
    :param details: what more it says.
    :param request_id: the cloud's name for the request, for its operators' logs.
    :param url: where the request went.
    :param method: the HTTP method.
    """

    message = "Unknown Error"
    http_status: int | None = None
    #: Seconds after which the cloud asks to come back; 0 when it named none.
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
    """The cloud asks to come back later.

    :param retry_after: keyword; seconds to wait, 0 when the cloud named none.
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

    :param message: who was refused, where, and what to check.
    :param request_id: the identity service's name for the request.
    """

    def __init__(self, message: str, request_id: str | None = None) -> None:
        super().__init__(401, message, request_id=request_id)


class Forbidden(ClientException):
    """403: policy or quota does not allow it."""

    http_status = 403
    message = "Forbidden"


class NotFound(ClientException):
    """404: no such resource, or none that this project may see."""

    http_status = 404
    message = "Not found"


class MethodNotAllowed(ClientException):
    """405: the path exists, this method on it does not."""

    http_status = 405
    message = "Method Not Allowed"


class NotAcceptable(ClientException):
    """406: the cloud does not speak the microversion of the request."""

    http_status = 406
    message = "Not Acceptable"


class Conflict(ClientException):
    """409: the resource is in a state that does not allow it."""

    http_status = 409
    message = "Conflict"


class OverLimit(RetryAfterException):
    """413: the request is too large, or an old cloud's rate limit."""

    http_status = 413
    message = "Over limit"


class RateLimit(RetryAfterException):
    """429: too many requests."""

    http_status = 429
    message = "Rate limit"


class HTTPNotImplemented(ClientException):
    """501: this cloud's hypervisor cannot do it."""

    http_status = 501
    message = "Not Implemented"


#: The spelling that Horizon uses.
HttpNotImplemented = HTTPNotImplemented


class InvalidResponse(ClientException):
    """The cloud reported success with an answer that the API does not promise."""

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

#: How much of what the cloud says is quoted, in characters.
MAX_MESSAGE = 4000
#: ``Retry-After`` beyond this many seconds is not obeyed.
MAX_RETRY_AFTER = 3600


def _retry_after(headers: Mapping[str, str]) -> int:
    """Whole seconds that ``Retry-After`` names, or that are left to its date; 0 for nonsense."""
    value = headers.get("Retry-After") or headers.get("retry-after") or ""
    if value.isascii() and value.isdigit():
        # More digits than this are longer than any limit, and slow to convert.
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
    """The cloud's name for a request, from the answer's ``headers``."""
    return headers.get("x-openstack-request-id") or headers.get("x-compute-request-id")


def _explanation(body: Any) -> tuple[str | None, str | None]:
    """Message and details of an error body.

    Nova answers ``{"badRequest": {"code": 400, "message": …}}``, its microversion middleware and
    placement ``{"errors": [{"title": …, "detail": …}]}``, a proxy plain text or HTML.
    """
    if not isinstance(body, Mapping):
        return (body.strip()[:500] or None if isinstance(body, str) else None), None
    if isinstance(body.get("errors"), list) and body["errors"]:
        first = body["errors"][0]
        if isinstance(first, Mapping):
            told = first.get("detail") or first.get("title")
            return (told if isinstance(told, str) else None), None
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
    """The error that an HTTP answer of 400 or above stands for.

    :param response: the answer: ``status_code`` and ``headers`` are read.
    :param body: its decoded body: a dict, a text, or None.
    :param url: where the request went.
    :param method: the HTTP method.
    :returns: an instance of the class for that status, :class:`ClientException` for others.
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
