"""Which failed requests are repeated, when, and how often.

docs/reliability.md tells
whoever uses the client what it amounts to.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, Final

from novaclient.exceptions import ClientException, ConnectionFailed
from novaclient.transport import protocol

#: What may be asked twice: the second time changes nothing that the first has not.
REPEATABLE: Final = frozenset(("GET", "HEAD", "DELETE"))
#: Answers of a service, or of what stands before it, that is away for a moment.
AWAY: Final = frozenset((502, 503, 504))
#: Too many requests: refused before anything was done.
TOO_MANY: Final = 429
#: The first pause, in seconds, at its longest; each further one may be twice as long.
FIRST_PAUSE: Final = 0.5

Failure = ConnectionFailed | ClientException


def may_repeat(method: str, failure: Failure) -> bool:
    """Whether sending a request again can do no harm, and may help.

    :param method: the HTTP method.
    :param failure: what became of it.
    """
    if isinstance(failure, ConnectionFailed):
        return failure.passing and (method in REPEATABLE or not failure.sent)
    return failure.code == TOO_MANY or (failure.code in AWAY and method in REPEATABLE)


def pause_before(
    attempt: int,
    method: str,
    failure: Failure,
    elapsed: float,
    policy: RetryPolicy,
    chance: Callable[[], float] | None = None,
) -> float | None:
    """Decide about a failed request: the pause before it is sent again, or None for never.

    :param attempt: how often it has been sent.
    :param method: the HTTP method.
    :param failure: what became of it the last time.
    :param elapsed: seconds since it was first sent.
    :param policy: the limits.
    :param chance: gives a number from 0 to 1; pauses are spread by it, so that many do not come
        back together.
    """
    if attempt > policy.retries or not may_repeat(method, failure):
        return None
    if chance is None:
        from random import random

        chance = random
    asked = failure.retry_after if isinstance(failure, ClientException) else 0
    if asked:
        pause = min(asked + chance(), policy.longest_pause)
    else:
        longest = min(FIRST_PAUSE * 2 ** (attempt - 1), policy.longest_pause)
        pause = chance() * longest
    return pause if elapsed + pause <= policy.seconds else None


def repeat(
    send: Callable[[bool], tuple[Any, Any]],
    method: str,
    failure: Failure,
    policy: RetryPolicy,
    began: float,
) -> tuple[Any, Any]:
    """Send a request again, as long as the policy allows.

    :param send: sends it; told whether what is gone already counts as deleted.
    :param method: the HTTP method.
    :param failure: what became of it the first time.
    :param policy: what decides.
    :param began: when it was first sent, by the policy's clock.
    :returns: the response and its decoded body.
    :raises ConnectionFailed: as ``send`` raised it the last time; ClientException likewise.
    """
    attempt = 1
    may_be_done = False
    while True:
        pause = pause_before(attempt, method, failure, policy.clock() - began, policy)
        told = isinstance(failure, ClientException) and failure.code == TOO_MANY
        if isinstance(failure, ClientException) and failure.retry_after:
            # The others are to wait as well, whether this one is repeated or not.
            policy.hold(min(failure.retry_after, policy.longest_pause))
        # What the cloud itself asks to be repeated is free: it says how fast.
        if pause is None or not (told or policy.take()):
            raise failure
        may_be_done = may_be_done or (not told and getattr(failure, "sent", True))
        _log(attempt, method, failure, pause)
        policy.wait(pause)
        attempt += 1
        try:
            return send(may_be_done and method == "DELETE")
        except (ConnectionFailed, ClientException) as error:
            failure = error
        if may_be_done and isinstance(failure, ConnectionFailed) and not failure.sent:
            # This time nothing arrived, but an earlier time something may have.
            failure.sent = True
            failure.args = (f"{failure}{protocol.doubt(method, sent=True)}",)


def _log(attempt: int, method: str, failure: Failure, pause: float) -> None:
    import logging

    logging.getLogger("novaclient.transport").info(
        "%s failed the %d. time, is repeated in %.1f s: %s", method, attempt, pause, failure
    )


class RetryPolicy:
    """How failed requests are repeated. All threads and services of a client share one.

    Which requests are repeated at all is decided in :mod:`novaclient.transport.retry`.

    :param retries: how often a request is repeated at most.
    :param seconds: no repetition begins later than this after the request was first sent.
    :param longest_pause: the longest pause, in seconds, even where the cloud asks for more.
    :param budget: how many repetitions of requests without a proper answer all threads have
        together; five that succeed at once give one back.
    :param clock: gives the time in seconds.
    :param sleep: waits for seconds.
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
        """Note a request that succeeded at once."""
        if self._fifths < self._full:
            with self._lock:
                self._fifths += 1

    def hold(self, seconds: float) -> None:
        """Let no request of any thread begin for a while, because the cloud is overloaded."""
        with self._lock:
            self._held_until = max(self._held_until, self.clock() + seconds)

    def wait(self, seconds: float = 0.0) -> None:
        """Wait, and until the requests are no longer held."""
        if self._held_until:
            seconds = max(seconds, self._held_until - self.clock())
        if seconds > 0:
            self.sleep(seconds)
