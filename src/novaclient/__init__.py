"""The OpenStack Compute client: :func:`connect`, and the versions of the library and the API."""

from __future__ import annotations

from novaclient.version import __version__ as __version__

__all__ = ("API_MAX_VERSION", "API_MIN_VERSION", "__version__", "connect")

# Importing typing would take longer than the rest of "nova --version".
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from novaclient.api_versions import APIVersion
    from novaclient.connection import connect as connect

    #: The oldest and the newest microversion that this library supports.
    API_MIN_VERSION: APIVersion
    API_MAX_VERSION: APIVersion


def __getattr__(name: str) -> Any:
    if name == "connect":
        from novaclient.connection import connect

        return connect
    if name in ("API_MIN_VERSION", "API_MAX_VERSION"):
        from novaclient import api_versions

        return getattr(api_versions, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
