"""Servers: list, get, create, update and delete them.

Actions on a server are in ``server_actions.py``, its metadata, tags, ports and consoles in
``server_subresources.py``.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from novaclient import base, exceptions
from novaclient.base import ListWithMeta, TupleWithMeta, by_manager
from novaclient.microversions import UNSET, Unset, microversion
from novaclient.transport import protocol
from novaclient.v2.server_actions import REBOOT_HARD, REBOOT_SOFT
from novaclient.v2.server_subresources import (
    CONSOLE_TYPE_ACTION_MAPPING,
    CONSOLE_TYPE_PROTOCOL_MAPPING,
    NetworkInterface,
    SecurityGroup,
    ServerSubresources,
)

if TYPE_CHECKING:
    from novaclient.v2.flavors import Flavor
    from novaclient.v2.images import Image
    from novaclient.v2.server_bodies import BlockDevice, Content, Nic

__all__ = [
    "CONSOLE_TYPE_ACTION_MAPPING",
    "CONSOLE_TYPE_PROTOCOL_MAPPING",
    "REBOOT_HARD",
    "REBOOT_SOFT",
    "NetworkInterface",
    "SecurityGroup",
    "Server",
    "ServerManager",
]

#: Filters that Nova silently ignores before the microversion that added them.
_FILTER_SINCE: Final = {
    "changes-before": "2.66",
    "locked": "2.73",
    "not-tags": "2.26",
    "not-tags-any": "2.26",
    "tags": "2.26",
    "tags-any": "2.26",
}
#: Filters that are sent if they are False.
_FILTERS_WITH_FALSE: Final = frozenset(("config_drive", "locked"))

#: The most names in one request that looks them up.
_NAMES_AT_ONCE: Final = 100

Strings = Sequence[str]


class ServerManager(ServerSubresources["Server"]):
    """Manages servers. For ``server``, its methods accept a :class:`Server` or its id."""

    _lists_all = True

    @microversion("2.1", _FILTER_SINCE)
    def list(
        self,
        detailed: bool = True,
        search_opts: Mapping[str, Any] | None = None,
        marker: str | None = None,
        limit: int | None = None,
        sort_keys: Strings | None = None,
        sort_dirs: Strings | None = None,
    ) -> ListWithMeta[Server]:
        """Return servers, by default the newest first.

        :param detailed: whether to return all fields; otherwise only id, name and links.
        :param search_opts: filters by their names in the API: ``name`` (a regular expression),
            ``status``, ``host``, ``all_tenants`` …; since 2.26 ``tags``, ``tags-any``,
            ``not-tags`` and ``not-tags-any``, since 2.66 ``changes-before``, since 2.73 ``locked``.
        :param marker: the id of the last server of the previous page.
        :param limit: the most servers to return; None for one page of the cloud's maximum size,
            usually 1000; -1 for all servers.
        :param sort_keys: the fields to sort by.
        :param sort_dirs: ``asc`` or ``desc`` for each of them.
        :raises UnsupportedAttribute: for a filter that the microversion does not have.
        """
        url = self._listing(detailed, search_opts, marker, limit, sort_keys, sort_dirs)
        return self._all_pages(url, "servers") if limit == -1 else self._list(url, "servers")

    @microversion("2.1", _FILTER_SINCE)
    def iterate(
        self,
        *,
        detailed: bool = True,
        search_opts: Mapping[str, Any] | None = None,
        marker: str | None = None,
        page_size: int | None = None,
        sort_keys: Strings | None = None,
        sort_dirs: Strings | None = None,
        ahead: bool = False,
    ) -> Iterator[Server]:
        """Yield all servers, with one page in memory at a time.

        :param page_size: the number of servers in a request; None for the cloud's maximum.
        :param ahead: whether to fetch the next page in a thread while the caller handles one.

        The other parameters are those of :meth:`list`.
        """
        url = self._listing(detailed, search_opts, marker, page_size, sort_keys, sort_dirs)
        pages = self._pages(url, "servers", ahead=ahead)
        return (server for page in pages for server in page)

    def _listing(
        self,
        detailed: bool,
        search_opts: Mapping[str, Any] | None,
        marker: str | None,
        limit: int | None,
        sort_keys: Strings | None,
        sort_dirs: Strings | None,
    ) -> str:
        """The URL of a list."""
        protocol.check(Mapping, search_opts=search_opts)
        protocol.check(Iterable, sort_keys=sort_keys, sort_dirs=sort_dirs)
        options: list[tuple[str, Any]] = []
        for name, value in (search_opts or {}).items():
            since = _FILTER_SINCE.get(name)
            if since and value is not None and not self._supports(since):
                raise exceptions.UnsupportedAttribute(
                    name, since, reason=f"This request uses {self.api_version.get_string()}."
                )
            if value or (value is False and name in _FILTERS_WITH_FALSE):
                options.append((name, value))
        options += base.given(marker=marker or None).items()
        options += base.given(limit=limit if limit and limit != -1 else None).items()
        options += [("sort_key", key) for key in sort_keys or ()]
        options += [("sort_dir", direction) for direction in sort_dirs or ()]
        options.sort(key=lambda option: option[0])
        return protocol.query("/servers/detail" if detailed else "/servers", options)

    @microversion()
    def get(self, server: Server | str) -> Server:
        """Return a server with all its fields.

        :raises NotFound: if there is no server with this id.
        """
        return self._get(protocol.path("/servers/%s", base.getid(server)), "server")

    @microversion(
        "2.1",
        files="-2.56",
        description="2.19",
        tags="2.52",
        trusted_image_certificates="2.63",
        host="2.74",
        hypervisor_hostname="2.74",
        hostname="2.90",
    )
    def create(
        self,
        name: str,
        image: Image | str | None,
        flavor: Flavor | str,
        meta: Mapping[str, str] | None = None,
        files: Mapping[str, Content] | None = None,
        reservation_id: bool = False,
        min_count: int | None = None,
        max_count: int | None = None,
        security_groups: Strings | None = None,
        userdata: Content | None = None,
        key_name: str | None = None,
        availability_zone: str | None = None,
        block_device_mapping: Mapping[str, str] | None = None,
        block_device_mapping_v2: Sequence[BlockDevice] | None = None,
        nics: str | Sequence[Nic] | None = None,
        scheduler_hints: Mapping[str, Any] | None = None,
        config_drive: bool | None = None,
        disk_config: str | None = None,
        admin_pass: str | None = None,
        access_ip_v4: str | None = None,
        access_ip_v6: str | None = None,
        description: str | None = None,
        tags: Strings | None = None,
        trusted_image_certificates: Strings | None = None,
        host: str | None = None,
        hypervisor_hostname: str | None = None,
        hostname: str | None = None,
    ) -> Any:
        """Create a server, or several equal ones.

        :param name: the name of the server.
        :param image: the image to boot from, or its id; None with a bootable block device.
        :param flavor: the flavor or its id.
        :param meta: metadata; keys and values have at most 255 characters.
        :param files: contents by path (text, bytes or open files) for the disk; up to 2.56.
        :param reservation_id: whether to return an id by which all servers of this call are listed.
        :param min_count: the least number of servers to create; 1 if None.
        :param max_count: the most servers to create; ``min_count`` if None.
        :param security_groups: their names or ids.
        :param userdata: text, bytes or an open file for the first boot, at most 64 KiB.
        :param key_name: the name of the key pair for logging in.
        :param availability_zone: the zone; Nova chooses one if None.
        :param block_device_mapping: disks as ``{"vda": "<id>:<type>:<size>:<delete>"}``.
        :param block_device_mapping_v2: disks as in the API.
        :param nics: ``"auto"`` or ``"none"``, both since 2.37, or dicts with ``net-id``,
            ``port-id``, ``v4-fixed-ip``, ``v6-fixed-ip`` and ``tag``. None means "auto", but is
            refused if the caller has pinned 2.37 or newer.
        :param scheduler_hints: ``{"group": <id of a server group>}`` for example.
        :param config_drive: whether to provide the metadata on a drive too.
        :param disk_config: the partitioning, ``AUTO`` or ``MANUAL``.
        :param admin_pass: the administrator's password; generated if None.
        :param access_ip_v4: the address to show for the server, as is ``access_ip_v6``.
        :param description: since 2.19.
        :param tags: since 2.52.
        :param trusted_image_certificates: ids of certificates; since 2.63.
        :param host: the host, as is ``hypervisor_hostname``; for administrators, since 2.74.
        :param hostname: the host name in the server; since 2.90.
        :returns: the first :class:`Server`, with its ``adminPass``; or the reservation id.
        :raises UnsupportedAttribute: for an argument that the microversion does not have.
        :raises ValueError: for networks or disks that the microversion does not have.
        """
        arguments = dict(locals())  # all go into the body, by the tables in server_bodies
        from novaclient.v2 import server_bodies as bodies

        body = bodies.new_server(arguments, self.api_version, pinned=self._pinned)
        key = "reservation_id" if reservation_id else "server"
        return self._create("/servers", body, key, return_raw=reservation_id)

    @microversion("2.1", description="2.19", hostname="2.90", pinned_availability_zone="2.104")
    def update(
        self,
        server: Server | str,
        name: str | None = None,
        description: str | None = None,
        hostname: str | None = None,
        *,
        pinned_availability_zone: str | Unset | None = UNSET,
        access_ip_v4: str | None = None,
        access_ip_v6: str | None = None,
        disk_config: str | None = None,
    ) -> Server | None:
        """Update a server; None leaves a field unchanged.

        :param name: the new name.
        :param description: an empty one removes the description; since 2.19.
        :param hostname: the host name in the metadata, which the guest must apply; since 2.90.
        :param pinned_availability_zone: the only zone for the server, None for any; since 2.104.
        :param access_ip_v4: the address to show for the server, as is ``access_ip_v6``.
        :param disk_config: the partitioning at the next rebuild or resize, ``AUTO`` or ``MANUAL``.
        :returns: the changed server; None if there was nothing to change.
        :raises UnsupportedAttribute: for an argument that the microversion does not have.
        """
        fields: dict[str, Any] = base.given(
            name=name,
            hostname=hostname,
            accessIPv4=access_ip_v4,
            accessIPv6=access_ip_v6,
            **{"OS-DCF:diskConfig": disk_config},
        )
        if description is not None:
            if not self._supports("2.19"):  # here, unlike elsewhere, an empty one is sent
                raise exceptions.UnsupportedAttribute("description", "2.19")
            fields["description"] = description or None
        if not isinstance(pinned_availability_zone, Unset):
            fields["pinned_availability_zone"] = pinned_availability_zone
        if not fields:
            return None
        url = protocol.path("/servers/%s", base.getid(server))
        changed: Server = self._update(url, {"server": fields}, "server")
        return changed

    @microversion()
    def delete(self, server: Server | str) -> TupleWithMeta:
        """Delete a server. Nova accepts the request and deletes it a little later."""
        return self._delete(protocol.path("/servers/%s", base.getid(server)))

    @staticmethod
    def transform_userdata(userdata: Content) -> str:
        """Encode user data for the API, as base64.

        :param userdata: text, bytes or an open file.
        """
        from novaclient.v2.server_bodies import encode

        return encode(userdata)

    # ----------------------------------------------------------------------------- names to ids
    def _name_filter(self, name: str) -> str:
        return f"^{_literally(name)}$"

    def _candidates(self, names: Strings, **scope: Any) -> Sequence[Server]:
        """Return the servers with one of the names, usually with one request.

        :param scope: ``all_tenants`` and ``deleted`` (``SOFT_DELETED``), for administrators.
        """
        from novaclient import lookup

        found: list[Server] = []
        for group in lookup.url_groups(map(_literally, names), "|", most=_NAMES_AT_ONCE):
            url = protocol.query("/servers", {"name": f"^({'|'.join(group)})$"} | _wider(**scope))
            found += self._all_pages(url, "servers")
        return found

    def _every_candidate(self, seen: Sequence[Server], **scope: Any) -> Sequence[Server]:
        """Return a page of servers, to suggest names near to one that was not found."""
        return [*seen, *self._list(protocol.query("/servers", _wider(**scope)), "servers")]


class Server(base.Resource, manager=ServerManager):
    """A server.

    Fields with a colon in their names are read with ``getattr``; some are for administrators:
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
    status: str  #: ``ACTIVE``, ``BUILD``, ``SHUTOFF`` …; since 2.69 in some brief lists too
    links: list[dict[str, str]]
    adminPass: str  #: only after creation, rebuild and rescue
    accessIPv4: str
    accessIPv6: str
    addresses: dict[str, list[dict[str, Any]]]  #: by network: ``addr``, ``version``, …
    config_drive: str | None
    created: str  #: ISO 8601
    updated: str  #: ISO 8601
    fault: dict[str, Any]  #: in state ``ERROR``: ``code``, ``created``, ``message``, ``details``
    flavor: dict[str, Any]  #: ``id`` up to 2.46; since 2.47 a copy of the flavor at boot
    hostId: str
    image: dict[str, Any] | str  #: empty if booted from a volume; ``properties`` since 2.98
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
    user_data: str | None  #: base64, only after rebuild; since 2.57
    trusted_image_certificates: list[str] | None  #: since 2.63
    server_groups: list[str]  #: since 2.71, not in lists
    locked_reason: str | None  #: since 2.73
    pinned_availability_zone: str | None  #: since 2.96
    scheduler_hints: dict[str, Any]  #: since 2.100

    _label = "name"

    @property
    def networks(self) -> OrderedDict[str, list[str]]:
        """The addresses by network, sorted by the name of the network."""
        addresses = getattr(self, "addresses", None)
        networks: OrderedDict[str, list[str]] = OrderedDict()
        for network, ports in sorted(addresses.items()) if isinstance(addresses, dict) else ():
            known = ports if isinstance(ports, list) else ()
            networks[network] = [p["addr"] for p in known if isinstance(p, dict) and "addr" in p]
        return networks

    update = by_manager(ServerManager.update)
    delete = by_manager(ServerManager.delete)

    start = by_manager(ServerManager.start)
    stop = by_manager(ServerManager.stop)
    reboot = by_manager(ServerManager.reboot)
    pause = by_manager(ServerManager.pause)
    unpause = by_manager(ServerManager.unpause)
    suspend = by_manager(ServerManager.suspend)
    resume = by_manager(ServerManager.resume)
    lock = by_manager(ServerManager.lock)
    unlock = by_manager(ServerManager.unlock)
    rescue = by_manager(ServerManager.rescue)
    unrescue = by_manager(ServerManager.unrescue)
    shelve = by_manager(ServerManager.shelve)
    shelve_offload = by_manager(ServerManager.shelve_offload)
    unshelve = by_manager(ServerManager.unshelve)
    force_delete = by_manager(ServerManager.force_delete)
    restore = by_manager(ServerManager.restore)
    reset_state = by_manager(ServerManager.reset_state)
    reset_network = by_manager(ServerManager.reset_network)
    trigger_crash_dump = by_manager(ServerManager.trigger_crash_dump)
    change_password = by_manager(ServerManager.change_password)
    get_console_output = by_manager(ServerManager.get_console_output)

    resize = by_manager(ServerManager.resize)
    confirm_resize = by_manager(ServerManager.confirm_resize)
    revert_resize = by_manager(ServerManager.revert_resize)
    migrate = by_manager(ServerManager.migrate)
    live_migrate = by_manager(ServerManager.live_migrate)
    evacuate = by_manager(ServerManager.evacuate)
    create_image = by_manager(ServerManager.create_image)
    backup = by_manager(ServerManager.backup)

    tag_list = by_manager(ServerManager.tag_list)
    set_tags = by_manager(ServerManager.set_tags)
    add_tag = by_manager(ServerManager.add_tag)
    delete_tag = by_manager(ServerManager.delete_tag)
    delete_all_tags = by_manager(ServerManager.delete_all_tags)

    add_fixed_ip = by_manager(ServerManager.add_fixed_ip)
    remove_fixed_ip = by_manager(ServerManager.remove_fixed_ip)
    add_floating_ip = by_manager(ServerManager.add_floating_ip)
    remove_floating_ip = by_manager(ServerManager.remove_floating_ip)
    interface_list = by_manager(ServerManager.interface_list)
    interface_attach = by_manager(ServerManager.interface_attach)
    interface_detach = by_manager(ServerManager.interface_detach)
    list_security_group = by_manager(ServerManager.list_security_group)
    add_security_group = by_manager(ServerManager.add_security_group)
    remove_security_group = by_manager(ServerManager.remove_security_group)

    get_console_url = by_manager(ServerManager.get_console_url)
    get_vnc_console = by_manager(ServerManager.get_vnc_console)
    get_spice_console = by_manager(ServerManager.get_spice_console)
    get_rdp_console = by_manager(ServerManager.get_rdp_console)
    get_serial_console = by_manager(ServerManager.get_serial_console)
    get_mks_console = by_manager(ServerManager.get_mks_console)
    diagnostics = by_manager(ServerManager.diagnostics)
    topology = by_manager(ServerManager.topology)
    get_password = by_manager(ServerManager.get_password)
    clear_password = by_manager(ServerManager.clear_password)

    def rebuild(  # its positional arguments are not the manager's
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
        """Rebuild the server: see :meth:`ServerManager.rebuild`.

        Unlike there, ``disk_config`` is not a positional argument.
        """
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


def _wider(*, all_tenants: bool = False, deleted: bool = False) -> dict[str, Any]:
    """The filters that widen a search for names."""
    return ({"all_tenants": 1} if all_tenants else {}) | ({"deleted": True} if deleted else {})


def _literally(name: str) -> str:
    """A regular expression that matches only this name."""
    return re.sub(r"([\\^$.|?*+()\[\]{}])", r"\\\1", name)
