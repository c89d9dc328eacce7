"""Marks that extensions put on the functions of their commands; programs use them by ``utils``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def arg(*args: Any, **kwargs: Any) -> Callable[[F], F]:
    """Declare an argument of a command, as a decorator of the command's function.

    :param args: as for :meth:`argparse.ArgumentParser.add_argument`, as are ``kwargs``.
    """

    def mark(func: F) -> F:
        add_arg(func, *args, **kwargs)
        return func

    return mark


def add_arg(func: Any, *args: Any, **kwargs: Any) -> None:
    """Declare an argument of a command, before those declared so far.

    :param func: the function of the command.
    :param args: as for :meth:`argparse.ArgumentParser.add_argument`, as are ``kwargs``.
    """
    if not hasattr(func, "arguments"):
        func.arguments = []
    if (args, kwargs) not in func.arguments:
        # Decorators are applied from the last one to the first.
        func.arguments.insert(0, (args, kwargs))


def service_type(stype: str) -> Callable[[F], F]:
    """Declare the service that a function uses, as a decorator.

    :param stype: the type of the service in the catalog, ``compute`` for example.
    """

    def mark(func: F) -> F:
        func.service_type = stype  # type: ignore[attr-defined]
        return func

    return mark


def get_service_type(f: Any) -> str | None:
    """Return the type of service that a function uses; None if :func:`service_type` is missing.

    :param f: the function.
    """
    return getattr(f, "service_type", None)


def unauthenticated(func: F) -> F:
    """Declare that a function needs no token, as a decorator.

    :param func: the function.
    """
    func.unauthenticated = True  # type: ignore[attr-defined]
    return func


def isunauthenticated(func: Any) -> bool:
    """Whether :func:`unauthenticated` is on a function.

    :param func: the function.
    """
    return bool(getattr(func, "unauthenticated", False))
