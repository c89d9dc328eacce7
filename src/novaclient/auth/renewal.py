"""The token in use, and its renewal when the cloud no longer accepts it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from novaclient.auth.cache import Record

#: Seconds for which the error of a failed renewal is raised again instead of trying again.
FAILURE_HOLDS: Final = 60.0


class TokenRenewer:
    """A record that all threads and services of a client share; renewed once for all of them.

    :param record: the token and everything that came with it.
    :param renew: returns a record with a new token; None if the token cannot be renewed.
    """

    def __init__(self, record: Record, renew: Callable[[Record], Record] | None = None) -> None:
        self.record = record
        self._renew = renew
        self._lock = threading.Lock()
        self._failure: Exception | None = None
        self._failed_at = 0.0

    def renew(self, refused: str | None) -> bool:
        """Replace a refused token, unless another thread has done so already.

        :param refused: the token that the refused request carried.
        :returns: whether there is a token to repeat the request with.
        :raises Exception: what the renewal raised; threads that were waiting for it, or come
            within a minute, get the same.
        """
        if self._renew is None:
            return False
        with self._lock:
            if self.record.token != refused:
                return True
            if self._failure and time.monotonic() - self._failed_at < FAILURE_HOLDS:
                raise self._failure
            try:
                self.record = self._renew(self.record)
            except Exception as error:
                self._failure, self._failed_at = error, time.monotonic()
                raise
            self._failure = None
            return True
