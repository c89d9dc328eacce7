"""Microversions: what they are, how one is chosen for a call, and which headers carry it.

An operation's window, and the windows of its arguments, stand once, on the library method::

    @microversion("2.1", availability_zone="2.77", host="2.91")
    def unshelve(self, server, availability_zone=UNSET, host=UNSET): ...

The check at call time, the command's flags, help and reference pages read it from there.
"""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar, cast

from novaclient import exceptions, version

if TYPE_CHECKING:
    from novaclient.exceptions import HTTPResponse


P = ParamSpec("P")
R = TypeVar("R")

HEADER_NAME = "OpenStack-API-Version"
LEGACY_HEADER_NAME = "X-OpenStack-Nova-API-Version"
SERVICE_TYPE = "compute"

_LATEST: Final = float("inf")
_FORMAT = re.compile(r"([1-9]\d*)\.([1-9]\d*|0|latest)", re.ASCII)


class Unset:
    """The type of :data:`UNSET`."""

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> bool:
        return False


#: An argument that was not given, where None has a meaning of its own.
UNSET: Final = Unset()


@functools.total_ordering
class APIVersion:
    """A version of the Compute API, ``2.1`` or ``2.latest`` for example; comparable.

    :param version_str: ``X.Y`` or ``X.latest``; None makes the null version.
    :raises UnsupportedVersion: for any other form.
    """

    __slots__ = ("ver_major", "ver_minor")

    ver_major: int
    ver_minor: float

    def __init__(self, version_str: str | None = None) -> None:
        self.ver_major = 0
        self.ver_minor = 0
        if version_str is None:
            return
        match = _FORMAT.fullmatch(version_str)
        if match is None:
            raise exceptions.UnsupportedVersion(
                f"Invalid format of client version '{version_str}'. Expected format 'X.Y', "
                "where X is a major part and Y is a minor part of version."
            )
        self.ver_major = int(match[1])
        self.ver_minor = _LATEST if match[2] == "latest" else int(match[2])

    def is_null(self) -> bool:
        """Whether this is the null version, which stands for "none"."""
        return self.ver_major == 0

    def is_latest(self) -> bool:
        """Whether this is ``X.latest``: the newest that both sides know."""
        return self.ver_minor == _LATEST

    def matches(self, min_version: APIVersion, max_version: APIVersion) -> bool:
        """Whether this version lies in a range.

        :param min_version: the first version of the range; null leaves it open.
        :param max_version: the last version of the range; null leaves it open.
        :raises ValueError: if this version is null.
        """
        if self.is_null():
            raise ValueError("Null APIVersion doesn't support 'matches'.")
        return (min_version.is_null() or min_version <= self) and (
            max_version.is_null() or self <= max_version
        )

    def get_string(self) -> str:
        """The version as ``X.Y``.

        :raises ValueError: if this version is null.
        """
        if self.is_null():
            raise ValueError("Null APIVersion cannot be converted to string.")
        minor = "latest" if self.is_latest() else f"{self.ver_minor:.0f}"
        return f"{self.ver_major}.{minor}"

    def __str__(self) -> str:
        if self.is_latest():
            return f"Latest API Version Major: {self.ver_major}"
        return f"API Version Major: {self.ver_major}, Minor: {self.ver_minor:.0f}"

    def __repr__(self) -> str:
        return f"<APIVersion: {'null' if self.is_null() else self.get_string()}>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, APIVersion):
            return NotImplemented
        return self._key == other._key

    def __lt__(self, other: APIVersion) -> bool:
        if not isinstance(other, APIVersion):
            return NotImplemented
        return self._key < other._key

    def __hash__(self) -> int:
        return hash(self._key)

    @property
    def _key(self) -> tuple[int, float]:
        return self.ver_major, self.ver_minor


#: What plain ``/v2.1`` without a microversion header answers.
#: The oldest and the newest microversion that this library supports.
API_MIN_VERSION: Final = APIVersion(version.MIN_MICROVERSION)
API_MAX_VERSION: Final = APIVersion(version.MAX_MICROVERSION)
BASE_VERSION: Final = API_MIN_VERSION


# ------------------------------------------------------------------ what the caller asks for
def get_available_major_versions() -> list[str]:
    """The major versions that this library has a client for."""
    return ["2"]


def check_major_version(api_version: APIVersion) -> None:
    """Refuse a major version that this library has no client for.

    :param api_version: a version; a null one passes.
    :raises UnsupportedVersion: if it has none.
    """
    available = get_available_major_versions()
    if not api_version.is_null() and str(api_version.ver_major) not in available:
        raise exceptions.UnsupportedVersion(
            f"Invalid client version '{api_version.get_string()}'. "
            f"Major part should be '{available[0]}'"
        )


def check_version(api_version: APIVersion) -> None:
    """Refuse a version that this library does not speak, ``2.latest`` among them.

    :param api_version: a version of one's own to send; a null one passes.
    :raises UnsupportedVersion: if it is older than 2.0 or newer than the newest known.
    """
    if api_version.is_null():
        return
    if not api_version.matches(APIVersion("2.0"), API_MAX_VERSION):
        raise exceptions.UnsupportedVersion(
            f"Invalid client version '{api_version.get_string()}'. This client speaks "
            f"{API_MIN_VERSION.get_string()} to "
            f"{API_MAX_VERSION.get_string()}."
        )


def get_api_version(version_string: str | float | APIVersion) -> APIVersion:
    """The version that a user's text names: ``2``, ``2.1``, ``2.latest``.

    :param version_string: that text, or a version.
    :raises UnsupportedVersion: if it names none, or a major version without a client.
    """
    if isinstance(version_string, APIVersion):
        check_major_version(version_string)
        return version_string
    text = str(version_string)
    version = APIVersion(f"{text}.0" if text.isdigit() else text)
    check_major_version(version)
    return version


def _get_server_version_range(client: Any) -> tuple[APIVersion, APIVersion]:
    """The oldest and the newest microversion of the cloud; null versions where it has none."""
    version = client.versions.get_current()
    newest = getattr(version, "version", None)
    if not newest:
        return APIVersion(), APIVersion()
    return APIVersion(version.min_version), APIVersion(newest)


def discover_version(client: Any, requested_version: APIVersion) -> APIVersion:
    """The version to speak with a cloud: the requested one if both sides know it.

    :param client: a :class:`novaclient.v2.client.Client`; costs one request.
    :param requested_version: a version, or ``2.latest`` for the newest that both sides know.
    :raises UnsupportedVersion: if the cloud does not speak it, with what it speaks.
    """
    oldest, newest = _get_server_version_range(client)
    if not requested_version.is_latest():
        if requested_version.is_null() or requested_version.ver_minor == 0:
            return requested_version
        if newest.is_null() or not requested_version.matches(oldest, newest):
            raise exceptions.UnsupportedVersion(
                f"This cloud does not speak microversion {requested_version.get_string()}: "
                + _spoken(oldest, newest)
            )
        return requested_version
    if newest.is_null():
        return APIVersion("2.0")
    if newest < API_MIN_VERSION or oldest > API_MAX_VERSION:
        raise exceptions.UnsupportedVersion(
            f"{_spoken(oldest, newest)} This client speaks "
            f"{API_MIN_VERSION.get_string()} to "
            f"{API_MAX_VERSION.get_string()}: a newer client is needed."
        )
    return min(newest, API_MAX_VERSION)


def _spoken(oldest: APIVersion, newest: APIVersion) -> str:
    if newest.is_null():
        return "it has no microversions (Compute API v2, before 2.1)."
    return f"it speaks {oldest.get_string()} to {newest.get_string()}."


# ------------------------------------------------------------------------------- the headers
def update_headers(headers: MutableMapping[str, str], api_version: APIVersion) -> None:
    """Name a microversion in a request's headers; none for a null version and ``X.0``.

    Nova reads the generic header since 2.27 and its own one always; ``latest`` stands for its
    newest (API reference, "Microversions").

    :param headers: what gets them.
    :param api_version: the version to name.
    """
    if api_version.is_null() or api_version.ver_minor == 0:
        return
    version = "latest" if api_version.is_latest() else api_version.get_string()
    headers[LEGACY_HEADER_NAME] = version
    if api_version.ver_minor >= 27:
        headers[HEADER_NAME] = f"{SERVICE_TYPE} {version}"


def check_headers(response: HTTPResponse, api_version: APIVersion) -> None:
    """Warn in the log when an answer does not say that it honoured the microversion.

    :param response: the answer.
    :param api_version: the version that its request named.
    """
    if api_version.is_null() or api_version.ver_minor == 0:
        return
    headers = response.headers
    if not (headers.get(HEADER_NAME) or headers.get(LEGACY_HEADER_NAME)):
        import logging

        logging.getLogger(__name__).warning(
            "The answer names no microversion, though %s was asked for: a proxy may have "
            "dropped the header, or this is not the Compute API.",
            api_version.get_string(),
        )


# ------------------------------------------------------------------- windows and their check
class Window:
    """The microversions that know an operation or an argument.

    :param since: the first one.
    :param until: the last one; None while the newest has it.
    :param parameters: the arguments whose window is narrower than their operation's.
    """

    __slots__ = ("parameters", "since", "until")

    def __init__(
        self,
        since: APIVersion,
        until: APIVersion | None = None,
        parameters: Mapping[str, Window] | None = None,
    ) -> None:
        self.since = since
        self.until = until
        self.parameters = parameters or {}

    @classmethod
    def parse(cls, text: str) -> Window:
        """The window that ``"2.77"``, ``"2.14-2.67"`` or ``"-2.56"`` writes.

        :param text: the window as it is written.
        """
        since, dash, until = text.partition("-")
        return cls(APIVersion(since or "2.1"), APIVersion(until) if dash else None)

    def holds(self, version: APIVersion) -> bool:
        """Whether a version lies in the window.

        :param version: the version.
        """
        return self.since <= version and (self.until is None or version <= self.until)

    def __str__(self) -> str:
        since = self.since.get_string()
        return f"{since} to {self.until.get_string()}" if self.until else f"{since} and newer"


def _gated(method: Any, windows: Iterable[str]) -> list[tuple[str, int, Any]]:
    """Name, position (past all others for a keyword) and default of each argument with a window.

    Read from the code object: ``inspect`` costs an import that every command would pay.
    """
    code = method.__code__
    positional = code.co_varnames[: code.co_argcount]
    values = method.__defaults__ or ()
    defaults = dict(zip(positional[-len(values) :], values, strict=True)) if values else {}
    defaults |= method.__kwdefaults__ or {}
    return [
        (name, positional.index(name) if name in positional else sys.maxsize, defaults[name])
        for name in windows
    ]


def _is_given(value: object, default: object) -> bool:
    """Whether a call says something with an argument.

    Where None is the default, whatever is false says as little: callers pass it through. An
    argument whose None or False has a meaning of its own has :data:`UNSET` for its default.
    """
    if isinstance(default, Unset):
        return not isinstance(value, Unset)
    if value is None:
        return False
    if default is None:
        return bool(value)
    return type(value) is not type(default) or value != default


def microversion(
    window: str = "2.1", options: Mapping[str, str] | None = None, /, **parameters: str
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare the microversions of a manager's method and of its arguments.

    The method runs on a view of its manager fixed to the version chosen for this call: the
    pinned one, or under ``2.latest`` the newest at which the operation and every argument that
    was given exist on both sides.

    :param window: ``"2.77"`` (since), ``"2.1-2.35"`` (withdrawn later).
    :param options: the same for what an argument or the answer holds, a list's filters or fields
        for example: declared here for those who read the windows, checked by the method itself.
    :param parameters: the same for each argument that not all of these versions take.
    :raises VersionNotFoundForAPIMethod: from the call, if the operation does not exist there.
    :raises UnsupportedAttribute: from the call, if an argument that was given does not.
    """
    declared = Window.parse(window)
    windows = {**(options or {}), **parameters}
    declared = Window(
        declared.since, declared.until, {n: Window.parse(w) for n, w in windows.items()}
    )

    def decorate(method: Callable[P, R]) -> Callable[P, R]:
        gated = _gated(method, parameters)

        @functools.wraps(method)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            manager: Any = args[0]
            given = [
                name
                for name, position, default in gated
                if _is_given(
                    args[position] if len(args) > position else kwargs.get(name, default),
                    default,
                )
            ]
            version = choose(manager, declared, method.__name__, given)
            bound = manager.at(version, negotiated=manager.api_version.is_latest())
            return cast("Callable[..., R]", method)(bound, *args[1:], **kwargs)

        call.__microversions__ = declared  # type: ignore[attr-defined]
        return call

    return decorate


def positional(window: str, /, *names: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let callers pinned to older versions pass arguments in the order those had them in.

    Stands above :func:`microversion`, on a method of a manager or of a resource. Keywords are the
    same at every version; ``2.latest`` and other versions have the order of the definition.

    :param window: the versions with an order of their own, ``"2.1-2.13"``.
    :param names: the arguments in that order.
    :raises TypeError: from the call, for more positional arguments than names.
    """
    declared = Window.parse(window)

    def decorate(method: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(method)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            owner: Any = args[0]
            version: APIVersion = owner.api_version
            if version.is_latest() or not declared.holds(max(version, BASE_VERSION)):
                return method(*args, **kwargs)
            if len(args) > len(names) + 1:
                raise TypeError(
                    f"{method.__name__}() takes {len(names)} positional arguments at microversion "
                    f"{version.get_string()}: {', '.join(names)}"
                )
            ordered = dict(zip(names, args[1:], strict=False))
            return cast("Callable[..., R]", method)(owner, **ordered, **kwargs)

        call.__positional__ = declared, names  # type: ignore[attr-defined]
        return call

    return decorate


def choose(manager: Any, window: Window, method: str, given: list[str]) -> APIVersion:
    """The microversion for one call of a manager's method.

    :param manager: whose ``api_version`` is pinned, or ``2.latest``.
    :param window: the method's window.
    :param method: its name, for errors.
    :param given: the arguments of the call that have a window of their own.
    """
    pinned: APIVersion = manager.api_version
    if pinned.is_latest():
        return _negotiate(manager, window, method, given)
    version = max(pinned, BASE_VERSION)
    if not window.holds(version):
        raise exceptions.VersionNotFoundForAPIMethod(
            version.get_string(), method, reason=f"It needs {window}."
        )
    for name in given:
        if not window.parameters[name].holds(version):
            raise _unsupported(window, name, f"You asked for {pinned.get_string()}.")
    return pinned


def _negotiate(manager: Any, window: Window, method: str, given: list[str]) -> APIVersion:
    """The newest version that both sides, the operation and its arguments have in common."""
    oldest: APIVersion
    newest: APIVersion
    oldest, newest = manager.api.version_range()
    newest = min(newest, API_MAX_VERSION)
    cloud = f"This cloud speaks {oldest.get_string()} to {newest.get_string()}."
    operation = min(newest, window.until) if window.until else newest
    if operation < max(oldest, window.since):
        raise exceptions.VersionNotFoundForAPIMethod(
            newest.get_string(), method, reason=f"It needs {window}. {cloud}"
        )
    chosen, limited_by = operation, ""
    for name in given:
        until = window.parameters[name].until
        if until and until < chosen:
            chosen, limited_by = until, name
    for name in given:
        since = window.parameters[name].since
        if chosen < max(since, oldest):
            reason = cloud
            if limited_by not in ("", name) and since <= operation:
                other = window.parameters[limited_by]
                reason = f"'{limited_by}' only goes with {other}: give one or the other."
            raise _unsupported(window, name, reason)
    return chosen


def _unsupported(window: Window, name: str, reason: str) -> exceptions.UnsupportedAttribute:
    limits = window.parameters[name]
    return exceptions.UnsupportedAttribute(
        name,
        limits.since.get_string(),
        limits.until.get_string() if limits.until else None,
        reason=reason,
    )


# ----------------------------------------------------------------------- the table of the whole


# ------------------------------------------- the form that python-novaclient's extensions use
class VersionedMethod:
    """One of several functions of a name, for a range of versions.

    :param name: the name that the functions share.
    :param start_version: the first version it is for.
    :param end_version: the last version it is for.
    :param func: the function.
    """

    def __init__(
        self,
        name: str,
        start_version: APIVersion,
        end_version: APIVersion,
        func: Callable[..., Any],
    ) -> None:
        self.name = name
        self.start_version = start_version
        self.end_version = end_version
        self.func = func

    def __str__(self) -> str:
        return f"Version Method {self.name}: min: {self.start_version!r}, max: {self.end_version!r}"

    def __repr__(self) -> str:
        return f"<VersionedMethod {self.name}>"


_substitutions: dict[str, list[VersionedMethod]] = {}


def get_substitutions(
    func_name: str, api_version: APIVersion | None = None
) -> list[VersionedMethod]:
    """The functions that :func:`wraps` collected under a name.

    :param func_name: ``module.qualified_name``, as in the wrapped function's ``__id__``.
    :param api_version: only those for this version; all when None or null.
    """
    methods = _substitutions.get(func_name, [])
    if api_version is None or api_version.is_null():
        return methods
    return [m for m in methods if api_version.matches(m.start_version, m.end_version)]


def wraps(
    start_version: str, end_version: str | None = None
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Give several functions one name, each for its range of versions.

    For programs' and extensions' own functions; the library itself uses :func:`microversion`.
    The first argument of the call has the version as its ``api_version``.

    :param start_version: the first version that the decorated function is for.
    :param end_version: the last one; None for all later ones.
    :raises VersionNotFoundForAPIMethod: from the call, if no function is for the version.
    """
    first = APIVersion(start_version)
    last = APIVersion(end_version or f"{first.ver_major}.latest")

    def decorate(func: Callable[..., R]) -> Callable[..., R]:
        name = f"{func.__module__}.{func.__qualname__}"
        variants = _substitutions.setdefault(name, [])
        variants.append(VersionedMethod(func.__name__, first, last, func))

        @functools.wraps(func)
        def substitution(obj: Any, *args: Any, **kwargs: Any) -> R:
            methods = get_substitutions(name, obj.api_version)
            if not methods:
                raise exceptions.VersionNotFoundForAPIMethod(
                    obj.api_version.get_string(), func.__name__
                )
            newest = max(methods, key=lambda m: m.start_version)
            return cast("Callable[..., R]", newest.func)(obj, *args, **kwargs)

        substitution.__id__ = name  # type: ignore[attr-defined]
        # Flags declared on one variant belong to it; the parser reads them from the shared name.
        substitution.arguments = getattr(func, "arguments", [])  # type: ignore[attr-defined]
        return substitution

    return decorate


def deprecated_after(version: str) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Mark a method as withdrawn after a version: calls warn, and fail at later versions.

    :param version: the last version that has it.
    """
    window = wraps("2.0", version)

    def decorate(func: Callable[..., R]) -> Callable[..., R]:
        checked = window(func)

        @functools.wraps(func)
        def call(obj: Any, *args: Any, **kwargs: Any) -> R:
            import warnings

            warnings.warn(
                f"The {func.__module__} module is deprecated and will be removed.",
                DeprecationWarning,
                stacklevel=2,
            )
            return checked(obj, *args, **kwargs)

        return call

    return decorate


if not TYPE_CHECKING:
    # Hidden from type checkers, to which any misspelt name would be one of this module's.
    def __getattr__(name):
        # Importing logging costs more than most answers of the command.
        if name == "LOG":
            import logging

            return logging.getLogger(__name__)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def window_of(method: Callable[..., Any]) -> Window | None:
    """The microversions that have an operation.

    :param method: the method of a manager that calls it.
    :returns: its window, with those of its parameters; None if it is bound to none.
    """
    window: Window | None = getattr(method, "__microversions__", None)
    return window


def window_text(window: Window) -> str:
    """Write a window for people: ``2.91 or newer``, ``2.14 to 2.67``, ``2.56 or older``.

    :param window: the window.
    """
    since = window.since.get_string()
    if window.until is None:
        return f"{since} or newer"
    if since == "2.1":
        return f"{window.until.get_string()} or older"
    return f"{since} to {window.until.get_string()}"


def needs(window: Window, version: APIVersion) -> str:
    """Say why a window does not hold a version: ``needs 2.91 or newer``.

    :param window: the window.
    :param version: the version that it does not hold.
    """
    if window.until is not None and version > window.until:
        return f"was withdrawn after {window.until.get_string()}"
    return f"needs {window_text(window)}"
