"""Security groups and their rules, which Nova asks Neutron for up to 2.35."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from novaclient import base
from novaclient.api_versions import microversion
from novaclient.base import ListWithMeta, TupleWithMeta
from novaclient.transport import protocol
from novaclient.v2.legacy.removed import rule_fields


class SecurityGroup(base.Resource):
    """Rules about what may reach the servers that are in the group."""

    manager: SecurityGroupManager

    name: str
    description: str | None
    tenant_id: str
    rules: list[dict[str, Any]]

    def update(self, name: str, description: str) -> SecurityGroup:
        """See :meth:`SecurityGroupManager.update`."""
        return self.manager.update(self, name, description)

    def delete(self) -> TupleWithMeta:
        """See :meth:`SecurityGroupManager.delete`."""
        return self.manager.delete(self)

    def __str__(self) -> str:
        return str(self.id)


class SecurityGroupManager(base.ManagerWithFind[SecurityGroup]):
    """The security groups of the project; up to 2.35."""

    resource_class = SecurityGroup

    @microversion("2.1-2.35")
    def list(self, search_opts: Mapping[str, Any] | None = None) -> ListWithMeta[SecurityGroup]:
        """Security groups.

        :param search_opts: ``all_tenants``, ``limit``, ``offset``; what is false is left out.
        """
        protocol.check(Mapping, search_opts=search_opts)
        parameters = {k: v for k, v in (search_opts or {}).items() if v}
        return self._list("/os-security-groups", "security_groups", filters=parameters)

    @microversion("2.1-2.35")
    def get(self, group_id: SecurityGroup | str) -> SecurityGroup:
        """A security group.

        :param group_id: it or its id.
        :raises NotFound: if there is none with this id.
        """
        found: SecurityGroup = self._get(_group_path(group_id), "security_group")
        return found

    @microversion("2.1-2.35")
    def create(self, name: str, description: str) -> SecurityGroup:
        """Make a security group without rules of its own.

        :param description: what it is for.
        :param name: at most 255 characters, like the description.
        """
        body = {"security_group": {"name": name, "description": description}}
        made: SecurityGroup = self._create("/os-security-groups", body, "security_group")
        return made

    @microversion("2.1-2.35")
    def update(self, group: SecurityGroup | str, name: str, description: str) -> SecurityGroup:
        """Give a security group another name and description.

        :param group: the group or its id.
        :param name: what it shall be called.
        :param description: what it is for.
        """
        body = {"security_group": {"name": name, "description": description}}
        changed: SecurityGroup = self._update(_group_path(group), body, "security_group")
        return changed

    @microversion("2.1-2.35")
    def delete(self, group: SecurityGroup | str) -> TupleWithMeta:
        """Delete a security group that no server is in.

        :param group: the group or its id.
        """
        return self._delete(_group_path(group))


class SecurityGroupRule(base.Resource):
    """What a group lets in."""

    manager: SecurityGroupRuleManager

    parent_group_id: str
    ip_protocol: str | None
    from_port: int | None
    to_port: int | None
    ip_range: dict[str, str]
    group: dict[str, str]

    def delete(self) -> TupleWithMeta:
        """See :meth:`SecurityGroupRuleManager.delete`."""
        return self.manager.delete(self)

    def __str__(self) -> str:
        return str(self.id)


class SecurityGroupRuleManager(base.Manager[SecurityGroupRule]):
    """The rules of security groups; up to 2.35."""

    resource_class = SecurityGroupRule

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
        """Add a rule to a group.

        :param parent_group_id: the group that gets the rule.
        :param ip_protocol: ``tcp``, ``udp`` or ``icmp``.
        :param from_port: the first port, the ICMP type, or -1.
        :param to_port: the last port, the ICMP code, or -1.
        :param cidr: whose packets it lets in, in CIDR notation.
        :param group_id: instead of ``cidr``: a group whose servers' packets it lets in.
        :raises CommandError: for another protocol, or a port that is not a number.
        """
        fields = {
            **rule_fields(ip_protocol, from_port, to_port),
            "cidr": cidr,
            "group_id": None if group_id is None else base.getid(group_id),
            "parent_group_id": base.getid(parent_group_id),
        }
        key = "security_group_rule"
        made: SecurityGroupRule = self._create("/os-security-group-rules", {key: fields}, key)
        return made

    @microversion("2.1-2.35")
    def delete(self, rule: SecurityGroupRule | str) -> TupleWithMeta:
        """Remove a rule.

        :param rule: it or its id.
        """
        return self._delete(protocol.path("/os-security-group-rules/%s", base.getid(rule)))


def _group_path(group: SecurityGroup | str) -> str:
    return protocol.path("/os-security-groups/%s", base.getid(group))
