"""Aggregates: groups of hosts that the scheduler chooses by, for administrators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from novaclient import base
from novaclient.api_versions import microversion
from novaclient.base import ListWithMeta, TupleWithMeta, by_manager
from novaclient.transport import protocol

if TYPE_CHECKING:
    from novaclient.v2.images import Image


class AggregateManager(base.ManagerWithFind["Aggregate"]):
    """The aggregates; wherever one is asked for, an :class:`Aggregate` or its id will do."""

    @microversion("2.1", {"uuid": "2.41"})
    def list(self) -> ListWithMeta[Aggregate]:
        """All aggregates; since 2.41 with their UUIDs."""
        return self._list("/os-aggregates", "aggregates")

    @microversion()
    def get(self, aggregate: Aggregate | str | int) -> Aggregate:
        """An aggregate.

        :raises NotFound: if there is none with this id.
        """
        url = protocol.path("/os-aggregates/%s", base.getid(aggregate))
        return self._get(url, "aggregate")

    def get_details(self, aggregate: Aggregate | str | int) -> Aggregate:
        """The same as :meth:`get`."""
        return self.get(aggregate)

    @microversion()
    def create(self, name: str, availability_zone: str | None) -> Aggregate:
        """Create an aggregate without hosts.

        :param name: what it shall be called.
        :param availability_zone: the zone that its hosts shall be in; None for no zone.
        """
        body = {"aggregate": {"name": name, "availability_zone": availability_zone}}
        return self._create("/os-aggregates", body, "aggregate")

    @microversion()
    def update(
        self, aggregate: Aggregate | str | int, values: Mapping[str, str | None]
    ) -> Aggregate:
        """Change an aggregate's name or availability zone.

        :param values: ``name``, ``availability_zone``, or both.
        """
        url = protocol.path("/os-aggregates/%s", base.getid(aggregate))
        changed: Aggregate = self._update(url, {"aggregate": values}, "aggregate")
        return changed

    @microversion()
    def delete(self, aggregate: Aggregate | str | int) -> TupleWithMeta:
        """Delete an aggregate that has no hosts."""
        return self._delete(protocol.path("/os-aggregates/%s", base.getid(aggregate)))

    @microversion()
    def add_host(self, aggregate: Aggregate | str | int, host: str) -> Aggregate:
        """Put a host into an aggregate.

        :param host: the host's name.
        """
        return self._act(aggregate, {"add_host": {"host": host}})

    @microversion()
    def remove_host(self, aggregate: Aggregate | str | int, host: str) -> Aggregate:
        """Take a host out of an aggregate.

        :param host: the host's name.
        """
        return self._act(aggregate, {"remove_host": {"host": host}})

    @microversion()
    def set_metadata(
        self, aggregate: Aggregate | str | int, metadata: Mapping[str, str | None]
    ) -> Aggregate:
        """Set metadata of an aggregate and keep what is not named.

        :param metadata: keys and values of at most 255 characters; None removes a key.
        """
        return self._act(aggregate, {"set_metadata": {"metadata": metadata}})

    @microversion("2.81")
    def cache_images(
        self, aggregate: Aggregate | str | int, images: Iterable[Image | str]
    ) -> TupleWithMeta:
        """Have an aggregate's hosts fetch images before a server needs them; since 2.81.

        :param images: images or their ids.
        """
        protocol.check(Iterable, images=images)
        url = protocol.path("/os-aggregates/%s/images", base.getid(aggregate))
        body = {"cache": [{"id": base.getid(image)} for image in images]}
        resp, _ = self._request("POST", url, body=body)
        return TupleWithMeta((), resp)

    def _act(self, aggregate: Aggregate | str | int, body: dict[str, Any]) -> Aggregate:
        url = protocol.path("/os-aggregates/%s/action", base.getid(aggregate))
        return self._create(url, body, "aggregate")

    # ----------------------------------------------------------------------------- names to ids
    def _is_id(self, name: str) -> bool:
        # An integer may be a name too, and a UUID is none that a request's path takes.
        return False


class Aggregate(base.Resource, manager=AggregateManager):
    """A group of hosts. Its id is an integer; what created it answers without hosts and metadata.

    A field that is missing is fetched when it is first asked for.
    """

    manager: AggregateManager

    name: str
    availability_zone: str | None
    hosts: list[str]
    metadata: dict[str, str]
    uuid: str  #: since 2.41
    created_at: str  #: ISO 8601, as the two that follow
    updated_at: str | None
    deleted_at: str | None
    deleted: bool

    _label = "id"

    update = by_manager(AggregateManager.update)
    add_host = by_manager(AggregateManager.add_host)
    remove_host = by_manager(AggregateManager.remove_host)
    set_metadata = by_manager(AggregateManager.set_metadata)
    delete = by_manager(AggregateManager.delete)
    cache_images = by_manager(AggregateManager.cache_images)
