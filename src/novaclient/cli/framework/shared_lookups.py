"""Look-ups that all targets of a bulk command share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any

from novaclient import bulk


class SharedLookups:
    """Results of look-ups, each made once for all targets."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[Hashable, bulk.Outcome[Any]] = {}

    def get(self, key: Hashable, find: Callable[[], object]) -> Any:
        """The result for a key; the first caller's thread looks it up while the others wait.

        :param key: identifies the look-up.
        :param find: makes the look-up.
        :raises Exception: the exception of ``find``, for every caller.
        """
        with self._lock:
            if key not in self._found:
                try:
                    self._found[key] = bulk.Outcome(key, result=find())
                except Exception as error:  # noqa: BLE001  raised below, for every caller
                    self._found[key] = bulk.Outcome(key, error=error)
        found = self._found[key]
        if found.error is not None:
            raise found.error
        return found.result
