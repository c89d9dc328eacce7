"""Server shares: Manila's shared file systems that a server has; since 2.97."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient import base
from novaclient.api_versions import microversion
from novaclient.base import ListWithMeta, TupleWithMeta
from novaclient.transport import protocol

if TYPE_CHECKING:
    from novaclient.v2.servers import Server


class ShareManager(base.Manager["Share"]):
    """The shares that servers have; a server or its id will do, a :class:`Share` or its id."""

    @microversion("2.97")
    def list(self, server: Server | str) -> ListWithMeta[Share]:
        """The shares of a server; since 2.97."""
        return self._list(_all(server), "shares")

    @microversion("2.97")
    def get(self, server: Server | str, share: Share | str) -> Share:
        """A share of a server; since 2.97.

        :raises NotFound: if the server does not have it.
        """
        return self._get(_one(server, share), "share")

    @microversion("2.97")
    def attach(self, server: Server | str, share: Share | str, *, tag: str | None = None) -> Share:
        """Give a stopped server a share, for it to mount when it starts; since 2.97.

        :param tag: by which the server mounts it; the share's id when None.
        """
        fields: dict[str, Any] = {"share_id": _share_id(share), **base.given(tag=tag)}
        return self._create(_all(server), {"share": fields}, "share")

    @microversion("2.97")
    def detach(self, server: Server | str, share: Share | str) -> TupleWithMeta:
        """Take a share from a stopped server; it is gone a little later. Since 2.97."""
        return self._delete(_one(server, share))


class Share(base.Resource, manager=ShareManager):
    """A share that a server has; named by the share's id in Manila."""

    share_id: str
    status: str  #: ``attaching``, ``detaching``, ``inactive``, ``active`` or ``error``
    tag: str  #: by which the server mounts it
    uuid: str  #: Nova's id of the attachment; for administrators
    export_location: str  #: where its host mounts it from; for administrators

    _label = "share_id"


def _share_id(share: Any) -> Any:
    # A share as Nova describes it has no id of its own; as Manila does, it has.
    return getattr(share, "share_id", None) or base.getid(share)


def _all(server: Server | str) -> str:
    return protocol.path("/servers/%s/shares", base.getid(server))


def _one(server: Server | str, share: Share | str) -> str:
    return _all(server) + protocol.path("/%s", _share_id(share))
