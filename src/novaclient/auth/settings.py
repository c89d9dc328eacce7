"""The settings for signing in and for reaching the compute service, merged from all sources.

*Flag, environment variable, clouds.yaml, default*: that order is applied here. No request is
sent, and keystoneauth is imported only for authentication types that are not common.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final, NamedTuple

from novaclient.auth import plugins
from novaclient.auth.options import BY_DEST, OPTIONS, Option, positive_seconds, value_of
from novaclient.exceptions import ConfigurationError

#: Settings that are alternatives: one that is set replaces all of its group from lower sources.
#: Otherwise a project ID in clouds.yaml would override a project name on the command line.
_ALTERNATIVES: Final = (
    plugins.SCOPE,
    ("user_id", "username"),
    ("user_domain_id", "user_domain_name"),
    ("project_domain_id", "project_domain_name"),
    ("default_domain_id", "default_domain_name"),
    ("application_credential_id", "application_credential_name"),
)


class Settings(NamedTuple):
    """Everything that is needed to sign in and to reach the compute service.

    ``origin`` names the source of the settings, for messages. ``auth`` holds the arguments of the
    authentication plugin. ``verify`` is False, True or the path of a CA bundle; ``cert`` a path or
    a pair of paths (certificate, key); ``timeout`` is in seconds. ``insecure_http`` allows sending
    credentials to another machine without TLS.
    """

    origin: str
    cloud: str | None
    auth_type: str
    auth: Mapping[str, Any]
    region: str | None
    interface: str | list[str]
    service_type: str
    service_name: str | None
    endpoint_override: str | None
    verify: bool | str
    cert: str | tuple[str, str] | None
    timeout: float
    tls_ciphers: str | None
    tls_min_version: str | None
    collect_timing: bool
    default_microversion: str | None
    insecure_http: bool = False
    volume_service_name: str | None = None

    def __repr__(self) -> str:
        return f"<Settings {self.auth_type} from {self.origin}>"


class _Sources(NamedTuple):
    """The sources of settings: flags, variables and a cloud of clouds.yaml."""

    origin: str
    typed: Mapping[str, object]
    environ: Mapping[str, str]
    cloud: str | None = None
    #: An ``openstack.config.cloud_region.CloudRegion``, None without a cloud.
    region: Any = None

    @property
    def config(self) -> Mapping[str, Any]:
        """The cloud's configuration; empty without a cloud."""
        return self.region.config if self.region else {}

    def value(self, dest: str) -> object:
        """An option's value from flags and variables."""
        return value_of(BY_DEST[dest], self.typed, self.environ)

    def text(self, dest: str) -> str | None:
        """An option's value from flags and variables, as text."""
        value = self.value(dest)
        return None if value is None else str(value)


def read(cloud: str | None, typed: Mapping[str, object], environ: Mapping[str, str]) -> Settings:
    """Merge the settings from all sources.

    :param cloud: the cloud's name in clouds.yaml; None to use flags and variables alone.
    :param typed: ``dest`` to value of the options on the command line.
    :param environ: the environment.
    :returns: the settings, which may be incomplete: see :func:`needed`.
    :raises ConfigurationError: if a source cannot be read or settings contradict each other.
    """
    if cloud is None:
        return _merged(_Sources("the flags and OS_* variables", typed, environ))
    from novaclient.auth import clouds

    known = clouds.find(environ)
    origin = f"cloud '{cloud}' of {known.file_of(cloud)}"
    sources = _Sources(origin, typed, _adjusting_variables(cloud, typed, environ), cloud)
    region = clouds.region(cloud, sources.text("os_region_name"), known, environ)
    return _merged(sources._replace(region=region))


def needed(settings: Settings) -> tuple[tuple[str, ...], ...]:
    """List what the settings' authentication type requires.

    :param settings: the settings.
    :returns: groups of settings; one of each group is enough.
    """
    plugin = plugins.COMMON.get(settings.auth_type)
    if plugin is None:
        opts = plugins.plugin_opts(settings.auth_type)
        return tuple((opt.dest,) for opt in opts if opt.required and opt.default is None)
    optional = set()
    if settings.endpoint_override:
        optional.add(("endpoint",))
        if settings.auth_type == "token":
            optional.add(("auth_url",))
    return tuple(group for group in plugin.needs if group not in optional)


def _adjusting_variables(
    cloud: str, typed: Mapping[str, object], environ: Mapping[str, str]
) -> Mapping[str, str]:
    """Return the variables that may adjust a cloud's entry in clouds.yaml.

    Single variables adjust it. A complete openrc, recognized by OS_AUTH_URL, describes another
    cloud: with ``--os-cloud`` it is left out, because it would redirect the command to that cloud
    or send one cloud's password to the other.
    """
    url = value_of(BY_DEST["os_auth_url"], {}, environ)
    if not typed.get("os_cloud") or not url:
        return environ
    import logging

    logging.getLogger("novaclient.auth").warning(
        "--os-cloud %s takes precedence: the OS_* variables, which are for %s, are ignored",
        cloud,
        url,
    )
    names = {name for row in OPTIONS for name in row.env}
    return {
        name: value
        for name, value in environ.items()
        if name not in names and not name.startswith("OS_")
    }


def _merged(sources: _Sources) -> Settings:
    auth_type, chosen = _auth_type(sources)
    rows = _rows(auth_type, sources)
    _refuse_inapplicable(auth_type, rows, sources.typed)
    auth = _layered(
        _from_cloud(auth_type, chosen, sources, rows),
        {row.dest[3:]: value_of(row, {}, sources.environ) for row in rows},
        {row.dest[3:]: _typed(row, sources.typed) for row in rows},
    )
    text, region, config = sources.text, sources.region, sources.config
    return Settings(
        origin=sources.origin,
        cloud=sources.cloud,
        auth_type=auth_type,
        auth=_scoped(auth_type, _with_domains(auth, {row.dest[3:] for row in rows})),
        region=text("os_region_name")
        or (region.get_region_name("compute") if region else None)
        or None,
        interface=text("endpoint_type")
        or (region.get_interface("compute") if region else None)
        or str(BY_DEST["endpoint_type"].default),
        service_type=text("service_type")
        or (region.get_service_type("compute") if region else None)
        or "compute",
        service_name=text("service_name")
        or (region.get_service_name("compute") if region else None),
        endpoint_override=text("endpoint_override")
        or (region.get_endpoint("compute") if region else None),
        verify=_verify(sources),
        cert=_cert(sources),
        timeout=_timeout(sources),
        tls_ciphers=text("tls_ciphers") or config.get("tls_ciphers"),
        tls_min_version=text("tls_min_version") or config.get("tls_min_version"),
        collect_timing=bool(sources.typed.get("collect_timing")),
        default_microversion=_microversion(region),
        volume_service_name=text("volume_service_name"),
        insecure_http=bool(sources.value("insecure_http")) or config.get("insecure_http") is True,
    )


def _auth_type(sources: _Sources) -> tuple[str, bool]:
    """Return the authentication type, and whether a flag or a variable chose it."""
    typed, config = sources.typed, sources.config
    if typed.get("os_auth_type"):
        return plugins.canonical(str(typed["os_auth_type"])), True
    variables = sources._replace(typed={})
    lower = variables.text("os_auth_type") or config.get("auth_type") or "password"
    if typed.get("os_token") and lower not in plugins.TOKEN_TYPES:
        return "token", True
    if variables.text("os_auth_type"):
        return plugins.canonical(lower), True
    token = variables.text("os_token") or config.get("auth", {}).get("token")
    password = sources.text("os_password") or config.get("auth", {}).get("password")
    if token and not password and lower == "password":
        return "token", not config
    return plugins.canonical(str(lower)), not config


def _rows(auth_type: str, sources: _Sources) -> list[Option]:
    """List the options that an authentication type takes."""
    plugin = plugins.COMMON.get(auth_type)
    if plugin:
        return [*(BY_DEST[f"os_{name}"] for name in plugin.takes), *plugin.own]
    opts = plugins.plugin_opts(auth_type)
    if auth_type == "v3multifactor":
        row = next(plugins.option_of(opt) for opt in opts if opt.dest == "auth_methods")
        listed: Any = value_of(row, sources.typed, sources.environ)
        listed = listed or sources.config.get("auth_methods") or ()
        for method in listed.split(",") if isinstance(listed, str) else listed:
            opts += plugins.plugin_opts(method)
    found: dict[str, Option] = {}
    for opt in opts:
        row = plugins.option_of(opt)
        known = BY_DEST.get(row.dest)
        if known:
            row = row.with_variables(tuple(dict.fromkeys([*known.env, *row.env])))
        found[row.dest] = row
    return list(found.values())


def _typed(row: Option, typed: Mapping[str, object]) -> object:
    value = typed.get(row.dest)
    if value is None:
        # Some plugins have only tenant options; the tenant flags set the project options.
        renamed = {"os_tenant_id": "os_project_id", "os_tenant_name": "os_project_name"}
        value = typed.get(renamed.get(row.dest, ""))
    return value


def _refuse_inapplicable(
    auth_type: str, rows: Iterable[Option], typed: Mapping[str, object]
) -> None:
    if auth_type in plugins.WITHOUT_IDENTITY_SERVICE:
        return
    taken = {flag for row in rows for flag in row.flags}
    for dest, value in typed.items():
        row = BY_DEST.get(dest)
        if row is None or row.group != "authentication" or dest in ("os_cloud", "os_auth_type"):
            continue
        if value not in (None, "") and taken.isdisjoint(row.flags):
            raise ConfigurationError(
                f"{row.flags[0]} does not apply to authentication type '{auth_type}'"
            )


def _from_cloud(
    auth_type: str, chosen: bool, sources: _Sources, rows: Iterable[Option]
) -> dict[str, object]:
    """Return the settings that a cloud's configuration has for an authentication type."""
    config = sources.config
    inside: Mapping[str, Any] = config.get("auth") or {}
    known = {row.dest[3:] for row in OPTIONS if row.dest.startswith("os_")}
    auth: dict[str, object] = {}
    for row in rows:
        names = {row.dest[3:]: None} | {_setting(flag): None for flag in row.flags}
        known.update(names)
        values = [place.get(name) for place in (inside, config) for name in names]
        value = next((value for value in values if value not in (None, "")), None)
        if value is not None:
            auth[row.dest[3:]] = value if isinstance(value, str | list) else str(value)
    unknown = [name for name in inside if name not in known]
    if unknown and not chosen:
        import difflib

        near = difflib.get_close_matches(unknown[0], sorted(known), 1)
        hint = f": did you mean '{near[0]}'?" if near else ""
        raise ConfigurationError(
            f"{sources.origin}: authentication type '{auth_type}' has no setting "
            f"'{unknown[0]}'{hint}"
        )
    return auth


def _setting(flag: str) -> str:
    return flag.removeprefix("--os-").replace("-", "_")


def _layered(*levels: Mapping[str, object]) -> dict[str, Any]:
    """Merge levels of settings; later ones override, and an empty value unsets."""
    result: dict[str, object] = {}
    for level in levels:
        given = {name: value for name, value in level.items() if value is not None}
        for group in _ALTERNATIVES:
            if not given.keys().isdisjoint(group):
                _keep_domain(result, given)
                for name in group:
                    result.pop(name, None)
        result |= given
    return {name: value for name, value in result.items() if value != ""}


def _keep_domain(lower: dict[str, object], given: Mapping[str, object]) -> None:
    """Make the domain of a domain scope that of the project name which replaces it."""
    if given.get("project_name") and not lower.keys() & {"project_name", "project_id"}:
        for kind in ("id", "name"):
            if f"domain_{kind}" in lower:
                lower.setdefault(f"project_domain_{kind}", lower[f"domain_{kind}"])


def _with_domains(auth: dict[str, Any], taken: Collection[str]) -> dict[str, Any]:
    """Fill in the domains of user and project: the Identity API v3 requires them with names."""
    default_id = auth.pop("default_domain_id", None)
    default_name = auth.pop("default_domain_name", None)
    if "v2.0" in auth.get("auth_url", ""):
        return auth
    for what, name in (("user", "username"), ("project", "project_name")):
        by_id, by_name = f"{what}_domain_id", f"{what}_domain_name"
        if by_id not in taken or not auth.get(name) or by_id in auth or by_name in auth:
            continue
        if default_name and not default_id:
            auth[by_name] = default_name
        else:
            auth[by_id] = default_id or "default"
    return auth


def _scoped(auth_type: str, auth: dict[str, Any]) -> dict[str, Any]:
    """Check that an application credential has no other scope, and drop the project's domain."""
    if auth_type != "v3applicationcredential":
        return auth
    scope = [name for name in plugins.SCOPE if name in auth]
    if scope:
        # Keystone would answer only 401, as for a wrong secret.
        row = BY_DEST[f"os_{scope[0]}"]
        raise ConfigurationError(
            "an application credential has a project of its own: omit "
            f"{row.flags[0]} (unset {row.env[0]}), which is '{auth[scope[0]]}'"
        )
    return {name: value for name, value in auth.items() if not name.startswith("project_domain_")}


def _verify(sources: _Sources) -> bool | str:
    if sources.value("insecure"):
        return False
    path = sources.text("os_cacert")
    if path:
        return _existing("--os-cacert", path)
    verify = sources.region.get_requests_verify_args()[0] if sources.region else True
    if isinstance(verify, str):
        return _existing(f"cacert of cloud '{sources.region.name}'", verify)
    return verify is not False


def _cert(sources: _Sources) -> str | tuple[str, str] | None:
    cert, key = sources.text("os_cert"), sources.text("os_key")
    if cert:
        cert = _existing("--os-cert", cert)
        return (cert, _existing("--os-key", key)) if key else cert
    if key:
        raise ConfigurationError("--os-key (OS_KEY) is given without --os-cert (OS_CERT)")
    found = sources.region.get_requests_verify_args()[1] if sources.region else None
    for path in (found,) if isinstance(found, str) else found or ():
        _existing(f"cert of cloud '{sources.region.name}'", path)
    return found


def _existing(what: str, path: str) -> str:
    expanded = os.path.expanduser(path)
    if not os.path.exists(expanded):
        raise ConfigurationError(f"{what}: there is no file {expanded}")
    return expanded


def _timeout(sources: _Sources) -> float:
    value = (
        sources.typed.get("timeout")
        or sources.config.get("api_timeout")
        or BY_DEST["timeout"].default
    )
    try:
        return positive_seconds(str(value))
    except ValueError:
        raise ConfigurationError(
            f"{sources.origin}: api_timeout {value} is not a number of seconds greater than 0"
        ) from None


def _microversion(region: Any) -> str | None:
    if region is None:
        return None
    wanted = region.get_default_microversion("compute")
    version = str(region.config.get("compute_api_version") or "")
    return wanted or (version if "." in version else None)
