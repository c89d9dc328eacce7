"""The client object, with an attribute for each manager.

To add a manager, add its module to the imports of ``v2/__init__.py`` and a line to :class:`Client`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, Self, TypeVar, overload

from novaclient import api_versions, exceptions, v2
from novaclient.api_versions import APIVersion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from novaclient.transport.service_client import ServiceClient

M = TypeVar("M")

#: The local names in ``Client.__init__`` that are no options of a session.
_NOT_FOR_SESSION: Final = frozenset(
    ("self", "kwargs", "direct_use", "extensions", "os_cache", "service_client")
)


class LazyManager(Generic[M]):
    """An attribute of the client: a manager, imported and created when it is first used.

    A program may replace it by assignment.

    :param find_class: returns the manager's class; importing its module is part of that.
    """

    def __init__(self, find_class: Callable[[], Callable[[Client], M]]) -> None:
        self._find_class = find_class

    def __set_name__(self, owner: type, attribute: str) -> None:
        self._attribute = attribute

    @overload
    def __get__(self, client: None, owner: type) -> Self: ...
    @overload
    def __get__(self, client: Client, owner: type) -> M: ...
    def __get__(self, client: Client | None, owner: type) -> Self | M:
        if client is None:
            return self
        manager = self._find_class()(client)
        # Two threads may both create one: they are alike, and setdefault keeps the first.
        kept: M = client.__dict__.setdefault(self._attribute, manager)
        return kept


class Client:
    """The operations of the Compute API, by resource.

    Programs make one with :func:`novaclient.client.Client`, which describes the parameters.

    :param service_client: keyword only; sends the requests instead of a keystoneauth session.
    """

    #: The key of this client's entry in the cache of :func:`novaclient.connect`; None without one.
    cache_key: str | None = None

    agents = LazyManager(lambda: v2.agents.AgentsManager)
    aggregates = LazyManager(lambda: v2.aggregates.AggregateManager)
    assisted_volume_snapshots = LazyManager(
        lambda: v2.assisted_volume_snapshots.AssistedSnapshotManager
    )
    availability_zones = LazyManager(lambda: v2.availability_zones.AvailabilityZoneManager)
    console_auth_tokens = LazyManager(lambda: v2.console_auth_tokens.ConsoleAuthTokenManager)
    flavor_access = LazyManager(lambda: v2.flavor_access.FlavorAccessManager)
    flavors = LazyManager(lambda: v2.flavors.FlavorManager)
    glance = LazyManager(lambda: v2.images.GlanceManager)
    hypervisor_stats = LazyManager(lambda: v2.hypervisors.HypervisorStatsManager)
    hypervisors = LazyManager(lambda: v2.hypervisors.HypervisorManager)
    instance_action = LazyManager(lambda: v2.instance_action.InstanceActionManager)
    instance_usage_audit_log = LazyManager(
        lambda: v2.instance_usage_audit_log.InstanceUsageAuditLogManager
    )
    keypairs = LazyManager(lambda: v2.keypairs.KeypairManager)
    limits = LazyManager(lambda: v2.limits.LimitsManager)
    migrations = LazyManager(lambda: v2.migrations.MigrationManager)
    neutron = LazyManager(lambda: v2.networks.NeutronManager)
    quota_classes = LazyManager(lambda: v2.quota_classes.QuotaClassSetManager)
    quotas = LazyManager(lambda: v2.quotas.QuotaSetManager)
    server_external_events = LazyManager(
        lambda: v2.server_external_events.ServerExternalEventManager
    )
    server_groups = LazyManager(lambda: v2.server_groups.ServerGroupsManager)
    server_migrations = LazyManager(lambda: v2.server_migrations.ServerMigrationsManager)
    servers = LazyManager(lambda: v2.servers.ServerManager)
    services = LazyManager(lambda: v2.services.ServiceManager)
    shares = LazyManager(lambda: v2.shares.ShareManager)
    usage = LazyManager(lambda: v2.usage.UsageManager)
    versions = LazyManager(lambda: v2.versions.VersionManager)
    volumes = LazyManager(lambda: v2.volumes.VolumeManager)

    # What Nova only proxies to other services, or has removed.
    baremetal = LazyManager(lambda: v2.legacy.baremetal.BareMetalNodeManager)
    cells = LazyManager(lambda: v2.legacy.removed.CellsManager)
    certs = LazyManager(lambda: v2.legacy.removed.CertificateManager)
    cloudpipe = LazyManager(lambda: v2.legacy.removed.CloudpipeManager)
    dns_domains = LazyManager(lambda: v2.legacy.removed.FloatingIPDNSDomainManager)
    dns_entries = LazyManager(lambda: v2.legacy.removed.FloatingIPDNSEntryManager)
    fixed_ips = LazyManager(lambda: v2.legacy.removed.FixedIPsManager)
    floating_ip_pools = LazyManager(lambda: v2.legacy.addresses.FloatingIPPoolManager)
    floating_ips = LazyManager(lambda: v2.legacy.addresses.FloatingIPManager)
    floating_ips_bulk = LazyManager(lambda: v2.legacy.removed.FloatingIPBulkManager)
    fping = LazyManager(lambda: v2.legacy.removed.FpingManager)
    hosts = LazyManager(lambda: v2.legacy.hosts.HostManager)
    images = LazyManager(lambda: v2.legacy.images.ImageManager)
    list_extensions = LazyManager(lambda: v2.legacy.list_extensions.ListExtManager)
    networks = LazyManager(lambda: v2.legacy.networks.NetworkManager)
    security_group_default_rules = LazyManager(
        lambda: v2.legacy.removed.SecurityGroupDefaultRuleManager
    )
    security_group_rules = LazyManager(lambda: v2.legacy.security_groups.SecurityGroupRuleManager)
    security_groups = LazyManager(lambda: v2.legacy.security_groups.SecurityGroupManager)
    tenant_networks = LazyManager(lambda: v2.legacy.networks.TenantNetworkManager)
    virtual_interfaces = LazyManager(lambda: v2.legacy.removed.VirtualInterfaceManager)
    volume_snapshots = LazyManager(lambda: v2.legacy.block_storage.SnapshotManager)
    volume_types = LazyManager(lambda: v2.legacy.block_storage.VolumeTypeManager)

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
        service_client: ServiceClient | None = None,
        **kwargs: Any,
    ) -> None:
        options = {**locals(), **kwargs}  # the session takes all but those in _NOT_FOR_SESSION
        if direct_use:
            raise exceptions.InvalidUsage(
                "create clients with novaclient.client.Client(version, …), "
                "not with novaclient.v2.client.Client"
            )
        self.project_id = project_id
        self.project_name = project_name
        self.user_id = user_id
        self.os_cache = os_cache
        self.logger = logger
        self.client: ServiceClient = service_client or _session_client(
            {name: value for name, value in options.items() if name not in _NOT_FOR_SESSION}
        )
        if api_version is not None:
            self.client.api_version = api_version
        self.install(extensions or ())

    def install(self, extensions: Iterable[Any]) -> None:
        """Add the manager of each extension as an attribute with the extension's name.

        :param extensions: :class:`novaclient.extension.Extension` objects.
        """
        for extension in extensions:
            manager_class = getattr(extension, "manager_class", None)
            if manager_class:
                setattr(self, extension.name, manager_class(self))

    @property
    def api_version(self) -> APIVersion:
        """The microversion of calls: a pinned one, or ``2.latest``."""
        return self.client.api_version

    @api_version.setter
    def api_version(self, value: APIVersion) -> None:
        self.client.api_version = value

    def version_range(self) -> tuple[APIVersion, APIVersion]:
        """The oldest and the newest microversion of the cloud; requested once.

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
        """Method and URL, start and end of each request, if the client has ``timings=True``.

        :returns: the times are seconds since the epoch.
        """
        return self.client.get_timings()

    def reset_timings(self) -> None:
        """Clear the recorded timings."""
        self.client.reset_timings()


def _session_client(options: dict[str, Any]) -> ServiceClient:
    from novaclient.transport.session import open_session_client

    return open_session_client(options)
