"""A call that Nova must accept, and the list of methods to call; the calls themselves are in
``contract_cases``.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterator
from typing import Any, Final

from novaclient import base
from novaclient.microversions import Window
from novaclient.v2.client import Client

#: What managers have that is no operation: how they work, and searches that go through ``list``.
NO_OPERATIONS: Final = frozenset(
    name
    for cls in (base.Manager, base.ManagerWithFind)
    for name in dir(cls)
    if name not in ("list", "get")
)
_BASES: Final = frozenset(base.ManagerWithFind.__mro__) | {base.BootingManagerWithFind}
_NO_TRANSPORT: Final[Any] = object()


class Case:
    """A call of a method, for all microversions that know the method and the arguments.

    :param name: the manager's attribute on the client and the method, ``"servers.list"``; after a
        space, what is special about this call.
    :param args: the call's arguments.
    :param only: the microversions for which these arguments' values are meant, where the library
        declares no narrower window for the method or the arguments.
    :param expects: the key of the answer to this call, where Nova's schema leaves it open.
    :param ignored: a query parameter that Nova is known to pass over.
    """

    def __init__(
        self,
        name: str,
        /,
        *args: Any,
        only: str = "2.1",
        expects: str | None = None,
        ignored: str | None = None,
        **kwargs: Any,
    ) -> None:
        self.name = name
        self.method, _, _ = name.partition(" ")
        self.attribute, _, self.function = self.method.partition(".")
        self.args = args
        self.kwargs = kwargs
        self.only = Window.parse(only)
        self.expects = expects
        self.ignored = ignored

    def __repr__(self) -> str:
        return self.name

    def call(self, client: Client) -> Any:
        """Make the call."""
        return getattr(getattr(client, self.attribute), self.function)(*self.args, **self.kwargs)

    def windows(self) -> list[Window]:
        """The microversions of the method, of each argument that is given, and of the values."""
        declared = getattr(_function(self.method), "__microversions__", Window.parse("2.1"))
        given = self.given()
        return [self.only, declared, *(w for n, w in declared.parameters.items() if n in given)]

    def given(self) -> set[str]:
        """The names of the arguments that the call gives."""
        signature = inspect.signature(_function(self.method))
        return set(signature.bind(None, *self.args, **self.kwargs).arguments) - {"self"}


def manager_class(attribute: str) -> type[base.Manager[Any]]:
    """The class of a client's manager."""
    client = Client(service_client=_NO_TRANSPORT, direct_use=False)
    cls: type[base.Manager[Any]] = type(getattr(client, attribute))
    return cls


def _function(method: str) -> Any:
    attribute, _, name = method.partition(".")
    return getattr(manager_class(attribute), name)


def arguments(method: str) -> set[str]:
    """The names of all arguments of a method."""
    return set(inspect.signature(_function(method)).parameters) - {"self"}


def managers() -> Iterator[str]:
    """The attributes of a client that are managers."""
    for name, value in vars(Client).items():
        if type(value).__name__ == "LazyManager":
            yield name


def methods(without: Collection[str]) -> Iterator[str]:
    """The methods of managers that stand for operations, ``"servers.list"`` for example.

    :param without: managers and methods that are none of Nova's.
    """
    for attribute in managers():
        if attribute in without:
            continue
        cls = manager_class(attribute)
        own = [name for name in dir(cls) if not name.startswith("_") and name not in NO_OPERATIONS]
        for name in own:
            declared_here = any(name in vars(c) for c in cls.__mro__ if c not in _BASES)
            if f"{attribute}.{name}" in without or name == "resource_class":
                continue
            if callable(getattr(cls, name)) and declared_here:
                yield f"{attribute}.{name}"
