"""The OpenStack Compute client: :func:`connect`, and the versions of library and API."""

from __future__ import annotations

from novaclient.version import __version__ as __version__

# A constant, where importing typing for it would cost more than "nova --version" otherwise does.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from novaclient.api_versions import APIVersion
    from novaclient.connection import connect as connect

    #: The oldest and the newest Compute API microversion this library speaks.
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
