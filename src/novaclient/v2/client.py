"""The client object: one attribute for each manager, made when it is first used."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, overload

from novaclient import api_versions, exceptions
from novaclient.api_versions import APIVersion

if TYPE_CHECKING:
    from novaclient.transport.base import Transport
    from novaclient.v2.agents import AgentsManager
    from novaclient.v2.aggregates import AggregateManager
    from novaclient.v2.assisted_volume_snapshots import AssistedSnapshotManager
    from novaclient.v2.availability_zones import AvailabilityZoneManager
    from novaclient.v2.console_auth_tokens import ConsoleAuthTokenManager
    from novaclient.v2.flavor_access import FlavorAccessManager
    from novaclient.v2.flavors import FlavorManager
    from novaclient.v2.hypervisors import HypervisorManager, HypervisorStatsManager
    from novaclient.v2.images import GlanceManager
    from novaclient.v2.instance_action import InstanceActionManager
    from novaclient.v2.instance_usage_audit_log import InstanceUsageAuditLogManager
    from novaclient.v2.keypairs import KeypairManager
    from novaclient.v2.legacy.addresses import (
        FloatingIPManager,
        FloatingIPPoolManager,
    )
    from novaclient.v2.legacy.baremetal import (
        BareMetalNodeManager,
    )
    from novaclient.v2.legacy.block_storage import (
        SnapshotManager,
        VolumeTypeManager,
    )
    from novaclient.v2.legacy.hosts import (
        HostManager,
    )
    from novaclient.v2.legacy.images import (
        ImageManager,
    )
    from novaclient.v2.legacy.list_extensions import (
        ListExtManager,
    )
    from novaclient.v2.legacy.networks import (
        NetworkManager,
        TenantNetworkManager,
    )
    from novaclient.v2.legacy.removed import (
        CellsManager,
        CertificateManager,
        CloudpipeManager,
        FixedIPsManager,
        FloatingIPBulkManager,
        FloatingIPDNSDomainManager,
        FloatingIPDNSEntryManager,
        FpingManager,
        SecurityGroupDefaultRuleManager,
        VirtualInterfaceManager,
    )
    from novaclient.v2.legacy.security_groups import (
        SecurityGroupManager,
        SecurityGroupRuleManager,
    )
    from novaclient.v2.limits import LimitsManager
    from novaclient.v2.migrations import MigrationManager
    from novaclient.v2.networks import NeutronManager
    from novaclient.v2.quota_classes import QuotaClassSetManager
    from novaclient.v2.quotas import QuotaSetManager
    from novaclient.v2.server_external_events import ServerExternalEventManager
    from novaclient.v2.server_groups import ServerGroupsManager
    from novaclient.v2.server_migrations import ServerMigrationsManager
    from novaclient.v2.servers import ServerManager
    from novaclient.v2.services import ServiceManager
    from novaclient.v2.shares import ShareManager
    from novaclient.v2.usage import UsageManager
    from novaclient.v2.versions import VersionManager
    from novaclient.v2.volumes import VolumeManager

M = TypeVar("M")


class _Manager(Generic[M]):
    """An attribute whose manager is imported and made at its first use; it can be replaced.

    :param module: the module of :mod:`novaclient.v2` that has the manager's class.
    :param name: the name of the class.
    """

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def __set_name__(self, owner: type, attribute: str) -> None:
        self._attribute = attribute

    @overload
    def __get__(self, client: None, owner: type) -> Self: ...
    @overload
    def __get__(self, client: Client, owner: type) -> M: ...
    def __get__(self, client: Client | None, owner: type) -> Self | M:
        if client is None:
            return self
        cls = getattr(import_module(f"novaclient.v2.{self._module}"), self._name)
        # Two threads may both make one: they are alike, and setdefault keeps the first.
        manager: M = client.__dict__.setdefault(self._attribute, cls(client))
        return manager


class Client:
    """The operations of the Compute API, by resource.

    Programs make one with :func:`novaclient.client.Client`, which describes the parameters.

    :param transport: keyword; carries the requests instead of a keystoneauth session.
    """

    #: Under which key :func:`novaclient.connect` keeps what it knows; None where nothing is kept.
    cache_key: str | None = None

    agents: _Manager[AgentsManager] = _Manager("agents", "AgentsManager")
    aggregates: _Manager[AggregateManager] = _Manager("aggregates", "AggregateManager")
    assisted_volume_snapshots: _Manager[AssistedSnapshotManager] = _Manager(
        "assisted_volume_snapshots", "AssistedSnapshotManager"
    )
    availability_zones: _Manager[AvailabilityZoneManager] = _Manager(
        "availability_zones", "AvailabilityZoneManager"
    )
    console_auth_tokens: _Manager[ConsoleAuthTokenManager] = _Manager(
        "console_auth_tokens", "ConsoleAuthTokenManager"
    )
    flavor_access: _Manager[FlavorAccessManager] = _Manager("flavor_access", "FlavorAccessManager")
    flavors: _Manager[FlavorManager] = _Manager("flavors", "FlavorManager")
    glance: _Manager[GlanceManager] = _Manager("images", "GlanceManager")
    hypervisor_stats: _Manager[HypervisorStatsManager] = _Manager(
        "hypervisors", "HypervisorStatsManager"
    )
    hypervisors: _Manager[HypervisorManager] = _Manager("hypervisors", "HypervisorManager")
    instance_action: _Manager[InstanceActionManager] = _Manager(
        "instance_action", "InstanceActionManager"
    )
    instance_usage_audit_log: _Manager[InstanceUsageAuditLogManager] = _Manager(
        "instance_usage_audit_log", "InstanceUsageAuditLogManager"
    )
    keypairs: _Manager[KeypairManager] = _Manager("keypairs", "KeypairManager")
    limits: _Manager[LimitsManager] = _Manager("limits", "LimitsManager")
    migrations: _Manager[MigrationManager] = _Manager("migrations", "MigrationManager")
    neutron: _Manager[NeutronManager] = _Manager("networks", "NeutronManager")
    quota_classes: _Manager[QuotaClassSetManager] = _Manager(
        "quota_classes", "QuotaClassSetManager"
    )
    quotas: _Manager[QuotaSetManager] = _Manager("quotas", "QuotaSetManager")
    server_external_events: _Manager[ServerExternalEventManager] = _Manager(
        "server_external_events", "ServerExternalEventManager"
    )
    server_groups: _Manager[ServerGroupsManager] = _Manager("server_groups", "ServerGroupsManager")
    server_migrations: _Manager[ServerMigrationsManager] = _Manager(
        "server_migrations", "ServerMigrationsManager"
    )
    servers: _Manager[ServerManager] = _Manager("servers", "ServerManager")
    services: _Manager[ServiceManager] = _Manager("services", "ServiceManager")
    shares: _Manager[ShareManager] = _Manager("shares", "ShareManager")
    usage: _Manager[UsageManager] = _Manager("usage", "UsageManager")
    versions: _Manager[VersionManager] = _Manager("versions", "VersionManager")
    volumes: _Manager[VolumeManager] = _Manager("volumes", "VolumeManager")

    # What only old clouds, or other services, have.
    baremetal: _Manager[BareMetalNodeManager] = _Manager("legacy.baremetal", "BareMetalNodeManager")
    cells: _Manager[CellsManager] = _Manager("legacy.removed", "CellsManager")
    certs: _Manager[CertificateManager] = _Manager("legacy.removed", "CertificateManager")
    cloudpipe: _Manager[CloudpipeManager] = _Manager("legacy.removed", "CloudpipeManager")
    dns_domains: _Manager[FloatingIPDNSDomainManager] = _Manager(
        "legacy.removed", "FloatingIPDNSDomainManager"
    )
    dns_entries: _Manager[FloatingIPDNSEntryManager] = _Manager(
        "legacy.removed", "FloatingIPDNSEntryManager"
    )
    fixed_ips: _Manager[FixedIPsManager] = _Manager("legacy.removed", "FixedIPsManager")
    floating_ip_pools: _Manager[FloatingIPPoolManager] = _Manager(
        "legacy.addresses", "FloatingIPPoolManager"
    )
    floating_ips: _Manager[FloatingIPManager] = _Manager("legacy.addresses", "FloatingIPManager")
    floating_ips_bulk: _Manager[FloatingIPBulkManager] = _Manager(
        "legacy.removed", "FloatingIPBulkManager"
    )
    fping: _Manager[FpingManager] = _Manager("legacy.removed", "FpingManager")
    hosts: _Manager[HostManager] = _Manager("legacy.hosts", "HostManager")
    images: _Manager[ImageManager] = _Manager("legacy.images", "ImageManager")
    list_extensions: _Manager[ListExtManager] = _Manager("legacy.list_extensions", "ListExtManager")
    networks: _Manager[NetworkManager] = _Manager("legacy.networks", "NetworkManager")
    security_group_default_rules: _Manager[SecurityGroupDefaultRuleManager] = _Manager(
        "legacy.removed", "SecurityGroupDefaultRuleManager"
    )
    security_group_rules: _Manager[SecurityGroupRuleManager] = _Manager(
        "legacy.security_groups", "SecurityGroupRuleManager"
    )
    security_groups: _Manager[SecurityGroupManager] = _Manager(
        "legacy.security_groups", "SecurityGroupManager"
    )
    tenant_networks: _Manager[TenantNetworkManager] = _Manager(
        "legacy.networks", "TenantNetworkManager"
    )
    virtual_interfaces: _Manager[VirtualInterfaceManager] = _Manager(
        "legacy.removed", "VirtualInterfaceManager"
    )
    volume_snapshots: _Manager[SnapshotManager] = _Manager(
        "legacy.block_storage", "SnapshotManager"
    )
    volume_types: _Manager[VolumeTypeManager] = _Manager(
        "legacy.block_storage", "VolumeTypeManager"
    )

    def __init__(
        self,
        api_version: APIVersion | None = None,
        auth: Any = None,
        auth_token: str | None = None,
        auth_url: str | None = None,
        cacert: str | None = None,
        cert: Any = None,
        direct_use: bool = True,
        endpoint_override: str | None = None,
        endpoint_type: str = "publicURL",
        extensions: Iterable[Any] | None = None,
        http_log_debug: bool = False,
        insecure: bool = False,
        logger: Any = None,
        os_cache: bool = False,
        password: str | None = None,
        project_domain_id: str | None = None,
        project_domain_name: str | None = None,
        project_id: str | None = None,
        project_name: str | None = None,
        region_name: str | None = None,
        service_name: str | None = None,
        service_type: str = "compute",
        session: Any = None,
        timeout: float | None = None,
        timings: bool = False,
        user_domain_id: str | None = None,
        user_domain_name: str | None = None,
        user_id: str | None = None,
        username: str | None = None,
        *,
        transport: Transport | None = None,
        **kwargs: Any,
    ) -> None:
        if direct_use:
            raise exceptions.InvalidUsage(
                "novaclient.v2.client.Client is made by novaclient.client.Client(version, …)"
            )
        self.project_id = project_id
        self.project_name = project_name
        self.user_id = user_id
        self.os_cache = os_cache
        self.logger = logger
        self.client: Transport = transport or _session_transport(
            dict(
                kwargs,
                api_version=api_version,
                auth=auth,
                auth_token=auth_token,
                auth_url=auth_url,
                cacert=cacert,
                cert=cert,
                endpoint_override=endpoint_override,
                endpoint_type=endpoint_type,
                http_log_debug=http_log_debug,
                insecure=insecure,
                logger=logger,
                password=password,
                project_domain_id=project_domain_id,
                project_domain_name=project_domain_name,
                project_id=project_id,
                project_name=project_name,
                region_name=region_name,
                service_name=service_name,
                service_type=service_type,
                session=session,
                timeout=timeout,
                timings=timings,
                user_domain_id=user_domain_id,
                user_domain_name=user_domain_name,
                user_id=user_id,
                username=username,
            )
        )
        if api_version is not None:
            self.client.api_version = api_version
        self.install(extensions or ())

    def install(self, extensions: Iterable[Any]) -> None:
        """Give each extension's manager an attribute of the extension's name.

        :param extensions: :class:`novaclient.extension.Extension` objects.
        """
        for extension in extensions:
            manager_class = getattr(extension, "manager_class", None)
            if manager_class:
                setattr(self, extension.name, manager_class(self))

    @property
    def api_version(self) -> APIVersion:
        """The version of calls: a pinned one, or ``2.latest``."""
        return self.client.api_version

    @api_version.setter
    def api_version(self, value: APIVersion) -> None:
        self.client.api_version = value

    def version_range(self) -> tuple[APIVersion, APIVersion]:
        """The oldest and the newest microversion of the cloud; asked for once.

        :raises UnsupportedVersion: if the endpoint is Compute API v2, which has none.
        """
        known = self.client.version_range
        if known is None:
            known = api_versions._get_server_version_range(self)
            if known[1].is_null():
                raise exceptions.UnsupportedVersion(
                    f"The compute endpoint {self.client.get_endpoint()} has no microversions: it "
                    "is the old Compute API v2 or another service; use the cloud's /v2.1 endpoint."
                )
            self.client.version_range = known
        return known

    def get_timings(self) -> list[tuple[str, float, float]]:
        """What each request was and when it began and ended, with ``timings=True``."""
        return self.client.get_timings()

    def reset_timings(self) -> None:
        """Forget the timings so far."""
        self.client.reset_timings()


def _session_transport(options: dict[str, Any]) -> Transport:
    from novaclient.transport.session import open_session_client

    return open_session_client(options)
