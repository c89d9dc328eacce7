"""Look-ups that the targets of one command share, made once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any

from novaclient import bulk


class SharedLookups:
    """What the servers of a command have in common, found once for all of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[Hashable, bulk.Outcome[Any]] = {}

    def get(self, key: Hashable, find: Callable[[], object]) -> Any:
        """What was found under a key; whoever asks first finds it, and the others wait.

        :param key: what is wanted.
        :param find: finds it.
        :raises Exception: what ``find`` raised, each time.
        """
        with self._lock:
            if key not in self._found:
                try:
                    self._found[key] = bulk.Outcome(key, result=find())
                except Exception as error:  # noqa: BLE001  raised below, for each that asks
                    self._found[key] = bulk.Outcome(key, error=error)
        found = self._found[key]
        if found.error is not None:
            raise found.error
        return found.result
