"""Actions on servers: what the API does on ``POST /servers/{id}/action``.

:class:`~novaclient.v2.servers.ServerManager` has these methods. For ``server`` they accept a
:class:`~novaclient.v2.servers.Server` or its id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from novaclient import base, exceptions
from novaclient.base import DictWithMeta, StrWithMeta, TupleWithMeta
from novaclient.microversions import UNSET, Unset, microversion, positional
from novaclient.transport import protocol

if TYPE_CHECKING:
    from novaclient.v2.flavors import Flavor
    from novaclient.v2.images import Image
    from novaclient.v2.server_bodies import Content

REBOOT_SOFT: Final = "SOFT"
REBOOT_HARD: Final = "HARD"


#: The class of servers, which is declared above this module.
ServerT = TypeVar("ServerT", bound=base.Resource)


class ServerActions(base.BootingManagerWithFind[ServerT]):
    """The actions on servers; ``ServerT`` is the class of the server."""

    def _action_return_resp_and_body(
        self, action: str, server: ServerT | str, info: Any = None, **kwargs: Any
    ) -> tuple[Any, Any]:
        """Run an action and return the response and its decoded body.

        :param action: the name of the action in the API.
        :param info: its parameters.
        :param kwargs: passed to the hooks.
        """
        body = {action: info}
        self.run_hooks("modify_body_for_action", body, **kwargs)
        return self._request(
            "POST", protocol.path("/servers/%s/action", base.getid(server)), body=body
        )

    def _action(
        self, action: str, server: ServerT | str, info: Any = None, **kwargs: Any
    ) -> TupleWithMeta:
        """Run an action with an empty answer."""
        resp, _ = self._action_return_resp_and_body(action, server, info, **kwargs)
        return TupleWithMeta((), resp)

    def _action_with_answer(
        self, action: str, server: ServerT | str, info: Any = None
    ) -> TupleWithMeta:
        """Run an action and return the response and its decoded body as a pair."""
        resp, body = self._action_return_resp_and_body(action, server, info)
        if not isinstance(body, dict | None):
            raise protocol.invalid("the answer is not an object", body, resp, method="POST")
        return TupleWithMeta((resp, body), resp)

    # ------------------------------------------------------------------------- power and state
    @microversion()
    def start(self, server: ServerT | str) -> TupleWithMeta:
        """Start a stopped server."""
        return self._action("os-start", server)

    @microversion()
    def stop(self, server: ServerT | str) -> TupleWithMeta:
        """Stop a running server.

        :returns: the response and its body.
        """
        return self._action_with_answer("os-stop", server)

    @microversion()
    def reboot(self, server: ServerT | str, reboot_type: str = REBOOT_SOFT) -> TupleWithMeta:
        """Reboot a server.

        :param reboot_type: ``REBOOT_SOFT`` for a graceful shutdown and restart, ``REBOOT_HARD`` for
            a power cycle.
        """
        return self._action("reboot", server, {"type": reboot_type})

    @microversion()
    def pause(self, server: ServerT | str) -> TupleWithMeta:
        """Pause a server; its memory stays in the RAM of the host."""
        return self._action("pause", server)

    @microversion()
    def unpause(self, server: ServerT | str) -> TupleWithMeta:
        """Unpause a paused server."""
        return self._action("unpause", server)

    @microversion()
    def suspend(self, server: ServerT | str) -> TupleWithMeta:
        """Suspend a server; its memory is written to disk."""
        return self._action("suspend", server)

    @microversion()
    def resume(self, server: ServerT | str) -> TupleWithMeta:
        """Resume a suspended server."""
        return self._action("resume", server)

    @microversion("2.1", reason="2.73")
    def lock(self, server: ServerT | str, reason: str | None = None) -> TupleWithMeta:
        """Lock a server: only administrators can act on it until it is unlocked.

        :param reason: shown with the server, at most 255 characters; since 2.73.
        """
        return self._action("lock", server, {"locked_reason": reason} if reason else None)

    @microversion()
    def unlock(self, server: ServerT | str) -> TupleWithMeta:
        """Unlock a locked server."""
        return self._action("unlock", server)

    @microversion()
    def rescue(
        self,
        server: ServerT | str,
        password: str | None = None,
        image: Image | str | None = None,
    ) -> TupleWithMeta:
        """Rescue a server: boot it from a rescue image, with its own disk attached.

        :param password: the administrator's password in the rescue system; generated if None.
        :param image: the rescue image or its id; None for the image of the server.
        :returns: the response and its body, ``{"adminPass": …}``.
        """
        info = base.given(
            adminPass=password or None, rescue_image_ref=base.getid(image) if image else None
        )
        return self._action_with_answer("rescue", server, info or None)

    @microversion()
    def unrescue(self, server: ServerT | str) -> TupleWithMeta:
        """Unrescue a server: boot it from its own disk again."""
        return self._action("unrescue", server)

    @microversion()
    def shelve(self, server: ServerT | str) -> TupleWithMeta:
        """Shelve a server: stop it and keep an image of it, so that it can leave its host."""
        return self._action("shelve", server)

    @microversion()
    def shelve_offload(self, server: ServerT | str) -> TupleWithMeta:
        """Remove a shelved server from its host without waiting for Nova to do so."""
        return self._action("shelveOffload", server)

    @microversion("2.1", availability_zone="2.77", host="2.91")
    def unshelve(
        self,
        server: ServerT | str,
        availability_zone: str | Unset | None = UNSET,
        host: str | None = None,
    ) -> TupleWithMeta:
        """Unshelve a shelved server.

        :param availability_zone: the target zone, since 2.77. None, since 2.91, unpins the server
            from its zone.
        :param host: the target host, since 2.91.
        """
        info: dict[str, Any] = base.given(host=host or None)
        if availability_zone is not None and not isinstance(availability_zone, Unset):
            info["availability_zone"] = availability_zone
        elif availability_zone is None and self._supports("2.91"):
            info["availability_zone"] = None
        elif availability_zone is None and not self._pinned:
            raise exceptions.UnsupportedAttribute(
                "availability_zone", "2.91", reason="Before, None cannot unpin a server."
            )
        return self._action("unshelve", server, info or None)

    @microversion()
    def force_delete(self, server: ServerT | str) -> TupleWithMeta:
        """Delete a server at once, even if Nova keeps deleted servers for a time.

        :returns: the response and its body.
        """
        return self._action_with_answer("forceDelete", server)

    @microversion()
    def restore(self, server: ServerT | str) -> TupleWithMeta:
        """Restore a server that is deleted but still kept (``SOFT_DELETED``).

        :returns: the response and its body.
        """
        return self._action_with_answer("restore", server)

    @microversion()
    def reset_state(self, server: ServerT | str, state: str = "error") -> TupleWithMeta:
        """Set the state that Nova has recorded for a server; for administrators.

        :param state: ``active`` or ``error``.
        """
        return self._action("os-resetState", server, {"state": state})

    @microversion()
    def reset_network(self, server: ServerT | str) -> TupleWithMeta:
        """Reset the networking of a server; removed in Nova 23.0 (Wallaby), which answers 410."""
        from novaclient.v2.legacy.removals import explain_removal

        with explain_removal("resetNetwork"):
            return self._action("resetNetwork", server)

    @microversion()
    def inject_network_info(self, server: ServerT | str) -> TupleWithMeta:
        """Inject the network configuration into a server; for administrators.

        Nova accepts the request even though most hypervisors ignore it.
        """
        return self._action("injectNetworkInfo", server)

    @microversion("2.17")
    def trigger_crash_dump(self, server: ServerT | str) -> TupleWithMeta:
        """Trigger a crash dump of the operating system of a server; since 2.17."""
        return self._action("trigger_crash_dump", server)

    @microversion()
    def change_password(self, server: ServerT | str, password: str) -> TupleWithMeta:
        """Change the administrator's password in a running server.

        :param password: the new password.
        """
        return self._action("changePassword", server, {"adminPass": password})

    @microversion()
    def get_console_output(self, server: ServerT | str, length: int | None = None) -> StrWithMeta:
        """Return the log of a server's console.

        :param length: the number of lines from the end; None for all.
        """
        resp, body = self._action_return_resp_and_body(
            "os-getConsoleOutput", server, {"length": length}
        )
        return StrWithMeta(protocol.expect(body, "output", resp, method="POST") or "", resp)

    # ---------------------------------------------------------------- rebuild, resize, migrate
    @microversion(
        "2.1",
        files="-2.56",
        description="2.19",
        key_name="2.54",
        userdata="2.57",
        trusted_image_certificates="2.63",
        hostname="2.90",
    )
    def rebuild(
        self,
        server: ServerT | str,
        image: Image | str,
        password: str | None = None,
        disk_config: str | None = None,
        preserve_ephemeral: bool = False,
        name: str | None = None,
        meta: Mapping[str, str] | None = None,
        files: Mapping[str, Content] | None = None,
        *,
        description: str | Unset | None = UNSET,
        key_name: str | Unset | None = UNSET,
        userdata: Content | Unset | None = UNSET,
        trusted_image_certificates: Sequence[str] | Unset | None = UNSET,
        hostname: str | Unset | None = UNSET,
        access_ip_v4: str | None = None,
        access_ip_v6: str | None = None,
    ) -> ServerT:
        """Rebuild a server: recreate its root disk from an image. Id, ports and volumes stay.

        For the keyword-only arguments, None resets the value of the server, except the addresses,
        which None leaves unchanged, and omitting the argument leaves it unchanged.

        :param image: the image or its id.
        :param password: the administrator's password; generated if None.
        :param disk_config: the partitioning, ``AUTO`` or ``MANUAL``.
        :param preserve_ephemeral: whether to keep the ephemeral disk (bare metal).
        :param name: the new name.
        :param meta: metadata that replaces the server's.
        :param files: contents by path (text, bytes or open files); up to 2.56.
        :param description: since 2.19.
        :param key_name: the name of a key pair; since 2.54.
        :param userdata: text, bytes or an open file; since 2.57.
        :param trusted_image_certificates: ids of certificates; since 2.63.
        :param hostname: the host name in the server, since 2.90; Nova 34 cannot reset it.
        :param access_ip_v4: the address to show for the server, as is ``access_ip_v6``.
        :returns: the server, with its ``adminPass``.
        :raises UnsupportedAttribute: for an argument that the microversion does not have.
        """
        arguments = dict(locals())  # all go into the body, by the tables in server_bodies
        from novaclient.v2.server_bodies import rebuilt_server

        body = rebuilt_server(arguments)
        resp, answer = self._action_return_resp_and_body("rebuild", server, body)
        info = protocol.expect(answer, "server", resp, method="POST")
        rebuilt: ServerT = self._make(info, resp, None, "", method="POST", loaded=False)
        return rebuilt

    @microversion()
    def resize(
        self, server: ServerT | str, flavor: Flavor | str, disk_config: str | None = None
    ) -> TupleWithMeta:
        """Resize a server to another flavor; the resize must then be confirmed or reverted.

        :param disk_config: the partitioning, ``AUTO`` or ``MANUAL``.
        """
        info = {"flavorRef": base.getid(flavor)}
        return self._action(
            "resize", server, info | base.given(**{"OS-DCF:diskConfig": disk_config})
        )

    @microversion()
    def confirm_resize(self, server: ServerT | str) -> TupleWithMeta:
        """Confirm a resize or a cold migration, which removes the server from its old host."""
        return self._action("confirmResize", server)

    @microversion()
    def revert_resize(self, server: ServerT | str) -> TupleWithMeta:
        """Revert a resize or a cold migration."""
        return self._action("revertResize", server)

    @microversion("2.1", host="2.56")
    def migrate(self, server: ServerT | str, host: str | None = None) -> TupleWithMeta:
        """Migrate a server to another host, with downtime; it must then be confirmed or reverted.

        :param host: the target host, since 2.56; the scheduler chooses one if None.
        """
        info = base.given(host=host or None) if self._supports("2.56") else None
        return self._action("migrate", server, info)

    @positional("2.1-2.24", "server", "host", "block_migration", "disk_over_commit")
    @microversion("2.1", force="2.30-2.67", disk_over_commit="-2.24")
    def live_migrate(
        self,
        server: ServerT | str,
        host: str | None = None,
        block_migration: bool | str | None = None,
        force: bool | None = None,
        *,
        disk_over_commit: bool | None = None,
    ) -> TupleWithMeta:
        """Migrate a running server to another host.

        :param host: the target host; the scheduler chooses one if None.
        :param block_migration: whether to copy local disks; since 2.25 also ``"auto"``. None is
            "auto" since 2.25 and False before.
        :param force: whether to bypass the scheduler's checks of the host; 2.30 to 2.67.
        :param disk_over_commit: whether the disks may exceed the free space of the host; up to
            2.24, where it is the third positional argument after the server.
        """
        info: dict[str, Any] = {"host": host}
        if self._supports("2.25"):
            info["block_migration"] = "auto" if block_migration is None else block_migration
        elif block_migration == "auto":
            raise exceptions.UnsupportedAttribute(
                "block_migration", "2.25", reason="Before, it must be True or False."
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
        server: ServerT | str,
        host: str | None = None,
        password: str | None = None,
        force: bool | None = None,
        *,
        on_shared_storage: bool | Unset = UNSET,
    ) -> TupleWithMeta:
        """Evacuate a server from a failed host: rebuild it on another one.

        :param host: the target host; the scheduler chooses one if None.
        :param password: the administrator's password, for a server without shared storage.
        :param force: whether to bypass the scheduler's checks of the host; 2.29 to 2.67.
        :param on_shared_storage: whether its disks are on shared storage, True by default; up to
            2.13, where it is the second positional argument after the server.
        :returns: the response and its body, ``{"adminPass": …}`` up to 2.13.
        """
        info = base.given(host=host, adminPass=password)
        if not self._supports("2.14"):
            shared = isinstance(on_shared_storage, Unset) or on_shared_storage
            info["onSharedStorage"] = shared
        if force:
            info["force"] = force
        return self._action_with_answer("evacuate", server, info)

    # ---------------------------------------------------------------------------------- images
    @microversion()
    def create_image(
        self, server: ServerT | str, image_name: str, metadata: Mapping[str, str] | None = None
    ) -> StrWithMeta:
        """Create an image of a server.

        :param image_name: the name of the image.
        :param metadata: properties of the image.
        :returns: the id of the image.
        """
        info = {"name": image_name, "metadata": metadata or {}}
        resp, body = self._action_return_resp_and_body("createImage", server, info)
        if self._supports("2.45"):
            return StrWithMeta(protocol.expect(body, "image_id", resp, method="POST") or "", resp)
        location = resp.headers.get("location") or resp.headers.get("Location")
        if not location:
            raise protocol.invalid("no Location names the image", body, resp, method="POST")
        return StrWithMeta(location.rstrip("/").rpartition("/")[2], resp)

    @microversion()
    def backup(
        self,
        server: ServerT | str,
        backup_name: str,
        backup_type: str,
        rotation: int,
        *,
        metadata: Mapping[str, str] | None = None,
    ) -> TupleWithMeta | DictWithMeta:
        """Create a backup image of a server and delete the oldest ones of the same type.

        :param backup_name: the name of the image.
        :param backup_type: the series of the backup, ``daily`` for example.
        :param rotation: the number of images to keep in the series.
        :param metadata: properties of the image.
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
