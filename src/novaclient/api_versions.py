"""Versions of the Compute API: the class, what clients and clouds support, and the headers.

``microversions.py`` declares which versions have an operation.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, MutableMapping
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
        """Whether this is the null version, which means "none"."""
        return self.ver_major == 0

    def is_latest(self) -> bool:
        """Whether this is ``X.latest``: the newest that both sides support."""
        return self.ver_minor == _LATEST

    def matches(self, min_version: APIVersion, max_version: APIVersion) -> bool:
        """Whether this version is in a range.

        :param min_version: the first version of the range; the null version for no limit.
        :param max_version: the last version of the range; the null version for no limit.
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


#: The oldest and the newest microversion that this library supports.
API_MIN_VERSION: Final = APIVersion(version.MIN_MICROVERSION)
API_MAX_VERSION: Final = APIVersion(version.MAX_MICROVERSION)
#: The microversion of requests to ``/v2.1`` without a microversion header.
BASE_VERSION: Final = API_MIN_VERSION


# -------------------------------------------------------------- what client and cloud support
def get_available_major_versions() -> list[str]:
    """Return the major versions that this library supports."""
    return ["2"]


def check_major_version(api_version: APIVersion) -> None:
    """Check that this library supports a major version.

    :param api_version: a version; the null version passes.
    :raises UnsupportedVersion: if it does not.
    """
    available = get_available_major_versions()
    if not api_version.is_null() and str(api_version.ver_major) not in available:
        raise exceptions.UnsupportedVersion(
            f"Invalid client version '{api_version.get_string()}'. "
            f"Major part should be '{available[0]}'"
        )


def check_version(api_version: APIVersion) -> None:
    """Check that this library supports a microversion.

    :param api_version: a microversion, not ``2.latest``; the null version passes.
    :raises UnsupportedVersion: if it is older than 2.0 or newer than the newest supported.
    """
    if api_version.is_null():
        return
    if not api_version.matches(APIVersion("2.0"), API_MAX_VERSION):
        raise exceptions.UnsupportedVersion(
            f"Invalid client version '{api_version.get_string()}'. This client supports "
            f"{API_MIN_VERSION.get_string()} to "
            f"{API_MAX_VERSION.get_string()}."
        )


def get_api_version(version_string: str | float | APIVersion) -> APIVersion:
    """Return the version that a user has written: ``2``, ``2.1``, ``2.latest``.

    :param version_string: the text, or a version.
    :raises UnsupportedVersion: for another form, or an unsupported major version.
    """
    if isinstance(version_string, APIVersion):
        check_major_version(version_string)
        return version_string
    text = str(version_string)
    version = APIVersion(f"{text}.0" if text.isdigit() else text)
    check_major_version(version)
    return version


def _get_server_version_range(client: Any) -> tuple[APIVersion, APIVersion]:
    """Return the oldest and the newest microversion of the cloud; null versions if it has none."""
    version = client.versions.get_current()
    newest = getattr(version, "version", None)
    if not newest:
        return APIVersion(), APIVersion()
    return APIVersion(version.min_version), APIVersion(newest)


def discover_version(client: Any, requested_version: APIVersion) -> APIVersion:
    """Return the version for requests to a cloud: the requested one if both sides support it.

    :param client: a :class:`novaclient.v2.client.Client`; it sends one request.
    :param requested_version: a version, or ``2.latest`` for the newest that both sides support.
    :raises UnsupportedVersion: if the cloud does not support it; the error names its range.
    """
    oldest, newest = _get_server_version_range(client)
    if not requested_version.is_latest():
        if requested_version.is_null() or requested_version.ver_minor == 0:
            return requested_version
        if newest.is_null() or not requested_version.matches(oldest, newest):
            raise exceptions.UnsupportedVersion(
                f"This cloud does not support microversion {requested_version.get_string()}: "
                + _range_text(oldest, newest)
            )
        return requested_version
    if newest.is_null():
        return APIVersion("2.0")
    if newest < API_MIN_VERSION or oldest > API_MAX_VERSION:
        raise exceptions.UnsupportedVersion(
            f"{_range_text(oldest, newest)} This client supports "
            f"{API_MIN_VERSION.get_string()} to "
            f"{API_MAX_VERSION.get_string()}: a newer client is needed."
        )
    return min(newest, API_MAX_VERSION)


def _range_text(oldest: APIVersion, newest: APIVersion) -> str:
    if newest.is_null():
        return "it has no microversions (Compute API v2, before 2.1)."
    return f"it supports {oldest.get_string()} to {newest.get_string()}."


# ------------------------------------------------------------------------------- the headers
def update_headers(headers: MutableMapping[str, str], api_version: APIVersion) -> None:
    """Set the microversion in the headers of a request; none for the null version and ``X.0``.

    Nova reads the generic header since 2.27, and its own header always. ``latest`` means the newest
    of the cloud.

    :param headers: the headers to change.
    :param api_version: the microversion.
    """
    if api_version.is_null() or api_version.ver_minor == 0:
        return
    version = "latest" if api_version.is_latest() else api_version.get_string()
    headers[LEGACY_HEADER_NAME] = version
    if api_version.ver_minor >= 27:
        headers[HEADER_NAME] = f"{SERVICE_TYPE} {version}"


def check_headers(response: HTTPResponse, api_version: APIVersion) -> None:
    """Log a warning if the headers of an answer have no microversion.

    :param response: the answer.
    :param api_version: the microversion of the request.
    """
    if api_version.is_null() or api_version.ver_minor == 0:
        return
    headers = response.headers
    if not (headers.get(HEADER_NAME) or headers.get(LEGACY_HEADER_NAME)):
        import logging

        logging.getLogger(__name__).warning(
            "The answer has no microversion header, although the request has %s: a proxy may have "
            "removed it, or this is not the Compute API.",
            api_version.get_string(),
        )


# -------------------------------------------------------- declarations of extensions' functions
class VersionedMethod:
    """One of several functions with the same name, for a range of versions.

    :param name: the name of the functions.
    :param start_version: the first version of the range.
    :param end_version: the last version of the range.
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
    """Return the functions that :func:`wraps` has collected under a name.

    :param func_name: ``module.qualified_name``, the ``__id__`` of the wrapped function.
    :param api_version: only functions for this version; all if None or the null version.
    """
    methods = _substitutions.get(func_name, [])
    if api_version is None or api_version.is_null():
        return methods
    return [m for m in methods if api_version.matches(m.start_version, m.end_version)]


def wraps(
    start_version: str, end_version: str | None = None
) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Declare several functions with the same name, each for a range of versions.

    For the functions of programs and extensions; this library uses
    :func:`novaclient.microversions.microversion`. The version of a call is the ``api_version`` of
    its first argument.

    :param start_version: the first version of the decorated function.
    :param end_version: the last one; None for all later versions.
    :raises VersionNotFoundForAPIMethod: by the call, if there is no function for the version.
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
        # The parser reads the flags of the functions from the shared name.
        substitution.arguments = getattr(func, "arguments", [])  # type: ignore[attr-defined]
        return substitution

    return decorate


def deprecated_after(version: str) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Declare that a method is removed after a version: calls warn, and fail at later versions.

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
        # The import of logging takes longer than most commands without a cloud.
        if name == "LOG":
            import logging

            return logging.getLogger(__name__)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
