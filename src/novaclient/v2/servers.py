"""Servers: listing, finding, creating, changing and deleting them.

What is done with a server that exists is in ``server_actions.py``, the resource itself in
``server_resources.py``; both are imported from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote_plus

from novaclient import base, exceptions
from novaclient.api_versions import UNSET, Unset, microversion
from novaclient.base import ListWithMeta, TupleWithMeta
from novaclient.transport import protocol
from novaclient.v2 import server_bodies as bodies
from novaclient.v2.server_actions import (
    CONSOLE_TYPE_ACTION_MAPPING,
    CONSOLE_TYPE_PROTOCOL_MAPPING,
    ServerActions,
)
from novaclient.v2.server_resources import (
    REBOOT_HARD,
    REBOOT_SOFT,
    NetworkInterface,
    SecurityGroup,
    Server,
)

if TYPE_CHECKING:
    from novaclient.v2.flavors import Flavor
    from novaclient.v2.images import Image
    from novaclient.v2.legacy.addresses import FloatingIP

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

#: Filters that Nova passes over in silence before the microversion that brought them.
_FILTER_SINCE: Final = {
    "changes-before": "2.66",
    "locked": "2.73",
    "not-tags": "2.26",
    "not-tags-any": "2.26",
    "tags": "2.26",
    "tags-any": "2.26",
}
#: Filters of which False says something.
_FILTERS_WITH_FALSE: Final = frozenset(("config_drive", "locked"))

#: How many names, and how many bytes of them, one look-up asks for at most.
_NAMES_AT_ONCE: Final = 100
_BYTES_AT_ONCE: Final = 7000

Strings = Sequence[str]


class ServerManager(ServerActions):
    """The servers."""

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
        """Servers, newest first unless sorted otherwise.

        :param detailed: whether with all fields, or with id and name only.
        :param search_opts: filters by the names of the API: ``name`` (a regular expression),
            ``status``, ``host``, ``all_tenants`` …; since 2.26 ``tags`` and its kin, since 2.66
            ``changes-before``, since 2.73 ``locked``.
        :param marker: the id of the server after which to begin.
        :param limit: how many at most; None for one page of the cloud's own size, usually 1000;
            -1 for all, however many pages they take.
        :param sort_keys: fields to sort by.
        :param sort_dirs: ``asc`` or ``desc`` for each of them.
        :raises UnsupportedAttribute: for a filter that the version does not know.
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
        """All servers, one page in memory at a time; a page is fetched when its turn comes.

        :param page_size: how many to ask for at once; None for the cloud's own size.
        :param ahead: whether to fetch the next page, on a thread, while one is being handled; for
            callers that want all of them.

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
            if since and value is not None and not self._speaks(since):
                raise exceptions.UnsupportedAttribute(
                    name, since, reason=f"This request goes out at {self.api_version.get_string()}."
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
        """A server with all its fields.

        :raises NotFound: if there is none with this id.
        """
        found: Server = self._get(protocol.path("/servers/%s", base.getid(server)), "server")
        return found

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
        files: Mapping[str, bodies.Content] | None = None,
        reservation_id: bool = False,
        min_count: int | None = None,
        max_count: int | None = None,
        security_groups: Strings | None = None,
        userdata: bodies.Content | None = None,
        key_name: str | None = None,
        availability_zone: str | None = None,
        block_device_mapping: Mapping[str, str] | None = None,
        block_device_mapping_v2: Sequence[bodies.BlockDevice] | None = None,
        nics: str | Sequence[bodies.Nic] | None = None,
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
        """Create a server, or several of a kind.

        :param name: what it shall be called.
        :param availability_zone: where it shall run; None leaves it to Nova.
        :param image: what to boot from; None with a bootable block device.
        :param meta: metadata, keys and values of at most 255 characters.
        :param files: contents by path (text, bytes, open files), put into its disk; up to 2.56.
        :param reservation_id: return the id by which all servers of this call can be listed.
        :param min_count: how many servers at least, 1 when None.
        :param max_count: how many at most, ``min_count`` when None.
        :param security_groups: their names or ids.
        :param userdata: text, bytes or an open file for the server's first boot, 64 KiB at most.
        :param key_name: the key pair to log in with.
        :param block_device_mapping: disks as ``{"vda": "<id>:<type>:<size>:<delete>"}``.
        :param block_device_mapping_v2: disks in the API's own form.
        :param nics: ``"auto"``, ``"none"`` (both since 2.37), or dicts with ``net-id``,
            ``port-id``, ``v4-fixed-ip``, ``v6-fixed-ip``, ``tag``. None means "auto", but who has
            pinned 2.37 or newer has to say so.
        :param scheduler_hints: ``{"group": <id of a server group>}`` for example.
        :param config_drive: whether it also gets its metadata on a drive.
        :param disk_config: ``AUTO`` or ``MANUAL`` partitioning.
        :param admin_pass: its administrator's password; made up when None.
        :param access_ip_v4: the address to show for it; the same with ``access_ip_v6``.
        :param description: since 2.19.
        :param tags: since 2.52.
        :param trusted_image_certificates: ids of certificates; since 2.63.
        :param host: where to run, for administrators; since 2.74, as ``hypervisor_hostname``.
        :param hostname: its name for itself; since 2.90.
        :returns: the first :class:`Server`, with its ``adminPass``; or the reservation's id.
        :raises UnsupportedAttribute: for an argument that the version does not know.
        :raises ValueError: for networks or disks that the version cannot do.
        """
        arguments = dict(locals())  # all of them go into the body, by the table in server_bodies
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
        """Change what a server is called; None leaves a field as it is.

        :param name: what it shall be called.
        :param description: an empty one removes it; since 2.19.
        :param hostname: its name for itself, which its system has to take over; since 2.90.
        :param pinned_availability_zone: the zone that it has to stay in, None for any; since 2.104.
        :param access_ip_v4: the address to show for it; the same with ``access_ip_v6``.
        :param disk_config: ``AUTO`` or ``MANUAL`` partitioning at its next rebuild or resize.
        :returns: the changed server; None when there is nothing to change.
        :raises UnsupportedAttribute: for an argument that the version does not know.
        """
        fields: dict[str, Any] = base.given(
            name=name,
            hostname=hostname,
            accessIPv4=access_ip_v4,
            accessIPv6=access_ip_v6,
            **{"OS-DCF:diskConfig": disk_config},
        )
        if description is not None:
            if not self._speaks("2.19"):  # an empty one says something here, unlike elsewhere
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
        """Delete a server; it is gone a little later."""
        return self._delete(protocol.path("/servers/%s", base.getid(server)))

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
        server: Server | str,
        image: Image | str,
        password: str | None = None,
        disk_config: str | None = None,
        preserve_ephemeral: bool = False,
        name: str | None = None,
        meta: Mapping[str, str] | None = None,
        files: Mapping[str, bodies.Content] | None = None,
        *,
        description: str | Unset | None = UNSET,
        key_name: str | Unset | None = UNSET,
        userdata: bodies.Content | Unset | None = UNSET,
        trusted_image_certificates: Strings | Unset | None = UNSET,
        hostname: str | Unset | None = UNSET,
        access_ip_v4: str | None = None,
        access_ip_v6: str | None = None,
    ) -> Server:
        """Write a server's disk anew from an image; its id, addresses and volumes stay.

        Of the keyword-only arguments None resets what the server has, and leaving one out keeps it;
        the addresses can only be set.

        :param image: the image.
        :param password: for its administrator; made up when None.
        :param disk_config: ``AUTO`` or ``MANUAL`` partitioning.
        :param preserve_ephemeral: whether to keep the ephemeral disk (bare metal).
        :param name: a new name.
        :param meta: metadata in the place of what it has.
        :param files: contents by path (text, bytes, open files), up to 2.56.
        :param description: since 2.19.
        :param key_name: since 2.54.
        :param userdata: text, bytes or an open file; since 2.57.
        :param trusted_image_certificates: ids of certificates; since 2.63.
        :param hostname: its name for itself, since 2.90; Nova 34 has none to reset it to.
        :param access_ip_v4: the address to show for it; the same with ``access_ip_v6``.
        :returns: the server, with its ``adminPass``.
        :raises UnsupportedAttribute: for an argument that the version does not know.
        """
        body = {
            "imageRef": str(base.getid(image)),
            **base.given(
                adminPass=password,
                name=name,
                accessIPv4=access_ip_v4,
                accessIPv6=access_ip_v6,
                **{"OS-DCF:diskConfig": disk_config},
            ),
            **bodies.said(
                preserve_ephemeral=preserve_ephemeral,
                metadata=meta,
                personality=bodies.personality(files),
            ),
            **bodies.not_unset(
                description=description,
                key_name=key_name,
                trusted_image_certificates=trusted_image_certificates,
                hostname=hostname,
                user_data=bodies.encode(userdata)
                if userdata and not isinstance(userdata, Unset)
                else userdata,
            ),
        }
        resp, answer = self._action_return_resp_and_body("rebuild", server, body)
        rebuilt: Server = self._make(
            protocol.expect(answer, "server", resp, method="POST"),
            resp,
            None,
            "",
            method="POST",
            loaded=False,
        )
        return rebuilt

    @staticmethod
    def transform_userdata(userdata: bodies.Content) -> str:
        """User data (text, bytes or an open file) as the API takes it: base64.

        :param userdata: the data.
        """
        return bodies.encode(userdata)

    # ------------------------------------------------------------------- addresses, up to 2.43
    @microversion("2.1-2.43")
    def add_fixed_ip(self, server: Server | str, network_id: str) -> TupleWithMeta:
        """Give a server an address of a network; since 2.44 an interface is attached instead.

        :param network_id: the network's id.
        """
        return self._action("addFixedIp", server, {"networkId": base.getid(network_id)})

    @microversion("2.1-2.43")
    def remove_fixed_ip(self, server: Server | str, address: str) -> TupleWithMeta:
        """Take an address from a server; since 2.44 an interface is detached instead.

        :param address: the IP address.
        """
        return self._action("removeFixedIp", server, {"address": address})

    @microversion("2.1-2.43")
    def add_floating_ip(
        self,
        server: Server | str,
        address: FloatingIP | str,
        fixed_address: FloatingIP | str | None = None,
    ) -> TupleWithMeta:
        """Give a server a floating address; since 2.44 only the network service does that.

        :param address: the floating address.
        :param fixed_address: which of the server's addresses it is to stand for.
        """
        addresses = {"address": address, **base.given(fixed_address=fixed_address or None)}
        fields = {name: getattr(value, "ip", value) for name, value in addresses.items()}
        return self._action("addFloatingIp", server, fields)

    @microversion("2.1-2.43")
    def remove_floating_ip(self, server: Server | str, address: FloatingIP | str) -> TupleWithMeta:
        """Take a floating address from a server; since 2.44 only the network service does that.

        :param address: the floating address.
        """
        return self._action(
            "removeFloatingIp", server, {"address": getattr(address, "ip", address)}
        )

    # ----------------------------------------------------------------------------- names to ids
    def _name_filter(self, name: str) -> str:
        return f"^{_literally(name)}$"

    def _candidates(self, names: Strings, **scope: Any) -> Sequence[Server]:
        """The servers that bear one of the names: one request, unless the names are very many.

        :param scope: ``all_tenants`` and ``deleted`` (servers only marked so), for administrators.
        """
        found: list[Server] = []
        for group in _groups([_literally(name) for name in names]):
            url = protocol.query("/servers", {"name": f"^({'|'.join(group)})$"} | _wider(**scope))
            found += self._all_pages(url, "servers")
        return found

    def _every_candidate(self, seen: Sequence[Server], **scope: Any) -> Sequence[Server]:
        """A page of servers, among which the nearest names are looked for."""
        return [*seen, *self._list(protocol.query("/servers", _wider(**scope)), "servers")]


def _wider(*, all_tenants: bool = False, deleted: bool = False) -> dict[str, Any]:
    """The filters that widen a search for names."""
    return bodies.said(all_tenants=int(all_tenants), deleted=deleted)


def _literally(name: str) -> str:
    """A regular expression that matches a name only."""
    return re.sub(r"([\\^$.|?*+()\[\]{}])", r"\\\1", name)


def _groups(patterns: Sequence[str]) -> Iterator[list[str]]:
    """Patterns in groups that fit into a request's URL."""
    group: list[str] = []
    size = 0
    for pattern in patterns:
        length = len(quote_plus(pattern)) + len("%7C")
        if group and (len(group) == _NAMES_AT_ONCE or size + length > _BYTES_AT_ONCE):
            yield group
            group, size = [], 0
        group.append(pattern)
        size += length
    if group:
        yield group
