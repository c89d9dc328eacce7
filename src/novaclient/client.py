"""Where programs begin: :func:`Client`. What it makes is in ``v2/client.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from novaclient import api_versions, exceptions  # noqa: F401 (programs read client.exceptions)
from novaclient.api_versions import APIVersion

if TYPE_CHECKING:
    from novaclient.extension import Extension
    from novaclient.transport.session import SessionClient as SessionClient
    from novaclient.v2.client import Client as V2Client

#: Arguments of :func:`Client` that once were called otherwise.
_RENAMED: Final = {
    "api_key": "password",
    "bypass_url": "endpoint_override",
    "interface": "endpoint_type",
    "tenant_id": "project_id",
    "tenant_name": "project_name",
}
#: Arguments of :func:`Client` that once said something.
_WITHDRAWN: Final = (
    "auth_plugin",
    "auth_system",
    "connection_pool",
    "proxy_tenant_id",
    "proxy_token",
    "volume_service_name",
)


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
        ``extensions``, ``timings``, ``http_log_debug``, ``logger``, ``os_cache``, ``profile``
        (the key that OSprofiler, where it is installed, signs traces with), and what a
        keystoneauth adapter takes (``connect_retries``, ``global_request_id``, …); ``retry``, a
        :class:`~novaclient.transport.retry.RetryPolicy` or None for no repetitions (as it is with
        a ``session``, which may have its own), and ``max_answer``, the largest answer in bytes.
    :raises UnsupportedVersion: if there is no such version.
    """
    from novaclient.v2.client import Client as V2Client

    kwargs.pop("direct_use", None)
    if profile := kwargs.pop("profile", None):
        _start_profiler(profile)
    if password:
        kwargs["password"] = password
    if project_id:
        kwargs["project_id"] = project_id
    if not _OLD_NAMES.isdisjoint(kwargs):
        _take_old_names(kwargs)
    return V2Client(
        api_version=api_versions.get_api_version(version),
        username=username,
        auth_url=auth_url,
        direct_use=False,
        **kwargs,
    )


def _start_profiler(key: str) -> None:
    """Have this thread's requests traced by OSprofiler; keystoneauth sends the trace's headers."""
    try:
        from osprofiler import profiler  # type: ignore[import-not-found]
    except ImportError:
        import warnings

        warnings.warn("OSprofiler is not installed: nothing is traced", stacklevel=3)
    else:
        profiler.init(key)


_OLD_NAMES: Final = frozenset((*_RENAMED, *_WITHDRAWN, "no_cache"))


def _take_old_names(kwargs: dict[str, Any]) -> None:
    """Put arguments under the names that they have today, and warn of each."""
    import warnings

    for old in _OLD_NAMES & kwargs.keys():
        value = kwargs.pop(old)
        message = f"The '{old}' argument of novaclient.client.Client is no longer used"
        if old in _RENAMED:
            message += f"; use '{_RENAMED[old]}'"
            kwargs.setdefault(_RENAMED[old], value)
        elif old == "no_cache":
            message += "; use 'os_cache'"
            kwargs.setdefault("os_cache", not value)
        warnings.warn(message, stacklevel=3)


def discover_extensions(*args: Any, **kwargs: Any) -> list[Extension]:
    """The extensions that are installed, for ``Client(…, extensions=…)``.

    They are the modules whose name ends in ``_python_novaclient_ext``, those in the folder
    ``novaclient/v2/contrib``, and those that a distribution names as an entry point in the group
    ``novaclient.extension``.

    :param args: nothing; once it was the version.
    :param kwargs: nothing.
    """
    from novaclient.extension import candidates

    return [load() for _, load in candidates()]


def __getattr__(name: str) -> Any:
    # SessionClient brings keystoneauth along, which a program with another transport never needs.
    if name == "SessionClient":
        from novaclient.transport.session import SessionClient

        return SessionClient
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
