"""The options that say which cloud, how it is reached and who is asking, as data.

The command's parser is built from these rows; it hands on only what was typed, and the order
*typed flag, then environment, then clouds.yaml, then default* is decided in this package alone.
"""

from __future__ import annotations

from novaclient.wire.limits import TIMEOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, Final, Literal

    Group = Literal["general", "connection", "authentication"]

_TRUE: Final = frozenset({"1", "t", "true", "on", "y", "yes"})
_FALSE: Final = frozenset({"0", "f", "false", "off", "n", "no"})


class Option:
    """One global option.

    ``dest`` names it in the mappings that :class:`novaclient.auth.identity.Identity` takes;
    ``env`` lists its variables, the first that is set and not empty decides. A row whose
    ``action`` is ``store_true`` takes no value. One that is ``new``, which python-novaclient has
    not, leaves it the abbreviations of its flags.
    """

    __slots__ = (
        "action",
        "choices",
        "default",
        "dest",
        "env",
        "flags",
        "group",
        "help",
        "metavar",
        "new",
        "secret",
        "type",
    )

    def __init__(
        self,
        flags: tuple[str, ...],
        dest: str,
        help: str,
        *,
        env: tuple[str, ...] = (),
        default: str | float | bool | None = None,
        metavar: str | None = None,
        secret: bool = False,
        choices: tuple[str, ...] = (),
        type: Callable[[str], object] = str,
        group: Group = "authentication",
        action: Literal["store", "store_true"] = "store",
        new: bool = False,
    ) -> None:
        self.flags = flags
        self.dest = dest
        self.help = help
        self.env = env
        self.default = default
        self.metavar = metavar
        self.secret = secret
        self.choices = choices
        self.type = type
        self.group = group
        self.action = action
        self.new = new

    def with_variables(self, env: tuple[str, ...]) -> Option:
        """The same option with other variables."""
        fields = {name: getattr(self, name) for name in Option.__slots__}
        return Option(**fields | {"env": env})

    def __repr__(self) -> str:
        return f"<Option {self.flags[0]}>"


def positive_seconds(text: str) -> float:
    """Read a number of seconds greater than zero.

    :param text: what was typed.
    :returns: the seconds.
    :raises ValueError: when it is not a finite number above zero.
    """
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise ValueError(f"{text} is not a number of seconds greater than 0")
    return value


def whole_number(text: str) -> int:
    """Read a number of times, 0 or more.

    :param text: what was typed.
    :returns: the number.
    :raises ValueError: when it is not one.
    """
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValueError(f"{text} is not a whole number, 0 or more")
    return int(text)


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
        "Accepted for old scripts: tokens are kept anyway, see --no-cache.",
        env=("OS_CACHE",),
        default=False,
        group="general",
        action="store_true",
    ),
    Option(
        ("--no-cache",),
        "no_cache",
        "Sign in anew, and keep no token (NOVACLIENT_NO_CACHE=1 does the same).",
        default=False,
        group="general",
        action="store_true",
        new=True,
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
        ("--volume-service-name",),
        "volume_service_name",
        "Name of the block storage service, where the catalog lists several.",
        env=("NOVA_VOLUME_SERVICE_NAME",),
        metavar="<volume-service-name>",
        group="general",
        new=True,
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
        default=int(TIMEOUT),
        metavar="<seconds>",
        type=positive_seconds,
        group="connection",
    ),
    Option(
        ("--retries",),
        "retries",
        "How often to repeat a request that failed, where that is safe (3); 0 for never.",
        env=("NOVACLIENT_RETRIES",),
        metavar="<number>",
        type=whole_number,
        group="connection",
        new=True,
    ),
    Option(
        ("--max-answer",),
        "max_answer",
        "Largest answer to take from a service, in MiB (256).",
        env=("NOVACLIENT_MAX_ANSWER",),
        metavar="<MiB>",
        type=whole_number,
        group="connection",
        new=True,
    ),
    Option(
        ("--os-insecure-http",),
        "insecure_http",
        "Send the password also to an address without TLS (http://) on another machine.",
        env=("NOVACLIENT_INSECURE_HTTP",),
        default=False,
        group="connection",
        action="store_true",
        new=True,
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
        new=True,
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

#: Flags of old, understood when they are spelled out, and what to write today.
OLD_FLAGS: Final[Mapping[str, str]] = {
    "--bypass-url": "--os-endpoint-override",
    "--endpoint-type": "--os-endpoint-type",
    "--os-auth-system": "--os-auth-type",
    "--os-auth-token": "--os-token",
    "--os-tenant-id": "--os-project-id",
    "--os-tenant-name": "--os-project-name",
}
#: Variables of old, looked at after those of today.
_OLD_VARIABLES: Final = {"os_auth_type": "OS_AUTH_SYSTEM", "os_token": "OS_AUTH_TOKEN"}

_ENDPOINT: Final = Option(
    ("--os-endpoint", "--os-url"),
    "os_endpoint",
    "Address of the service; there is no catalog to find it in.",
    env=("OS_ENDPOINT", "OS_URL"),
)

#: What the commonest types have of their own, so that keystoneauth need not be asked.
_OF_TYPE: Final[Mapping[str, tuple[Option, ...]]] = {
    "password": (),
    "v3password": (),
    "token": (),
    "v3token": (),
    "none": (Option(("--os-endpoint",), "os_endpoint", _ENDPOINT.help, env=("OS_ENDPOINT",)),),
    "admin_token": (_ENDPOINT,),
    "v3applicationcredential": (
        Option(
            ("--os-application-credential-id", "--os-application_credential_id"),
            "os_application_credential_id",
            "Id of the application credential.",
            env=("OS_APPLICATION_CREDENTIAL_ID",),
        ),
        Option(
            ("--os-application-credential-name", "--os-application_credential_name"),
            "os_application_credential_name",
            "Name of the application credential; its user must be given too.",
            env=("OS_APPLICATION_CREDENTIAL_NAME",),
        ),
        Option(
            ("--os-application-credential-secret", "--os-application_credential_secret"),
            "os_application_credential_secret",
            "Secret of the application credential.",
            env=("OS_APPLICATION_CREDENTIAL_SECRET",),
            secret=True,
        ),
    ),
}


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
    for name in (*row.env, _OLD_VARIABLES.get(row.dest, "")):
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
    if auth_type in _OF_TYPE:
        return _OF_TYPE[auth_type]
    known = {flag for row in OPTIONS for flag in row.flags}
    rows = []
    for opt in plugin_fields(auth_type):
        if known.isdisjoint(_spellings(opt)):
            rows.append(option_of(opt))
    return tuple(rows)


def option_of(opt: Any) -> Option:
    """Describe a keystoneauth plugin's setting as one of this table's rows.

    :param opt: a ``keystoneauth1.loading.Opt``.
    :returns: the row; it has no default, which is left to the plugin.
    """
    return Option(
        _spellings(opt),
        f"os_{opt.dest}",
        opt.help or "",
        env=tuple(opt.argparse_envvars),
        secret=opt.secret,
        type=opt.type,
        metavar=opt.metavar,
    )


def plugin_fields(auth_type: str) -> list[Any]:
    """Ask keystoneauth which settings an authentication type takes.

    :param auth_type: the plugin's name.
    :returns: its settings, as ``keystoneauth1.loading.Opt``.
    :raises ConfigurationError: when there is no such type; names the nearest one.
    """
    from keystoneauth1 import exceptions, loading

    from novaclient.exceptions import ConfigurationError

    try:
        return list(loading.get_plugin_options(auth_type))
    except exceptions.NoMatchingPlugin:
        raise ConfigurationError(_unknown_auth_type(auth_type)) from None


def _unknown_auth_type(auth_type: str) -> str:
    import difflib

    from keystoneauth1 import loading

    names = sorted(loading.get_available_plugin_names())
    near = difflib.get_close_matches(auth_type, names, 1)
    hint = f"did you mean {near[0]}? " if near else ""
    return f"no authentication type '{auth_type}': {hint}installed are {', '.join(names)}"


def _spellings(opt: Any) -> tuple[str, ...]:
    # keystoneauth names some settings with underscores; both spellings of the flag are accepted.
    flags = opt.argparse_args
    return tuple(dict.fromkeys([*(flag.replace("_", "-") for flag in flags), *flags]))


def _from_variable(row: Option, name: str, text: str) -> object:
    from novaclient.exceptions import ConfigurationError

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
