"""A server and what belongs to it, as programs hold them; each method is its manager's."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from novaclient import base
from novaclient.api_versions import UNSET, Unset, positional
from novaclient.base import DictWithMeta, ListWithMeta, StrWithMeta, TupleWithMeta

if TYPE_CHECKING:
    from novaclient.v2.flavors import Flavor
    from novaclient.v2.images import Image
    from novaclient.v2.legacy.addresses import FloatingIP
    from novaclient.v2.server_bodies import Content
    from novaclient.v2.servers import ServerManager

REBOOT_SOFT = "SOFT"
REBOOT_HARD = "HARD"


class Server(base.Resource):
    """A server.

    Fields with a colon in their name are read with ``getattr``; administrators see more of them:
    ``OS-DCF:diskConfig``, ``OS-EXT-AZ:availability_zone``, ``OS-EXT-STS:power_state``,
    ``OS-EXT-STS:task_state``, ``OS-EXT-STS:vm_state``, ``OS-SRV-USG:launched_at``,
    ``OS-SRV-USG:terminated_at``, ``os-extended-volumes:volumes_attached``,
    ``OS-EXT-SRV-ATTR:host``, ``OS-EXT-SRV-ATTR:hypervisor_hostname``,
    ``OS-EXT-SRV-ATTR:instance_name``, and since 2.3 ``OS-EXT-SRV-ATTR:hostname``,
    ``OS-EXT-SRV-ATTR:kernel_id``, ``OS-EXT-SRV-ATTR:launch_index``,
    ``OS-EXT-SRV-ATTR:ramdisk_id``, ``OS-EXT-SRV-ATTR:reservation_id``,
    ``OS-EXT-SRV-ATTR:root_device_name``, ``OS-EXT-SRV-ATTR:user_data``.
    """

    HUMAN_ID = True
    manager: ServerManager

    name: str
    status: str  #: ``ACTIVE``, ``BUILD``, ``SHUTOFF`` …; in brief lists since 2.69, at times
    links: list[dict[str, str]]
    adminPass: str  #: in the answer to a creation, rebuild or rescue alone
    accessIPv4: str
    accessIPv6: str
    addresses: dict[str, list[dict[str, Any]]]  #: by network: ``addr``, ``version``, …
    config_drive: str | None
    created: str  #: ISO 8601
    updated: str  #: ISO 8601
    fault: dict[str, Any]  #: in state ``ERROR``: ``code``, ``created``, ``message``, ``details``
    flavor: dict[str, Any]  #: ``id`` up to 2.46; since 2.47 what the flavor was at boot
    hostId: str
    image: dict[str, Any] | str  #: empty when it booted from a volume; ``properties`` since 2.98
    key_name: str | None
    metadata: dict[str, str]
    progress: int | None  #: percent
    security_groups: list[dict[str, str]]
    tenant_id: str
    user_id: str
    locked: bool  #: since 2.9
    host_status: str  #: since 2.16, for administrators
    description: str | None  #: since 2.19
    tags: list[str]  #: since 2.26
    user_data: str | None  #: base64, in the answer to a rebuild alone; since 2.57
    trusted_image_certificates: list[str] | None  #: since 2.63
    server_groups: list[str]  #: since 2.71, not in lists
    locked_reason: str | None  #: since 2.73
    pinned_availability_zone: str | None  #: since 2.96
    scheduler_hints: dict[str, Any]  #: since 2.100

    _label = "name"

    @property
    def networks(self) -> OrderedDict[str, list[str]]:
        """The addresses by network, networks in alphabetical order."""
        addresses = getattr(self, "addresses", None)
        networks: OrderedDict[str, list[str]] = OrderedDict()
        for network, ports in sorted(addresses.items()) if isinstance(addresses, dict) else ():
            known = ports if isinstance(ports, list) else ()
            networks[network] = [p["addr"] for p in known if isinstance(p, dict) and "addr" in p]
        return networks

    def update(
        self,
        name: str | None = None,
        description: str | None = None,
        hostname: str | None = None,
        *,
        pinned_availability_zone: str | Unset | None = UNSET,
        access_ip_v4: str | None = None,
        access_ip_v6: str | None = None,
        disk_config: str | None = None,
    ) -> Server | None:
        """See :meth:`ServerManager.update`."""
        return self.manager.update(
            self,
            name,
            description,
            hostname,
            pinned_availability_zone=pinned_availability_zone,
            access_ip_v4=access_ip_v4,
            access_ip_v6=access_ip_v6,
            disk_config=disk_config,
        )

    def delete(self) -> TupleWithMeta:
        """See :meth:`ServerManager.delete`."""
        return self.manager.delete(self)

    def rebuild(
        self,
        image: Image | str,
        password: str | None = None,
        preserve_ephemeral: bool = False,
        *,
        disk_config: str | None = None,
        name: str | None = None,
        meta: Mapping[str, str] | None = None,
        files: Mapping[str, Content] | None = None,
        description: str | Unset | None = UNSET,
        key_name: str | Unset | None = UNSET,
        userdata: Content | Unset | None = UNSET,
        trusted_image_certificates: Sequence[str] | Unset | None = UNSET,
        hostname: str | Unset | None = UNSET,
        access_ip_v4: str | None = None,
        access_ip_v6: str | None = None,
    ) -> Server:
        """See :meth:`ServerManager.rebuild`."""
        return self.manager.rebuild(
            self,
            image,
            password=password,
            disk_config=disk_config,
            preserve_ephemeral=preserve_ephemeral,
            name=name,
            meta=meta,
            files=files,
            description=description,
            key_name=key_name,
            userdata=userdata,
            trusted_image_certificates=trusted_image_certificates,
            hostname=hostname,
            access_ip_v4=access_ip_v4,
            access_ip_v6=access_ip_v6,
        )

    # ------------------------------------------------------------------------- power and state
    def start(self) -> TupleWithMeta:
        """See :meth:`ServerManager.start`."""
        return self.manager.start(self)

    def stop(self) -> TupleWithMeta:
        """See :meth:`ServerManager.stop`."""
        return self.manager.stop(self)

    def reboot(self, reboot_type: str = REBOOT_SOFT) -> TupleWithMeta:
        """See :meth:`ServerManager.reboot`."""
        return self.manager.reboot(self, reboot_type)

    def pause(self) -> TupleWithMeta:
        """See :meth:`ServerManager.pause`."""
        return self.manager.pause(self)

    def unpause(self) -> TupleWithMeta:
        """See :meth:`ServerManager.unpause`."""
        return self.manager.unpause(self)

    def suspend(self) -> TupleWithMeta:
        """See :meth:`ServerManager.suspend`."""
        return self.manager.suspend(self)

    def resume(self) -> TupleWithMeta:
        """See :meth:`ServerManager.resume`."""
        return self.manager.resume(self)

    def lock(self, reason: str | None = None) -> TupleWithMeta:
        """See :meth:`ServerManager.lock`."""
        return self.manager.lock(self, reason)

    def unlock(self) -> TupleWithMeta:
        """See :meth:`ServerManager.unlock`."""
        return self.manager.unlock(self)

    def rescue(
        self, password: str | None = None, image: Image | str | None = None
    ) -> TupleWithMeta:
        """See :meth:`ServerManager.rescue`."""
        return self.manager.rescue(self, password, image)

    def unrescue(self) -> TupleWithMeta:
        """See :meth:`ServerManager.unrescue`."""
        return self.manager.unrescue(self)

    def shelve(self) -> TupleWithMeta:
        """See :meth:`ServerManager.shelve`."""
        return self.manager.shelve(self)

    def shelve_offload(self) -> TupleWithMeta:
        """See :meth:`ServerManager.shelve_offload`."""
        return self.manager.shelve_offload(self)

    def unshelve(
        self, availability_zone: str | Unset | None = UNSET, host: str | None = None
    ) -> TupleWithMeta:
        """See :meth:`ServerManager.unshelve`."""
        return self.manager.unshelve(self, availability_zone, host)

    def force_delete(self) -> TupleWithMeta:
        """See :meth:`ServerManager.force_delete`."""
        return self.manager.force_delete(self)

    def restore(self) -> TupleWithMeta:
        """See :meth:`ServerManager.restore`."""
        return self.manager.restore(self)

    def reset_state(self, state: str = "error") -> TupleWithMeta:
        """See :meth:`ServerManager.reset_state`."""
        return self.manager.reset_state(self, state)

    def reset_network(self) -> TupleWithMeta:
        """See :meth:`ServerManager.reset_network`."""
        return self.manager.reset_network(self)

    def trigger_crash_dump(self) -> TupleWithMeta:
        """See :meth:`ServerManager.trigger_crash_dump`."""
        return self.manager.trigger_crash_dump(self)

    # ------------------------------------------------------------------------- size and place
    def resize(self, flavor: Flavor | str, *, disk_config: str | None = None) -> TupleWithMeta:
        """See :meth:`ServerManager.resize`."""
        return self.manager.resize(self, flavor, disk_config)

    def confirm_resize(self) -> TupleWithMeta:
        """See :meth:`ServerManager.confirm_resize`."""
        return self.manager.confirm_resize(self)

    def revert_resize(self) -> TupleWithMeta:
        """See :meth:`ServerManager.revert_resize`."""
        return self.manager.revert_resize(self)

    def migrate(self, host: str | None = None) -> TupleWithMeta:
        """See :meth:`ServerManager.migrate`."""
        return self.manager.migrate(self, host)

    @positional("2.1-2.24", "host", "block_migration", "disk_over_commit")
    def live_migrate(
        self,
        host: str | None = None,
        block_migration: bool | str | None = None,
        force: bool | None = None,
        *,
        disk_over_commit: bool | None = None,
    ) -> TupleWithMeta:
        """See :meth:`ServerManager.live_migrate`."""
        return self.manager.live_migrate(
            self, host, block_migration, force=force, disk_over_commit=disk_over_commit
        )

    @positional("2.1-2.13", "host", "on_shared_storage", "password")
    def evacuate(
        self,
        host: str | None = None,
        password: str | None = None,
        force: bool | None = None,
        *,
        on_shared_storage: bool | Unset = UNSET,
    ) -> TupleWithMeta:
        """See :meth:`ServerManager.evacuate`."""
        return self.manager.evacuate(
            self,
            host=host,
            password=password,
            force=force,
            on_shared_storage=on_shared_storage,
        )

    # --------------------------------------------------------------------- images and consoles
    def create_image(
        self, image_name: str, metadata: Mapping[str, str] | None = None
    ) -> StrWithMeta:
        """See :meth:`ServerManager.create_image`."""
        return self.manager.create_image(self, image_name, metadata)

    def backup(
        self,
        backup_name: str,
        backup_type: str,
        rotation: int,
        *,
        metadata: Mapping[str, str] | None = None,
    ) -> TupleWithMeta | DictWithMeta:
        """See :meth:`ServerManager.backup`."""
        return self.manager.backup(self, backup_name, backup_type, rotation, metadata=metadata)

    def get_console_output(self, length: int | None = None) -> StrWithMeta:
        """See :meth:`ServerManager.get_console_output`."""
        return self.manager.get_console_output(self, length)

    def get_console_url(self, console_type: str) -> DictWithMeta:
        """See :meth:`ServerManager.get_console_url`."""
        return self.manager.get_console_url(self, console_type)

    def get_vnc_console(self, console_type: str) -> DictWithMeta:
        """See :meth:`ServerManager.get_vnc_console`."""
        return self.manager.get_vnc_console(self, console_type)

    def get_spice_console(self, console_type: str) -> DictWithMeta:
        """See :meth:`ServerManager.get_spice_console`."""
        return self.manager.get_spice_console(self, console_type)

    def get_rdp_console(self, console_type: str) -> DictWithMeta:
        """See :meth:`ServerManager.get_rdp_console`."""
        return self.manager.get_rdp_console(self, console_type)

    def get_serial_console(self, console_type: str) -> DictWithMeta:
        """See :meth:`ServerManager.get_serial_console`."""
        return self.manager.get_serial_console(self, console_type)

    def get_mks_console(self) -> DictWithMeta:
        """See :meth:`ServerManager.get_mks_console`."""
        return self.manager.get_mks_console(self)

    def diagnostics(self) -> TupleWithMeta:
        """See :meth:`ServerManager.diagnostics`."""
        return self.manager.diagnostics(self)

    def topology(self) -> DictWithMeta:
        """See :meth:`ServerManager.topology`."""
        return self.manager.topology(self)

    # ---------------------------------------------------------------- passwords, groups, ports
    def change_password(self, password: str) -> TupleWithMeta:
        """See :meth:`ServerManager.change_password`."""
        return self.manager.change_password(self, password)

    def get_password(self, private_key: str | None = None) -> StrWithMeta:
        """See :meth:`ServerManager.get_password`."""
        return self.manager.get_password(self, private_key)

    def clear_password(self) -> TupleWithMeta:
        """See :meth:`ServerManager.clear_password`."""
        return self.manager.clear_password(self)

    def add_security_group(self, security_group: str) -> TupleWithMeta:
        """See :meth:`ServerManager.add_security_group`."""
        return self.manager.add_security_group(self, security_group)

    def remove_security_group(self, security_group: str) -> TupleWithMeta:
        """See :meth:`ServerManager.remove_security_group`."""
        return self.manager.remove_security_group(self, security_group)

    def add_fixed_ip(self, network_id: str) -> TupleWithMeta:
        """See :meth:`ServerManager.add_fixed_ip`."""
        return self.manager.add_fixed_ip(self, network_id)

    def remove_fixed_ip(self, address: str) -> TupleWithMeta:
        """See :meth:`ServerManager.remove_fixed_ip`."""
        return self.manager.remove_fixed_ip(self, address)

    def add_floating_ip(
        self, address: FloatingIP | str, fixed_address: str | None = None
    ) -> TupleWithMeta:
        """See :meth:`ServerManager.add_floating_ip`."""
        return self.manager.add_floating_ip(self, address, fixed_address)

    def remove_floating_ip(self, address: FloatingIP | str) -> TupleWithMeta:
        """See :meth:`ServerManager.remove_floating_ip`."""
        return self.manager.remove_floating_ip(self, address)

    def list_security_group(self) -> ListWithMeta[SecurityGroup]:
        """See :meth:`ServerManager.list_security_group`."""
        return self.manager.list_security_group(self)

    def interface_list(self) -> ListWithMeta[NetworkInterface]:
        """See :meth:`ServerManager.interface_list`."""
        return self.manager.interface_list(self)

    def interface_attach(
        self,
        port_id: str | None,
        net_id: str | None,
        fixed_ip: str | None,
        tag: str | None = None,
    ) -> NetworkInterface:
        """See :meth:`ServerManager.interface_attach`."""
        return self.manager.interface_attach(self, port_id, net_id, fixed_ip, tag)

    def interface_detach(self, port_id: str) -> TupleWithMeta:
        """See :meth:`ServerManager.interface_detach`."""
        return self.manager.interface_detach(self, port_id)

    # ------------------------------------------------------------------------------------ tags
    def tag_list(self) -> ListWithMeta[str]:
        """See :meth:`ServerManager.tag_list`."""
        return self.manager.tag_list(self)

    def set_tags(self, tags: Iterable[str]) -> Server:
        """See :meth:`ServerManager.set_tags`."""
        return self.manager.set_tags(self, tags)

    def add_tag(self, tag: str) -> StrWithMeta:
        """See :meth:`ServerManager.add_tag`."""
        return self.manager.add_tag(self, tag)

    def delete_tag(self, tag: str) -> TupleWithMeta:
        """See :meth:`ServerManager.delete_tag`."""
        return self.manager.delete_tag(self, tag)

    def delete_all_tags(self) -> TupleWithMeta:
        """See :meth:`ServerManager.delete_all_tags`."""
        return self.manager.delete_all_tags(self)


class NetworkInterface(base.Resource):
    """A port that a server has; its id is the port's."""

    port_id: str
    net_id: str
    mac_addr: str
    port_state: str
    fixed_ips: list[dict[str, str]]  #: ``ip_address``, ``subnet_id``
    tag: str | None  #: since 2.70

    @property
    def id(self) -> str:  # type: ignore[override]
        """The port's id."""
        return self.port_id

    _label = "port_id"


class SecurityGroup(base.Resource):
    """A security group that a server is in."""

    name: str
    description: str | None
    tenant_id: str
    rules: list[dict[str, Any]]

    def __str__(self) -> str:
        return str(self.id)
