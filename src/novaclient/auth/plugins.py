"""Authentication plugins of keystoneauth, and the settings that each one takes and needs.

The common ones are a table, so that keystoneauth is imported only for others. A plugin is loaded
in :mod:`novaclient.auth.loading`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from novaclient.auth.options import OPTIONS, Option
from novaclient.exceptions import ConfigurationError

#: The settings that scope a token; a plugin uses one of them.
SCOPE: Final = (
    "project_id",
    "project_name",
    "domain_id",
    "domain_name",
    "system_scope",
    "trust_id",
)
_SCOPED: Final = (
    "auth_url",
    *SCOPE,
    "project_domain_id",
    "project_domain_name",
    "default_domain_id",
    "default_domain_name",
)
_USER: Final = ("user_id", "username", "user_domain_id", "user_domain_name")

_ENDPOINT_HELP: Final = "URL of the service; this authentication type has no catalog."


class Plugin(NamedTuple):
    """What one authentication plugin takes.

    ``takes`` are settings of :data:`~novaclient.auth.options.OPTIONS`, without ``os_``. ``own`` are
    options of this plugin only. ``needs`` are groups of settings; one of each group is required.
    """

    takes: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    own: tuple[Option, ...] = ()


_PASSWORD: Final = Plugin(
    takes=(*_SCOPED, *_USER, "password"),
    needs=(("auth_url",), ("username", "user_id"), ("password",)),
)
_TOKEN: Final = Plugin(takes=(*_SCOPED, "token"), needs=(("auth_url",), ("token",)))

#: The common plugins, by the names that ``--os-auth-type`` takes.
COMMON: Final[Mapping[str, Plugin]] = {
    "password": _PASSWORD,
    "v3password": _PASSWORD,
    "token": _TOKEN,
    "v3token": _TOKEN,
    "none": Plugin(
        takes=(),
        needs=(("endpoint",),),
        own=(Option(("--os-endpoint",), _ENDPOINT_HELP, env=("OS_ENDPOINT",)),),
    ),
    "admin_token": Plugin(
        takes=("token",),
        needs=(("endpoint",), ("token",)),
        own=(Option(("--os-endpoint", "--os-url"), _ENDPOINT_HELP, env=("OS_ENDPOINT", "OS_URL")),),
    ),
    "v3applicationcredential": Plugin(
        takes=(*_SCOPED, *_USER),
        needs=(
            ("auth_url",),
            ("application_credential_id", "application_credential_name"),
            ("application_credential_secret",),
        ),
        own=(
            Option(
                ("--os-application-credential-id", "--os-application_credential_id"),
                "ID of the application credential.",
                env=("OS_APPLICATION_CREDENTIAL_ID",),
            ),
            Option(
                ("--os-application-credential-name", "--os-application_credential_name"),
                "Name of the application credential; requires its user as well.",
                env=("OS_APPLICATION_CREDENTIAL_NAME",),
            ),
            Option(
                ("--os-application-credential-secret", "--os-application_credential_secret"),
                "Secret of the application credential.",
                env=("OS_APPLICATION_CREDENTIAL_SECRET",),
                secret=True,
            ),
        ),
    ),
}

#: Types that authenticate with a token.
TOKEN_TYPES: Final = frozenset(
    ["v2token", *(name for name, plugin in COMMON.items() if "token" in plugin.takes)]
)
#: Types with a configured endpoint, so that no identity service is involved.
WITHOUT_IDENTITY_SERVICE: Final = frozenset({"none", "admin_token", "http_basic"})
#: Names that openstack.config or python-novaclient 3 accept and keystoneauth does not.
_ALIASES: Final = {"token_endpoint": "admin_token", "None": "none", "keystone": "password"}


def canonical(auth_type: str) -> str:
    """Return keystoneauth's name of an authentication type.

    :param auth_type: the type, or another name of it.
    :returns: the plugin's name, whether there is such a plugin or not.
    """
    return _ALIASES.get(auth_type, auth_type)


def plugin_options(auth_type: str) -> tuple[Option, ...]:
    """List the options of an authentication type that are not in ``OPTIONS``.

    :param auth_type: the plugin's name, for example ``v3applicationcredential``.
    :returns: the options; empty if it has none of its own.
    :raises ConfigurationError: if there is no such plugin.
    """
    if auth_type in COMMON:
        return COMMON[auth_type].own
    known = {flag for row in OPTIONS for flag in row.flags}
    rows = (option_of(opt) for opt in plugin_opts(auth_type))
    return tuple(row for row in rows if known.isdisjoint(row.flags))


def option_of(opt: Any) -> Option:
    """Convert a keystoneauth plugin's option to a row of our own.

    :param opt: a ``keystoneauth1.loading.Opt``.
    :returns: the row; it has no default, which is left to the plugin.
    """
    # Some flags of keystoneauth have underscores; both spellings are accepted.
    dashed = (flag.replace("_", "-") for flag in opt.argparse_args)
    return Option(
        tuple(dict.fromkeys([*dashed, *opt.argparse_args])),
        opt.help or "",
        dest=f"os_{opt.dest}",
        env=tuple(opt.argparse_envvars),
        secret=opt.secret,
        type=opt.type,
        metavar=opt.metavar,
    )


def plugin_opts(auth_type: str) -> list[Any]:
    """Return the options of an authentication type from keystoneauth.

    :param auth_type: the plugin's name.
    :returns: a list of ``keystoneauth1.loading.Opt``.
    :raises ConfigurationError: if there is no such plugin; names the closest match.
    """
    from keystoneauth1 import exceptions, loading

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
