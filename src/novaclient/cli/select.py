"""The one resource that a command is about, from the word that a user typed.

Commands for many targets leave this to :func:`novaclient.cli.shapes.acting`.
"""

from __future__ import annotations

from typing import Any

from novaclient import lookup, utils
from novaclient.base import ManagerWithFind


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


def resource(manager: Any, word: str, **scope: Any) -> Any:
    """The resource of an id or a name, with all its fields: one request for an id, two for a name.

    :param manager: where it is looked for.
    :param word: an id or a name; what looks like an id and is none is looked for as a name.
    :param scope: what widens the look-up, ``all_tenants=True`` for servers.
    :raises CommandError: if there is none.
    :raises AmbiguousName: if several bear the name; their ids are told.
    """
    if lookup.is_uuid(word):
        return utils.find_resource(manager, word, **scope)
    return manager.get(id_of(manager, word, **scope))
