"""From a name that a person typed to the one resource that is meant, without any request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from novaclient import exceptions
from novaclient.bulk import Outcome

_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


def is_uuid(text: str) -> bool:
    """Whether a text has the form of a UUID, with dashes or without."""
    return _UUID.fullmatch(text) is not None


def slug(name: str) -> str:
    """A name as a word that a person can type: lower case, ASCII, words joined by dashes."""
    import unicodedata

    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", text).strip().lower())


def match(kind: str, name: str, rows: Iterable[Any], *, suggest: bool = False) -> Outcome[str]:
    """The id of the resource that a name stands for: by id, else by name, else by human id.

    :param kind: what is looked for, "server" for example.
    :param name: an id or a name.
    :param rows: the resources among which it is.
    :param suggest: whether a miss names the nearest names.
    """
    rows = list(rows)
    attribute = rows[0].NAME_ATTR if rows else "name"
    for field in ("id", attribute, "human_id"):
        same = (str(row.id) for row in rows if str(getattr(row, field, None)) == name)
        ids = list(dict.fromkeys(same))
        if len(ids) == 1:
            return Outcome(name, result=ids[0])
        if ids:
            return Outcome(name, error=exceptions.AmbiguousName(kind, name, ids))
    message = f"No {kind} with a name or ID of '{name}' exists."
    if suggest:
        message += nearest(name, [str(getattr(row, attribute, "")) for row in rows])
    return Outcome(name, error=exceptions.NameNotFound(message))


def is_missing(outcome: Outcome[str]) -> bool:
    """Whether a look-up found nothing, as opposed to one or too many."""
    return isinstance(outcome.error, exceptions.NameNotFound)


def nearest(name: str, names: Sequence[str]) -> str:
    """`` Did you mean 'x' or 'y'?`` for the names nearest to one; empty if none is near."""
    import difflib

    near = difflib.get_close_matches(name, list(dict.fromkeys(names)), n=3)
    return f" Did you mean {' or '.join(repr(n) for n in near)}?" if near else ""
