"""Security groups and their rules, which Nova proxies to Neutron up to 2.35."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from novaclient import base, exceptions
from novaclient.base import ListWithMeta, TupleWithMeta, by_manager
from novaclient.microversions import microversion
from novaclient.transport import protocol


class SecurityGroupManager(base.ManagerWithFind["SecurityGroup"]):
    """Manages the security groups of the project; up to 2.35."""

    @microversion("2.1-2.35")
    def list(self, search_opts: Mapping[str, Any] | None = None) -> ListWithMeta[SecurityGroup]:
        """Return security groups.

        :param search_opts: ``all_tenants``, ``limit``, ``offset``; false values are not sent.
        """
        protocol.check(Mapping, search_opts=search_opts)
        parameters = {k: v for k, v in (search_opts or {}).items() if v}
        return self._list("/os-security-groups", "security_groups", filters=parameters)

    @microversion("2.1-2.35")
    def get(self, group_id: SecurityGroup | str) -> SecurityGroup:
        """Return a security group.

        :param group_id: the group or its id.
        :raises NotFound: if there is no group with this id.
        """
        return self._get(_group_path(group_id), "security_group")

    @microversion("2.1-2.35")
    def create(self, name: str, description: str) -> SecurityGroup:
        """Create a security group.

        :param name: its name, at most 255 characters.
        :param description: its description, at most 255 characters.
        """
        body = {"security_group": {"name": name, "description": description}}
        return self._create("/os-security-groups", body, "security_group")

    @microversion("2.1-2.35")
    def update(self, group: SecurityGroup | str, name: str, description: str) -> SecurityGroup:
        """Update a security group.

        :param group: the group or its id.
        :param name: the new name.
        :param description: the new description.
        """
        body = {"security_group": {"name": name, "description": description}}
        changed: SecurityGroup = self._update(_group_path(group), body, "security_group")
        return changed

    @microversion("2.1-2.35")
    def delete(self, group: SecurityGroup | str) -> TupleWithMeta:
        """Delete a security group that no server uses.

        :param group: the group or its id.
        """
        return self._delete(_group_path(group))


class SecurityGroup(base.Resource, manager=SecurityGroupManager):
    """A security group: rules for the traffic to and from servers."""

    manager: SecurityGroupManager

    name: str
    description: str | None
    tenant_id: str
    rules: list[dict[str, Any]]

    update = by_manager(SecurityGroupManager.update)
    delete = by_manager(SecurityGroupManager.delete)

    def __str__(self) -> str:
        return str(self.id)


def _group_path(group: SecurityGroup | str) -> str:
    return protocol.path("/os-security-groups/%s", base.getid(group))


class SecurityGroupRuleManager(base.Manager["SecurityGroupRule"]):
    """Manages the rules of security groups; up to 2.35."""

    @microversion("2.1-2.35")
    def create(
        self,
        parent_group_id: SecurityGroup | str,
        ip_protocol: str | None = None,
        from_port: int | str | None = None,
        to_port: int | str | None = None,
        cidr: str | None = None,
        group_id: SecurityGroup | str | None = None,
    ) -> SecurityGroupRule:
        """Create a rule in a security group.

        :param parent_group_id: the group or its id.
        :param ip_protocol: ``tcp``, ``udp`` or ``icmp``.
        :param from_port: the first port, the ICMP type, or -1.
        :param to_port: the last port, the ICMP code, or -1.
        :param cidr: the sources that the rule admits, in CIDR notation.
        :param group_id: instead of ``cidr``, a group of servers that the rule admits, or its id.
        :raises CommandError: for another protocol, or a port that is not a number.
        """
        fields = {
            **rule_fields(ip_protocol, from_port, to_port),
            "cidr": cidr,
            "group_id": None if group_id is None else base.getid(group_id),
            "parent_group_id": base.getid(parent_group_id),
        }
        key = "security_group_rule"
        return self._create("/os-security-group-rules", {key: fields}, key)

    @microversion("2.1-2.35")
    def delete(self, rule: SecurityGroupRule | str) -> TupleWithMeta:
        """Delete a rule.

        :param rule: the rule or its id.
        """
        return self._delete(protocol.path("/os-security-group-rules/%s", base.getid(rule)))


class SecurityGroupRule(base.Resource, manager=SecurityGroupRuleManager):
    """A rule of a security group."""

    manager: SecurityGroupRuleManager

    parent_group_id: str
    ip_protocol: str | None
    from_port: int | None
    to_port: int | None
    ip_range: dict[str, str]
    group: dict[str, str]

    delete = by_manager(SecurityGroupRuleManager.delete)

    def __str__(self) -> str:
        return str(self.id)


def rule_fields(
    ip_protocol: str | None, from_port: int | str | None, to_port: int | str | None
) -> dict[str, Any]:
    """Return the protocol and ports of a rule in the form that Nova accepts.

    :raises CommandError: for a protocol other than TCP, UDP and ICMP, or a port that is not a
        number.
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
