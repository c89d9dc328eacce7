"""Microversions of operations: their declaration, and the choice of one for each call.

The microversions of an operation and of its arguments are declared on the library's method::

    @microversion("2.1", availability_zone="2.77", host="2.91")
    def unshelve(self, server, availability_zone=UNSET, host=UNSET): ...

The check of a call, the flags of commands, their help and the documentation read them from there.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, ParamSpec, TypeVar, cast

from novaclient import exceptions
from novaclient.api_versions import API_MAX_VERSION, BASE_VERSION, APIVersion

P = ParamSpec("P")
R = TypeVar("R")


class Unset:
    """The type of :data:`UNSET`."""

    def __repr__(self) -> str:
        return "UNSET"

    def __bool__(self) -> bool:
        return False


#: The default of arguments for which None has a meaning of its own.
UNSET: Final = Unset()


class Window:
    """The microversions that have an operation or an argument.

    :param since: the first one.
    :param until: the last one; None if it has not been removed.
    :param parameters: the windows of the arguments that not all of these microversions have.
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
        """Read a window.

        :param text: ``"2.77"`` (since), ``"2.14-2.67"`` (from, to) or ``"-2.56"`` (up to).
        """
        since, dash, until = text.partition("-")
        return cls(APIVersion(since or "2.1"), APIVersion(until) if dash else None)

    def holds(self, version: APIVersion) -> bool:
        """Whether the window contains a microversion.

        :param version: the microversion.
        """
        return self.since <= version and (self.until is None or version <= self.until)

    def __str__(self) -> str:
        since = self.since.get_string()
        return f"{since} to {self.until.get_string()}" if self.until else f"{since} and newer"


def _gated(method: Any, windows: Iterable[str]) -> list[tuple[str, int, Any]]:
    """Return the name, position and default of each argument with a window.

    A keyword-only argument has a position after all others. They are read from the code object:
    every command would have to wait for the import of ``inspect``.
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
    """Whether a call uses an argument.

    If None is the default, other false values do not count either: callers pass them through. An
    argument with the default :data:`UNSET` is used if it is passed at all.
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

    The method is called on a view of its manager with the microversion chosen for the call: the
    pinned one, or with ``2.latest`` the newest that both sides support and that has the operation
    and every argument of the call.

    :param window: ``"2.77"`` (since), ``"2.1-2.35"`` (removed later).
    :param options: the windows of filters or of fields of the answer. They are only declared here,
        for help and documentation; the method checks them itself.
    :param parameters: the windows of arguments that not all of these microversions have.
    :raises VersionNotFoundForAPIMethod: by the call, if the microversion has no such operation.
    :raises UnsupportedAttribute: by the call, if the microversion has no such argument.
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
    """Declare the order of positional arguments for callers that have pinned older microversions.

    Place it above :func:`microversion`. It does not affect keyword arguments, ``2.latest`` and
    other microversions.

    :param window: the microversions with this order, ``"2.1-2.13"``.
    :param names: the arguments in this order.
    :raises TypeError: by the call, for more positional arguments than names.
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
    """Choose the microversion of a call.

    :param manager: the manager; its ``api_version`` is a pinned microversion or ``2.latest``.
    :param window: the window of the method.
    :param method: the name of the method, for errors.
    :param given: the arguments of the call that have a window.
    :raises VersionNotFoundForAPIMethod: if no supported microversion has the operation.
    :raises UnsupportedAttribute: if no supported microversion has all arguments.
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
            raise _unsupported(window, name, f"You requested {pinned.get_string()}.")
    return pinned


def _negotiate(manager: Any, window: Window, method: str, given: list[str]) -> APIVersion:
    """Choose the newest microversion that both sides support and that has all arguments."""
    oldest: APIVersion
    newest: APIVersion
    oldest, newest = manager.api.version_range()
    newest = min(newest, API_MAX_VERSION)
    cloud = f"This cloud supports {oldest.get_string()} to {newest.get_string()}."
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
                reason = f"'{limited_by}' needs {other}: pass one or the other."
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


def window_of(method: Callable[..., Any]) -> Window | None:
    """Return the microversions that have an operation.

    :param method: the manager's method.
    :returns: its window; None if it declares none.
    """
    window: Window | None = getattr(method, "__microversions__", None)
    return window


def window_text(window: Window) -> str:
    """Return a window as text: ``2.91 or newer``, ``2.14 to 2.67``, ``2.56 or older``.

    :param window: the window.
    """
    since = window.since.get_string()
    if window.until is None:
        return f"{since} or newer"
    if since == "2.1":
        return f"{window.until.get_string()} or older"
    return f"{since} to {window.until.get_string()}"


def needs(window: Window, version: APIVersion) -> str:
    """Return why a window does not contain a microversion: ``needs 2.91 or newer``.

    :param window: the window.
    :param version: a microversion that it does not contain.
    """
    if window.until is not None and version > window.until:
        return f"was removed after {window.until.get_string()}"
    return f"needs {window_text(window)}"
