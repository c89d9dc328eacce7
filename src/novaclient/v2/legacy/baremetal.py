"""Bare metal nodes, which Nova asks Ironic for up to 2.35."""

from __future__ import annotations

from typing import Any

from novaclient import base
from novaclient.api_versions import microversion
from novaclient.base import ListWithMeta, TupleWithMeta
from novaclient.transport import protocol


class BareMetalNodeInterface(base.Resource):
    """A network interface of a node."""

    address: str  #: its MAC address


class BareMetalNodeManager(base.ManagerWithFind["BareMetalNode"]):
    """The nodes; up to 2.35. What changes them Nova refuses: Ironic's own client does that."""

    @microversion("2.1-2.35")
    def list(self) -> ListWithMeta[BareMetalNode]:
        """All nodes."""
        return self._list("/os-baremetal-nodes", "nodes")

    @microversion("2.1-2.35")
    def get(self, node_id: BareMetalNode | str) -> BareMetalNode:
        """A node.

        :param node_id: it or its id.
        :raises NotFound: if there is none with this id.
        """
        return self._get(_path(node_id), "node")

    @microversion("2.1-2.35")
    def list_interfaces(self, node_id: BareMetalNode | str) -> ListWithMeta[BareMetalNodeInterface]:
        """The network interfaces of a node.

        :param node_id: it or its id.
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
        """Register a node; only clouds without Ironic take it.

        :param cpus: how many processors it has.
        :param service_host: the compute service that runs it.
        :param memory_mb: MB of memory.
        :param local_gb: GB of disk.
        :param prov_mac_address: the MAC address it is installed through.
        :param pm_address: where its power is switched, with ``pm_user`` and ``pm_password``.
        :param terminal_port: of its console.
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
        """Forget a node; only clouds without Ironic take it.

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
        """Add a network interface to a node; only clouds without Ironic take it.

        :param node_id: the node's id.
        :param address: its MAC address.
        :param datapath_id: the switch it is plugged into.
        :param port_no: the switch's port.
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
        """Remove a network interface of a node; only clouds without Ironic take it.

        :param node_id: the node's id.
        :param address: its MAC address.
        """
        body = {"remove_interface": {"address": address}}
        resp, _ = self._request("POST", _path(node_id) + "/action", body=body)
        return TupleWithMeta((), resp)


class BareMetalNode(base.Resource, manager=BareMetalNodeManager):
    """A machine that servers run on without a hypervisor. All sizes are texts."""

    cpus: str
    disk_gb: str
    memory_mb: str
    host: str
    interfaces: list[dict[str, Any]]
    task_state: str
    instance_uuid: str  #: where one node was asked for

    _label = "id"


def _path(node: BareMetalNode | str) -> str:
    return protocol.path("/os-baremetal-nodes/%s", base.getid(node))
