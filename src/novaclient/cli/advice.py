"""Advice about errors of the cloud: lines after that of the error.

Advice never hides or replaces the error; where it cannot be determined there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from novaclient.cli.errors import note
from novaclient.exceptions import (
    AuthenticationFailed,
    BadRequest,
    ClientException,
    Forbidden,
    NotFound,
    OverLimit,
    Unauthorized,
)

if TYPE_CHECKING:
    from novaclient.cli.framework.context import Context


_RULE: Final = re.compile(r"Policy doesn't allow (\S+) to be performed")
_QUOTA: Final = re.compile(
    r"quota|limit exceeded|is over limit|too many|maximum number of", re.IGNORECASE
)
#: The end of Nova's own failures if it could not reach another service.
_NO_SERVICE: Final = re.compile(r"keystoneauth1\S+\.(EndpointNotFound|MissingAuthPlugin)\b")
_MISSING: Final = re.compile(
    r"Keypair (?P<keypair>\S+) not found|No hypervisor matching '(?P<host>.+)' could be found"
    r"|Compute host (?P<compute>\S+) could not be found"
)
_COUNTED: Final = re.compile(r"already used \d.* of \d")

#: Nova's default policy: rules by role, each rule by the beginning of its name without the service.
#: The longest match decides; rules that are not listed are for members of the project.
_ROLES: Final = {
    "administrators": """
        aggregates:images network:attach_external_network limits:other_project
        os-admin-actions os-aggregates os-availability-zone:detail os-baremetal-nodes
        os-console-auth-tokens os-evacuate os-extended-server-attributes os-flavor-access
        os-flavor-extra-specs os-flavor-manage os-hosts os-hypervisors os-instance-actions:events
        os-instance-usage-audit-log os-lock-server:unlock:unlock_override
        os-migrate-server:migrate:host os-migrate-server:migrate_live:host
        os-migrations:index:all_projects os-migrations:index:host os-quota-class-sets
        os-quota-sets:update os-quota-sets:delete os-server-diagnostics
        os-server-groups:index:all_projects os-services os-shelve:unshelve_to_host
        os-shelve:shelve_offload os-simple-tenant-usage:list server:topology:host
        servers:allow_all_filters servers:create:forced_host servers:create:requested_destination
        servers:create:zero_disk_flavor servers:detail:get_all_tenants servers:index:get_all_tenants
        servers:migrations:show servers:migrations:index:host servers:show:host_status
    """,
    "managers": "os-migrate-server os-migrations servers:migrations",
    "services": "os-assisted-volume-snapshots os-server-external-events "
    "os-volumes-attachments:swap",
    "owner": "os-keypairs",
    "readers": """
        ips os-attach-interfaces:list os-attach-interfaces:show os-flavor-extra-specs:index
        os-flavor-extra-specs:show os-floating-ips:list os-floating-ips:show os-instance-actions
        os-networks os-quota-sets os-security-groups:get os-security-groups:list
        os-security-groups:show os-server-groups:index os-server-groups:show os-server-password:show
        os-server-shares:index os-server-shares:show os-server-tags:index os-server-tags:show
        os-simple-tenant-usage os-tenant-networks os-volumes-attachments:index
        os-volumes-attachments:show os-volumes:detail os-volumes:list os-volumes:show
        os-volumes:snapshots:detail os-volumes:snapshots:list os-volumes:snapshots:show
        server-metadata:index server-metadata:show server:topology:index servers:detail
        servers:index servers:show
    """,
    "everybody": "extensions limits os-availability-zone:list os-floating-ip-pools "
    "os-quota-sets:defaults",
    "nobody": "servers:resize:cross_cell",
}
_TEXTS: Final = {
    "administrators": "By default only administrators may do this.",
    "managers": "By default this requires the role 'manager' in the project, or an administrator.",
    "services": "By default only other services and administrators may do this.",
    "owner": "By default only the owner of the key pair and administrators may do this.",
    "readers": "By default this requires the role 'reader' in the project, or an administrator.",
    "members": "By default this requires the role 'member' in the project, or an administrator.",
    "everybody": "By default everybody may do this; this cloud has a different policy.",
    "nobody": "By default nobody may do this.",
}
#: The quotas behind phrases in messages that do not contain their names.
_QUOTA_NAMES: Final = {
    "key pairs": "key_pairs",
    "server groups": "server_groups",
    "servers in group": "server_group_members",
    "metadata": "metadata_items",
}
#: Quotas of single users, groups or servers: Nova does not report their usage in a project.
_UNCOUNTED: Final = ("key_pairs", "server_group_members", "metadata_items", "injected")


def advice(error: BaseException, context: Context | None) -> Iterator[str]:
    """Lines of advice about an error; none where the error is clear by itself.

    :param error: the error that ended the command, or the cause of which is an error of the cloud.
    :param context: the command's; None if it has not begun.
    """
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ClientException):
        cause = cause.__cause__
    if cause is None or context is None:
        return
    message = str(cause.message)
    rule = _RULE.search(message)
    if rule is not None:
        yield _TEXTS[role_for(rule[1])]
        yield from _credentials(context)
        yield from _administrator(context)
    elif isinstance(cause, (Forbidden, OverLimit)) and _QUOTA.search(message):
        yield from _quota(message, context)
    elif isinstance(cause, Unauthorized) and not isinstance(cause, AuthenticationFailed):
        yield "The cloud does not accept the token: it is wrong, has expired or was revoked."
        yield from _credentials(context)
    elif cause.code == 500 and _NO_SERVICE.search(message):
        yield (
            "Nova could not reach another service that it needs for this: the cloud does not have "
            "the service, or Nova is not configured to use it."
        )
    elif isinstance(cause, (NotFound, BadRequest)) and (missing := _MISSING.search(message)):
        yield from _nearest(missing, context)
    elif cause.code == 300 or (
        isinstance(cause, NotFound) and "<br" in message and not _is_compute(context)
    ):
        yield (
            f"There is no Compute API at {context.client.client.get_endpoint()}: check "
            "--os-endpoint-override (OS_ENDPOINT_OVERRIDE) or the catalog; most endpoints end in "
            "/v2.1."
        )


def _nearest(missing: re.Match[str], context: Context) -> Iterator[str]:
    """The names nearest to one that Nova did not find."""
    from novaclient import lookup

    client = context.client
    if name := missing["keypair"]:
        names = [pair.name for pair in client.keypairs.list()]
    else:
        name = missing["host"] or missing["compute"]
        names = [one.hypervisor_hostname for one in client.hypervisors.list(detailed=False)]
    if near := lookup.nearest(name, names):
        yield near.lstrip()


def _is_compute(context: Context) -> bool:
    """Whether the endpoint is that of a Compute API."""
    try:
        context.client.versions.get_current()
    except ClientException:
        return False
    return True


def role_for(rule: str) -> str:
    """The role that a policy rule requires by default.

    :param rule: the name of the rule: ``os_compute_api:os-services:list``.
    :returns: a key of the texts above; ``members`` for an unknown rule.
    """
    name = rule.partition(":")[2].removeprefix("compute:")
    if rule.startswith("network:"):
        name = rule
    found = [
        (len(prefix), role)
        for role, prefixes in _ROLES.items()
        for prefix in prefixes.split()
        if f"{name}:".startswith(f"{prefix}:")
    ]
    return max(found)[1] if found else "members"


def _credentials(context: Context) -> Iterator[str]:
    """The credentials that were used, and where they come from."""
    from novaclient.auth.identity import Identity

    identity = Identity.from_options(context.options, context.environ)
    settings = identity.settings()
    auth = settings.auth
    user = auth.get("username") or auth.get("user_id")
    project = auth.get("project_name") or auth.get("project_id")
    who = f"user '{user}'" if user else f"authentication type '{settings.auth_type}'"
    where = f" in project {project!r}" if project else ""
    yield f"The credentials are those of {who}{where}: {settings.origin}."


def _administrator(context: Context) -> Iterator[str]:
    """The cloud with an administrator's credentials, if one is named so."""
    from novaclient.auth import clouds
    from novaclient.auth.identity import Identity

    other = f"{Identity.from_options(context.options, context.environ).cloud}-admin"
    if other in clouds.find(context.environ).names:
        yield f"There is also a cloud '{other}': nova --os-cloud {other} ..."


def _quota(message: str, context: Context) -> Iterator[str]:
    if context.plan is None and context.is_connected and not _COUNTED.search(message):
        client = context.client
        if client.project_id:
            found = client.quotas.get(client.project_id, detail=True).to_dict()
            used = ", ".join(_used(message, found))
            if used:
                yield f"In this project: {used}."
    yield "'nova quota-show' shows all quotas; administrators raise them with 'nova quota-update'."


def _used(message: str, quotas: Mapping[str, object]) -> Iterator[str]:
    """The usage of the quotas that a message names; of those used up if it names none."""
    words = message.casefold()
    named = {name for phrase, name in _QUOTA_NAMES.items() if phrase in words}
    named |= {name for name in quotas if re.search(rf"\b{name.replace('_', '[_ ]')}\b", words)}
    for name, quota in quotas.items():
        if not isinstance(quota, Mapping):
            continue
        limit, used = quota["limit"], quota["in_use"] + quota["reserved"]
        if name.startswith(_UNCOUNTED):
            if name in named:
                yield f"{name} {limit} allowed"
        elif name in named or (not named and 0 <= limit <= used):
            yield f"{name} {used} of {limit} used"


def advise(error: BaseException, context: Context) -> None:
    """Print what to do about an error that has been printed.

    :param error: the error.
    :param context: the command's.
    """
    try:
        for line in advice(error, context):
            note(line)
    except (KeyboardInterrupt, Exception):  # noqa: BLE001  the error itself is what counts
        return
