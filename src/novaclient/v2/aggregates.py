"""Host aggregates, for administrators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from novaclient import base
from novaclient.base import ListWithMeta, TupleWithMeta, by_manager
from novaclient.microversions import microversion
from novaclient.transport import protocol

if TYPE_CHECKING:
    from novaclient.v2.images import Image


class AggregateManager(base.ManagerWithFind["Aggregate"]):
    """Manages host aggregates. For ``aggregate``, its methods accept a resource or its id."""

    @microversion("2.1", {"uuid": "2.41"})
    def list(self) -> ListWithMeta[Aggregate]:
        """Return all aggregates; since 2.41 with their UUIDs."""
        return self._list("/os-aggregates", "aggregates")

    @microversion()
    def get(self, aggregate: Aggregate | str | int) -> Aggregate:
        """Return an aggregate.

        :raises NotFound: if there is no aggregate with this id.
        """
        url = protocol.path("/os-aggregates/%s", base.getid(aggregate))
        return self._get(url, "aggregate")

    def get_details(self, aggregate: Aggregate | str | int) -> Aggregate:
        """Return an aggregate: the same as :meth:`get`."""
        return self.get(aggregate)

    @microversion()
    def create(self, name: str, availability_zone: str | None) -> Aggregate:
        """Create an aggregate without hosts.

        :param name: the name of the aggregate.
        :param availability_zone: the availability zone of its hosts; None for no zone.
        """
        body = {"aggregate": {"name": name, "availability_zone": availability_zone}}
        return self._create("/os-aggregates", body, "aggregate")

    @microversion()
    def update(
        self, aggregate: Aggregate | str | int, values: Mapping[str, str | None]
    ) -> Aggregate:
        """Change the name or the availability zone of an aggregate.

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
        """Add a host to an aggregate.

        :param host: the name of the host.
        """
        return self._act(aggregate, {"add_host": {"host": host}})

    @microversion()
    def remove_host(self, aggregate: Aggregate | str | int, host: str) -> Aggregate:
        """Remove a host from an aggregate.

        :param host: the name of the host.
        """
        return self._act(aggregate, {"remove_host": {"host": host}})

    @microversion()
    def set_metadata(
        self, aggregate: Aggregate | str | int, metadata: Mapping[str, str | None]
    ) -> Aggregate:
        """Set metadata items of an aggregate; other items stay.

        :param metadata: keys and values of at most 255 characters; None removes an item.
        """
        return self._act(aggregate, {"set_metadata": {"metadata": metadata}})

    @microversion("2.81")
    def cache_images(
        self, aggregate: Aggregate | str | int, images: Iterable[Image | str]
    ) -> TupleWithMeta:
        """Cache images on the hosts of an aggregate; since 2.81.

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
        # An integer may be a name too, and requests do not accept the UUID.
        return False


class Aggregate(base.Resource, manager=AggregateManager):
    """A host aggregate; its id is an integer.

    After its creation, hosts and metadata are fetched when they are read.
    """

    manager: AggregateManager

    name: str
    availability_zone: str | None
    hosts: list[str]
    metadata: dict[str, str]
    uuid: str  #: since 2.41
    created_at: str  #: ISO 8601, as are the next two
    updated_at: str | None
    deleted_at: str | None
    deleted: bool

    _label = "id"

    update = by_manager(AggregateManager.update)
    delete = by_manager(AggregateManager.delete)
    add_host = by_manager(AggregateManager.add_host)
    remove_host = by_manager(AggregateManager.remove_host)
    set_metadata = by_manager(AggregateManager.set_metadata)
    cache_images = by_manager(AggregateManager.cache_images)
