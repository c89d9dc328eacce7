"""Volume attachments: the volumes that a server has. The volumes themselves are Cinder's.

What the manager says of volumes alone, it asks Cinder; how is in ``legacy.block_storage``.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from novaclient import base
from novaclient.api_versions import UNSET, Unset, microversion
from novaclient.base import ListWithMeta, StrWithMeta, TupleWithMeta
from novaclient.transport import protocol

if TYPE_CHECKING:
    from novaclient.v2.legacy import block_storage
    from novaclient.v2.servers import Server


class Volume(base.Resource):
    """A volume that a server has. Up to 2.88 its id is the volume's; since 2.89 it has none."""

    NAME_ATTR = "display_name"

    volumeId: str
    serverId: str
    device: str | None  #: its name in the server, ``/dev/vdb``; the server may call it otherwise
    tag: str | None  #: since 2.70
    delete_on_termination: bool  #: since 2.79
    attachment_id: str  #: since 2.89: the attachment's id in Cinder
    bdm_uuid: str  #: since 2.89: Nova's id of the block device mapping

    def get(self) -> None:
        """Fetch nothing: an attachment is told whole, and since 2.89 has no id of its own."""
        self.set_loaded(True)

    def __repr__(self) -> str:
        return f"<Volume: {getattr(self, 'id', None) or getattr(self, 'volumeId', None)}>"


class VolumeManager(base.ManagerWithFind[Volume]):
    """The volumes that servers have; a server or its id will do, a volume or its id.

    Volumes by themselves (``list``, ``get``, ``create``, ``delete``) are Cinder's and come from it.
    """

    resource_class = Volume

    @property
    def _cinder(self) -> block_storage.BlockVolumeManager:
        from novaclient.v2.legacy.block_storage import BlockVolumeManager

        return BlockVolumeManager(self.api)

    def list(
        self, detailed: bool = True, search_opts: Mapping[str, Any] | None = None
    ) -> ListWithMeta[block_storage.Volume]:
        """See :meth:`~novaclient.v2.legacy.block_storage.BlockVolumeManager.list`."""
        return self._cinder.list(detailed, search_opts)

    def iterate(
        self, detailed: bool = True, search_opts: Mapping[str, Any] | None = None
    ) -> Iterator[block_storage.Volume]:
        """See :meth:`~novaclient.v2.legacy.block_storage.BlockVolumeManager.iterate`."""
        return self._cinder.iterate(detailed, search_opts)

    def get(self, volume_id: block_storage.Volume | str) -> block_storage.Volume:
        """See :meth:`~novaclient.v2.legacy.block_storage.BlockVolumeManager.get`."""
        return self._cinder.get(volume_id)

    def create(
        self,
        size: int,
        snapshot_id: str | None = None,
        display_name: str | None = None,
        display_description: str | None = None,
        volume_type: str | None = None,
        availability_zone: str | None = None,
        imageRef: str | None = None,
    ) -> block_storage.Volume:
        """See :meth:`~novaclient.v2.legacy.block_storage.BlockVolumeManager.create`."""
        return self._cinder.create(
            size,
            snapshot_id,
            display_name,
            display_description,
            volume_type,
            availability_zone,
            imageRef,
        )

    def delete(self, volume: block_storage.Volume | str) -> TupleWithMeta:
        """See :meth:`~novaclient.v2.legacy.block_storage.BlockVolumeManager.delete`."""
        return self._cinder.delete(volume)

    @microversion("2.1", {"tag": "2.70", "delete_on_termination": "2.79", "attachment_id": "2.89"})
    def get_server_volumes(
        self, server_id: Server | str, *, limit: int | None = None, offset: int | None = None
    ) -> ListWithMeta[Volume]:
        """The volumes of a server.

        :param limit: how many at most.
        :param offset: how many to pass over.
        """
        parameters = {"limit": limit or None, "offset": offset or None}
        return self._list(protocol.query(_all(server_id), parameters), "volumeAttachments")

    @microversion()
    def get_server_volume(
        self,
        server_id: Server | str,
        volume_id: str | None = None,
        attachment_id: str | None = None,
    ) -> Volume:
        """A volume of a server.

        :param attachment_id: an older name of ``volume_id``.
        :raises NotFound: if the server does not have it.
        """
        volume = _one_of("get_server_volume", volume_id, attachment_id)
        found: Volume = self._get(_one(server_id, volume), "volumeAttachment")
        return found

    @microversion("2.1", tag="2.49", delete_on_termination="2.79")
    def create_server_volume(
        self,
        server_id: Server | str,
        volume_id: str,
        device: str | None = None,
        tag: str | None = None,
        delete_on_termination: bool = False,
    ) -> Volume:
        """Give a server a volume; since 2.101 the answer comes before that is done.

        :param volume_id: the volume's id.
        :param device: its name in the server; most hypervisors choose it themselves.
        :param tag: by which the server can tell it from others, since 2.49.
        :param delete_on_termination: whether to delete the volume with the server; since 2.79.
        :returns: the volume; since 2.101 with its and the server's id only.
        """
        volume = base.getid(volume_id)
        fields = {"volumeId": volume, **base.given(device=device, tag=tag)}
        if delete_on_termination:
            fields["delete_on_termination"] = delete_on_termination
        body = {"volumeAttachment": fields}
        url = _all(server_id)
        if not self._speaks("2.101"):
            attached: Volume = self._create(url, body, "volumeAttachment")
            return attached
        self.run_hooks("modify_body_for_create", body)
        resp, _ = self._request("POST", url, body=body)
        asked = {"id": volume, "volumeId": volume, "serverId": base.getid(server_id)}
        return Volume(self._origin, asked, loaded=True, resp=resp)

    @microversion("2.1", delete_on_termination="2.85")
    def update_server_volume(
        self,
        server_id: Server | str,
        src_volid: str,
        dest_volid: str,
        delete_on_termination: bool | Unset | None = UNSET,
    ) -> StrWithMeta:
        """Put another volume in the place of one that a server has, with its contents.

        For services and administrators; since 2.85 also, with the same volume twice, to change
        whether it is deleted with the server.

        :param src_volid: the volume that the server has.
        :param dest_volid: the volume that it gets.
        :param delete_on_termination: whether to delete the volume with the server, since 2.85.
        """
        fields: dict[str, Any] = {
            "volumeId": base.getid(dest_volid),
            **base.given(delete_on_termination=delete_on_termination),
        }
        answer: StrWithMeta = self._update(
            _one(server_id, src_volid), {"volumeAttachment": fields}, "volumeAttachment"
        )
        return answer

    @microversion()
    def delete_server_volume(
        self,
        server_id: Server | str,
        volume_id: str | None = None,
        attachment_id: str | None = None,
    ) -> TupleWithMeta:
        """Take a volume from a server; it is gone a little later.

        :param attachment_id: an older name of ``volume_id``.
        """
        volume = _one_of("delete_server_volume", volume_id, attachment_id)
        return self._delete(_one(server_id, volume))

    def _candidates(self, names: Sequence[str], **scope: Any) -> Sequence[block_storage.Volume]:
        """The volumes that bear one of the names."""
        return self._cinder._candidates(names, **scope)

    def _every_candidate(self, seen: Sequence[Any], **scope: Any) -> Sequence[block_storage.Volume]:
        """All volumes, among which the nearest names are looked for."""
        return self._cinder._every_candidate(seen, **scope)


def _one_of(method: str, volume_id: str | None, attachment_id: str | None) -> str:
    """The volume's id, whichever of its two names a call gave it."""
    if attachment_id is None:
        if volume_id is None:
            raise TypeError(f"{method}() needs a volume_id")
        return volume_id
    if volume_id is not None:
        raise TypeError(f"{method}() takes volume_id or attachment_id, not both")
    # The caller is above the method and above the decorator that chooses the microversion.
    warnings.warn(f"{method}(attachment_id=…) is now {method}(volume_id=…)", stacklevel=4)
    return attachment_id


def _all(server: Server | str) -> str:
    return protocol.path("/servers/%s/os-volume_attachments", base.getid(server))


def _one(server: Server | str, volume: str) -> str:
    return _all(server) + protocol.path("/%s", base.getid(volume))
