"""What a server has on paths of its own: metadata, tags, ports, addresses, consoles, passwords.

:class:`~novaclient.v2.servers.ServerManager` has these methods. For ``server`` they accept a
:class:`~novaclient.v2.servers.Server` or its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from novaclient import base, exceptions
from novaclient.base import DictWithMeta, ListWithMeta, StrWithMeta, TupleWithMeta
from novaclient.microversions import microversion
from novaclient.transport import protocol
from novaclient.v2.server_actions import ServerActions, ServerT

if TYPE_CHECKING:
    from novaclient.v2.legacy.addresses import FloatingIP

CONSOLE_TYPE_ACTION_MAPPING: Final = {
    "novnc": "os-getVNCConsole",
    "xvpvnc": "os-getVNCConsole",
    "spice-html5": "os-getSPICEConsole",
    "rdp-html5": "os-getRDPConsole",
    "serial": "os-getSerialConsole",
}
CONSOLE_TYPE_PROTOCOL_MAPPING: Final = {
    "novnc": "vnc",
    "xvpvnc": "vnc",
    "spice-html5": "spice",
    "spice-direct": "spice",
    "rdp-html5": "rdp",
    "serial": "serial",
    "webmks": "mks",
}
#: The microversions that added console types.
_CONSOLE_SINCE: Final = {"webmks": "2.8", "spice-direct": "2.99"}


class ServerSubresources(ServerActions[ServerT]):
    """The subresources of servers; ``ServerT`` is the class of the server."""

    def _object(self, url: str, key: str | None = None) -> DictWithMeta:
        """Return the object at a path.

        :param key: the key of the object in the answer; None if it is the answer.
        """
        resp, body = self._request("GET", url)
        value = protocol.expect(body, key, resp, url) if key else body
        if not isinstance(value, dict):
            raise protocol.invalid("the answer is not an object", body, resp, url)
        return DictWithMeta(value, resp)

    # -------------------------------------------------------------------------------- metadata
    @microversion()
    def list_meta(self, server: ServerT | str) -> DictWithMeta:
        """Return the metadata of a server, as ``{"metadata": {…}}``."""
        return self._object(protocol.path("/servers/%s/metadata", base.getid(server)))

    @microversion()
    def get_meta(self, server: ServerT | str, key: str) -> DictWithMeta:
        """Return one metadata item of a server, as ``{"meta": {key: value}}``.

        :param key: the key of the item.
        """
        return self._object(protocol.path("/servers/%s/metadata/%s", base.getid(server), key))

    @microversion()
    def set_meta(self, server: ServerT | str, metadata: Mapping[str, str]) -> ServerT:
        """Set metadata items of a server; other items stay.

        :param metadata: the items, by key.
        :returns: a resource with the items as its fields.
        """
        url = protocol.path("/servers/%s/metadata", base.getid(server))
        return self._create(url, {"metadata": metadata}, "metadata")

    @microversion()
    def set_meta_item(self, server: ServerT | str, key: str, value: str) -> ServerT:
        """Set one metadata item of a server.

        :param key: the key of the item.
        :param value: its new value.
        :returns: a resource with the item in its field ``meta``.
        """
        url = protocol.path("/servers/%s/metadata/%s", base.getid(server), key)
        changed: ServerT = self._update(url, {"meta": {key: value}})
        return changed

    @microversion()
    def replace_meta(self, server: ServerT | str, metadata: Mapping[str, str]) -> DictWithMeta:
        """Replace all metadata of a server.

        :param metadata: the new items, by key.
        :returns: the new metadata.
        """
        url = protocol.path("/servers/%s/metadata", base.getid(server))
        resp, answer = self._request("PUT", url, body={"metadata": metadata})
        return DictWithMeta(protocol.expect(answer, "metadata", resp, url, "PUT", dict), resp)

    @microversion()
    def delete_meta(self, server: ServerT | str, keys: Iterable[str]) -> TupleWithMeta:
        """Delete metadata items of a server, with one request for each.

        :param keys: the keys of the items.
        """
        protocol.check(Iterable, keys=keys)
        result = TupleWithMeta((), None)
        for key in keys:
            url = protocol.path("/servers/%s/metadata/%s", base.getid(server), key)
            result.append_request_ids(self._delete(url).request_ids)
        return result

    # ------------------------------------------------------------------------------------ tags
    @microversion("2.26")
    def tag_list(self, server: ServerT | str) -> ListWithMeta[str]:
        """Return the tags of a server; since 2.26."""
        url = protocol.path("/servers/%s/tags", base.getid(server))
        resp, body = self._request("GET", url)
        return ListWithMeta(protocol.expect(body, "tags", resp, url, kind=list), resp)

    @microversion("2.26")
    def check_tag(self, server: ServerT | str, tag: str) -> TupleWithMeta:
        """Check that a server has a tag; since 2.26.

        :param tag: the tag.
        :raises NotFound: if there is no such server, or it does not have the tag.
        """
        url = protocol.path("/servers/%s/tags/%s", base.getid(server), tag)
        resp, _ = self._request("GET", url)
        return TupleWithMeta((), resp)

    @microversion("2.26")
    def set_tags(self, server: ServerT | str, tags: Iterable[str]) -> ServerT:
        """Replace all tags of a server; since 2.26.

        :param tags: the new tags, at most 50.
        :returns: a resource with the tags in its field ``tags``.
        """
        protocol.check(Iterable, tags=tags)
        url = protocol.path("/servers/%s/tags", base.getid(server))
        tagged: ServerT = self._update(url, {"tags": list(tags)})
        return tagged

    @microversion("2.26")
    def add_tag(self, server: ServerT | str, tag: str) -> StrWithMeta:
        """Add a tag to a server; since 2.26.

        :param tag: the tag, at most 60 characters.
        """
        url = protocol.path("/servers/%s/tags/%s", base.getid(server), tag)
        resp, _ = self._request("PUT", url)
        return StrWithMeta("", resp)

    @microversion("2.26")
    def delete_tag(self, server: ServerT | str, tag: str) -> TupleWithMeta:
        """Delete a tag from a server; since 2.26.

        :param tag: the tag.
        """
        return self._delete(protocol.path("/servers/%s/tags/%s", base.getid(server), tag))

    @microversion("2.26")
    def delete_all_tags(self, server: ServerT | str) -> TupleWithMeta:
        """Delete all tags from a server; since 2.26."""
        return self._delete(protocol.path("/servers/%s/tags", base.getid(server)))

    # ------------------------------------------------------------------------------- addresses
    @microversion()
    def ips(self, server: ServerT | str, *, network: str | None = None) -> DictWithMeta:
        """Return the addresses of a server by network, without its other fields.

        :param network: the name of the only network to return; None for all.
        :raises NotFound: if the server has no address in the network.
        """
        if network is None:
            return self._object(protocol.path("/servers/%s/ips", base.getid(server)), "addresses")
        return self._object(protocol.path("/servers/%s/ips/%s", base.getid(server), network))

    @microversion("2.1-2.43")
    def add_fixed_ip(self, server: ServerT | str, network_id: str) -> TupleWithMeta:
        """Add an address of a network to a server; up to 2.43, see :meth:`interface_attach`.

        :param network_id: the id of the network.
        """
        return self._action("addFixedIp", server, {"networkId": base.getid(network_id)})

    @microversion("2.1-2.43")
    def remove_fixed_ip(self, server: ServerT | str, address: str) -> TupleWithMeta:
        """Remove an address from a server; up to 2.43, see :meth:`interface_detach`.

        :param address: the IP address.
        """
        return self._action("removeFixedIp", server, {"address": address})

    @microversion("2.1-2.43")
    def add_floating_ip(
        self,
        server: ServerT | str,
        address: FloatingIP | str,
        fixed_address: FloatingIP | str | None = None,
    ) -> TupleWithMeta:
        """Associate a floating IP with a server; up to 2.43, since then Neutron does it.

        :param address: the floating IP.
        :param fixed_address: the address of the server; None for any.
        """
        addresses = {"address": address, **base.given(fixed_address=fixed_address or None)}
        fields = {name: getattr(value, "ip", value) for name, value in addresses.items()}
        return self._action("addFloatingIp", server, fields)

    @microversion("2.1-2.43")
    def remove_floating_ip(self, server: ServerT | str, address: FloatingIP | str) -> TupleWithMeta:
        """Disassociate a floating IP from a server; up to 2.43, since then Neutron does it.

        :param address: the floating IP.
        """
        fields = {"address": getattr(address, "ip", address)}
        return self._action("removeFloatingIp", server, fields)

    # --------------------------------------------------------------- ports and security groups
    @microversion("2.1", {"tag": "2.70"})
    def interface_list(self, server: ServerT | str) -> ListWithMeta[NetworkInterface]:
        """Return the ports that are attached to a server."""
        url = protocol.path("/servers/%s/os-interface", base.getid(server))
        return self._list(url, "interfaceAttachments", obj_class=NetworkInterface)

    @microversion()
    def interface_get(self, server: ServerT | str, port_id: str) -> NetworkInterface:
        """Return a port that is attached to a server.

        :param port_id: the id of the port.
        :raises NotFound: if the port is not attached to the server.
        """
        url = protocol.path("/servers/%s/os-interface/%s", base.getid(server), port_id)
        resp, answer = self._request("GET", url)
        info = protocol.expect(answer, "interfaceAttachment", resp, url)
        found: NetworkInterface = self._make(info, resp, NetworkInterface, url)
        return found

    @microversion("2.1", tag="2.49")
    def interface_attach(
        self,
        server: ServerT | str,
        port_id: str | None,
        net_id: str | None,
        fixed_ip: str | None,
        tag: str | None = None,
    ) -> NetworkInterface:
        """Attach a port to a server.

        :param port_id: the id of an existing port, without ``net_id``; None to create one.
        :param net_id: the id of the network of the new port; None if the project has only one.
        :param fixed_ip: the address of the new port; needs ``net_id``.
        :param tag: a device tag, by which the guest can identify the port; since 2.49.
        """
        url = protocol.path("/servers/%s/os-interface", base.getid(server))
        info: dict[str, Any] = base.given(
            port_id=port_id or None, net_id=net_id or None, tag=tag or None
        )
        if fixed_ip:
            info["fixed_ips"] = [{"ip_address": fixed_ip}]
        attached: NetworkInterface = self._create(
            url,
            {"interfaceAttachment": info},
            "interfaceAttachment",
            obj_class=NetworkInterface,
        )
        return attached

    @microversion()
    def interface_detach(self, server: ServerT | str, port_id: str) -> TupleWithMeta:
        """Detach a port from a server; a port that Nova created is deleted.

        :param port_id: the id of the port.
        """
        url = protocol.path("/servers/%s/os-interface/%s", base.getid(server), port_id)
        return self._delete(url)

    @microversion()
    def list_security_group(self, server: ServerT | str) -> ListWithMeta[SecurityGroup]:
        """Return the security groups of a server's ports."""
        url = protocol.path("/servers/%s/os-security-groups", base.getid(server))
        return self._list(url, "security_groups", obj_class=SecurityGroup)

    @microversion()
    def add_security_group(self, server: ServerT | str, security_group: str) -> TupleWithMeta:
        """Add a security group to all ports of a server.

        :param security_group: its name or id.
        """
        return self._action("addSecurityGroup", server, {"name": security_group})

    @microversion()
    def remove_security_group(self, server: ServerT | str, security_group: str) -> TupleWithMeta:
        """Remove a security group from all ports of a server.

        :param security_group: its name or id.
        """
        return self._action("removeSecurityGroup", server, {"name": security_group})

    # -------------------------------------------------------------------------------- consoles
    @microversion()
    def get_console_url(self, server: ServerT | str, console_type: str) -> DictWithMeta:
        """Return the URL of a server's console; it contains a token.

        :param console_type: ``novnc``, ``spice-html5``, ``serial``, ``rdp-html5`` or ``xvpvnc``;
            since 2.8 also ``webmks``, since 2.99 also ``spice-direct``.
        :returns: ``{"remote_console": {"url": …}}`` since 2.6, ``{"console": …}`` before.
        :raises UnsupportedConsoleType: if the microversion has no such console.
        """
        protocol.check(str, console_type=console_type)
        since = _CONSOLE_SINCE.get(console_type)
        if console_type not in CONSOLE_TYPE_PROTOCOL_MAPPING:
            raise exceptions.UnsupportedConsoleType(console_type)
        if since and not self._supports(since):
            used = f"this request uses {self.api_version.get_string()}"
            raise exceptions.UnsupportedConsoleType(console_type, f"it needs {since}; {used}")
        if not self._supports("2.6"):
            action = CONSOLE_TYPE_ACTION_MAPPING[console_type]
            resp, body = self._action_return_resp_and_body(action, server, {"type": console_type})
            protocol.expect(body, "console", resp, method="POST", kind=dict)
            return DictWithMeta(body, resp)
        url = protocol.path("/servers/%s/remote-consoles", base.getid(server))
        console = {"protocol": CONSOLE_TYPE_PROTOCOL_MAPPING[console_type], "type": console_type}
        resp, body = self._request("POST", url, body={"remote_console": console})
        protocol.expect(body, "remote_console", resp, url, "POST", dict)
        return DictWithMeta(body, resp)

    @microversion()
    def get_vnc_console(self, server: ServerT | str, console_type: str) -> DictWithMeta:
        """Return the URL of a VNC console; see :meth:`get_console_url`."""
        return self.get_console_url(server, console_type)

    @microversion()
    def get_spice_console(self, server: ServerT | str, console_type: str) -> DictWithMeta:
        """Return the URL of a SPICE console; see :meth:`get_console_url`."""
        return self.get_console_url(server, console_type)

    @microversion()
    def get_rdp_console(self, server: ServerT | str, console_type: str) -> DictWithMeta:
        """Return the URL of an RDP console, up to Nova 28.0; see :meth:`get_console_url`."""
        from novaclient.v2.legacy.removals import explain_removal

        with explain_removal("os-getRDPConsole"):
            return self.get_console_url(server, console_type)

    @microversion()
    def get_serial_console(self, server: ServerT | str, console_type: str) -> DictWithMeta:
        """Return the URL of a serial console; see :meth:`get_console_url`."""
        return self.get_console_url(server, console_type)

    @microversion("2.8")
    def get_mks_console(self, server: ServerT | str) -> DictWithMeta:
        """Return the URL of an MKS console; since 2.8, see :meth:`get_console_url`."""
        return self.get_console_url(server, "webmks")

    # -------------------------------------------------------- diagnostics, topology, passwords
    @microversion()
    def diagnostics(self, server: ServerT | str) -> TupleWithMeta:
        """Return the diagnostics of a server; since 2.48 in one form for all hypervisors.

        :returns: the response and its body.
        """
        url = protocol.path("/servers/%s/diagnostics", base.getid(server))
        resp, body = self._request("GET", url)
        if not isinstance(body, dict):
            raise protocol.invalid("the answer is not an object", body, resp, url)
        return TupleWithMeta((resp, body), resp)

    @microversion("2.78")
    def topology(self, server: ServerT | str) -> DictWithMeta:
        """Return the NUMA topology and CPU pinning of a server; since 2.78."""
        return self._object(protocol.path("/servers/%s/topology", base.getid(server)))

    @microversion()
    def get_password(self, server: ServerT | str, private_key: str | None = None) -> StrWithMeta:
        """Return the administrator's password that the guest has stored, encrypted.

        :param private_key: the path of the private key that decrypts it; None for no decryption.
        :returns: the password; empty if none is stored.
        :raises DecryptionFailure: if the key does not fit.
        """
        url = protocol.path("/servers/%s/os-server-password", base.getid(server))
        resp, body = self._request("GET", url)
        password = protocol.expect(body, "password", resp, url) or ""
        if private_key and password:
            from novaclient import crypto

            password = crypto.decrypt_password(private_key, password)
        return StrWithMeta(password, resp)

    @microversion()
    def clear_password(self, server: ServerT | str) -> TupleWithMeta:
        """Clear the stored password of a server; the password in the guest stays."""
        return self._delete(protocol.path("/servers/%s/os-server-password", base.getid(server)))


class NetworkInterface(base.Resource):
    """A port that is attached to a server; its id is the id of the port."""

    port_id: str
    net_id: str
    mac_addr: str
    port_state: str
    fixed_ips: list[dict[str, str]]  #: ``ip_address``, ``subnet_id``
    tag: str | None  #: since 2.70

    @property
    def id(self) -> str:  # type: ignore[override]
        """The id of the port."""
        return self.port_id

    _label = "port_id"


class SecurityGroup(base.Resource):
    """A security group of a server."""

    name: str
    description: str | None
    tenant_id: str
    rules: list[dict[str, Any]]

    def __str__(self) -> str:
        return str(self.id)
