"""Names to IDs and resources, for the flavor, image, server or other resource that a word names.

Commands that run on many targets use :mod:`novaclient.cli.bulk.targets`, where each target has an
outcome of its own. Here the first name that cannot be found ends the command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from novaclient import bulk, exceptions, lookup
from novaclient.base import ManagerWithFind

if TYPE_CHECKING:
    from novaclient.cli.framework.context import Context

T = TypeVar("T")


def id_of(manager: ManagerWithFind[Any], word: str, **scope: Any) -> str:
    """The ID of the resource with a name; an ID is returned as it is, without a request.

    :param manager: where the name is looked up: ``context.client.flavors``.
    :param word: a name or an ID.
    :param scope: extra parameters of the look-up, ``all_tenants=True`` for servers.
    :raises NameNotFound: if no resource has the name; the message suggests similar names.
    :raises AmbiguousName: if several resources have the name; the message lists their IDs.
    """
    outcome = manager.resolve([word], **scope)[0]
    if outcome.error is not None:
        raise outcome.error
    return str(outcome.result)


def ids_of(manager: ManagerWithFind[Any], words: Iterable[str]) -> dict[str, str]:
    """The ID for each of several names, with one request for all of them.

    :param manager: where the names are looked up.
    :param words: names or IDs.
    :raises NameNotFound: if no resource has one of the names; AmbiguousName: if several have it.
    """
    words = list(words)
    outcomes = manager.resolve(words)
    for outcome in outcomes:
        if outcome.error is not None:
            raise outcome.error
    return {word: str(found.result) for word, found in zip(words, outcomes, strict=True)}


def shared_id_of(context: Context, manager: ManagerWithFind[Any], word: str) -> str:
    """The same as :func:`id_of`, looked up once when the command runs on several servers.

    :param context: the command's.
    :param manager: where the name is looked up.
    :param word: a name or an ID.
    :raises NameNotFound: as :func:`id_of`, and AmbiguousName.
    """
    if context.shared_lookups is None:
        return id_of(manager, word)
    return str(context.shared_lookups.get((type(manager), word), lambda: id_of(manager, word)))


def resource_of(manager: Any, word: str, **scope: Any) -> Any:
    """The resource with an ID or a name, in full: one request for an ID, two for a name.

    :param manager: where the name is looked up.
    :param word: a name or an ID; a word that looks like an ID but is not one is looked up as a
        name.
    :param scope: extra parameters of the look-up, ``all_tenants=True`` for servers.
    :raises CommandError: if there is no such resource.
    :raises AmbiguousName: if several resources have the name; the message lists their IDs.
    """
    if lookup.is_uuid(word):
        return lookup.find_resource(manager, word, **scope)
    return manager.get(id_of(manager, word, **scope))


def resources_of(manager: Any, *words: str) -> list[Any]:
    """The resources with these IDs or names, of a manager that lists resources in full.

    Each ID costs a request; all names together cost one list.

    :param manager: where the names are looked up.
    :param words: names or IDs.
    :raises NameNotFound: if there is no such resource.
    :raises AmbiguousName: if several resources have the name.
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
    """The resource with an ID or a name among those listed; no request is sent.

    :param kind: what is looked up, ``aggregate`` for example; for the error.
    :param word: a name or an ID.
    :param rows: the listed resources.
    :raises NameNotFound: if there is no such resource; the message suggests similar names.
    :raises AmbiguousName: if several resources have the name.
    """
    match = lookup.match(kind, word, rows, suggest=True)
    if match.error is not None:
        raise match.error
    return next(row for row in rows if str(getattr(row, "id", None)) == match.result)


def concurrently(*calls: Callable[[], Any]) -> list[Any]:
    """The results of several look-ups that do not depend on each other.

    :param calls: the look-ups; each runs on a thread of its own.
    :raises Exception: the error of the first one that failed.
    """
    outcomes = bulk.run(
        lambda call: call(), calls, workers=max(1, len(calls)), interrupted=_end_at_once
    )
    for outcome in outcomes:
        if outcome.error is not None:
            raise outcome.error
    return [outcome.result for outcome in outcomes]


def _end_at_once(under_way: int) -> None:
    """Do not wait for requests that only read when the user interrupts them."""
    raise KeyboardInterrupt
