"""The operations of the Compute API that this library has, with their microversions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from novaclient.api_versions import Window

if TYPE_CHECKING:
    pass

if not TYPE_CHECKING:
    # Hidden from type checkers, to which any misspelt name would be one of this module's.
    def __getattr__(name):
        # Importing logging costs more than most answers of the command.
        if name == "LOG":
            import logging

            return logging.getLogger(__name__)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class Operation:
    """A method of a manager, and the microversions that know it.

    :param manager: the manager's attribute on a client, ``servers`` for example.
    :param method: the method's name.
    :param window: since and until when; ``window.parameters`` are those of its arguments.
    """

    __slots__ = ("manager", "method", "window")

    def __init__(self, manager: str, method: str, window: Window) -> None:
        self.manager = manager
        self.method = method
        self.window = window

    @property
    def parameters(self) -> Mapping[str, Window]:
        """The arguments, and what they hold, that not all of the method's versions take."""
        return self.window.parameters

    def __repr__(self) -> str:
        return f"<Operation: {self.manager}.{self.method} {self.window}>"


def operations() -> list[Operation]:
    """All that the library can ask of Nova, with the microversions of each: a table of the whole.

    Imports every manager. What asks nothing of its own, a search by name for example, and what
    asks other services has no microversion, and no row.

    :returns: the operations by manager and method, both in alphabetical order.
    """
    from novaclient.v2.client import Client, _Manager

    # Nothing is asked of it: only the managers' classes are looked at.
    no_transport = cast("Any", object())
    client = Client(transport=no_transport, direct_use=False)
    managers = sorted(name for name, value in vars(Client).items() if isinstance(value, _Manager))
    table = []
    for attribute in managers:
        cls = type(getattr(client, attribute))
        for name in sorted(name for name in dir(cls) if not name.startswith("_")):
            window = getattr(getattr(cls, name), "__microversions__", None)
            if window is not None:
                table.append(Operation(attribute, name, window))
    return table
