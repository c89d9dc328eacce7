"""Server shares: Manila shares that are attached to a server; since 2.97."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient import base
from novaclient.base import ListWithMeta, TupleWithMeta
from novaclient.microversions import microversion
from novaclient.transport import protocol

if TYPE_CHECKING:
    from novaclient.v2.servers import Server


class ShareManager(base.Manager["Share"]):
    """Manages the shares of servers. Servers and shares are given as resources or by their ids."""

    @microversion("2.97")
    def list(self, server: Server | str) -> ListWithMeta[Share]:
        """Return the shares that are attached to a server; since 2.97."""
        return self._list(_all(server), "shares")

    @microversion("2.97")
    def get(self, server: Server | str, share: Share | str) -> Share:
        """Return a share that is attached to a server; since 2.97.

        :raises NotFound: if the share is not attached to the server.
        """
        return self._get(_one(server, share), "share")

    @microversion("2.97")
    def attach(self, server: Server | str, share: Share | str, *, tag: str | None = None) -> Share:
        """Attach a share to a stopped server; since 2.97.

        :param tag: the tag by which the guest mounts the share; the id of the share if None.
        """
        fields: dict[str, Any] = {"share_id": _share_id(share), **base.given(tag=tag)}
        return self._create(_all(server), {"share": fields}, "share")

    @microversion("2.97")
    def detach(self, server: Server | str, share: Share | str) -> TupleWithMeta:
        """Detach a share from a stopped server, a little later; since 2.97."""
        return self._delete(_one(server, share))


class Share(base.Resource, manager=ShareManager):
    """A share that is attached to a server; identified by its id in Manila."""

    share_id: str
    status: str  #: ``attaching``, ``detaching``, ``inactive``, ``active`` or ``error``
    tag: str  #: the tag by which the guest mounts it
    uuid: str  #: the id of the attachment in Nova; for administrators
    export_location: str  #: the location that the host mounts; for administrators

    _label = "share_id"


def _share_id(share: Any) -> Any:
    # A share from Nova has no id of its own; one from Manila has.
    return getattr(share, "share_id", None) or base.getid(share)


def _all(server: Server | str) -> str:
    return protocol.path("/servers/%s/shares", base.getid(server))


def _one(server: Server | str, share: Share | str) -> str:
    return _all(server) + protocol.path("/%s", _share_id(share))
