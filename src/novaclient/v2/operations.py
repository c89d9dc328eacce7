"""The operations of the Compute API that this library has, with their microversions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from novaclient.microversions import Window


class Operation:
    """A method of a manager, and the microversions that have it.

    :param manager: the manager's attribute on a client, ``servers`` for example.
    :param method: the name of the method.
    :param window: its microversions; ``window.parameters`` are those of its arguments.
    """

    __slots__ = ("manager", "method", "window")

    def __init__(self, manager: str, method: str, window: Window) -> None:
        self.manager = manager
        self.method = method
        self.window = window

    @property
    def parameters(self) -> Mapping[str, Window]:
        """The arguments, filters and fields that only some of the method's microversions have."""
        return self.window.parameters

    def __repr__(self) -> str:
        return f"<Operation: {self.manager}.{self.method} {self.window}>"


def operations() -> list[Operation]:
    """List the operations of the Compute API that this library has, with their microversions.

    Imports every manager. Methods that send no request of their own, such as a search by name, and
    requests to other services have no microversion and are not listed.

    :returns: the operations, sorted by manager and method.
    """
    from novaclient.v2.client import Client, LazyManager

    # It sends nothing: only the classes of the managers are used.
    no_client = cast("Any", object())
    client = Client(service_client=no_client, direct_use=False)
    managers = sorted(
        name for name, value in vars(Client).items() if isinstance(value, LazyManager)
    )
    table = []
    for attribute in managers:
        cls = type(getattr(client, attribute))
        for name in sorted(name for name in dir(cls) if not name.startswith("_")):
            window = getattr(getattr(cls, name), "__microversions__", None)
            if window is not None:
                table.append(Operation(attribute, name, window))
    return table
