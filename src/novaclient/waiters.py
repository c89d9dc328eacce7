"""Waiting for a state: the field, its states of success and failure, and the pauses."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, Final

from novaclient import exceptions

#: The first pause, in seconds; each later one is longer by half.
FIRST_PAUSE: Final = 0.5
#: The longest pause, in seconds.
LONGEST_PAUSE: Final = 5.0


class Waiter:
    """The end of a wait.

    While a server has a task state (``OS-EXT-STS:task_state``) its state is not final.

    :param success: the states, in lower case, that end the wait with success.
    :param failure: the states that end it with an error.
    :param field: the field of the resource that holds its state.
    :param gone: whether a resource that no longer exists is a success.
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
        """Whether a resource has reached a state of success.

        :param resource: the resource as last fetched.
        :raises ResourceInErrorState: if it is in a state of failure.
        :raises InstanceInDeletedState: if it has been deleted.
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
                f"{type(resource).__name__} {resource.id} was deleted during the wait"
            )
        return False

    def state(self, resource: Any) -> str:
        """The state of a resource, in lower case.

        :param resource: the resource as last fetched.
        """
        return str(getattr(resource, self.field, "") or "").lower()


class TransientWaiter(Waiter):
    """Waits for a state that a server has only while it has a task state."""

    __slots__ = ()

    def verdict(self, resource: Any) -> bool:
        """Whether a resource is in the state.

        :param resource: the resource as last fetched.
        :raises ResourceInErrorState: if it is in a state of failure.
        :raises InstanceInDeletedState: if it has been deleted.
        """
        return self.state(resource) in self.success or super().verdict(resource)


def _row(*success: str, failure: tuple[str, ...] = ("error",), gone: bool = False) -> Waiter:
    return Waiter(frozenset(success), frozenset(failure), gone=gone)


#: The waiters for a server, by the name of the state.
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
    (state, TransientWaiter(frozenset((state,))))
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
    """The pauses between two fetches, in seconds: short at first, then longer."""
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
    """Fetch a resource repeatedly until it has reached a state.

    :param fetch: returns the resource as it is now.
    :param waiter: the states, from :data:`SERVER` for example.
    :param timeout: the longest time to wait, in seconds; None for no limit.
    :param report: called with the resource after each fetch.
    :param sleep: sleeps for a number of seconds.
    :param clock: returns the time in seconds.
    :returns: the resource in that state; None if it no longer exists and the waiter allows it.
    :raises ResourceInErrorState: if it is in a state of failure.
    :raises InstanceInDeletedState: if it has been deleted.
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
                waiter.state(last) or "in an unknown state",
                waited,
            )
        sleep(pause if timeout is None else min(pause, max(0.0, timeout - waited)))
    raise AssertionError("unreachable: pauses() never ends")
