"""Usage audit logs: which hosts have reported the usage of their servers, for administrators."""

from __future__ import annotations

from typing import Any

from novaclient import base
from novaclient.microversions import microversion
from novaclient.transport import protocol


class InstanceUsageAuditLogManager(base.Manager["InstanceUsageAuditLog"]):
    """Returns usage audit logs."""

    @microversion()
    def get(self, before: str | None = None) -> InstanceUsageAuditLog:
        """Return the audit log of a period.

        :param before: for the last period that ended before a time, such as
            ``2026-03-01 12:00:00``; None for the last complete period.
        """
        if before is None:
            return self._get("/os-instance_usage_audit_log", "instance_usage_audit_logs")
        url = protocol.path("/os-instance_usage_audit_log/%s", before)
        return self._get(url, "instance_usage_audit_log")


class InstanceUsageAuditLog(base.Resource, manager=InstanceUsageAuditLogManager):
    """The progress of the usage audit of one period."""

    period_beginning: str
    period_ending: str
    overall_status: str
    num_hosts: int
    num_hosts_done: int
    num_hosts_not_run: int
    num_hosts_running: int
    hosts_not_run: list[str]
    total_instances: int
    total_errors: int
    log: dict[str, dict[str, Any]]  #: by host: ``errors``, ``instances``, ``message``, ``state``
