"""Waiting for a state: what to look at, which states are success and failure, how often to ask."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from novaclient import exceptions

#: Seconds before the second look; each later pause is half as long again.
FIRST_PAUSE: Final = 0.5
#: The longest pause between two looks, in seconds.
LONGEST_PAUSE: Final = 5.0


class Waiter:
    """What is waited for.

    While a task is under way (``OS-EXT-STS:task_state``) a server's state is not final.

    :param success: the states, in lower case, in which the wait is over.
    :param failure: the states from which it never will be.
    :param field: the resource's field that holds its state.
    :param gone: whether a resource that is not found any more is a success.
    """

    __slots__ = ("failure", "field", "gone", "success")

    def __init__(
        self,
        success: frozenset[str],
        failure: frozenset[str] = frozenset(("error",)),
        field: str = "status",
        gone: bool = False,
    ) -> None:
        self.success = success
        self.failure = failure
        self.field = field
        self.gone = gone

    def verdict(self, resource: Any) -> bool:
        """Whether a resource has reached the state.

        :param resource: as it was fetched last.
        :raises ResourceInErrorState: if it is in a state from which it will not.
        :raises InstanceInDeletedState: if it was deleted meanwhile.
        """
        state = self.state(resource)
        if getattr(resource, "OS-EXT-STS:task_state", None):
            return False
        if state in self.success:
            return True
        if state in self.failure:
            raise exceptions.ResourceInErrorState(resource)
        if state == "deleted":
            raise exceptions.InstanceInDeletedState(
                f"{type(resource).__name__} {resource.id} was deleted while it was waited for"
            )
        return False

    def state(self, resource: Any) -> str:
        """The state of a resource, in lower case.

        :param resource: as it was fetched last.
        """
        return str(getattr(resource, self.field, "") or "").lower()


class PassingWaiter(Waiter):
    """Waits for a state that a resource is in only while a task is under way."""

    __slots__ = ()

    def verdict(self, resource: Any) -> bool:
        """Whether a resource is in the state.

        :param resource: as it was fetched last.
        :raises ResourceInErrorState: if it is in a state from which it will not come to it.
        :raises InstanceInDeletedState: if it was deleted meanwhile.
        """
        return self.state(resource) in self.success or super().verdict(resource)


def _row(*success: str, failure: tuple[str, ...] = ("error",), gone: bool = False) -> Waiter:
    return Waiter(frozenset(success), frozenset(failure), gone=gone)


#: The states of a server that can be waited for, by name.
SERVER: Final[dict[str, Waiter]] = {
    "active": _row("active"),
    "deleted": _row("deleted", "soft_deleted", gone=True),
    "error": _row("error", failure=()),
    "paused": _row("paused"),
    "rescue": _row("rescue"),
    "resized": _row("active", "verify_resize"),
    "shelved": _row("shelved", "shelved_offloaded"),
    "shelved_offloaded": _row("shelved_offloaded"),
    "shutoff": _row("shutoff"),
    "settled": _row("active", "shutoff", "paused", "suspended", "verify_resize", "rescue"),
    "suspended": _row("suspended"),
    "verify_resize": _row("verify_resize"),
}
SERVER.update(
    (state, PassingWaiter(frozenset((state,))))
    for state in (
        "build",
        "hard_reboot",
        "migrating",
        "password",
        "reboot",
        "rebuild",
        "resize",
        "revert_resize",
        "soft_deleted",
        "unknown",
    )
)


def pauses() -> Iterator[float]:
    """Seconds to pause between looks: short at first, longer with time."""
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(pause * 1.5, LONGEST_PAUSE)


def wait_for(
    fetch: Callable[[], Any],
    waiter: Waiter,
    *,
    timeout: float | None = None,
    report: Callable[[Any], None] | None = None,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> Any:
    """Fetch a resource again and again until it has reached a state.

    :param fetch: returns the resource as it is now.
    :param waiter: the state, a row of :data:`SERVER` for example.
    :param timeout: seconds to wait at most; None for no limit.
    :param report: called with the resource after each look.
    :param sleep: pauses for a number of seconds.
    :param clock: the time in seconds.
    :returns: the resource in that state; None if it is gone and that was waited for.
    :raises ResourceInErrorState: if it went into a state from which it will not come.
    :raises InstanceInDeletedState: if it was deleted meanwhile.
    :raises WaitTimeout: if the time is over.
    """
    start = clock()
    last: Any = None
    for pause in pauses():
        try:
            last = fetch()
        except exceptions.NotFound:
            if waiter.gone:
                return None
            raise
        if report is not None:
            report(last)
        if waiter.verdict(last):
            return last
        waited = clock() - start
        if timeout is not None and waited >= timeout:
            name = getattr(last, "name", None) or getattr(last, "id", "")
            raise exceptions.WaitTimeout(
                f"{type(last).__name__} {name}",
                " or ".join(sorted(waiter.success)),
                waiter.state(last) or "in no known state",
                waited,
            )
        sleep(pause if timeout is None else min(pause, max(0.0, timeout - waited)))
    raise AssertionError("unreachable: pauses() never ends")
