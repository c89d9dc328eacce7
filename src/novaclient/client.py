"""Where programs begin: :func:`Client`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from novaclient import api_versions
from novaclient.api_versions import APIVersion

if TYPE_CHECKING:
    from novaclient.transport.session import SessionClient as SessionClient
    from novaclient.v2.client import Client as V2Client


def Client(
    version: str | float | APIVersion,
    username: str | None = None,
    password: str | None = None,
    project_id: str | None = None,
    auth_url: str | None = None,
    **kwargs: Any,
) -> V2Client:
    """A client for the Compute API.

    Give a keystoneauth ``session``, or what one is made from: an ``auth`` plugin; an
    ``auth_token`` with ``auth_url`` or ``endpoint_override``; user name and password.

    :param version: the microversion of all calls, ``"2.90"``; ``"2.latest"`` lets each call go
        out at the newest that the cloud, this library and the operation have in common.
    :param username: with a password, who is asking.
    :param password: the user's password.
    :param project_id: the project to work in.
    :param auth_url: where the identity service is.
    :param kwargs: ``session``, ``auth``, ``auth_token``, ``cacert``, ``cert``, ``insecure``,
        ``timeout`` (seconds), ``endpoint_override``, ``endpoint_type``, ``region_name``,
        ``service_name``, ``service_type``, ``project_name``, ``project_domain_id``,
        ``project_domain_name``, ``user_id``, ``user_domain_id``, ``user_domain_name``,
        ``extensions``, ``timings``, ``http_log_debug``, ``logger``, ``os_cache``, and what a
        keystoneauth adapter takes (``connect_retries``, ``global_request_id``, …).
    :raises UnsupportedVersion: if there is no such version.
    """
    from novaclient.v2.client import Client as V2Client

    kwargs.pop("direct_use", None)
    return V2Client(
        api_version=api_versions.get_api_version(version),
        username=username,
        password=password,
        project_id=project_id,
        auth_url=auth_url,
        direct_use=False,
        **kwargs,
    )


def __getattr__(name: str) -> Any:
    # SessionClient brings keystoneauth along, which a program with another transport never needs.
    if name == "SessionClient":
        from novaclient.transport.session import SessionClient

        return SessionClient
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
