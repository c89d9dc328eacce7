"""Floating addresses and their pools, which Nova asks Neutron for up to 2.35."""

from __future__ import annotations

from novaclient import base
from novaclient.api_versions import microversion
from novaclient.base import ListWithMeta, TupleWithMeta, by_manager
from novaclient.transport import protocol


class FloatingIPManager(base.ManagerWithFind["FloatingIP"]):
    """The floating addresses of the project; up to 2.35."""

    @microversion("2.1-2.35")
    def list(self) -> ListWithMeta[FloatingIP]:
        """All floating addresses of the project."""
        return self._list("/os-floating-ips", "floating_ips")

    @microversion("2.1-2.35")
    def get(self, floating_ip: FloatingIP | str) -> FloatingIP:
        """A floating address.

        :param floating_ip: it or its id.
        :raises NotFound: if there is none with this id.
        """
        return self._get(_path(floating_ip), "floating_ip")

    @microversion("2.1-2.35")
    def create(self, pool: str | None = None) -> FloatingIP:
        """Take an address for the project.

        :param pool: the name or id of the public network; the cloud's default if there is none.
        """
        return self._create("/os-floating-ips", {"pool": pool}, "floating_ip")

    @microversion("2.1-2.35")
    def delete(self, floating_ip: FloatingIP | str) -> TupleWithMeta:
        """Give an address back.

        :param floating_ip: it or its id.
        """
        return self._delete(_path(floating_ip))


class FloatingIP(base.Resource, manager=FloatingIPManager):
    """An address of a public network that a server can be given."""

    NAME_ATTR = "ip"

    manager: FloatingIPManager

    ip: str
    fixed_ip: str | None  #: the server's address that it stands for
    instance_id: str | None
    pool: str  #: the public network's name

    delete = by_manager(FloatingIPManager.delete)


class FloatingIPPoolManager(base.ManagerWithFind["FloatingIPPool"]):
    """The public networks; up to 2.35."""

    @microversion("2.1-2.35")
    def list(self) -> ListWithMeta[FloatingIPPool]:
        """All pools."""
        return self._list("/os-floating-ip-pools", "floating_ip_pools")


class FloatingIPPool(base.Resource, manager=FloatingIPPoolManager):
    """A public network that floating addresses come from."""

    name: str

    def __repr__(self) -> str:
        return f"<FloatingIPPool: name={getattr(self, 'name', None)}>"


def _path(floating_ip: FloatingIP | str) -> str:
    return protocol.path("/os-floating-ips/%s", base.getid(floating_ip))
