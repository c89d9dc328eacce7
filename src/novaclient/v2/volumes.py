"""Volume attachments: the volumes that are attached to a server.

Volumes themselves belong to Cinder; ``legacy/block_storage.py`` sends the requests about them.
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from novaclient import base
from novaclient.base import ListWithMeta, StrWithMeta, TupleWithMeta
from novaclient.microversions import UNSET, Unset, microversion
from novaclient.transport import protocol
from novaclient.v2.legacy import block_storage
from novaclient.v2.legacy.block_storage import BlockVolumeManager

if TYPE_CHECKING:
    from novaclient.v2.servers import Server

P = ParamSpec("P")
T = TypeVar("T")


def _by_cinder(
    method: Callable[Concatenate[BlockVolumeManager, P], T],
) -> Callable[Concatenate[VolumeManager, P], T]:
    """Declare a method that calls the same method of Cinder's manager."""

    @functools.wraps(method)
    def call(self: VolumeManager, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return method(BlockVolumeManager(self.api), *args, **kwargs)

    return call


class VolumeManager(base.ManagerWithFind["Volume"]):
    """Manages the volumes of servers. Servers and volumes are given as resources or by their ids.

    ``list``, ``iterate``, ``get``, ``create`` and ``delete`` send requests to Cinder.
    """

    list = _by_cinder(BlockVolumeManager.list)
    iterate = _by_cinder(BlockVolumeManager.iterate)
    get = _by_cinder(BlockVolumeManager.get)
    create = _by_cinder(BlockVolumeManager.create)
    delete = _by_cinder(BlockVolumeManager.delete)

    @microversion("2.1", {"tag": "2.70", "delete_on_termination": "2.79", "attachment_id": "2.89"})
    def get_server_volumes(
        self, server_id: Server | str, *, limit: int | None = None, offset: int | None = None
    ) -> ListWithMeta[Volume]:
        """Return the volumes that are attached to a server.

        :param limit: the most volumes to return.
        :param offset: the number of volumes to skip.
        """
        parameters = {"limit": limit or None, "offset": offset or None}
        return self._list(protocol.query(_path(server_id), parameters), "volumeAttachments")

    @microversion()
    def get_server_volume(
        self,
        server_id: Server | str,
        volume_id: str | None = None,
        attachment_id: str | None = None,
    ) -> Volume:
        """Return a volume that is attached to a server.

        :param volume_id: the volume or its id.
        :param attachment_id: deprecated name of ``volume_id``.
        :raises NotFound: if the volume is not attached to the server.
        """
        volume = _either("get_server_volume", volume_id, attachment_id)
        return self._get(_path(server_id, volume), "volumeAttachment")

    @microversion("2.1", tag="2.49", delete_on_termination="2.79")
    def create_server_volume(
        self,
        server_id: Server | str,
        volume_id: str,
        device: str | None = None,
        tag: str | None = None,
        delete_on_termination: bool = False,
    ) -> Volume:
        """Attach a volume to a server; since 2.101 the answer comes before it is attached.

        :param volume_id: the volume or its id.
        :param device: the device name in the server; most hypervisors choose it themselves.
        :param tag: a device tag, by which the guest can identify the volume; since 2.49.
        :param delete_on_termination: whether to delete the volume with the server; since 2.79.
        :returns: the volume; since 2.101 only with its id and that of the server.
        """
        volume = base.getid(volume_id)
        fields = {"volumeId": volume, **base.given(device=device, tag=tag)}
        if delete_on_termination:
            fields["delete_on_termination"] = delete_on_termination
        body = {"volumeAttachment": fields}
        url = _path(server_id)
        if not self._supports("2.101"):
            return self._create(url, body, "volumeAttachment")
        self.run_hooks("modify_body_for_create", body)
        resp, _ = self._request("POST", url, body=body)
        sent = {"id": volume, "volumeId": volume, "serverId": base.getid(server_id)}
        return Volume(self._origin, sent, loaded=True, resp=resp)

    @microversion("2.1", delete_on_termination="2.85")
    def update_server_volume(
        self,
        server_id: Server | str,
        src_volid: str,
        dest_volid: str,
        delete_on_termination: bool | Unset | None = UNSET,
    ) -> StrWithMeta:
        """Replace an attached volume with another one and copy its contents.

        For services and administrators. Since 2.85, with the same volume twice, only
        ``delete_on_termination`` is changed.

        :param src_volid: the attached volume or its id.
        :param dest_volid: the volume that replaces it, or its id.
        :param delete_on_termination: whether to delete the volume with the server; since 2.85.
        """
        fields: dict[str, Any] = {
            "volumeId": base.getid(dest_volid),
            **base.given(delete_on_termination=delete_on_termination),
        }
        answer: StrWithMeta = self._update(
            _path(server_id, src_volid), {"volumeAttachment": fields}, "volumeAttachment"
        )
        return answer

    @microversion()
    def delete_server_volume(
        self,
        server_id: Server | str,
        volume_id: str | None = None,
        attachment_id: str | None = None,
    ) -> TupleWithMeta:
        """Detach a volume from a server. Nova accepts the request and detaches it a little later.

        :param volume_id: the volume or its id.
        :param attachment_id: deprecated name of ``volume_id``.
        """
        volume = _either("delete_server_volume", volume_id, attachment_id)
        return self._delete(_path(server_id, volume))

    # ----------------------------------------------------------------------------- names to ids
    def _candidates(self, names: Sequence[str], **scope: Any) -> Sequence[block_storage.Volume]:
        """Return the volumes with one of the names."""
        return BlockVolumeManager(self.api)._candidates(names, **scope)

    def _every_candidate(self, seen: Sequence[Any], **scope: Any) -> Sequence[block_storage.Volume]:
        """Return all volumes, to suggest names near to one that was not found."""
        return BlockVolumeManager(self.api)._every_candidate(seen, **scope)


class Volume(base.Resource, manager=VolumeManager):
    """A volume that is attached to a server. Its id is that of the volume up to 2.88."""

    NAME_ATTR = "display_name"

    volumeId: str
    serverId: str
    device: str | None  #: ``/dev/vdb`` for example; the guest may use another name
    tag: str | None  #: since 2.70
    delete_on_termination: bool  #: since 2.79
    attachment_id: str  #: since 2.89: the id of the attachment in Cinder
    bdm_uuid: str  #: since 2.89: the id of the block device mapping in Nova

    def get(self) -> None:
        """Do nothing: answers have all fields, and since 2.89 an attachment has no id."""
        self.set_loaded(True)

    def __repr__(self) -> str:
        return f"<Volume: {getattr(self, 'id', None) or getattr(self, 'volumeId', None)}>"


def _either(method: str, volume_id: str | None, attachment_id: str | None) -> str:
    """The id of the volume, from either of its two arguments."""
    if attachment_id is None:
        if volume_id is None:
            raise TypeError(f"{method}() needs a volume_id")
        return volume_id
    if volume_id is not None:
        raise TypeError(f"{method}() takes volume_id or attachment_id, not both")
    # The caller is above the method and above the decorator that chooses the microversion.
    warnings.warn(f"{method}(attachment_id=…) is now {method}(volume_id=…)", stacklevel=4)
    return attachment_id


def _path(server: Server | str, *volumes: str) -> str:
    ids = map(base.getid, (server, *volumes))
    return protocol.path("/servers/%s/os-volume_attachments" + "/%s" * len(volumes), *ids)
