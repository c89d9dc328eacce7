"""Waiting for what a request began on a server, by the record that Nova keeps of it."""

from __future__ import annotations

from typing import Any

from novaclient import exceptions
from novaclient.cli.waiting import Wait
from novaclient.waiters import Waiter


class RequestWaiter(Waiter):
    """Waits until all steps of a recorded action are over."""

    __slots__ = ()

    def verdict(self, resource: Any) -> bool:
        """Whether the action is over.

        :raises CommandError: if it failed, or the cloud does not tell of its steps.
        """
        events = getattr(resource, "events", None)
        if events is None:
            raise exceptions.CommandError(
                "It is under way; at this microversion the cloud tells only administrators of its "
                "end, so that it cannot be waited for."
            )
        failed = [event for event in events if event.get("result") == "Error"]
        if failed:
            why = failed[0].get("details") or "the cloud does not say why"
            raise exceptions.CommandError(f"{resource.action} failed: {why}")
        return bool(events) and all(event.get("finish_time") for event in events)

    def state(self, resource: Any) -> str:
        """What is under way of an action."""
        return f"{resource.action} under way"


def request_over(doing: str, server: str, *, what: str) -> Wait:
    """What is waited for: the end of what a request did with a server; its id names it.

    :param doing: what is under way, for the progress.
    :param server: the server's id.
    :param what: the kind of resource, for the progress.
    """

    def look(client: Any, request: str) -> Any:
        return client.instance_action.get(server, request)

    return Wait(doing, RequestWaiter(frozenset(("finished",))), look, what=what)


def request_of(answer: Any) -> str:
    """The id of the request that an answer of the library came from."""
    return str(answer.request_ids[-1])
