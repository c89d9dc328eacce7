"""The Compute API v2.1: one module for each kind of resource, with its manager and its resource.

The modules are imported when they are first used as attributes of this package. Modules that
python-novaclient had up to 3.3 can be imported under their former names.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Final

    from novaclient.v2 import agents as agents
    from novaclient.v2 import aggregates as aggregates
    from novaclient.v2 import assisted_volume_snapshots as assisted_volume_snapshots
    from novaclient.v2 import availability_zones as availability_zones
    from novaclient.v2 import console_auth_tokens as console_auth_tokens
    from novaclient.v2 import flavor_access as flavor_access
    from novaclient.v2 import flavors as flavors
    from novaclient.v2 import hypervisors as hypervisors
    from novaclient.v2 import images as images
    from novaclient.v2 import instance_action as instance_action
    from novaclient.v2 import instance_usage_audit_log as instance_usage_audit_log
    from novaclient.v2 import keypairs as keypairs
    from novaclient.v2 import legacy as legacy
    from novaclient.v2 import limits as limits
    from novaclient.v2 import migrations as migrations
    from novaclient.v2 import networks as networks
    from novaclient.v2 import quota_classes as quota_classes
    from novaclient.v2 import quotas as quotas
    from novaclient.v2 import server_external_events as server_external_events
    from novaclient.v2 import server_groups as server_groups
    from novaclient.v2 import server_migrations as server_migrations
    from novaclient.v2 import servers as servers
    from novaclient.v2 import services as services
    from novaclient.v2 import shares as shares
    from novaclient.v2 import usage as usage
    from novaclient.v2 import versions as versions
    from novaclient.v2 import volumes as volumes

#: The modules of today that have the classes of former ones; empty for a package.
_FORMER: Final = {
    "certs": "legacy.removed",
    "cloudpipe": "legacy.removed",
    "contrib": "",
    "contrib.assisted_volume_snapshots": "assisted_volume_snapshots",
    "contrib.baremetal": "legacy.baremetal",
    "contrib.cells": "legacy.removed",
    "contrib.instance_action": "instance_action",
    "contrib.list_extensions": "legacy.list_extensions",
    "contrib.migrations": "migrations",
    "contrib.server_external_events": "server_external_events",
    "contrib.tenant_networks": "legacy.networks",
    "fixed_ips": "legacy.removed",
    "floating_ip_dns": "legacy.removed",
    "floating_ip_pools": "legacy.addresses",
    "floating_ips": "legacy.addresses",
    "floating_ips_bulk": "legacy.removed",
    "fping": "legacy.removed",
    "hosts": "legacy.hosts",
    "security_group_default_rules": "legacy.removed",
    "security_group_rules": "legacy.security_groups",
    "security_groups": "legacy.security_groups",
    "virtual_interfaces": "legacy.removed",
    "volume_snapshots": "legacy.block_storage",
    "volume_types": "legacy.block_storage",
}


class _Former:
    """Imports modules by their former names, with the public names of today's module."""

    @staticmethod
    def find_spec(
        fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module that no other finder has found."""
        package, _, name = fullname.partition(f"{__name__}.")
        if package or name not in _FORMER:
            return None
        from importlib.machinery import ModuleSpec

        return ModuleSpec(fullname, _Former, is_package=not _FORMER[name])  # type: ignore[arg-type]

    @staticmethod
    def create_module(spec: ModuleSpec) -> None:
        """Leave the creation of the module to Python."""

    @staticmethod
    def exec_module(module: ModuleType) -> None:
        """Fill a module with the public names of the one that has its classes now."""
        from importlib import import_module

        name = _FORMER[module.__name__.removeprefix(f"{__name__}.")]
        if name:
            names = vars(import_module(f"{__name__}.{name}"))
            vars(module).update({k: v for k, v in names.items() if not k.startswith("_")})


if _Former not in sys.meta_path:
    sys.meta_path.append(_Former)

if not TYPE_CHECKING:
    # Hidden from type checkers: a misspelt module is an error.
    def __getattr__(name):
        from novaclient.lazy import submodule

        return submodule(__name__, name)
