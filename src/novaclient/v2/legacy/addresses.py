"""Floating IPs and their pools, which Nova proxies to Neutron up to 2.35."""

from __future__ import annotations

from novaclient import base
from novaclient.base import ListWithMeta, TupleWithMeta, by_manager
from novaclient.microversions import microversion
from novaclient.transport import protocol


class FloatingIPManager(base.ManagerWithFind["FloatingIP"]):
    """Manages the floating IPs of the project; up to 2.35."""

    @microversion("2.1-2.35")
    def list(self) -> ListWithMeta[FloatingIP]:
        """Return all floating IPs of the project."""
        return self._list("/os-floating-ips", "floating_ips")

    @microversion("2.1-2.35")
    def get(self, floating_ip: FloatingIP | str) -> FloatingIP:
        """Return a floating IP.

        :param floating_ip: the floating IP or its id.
        :raises NotFound: if there is no floating IP with this id.
        """
        return self._get(_path(floating_ip), "floating_ip")

    @microversion("2.1-2.35")
    def create(self, pool: str | None = None) -> FloatingIP:
        """Create a floating IP for the project.

        :param pool: the name or id of the public network; None for the cloud's default.
        """
        return self._create("/os-floating-ips", {"pool": pool}, "floating_ip")

    @microversion("2.1-2.35")
    def delete(self, floating_ip: FloatingIP | str) -> TupleWithMeta:
        """Delete a floating IP.

        :param floating_ip: the floating IP or its id.
        """
        return self._delete(_path(floating_ip))


class FloatingIP(base.Resource, manager=FloatingIPManager):
    """A floating IP: an address of a public network."""

    NAME_ATTR = "ip"

    manager: FloatingIPManager

    ip: str
    fixed_ip: str | None  #: the address of the server
    instance_id: str | None
    pool: str  #: the name of the public network

    delete = by_manager(FloatingIPManager.delete)


class FloatingIPPoolManager(base.ManagerWithFind["FloatingIPPool"]):
    """Lists the pools of floating IPs; up to 2.35."""

    @microversion("2.1-2.35")
    def list(self) -> ListWithMeta[FloatingIPPool]:
        """Return all pools."""
        return self._list("/os-floating-ip-pools", "floating_ip_pools")


class FloatingIPPool(base.Resource, manager=FloatingIPPoolManager):
    """A pool of floating IPs: a public network."""

    name: str

    def __repr__(self) -> str:
        return f"<FloatingIPPool: name={getattr(self, 'name', None)}>"


def _path(floating_ip: FloatingIP | str) -> str:
    return protocol.path("/os-floating-ips/%s", base.getid(floating_ip))
