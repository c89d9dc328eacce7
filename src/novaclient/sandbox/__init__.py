"""A real OpenStack cloud on this machine, for trying things out and for tests.

The package knows nothing of the rest of novaclient. It is cheap to import: the modules that
install, start and stop services are imported on first use.
"""

from typing import TYPE_CHECKING, Any

from novaclient.sandbox.location import default_clouds_yaml, default_directory

if TYPE_CHECKING:
    from novaclient.sandbox.cloud import Sandbox, SandboxStatus, ServiceStatus, UpResult
    from novaclient.sandbox.errors import SandboxError, ServiceDied
    from novaclient.sandbox.progress import Step

__all__ = [
    "Sandbox",
    "SandboxError",
    "SandboxStatus",
    "ServiceDied",
    "ServiceStatus",
    "Step",
    "UpResult",
    "default_clouds_yaml",
    "default_directory",
]

_HOMES = {
    "Sandbox": "cloud",
    "SandboxError": "errors",
    "SandboxStatus": "cloud",
    "ServiceDied": "errors",
    "ServiceStatus": "cloud",
    "Step": "progress",
    "UpResult": "cloud",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
