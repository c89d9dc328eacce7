"""What can be done with a server that exists; creating, finding and deleting are in ``servers.py``.

Wherever a server is asked for, a :class:`~novaclient.v2.servers.Server` or its id will do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from novaclient import base, exceptions
from novaclient.api_versions import UNSET, Unset, microversion, positional
from novaclient.base import DictWithMeta, ListWithMeta, StrWithMeta, TupleWithMeta
from novaclient.transport import protocol
from novaclient.v2.server_resources import (
    REBOOT_SOFT,
    NetworkInterface,
    SecurityGroup,
    Server,
)

if TYPE_CHECKING:
    from novaclient.v2.flavors import Flavor
    from novaclient.v2.images import Image

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
#: The microversions that brought console types which were not there from the beginning.
_CONSOLE_SINCE: Final = {"webmks": "2.8", "spice-direct": "2.99"}


class ServerActions(base.BootingManagerWithFind[Server]):
    """The actions on servers, and what servers have: metadata, tags, interfaces, consoles."""

    resource_class = Server

    def _action_return_resp_and_body(
        self, action: str, server: Server | str, info: Any = None, **kwargs: Any
    ) -> tuple[Any, Any]:
        """Do an action; the response and its decoded body.

        :param action: its name in the API.
        :param info: its parameters.
        :param kwargs: for the hooks of programs.
        """
        body = {action: info}
        self.run_hooks("modify_body_for_action", body, **kwargs)
        return self._request(
            "POST", protocol.path("/servers/%s/action", base.getid(server)), body=body
        )

    def _action(
        self, action: str, server: Server | str, info: Any = None, **kwargs: Any
    ) -> TupleWithMeta:
        """Do an action that answers nothing."""
        resp, _ = self._action_return_resp_and_body(action, server, info, **kwargs)
        return TupleWithMeta((), resp)

    def _answered(self, action: str, server: Server | str, info: Any = None) -> TupleWithMeta:
        """Do an action; its response and decoded body as a pair."""
        resp, body = self._action_return_resp_and_body(action, server, info)
        if not isinstance(body, dict | None):
            raise protocol.invalid("the answer is not an object", body, resp, method="POST")
        return TupleWithMeta((resp, body), resp)

    def _object(self, url: str, key: str | None = None) -> DictWithMeta:
        """What the API tells of a server at a path of its own, as a dict."""
        resp, body = self._request("GET", url)
        value = protocol.expect(body, key, resp, url) if key else body
        if not isinstance(value, dict):
            raise protocol.invalid("the answer is not an object", body, resp, url)
        return DictWithMeta(value, resp)

    # ------------------------------------------------------------------------- power and state
    @microversion()
    def start(self, server: Server | str) -> TupleWithMeta:
        """Start a server that is shut off."""
        return self._action("os-start", server)

    @microversion()
    def stop(self, server: Server | str) -> TupleWithMeta:
        """Shut a server off.

        :returns: the response and its body.
        """
        return self._answered("os-stop", server)

    @microversion()
    def reboot(self, server: Server | str, reboot_type: str = REBOOT_SOFT) -> TupleWithMeta:
        """Restart a server.

        :param reboot_type: ``REBOOT_SOFT`` asks its system to, ``REBOOT_HARD`` cuts the power.
        """
        return self._action("reboot", server, {"type": reboot_type})

    @microversion()
    def pause(self, server: Server | str) -> TupleWithMeta:
        """Halt a server and keep its memory on the host."""
        return self._action("pause", server)

    @microversion()
    def unpause(self, server: Server | str) -> TupleWithMeta:
        """Let a paused server run on."""
        return self._action("unpause", server)

    @microversion()
    def suspend(self, server: Server | str) -> TupleWithMeta:
        """Halt a server and write its memory to disk."""
        return self._action("suspend", server)

    @microversion()
    def resume(self, server: Server | str) -> TupleWithMeta:
        """Let a suspended server run on."""
        return self._action("resume", server)

    @microversion("2.1", reason="2.73")
    def lock(self, server: Server | str, reason: str | None = None) -> TupleWithMeta:
        """Refuse actions on a server until it is unlocked; administrators are not bound by it.

        :param reason: shown with the server, at most 255 characters; since 2.73.
        """
        return self._action("lock", server, {"locked_reason": reason} if reason else None)

    @microversion()
    def unlock(self, server: Server | str) -> TupleWithMeta:
        """Allow actions on a server again."""
        return self._action("unlock", server)

    @microversion()
    def rescue(
        self,
        server: Server | str,
        password: str | None = None,
        image: Image | str | None = None,
    ) -> TupleWithMeta:
        """Start a server from a rescue image, with its own disk attached.

        :param password: for the administrator of the rescue system; made up when None.
        :param image: what to start from; the server's own image when None.
        :returns: the response and its body, ``{"adminPass": …}``.
        """
        info = base.given(
            adminPass=password or None, rescue_image_ref=base.getid(image) if image else None
        )
        return self._answered("rescue", server, info or None)

    @microversion()
    def unrescue(self, server: Server | str) -> TupleWithMeta:
        """Start a rescued server from its own disk again."""
        return self._action("unrescue", server)

    @microversion()
    def shelve(self, server: Server | str) -> TupleWithMeta:
        """Shut a server off and keep an image of it, so that its host can be freed."""
        return self._action("shelve", server)

    @microversion()
    def shelve_offload(self, server: Server | str) -> TupleWithMeta:
        """Free the host of a shelved server now."""
        return self._action("shelveOffload", server)

    @microversion("2.1", availability_zone="2.77", host="2.91")
    def unshelve(
        self,
        server: Server | str,
        availability_zone: str | Unset | None = UNSET,
        host: str | None = None,
    ) -> TupleWithMeta:
        """Bring a shelved server back.

        :param availability_zone: where to, since 2.77; None, since 2.91, unpins it from its zone.
        :param host: where to, since 2.91.
        """
        info: dict[str, Any] = base.given(host=host or None)
        if availability_zone is not None and not isinstance(availability_zone, Unset):
            info["availability_zone"] = availability_zone
        elif availability_zone is None and self._speaks("2.91"):
            info["availability_zone"] = None
        elif availability_zone is None and not self._pinned:
            raise exceptions.UnsupportedAttribute(
                "availability_zone", "2.91", reason="Before, None cannot unpin a server."
            )
        return self._action("unshelve", server, info or None)

    @microversion()
    def force_delete(self, server: Server | str) -> TupleWithMeta:
        """Delete a server at once, also one that is only marked as deleted.

        :returns: the response and its body.
        """
        return self._answered("forceDelete", server)

    @microversion()
    def restore(self, server: Server | str) -> TupleWithMeta:
        """Bring back a server that is only marked as deleted.

        :returns: the response and its body.
        """
        return self._answered("restore", server)

    @microversion()
    def reset_state(self, server: Server | str, state: str = "error") -> TupleWithMeta:
        """Set the recorded state of a server, for administrators.

        :param state: ``active`` or ``error``.
        """
        return self._action("os-resetState", server, {"state": state})

    @microversion()
    def reset_network(self, server: Server | str) -> TupleWithMeta:
        """Have a server set up its network anew; Nova refuses it since Wallaby (410)."""
        from novaclient.v2.legacy.removed import explaining

        with explaining("resetNetwork"):
            return self._action("resetNetwork", server)

    @microversion()
    def inject_network_info(self, server: Server | str) -> TupleWithMeta:
        """Write a server's network configuration into it anew; for administrators.

        Nova takes the request also where the hypervisor, as most, cannot do it.
        """
        return self._action("injectNetworkInfo", server)

    @microversion("2.17")
    def trigger_crash_dump(self, server: Server | str) -> TupleWithMeta:
        """Make a server's kernel write a crash dump; since 2.17."""
        return self._action("trigger_crash_dump", server)

    # ------------------------------------------------------------------------- size and place
    @microversion()
    def resize(
        self, server: Server | str, flavor: Flavor | str, disk_config: str | None = None
    ) -> TupleWithMeta:
        """Give a server another flavor; to be confirmed or reverted afterwards.

        :param disk_config: ``AUTO`` or ``MANUAL`` partitioning.
        """
        info = {"flavorRef": base.getid(flavor)}
        return self._action(
            "resize", server, info | base.given(**{"OS-DCF:diskConfig": disk_config})
        )

    @microversion()
    def confirm_resize(self, server: Server | str) -> TupleWithMeta:
        """Keep a server's new flavor or host and give up the old one."""
        return self._action("confirmResize", server)

    @microversion()
    def revert_resize(self, server: Server | str) -> TupleWithMeta:
        """Return a server to the flavor or host it had before."""
        return self._action("revertResize", server)

    @microversion("2.1", host="2.56")
    def migrate(self, server: Server | str, host: str | None = None) -> TupleWithMeta:
        """Move a server to another host, with a restart; to be confirmed afterwards.

        :param host: where to; the scheduler decides when None. Since 2.56.
        """
        info = base.given(host=host or None) if self._speaks("2.56") else None
        return self._action("migrate", server, info)

    @positional("2.1-2.24", "server", "host", "block_migration", "disk_over_commit")
    @microversion("2.1", force="2.30-2.67", disk_over_commit="-2.24")
    def live_migrate(
        self,
        server: Server | str,
        host: str | None = None,
        block_migration: bool | str | None = None,
        force: bool | None = None,
        *,
        disk_over_commit: bool | None = None,
    ) -> TupleWithMeta:
        """Move a running server to another host.

        :param host: where to; the scheduler decides when None.
        :param block_migration: whether to copy its local disks; ``"auto"``, since 2.25, lets the
            cloud find out. None is "auto" since 2.25 and False before.
        :param force: go to the host without asking the scheduler, 2.30 to 2.67.
        :param disk_over_commit: do not count on the disks' full size, up to 2.24, where it is the
            third positional argument after the server.
        """
        info: dict[str, Any] = {"host": host}
        if self._speaks("2.25"):
            info["block_migration"] = "auto" if block_migration is None else block_migration
        elif block_migration == "auto":
            raise exceptions.UnsupportedAttribute(
                "block_migration", "2.25", reason="Before, 'auto' has to be said as True or False."
            )
        else:
            info["block_migration"] = bool(block_migration)
            info["disk_over_commit"] = bool(disk_over_commit)
        if force:
            info["force"] = force
        return self._action("os-migrateLive", server, info)

    @positional("2.1-2.13", "server", "host", "on_shared_storage", "password")
    @microversion("2.1", force="2.29-2.67", on_shared_storage="-2.13")
    def evacuate(
        self,
        server: Server | str,
        host: str | None = None,
        password: str | None = None,
        force: bool | None = None,
        *,
        on_shared_storage: bool | Unset = UNSET,
    ) -> TupleWithMeta:
        """Rebuild a server of a failed host on another one.

        :param host: where to; the scheduler decides when None.
        :param password: for its administrator, where its disks are lost.
        :param force: go to the host without asking the scheduler, 2.29 to 2.67.
        :param on_shared_storage: whether its disks survive, True when not given. Up to 2.13, where
            it is the second positional argument after the server; later the cloud finds out.
        :returns: the response and its body, ``{"adminPass": …}`` up to 2.13.
        """
        info = base.given(host=host, adminPass=password)
        if not self._speaks("2.14"):
            shared = isinstance(on_shared_storage, Unset) or on_shared_storage
            info["onSharedStorage"] = shared
        if force:
            info["force"] = force
        return self._answered("evacuate", server, info)

    # ------------------------------------------------------------------------------ the images
    @microversion()
    def create_image(
        self, server: Server | str, image_name: str, metadata: Mapping[str, str] | None = None
    ) -> StrWithMeta:
        """Make an image of a server.

        :param image_name: what the image shall be called.
        :param metadata: properties for the image.
        :returns: the image's id.
        """
        info = {"name": image_name, "metadata": metadata or {}}
        resp, body = self._action_return_resp_and_body("createImage", server, info)
        if self._speaks("2.45"):
            return StrWithMeta(protocol.expect(body, "image_id", resp, method="POST") or "", resp)
        location = resp.headers.get("location") or resp.headers.get("Location")
        if not location:
            raise protocol.invalid("no Location names the image", body, resp, method="POST")
        return StrWithMeta(location.rstrip("/").rpartition("/")[2], resp)

    @microversion()
    def backup(
        self,
        server: Server | str,
        backup_name: str,
        backup_type: str,
        rotation: int,
        *,
        metadata: Mapping[str, str] | None = None,
    ) -> TupleWithMeta | DictWithMeta:
        """Make an image of a server as one in a series, and delete the oldest of the series.

        :param backup_name: what the image shall be called.
        :param backup_type: the name of the series, ``daily`` for example.
        :param rotation: how many images of the series to keep.
        :param metadata: properties for the image.
        :returns: ``{"image_id": …}`` since 2.45, an empty tuple before.
        """
        info: dict[str, Any] = {
            "name": backup_name,
            "backup_type": backup_type,
            "rotation": rotation,
            **base.given(metadata=metadata),
        }
        resp, body = self._action_return_resp_and_body("createBackup", server, info)
        return DictWithMeta(body, resp) if isinstance(body, dict) else TupleWithMeta((), resp)

    # ------------------------------------------------------------------ consoles and insights
    @microversion()
    def get_console_output(self, server: Server | str, length: int | None = None) -> StrWithMeta:
        """The log of a server's console.

        :param length: how many lines from its end; all when None.
        """
        resp, body = self._action_return_resp_and_body(
            "os-getConsoleOutput", server, {"length": length}
        )
        return StrWithMeta(protocol.expect(body, "output", resp, method="POST") or "", resp)

    @microversion()
    def get_console_url(self, server: Server | str, console_type: str) -> DictWithMeta:
        """The address of a server's console, which holds a token.

        :param console_type: ``novnc``, ``spice-html5``, ``serial``, ``rdp-html5``, ``xvpvnc``;
            since 2.8 ``webmks``, since 2.99 ``spice-direct``.
        :returns: ``{"remote_console": {"url": …}}`` since 2.6, ``{"console": …}`` before.
        :raises UnsupportedConsoleType: if the version has no such console.
        """
        protocol.check(str, console_type=console_type)
        since = _CONSOLE_SINCE.get(console_type)
        if console_type not in CONSOLE_TYPE_PROTOCOL_MAPPING:
            raise exceptions.UnsupportedConsoleType(console_type)
        if since and not self._speaks(since):
            goes = f"this request goes out at {self.api_version.get_string()}"
            raise exceptions.UnsupportedConsoleType(console_type, f"it needs {since}; {goes}")
        if not self._speaks("2.6"):
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
    def get_vnc_console(self, server: Server | str, console_type: str) -> DictWithMeta:
        """The address of a VNC console; see :meth:`get_console_url`."""
        return self.get_console_url(server, console_type)

    @microversion()
    def get_spice_console(self, server: Server | str, console_type: str) -> DictWithMeta:
        """The address of a SPICE console; see :meth:`get_console_url`."""
        return self.get_console_url(server, console_type)

    @microversion()
    def get_rdp_console(self, server: Server | str, console_type: str) -> DictWithMeta:
        """The address of an RDP console, which Nova had up to 28.0; see :meth:`get_console_url`."""
        from novaclient.v2.legacy.removed import explaining

        with explaining("os-getRDPConsole"):
            return self.get_console_url(server, console_type)

    @microversion()
    def get_serial_console(self, server: Server | str, console_type: str) -> DictWithMeta:
        """The address of a serial console; see :meth:`get_console_url`."""
        return self.get_console_url(server, console_type)

    @microversion("2.8")
    def get_mks_console(self, server: Server | str) -> DictWithMeta:
        """The address of an MKS console; since 2.8, see :meth:`get_console_url`."""
        return self.get_console_url(server, "webmks")

    @microversion()
    def diagnostics(self, server: Server | str) -> TupleWithMeta:
        """What the hypervisor tells of a server; of one form on all of them since 2.48.

        :returns: the response and its body.
        """
        url = protocol.path("/servers/%s/diagnostics", base.getid(server))
        resp, body = self._request("GET", url)
        if not isinstance(body, dict):
            raise protocol.invalid("the answer is not an object", body, resp, url)
        return TupleWithMeta((resp, body), resp)

    @microversion("2.78")
    def topology(self, server: Server | str) -> DictWithMeta:
        """A server's NUMA nodes and processor pinning; since 2.78."""
        return self._object(protocol.path("/servers/%s/topology", base.getid(server)))

    # ------------------------------------------------------------------------------- passwords
    @microversion()
    def change_password(self, server: Server | str, password: str) -> TupleWithMeta:
        """Set the ``password`` of a server's administrator."""
        return self._action("changePassword", server, {"adminPass": password})

    @microversion()
    def get_password(self, server: Server | str, private_key: str | None = None) -> StrWithMeta:
        """The administrator's password as the server has left it, encrypted.

        :param private_key: the path of the private key to decrypt it with.
        :returns: the password; empty if there is none.
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
    def clear_password(self, server: Server | str) -> TupleWithMeta:
        """Forget the password that a server has left; the server itself keeps it."""
        return self._delete(protocol.path("/servers/%s/os-server-password", base.getid(server)))

    # -------------------------------------------------------------------------------- metadata
    @microversion()
    def list_meta(self, server: Server | str) -> DictWithMeta:
        """A server's metadata, as ``{"metadata": {…}}``."""
        return self._object(protocol.path("/servers/%s/metadata", base.getid(server)))

    @microversion()
    def get_meta(self, server: Server | str, key: str) -> DictWithMeta:
        """One item of a server's metadata, ``key``, as ``{"meta": {key: value}}``."""
        return self._object(protocol.path("/servers/%s/metadata/%s", base.getid(server), key))

    @microversion()
    def set_meta(self, server: Server | str, metadata: Mapping[str, str]) -> Server:
        """Set items of a server's metadata and keep the others.

        :param metadata: the items, by key.
        :returns: an object whose fields are the items.
        """
        url = protocol.path("/servers/%s/metadata", base.getid(server))
        changed: Server = self._create(url, {"metadata": metadata}, "metadata")
        return changed

    @microversion()
    def set_meta_item(self, server: Server | str, key: str, value: str) -> Server:
        """Set one item of a server's metadata.

        :param key: its key.
        :param value: what it shall be.
        :returns: an object whose ``meta`` is the item.
        """
        url = protocol.path("/servers/%s/metadata/%s", base.getid(server), key)
        changed: Server = self._update(url, {"meta": {key: value}})
        return changed

    @microversion()
    def replace_meta(self, server: Server | str, metadata: Mapping[str, str]) -> DictWithMeta:
        """Put these items in the place of all of a server's metadata.

        :param metadata: the items, by key.
        :returns: the metadata that it has now.
        """
        url = protocol.path("/servers/%s/metadata", base.getid(server))
        resp, answer = self._request("PUT", url, body={"metadata": metadata})
        return DictWithMeta(protocol.expect(answer, "metadata", resp, url, "PUT", dict), resp)

    @microversion()
    def delete_meta(self, server: Server | str, keys: Iterable[str]) -> TupleWithMeta:
        """Delete the items ``keys`` of a server's metadata, one request for each."""
        protocol.check(Iterable, keys=keys)
        result = TupleWithMeta((), None)
        for key in keys:
            url = protocol.path("/servers/%s/metadata/%s", base.getid(server), key)
            result.append_request_ids(self._delete(url).request_ids)
        return result

    # ------------------------------------------------------------------------------------ tags
    @microversion("2.26")
    def tag_list(self, server: Server | str) -> ListWithMeta[str]:
        """A server's tags; since 2.26."""
        url = protocol.path("/servers/%s/tags", base.getid(server))
        resp, body = self._request("GET", url)
        return ListWithMeta(protocol.expect(body, "tags", resp, url, kind=list), resp)

    @microversion("2.26")
    def check_tag(self, server: Server | str, tag: str) -> TupleWithMeta:
        """Make sure that a server has a tag; since 2.26.

        :param tag: the tag.
        :raises NotFound: if it does not have it, or there is no such server.
        """
        url = protocol.path("/servers/%s/tags/%s", base.getid(server), tag)
        resp, _ = self._request("GET", url)
        return TupleWithMeta((), resp)

    @microversion("2.26")
    def set_tags(self, server: Server | str, tags: Iterable[str]) -> Server:
        """Put these tags, at most 50, in the place of all that a server has; since 2.26.

        :returns: an object whose ``tags`` they are.
        """
        protocol.check(Iterable, tags=tags)
        url = protocol.path("/servers/%s/tags", base.getid(server))
        tagged: Server = self._update(url, {"tags": list(tags)})
        return tagged

    @microversion("2.26")
    def add_tag(self, server: Server | str, tag: str) -> StrWithMeta:
        """Add a ``tag`` of at most 60 characters to a server; since 2.26."""
        url = protocol.path("/servers/%s/tags/%s", base.getid(server), tag)
        resp, _ = self._request("PUT", url)
        return StrWithMeta("", resp)

    @microversion("2.26")
    def delete_tag(self, server: Server | str, tag: str) -> TupleWithMeta:
        """Remove a ``tag`` from a server; since 2.26."""
        return self._delete(protocol.path("/servers/%s/tags/%s", base.getid(server), tag))

    @microversion("2.26")
    def delete_all_tags(self, server: Server | str) -> TupleWithMeta:
        """Remove all tags from a server; since 2.26."""
        return self._delete(protocol.path("/servers/%s/tags", base.getid(server)))

    # -------------------------------------------------------------- addresses, ports and groups
    @microversion()
    def ips(self, server: Server | str, *, network: str | None = None) -> DictWithMeta:
        """A server's addresses by network; cheaper than the whole server.

        :param network: only those in the network of this name.
        :raises NotFound: if the server has none there.
        """
        if network is None:
            return self._object(protocol.path("/servers/%s/ips", base.getid(server)), "addresses")
        return self._object(protocol.path("/servers/%s/ips/%s", base.getid(server), network))

    @microversion("2.1", {"tag": "2.70"})
    def interface_list(self, server: Server | str) -> ListWithMeta[NetworkInterface]:
        """The ports that a server has."""
        url = protocol.path("/servers/%s/os-interface", base.getid(server))
        return self._list(url, "interfaceAttachments", obj_class=NetworkInterface)

    @microversion()
    def interface_get(self, server: Server | str, port_id: str) -> NetworkInterface:
        """A port that a server has.

        :param port_id: the port's id.
        :raises NotFound: if the server does not have it.
        """
        url = protocol.path("/servers/%s/os-interface/%s", base.getid(server), port_id)
        resp, answer = self._request("GET", url)
        info = protocol.expect(answer, "interfaceAttachment", resp, url)
        found: NetworkInterface = self._make(info, resp, NetworkInterface, url)
        return found

    @microversion("2.1", tag="2.49")
    def interface_attach(
        self,
        server: Server | str,
        port_id: str | None,
        net_id: str | None,
        fixed_ip: str | None,
        tag: str | None = None,
    ) -> NetworkInterface:
        """Give a server a port.

        :param port_id: a port that exists; not together with a network.
        :param net_id: the network in which to make one; the project's only one when None.
        :param fixed_ip: its address, with a network only.
        :param tag: by which the server's system can tell it; since 2.49.
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
    def interface_detach(self, server: Server | str, port_id: str) -> TupleWithMeta:
        """Take the port ``port_id`` from a server; one that Nova made is deleted."""
        url = protocol.path("/servers/%s/os-interface/%s", base.getid(server), port_id)
        return self._delete(url)

    @microversion()
    def add_security_group(self, server: Server | str, security_group: str) -> TupleWithMeta:
        """Put all ports of a server into a security group.

        :param security_group: its name or id.
        """
        return self._action("addSecurityGroup", server, {"name": security_group})

    @microversion()
    def remove_security_group(self, server: Server | str, security_group: str) -> TupleWithMeta:
        """Take all ports of a server out of a security group.

        :param security_group: its name or id.
        """
        return self._action("removeSecurityGroup", server, {"name": security_group})

    @microversion()
    def list_security_group(self, server: Server | str) -> ListWithMeta[SecurityGroup]:
        """The security groups that a server's ports are in."""
        url = protocol.path("/servers/%s/os-security-groups", base.getid(server))
        return self._list(url, "security_groups", obj_class=SecurityGroup)
