"""Packages with modules that are imported when they are first used."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType


def submodule(package: str, name: str) -> ModuleType:
    """Import a module of a package, for the package's ``__getattr__``.

    :param package: the dotted name of the package.
    :param name: the name of the module in it.
    :raises AttributeError: if the package has no such module.
    """
    dotted = f"{package}.{name}"
    try:
        return import_module(dotted)
    except ModuleNotFoundError as error:
        if error.name != dotted:
            raise
        raise AttributeError(f"module {package!r} has no attribute {name!r}") from None
