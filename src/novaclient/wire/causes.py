"""Why a request through requests failed: the errors under the wrappings of three libraries."""

from __future__ import annotations

from collections.abc import Iterator


def causes(error: BaseException) -> Iterator[BaseException]:
    """Walk from an error to what it was raised from, through urllib3's wrappings as well.

    :param error: the error; it comes first.
    """
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        current = waiting.pop(0)
        if isinstance(current, BaseException) and id(current) not in seen:
            seen.add(id(current))
            yield current
            waiting += [current.__cause__, current.__context__, getattr(current, "reason", None)]
            waiting += current.args[:1]
