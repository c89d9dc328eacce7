"""Waiting for the end of a request on a server, by the instance action that Nova records."""

from __future__ import annotations

from typing import Any, Final

from novaclient import exceptions
from novaclient.cli.framework.waiting import Wait
from novaclient.v2.instance_action import InstanceAction
from novaclient.waiters import Waiter

#: How often the record may be missing before the wait fails.
MISSES: Final = 8


class RequestWaiter(Waiter):
    """Waits until the last event of an instance action has finished.

    :param last: Nova's name of that event.
    """

    __slots__ = ("last",)

    def __init__(self, last: str) -> None:
        super().__init__(frozenset(("finished",)))
        self.last = last

    def verdict(self, resource: Any) -> bool:
        """Whether the action has finished.

        :raises CommandError: if it failed, or the cloud does not show its events.
        """
        events = getattr(resource, "events", None)
        if events is None:
            raise exceptions.CommandError(
                "The request was accepted, but cannot be waited for: at this microversion only "
                "administrators can see when it ends."
            )
        failed = [event for event in events if event.get("result") == "Error"]
        if failed:
            why = failed[0].get("details") or "the cloud gives no reason"
            raise exceptions.CommandError(f"{resource.action} failed: {why}")
        return any(e.get("event") == self.last and e.get("finish_time") for e in events)

    def state(self, resource: Any) -> str:
        """The state of the action, for a wait that timed out."""
        return f"{resource.action} in progress"


def request_over(doing: str, server: str, last: str, *, what: str = "Server") -> Wait:
    """The wait for the end of a request on a server; the resource to wait for is the request ID.

    :param doing: the progress text: ``attaching``.
    :param server: the server's ID.
    :param last: Nova's name of the last event.
    :param what: the kind of resource, for the progress.
    """
    misses = 0

    def look(client: Any, request: str) -> Any:
        nonlocal misses
        try:
            return client.instance_action.get(server, request)
        except exceptions.NotFound:
            # Nova may answer a moment before it writes the record.
            misses += 1
            if misses == MISSES:
                raise
            begun = {"action": doing, "events": []}
            return InstanceAction(client.instance_action, begun, loaded=True)

    return Wait(doing, RequestWaiter(last), look, what=what)


def request_of(answer: Any) -> str:
    """The ID of the request that returned a result of the library; empty if it has none."""
    return str(answer.request_ids[-1]) if answer.request_ids else ""
