"""Waiting for what a request began on a server, by the record that Nova keeps of it."""

from __future__ import annotations

from typing import Any, Final

from novaclient import exceptions
from novaclient.cli.framework.waiting import Wait
from novaclient.v2.instance_action import InstanceAction
from novaclient.waiters import Waiter

#: How often a record may be missing.
MISSES: Final = 8


class RequestWaiter(Waiter):
    """Waits until the last step of a recorded action is over.

    :param last: the name that Nova gives that step.
    """

    __slots__ = ("last",)

    def __init__(self, last: str) -> None:
        super().__init__(frozenset(("finished",)))
        self.last = last

    def verdict(self, resource: Any) -> bool:
        """Whether the action is over.

        :raises CommandError: if it failed, or the cloud does not tell of its steps.
        """
        events = getattr(resource, "events", None)
        if events is None:
            raise exceptions.CommandError(
                "It is under way, but cannot be waited for: at this microversion the cloud tells "
                "administrators alone how it ends."
            )
        failed = [event for event in events if event.get("result") == "Error"]
        if failed:
            why = failed[0].get("details") or "the cloud does not say why"
            raise exceptions.CommandError(f"{resource.action} failed: {why}")
        return any(e.get("event") == self.last and e.get("finish_time") for e in events)

    def state(self, resource: Any) -> str:
        """What is under way of an action."""
        return f"{resource.action} under way"


def request_over(doing: str, server: str, last: str, *, what: str = "Server") -> Wait:
    """What is waited for: the end of what a request did with a server; its id names it.

    :param doing: what is under way, for the progress.
    :param server: the server's id.
    :param last: the name of the step that ends it.
    :param what: the kind of resource, for the progress.
    """
    misses = 0

    def look(client: Any, request: str) -> Any:
        nonlocal misses
        try:
            return client.instance_action.get(server, request)
        except exceptions.NotFound:
            # Where the cloud answers first, it keeps the record a moment later.
            misses += 1
            if misses == MISSES:
                raise
            begun = {"action": doing, "events": []}
            return InstanceAction(client.instance_action, begun, loaded=True)

    return Wait(doing, RequestWaiter(last), look, what=what)


def request_of(answer: Any) -> str:
    """The id of the request that an answer of the library came from; empty if it tells none."""
    return str(answer.request_ids[-1]) if answer.request_ids else ""
