"""Bare metal nodes, which Nova proxies to Ironic up to 2.35."""

from __future__ import annotations

from typing import Any

from novaclient import base
from novaclient.base import ListWithMeta, TupleWithMeta
from novaclient.microversions import microversion
from novaclient.transport import protocol


class BareMetalNodeInterface(base.Resource):
    """A network interface of a node."""

    address: str  #: its MAC address


class BareMetalNodeManager(base.ManagerWithFind["BareMetalNode"]):
    """Manages bare metal nodes; up to 2.35. Clouds with Ironic refuse changes."""

    @microversion("2.1-2.35")
    def list(self) -> ListWithMeta[BareMetalNode]:
        """Return all nodes."""
        return self._list("/os-baremetal-nodes", "nodes")

    @microversion("2.1-2.35")
    def get(self, node_id: BareMetalNode | str) -> BareMetalNode:
        """Return a node.

        :param node_id: the node or its id.
        :raises NotFound: if there is no node with this id.
        """
        return self._get(_path(node_id), "node")

    @microversion("2.1-2.35")
    def list_interfaces(self, node_id: BareMetalNode | str) -> ListWithMeta[BareMetalNodeInterface]:
        """Return the network interfaces of a node.

        :param node_id: the node or its id.
        """
        url = _path(node_id)
        resp, answer = self._request("GET", url)
        node = protocol.expect(answer, "node", resp, url)
        rows = self._rows(node, "interfaces", resp, url, BareMetalNodeInterface)
        return ListWithMeta(rows, resp)

    @microversion("2.1-2.35")
    def create(
        self,
        service_host: str,
        cpus: int,
        memory_mb: int,
        local_gb: int,
        prov_mac_address: str,
        pm_address: str | None = None,
        pm_user: str | None = None,
        pm_password: str | None = None,
        terminal_port: int | None = None,
    ) -> BareMetalNode:
        """Create a node; only on clouds without Ironic.

        :param service_host: the host of its compute service.
        :param cpus: the number of CPUs.
        :param memory_mb: the memory in MB.
        :param local_gb: the disk in GB.
        :param prov_mac_address: the MAC address for provisioning.
        :param pm_address: the address of the power management.
        :param pm_user: the user of the power management, with ``pm_password``.
        :param terminal_port: the port of its console.
        """
        fields = {
            "service_host": service_host,
            "cpus": cpus,
            "memory_mb": memory_mb,
            "local_gb": local_gb,
            "prov_mac_address": prov_mac_address,
            **base.given(
                pm_address=pm_address,
                pm_user=pm_user,
                pm_password=pm_password,
                terminal_port=terminal_port,
            ),
        }
        return self._create("/os-baremetal-nodes", {"node": fields}, "node")

    @microversion("2.1-2.35")
    def delete(self, node: BareMetalNode | str) -> TupleWithMeta:
        """Delete a node; only on clouds without Ironic.

        :param node: the node or its id.
        """
        return self._delete(_path(node))

    @microversion("2.1-2.35")
    def add_interface(
        self,
        node_id: BareMetalNode | str,
        address: str,
        datapath_id: int | str = 0,
        port_no: int = 0,
    ) -> BareMetalNodeInterface:
        """Add a network interface to a node; only on clouds without Ironic.

        :param node_id: the node or its id.
        :param address: the MAC address of the interface.
        :param datapath_id: the id of its switch.
        :param port_no: the port of the switch.
        """
        fields = {"address": address, "datapath_id": datapath_id, "port_no": port_no}
        made: BareMetalNodeInterface = self._create(
            _path(node_id) + "/action",
            {"add_interface": fields},
            "interface",
            obj_class=BareMetalNodeInterface,
        )
        return made

    @microversion("2.1-2.35")
    def remove_interface(self, node_id: BareMetalNode | str, address: str) -> TupleWithMeta:
        """Remove a network interface from a node; only on clouds without Ironic.

        :param node_id: the node or its id.
        :param address: the MAC address of the interface.
        """
        body = {"remove_interface": {"address": address}}
        resp, _ = self._request("POST", _path(node_id) + "/action", body=body)
        return TupleWithMeta((), resp)


class BareMetalNode(base.Resource, manager=BareMetalNodeManager):
    """A bare metal node. All sizes are strings."""

    cpus: str
    disk_gb: str
    memory_mb: str
    host: str
    interfaces: list[dict[str, Any]]
    task_state: str
    instance_uuid: str  #: not in lists

    _label = "id"


def _path(node: BareMetalNode | str) -> str:
    return protocol.path("/os-baremetal-nodes/%s", base.getid(node))
