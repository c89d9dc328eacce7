"""From a name that a person typed to the one resource that is meant, without any request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from novaclient import exceptions, lookup
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


#: What comes of asking for an id that is none: the cloud knows no such resource, calls it no id of
#: this kind, or it could not even be sent.
_NO_SUCH_ID = (exceptions.NotFound, exceptions.BadRequest, ValueError)


def find_resource(
    manager: Any, name_or_id: Any, wrap_exception: bool = True, **find_args: Any
) -> Any:
    """The resource that an id, a UUID, a name or a human id stands for, in that order.

    :param manager: where it is looked for: its ``get`` and ``find`` are used.
    :param name_or_id: what the user typed.
    :param wrap_exception: raise :class:`~novaclient.exceptions.CommandError`; otherwise
        :class:`~novaclient.exceptions.NotFound` and
        :class:`~novaclient.exceptions.NoUniqueMatch`.
    :param find_args: passed on to ``manager.find``, ``all_tenants`` for example.
    :returns: the resource, with all its fields.
    """
    cls = getattr(manager, "resource_class", None)
    kind = cls.__name__.lower() if cls else "resource"
    text = str(name_or_id)
    alphanumeric = getattr(manager, "is_alphanum_id_allowed", False)
    if alphanumeric or lookup.is_uuid(text):
        try:
            return manager.get(text)
        except _NO_SUCH_ID:
            pass  # it may still be somebody's name
    for field in (cls.NAME_ATTR if cls else "name", "human_id"):
        try:
            return manager.find(**{field: name_or_id}, **find_args)
        except exceptions.NotFound:
            continue
        except exceptions.NoUniqueMatch as error:
            ids = getattr(error, "candidates", [])
            ambiguous = exceptions.AmbiguousName(kind, text, ids)
            raise ambiguous from None
    try:
        return manager.get(int(text))
    except _NO_SUCH_ID:
        message = f"No {kind} with a name or ID of '{text}' exists."
        if wrap_exception:
            raise exceptions.CommandError(message) from None
        raise exceptions.NotFound(404, message) from None
