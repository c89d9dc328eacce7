"""Invalid responses, made by mutating valid ones."""

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


def _dropped(holder: Any, key: Any, value: Any) -> None:
    del holder[key]


def _replaced(holder: Any, key: Any, value: Any) -> None:
    holder[key] = value


def _listed(holder: Any, key: Any, value: Any) -> None:
    holder[key] = [holder[key]]


def _wrapped(holder: Any, key: Any, value: Any) -> None:
    holder[key] = {"value": holder[key]}


def _written(holder: Any, key: Any, value: Any) -> None:
    holder[key] = str(holder[key])


def _joined(holder: Any, key: Any, value: Any) -> None:
    if isinstance(holder, dict):
        holder[str(value)] = value
    else:
        holder.append(value)


Change = tuple[float, Callable[[Any, Any, Any], None], Any]
#: What is done to an answer: where (how far through it), what, and with which value.
CHANGES: st.SearchStrategy[list[Change]] = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.sampled_from([_dropped, _replaced, _replaced, _listed, _wrapped, _written, _joined]),
        VALUES,
    ),
    min_size=1,
    max_size=3,
)


def changed(answer: Any, changes: list[Change]) -> Any:
    """An answer with some things wrong; something else altogether where it has no parts.

    :param answer: a valid one; it stays as it is.
    """
    whole = {"whole": copy.deepcopy(answer)}
    for where, change, value in changes:
        places = list(_places(whole))
        if not places:
            break
        holder, key = places[int(where * len(places))]
        change(holder, key, copy.deepcopy(value))
    return whole.get("whole", copy.deepcopy(changes[0][2]))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Where everything inside a value is: what holds it, and its key there."""
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, part in inside:
        yield value, key
        yield from _places(part)
