"""Which failed requests are repeated, when, and how often.

docs/reliability.md describes the result for users.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Protocol

from novaclient.exceptions import ClientException, ConnectionFailed
from novaclient.transport import protocol

if TYPE_CHECKING:
    from typing import Any

    from novaclient.transport.messages import Request, Response

#: The methods that have the same effect if a request is sent twice.
REPEATABLE: Final = frozenset(("GET", "HEAD", "DELETE"))
#: The statuses of a service, or a proxy in front of it, that is unavailable for a moment.
UNAVAILABLE: Final = frozenset((502, 503, 504))
#: Too many requests: refused before anything was done.
TOO_MANY: Final = 429
#: The longest first pause, in seconds; each later one may be twice as long.
FIRST_PAUSE: Final = 0.5

Failure = ConnectionFailed | ClientException


class Send(Protocol):
    """Sends a request once; a response of 404 is a success if ``gone_is_deleted``."""

    def __call__(
        self, request: Request, gone_is_deleted: bool = False, /
    ) -> tuple[Response, Any]: ...


def may_repeat(method: str, failure: Failure) -> bool:
    """Whether sending a request again does no harm and may help.

    :param method: the HTTP method.
    :param failure: the error of the last attempt.
    """
    if isinstance(failure, ConnectionFailed):
        return failure.transient and (method in REPEATABLE or not failure.sent)
    return failure.code == TOO_MANY or (failure.code in UNAVAILABLE and method in REPEATABLE)


def pause_before(
    attempt: int,
    method: str,
    failure: Failure,
    elapsed: float,
    policy: RetryPolicy,
    chance: Callable[[], float] | None = None,
) -> float | None:
    """The pause before a failed request is sent again, in seconds; None if it is not.

    :param attempt: how many times it has been sent.
    :param method: the HTTP method.
    :param failure: the error of the last attempt.
    :param elapsed: seconds since it was first sent.
    :param policy: the limits.
    :param chance: returns a number from 0 to 1, by which pauses are spread, so that many clients
        do not return at the same moment.
    """
    if attempt > policy.retries or not may_repeat(method, failure):
        return None
    if chance is None:
        from random import random

        chance = random
    retry_after = failure.retry_after if isinstance(failure, ClientException) else 0
    if retry_after:
        pause = min(retry_after + chance(), policy.longest_pause)
    else:
        longest = min(FIRST_PAUSE * 2 ** (attempt - 1), policy.longest_pause)
        pause = chance() * longest
    return pause if elapsed + pause <= policy.seconds else None


def repeat(
    send: Send, request: Request, failure: Failure, policy: RetryPolicy, began: float
) -> tuple[Response, Any]:
    """Send a failed request again as long as the policy allows.

    :param send: sends it.
    :param request: the request.
    :param failure: the error of the first attempt.
    :param policy: the limits.
    :param began: when it was first sent, by the policy's clock.
    :returns: the response and its decoded body.
    :raises ConnectionFailed: if the last attempt raised it; likewise ClientException.
    """
    method = request.method
    attempt = 1
    may_be_done = False
    while True:
        pause = pause_before(attempt, method, failure, policy.clock() - began, policy)
        throttled = isinstance(failure, ClientException) and failure.code == TOO_MANY
        if isinstance(failure, ClientException) and failure.retry_after:
            # Other requests have to wait as well, whether this one is repeated or not.
            policy.hold(min(failure.retry_after, policy.longest_pause))
        # Repeating a throttled request costs nothing: the cloud sets the pace.
        if pause is None or not (throttled or policy.take()):
            raise failure
        may_be_done = may_be_done or (not throttled and getattr(failure, "sent", True))
        _log(attempt, method, failure, pause)
        policy.wait(pause)
        attempt += 1
        try:
            return send(request, may_be_done and method == "DELETE")
        except (ConnectionFailed, ClientException) as error:
            failure = error
        if may_be_done and isinstance(failure, ConnectionFailed) and not failure.sent:
            # This attempt did not reach the cloud, but an earlier one may have.
            failure.sent = True
            failure.args = (f"{failure}{protocol.outcome_unknown(method, sent=True)}",)


def _log(attempt: int, method: str, failure: Failure, pause: float) -> None:
    import logging

    logging.getLogger("novaclient.transport").info(
        "Attempt %d of %s failed, repeated in %.1f s: %s", attempt, method, pause, failure
    )


class RetryPolicy:
    """How failed requests are repeated; shared by all threads and services of a client.

    :func:`may_repeat` decides which requests are repeated at all.

    :param retries: the largest number of repetitions of a request.
    :param seconds: no repetition begins later than this after the request was first sent.
    :param longest_pause: the longest pause, in seconds, even if the cloud asks for more.
    :param budget: the number of repetitions of unthrottled requests for all threads together;
        five requests that succeed at once give one back.
    :param clock: returns the time in seconds.
    :param sleep: sleeps for a number of seconds.
    :raises ValueError: if ``retries`` is negative.
    """

    def __init__(
        self,
        retries: int = 3,
        *,
        seconds: float = 120.0,
        longest_pause: float = 30.0,
        budget: int = 100,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if retries < 0:
            raise ValueError(f"retries must be at least 0, not {retries}")
        self.retries = retries
        self.seconds = seconds
        self.longest_pause = longest_pause
        self.clock = clock
        self.sleep = sleep
        self._fifths = self._full = 5 * budget
        self._held_until = 0.0
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Take one repetition from the budget; False when none is left."""
        with self._lock:
            left = self._fifths >= 5
            self._fifths -= 5 if left else 0
            return left

    def give(self) -> None:
        """Count a request that succeeded at once."""
        if self._fifths < self._full:
            with self._lock:
                self._fifths += 1

    def hold(self, seconds: float) -> None:
        """Delay the requests of all threads, because the cloud is overloaded."""
        with self._lock:
            self._held_until = max(self._held_until, self.clock() + seconds)

    def wait(self, seconds: float = 0.0) -> None:
        """Sleep for a number of seconds, and until requests are no longer held."""
        if self._held_until:
            seconds = max(seconds, self._held_until - self.clock())
        if seconds > 0:
            self.sleep(seconds)
