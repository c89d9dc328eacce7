"""Volumes, their snapshots and types, asked of the block storage service (Cinder) itself."""

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
    """A manager of the block storage service's resources."""

    @property
    def client(self) -> ServiceClient:
        """The client of the block storage service."""
        return self.api.client.for_service("block-storage")

    def _sent_version(self) -> APIVersion:
        return APIVersion()

    def _path(self, template: str, *parts: object) -> str:
        """A path below the service's root.

        Cinder before 3.67 wants the project in it, which a keystoneauth session knows.
        """
        project = self.api.client.get_project_id()
        root = protocol.path("/v3/%s", project) if project else "/v3"
        return root + protocol.path(template, *parts)


class _Described(base.Resource):
    """A resource with name and description, under their older names too."""

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
    """The volumes of the project."""

    def list(
        self, detailed: bool = True, search_opts: Mapping[str, Any] | None = None
    ) -> ListWithMeta[Volume]:
        """All volumes, however many pages they take.

        :param detailed: with all fields, or with id and name only.
        :param search_opts: filters: ``all_tenants``, ``name``, ``status``, ``metadata`` …; what is
            false is left out.
        """
        return self._all_pages(self._list_url(detailed, search_opts), "volumes")

    def iterate(
        self, detailed: bool = True, search_opts: Mapping[str, Any] | None = None
    ) -> Iterator[Volume]:
        """All volumes, one after the other, the next page fetched while one is used.

        :param detailed: with all fields, or with id and name only.
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
        """A volume.

        :param volume_id: it or its id.
        :raises NotFound: if there is none with this id.
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
        """Make a volume; it can be used when its status is ``available``.

        :param size: GiB.
        :param snapshot_id: a snapshot whose contents it gets.
        :param display_name: its name.
        :param display_description: its description.
        :param volume_type: the name or id of its type.
        :param availability_zone: where it is.
        :param imageRef: the id of an image whose contents it gets.
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
        """Delete a volume that no server has; it is gone a little later.

        :param volume: it or its id.
        """
        return self._delete(self._path("/volumes/%s", base.getid(volume)))

    def _candidates(self, names: Sequence[str], **scope: Any) -> Sequence[Volume]:
        """The volumes that bear one of the names; Cinder looks for one name at a time."""
        filters = {"name": names[0]} if len(names) == 1 else {}
        return self.list(detailed=False, search_opts={**filters, **scope})

    def _every_candidate(self, seen: Sequence[Volume], **scope: Any) -> Sequence[Volume]:
        """All volumes, among which the nearest names are looked for."""
        return self.list(detailed=False, search_opts=scope)


class Volume(_Described, manager=BlockVolumeManager):
    """A volume, whether a server has it or not."""

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
    """The snapshots of the project's volumes."""

    def list(self, detailed: bool = True) -> ListWithMeta[Snapshot]:
        """All snapshots, however many pages they take.

        :param detailed: with all fields, or with fewer of them.
        """
        url = self._path("/snapshots/detail" if detailed else "/snapshots")
        return self._all_pages(url, "snapshots")

    def get(self, snapshot_id: Snapshot | str) -> Snapshot:
        """A snapshot.

        :param snapshot_id: it or its id.
        :raises NotFound: if there is none with this id.
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
        """Take a snapshot; it can be used when its status is ``available``.

        :param volume_id: the volume or its id.
        :param force: whether to take it of a volume that a server is using.
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

        :param snapshot: it or its id.
        """
        return self._delete(self._path("/snapshots/%s", base.getid(snapshot)))


class Snapshot(_Described, manager=SnapshotManager):
    """The contents of a volume at a moment."""

    manager: SnapshotManager

    volume_id: str
    status: str
    size: int  #: GiB
    created_at: str  #: ISO 8601
    metadata: dict[str, str]

    _label = "id"

    delete = by_manager(SnapshotManager.delete)


class VolumeTypeManager(BlockStorageManager["VolumeType"]):
    """The kinds of volumes."""

    def list(self) -> ListWithMeta[VolumeType]:
        """All types that the project may use, however many pages they take."""
        return self._all_pages(self._path("/types"), "volume_types")

    def get(self, volume_type: VolumeType | str) -> VolumeType:
        """A type.

        :param volume_type: it or its id.
        :raises NotFound: if there is none with this id.
        """
        url = self._path("/types/%s", base.getid(volume_type))
        return self._get(url, "volume_type")

    def create(self, name: str) -> VolumeType:
        """Make a type; for administrators.

        :param name: at most 255 characters.
        """
        body = {"volume_type": {"name": name}}
        return self._create(self._path("/types"), body, "volume_type")

    def delete(self, volume_type: VolumeType | str) -> TupleWithMeta:
        """Delete a type that no volume has; for administrators.

        :param volume_type: it or its id.
        """
        return self._delete(self._path("/types/%s", base.getid(volume_type)))


class VolumeType(base.Resource, manager=VolumeTypeManager):
    """A kind of volume that the cloud offers."""

    name: str
    description: str | None
    extra_specs: dict[str, str]
    is_public: bool

    _label = "name"


#: What filters of volumes are called since Cinder's second API.
_NAMES_NOW: Mapping[str, str] = {"display_name": "name", "display_description": "description"}
