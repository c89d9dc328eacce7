"""What the commands of old share: python-novaclient 3.3 had them and later releases dropped them.

The commands are in ``old_addresses``, ``old_hosts``, ``old_images``, ``old_networks``,
``old_security_groups``, ``old_servers``, ``old_volumes``, ``old_account`` and ``withdrawn``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from novaclient import exceptions, lookup
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import boolean
from novaclient.v2.legacy.removed import WITHDRAWN

F = TypeVar("F", bound=Callable[..., Any])


def found(manager: Any, *words: str) -> list[Any]:
    """The resources that words stand for, of a manager whose list has all their fields.

    An id is one request; all names together are another.

    :param manager: where they are looked for.
    :param words: ids or names.
    :raises NameNotFound: if nothing bears one of them; AmbiguousName: if several do.
    """
    rows: list[Any] | None = None
    resources = []
    for word in words:
        if lookup.is_uuid(word):
            try:
                resources.append(manager.get(word))
                continue
            except exceptions.NotFound:
                pass  # it may still be somebody's name
        rows = manager.list() if rows is None else rows
        outcome = lookup.match(manager.resource_class.__name__.lower(), word, rows, suggest=True)
        if outcome.error is not None:
            raise outcome.error
        resources.append(next(row for row in rows if str(row.id) == outcome.result))
    return resources


def withdrawn(api: str) -> Callable[[F], F]:
    """Declare that Nova has withdrawn a command's API, which its help says; a decorator.

    It stands below the shape.

    :param api: a key of :data:`novaclient.v2.legacy.removed.WITHDRAWN`.
    """
    fate = WITHDRAWN[api]

    def decorate(function: F) -> F:
        function.__doc__ = (
            f"{function.__doc__}\n\nOnly clouds before Nova {fate.release} serve it: "
            f"use {fate.instead}."
        )
        return function

    return decorate


ALL_TENANTS = argument(
    "--all-tenants",
    nargs="?",
    type=boolean,
    const=True,
    default=False,
    env=("ALL_TENANTS",),
    metavar="<0|1>",
    parameter="",
    help="Those of every project; for administrators.",
)
