"""Look-ups by name: what the words of users match, and requests that ask for many names at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from novaclient import exceptions
from novaclient.bulk import Outcome

_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
#: The most bytes of names or ids in the URL of one request.
_MAX_URL_BYTES: Final = 7000


def is_uuid(text: str) -> bool:
    """Whether a word has the form of a UUID, with or without dashes.

    :param text: the word.
    """
    return _UUID.fullmatch(text) is not None


def slug(name: str) -> str:
    """Return a name as a human id: lower case, ASCII, words joined by dashes.

    :param name: the name.
    """
    import unicodedata

    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", text).strip().lower())


def match(kind: str, name: str, rows: Iterable[Any], *, suggest: bool = False) -> Outcome[str]:
    """Find the id of a resource by its id, else by its name, else by its human id.

    :param kind: the kind of resource for errors, "server" for example.
    :param name: an id or a name.
    :param rows: the resources to search.
    :param suggest: whether the error for no match suggests the nearest names.
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
    """Whether a look-up found nothing, as opposed to one or several matches.

    :param outcome: the result of :func:`match`.
    """
    return isinstance(outcome.error, exceptions.NameNotFound)


def nearest(name: str, names: Sequence[str]) -> str:
    """Return `` Did you mean 'x' or 'y'?`` with the names nearest to one; empty if none is near.

    :param name: the name that was not found.
    :param names: the names that exist.
    """
    import difflib

    near = difflib.get_close_matches(name, list(dict.fromkeys(names)), n=3)
    return f" Did you mean {' or '.join(repr(n) for n in near)}?" if near else ""


def url_groups(
    words: Iterable[str], separator: str, *, most: int | None = None
) -> Iterator[list[str]]:
    """Yield names or ids in groups that fit into the URL of one request.

    :param words: the names or ids.
    :param separator: what is between two of them in the URL, not yet encoded.
    :param most: the most words in a group; None for no limit but that of the URL.
    """
    from urllib.parse import quote_plus

    group: list[str] = []
    size = 0
    for word in words:
        length = len(quote_plus(separator + word))
        if group and (len(group) == most or size + length > _MAX_URL_BYTES):
            yield group
            group, size = [], 0
        group.append(word)
        size += length
    if group:
        yield group


#: The errors of a request for something that is not an id: the cloud has no such resource, refuses
#: the id, or it cannot be sent.
_NO_SUCH_ID = (exceptions.NotFound, exceptions.BadRequest, ValueError)


def find_resource(
    manager: Any, name_or_id: Any, wrap_exception: bool = True, **find_args: Any
) -> Any:
    """Return the resource with an id, a UUID, a name or a human id, tried in this order.

    :param manager: the manager; its ``get`` and ``find`` are called.
    :param name_or_id: the id or the name.
    :param wrap_exception: whether to raise :class:`~novaclient.exceptions.CommandError` instead of
        :class:`~novaclient.exceptions.NotFound`.
    :param find_args: passed to ``manager.find``, ``all_tenants`` for example.
    :returns: the resource, with all its fields.
    :raises NoUniqueMatch: if several resources match.
    """
    cls = getattr(manager, "resource_class", None)
    kind = cls.__name__.lower() if cls else "resource"
    text = str(name_or_id)
    alphanumeric = getattr(manager, "is_alphanum_id_allowed", False)
    if alphanumeric or is_uuid(text):
        try:
            return manager.get(text)
        except _NO_SUCH_ID:
            pass  # a resource may still have it as its name
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
