"""The entry point of python-novaclient's programs: :func:`Client`, for ``v2.client.Client``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from novaclient import api_versions, exceptions  # noqa: F401 (programs read client.exceptions)
from novaclient.api_versions import APIVersion

if TYPE_CHECKING:
    from novaclient.extension import Extension
    from novaclient.transport.session import SessionClient as SessionClient
    from novaclient.v2.client import Client as V2Client

#: Former names of arguments of :func:`Client`.
_RENAMED: Final = {
    "api_key": "password",
    "bypass_url": "endpoint_override",
    "interface": "endpoint_type",
    "tenant_id": "project_id",
    "tenant_name": "project_name",
}
#: Arguments of :func:`Client` that have no effect any more.
_REMOVED: Final = (
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
    """Make a client for the Compute API.

    Pass a keystoneauth ``session``, or credentials: an ``auth`` plugin; an ``auth_token`` with
    ``auth_url`` or ``endpoint_override``; or user name and password.

    :param version: the microversion of all calls, for example ``"2.90"``; with ``"2.latest"`` each
        call uses the newest that the cloud, this library and the operation support.
    :param username: the user's name.
    :param password: the user's password.
    :param project_id: the project to work in.
    :param auth_url: the URL of the identity service.
    :param kwargs: ``session``, ``auth``, ``auth_token``, ``cacert``, ``cert``, ``insecure``,
        ``timeout`` (seconds), ``endpoint_override``, ``endpoint_type``, ``region_name``,
        ``service_name``, ``service_type``, ``project_name``, ``project_domain_id``,
        ``project_domain_name``, ``user_id``, ``user_domain_id``, ``user_domain_name``,
        ``extensions``, ``timings``, ``http_log_debug``, ``logger``, ``os_cache``, ``profile``
        (the HMAC key of OSprofiler, if that is installed), and the arguments of a keystoneauth
        adapter (``connect_retries``, ``global_request_id``, …); ``retry``, a
        :class:`~novaclient.transport.retry.RetryPolicy` or None for no retries (the default with
        a ``session``, which may have its own), and ``max_answer``, the largest response in bytes.
    :returns: the client.
    :raises UnsupportedVersion: if this library does not support the version.
    """
    from novaclient.v2.client import Client as V2Client

    kwargs.pop("direct_use", None)
    if profile := kwargs.pop("profile", None):
        _start_profiler(profile)
    if password:
        kwargs["password"] = password
    if project_id:
        kwargs["project_id"] = project_id
    if not _FORMER.isdisjoint(kwargs):
        _rename_former(kwargs)
    return V2Client(
        api_version=api_versions.get_api_version(version),
        username=username,
        auth_url=auth_url,
        direct_use=False,
        **kwargs,
    )


def _start_profiler(key: str) -> None:
    """Trace this thread's requests with OSprofiler; keystoneauth sends the headers of the trace."""
    try:
        from osprofiler import profiler  # type: ignore[import-not-found]
    except ImportError:
        import warnings

        warnings.warn("OSprofiler is not installed: requests are not traced", stacklevel=3)
    else:
        profiler.init(key)


_FORMER: Final = frozenset((*_RENAMED, *_REMOVED, "no_cache"))


def _rename_former(kwargs: dict[str, Any]) -> None:
    """Give arguments their present names, and warn about each."""
    import warnings

    for old in _FORMER & kwargs.keys():
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
    """Load the installed extensions, for ``Client(…, extensions=…)``.

    Extensions are modules with a name that ends in ``_python_novaclient_ext``, modules in the
    folder ``novaclient/v2/contrib``, and entry points in the group ``novaclient.extension``.

    :param args: ignored; formerly the version.
    :param kwargs: ignored.
    :returns: the extensions.
    """
    from novaclient.extension import candidates

    return [load() for _, load in candidates()]


def __getattr__(name: str) -> Any:
    # SessionClient imports keystoneauth, which programs with another transport do not need.
    if name == "SessionClient":
        from novaclient.transport.session import SessionClient

        return SessionClient
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
