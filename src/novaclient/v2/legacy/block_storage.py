"""Volumes, volume snapshots and volume types of the block storage service (Cinder)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from novaclient import base
from novaclient.api_versions import APIVersion
from novaclient.base import ListWithMeta, TupleWithMeta, by_manager
from novaclient.transport import protocol

if TYPE_CHECKING:
    from novaclient.transport.service_client import ServiceClient


class BlockStorageManager(base.ManagerWithFind[base.R]):
    """A manager of resources in Cinder."""

    @property
    def client(self) -> ServiceClient:
        """The client of the block storage service."""
        return self.api.client.for_service("block-storage")

    def _sent_version(self) -> APIVersion:
        return APIVersion()

    def _path(self, template: str, *parts: object) -> str:
        """A path below the root of the service.

        Cinder before 3.67 needs the id of the project in it.
        """
        project = self.api.client.get_project_id()
        root = protocol.path("/v3/%s", project) if project else "/v3"
        return root + protocol.path(template, *parts)


class _Described(base.Resource):
    """A resource with a name and a description, also under their former names."""

    NAME_ATTR = "name"

    name: str | None
    description: str | None

    @property
    def display_name(self) -> str | None:
        """The name."""
        return self.name

    @property
    def display_description(self) -> str | None:
        """The description."""
        return self.description


class BlockVolumeManager(BlockStorageManager["Volume"]):
    """Manages the volumes of the project."""

    def list(
        self, detailed: bool = True, search_opts: Mapping[str, Any] | None = None
    ) -> ListWithMeta[Volume]:
        """Return all volumes from Cinder.

        :param detailed: whether to return all fields; otherwise only id and name.
        :param search_opts: filters: ``all_tenants``, ``name``, ``status``, ``metadata`` …; false
            values are not sent.
        """
        return self._all_pages(self._list_url(detailed, search_opts), "volumes")

    def iterate(
        self, detailed: bool = True, search_opts: Mapping[str, Any] | None = None
    ) -> Iterator[Volume]:
        """Yield all volumes from Cinder; the next page is fetched while one is used.

        :param detailed: whether to return all fields; otherwise only id and name.
        :param search_opts: filters, as for :meth:`list`; ``limit`` is the size of a page.
        """
        url = self._list_url(detailed, search_opts)
        for page in self._pages(url, "volumes", ahead=True):
            yield from page

    def _list_url(self, detailed: bool, search_opts: Mapping[str, Any] | None) -> str:
        protocol.check(Mapping, search_opts=search_opts)
        url = self._path("/volumes/detail" if detailed else "/volumes")
        filters = {_NAMES_NOW.get(k, k): v for k, v in (search_opts or {}).items() if v}
        return protocol.query(url, filters)

    def get(self, volume_id: Volume | str) -> Volume:
        """Return a volume from Cinder.

        :param volume_id: the volume or its id.
        :raises NotFound: if there is no volume with this id.
        """
        return self._get(self._path("/volumes/%s", base.getid(volume_id)), "volume")

    def create(
        self,
        size: int,
        snapshot_id: str | None = None,
        display_name: str | None = None,
        display_description: str | None = None,
        volume_type: str | None = None,
        availability_zone: str | None = None,
        imageRef: str | None = None,
    ) -> Volume:
        """Create a volume in Cinder; it can be used when its status is ``available``.

        :param size: the size in GiB.
        :param snapshot_id: the id of a snapshot to copy.
        :param display_name: its name.
        :param display_description: its description.
        :param volume_type: the name or id of its type.
        :param availability_zone: its availability zone.
        :param imageRef: the id of an image to copy.
        """
        fields = {
            "size": int(size),
            **base.given(
                snapshot_id=snapshot_id,
                name=display_name,
                description=display_description,
                volume_type=volume_type,
                availability_zone=availability_zone,
                imageRef=imageRef,
            ),
        }
        return self._create(self._path("/volumes"), {"volume": fields}, "volume")

    def delete(self, volume: Volume | str) -> TupleWithMeta:
        """Delete a volume in Cinder. Cinder accepts the request and deletes it a little later.

        :param volume: the volume or its id.
        """
        return self._delete(self._path("/volumes/%s", base.getid(volume)))

    def _candidates(self, names: Sequence[str], **scope: Any) -> Sequence[Volume]:
        """Return at least the volumes with one of the names; Cinder filters by one name only."""
        filters = {"name": names[0]} if len(names) == 1 else {}
        return self.list(detailed=False, search_opts={**filters, **scope})

    def _every_candidate(self, seen: Sequence[Volume], **scope: Any) -> Sequence[Volume]:
        """Return all volumes, to suggest names near to one that was not found."""
        return self.list(detailed=False, search_opts=scope)


class Volume(_Described, manager=BlockVolumeManager):
    """A volume, attached or not."""

    manager: BlockVolumeManager

    status: str
    size: int  #: GiB
    volume_type: str | None
    availability_zone: str
    snapshot_id: str | None
    bootable: str  #: ``true`` or ``false``
    attachments: list[dict[str, Any]]
    created_at: str  #: ISO 8601
    metadata: dict[str, str]

    _label = "id"

    delete = by_manager(BlockVolumeManager.delete)


class SnapshotManager(BlockStorageManager["Snapshot"]):
    """Manages the snapshots of the project's volumes."""

    def list(self, detailed: bool = True) -> ListWithMeta[Snapshot]:
        """Return all snapshots.

        :param detailed: whether to return all fields.
        """
        url = self._path("/snapshots/detail" if detailed else "/snapshots")
        return self._all_pages(url, "snapshots")

    def get(self, snapshot_id: Snapshot | str) -> Snapshot:
        """Return a snapshot.

        :param snapshot_id: the snapshot or its id.
        :raises NotFound: if there is no snapshot with this id.
        """
        url = self._path("/snapshots/%s", base.getid(snapshot_id))
        return self._get(url, "snapshot")

    def create(
        self,
        volume_id: Volume | str,
        force: bool = False,
        display_name: str | None = None,
        display_description: str | None = None,
    ) -> Snapshot:
        """Create a snapshot; it can be used when its status is ``available``.

        :param volume_id: the volume or its id.
        :param force: whether to create it even if the volume is attached.
        :param display_name: its name.
        :param display_description: its description.
        """
        fields = {
            "volume_id": base.getid(volume_id),
            "force": force,
            **base.given(name=display_name, description=display_description),
        }
        url = self._path("/snapshots")
        return self._create(url, {"snapshot": fields}, "snapshot")

    def delete(self, snapshot: Snapshot | str) -> TupleWithMeta:
        """Delete a snapshot.

        :param snapshot: the snapshot or its id.
        """
        return self._delete(self._path("/snapshots/%s", base.getid(snapshot)))


class Snapshot(_Described, manager=SnapshotManager):
    """A snapshot of a volume."""

    manager: SnapshotManager

    volume_id: str
    status: str
    size: int  #: GiB
    created_at: str  #: ISO 8601
    metadata: dict[str, str]

    _label = "id"

    delete = by_manager(SnapshotManager.delete)


class VolumeTypeManager(BlockStorageManager["VolumeType"]):
    """Manages volume types."""

    def list(self) -> ListWithMeta[VolumeType]:
        """Return all volume types that the project may use."""
        return self._all_pages(self._path("/types"), "volume_types")

    def get(self, volume_type: VolumeType | str) -> VolumeType:
        """Return a volume type.

        :param volume_type: the type or its id.
        :raises NotFound: if there is no type with this id.
        """
        url = self._path("/types/%s", base.getid(volume_type))
        return self._get(url, "volume_type")

    def create(self, name: str) -> VolumeType:
        """Create a volume type; for administrators.

        :param name: its name, at most 255 characters.
        """
        body = {"volume_type": {"name": name}}
        return self._create(self._path("/types"), body, "volume_type")

    def delete(self, volume_type: VolumeType | str) -> TupleWithMeta:
        """Delete a volume type that no volume has; for administrators.

        :param volume_type: the type or its id.
        """
        return self._delete(self._path("/types/%s", base.getid(volume_type)))


class VolumeType(base.Resource, manager=VolumeTypeManager):
    """A volume type."""

    name: str
    description: str | None
    extra_specs: dict[str, str]
    is_public: bool

    _label = "name"


#: The names of filters of volumes in today's API of Cinder.
_NAMES_NOW: Mapping[str, str] = {"display_name": "name", "display_description": "description"}
