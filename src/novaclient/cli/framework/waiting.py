"""Waiting for one resource (``--poll``, ``--wait``); ``novaclient.cli.bulk`` waits for many."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from novaclient.cli.errors import note
from novaclient.cli.framework.context import Context
from novaclient.cli.output.progress import Progress
from novaclient.cli.parsing.declare import Argument, argument
from novaclient.cli.parsing.values import BadValue, decimal
from novaclient.waiters import Waiter, wait_for


def _seconds(text: str) -> float:
    value = decimal(text)
    if not 0 < value < float("inf"):
        raise BadValue(f"must be a number of seconds above 0, not {text}")
    return value


TIMEOUT = argument(
    "--timeout",
    dest="wait_timeout",
    type=_seconds,
    metavar="<seconds>",
    help="Wait at most this long (default: no limit).",
    new=True,
    parameter="",
)


class Wait:
    """A wait that a command offers.

    :param doing: the operation, for the progress: ``building``.
    :param waiter: a row of :data:`novaclient.waiters.SERVER` or another waiter.
    :param get: fetches the resource by its id, given the client.
    :param what: the kind of resource, for the progress.
    :param classic: whether python-novaclient's command has ``--poll``.
    """

    __slots__ = ("classic", "doing", "get", "waiter", "what")

    def __init__(
        self,
        doing: str,
        waiter: Waiter,
        get: Callable[[Any, str], Any],
        *,
        what: str = "Server",
        classic: bool = False,
    ) -> None:
        self.doing = doing
        self.waiter = waiter
        self.get = get
        self.what = what
        self.classic = classic

    def arguments(self) -> tuple[Argument, ...]:
        """The flags for it."""
        help_text = f"Wait until the {self.what.lower()} has finished {self.doing}, with progress."
        return (
            argument(
                "--poll",
                "--wait",
                dest="poll",
                action="store_true",
                help=help_text,
                new=not self.classic,
                parameter="",
            ),
            TIMEOUT,
        )


class WaitInterrupted(Exception):
    """A wait that ended because the user interrupted the command."""


def interruptible_sleep(context: Context) -> Callable[[float], None]:
    """A sleep function that ends when the command is interrupted.

    :param context: the command's.
    :raises WaitInterrupted: from that function, if the command is interrupted.
    """

    def pause(seconds: float) -> None:
        if context.stopping is None:
            time.sleep(seconds)
        elif context.stopping.wait(seconds):
            raise WaitInterrupted("interrupted during the wait")

    return pause


def wait_one(context: Context, wait: Wait, resource: Any, timeout: float | None = None) -> Any:
    """Wait for one resource, with progress; returns the resource in its final state.

    :param context: the command's.
    :param wait: the wait.
    :param resource: the resource or its id.
    :param timeout: the longest time to wait, in seconds.
    :raises ResourceInErrorState: if it fails; WaitTimeout: if it takes longer.
    """
    client = context.client
    resource_id = getattr(resource, "id", resource)
    if context.plan is not None:
        return resource
    try:
        with Progress(context.out, wait.doing, wait.what) as progress:
            return wait_for(
                lambda: wait.get(client, resource_id),
                wait.waiter,
                timeout=timeout,
                report=lambda seen: progress.update(percent(seen)),
                sleep=interruptible_sleep(context),
            )
    except KeyboardInterrupt:
        note(f"{wait.what} {resource_id}: still {wait.doing} when the wait was interrupted")
        raise


def percent(resource: Any) -> float:
    """The progress of a resource in percent; 0 if it has none."""
    value = getattr(resource, "progress", None)
    return float(value) if isinstance(value, (int, float)) else 0.0
