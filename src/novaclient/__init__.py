"""The OpenStack Compute client: :func:`connect`, and the versions of library and API."""

from __future__ import annotations

# A constant, where importing typing for it would cost more than "nova --version" otherwise does.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from novaclient.api_versions import APIVersion
    from novaclient.connection import connect as connect

    #: The oldest and the newest Compute API microversion this library speaks.
    API_MIN_VERSION: APIVersion
    API_MAX_VERSION: APIVersion

__version__ = "19.0.0"

_SPOKEN = {"API_MIN_VERSION": "2.1", "API_MAX_VERSION": "2.104"}


def __getattr__(name: str) -> Any:
    if name == "connect":
        from novaclient.connection import connect

        return connect
    if name not in _SPOKEN:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from novaclient.api_versions import APIVersion

    version = APIVersion(_SPOKEN[name])
    globals()[name] = version
    return version
