"""The global options: their flags and variables, as data, and how a value is found for one.

Which cloud is used, how it is reached and who the user is. The order *flag, environment variable,
clouds.yaml, default* is decided in ``auth`` alone: a parser passes on only what the command line
had. Options of single authentication plugins are in :mod:`novaclient.auth.plugins`.
"""

from __future__ import annotations

from novaclient.wire.limits import TIMEOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Final, Literal

    Group = Literal["general", "connection", "authentication"]

#: The words for true and false, in variables and flags: those of oslo.utils, in lower case.
TRUE_WORDS: Final = frozenset({"1", "t", "true", "on", "y", "yes"})
FALSE_WORDS: Final = frozenset({"0", "f", "false", "off", "n", "no"})


class Option:
    """One global option.

    :ivar flags: its flags; the first is the one that messages name.
    :ivar help: its help text.
    :ivar dest: its name in the mappings that :class:`novaclient.auth.identity.Identity` takes;
        by default that of the first long flag.
    :ivar env: its environment variables; the first that is set and not empty counts.
    :ivar default: its default value; False for a switch.
    :ivar metavar: how help shows its value.
    :ivar secret: whether its value must not be shown.
    :ivar choices: the only values that it takes; empty for any.
    :ivar type: converts its text to a value, and raises :exc:`ValueError` for an invalid one.
    :ivar group: the section of the help that lists it.
    :ivar action: ``store_true`` for a switch, which takes no value.
    :ivar new: whether python-novaclient lacks it; an abbreviation that fits other options too
        then stands for those.
    :ivar completes: what its value names, for completion: ``cloud`` or ``file``; empty for neither.
    :ivar identifies: False if neither the token nor where requests go depends on it; then a cached
        record is used whatever its value.
    """

    __slots__ = (
        "action",
        "choices",
        "completes",
        "default",
        "dest",
        "env",
        "flags",
        "group",
        "help",
        "identifies",
        "metavar",
        "new",
        "secret",
        "type",
    )

    def __init__(
        self,
        flags: tuple[str, ...],
        help: str,
        *,
        dest: str | None = None,
        env: tuple[str, ...] = (),
        default: str | float | bool | None = None,
        metavar: str | None = None,
        secret: bool = False,
        choices: tuple[str, ...] = (),
        type: Callable[[str], object] = str,
        group: Group = "authentication",
        action: Literal["store", "store_true"] = "store",
        new: bool = False,
        completes: Literal["", "cloud", "file"] = "",
        identifies: bool = True,
    ) -> None:
        long = next(flag for flag in flags if flag.startswith("--"))
        self.flags = flags
        self.help = help
        self.dest = dest or long[2:].replace("-", "_")
        self.env = env
        self.default = False if action == "store_true" else default
        self.metavar = metavar
        self.secret = secret
        self.choices = choices
        self.type = type
        self.group = group
        self.action = action
        self.new = new
        self.completes = completes
        self.identifies = identifies

    def with_variables(self, env: tuple[str, ...]) -> Option:
        """Copy the option with other environment variables.

        :param env: the variables.
        :returns: the copy.
        """
        fields = {name: getattr(self, name) for name in Option.__slots__}
        return Option(**fields | {"env": env})

    def __repr__(self) -> str:
        return f"<Option {self.flags[0]}>"


def positive_seconds(text: str) -> float:
    """Convert a text to a number of seconds greater than zero.

    :param text: the text.
    :returns: the seconds.
    :raises ValueError: if it is not a finite number greater than zero.
    """
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise ValueError(f"{text} is not a number of seconds greater than 0")
    return value


def whole_number(text: str) -> int:
    """Convert a text to a whole number, 0 or more.

    :param text: the text.
    :returns: the number.
    :raises ValueError: if it is not one.
    """
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise ValueError(f"{text} is not a whole number, 0 or more")
    return int(text)


OPTIONS: Final[tuple[Option, ...]] = (
    Option(
        ("--debug",),
        "Log every request and response (secrets are hashed), and show the traceback of an error.",
        group="general",
        action="store_true",
        identifies=False,
    ),
    Option(
        ("--os-cache",),
        "Accepted for old scripts; tokens are cached by default, see --no-cache.",
        env=("OS_CACHE",),
        group="general",
        action="store_true",
        identifies=False,
    ),
    Option(
        ("--no-cache",),
        "Sign in again and do not cache the token (NOVACLIENT_NO_CACHE=1 does the same).",
        group="general",
        action="store_true",
        new=True,
    ),
    Option(
        ("--timings",),
        "Print how long each request took, after the command's output.",
        group="general",
        action="store_true",
        identifies=False,
    ),
    Option(
        ("--os-region-name",),
        "Region to use, if the cloud has more than one.",
        env=("OS_REGION_NAME", "NOVA_REGION_NAME"),
        default="",
        metavar="<region-name>",
        group="general",
    ),
    Option(
        ("--service-type",),
        "Service type of the compute service in the catalog (normally compute).",
        metavar="<service-type>",
        group="general",
    ),
    Option(
        ("--service-name",),
        "Name of the compute service, if the catalog lists more than one.",
        env=("NOVA_SERVICE_NAME",),
        default="",
        metavar="<service-name>",
        group="general",
    ),
    Option(
        ("--volume-service-name",),
        "Name of the block storage service, if the catalog lists more than one.",
        env=("NOVA_VOLUME_SERVICE_NAME",),
        metavar="<volume-service-name>",
        group="general",
        new=True,
    ),
    Option(
        ("--os-endpoint-type",),
        "Interface of the endpoints to use: public, internal or admin.",
        dest="endpoint_type",
        env=("NOVA_ENDPOINT_TYPE", "OS_ENDPOINT_TYPE"),
        default="publicURL",
        metavar="<endpoint-type>",
        group="general",
    ),
    Option(
        ("--os-compute-api-version",),
        "Microversion to use: X.Y, or X.latest for the newest that client and cloud support.",
        env=("OS_COMPUTE_API_VERSION",),
        default="2.latest",
        metavar="<compute-api-ver>",
        group="general",
        identifies=False,
    ),
    Option(
        ("--os-endpoint-override",),
        "URL of the compute service, instead of the one in the catalog.",
        dest="endpoint_override",
        env=("OS_ENDPOINT_OVERRIDE", "NOVACLIENT_ENDPOINT_OVERRIDE", "NOVACLIENT_BYPASS_URL"),
        default="",
        metavar="<bypass-url>",
        group="general",
    ),
    Option(
        ("--insecure",),
        "Do not verify TLS certificates: others on the network can then read and change traffic.",
        env=("NOVACLIENT_INSECURE",),
        group="connection",
        action="store_true",
    ),
    Option(
        ("--os-cacert",),
        "CA bundle (PEM file) for verifying the cloud's certificates.",
        env=("OS_CACERT",),
        metavar="<ca-certificate>",
        group="connection",
        completes="file",
    ),
    Option(
        ("--os-cert",),
        "Client certificate (PEM file) to present to the cloud.",
        env=("OS_CERT",),
        metavar="<certificate>",
        group="connection",
        completes="file",
    ),
    Option(
        ("--os-key",),
        "Private key of the client certificate (PEM file), if it is in a separate file.",
        env=("OS_KEY",),
        metavar="<key>",
        group="connection",
        completes="file",
    ),
    Option(
        ("--timeout",),
        "Seconds to wait for data from a service before giving up (600).",
        default=int(TIMEOUT),
        metavar="<seconds>",
        type=positive_seconds,
        group="connection",
    ),
    Option(
        ("--retries",),
        "How often to retry a failed request where that is safe (3); 0 for never.",
        env=("NOVACLIENT_RETRIES",),
        metavar="<number>",
        type=whole_number,
        group="connection",
        new=True,
        identifies=False,
    ),
    Option(
        ("--max-answer",),
        "Largest response to accept from a service, in MiB (256).",
        env=("NOVACLIENT_MAX_ANSWER",),
        metavar="<MiB>",
        type=whole_number,
        group="connection",
        new=True,
        identifies=False,
    ),
    Option(
        ("--os-insecure-http",),
        "Allow credentials to be sent to another machine over http://, without TLS.",
        dest="insecure_http",
        env=("NOVACLIENT_INSECURE_HTTP",),
        group="connection",
        action="store_true",
        new=True,
    ),
    Option(
        ("--collect-timing",),
        "Record the time of every request in the session, for programs that read it.",
        group="connection",
        action="store_true",
        identifies=False,
    ),
    Option(
        ("--tls-ciphers",),
        "TLS ciphers to allow, in OpenSSL's notation.",
        env=("OS_TLS_CIPHERS",),
        metavar="<ciphers>",
        group="connection",
    ),
    Option(
        ("--tls-min-version",),
        "Minimum TLS version: 1.2 or 1.3.",
        env=("OS_TLS_MIN_VERSION",),
        choices=("1.2", "1.3"),
        group="connection",
    ),
    Option(
        ("--os-cloud",),
        "Cloud to use, by its name in clouds.yaml (the sandbox adds sandbox and sandbox-admin).",
        env=("OS_CLOUD",),
        metavar="<name>",
        new=True,
        completes="cloud",
    ),
    Option(
        ("--os-auth-type", "--os-auth-plugin"),
        "Authentication type: password, token, v3applicationcredential or any keystoneauth plugin.",
        env=("OS_AUTH_TYPE", "OS_AUTH_PLUGIN"),
        default="password",
        metavar="<name>",
    ),
    Option(
        ("--os-auth-url",),
        "URL of the identity service (Keystone); one that ends in /v3 saves a request.",
        env=("OS_AUTH_URL", "NOVA_URL"),
        default="",
    ),
    Option(
        ("--os-system-scope",),
        "Request a token with system scope (all) instead of one for a project.",
        env=("OS_SYSTEM_SCOPE",),
    ),
    Option(
        ("--os-domain-id",),
        "ID of the domain to request a token for, instead of a project.",
        env=("OS_DOMAIN_ID",),
    ),
    Option(
        ("--os-domain-name",),
        "Name of the domain to request a token for, instead of a project.",
        env=("OS_DOMAIN_NAME",),
    ),
    Option(
        ("--os-project-id", "--os-tenant-id"),
        "ID of the project to work in.",
        env=("OS_PROJECT_ID", "OS_TENANT_ID"),
        default="",
    ),
    Option(
        ("--os-project-name", "--os-tenant-name"),
        "Name of the project to work in.",
        env=("OS_PROJECT_NAME", "OS_TENANT_NAME", "NOVA_PROJECT_ID"),
        default="",
    ),
    Option(
        ("--os-project-domain-id",),
        "ID of the project's domain ('default' if neither ID nor name is given).",
        env=("OS_PROJECT_DOMAIN_ID",),
        default="",
    ),
    Option(
        ("--os-project-domain-name",),
        "Name of the project's domain.",
        env=("OS_PROJECT_DOMAIN_NAME",),
        default="",
    ),
    Option(("--os-trust-id",), "ID of the trust to use.", env=("OS_TRUST_ID",)),
    Option(
        ("--os-default-domain-id",),
        "ID of the domain of the user and the project, unless given for either separately.",
        env=("OS_DEFAULT_DOMAIN_ID",),
    ),
    Option(
        ("--os-default-domain-name",),
        "Name of the domain of the user and the project, unless given for either separately.",
        env=("OS_DEFAULT_DOMAIN_NAME",),
    ),
    Option(("--os-user-id",), "ID of the user.", env=("OS_USER_ID",)),
    Option(
        ("--os-username", "--os-user-name"),
        "Name of the user.",
        env=("OS_USERNAME", "NOVA_USERNAME"),
        default="",
    ),
    Option(
        ("--os-user-domain-id",),
        "ID of the user's domain ('default' if neither ID nor name is given).",
        env=("OS_USER_DOMAIN_ID",),
        default="",
    ),
    Option(
        ("--os-user-domain-name",),
        "Name of the user's domain.",
        env=("OS_USER_DOMAIN_NAME",),
        default="",
    ),
    Option(
        ("--os-password",),
        "Password of the user. Other users can see flags in the process list, but not variables.",
        env=("OS_PASSWORD", "NOVA_PASSWORD"),
        default="",
        secret=True,
    ),
    Option(
        ("--os-token",),
        "Token to use instead of a user name and password.",
        env=("OS_TOKEN",),
        secret=True,
    ),
)

BY_DEST: Final[Mapping[str, Option]] = {row.dest: row for row in OPTIONS}

#: Deprecated flags, accepted only when spelled out, and the flags that replace them.
OLD_FLAGS: Final[Mapping[str, str]] = {
    "--bypass-url": "--os-endpoint-override",
    "--endpoint-type": "--os-endpoint-type",
    "--os-auth-system": "--os-auth-type",
    "--os-auth-token": "--os-token",
    "--os-tenant-id": "--os-project-id",
    "--os-tenant-name": "--os-project-name",
}
#: Deprecated variables, read after those in the table.
_OLD_VARIABLES: Final = {"os_auth_type": "OS_AUTH_SYSTEM", "os_token": "OS_AUTH_TOKEN"}


def value_of(row: Option, typed: Mapping[str, object], environ: Mapping[str, str]) -> object:
    """Return an option's value from the command line, else from its variables.

    A flag with an empty value unsets the option, whatever its variables say.

    :param row: the option.
    :param typed: ``dest`` to value of the options on the command line.
    :param environ: the environment.
    :returns: the value in the option's type, or None; the default is not applied.
    :raises ConfigurationError: if a variable's value is not valid.
    """
    given = typed.get(row.dest)
    if given is not None:
        return None if given == "" else given
    for name in (*row.env, _OLD_VARIABLES.get(row.dest, "")):
        if text := environ.get(name):
            return _from_variable(row, name, text)
    return None


def resolve(typed: Mapping[str, object], environ: Mapping[str, str]) -> dict[str, object]:
    """Return the value of every option from command line, environment and defaults.

    :param typed: ``dest`` to value of the options on the command line.
    :param environ: the environment; clouds.yaml is not read.
    :returns: ``dest`` to value for all of :data:`OPTIONS`.
    :raises ConfigurationError: if a variable's value is not valid.
    """
    values = {}
    for row in OPTIONS:
        value = value_of(row, typed, environ)
        values[row.dest] = row.default if value is None else value
    return values


def _from_variable(row: Option, name: str, text: str) -> object:
    from novaclient.exceptions import ConfigurationError

    if row.action == "store_true":
        word = text.strip().lower()
        if word in TRUE_WORDS:
            return True
        if word in FALSE_WORDS:
            return False
        raise ConfigurationError(f"{name}={text} is neither yes nor no: set it to 1 or 0")
    if row.choices and text not in row.choices:
        raise ConfigurationError(f"{name}={text} is not one of {', '.join(row.choices)}")
    try:
        return row.type(text)
    except ValueError as error:
        raise ConfigurationError(f"{name}: {error}") from None
