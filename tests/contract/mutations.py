"""Answers that no Nova would give: valid ones, taken apart and put together wrongly."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import strategies as st

#: Texts of every kind: control characters, surrogates and bidirectional overrides too.
TEXTS = st.text(st.characters(), max_size=12)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | TEXTS
    | st.sampled_from(["", "0", "-1", "null", "2026-01-02T03:04:05Z", "http://elsewhere.example/"])
)
#: Any JSON value.
VALUES = st.recursive(
    SCALARS,
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(TEXTS, inside, max_size=3),
    max_leaves=6,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of everything inside a value."""
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, part in inside:
        yield (*path, key)
        yield from _places(part, (*path, key))


@st.composite
def mutated(draw: st.DrawFn, answer: Any) -> Any:
    """An answer with one to three things wrong; now and then something else altogether.

    :param answer: a valid one; it stays as it is.
    """
    if draw(st.integers(0, 9)) == 0:
        return draw(VALUES)
    answer = copy.deepcopy(answer)
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(answer))
        if not places:
            return draw(VALUES)
        *path, last = draw(st.sampled_from(places))
        holder = answer
        for key in path:
            holder = holder[key]
        draw(st.sampled_from(_CHANGES))(draw, holder, last)
    return answer


def _dropped(draw: st.DrawFn, holder: Any, key: Any) -> None:
    del holder[key]


def _replaced(draw: st.DrawFn, holder: Any, key: Any) -> None:
    holder[key] = draw(VALUES)


def _wrapped(draw: st.DrawFn, holder: Any, key: Any) -> None:
    holder[key] = draw(st.sampled_from([[holder[key]], {"value": holder[key]}, str(holder[key])]))


def _joined(draw: st.DrawFn, holder: Any, key: Any) -> None:
    """Something more beside it, under a name that nobody expects."""
    if isinstance(holder, dict):
        holder[draw(TEXTS)] = draw(VALUES)
    else:
        holder.append(draw(VALUES))


_CHANGES: list[Callable[[st.DrawFn, Any, Any], None]] = [_dropped, _replaced, _wrapped, _joined]
