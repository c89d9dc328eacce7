"""The options that say which cloud, how it is reached and who is asking, as data.

The command's parser is built from these rows; it hands on only what was typed, and the order
*typed flag, then environment, then clouds.yaml, then default* is decided in this package alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple

from novaclient.exceptions import ConfigurationError

Group = Literal["general", "connection", "authentication"]

_TRUE: Final = frozenset({"1", "t", "true", "on", "y", "yes"})
_FALSE: Final = frozenset({"0", "f", "false", "off", "n", "no"})


class Option(NamedTuple):
    """One global option.

    ``dest`` names it in the mappings that :class:`novaclient.auth.identity.Identity` takes;
    ``env`` lists its variables, the first that is set and not empty decides. A row whose
    ``action`` is ``store_true`` takes no value.
    """

    flags: tuple[str, ...]
    dest: str
    help: str
    env: tuple[str, ...] = ()
    default: str | float | bool | None = None
    metavar: str | None = None
    secret: bool = False
    choices: tuple[str, ...] = ()
    type: Callable[[str], object] = str
    group: Group = "authentication"
    action: Literal["store", "store_true"] = "store"


def positive_seconds(text: str) -> float:
    """Read a number of seconds greater than zero.

    :param text: what was typed.
    :returns: the seconds.
    :raises ValueError: when it is not a finite number above zero.
    """
    value = float(text)
    if not 0 < value < float("inf"):
        raise ValueError(f"{text} is not a number of seconds greater than 0")
    return value


OPTIONS: Final[tuple[Option, ...]] = (
    Option(
        ("--debug",),
        "debug",
        "Show every request and answer (secrets are hashed) and, on an error, the traceback.",
        default=False,
        group="general",
        action="store_true",
    ),
    Option(
        ("--os-cache",),
        "os_cache",
        "Accepted for old scripts: tokens are always cached (NOVACLIENT_NO_CACHE=1 turns it off).",
        env=("OS_CACHE",),
        default=False,
        group="general",
        action="store_true",
    ),
    Option(
        ("--timings",),
        "timings",
        "After the command, show how long each request took.",
        default=False,
        group="general",
        action="store_true",
    ),
    Option(
        ("--os-region-name",),
        "os_region_name",
        "Region whose services are used; needed where a cloud has several.",
        env=("OS_REGION_NAME", "NOVA_REGION_NAME"),
        default="",
        metavar="<region-name>",
        group="general",
    ),
    Option(
        ("--service-type",),
        "service_type",
        "Type under which the catalog lists the compute service (normally compute).",
        metavar="<service-type>",
        group="general",
    ),
    Option(
        ("--service-name",),
        "service_name",
        "Name of the compute service, where the catalog lists several of one type.",
        env=("NOVA_SERVICE_NAME",),
        default="",
        metavar="<service-name>",
        group="general",
    ),
    Option(
        ("--os-endpoint-type",),
        "endpoint_type",
        "Which of a service's endpoints to use: public, internal or admin.",
        env=("NOVA_ENDPOINT_TYPE", "OS_ENDPOINT_TYPE"),
        default="publicURL",
        metavar="<endpoint-type>",
        group="general",
    ),
    Option(
        ("--os-compute-api-version",),
        "os_compute_api_version",
        "Microversion to speak: X.Y, or X.latest for the newest that both sides know.",
        env=("OS_COMPUTE_API_VERSION",),
        default="2.latest",
        metavar="<compute-api-ver>",
        group="general",
    ),
    Option(
        ("--os-endpoint-override",),
        "endpoint_override",
        "Address of the compute service, instead of the one in the catalog.",
        env=("OS_ENDPOINT_OVERRIDE", "NOVACLIENT_ENDPOINT_OVERRIDE", "NOVACLIENT_BYPASS_URL"),
        default="",
        metavar="<bypass-url>",
        group="general",
    ),
    Option(
        ("--insecure",),
        "insecure",
        "Do not check TLS certificates: whoever is in between can then read and change everything.",
        env=("NOVACLIENT_INSECURE",),
        default=False,
        group="connection",
        action="store_true",
    ),
    Option(
        ("--os-cacert",),
        "os_cacert",
        "File with the authorities (PEM) that may sign the cloud's certificates.",
        env=("OS_CACERT",),
        metavar="<ca-certificate>",
        group="connection",
    ),
    Option(
        ("--os-cert",),
        "os_cert",
        "File with the client certificate (PEM) to show to the cloud.",
        env=("OS_CERT",),
        metavar="<certificate>",
        group="connection",
    ),
    Option(
        ("--os-key",),
        "os_key",
        "File with the client certificate's private key (PEM), if it is kept apart.",
        env=("OS_KEY",),
        metavar="<key>",
        group="connection",
    ),
    Option(
        ("--timeout",),
        "timeout",
        "Longest silence to accept from a service before giving up, in seconds (600).",
        default=600,
        metavar="<seconds>",
        type=positive_seconds,
        group="connection",
    ),
    Option(
        ("--collect-timing",),
        "collect_timing",
        "Let the session keep the time of every request, for programs that read it.",
        default=False,
        group="connection",
        action="store_true",
    ),
    Option(
        ("--tls-ciphers",),
        "tls_ciphers",
        "Ciphers that TLS may use, in OpenSSL's notation.",
        env=("OS_TLS_CIPHERS",),
        metavar="<ciphers>",
        group="connection",
    ),
    Option(
        ("--tls-min-version",),
        "tls_min_version",
        "Oldest TLS version to accept: 1.2 or 1.3.",
        env=("OS_TLS_MIN_VERSION",),
        choices=("1.2", "1.3"),
        group="connection",
    ),
    Option(
        ("--os-cloud",),
        "os_cloud",
        "Cloud to use, by its name in clouds.yaml (the sandbox's are sandbox and sandbox-admin).",
        env=("OS_CLOUD",),
        metavar="<name>",
    ),
    Option(
        ("--os-auth-type", "--os-auth-plugin"),
        "os_auth_type",
        "How to sign in: password, token, v3applicationcredential or another keystoneauth plugin.",
        env=("OS_AUTH_TYPE", "OS_AUTH_PLUGIN"),
        default="password",
        metavar="<name>",
    ),
    Option(
        ("--os-auth-url",),
        "os_auth_url",
        "Address of the identity service; one that ends in /v3 saves a request.",
        env=("OS_AUTH_URL", "NOVA_URL"),
        default="",
    ),
    Option(
        ("--os-system-scope",),
        "os_system_scope",
        "Ask for a token for the whole deployment (all) instead of one for a project.",
        env=("OS_SYSTEM_SCOPE",),
    ),
    Option(
        ("--os-domain-id",),
        "os_domain_id",
        "Id of the domain to get a token for, instead of a project.",
        env=("OS_DOMAIN_ID",),
    ),
    Option(
        ("--os-domain-name",),
        "os_domain_name",
        "Name of the domain to get a token for, instead of a project.",
        env=("OS_DOMAIN_NAME",),
    ),
    Option(
        ("--os-project-id", "--os-tenant-id"),
        "os_project_id",
        "Id of the project to work in.",
        env=("OS_PROJECT_ID", "OS_TENANT_ID"),
        default="",
    ),
    Option(
        ("--os-project-name", "--os-tenant-name"),
        "os_project_name",
        "Name of the project to work in.",
        env=("OS_PROJECT_NAME", "OS_TENANT_NAME", "NOVA_PROJECT_ID"),
        default="",
    ),
    Option(
        ("--os-project-domain-id",),
        "os_project_domain_id",
        "Id of the domain that the project belongs to (default, if neither id nor name is given).",
        env=("OS_PROJECT_DOMAIN_ID",),
        default="",
    ),
    Option(
        ("--os-project-domain-name",),
        "os_project_domain_name",
        "Name of the domain that the project belongs to.",
        env=("OS_PROJECT_DOMAIN_NAME",),
        default="",
    ),
    Option(
        ("--os-trust-id",),
        "os_trust_id",
        "Id of the trust to act under.",
        env=("OS_TRUST_ID",),
    ),
    Option(
        ("--os-default-domain-id",),
        "os_default_domain_id",
        "Id of the domain of both user and project, where theirs is not given.",
        env=("OS_DEFAULT_DOMAIN_ID",),
    ),
    Option(
        ("--os-default-domain-name",),
        "os_default_domain_name",
        "Name of the domain of both user and project, where theirs is not given.",
        env=("OS_DEFAULT_DOMAIN_NAME",),
    ),
    Option(
        ("--os-user-id",),
        "os_user_id",
        "Id of the user.",
        env=("OS_USER_ID",),
    ),
    Option(
        ("--os-username", "--os-user-name"),
        "os_username",
        "Name of the user.",
        env=("OS_USERNAME", "NOVA_USERNAME"),
        default="",
    ),
    Option(
        ("--os-user-domain-id",),
        "os_user_domain_id",
        "Id of the domain that the user belongs to (default, if neither id nor name is given).",
        env=("OS_USER_DOMAIN_ID",),
        default="",
    ),
    Option(
        ("--os-user-domain-name",),
        "os_user_domain_name",
        "Name of the domain that the user belongs to.",
        env=("OS_USER_DOMAIN_NAME",),
        default="",
    ),
    Option(
        ("--os-password",),
        "os_password",
        "The user's password; others can see flags in the list of processes, not variables.",
        env=("OS_PASSWORD", "NOVA_PASSWORD"),
        default="",
        secret=True,
    ),
    Option(
        ("--os-token",),
        "os_token",
        "A token got earlier, instead of user name and password.",
        env=("OS_TOKEN",),
        secret=True,
    ),
)

BY_DEST: Final[Mapping[str, Option]] = {row.dest: row for row in OPTIONS}


def value_of(row: Option, typed: Mapping[str, object], environ: Mapping[str, str]) -> object:
    """Give an option's value: what was typed, else its variables, else None.

    A flag typed with an empty value means "nothing", and hides the variables.

    :param row: the option.
    :param typed: ``dest`` to value, only what stood on the command line.
    :param environ: the environment.
    :returns: the value in the option's type, or None. The row's default is not applied.
    :raises ConfigurationError: when a variable holds what the option cannot be.
    """
    given = typed.get(row.dest)
    if given is not None:
        return None if given == "" else given
    for name in row.env:
        if text := environ.get(name):
            return _from_variable(row, name, text)
    return None


def resolve(
    typed: Mapping[str, object], environ: Mapping[str, str], rows: Iterable[Option] = OPTIONS
) -> dict[str, object]:
    """Give every option a value from flags, environment and defaults; clouds.yaml is not read.

    :param typed: ``dest`` to value, only what stood on the command line.
    :param environ: the environment.
    :param rows: the options to look at.
    :returns: ``dest`` to value for every row.
    :raises ConfigurationError: when a variable holds what the option cannot be.
    """
    values = {}
    for row in rows:
        value = value_of(row, typed, environ)
        values[row.dest] = row.default if value is None else value
    return values


def plugin_options(auth_type: str) -> tuple[Option, ...]:
    """List the options that one authentication type has beyond those of :data:`OPTIONS`.

    :param auth_type: a keystoneauth plugin's name, ``v3applicationcredential`` for example.
    :returns: the rows; empty where the type needs nothing of its own.
    :raises ConfigurationError: when there is no such type.
    """
    known = {flag for row in OPTIONS for flag in row.flags}
    rows = []
    for opt in plugin_fields(auth_type):
        names = [opt.name, *(old.name for old in opt.deprecated)]
        flags = _spellings(names)
        if known.isdisjoint(flags):
            rows.append(
                Option(
                    flags,
                    f"os_{opt.dest}",
                    opt.help or "",
                    env=tuple(f"OS_{name.replace('-', '_').upper()}" for name in names),
                    secret=opt.secret,
                    type=opt.type,
                    metavar=opt.metavar,
                )
            )
    return tuple(rows)


class PluginField(NamedTuple):
    """One setting of an authentication plugin, as keystoneauth describes it."""

    name: str
    dest: str
    help: str | None
    secret: bool
    required: bool
    type: Callable[[str], object]
    metavar: str | None
    deprecated: tuple[PluginField, ...]


def plugin_fields(auth_type: str) -> tuple[PluginField, ...]:
    """Ask keystoneauth which settings an authentication type takes.

    :param auth_type: the plugin's name.
    :returns: its settings.
    :raises ConfigurationError: when there is no such type; names the nearest one.
    """
    from keystoneauth1 import exceptions, loading

    try:
        found = loading.get_plugin_options(auth_type)
    except exceptions.NoMatchingPlugin:
        raise ConfigurationError(_unknown_auth_type(auth_type)) from None
    return tuple(_field(opt) for opt in found)


def _unknown_auth_type(auth_type: str) -> str:
    import difflib

    from keystoneauth1 import loading

    names = sorted(loading.get_available_plugin_names())
    near = difflib.get_close_matches(auth_type, names, 1)
    hint = f"did you mean {near[0]}? " if near else ""
    return f"no authentication type '{auth_type}': {hint}installed are {', '.join(names)}"


def _field(opt: Any) -> PluginField:
    return PluginField(
        name=opt.name,
        dest=opt.dest,
        help=opt.help,
        secret=opt.secret,
        required=opt.required,
        type=opt.type,
        metavar=opt.metavar,
        deprecated=tuple(_field(old) for old in opt.deprecated),
    )


def _spellings(names: Iterable[str]) -> tuple[str, ...]:
    # keystoneauth names some settings with underscores; both spellings of the flag are accepted.
    dashed = [f"--os-{name.replace('_', '-')}" for name in names]
    return tuple(dict.fromkeys([*dashed, *(f"--os-{name}" for name in names)]))


def _from_variable(row: Option, name: str, text: str) -> object:
    if row.action == "store_true":
        word = text.strip().lower()
        if word in _TRUE:
            return True
        if word in _FALSE:
            return False
        raise ConfigurationError(f"{name}={text} is neither yes nor no: set it to 1 or 0")
    if row.choices and text not in row.choices:
        raise ConfigurationError(f"{name}={text} is not one of {', '.join(row.choices)}")
    try:
        return row.type(text)
    except ValueError as error:
        raise ConfigurationError(f"{name}: {error}") from None
