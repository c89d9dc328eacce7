"""Names of servers, flavors, images and key pairs that commands have seen, kept between them.

For showing and completing only: a command that acts looks each name up afresh.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from novaclient.auth import cache

if TYPE_CHECKING:
    from novaclient.auth.identity import Identity
    from novaclient.cli.framework.context import Context

FORMAT: Final = 1
#: How many names of a kind are kept.
LIMIT: Final = 5000
#: How long names are kept for completion, in seconds.
KEEP: Final = 86400.0
#: How old a name may be that is shown in the place of an id, in seconds.
SHOWN: Final = 3600.0


class Names:
    """The names of one kind of resource, by id.

    :param listed: when all of them were listed last, in seconds since the epoch; 0 for never.
    :param all: those that the list had.
    :param learned: those seen one by one since, each with the time.
    """

    __slots__ = ("all", "learned", "listed")

    def __init__(
        self,
        listed: float = 0.0,
        all: dict[str, str] | None = None,
        learned: dict[str, tuple[str, float]] | None = None,
    ) -> None:
        self.listed = listed
        self.all = all or {}
        self.learned = learned or {}

    def name(self, resource_id: str, age: float) -> str | None:
        """The name that a resource had a while ago; None if it is not known.

        :param resource_id: its id.
        :param age: how long ago at most, in seconds.
        """
        name, seen = self.learned.get(resource_id) or (self.all.get(resource_id), self.listed)
        return name if 0 <= time.time() - seen <= age else None


def load(key: str, kind: str, environ: Mapping[str, str]) -> Names:
    """The names that are kept of a kind; none if there are none that can be trusted.

    :param key: the identity's key.
    :param kind: ``server``, ``flavor``, ``image`` or ``keypair``.
    :param environ: the environment, for the folder.
    """
    data, lapses = cache.read(_file(key, kind), environ)
    if data is None or time.time() > lapses:
        return Names()
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError):
        return Names()
    return _sound(fields) or Names()


def keep(
    key: str, kind: str, found: Iterable[tuple[object, object]], environ: Mapping[str, str]
) -> None:
    """Keep the names of all resources of a kind, in the place of what was known.

    :param key: the identity's key.
    :param kind: the kind.
    :param found: id and name of each; of very many the first are kept.
    :param environ: the environment, for the folder.
    """
    texts = ((i, name) for i, name in found if isinstance(i, str) and isinstance(name, str))
    _store(key, kind, Names(time.time(), dict(islice(texts, LIMIT))), environ)


def refresh(kind: str, identity: Identity, environ: Mapping[str, str]) -> None:
    """List all resources of a kind and keep their names; with a known token, or not at all.

    :param kind: the kind.
    :param identity: who is asking.
    :param environ: the environment, for the folder.
    :raises ClientException: if the cloud refuses; ConnectionFailed: if it cannot be reached.
    :raises ConfigurationError: if no token is known.
    """
    from novaclient import connection

    client = connection.open_client(identity, None, sign_in=False)
    lists: dict[str, Callable[[], Iterable[Any]]] = {
        "server": lambda: client.servers.iterate(detailed=False),
        "flavor": lambda: client.flavors.list(is_public=None),
        "image": client.glance.list,
        "keypair": client.keypairs.list,
    }
    found = ((row.id, row.name) for row in islice(lists[kind](), LIMIT))
    keep(identity.key, kind, found, environ)


def image_name(context: Context, image_id: str) -> str | None:
    """An image's name, from an earlier command where one saw it within the hour.

    :param context: the command's.
    :param image_id: the image's id.
    :returns: the name; None if there is no such image any more.
    """
    from novaclient import exceptions

    key = context.client.cache_key
    known = load(key, "image", context.environ) if key else Names()
    name = known.name(image_id, SHOWN)
    if name is not None:
        return name
    try:
        name = str(context.client.glance.get(image_id).name)
    except exceptions.NotFound:
        return None
    if key:
        if len(known.learned) >= LIMIT:
            known.learned.clear()
        known.learned[image_id] = name, time.time()
        _store(key, "image", known, context.environ)
    return name


def _file(key: str, kind: str) -> str:
    return f"{key}.{kind}s.json"


def _store(key: str, kind: str, names: Names, environ: Mapping[str, str]) -> None:
    fields = {
        "format": FORMAT,
        "listed": names.listed,
        "names": names.all,
        "learned": names.learned,
    }
    data = json.dumps(fields).encode()
    if len(data) <= cache.MAX_BYTES:
        cache.write(_file(key, kind), data, time.time() + KEEP, environ)


def _sound(fields: Any) -> Names | None:
    """The names that a file holds; None if it is damaged or another program's."""
    if not isinstance(fields, dict) or fields.get("format") != FORMAT:
        return None
    listed: Any
    listed, every, learned = (fields.get(name) for name in ("listed", "names", "learned"))
    if not (_is_time(listed) and isinstance(every, dict) and isinstance(learned, dict)):
        return None
    if not all(isinstance(name, str) for name in every.values()):
        return None
    for pair in learned.values():
        if not (isinstance(pair, list) and len(pair) == 2):
            return None
        if not (isinstance(pair[0], str) and _is_time(pair[1])):
            return None
    return Names(listed, every, {key: (name, seen) for key, (name, seen) in learned.items()})


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
