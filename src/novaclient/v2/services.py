"""Nova's services on its hosts, for administrators."""

from __future__ import annotations

from typing import Any

from novaclient import base
from novaclient.base import ListWithMeta, TupleWithMeta
from novaclient.microversions import microversion, positional
from novaclient.transport import protocol

_BY_ID_OR_HOST = {"service_uuid": "2.53", "host": "-2.52", "binary": "-2.52"}


class ServiceManager(base.ManagerWithFind["Service"]):
    """Manages services.

    Since 2.53 a service is identified by its id, before by its host and binary. With ``2.latest``,
    a call with host and binary uses 2.52.
    """

    @microversion()
    def list(self, host: str | None = None, binary: str | None = None) -> ListWithMeta[Service]:
        """Return services.

        :param host: only services on this host.
        :param binary: only services with this binary, ``nova-compute`` for example.
        """
        parameters = base.given(host=host or None, binary=binary or None)
        return self._list("/os-services", "services", filters=parameters)

    @positional("2.1-2.52", "host", "binary")
    @microversion("2.1", **_BY_ID_OR_HOST)
    def enable(
        self, service_uuid: str | None = None, *, host: str | None = None, binary: str | None = None
    ) -> Service:
        """Enable a service: the scheduler uses it again.

        :param service_uuid: the service or its id; since 2.53.
        :param host: the host, together with ``binary``; up to 2.52.
        """
        return self._change("enable", service_uuid, host, binary, {"status": "enabled"})

    @positional("2.1-2.52", "host", "binary")
    @microversion("2.1", **_BY_ID_OR_HOST)
    def disable(
        self, service_uuid: str | None = None, *, host: str | None = None, binary: str | None = None
    ) -> Service:
        """Disable a service: the scheduler no longer uses it; servers on it keep running.

        :param service_uuid: the service or its id; since 2.53.
        :param host: the host, together with ``binary``; up to 2.52.
        """
        return self._change("disable", service_uuid, host, binary, {"status": "disabled"})

    @positional("2.1-2.52", "host", "binary", "reason")
    @microversion("2.1", **_BY_ID_OR_HOST)
    def disable_log_reason(
        self,
        service_uuid: str | None = None,
        reason: str | None = None,
        *,
        host: str | None = None,
        binary: str | None = None,
    ) -> Service:
        """Disable a service with a reason.

        :param service_uuid: the service or its id; since 2.53.
        :param reason: the reason, at most 255 characters.
        :param host: the host, together with ``binary``; up to 2.52.
        """
        if reason is None:
            raise TypeError("disable_log_reason() needs a reason")
        fields = {"status": "disabled", "disabled_reason": reason}
        return self._change("disable-log-reason", service_uuid, host, binary, fields)

    @positional("2.1-2.52", "host", "binary", "force_down")
    @microversion("2.11", **_BY_ID_OR_HOST)
    def force_down(
        self,
        service_uuid: str | None = None,
        force_down: bool | None = None,
        *,
        host: str | None = None,
        binary: str | None = None,
    ) -> Service:
        """Mark a service as down, so that its servers can be evacuated; since 2.11.

        Only do this for a host that is certainly down.

        :param service_uuid: the service or its id; since 2.53.
        :param force_down: whether it is down; False removes the mark.
        :param host: the host, together with ``binary``; up to 2.52.
        """
        fields = base.given(forced_down=force_down)
        return self._change("force-down", service_uuid, host, binary, fields)

    @microversion()
    def delete(self, service_id: str | int) -> TupleWithMeta:
        """Delete a service that no longer runs; since 2.53 also its records of the host.

        :param service_id: the service or its id.
        """
        return self._delete(protocol.path("/os-services/%s", base.getid(service_id)))

    def _change(
        self,
        action: str,
        service_uuid: str | None,
        host: str | None,
        binary: str | None,
        fields: dict[str, Any],
    ) -> Service:
        if self._supports("2.53"):
            if not service_uuid:
                raise TypeError("service_uuid is needed, or host and binary up to 2.52")
            url, body = protocol.path("/os-services/%s", base.getid(service_uuid)), fields
        else:
            if not (host and binary):
                raise TypeError("host and binary are needed up to 2.52")
            # Before 2.53 the path has the action, and the body identifies the service.
            url = f"/os-services/{action}"
            body = {"host": host, "binary": binary} | fields
            body.pop("status", None)
        changed: Service = self._update(url, body, "service")
        return changed


class Service(base.Resource, manager=ServiceManager):
    """A service of Nova on a host. Since 2.53 its id is a UUID, before an integer."""

    binary: str  #: ``nova-compute``, ``nova-scheduler`` …
    host: str
    zone: str
    state: str  #: ``up`` or ``down``
    status: str  #: ``enabled`` or ``disabled``; since 2.69 ``UNKNOWN`` when its cell is down
    disabled_reason: str | None
    updated_at: str | None  #: the time of its last heartbeat, ISO 8601
    forced_down: bool  #: since 2.11

    def __repr__(self) -> str:
        # Up to 2.52 the answer to a change has host and binary, but no id.
        binary, host = getattr(self, "binary", None), getattr(self, "host", None)
        return f"<Service: {getattr(self, 'id', None) or f'{binary} on {host}'}>"
