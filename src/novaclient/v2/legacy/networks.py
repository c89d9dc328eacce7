"""Networks, which Nova proxies to Neutron up to 2.35; it has removed changes to them."""

from __future__ import annotations

from typing import Any

from novaclient import base, exceptions
from novaclient.base import ListWithMeta, TupleWithMeta, by_manager
from novaclient.microversions import microversion
from novaclient.v2.legacy.removals import RemovedManager


class NetworkManager(RemovedManager["Network"], base.ManagerWithFind["Network"]):
    """Manages networks; up to 2.35, changes only on clouds with nova-network."""

    _api = "os-networks"

    @microversion("2.1-2.35")
    def list(self) -> ListWithMeta[Network]:
        """Return the networks that the project may use."""
        return self._list(self._path(), "networks")

    @microversion("2.1-2.35")
    def get(self, network: Network | str) -> Network:
        """Return a network.

        :param network: the network or its id.
        :raises NotFound: if there is no network with this id.
        """
        return self._get(self._path(base.getid(network)), "network")

    @microversion("2.1-2.35")
    def create(self, **kwargs: Any) -> Network:
        """Create a network; removed in Nova 21.0 (Ussuri).

        :param kwargs: its fields, ``label`` and ``cidr`` at least.
        """
        return self._create(self._path(), {"network": kwargs}, "network")

    @microversion("2.1-2.35")
    def delete(self, network: Network | str) -> TupleWithMeta:
        """Delete a network; removed in Nova 21.0 (Ussuri).

        :param network: the network or its id.
        """
        return self._delete(self._path(base.getid(network)))

    @microversion("2.1-2.35")
    def disassociate(
        self,
        network: Network | str,
        disassociate_host: bool = True,
        disassociate_project: bool = True,
    ) -> TupleWithMeta:
        """Disassociate a network from its host and project; removed in Nova 21.0 (Ussuri).

        :param network: the network or its id.
        :param disassociate_host: whether to disassociate the host.
        :param disassociate_project: whether to disassociate the project.
        :raises CommandError: if both are False.
        """
        if not (disassociate_host or disassociate_project):
            raise exceptions.CommandError("Must disassociate either host or project or both")
        action = "disassociate"
        if not disassociate_project:
            action = "disassociate_host"
        elif not disassociate_host:
            action = "disassociate_project"
        return self._post(self._path(base.getid(network), "action"), {action: None})

    @microversion("2.1-2.35")
    def associate_host(self, network: Network | str, host: str) -> TupleWithMeta:
        """Associate a network with a host; removed in Nova 18.0 (Rocky).

        :param network: the network or its id.
        :param host: the name of the host.
        """
        return self._post(self._path(base.getid(network), "action"), {"associate_host": host})

    @microversion("2.1-2.35")
    def associate_project(self, network: Network | str) -> TupleWithMeta:
        """Associate a network with the user's project; removed in Nova 21.0 (Ussuri).

        :param network: the network or its id.
        """
        return self._post(self._path("add"), {"id": base.getid(network)})

    @microversion("2.1-2.35")
    def add(self, network: Network | str | None = None) -> TupleWithMeta:
        """Associate a network with the user's project; removed in Nova 21.0 (Ussuri).

        :param network: the network or its id; None for any free network.
        """
        return self._post(self._path("add"), {"id": base.getid(network) if network else None})


class Network(base.Resource, manager=NetworkManager):
    """A network; if Neutron has it, most of the fields are empty."""

    HUMAN_ID = True
    NAME_ATTR = "label"
    manager: NetworkManager

    label: str
    cidr: str | None
    mtu: int | None
    vpn_public_port: int | None
    bridge: str | None
    bridge_interface: str | None
    broadcast: str | None
    cidr_v6: str | None
    created_at: str | None
    deleted: str | None
    deleted_at: str | None
    dhcp_server: str | None
    dhcp_start: str | None
    dns1: str | None
    dns2: str | None
    enable_dhcp: str | None
    gateway: str | None
    gateway_v6: str | None
    host: str | None
    injected: str | None
    multi_host: str | None
    netmask: str | None
    netmask_v6: str | None
    priority: str | None
    project_id: str | None
    rxtx_base: str | None
    share_address: str | None
    updated_at: str | None
    vlan: str | None
    vpn_private_address: str | None
    vpn_public_address: str | None

    _label = "label"

    delete = by_manager(NetworkManager.delete)


class TenantNetworkManager(RemovedManager["TenantNetwork"], base.ManagerWithFind["TenantNetwork"]):
    """Manages the networks of the project; up to 2.35."""

    _api = "os-tenant-networks"

    @microversion("2.1-2.35")
    def list(self) -> ListWithMeta[TenantNetwork]:
        """Return the networks that the project may use."""
        return self._list(self._path(), "networks")

    @microversion("2.1-2.35")
    def get(self, network: TenantNetwork | str) -> TenantNetwork:
        """Return a network.

        :param network: the network or its id.
        :raises NotFound: if there is no network with this id.
        """
        return self._get(self._path(base.getid(network)), "network")

    @microversion("2.1-2.35")
    def create(self, label: str, cidr: str) -> TenantNetwork:
        """Create a network; removed in Nova 21.0 (Ussuri).

        :param label: the name of the network.
        :param cidr: its addresses in CIDR notation.
        """
        body = {"network": {"label": label, "cidr": cidr}}
        return self._create(self._path(), body, "network")

    @microversion("2.1-2.35")
    def delete(self, network: TenantNetwork | str) -> TupleWithMeta:
        """Delete a network; removed in Nova 21.0 (Ussuri).

        :param network: the network or its id.
        """
        return self._delete(self._path(base.getid(network)))


class TenantNetwork(base.Resource, manager=TenantNetworkManager):
    """A network of the project."""

    manager: TenantNetworkManager

    label: str
    cidr: str  #: the string "None" if it has no subnet or several

    delete = by_manager(TenantNetworkManager.delete)
