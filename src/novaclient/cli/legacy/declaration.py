"""How legacy commands are declared: the notice of removal, and an argument that several take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from novaclient.cli.framework.command import removed_from_nova
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import boolean
from novaclient.v2.legacy.removed import WITHDRAWN

F = TypeVar("F", bound=Callable[..., Any])

ALL_TENANTS = argument(
    "--all-tenants",
    nargs="?",
    type=boolean,
    const=True,
    default=False,
    env=("ALL_TENANTS",),
    metavar="<0|1>",
    parameter="",
    help="List those of all projects; for administrators.",
)


def removed(api: str) -> Callable[[F], F]:
    """Add the release that removed a command's API to its help; a decorator, below the shape.

    :param api: a key of :data:`novaclient.v2.legacy.removed.WITHDRAWN`.
    """

    def decorate(function: F) -> F:
        function.__doc__ = f"{(function.__doc__ or '').rstrip()}\n\n    {removal_notice(api)}"
        return removed_from_nova(function)

    return decorate


def removal_notice(api: str) -> str:
    """The sentence in a command's help on the removal of its API.

    :param api: a key of :data:`novaclient.v2.legacy.removed.WITHDRAWN`.
    """
    removal = WITHDRAWN[api]
    return (
        f"Nova removed it in {removal.release}: only older clouds support it. "
        f"Use {removal.instead} instead."
    )
