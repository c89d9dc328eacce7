"""Cached names of servers, flavors, images and key pairs that commands have listed.

They are shown and completed only: a command that changes something looks each name up again.
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
#: The most names of a kind that are stored.
MAX_NAMES: Final = 5000
#: The seconds after which stored names are no longer read.
LIFETIME: Final = 86400.0
#: The age in seconds up to which a name is shown in place of an id.
MAX_AGE_SHOWN: Final = 3600.0


class Names:
    """The cached names of one kind of resource, by id.

    :param listed: when all of them were listed last, in seconds since the epoch; 0 for never.
    :param all: the names in that list.
    :param learned: the names that were looked up one by one since, each with the time.
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

    def name(self, resource_id: str, max_age: float) -> str | None:
        """The name of a resource; None if it is unknown or too old.

        :param resource_id: the id.
        :param max_age: the greatest age, in seconds.
        """
        name, seen = self.learned.get(resource_id) or (self.all.get(resource_id), self.listed)
        return name if 0 <= time.time() - seen <= max_age else None


def load(key: str, kind: str, environ: Mapping[str, str]) -> Names:
    """Read the cached names of a kind; without any if the file is missing, old or damaged.

    :param key: the key of the identity.
    :param kind: ``server``, ``flavor``, ``image`` or ``keypair``.
    :param environ: the environment, which says where the cache is.
    """
    data, expires = cache.read(_file(key, kind), environ)
    if data is None or time.time() > expires:
        return Names()
    try:
        fields = json.loads(data)
    except (ValueError, RecursionError):
        return Names()
    return _from_fields(fields) or Names()


def store(
    key: str, kind: str, found: Iterable[tuple[object, object]], environ: Mapping[str, str]
) -> None:
    """Replace the cached names of a kind.

    :param key: the key of the identity.
    :param kind: the kind.
    :param found: id and name of each resource; only the first :data:`MAX_NAMES` are stored.
    :param environ: the environment, which says where the cache is.
    """
    texts = ((i, name) for i, name in found if isinstance(i, str) and isinstance(name, str))
    _write(key, kind, Names(time.time(), dict(islice(texts, MAX_NAMES))), environ)


def fetch(kind: str, identity: Identity, environ: Mapping[str, str]) -> None:
    """List all resources of a kind and store their names; only with a cached token.

    :param kind: the kind.
    :param identity: the credentials.
    :param environ: the environment, which says where the cache is.
    :raises ClientException: if the cloud refuses; ConnectionFailed: if it cannot be reached.
    :raises ConfigurationError: if no token is cached.
    """
    from novaclient import connection

    client = connection.open_client(identity, None, sign_in=False)
    lists: dict[str, Callable[[], Iterable[Any]]] = {
        "server": lambda: client.servers.iterate(detailed=False),
        "flavor": lambda: client.flavors.list(is_public=None),
        "image": client.glance.list,
        "keypair": client.keypairs.list,
    }
    found = ((row.id, row.name) for row in islice(lists[kind](), MAX_NAMES))
    store(identity.key, kind, found, environ)


def image_name(context: Context, image_id: str) -> str | None:
    """The name of an image, from the cache if it is recent enough.

    :param context: the command's context.
    :param image_id: the id.
    :returns: the name; None if the image does not exist any more.
    """
    from novaclient import exceptions

    key = context.client.cache_key
    known = load(key, "image", context.environ) if key else Names()
    name = known.name(image_id, MAX_AGE_SHOWN)
    if name is not None:
        return name
    try:
        name = str(context.client.glance.get(image_id).name)
    except exceptions.NotFound:
        return None
    if key:
        if len(known.learned) >= MAX_NAMES:
            known.learned.clear()
        known.learned[image_id] = name, time.time()
        _write(key, "image", known, context.environ)
    return name


def _file(key: str, kind: str) -> str:
    return f"{key}.{kind}s.json"


def _write(key: str, kind: str, names: Names, environ: Mapping[str, str]) -> None:
    fields = {
        "format": FORMAT,
        "listed": names.listed,
        "names": names.all,
        "learned": names.learned,
    }
    data = json.dumps(fields).encode()
    if len(data) <= cache.MAX_BYTES:
        cache.write(_file(key, kind), data, time.time() + LIFETIME, environ)


def _from_fields(fields: Any) -> Names | None:
    """The names in a file; None if the file is damaged or has another format."""
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
