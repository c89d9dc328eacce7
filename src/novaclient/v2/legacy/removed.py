"""APIs that Nova has removed in all microversions; only old clouds still have them.

``removals.py`` explains what other clouds answer. APIs that Nova still proxies to another service
are in the other modules of this package.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from novaclient import base
from novaclient.base import ListWithMeta, StrWithMeta, TupleWithMeta, by_manager
from novaclient.microversions import microversion
from novaclient.transport import protocol
from novaclient.v2.legacy.removals import RemovedManager
from novaclient.v2.legacy.security_groups import rule_fields


# ------------------------------------------------------------------ certificates, VPN, cells, ping
class CertificateManager(RemovedManager["Certificate"]):
    """Manages the X.509 certificates of a project."""

    _api = "os-certificates"

    @microversion()
    def get(self) -> Certificate:
        """Return the root certificate of the project."""
        return self._get(self._path("root"), "certificate")

    @microversion()
    def create(self) -> Certificate:
        """Create a certificate with its private key."""
        return self._create(self._path(), {}, "certificate")


class Certificate(base.Resource, manager=CertificateManager):
    """An X.509 certificate for bundling images; a created one has its private key."""

    data: str
    private_key: str | None

    def __repr__(self) -> str:
        return f"<Certificate: private_key={'yes' if getattr(self, 'private_key', None) else 'no'}>"


class CloudpipeManager(RemovedManager["Cloudpipe"], base.ManagerWithFind["Cloudpipe"]):
    """Manages the VPN servers of projects, one for each."""

    _api = "os-cloudpipe"

    @microversion()
    def list(self) -> ListWithMeta[Cloudpipe]:
        """Return the VPN servers of all projects."""
        return self._list(self._path(), "cloudpipes")

    @microversion()
    def create(self, project: str) -> StrWithMeta:
        """Create the VPN server of a project.

        :param project: the id of the project.
        :returns: the id of the server.
        """
        body = {"cloudpipe": {"project_id": base.getid(project)}}
        created: StrWithMeta = self._create(self._path(), body, "instance_id", return_raw=True)
        return created

    @microversion()
    def update(self, address: str, port: int) -> StrWithMeta | Cloudpipe:
        """Set the address at which the project's servers reach its VPN.

        :param address: an IP address.
        :param port: a port number.
        """
        body = {"configure_project": {"vpn_ip": address, "vpn_port": port}}
        changed: StrWithMeta | Cloudpipe = self._update(self._path("configure-project"), body)
        return changed


class Cloudpipe(base.Resource, manager=CloudpipeManager):
    """The VPN server of a project."""

    project_id: str

    _label = "project_id"


class CellsManager(RemovedManager["Cell"]):
    """Manages cells (version 1)."""

    _api = "os-cells"

    @microversion()
    def get(self, cell_name: Cell | str) -> Cell:
        """Return a cell.

        :param cell_name: the cell or its name.
        """
        return self._get(self._path(_cell_name(cell_name)), "cell")

    @microversion()
    def capacities(self, cell_name: Cell | str | None = None) -> Cell:
        """Return the free capacity of a cell.

        :param cell_name: the cell or its name; None for all cells together.
        """
        parts = [_cell_name(cell_name)] if cell_name is not None else []
        return self._get(self._path(*parts, "capacities"), "cell")


class Cell(base.Resource, manager=CellsManager):
    """A cell (version 1)."""

    name: str

    _label = "name"


def _cell_name(cell: Cell | str) -> str:
    return cell.name if isinstance(cell, Cell) else cell


class FpingManager(RemovedManager["Fping"], base.ManagerWithFind["Fping"]):
    """Pings servers from the cloud; up to 2.35."""

    _api = "os-fping"

    @microversion("2.1-2.35")
    def list(
        self,
        all_tenants: bool = False,
        include: Iterable[str] | None = None,
        exclude: Iterable[str] | None = None,
    ) -> ListWithMeta[Fping]:
        """Ping several servers.

        :param all_tenants: whether to ping the servers of all projects.
        :param include: the ids of the only servers to ping.
        :param exclude: the ids of the servers to leave out.
        """
        protocol.check(Iterable, include=include, exclude=exclude)
        parameters = {
            "all_tenants": 1 if all_tenants else None,
            "include": ",".join(include or ()) or None,
            "exclude": ",".join(exclude or ()) or None,
        }
        return self._list(protocol.query(self._path(), parameters), "servers")

    @microversion("2.1-2.35")
    def get(self, server: Any) -> Fping:
        """Ping a server.

        :param server: the server or its id.
        """
        return self._get(self._path(base.getid(server)), "server")


class Fping(base.Resource, manager=FpingManager):
    """Whether a server answers a ping."""

    HUMAN_ID = True

    project_id: str
    alive: bool

    _label = "id"


# -------------------------------------------------------------------------------------- addresses
class FixedIPsManager(RemovedManager["FixedIP"]):
    """Manages the addresses of nova-network; up to 2.35."""

    _api = "os-fixed-ips"

    @microversion("2.1-2.35")
    def get(self, fixed_ip: str) -> FixedIP:
        """Return an address and its server.

        :param fixed_ip: the address.
        """
        return self._get(self._path(fixed_ip), "fixed_ip")

    @microversion("2.1-2.35")
    def reserve(self, fixed_ip: str) -> TupleWithMeta:
        """Reserve an address, so that no server gets it.

        :param fixed_ip: the address.
        """
        return self._post(self._path(fixed_ip, "action"), {"reserve": None})

    @microversion("2.1-2.35")
    def unreserve(self, fixed_ip: str) -> TupleWithMeta:
        """Unreserve an address.

        :param fixed_ip: the address.
        """
        return self._post(self._path(fixed_ip, "action"), {"unreserve": None})


class FixedIP(base.Resource, manager=FixedIPsManager):
    """An address of nova-network."""

    address: str
    cidr: str
    host: str | None
    hostname: str | None
    reserved: bool  #: since 2.4

    _label = "address"


class FloatingIPBulkManager(
    RemovedManager["FloatingIPRange"], base.ManagerWithFind["FloatingIPRange"]
):
    """Manages ranges of floating IPs, for administrators; up to 2.35."""

    _api = "os-floating-ips-bulk"

    @microversion("2.1-2.35")
    def list(self, host: str | None = None) -> ListWithMeta[FloatingIPRange]:
        """Return all floating IPs.

        :param host: only those of this host.
        """
        return self._list(self._path(*([host] if host is not None else [])), "floating_ip_info")

    @microversion("2.1-2.35")
    def create(
        self, ip_range: str, pool: str | None = None, interface: str | None = None
    ) -> FloatingIPRange:
        """Create the floating IPs of a range.

        :param ip_range: the range in CIDR notation.
        :param pool: their pool.
        :param interface: the network interface of the hosts.
        """
        fields = {"ip_range": ip_range, **base.given(pool=pool, interface=interface)}
        key = "floating_ips_bulk_create"
        return self._create(self._path(), {key: fields}, key)

    @microversion("2.1-2.35")
    def delete(self, ip_range: str) -> StrWithMeta | FloatingIPRange:
        """Delete the floating IPs of a range.

        :param ip_range: the range in CIDR notation.
        """
        answer: StrWithMeta | FloatingIPRange = self._update(
            self._path("delete"), {"ip_range": ip_range}
        )
        return answer


class FloatingIPRange(base.Resource, manager=FloatingIPBulkManager):
    """A floating IP, or a range of them after its creation."""

    _label = "address"


class VirtualInterfaceManager(RemovedManager["VirtualInterface"]):
    """Lists the network interfaces of servers in nova-network; up to 2.43."""

    _api = "os-virtual-interfaces"

    @microversion("2.1-2.43")
    def list(self, instance_id: Any) -> ListWithMeta[VirtualInterface]:
        """Return the network interfaces of a server.

        :param instance_id: the server or its id.
        """
        url = protocol.path("/servers/%s/%s", base.getid(instance_id), self._api)
        return self._list(url, "virtual_interfaces")


class VirtualInterface(base.Resource, manager=VirtualInterfaceManager):
    """A network interface of a server."""

    mac_address: str
    net_id: str  #: since 2.12

    _label = "id"


# ------------------------------------------------------------------------ DNS of floating IPs
class FloatingIPDNSDomainManager(RemovedManager["FloatingIPDNSDomain"]):
    """Manages the DNS domains of floating IPs; up to 2.35."""

    _api = "os-floating-ip-dns"

    @microversion("2.1-2.35")
    def domains(self) -> ListWithMeta[FloatingIPDNSDomain]:
        """Return all domains."""
        return self._list(self._path(), "domain_entries")

    @microversion("2.1-2.35")
    def create_private(self, fqdomain: str, availability_zone: str | None) -> FloatingIPDNSDomain:
        """Create a domain for the servers of an availability zone.

        :param fqdomain: the full name of the domain.
        :param availability_zone: the name of the zone.
        """
        return self._create_domain(fqdomain, scope="private", availability_zone=availability_zone)

    @microversion("2.1-2.35")
    def create_public(self, fqdomain: str, project: str | None) -> FloatingIPDNSDomain:
        """Create a domain for the floating IPs of a project.

        :param fqdomain: the full name of the domain.
        :param project: the id of the project.
        """
        return self._create_domain(fqdomain, scope="public", project=project)

    def _create_domain(self, fqdomain: str, **fields: str | None) -> FloatingIPDNSDomain:
        created: FloatingIPDNSDomain = self._update(
            self._path(fqdomain), {"domain_entry": fields}, "domain_entry"
        )
        return created

    @microversion("2.1-2.35")
    def delete(self, fqdomain: str) -> TupleWithMeta:
        """Delete a domain.

        :param fqdomain: the full name of the domain.
        """
        return self._delete(self._path(fqdomain))


class FloatingIPDNSDomain(base.Resource, manager=FloatingIPDNSDomainManager):
    """A DNS domain of floating IPs."""

    manager: FloatingIPDNSDomainManager

    domain: str
    scope: str
    project: str | None
    availability_zone: str | None

    _label = "domain"

    def create(self) -> FloatingIPDNSDomain:
        """Create the domain with these fields."""
        if self.scope == "public":
            return self.manager.create_public(self.domain, self.project)
        return self.manager.create_private(self.domain, self.availability_zone)

    def delete(self) -> TupleWithMeta:
        """Delete the domain."""
        return self.manager.delete(self.domain)


class FloatingIPDNSEntryManager(RemovedManager["FloatingIPDNSEntry"]):
    """Manages the DNS names of floating IPs; up to 2.35."""

    _api = "os-floating-ip-dns"

    @microversion("2.1-2.35")
    def get(self, domain: str, name: str) -> FloatingIPDNSEntry:
        """Return the entry of a name.

        :param domain: the name of the domain.
        :param name: the name in the domain.
        """
        return self._get(self._path(domain, "entries", name), "dns_entry")

    @microversion("2.1-2.35")
    def get_for_ip(self, domain: str, ip: str) -> ListWithMeta[FloatingIPDNSEntry]:
        """Return the entries of an address.

        :param domain: the name of the domain.
        :param ip: the address.
        """
        return self._list(self._path(domain, "entries", ip), "dns_entries")

    @microversion("2.1-2.35")
    def create(self, domain: str, name: str, ip: str, dns_type: str) -> FloatingIPDNSEntry:
        """Create an entry for an address.

        :param domain: the name of the domain.
        :param name: the name in the domain.
        :param ip: the address.
        :param dns_type: ``A`` for example.
        """
        body = {"dns_entry": {"ip": ip, "dns_type": dns_type}}
        created: FloatingIPDNSEntry = self._update(
            self._path(domain, "entries", name), body, "dns_entry"
        )
        return created

    @microversion("2.1-2.35")
    def modify_ip(self, domain: str, name: str, ip: str) -> FloatingIPDNSEntry:
        """Change the address of an entry.

        :param domain: the name of the domain.
        :param name: the name in the domain.
        :param ip: the new address.
        """
        return self.create(domain, name, ip, "A")

    @microversion("2.1-2.35")
    def delete(self, domain: str, name: str) -> TupleWithMeta:
        """Delete the entry of a name.

        :param domain: the name of the domain.
        :param name: the name in the domain.
        """
        return self._delete(self._path(domain, "entries", name))


class FloatingIPDNSEntry(base.Resource, manager=FloatingIPDNSEntryManager):
    """A DNS name of a floating IP."""

    manager: FloatingIPDNSEntryManager

    domain: str
    name: str
    ip: str
    type: str

    _label = "name"

    def create(self) -> FloatingIPDNSEntry:
        """Create the entry with these fields."""
        return self.manager.create(self.domain, self.name, self.ip, self.type)

    def delete(self) -> TupleWithMeta:
        """Delete the entry."""
        return self.manager.delete(self.domain, self.name)


# -------------------------------------------------------------------------------- security groups
class SecurityGroupDefaultRuleManager(RemovedManager["SecurityGroupDefaultRule"]):
    """Manages the rules of the default security groups of new projects; up to 2.35."""

    _api = "os-security-group-default-rules"

    @microversion("2.1-2.35")
    def list(self) -> ListWithMeta[SecurityGroupDefaultRule]:
        """Return all default rules."""
        return self._list(self._path(), "security_group_default_rules")

    @microversion("2.1-2.35")
    def get(self, rule: SecurityGroupDefaultRule | str | int) -> SecurityGroupDefaultRule:
        """Return a default rule.

        :param rule: the rule or its id.
        """
        return self._get(self._path(base.getid(rule)), "security_group_default_rule")

    @microversion("2.1-2.35")
    def create(
        self,
        ip_protocol: str | None = None,
        from_port: int | str | None = None,
        to_port: int | str | None = None,
        cidr: str | None = None,
    ) -> SecurityGroupDefaultRule:
        """Create a default rule.

        :param ip_protocol: ``tcp``, ``udp`` or ``icmp``.
        :param from_port: the first port, the ICMP type, or -1.
        :param to_port: the last port, the ICMP code, or -1.
        :param cidr: the sources that the rule admits, in CIDR notation.
        :raises CommandError: for another protocol, or a port that is not a number.
        """
        fields = {**rule_fields(ip_protocol, from_port, to_port), "cidr": cidr}
        key = "security_group_default_rule"
        return self._create(self._path(), {key: fields}, key)

    @microversion("2.1-2.35")
    def delete(self, rule: SecurityGroupDefaultRule | str | int) -> TupleWithMeta:
        """Delete a default rule.

        :param rule: the rule or its id.
        """
        return self._delete(self._path(base.getid(rule)))


class SecurityGroupDefaultRule(base.Resource, manager=SecurityGroupDefaultRuleManager):
    """A rule of the default security group of new projects."""

    manager: SecurityGroupDefaultRuleManager

    ip_protocol: str
    from_port: int
    to_port: int
    ip_range: dict[str, str]

    delete = by_manager(SecurityGroupDefaultRuleManager.delete)

    def __str__(self) -> str:
        return str(self.id)
