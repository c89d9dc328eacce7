"""The resources that a command is about, from what a user typed.

Commands for many targets leave this to :func:`novaclient.cli.framework.printing.bulk_command`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from novaclient import exceptions, lookup
from novaclient.base import ManagerWithFind

if TYPE_CHECKING:
    from novaclient.cli.framework.context import Context

T = TypeVar("T")


def id_of(manager: ManagerWithFind[Any], word: str, **scope: Any) -> str:
    """The id that a name stands for; an id is taken as it is, without a request.

    :param manager: where it is looked for: ``context.client.flavors``.
    :param word: an id or a name.
    :param scope: what widens the look-up, ``all_tenants=True`` for servers.
    :raises NameNotFound: if nothing bears the name; the nearest names are told.
    :raises AmbiguousName: if several do; their ids are told.
    """
    outcome = manager.resolve([word], **scope)[0]
    if outcome.error is not None:
        raise outcome.error
    return str(outcome.result)


def id_for_all(context: Context, manager: ManagerWithFind[Any], word: str) -> str:
    """The same, looked up once where the command is carried out on several servers.

    :param context: the command's.
    :param manager: where it is looked for.
    :param word: an id or a name.
    :raises NameNotFound: as :func:`id_of`, and AmbiguousName.
    """
    if context.shared_lookups is None:
        return id_of(manager, word)
    return str(context.shared_lookups.get((type(manager), word), lambda: id_of(manager, word)))


def resource(manager: Any, word: str, **scope: Any) -> Any:
    """The resource of an id or a name, with all its fields: one request for an id, two for a name.

    :param manager: where it is looked for.
    :param word: an id or a name; what looks like an id and is none is looked for as a name.
    :param scope: what widens the look-up, ``all_tenants=True`` for servers.
    :raises CommandError: if there is none.
    :raises AmbiguousName: if several bear the name; their ids are told.
    """
    if lookup.is_uuid(word):
        return lookup.find_resource(manager, word, **scope)
    return manager.get(id_of(manager, word, **scope))


def resources(manager: Any, *words: str) -> list[Any]:
    """The resources with these ids or names, of a manager whose list has all their fields.

    Each id costs a request; all names together cost one list.

    :param manager: where they are looked up.
    :param words: ids or names.
    :raises NameNotFound: if there is no such resource.
    :raises AmbiguousName: if several have the name.
    """
    kind = manager.resource_class.__name__.lower()
    rows: list[Any] | None = None
    found = []
    for word in words:
        if lookup.is_uuid(word):
            try:
                found.append(manager.get(word))
                continue
            except exceptions.NotFound:
                pass  # It may still be a name.
        rows = manager.list() if rows is None else rows
        found.append(pick(kind, word, rows))
    return found


def pick(kind: str, word: str, rows: Sequence[T]) -> T:
    """The resource with an id or a name among those listed; no request is sent.

    :param kind: what is looked up, ``aggregate`` for example; for the error.
    :param word: an id or a name.
    :param rows: the listed resources.
    :raises NameNotFound: if there is no such resource; the message suggests similar names.
    :raises AmbiguousName: if several have the name.
    """
    match = lookup.match(kind, word, rows, suggest=True)
    if match.error is not None:
        raise match.error
    return next(row for row in rows if str(getattr(row, "id", None)) == match.result)


def first(rows: Iterable[T], limit: int | None) -> Iterable[T]:
    """The first so many of a list; of one that comes page by page no more pages are fetched.

    :param rows: the list.
    :param limit: how many; None and 0 for all, and what is below 0 is left for Nova to refuse.
    """
    return islice(rows, limit) if limit is not None and limit > 0 else rows
