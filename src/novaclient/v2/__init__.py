"""The Compute API v2.1: one module a resource, each with its resource and its manager.

Modules that python-novaclient had up to 3.3 are found under their old names as well.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Final

#: Where what was in a module of that time is now.
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
    """Finds modules by their former names, and fills them with the names of today's."""

    @staticmethod
    def find_spec(
        fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """What Python asks for a module that no other finder has."""
        package, _, name = fullname.partition(f"{__name__}.")
        if package or name not in _FORMER:
            return None
        from importlib.machinery import ModuleSpec

        return ModuleSpec(fullname, _Former, is_package=not _FORMER[name])  # type: ignore[arg-type]

    @staticmethod
    def create_module(spec: ModuleSpec) -> None:
        """Have Python make the module."""

    @staticmethod
    def exec_module(module: ModuleType) -> None:
        """Give a module the public names of the one that has its classes now."""
        from importlib import import_module

        name = _FORMER[module.__name__.removeprefix(f"{__name__}.")]
        if name:
            names = vars(import_module(f"{__name__}.{name}"))
            vars(module).update({k: v for k, v in names.items() if not k.startswith("_")})


if _Former not in sys.meta_path:
    sys.meta_path.append(_Former)
