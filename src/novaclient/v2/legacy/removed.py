"""What Nova has withdrawn for good and answers with 410 Gone; a cloud old enough still serves it.

The table says of each API which release withdrew it and what to use instead; the managers send the
requests as they were documented. What Nova still passes on to another
service is in the other modules here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, Final, NamedTuple

from novaclient import base, exceptions
from novaclient.api_versions import microversion
from novaclient.base import ListWithMeta, StrWithMeta, TupleWithMeta
from novaclient.transport import protocol


class Withdrawal(NamedTuple):
    """When an API was withdrawn, what does its work now, and the status that refuses it."""

    release: str
    instead: str
    status: int = 410


_NETWORK: Final = "'openstack network' (the network service, Neutron)"
#: By the API's name in the path, or that and the action.
WITHDRAWN: Final[Mapping[str, Withdrawal]] = {
    "os-agents": Withdrawal(
        "22.0.0 (Victoria)", "images whose guest agent keeps itself up to date, or cloud-init"
    ),
    "os-cells": Withdrawal("20.0.0 (Train)", "'nova-manage cell_v2' on a controller"),
    "os-certificates": Withdrawal("16.0.0 (Pike)", "openssl, or the key manager (Barbican)"),
    "os-cloudpipe": Withdrawal("16.0.0 (Pike)", "'openstack vpn' (Neutron)"),
    "os-fixed-ips": Withdrawal(
        "18.0.0 (Rocky)", "'openstack port list --fixed-ip ip-address=ADDRESS' (Neutron)"
    ),
    "os-floating-ip-dns": Withdrawal(
        "18.0.0 (Rocky)", "'openstack zone' and 'openstack recordset' (Designate)"
    ),
    "os-floating-ips-bulk": Withdrawal("18.0.0 (Rocky)", "'openstack floating ip' (Neutron)"),
    "os-fping": Withdrawal("18.0.0 (Rocky)", "a ping from where the servers can be reached"),
    "os-getRDPConsole": Withdrawal(
        "29.0.0 (2024.1 Caracal)", "a console of another type, 'novnc' for example", 400
    ),
    "os-networks": Withdrawal("21.0.0 (Ussuri)", _NETWORK),
    "os-networks #associate_host": Withdrawal("18.0.0 (Rocky)", _NETWORK),
    "os-networks #disassociate_host": Withdrawal("18.0.0 (Rocky)", _NETWORK),
    "os-networks #disassociate_project": Withdrawal("18.0.0 (Rocky)", _NETWORK),
    "os-security-group-default-rules": Withdrawal(
        "21.0.0 (Ussuri)", "'openstack default security group rule' (Neutron)"
    ),
    "os-tenant-networks": Withdrawal("21.0.0 (Ussuri)", _NETWORK),
    "resetNetwork": Withdrawal(
        "23.0.0 (Wallaby)", "'nova reboot --hard' (in Python servers.reboot(server, 'HARD'))"
    ),
    "os-virtual-interfaces": Withdrawal(
        "18.0.0 (Rocky)", "'nova interface-list' (in Python servers.interface_list(server))"
    ),
}
#: What a 404 says that is about the path and not about what the path names.
_NO_SUCH_PATH: Final = "The resource could not be found"


def explained(error: exceptions.ClientException, api: str) -> exceptions.ClientException:
    """A cloud's refusal with the release that withdrew an API, and what to use instead.

    :param error: the refusal. One with another status than the API's, or 404 for the path as a
        whole, is returned as it is: the cloud knows the API.
    :param api: the API's key in :data:`WITHDRAWN`.
    :returns: an error of the same class, status and request id.
    """
    withdrawal = WITHDRAWN[api]
    refused = error.code == withdrawal.status
    if not refused and not (error.code == 404 and _NO_SUCH_PATH in str(error.message)):
        return error
    told = "This cloud no longer has it" if error.code == 410 else "This cloud does not have it"
    return type(error)(
        error.code,
        f"{told}: Nova withdrew {api.replace(' #', ': ')} in {withdrawal.release}. "
        f"Use {withdrawal.instead} instead.",
        details=error.details,
        request_id=error.request_id,
        url=error.url,
        method=error.method,
    )


@contextmanager
def explaining(api: str) -> Iterator[None]:
    """Have a refusal of what is done inside say what became of the API; see :func:`explained`.

    :param api: the API's key in :data:`WITHDRAWN`.
    :raises ClientException: the refusal, or another error as it is.
    """
    try:
        yield
    except exceptions.ClientException as error:
        told = explained(error, api)
        if told is error:
            raise
        raise told from error


class RetiredManager(base.Manager[base.R]):
    """A manager whose refused requests say what became of their API."""

    #: The API's name in the path and in :data:`WITHDRAWN`.
    _api: ClassVar[str]

    def _request(self, method: str, url: str, **kwargs: Any) -> tuple[Any, Any]:
        actions = [f"{self._api} #{name}" for name in kwargs.get("body") or ()]
        with explaining(next((name for name in actions if name in WITHDRAWN), self._api)):
            return super()._request(method, url, **kwargs)

    def _path(self, *parts: object) -> str:
        """A path below the API's own, each part within its own segment."""
        return protocol.path("/%s" + "/%s" * len(parts), self._api, *parts)

    def _sent(self, url: str, body: Mapping[str, Any]) -> TupleWithMeta:
        """A POST that answers nothing."""
        resp, _ = self._request("POST", url, body=body)
        return TupleWithMeta((), resp)


# ------------------------------------------------------------------ certificates, VPN, cells, ping
class Certificate(base.Resource):
    """An X.509 certificate for bundling images; one that was created has its private key."""

    data: str
    private_key: str | None

    def __repr__(self) -> str:
        return f"<Certificate: private_key={'yes' if getattr(self, 'private_key', None) else 'no'}>"


class CertificateManager(RetiredManager[Certificate]):
    """X.509 certificates of a project."""

    resource_class = Certificate
    _api = "os-certificates"

    @microversion()
    def create(self) -> Certificate:
        """Make a certificate for the caller, with its private key."""
        made: Certificate = self._create(self._path(), {}, "certificate")
        return made

    @microversion()
    def get(self) -> Certificate:
        """The certificate of the project's authority."""
        found: Certificate = self._get(self._path("root"), "certificate")
        return found


class Cloudpipe(base.Resource):
    """The VPN server of a project."""

    project_id: str

    _label = "project_id"


class CloudpipeManager(RetiredManager[Cloudpipe], base.ManagerWithFind[Cloudpipe]):
    """VPN servers, one a project."""

    resource_class = Cloudpipe
    _api = "os-cloudpipe"

    @microversion()
    def list(self) -> ListWithMeta[Cloudpipe]:
        """The VPN servers of all projects."""
        return self._list(self._path(), "cloudpipes")

    @microversion()
    def create(self, project: str) -> StrWithMeta:
        """Start the VPN server of a project.

        :param project: the project's id.
        :returns: the server's id.
        """
        body = {"cloudpipe": {"project_id": base.getid(project)}}
        made: StrWithMeta = self._create(self._path(), body, "instance_id", return_raw=True)
        return made

    @microversion()
    def update(self, address: str, port: int) -> StrWithMeta | Cloudpipe:
        """Tell the project's servers where its VPN is.

        :param address: an IP address.
        :param port: a port number.
        """
        body = {"configure_project": {"vpn_ip": address, "vpn_port": port}}
        changed: StrWithMeta | Cloudpipe = self._update(self._path("configure-project"), body)
        return changed


class Cell(base.Resource):
    """A cell of the first kind."""

    name: str

    _label = "name"


class CellsManager(RetiredManager[Cell]):
    """Cells of the first kind."""

    resource_class = Cell
    _api = "os-cells"

    @microversion()
    def get(self, cell_name: Cell | str) -> Cell:
        """A cell.

        :param cell_name: its name.
        """
        found: Cell = self._get(self._path(_name(cell_name)), "cell")
        return found

    @microversion()
    def capacities(self, cell_name: Cell | str | None = None) -> Cell:
        """How much room there is.

        :param cell_name: a cell's name; all cells together if there is none.
        """
        parts = [_name(cell_name)] if cell_name is not None else []
        found: Cell = self._get(self._path(*parts, "capacities"), "cell")
        return found


class Fping(base.Resource):
    """Whether a server answers a ping."""

    HUMAN_ID = True

    project_id: str
    alive: bool

    _label = "id"


class FpingManager(RetiredManager[Fping], base.ManagerWithFind[Fping]):
    """Pings to servers, sent by the cloud; up to 2.35."""

    resource_class = Fping
    _api = "os-fping"

    @microversion("2.1-2.35")
    def list(
        self,
        all_tenants: bool = False,
        include: Iterable[str] | None = None,
        exclude: Iterable[str] | None = None,
    ) -> ListWithMeta[Fping]:
        """Ping servers.

        :param all_tenants: those of all projects.
        :param include: the ids of these servers only.
        :param exclude: the ids of servers to leave out.
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

        :param server: it or its id.
        """
        found: Fping = self._get(self._path(base.getid(server)), "server")
        return found


# -------------------------------------------------------------------------------------- addresses
class FixedIP(base.Resource):
    """An address of Nova's own network."""

    address: str
    cidr: str
    host: str | None
    hostname: str | None
    reserved: bool  #: since 2.4

    _label = "address"


class FixedIPsManager(RetiredManager[FixedIP]):
    """Addresses of Nova's own networks; up to 2.35."""

    resource_class = FixedIP
    _api = "os-fixed-ips"

    @microversion("2.1-2.35")
    def get(self, fixed_ip: str) -> FixedIP:
        """Who has an address.

        :param fixed_ip: the address.
        """
        found: FixedIP = self._get(self._path(fixed_ip), "fixed_ip")
        return found

    @microversion("2.1-2.35")
    def reserve(self, fixed_ip: str) -> TupleWithMeta:
        """Keep an address from being given to a server.

        :param fixed_ip: the address.
        """
        return self._sent(self._path(fixed_ip, "action"), {"reserve": None})

    @microversion("2.1-2.35")
    def unreserve(self, fixed_ip: str) -> TupleWithMeta:
        """Let an address be given to a server again.

        :param fixed_ip: the address.
        """
        return self._sent(self._path(fixed_ip, "action"), {"unreserve": None})


class FloatingIPRange(base.Resource):
    """A floating address that an administrator has added, or the range it was added with."""

    _label = "address"


class FloatingIPBulkManager(RetiredManager[FloatingIPRange], base.ManagerWithFind[FloatingIPRange]):
    """Ranges of floating addresses, for administrators; up to 2.35."""

    resource_class = FloatingIPRange
    _api = "os-floating-ips-bulk"

    @microversion("2.1-2.35")
    def list(self, host: str | None = None) -> ListWithMeta[FloatingIPRange]:
        """All floating addresses.

        :param host: only those of this host.
        """
        return self._list(self._path(*([host] if host is not None else [])), "floating_ip_info")

    @microversion("2.1-2.35")
    def create(
        self, ip_range: str, pool: str | None = None, interface: str | None = None
    ) -> FloatingIPRange:
        """Add the addresses of a range.

        :param ip_range: in CIDR notation.
        :param pool: the pool they go to.
        :param interface: the hosts' network interface they are reached by.
        """
        fields = {"ip_range": ip_range, **base.given(pool=pool, interface=interface)}
        key = "floating_ips_bulk_create"
        made: FloatingIPRange = self._create(self._path(), {key: fields}, key)
        return made

    @microversion("2.1-2.35")
    def delete(self, ip_range: str) -> StrWithMeta | FloatingIPRange:
        """Remove the addresses of a range.

        :param ip_range: in CIDR notation.
        """
        answer: StrWithMeta | FloatingIPRange = self._update(
            self._path("delete"), {"ip_range": ip_range}
        )
        return answer


class VirtualInterface(base.Resource):
    """A network interface of a server."""

    mac_address: str
    net_id: str  #: since 2.12

    _label = "id"


class VirtualInterfaceManager(RetiredManager[VirtualInterface]):
    """Network interfaces of servers in Nova's own networks; up to 2.43."""

    resource_class = VirtualInterface
    _api = "os-virtual-interfaces"

    @microversion("2.1-2.43")
    def list(self, instance_id: Any) -> ListWithMeta[VirtualInterface]:
        """The network interfaces of a server.

        :param instance_id: the server or its id.
        """
        url = protocol.path("/servers/%s/%s", base.getid(instance_id), self._api)
        return self._list(url, "virtual_interfaces")


# -------------------------------------------------------------------- names of floating addresses
class FloatingIPDNSDomain(base.Resource):
    """A DNS domain for floating addresses."""

    manager: FloatingIPDNSDomainManager

    domain: str
    scope: str
    project: str | None
    availability_zone: str | None

    def create(self) -> FloatingIPDNSDomain:
        """Make the domain that these fields describe."""
        if self.scope == "public":
            return self.manager.create_public(self.domain, self.project)
        return self.manager.create_private(self.domain, self.availability_zone)

    def delete(self) -> TupleWithMeta:
        """See :meth:`FloatingIPDNSDomainManager.delete`."""
        return self.manager.delete(self.domain)

    _label = "domain"


class FloatingIPDNSDomainManager(RetiredManager[FloatingIPDNSDomain]):
    """DNS domains for floating addresses; up to 2.35."""

    resource_class = FloatingIPDNSDomain
    _api = "os-floating-ip-dns"

    @microversion("2.1-2.35")
    def domains(self) -> ListWithMeta[FloatingIPDNSDomain]:
        """All domains."""
        return self._list(self._path(), "domain_entries")

    @microversion("2.1-2.35")
    def create_private(self, fqdomain: str, availability_zone: str | None) -> FloatingIPDNSDomain:
        """Make a domain for the servers of an availability zone.

        :param availability_zone: the zone's name.
        :param fqdomain: the domain's full name.
        """
        return self._made(fqdomain, scope="private", availability_zone=availability_zone)

    @microversion("2.1-2.35")
    def create_public(self, fqdomain: str, project: str | None) -> FloatingIPDNSDomain:
        """Make a domain for the floating addresses of a project.

        :param fqdomain: the domain's full name.
        :param project: the project's id.
        """
        return self._made(fqdomain, scope="public", project=project)

    def _made(self, fqdomain: str, **fields: str | None) -> FloatingIPDNSDomain:
        made: FloatingIPDNSDomain = self._update(
            self._path(fqdomain), {"domain_entry": fields}, "domain_entry"
        )
        return made

    @microversion("2.1-2.35")
    def delete(self, fqdomain: str) -> TupleWithMeta:
        """Delete a domain.

        :param fqdomain: the domain's full name.
        """
        return self._delete(self._path(fqdomain))


class FloatingIPDNSEntry(base.Resource):
    """A name of a floating address."""

    manager: FloatingIPDNSEntryManager

    domain: str
    name: str
    ip: str
    type: str

    def create(self) -> FloatingIPDNSEntry:
        """Make the entry that these fields describe."""
        return self.manager.create(self.domain, self.name, self.ip, self.type)

    def delete(self) -> TupleWithMeta:
        """See :meth:`FloatingIPDNSEntryManager.delete`."""
        return self.manager.delete(self.domain, self.name)

    _label = "name"


class FloatingIPDNSEntryManager(RetiredManager[FloatingIPDNSEntry]):
    """Names of floating addresses; up to 2.35."""

    resource_class = FloatingIPDNSEntry
    _api = "os-floating-ip-dns"

    @microversion("2.1-2.35")
    def get(self, domain: str, name: str) -> FloatingIPDNSEntry:
        """The entry of a name.

        :param domain: the domain's name.
        :param name: the name in it.
        """
        found: FloatingIPDNSEntry = self._get(self._path(domain, "entries", name), "dns_entry")
        return found

    @microversion("2.1-2.35")
    def get_for_ip(self, domain: str, ip: str) -> ListWithMeta[FloatingIPDNSEntry]:
        """The entries of an address.

        :param domain: the domain's name.
        :param ip: the address.
        """
        return self._list(self._path(domain, "entries", ip), "dns_entries")

    @microversion("2.1-2.35")
    def create(self, domain: str, name: str, ip: str, dns_type: str) -> FloatingIPDNSEntry:
        """Give an address a name.

        :param domain: the domain's name.
        :param name: the name in it.
        :param ip: the address.
        :param dns_type: ``A`` for example.
        """
        made: FloatingIPDNSEntry = self._update(
            self._path(domain, "entries", name),
            {"dns_entry": {"ip": ip, "dns_type": dns_type}},
            "dns_entry",
        )
        return made

    @microversion("2.1-2.35")
    def modify_ip(self, domain: str, name: str, ip: str) -> FloatingIPDNSEntry:
        """Give a name another address.

        :param domain: the domain's name.
        :param name: the name in it.
        :param ip: the new address.
        """
        return self.create(domain, name, ip, "A")

    @microversion("2.1-2.35")
    def delete(self, domain: str, name: str) -> TupleWithMeta:
        """Delete the entry of a name.

        :param domain: the domain's name.
        :param name: the name in it.
        """
        return self._delete(self._path(domain, "entries", name))


# -------------------------------------------------------------------------------- security groups
class SecurityGroupDefaultRule(base.Resource):
    """A rule that the default group of every new project gets."""

    manager: SecurityGroupDefaultRuleManager

    ip_protocol: str
    from_port: int
    to_port: int
    ip_range: dict[str, str]

    def delete(self) -> TupleWithMeta:
        """See :meth:`SecurityGroupDefaultRuleManager.delete`."""
        return self.manager.delete(self)

    def __str__(self) -> str:
        return str(self.id)


class SecurityGroupDefaultRuleManager(RetiredManager[SecurityGroupDefaultRule]):
    """Rules that the default groups of new projects get; up to 2.35."""

    resource_class = SecurityGroupDefaultRule
    _api = "os-security-group-default-rules"

    @microversion("2.1-2.35")
    def list(self) -> ListWithMeta[SecurityGroupDefaultRule]:
        """All default rules."""
        return self._list(self._path(), "security_group_default_rules")

    @microversion("2.1-2.35")
    def get(self, rule: SecurityGroupDefaultRule | str | int) -> SecurityGroupDefaultRule:
        """A default rule.

        :param rule: the rule or its id.
        """
        found: SecurityGroupDefaultRule = self._get(
            self._path(base.getid(rule)), "security_group_default_rule"
        )
        return found

    @microversion("2.1-2.35")
    def create(
        self,
        ip_protocol: str | None = None,
        from_port: int | str | None = None,
        to_port: int | str | None = None,
        cidr: str | None = None,
    ) -> SecurityGroupDefaultRule:
        """Add a default rule.

        :param ip_protocol: ``tcp``, ``udp`` or ``icmp``.
        :param from_port: the first port, the ICMP type, or -1.
        :param to_port: the last port, the ICMP code, or -1.
        :param cidr: whose packets it lets in, in CIDR notation.
        :raises CommandError: for another protocol, or a port that is not a number.
        """
        fields = {**rule_fields(ip_protocol, from_port, to_port), "cidr": cidr}
        key = "security_group_default_rule"
        made: SecurityGroupDefaultRule = self._create(self._path(), {key: fields}, key)
        return made

    @microversion("2.1-2.35")
    def delete(self, rule: SecurityGroupDefaultRule | str | int) -> TupleWithMeta:
        """Remove a default rule.

        :param rule: the rule or its id.
        """
        return self._delete(self._path(base.getid(rule)))


def rule_fields(
    ip_protocol: str | None, from_port: int | str | None, to_port: int | str | None
) -> dict[str, Any]:
    """Protocol and ports of a rule as Nova takes them.

    :raises CommandError: for another protocol than TCP, UDP and ICMP, or a port that is no number.
    """
    protocol.check(str, ip_protocol=ip_protocol)
    if ip_protocol is not None and ip_protocol.upper() not in ("TCP", "UDP", "ICMP"):
        raise exceptions.CommandError(f"ip_protocol is tcp, udp or icmp, not {ip_protocol!r}")
    fields: dict[str, Any] = {"ip_protocol": ip_protocol}
    for name, value in (("from_port", from_port), ("to_port", to_port)):
        try:
            fields[name] = None if value is None else int(value)
        except (TypeError, ValueError):
            raise exceptions.CommandError(f"{name} is a number, not {value!r}") from None
    return fields


def _name(cell: Cell | str) -> str:
    return cell.name if isinstance(cell, Cell) else cell
