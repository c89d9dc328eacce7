"""What to do about an error of the cloud: lines that follow the one that tells of it.

Nothing here hides or replaces the error: what cannot be found out is left out.
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
#: What Nova's own failures end with where it lacks a service that it needs.
_NO_SERVICE: Final = re.compile(r"keystoneauth1\S+\.(EndpointNotFound|MissingAuthPlugin)\b")
_MISSING: Final = re.compile(
    r"Keypair (?P<keypair>\S+) not found|No hypervisor matching '(?P<host>.+)' could be found"
    r"|Compute host (?P<compute>\S+) could not be found"
)
_COUNTED: Final = re.compile(r"already used \d.* of \d")

#: Who may do what unless the cloud's operator has changed it, by the beginning of a rule's name
#: without its service. The longest decides; what is not here is for the members of a project.
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
_WORDS: Final = {
    "administrators": "By default only administrators may do this.",
    "managers": "By default this takes the role 'manager' in the project, or an administrator.",
    "services": "By default only other services and administrators may do this.",
    "owner": "By default this takes the user whose key pair it is, or an administrator.",
    "readers": "By default this takes the role 'reader' in the project, or an administrator.",
    "members": "By default this takes the role 'member' in the project, or an administrator.",
    "everybody": "By default everybody may do this; this cloud says otherwise.",
    "nobody": "By default nobody may do this.",
}
#: What messages call a quota that is not named as such.
_QUOTA_NAMES: Final = {
    "key pairs": "key_pairs",
    "server groups": "server_groups",
    "servers in group": "server_group_members",
    "metadata": "metadata_items",
}
#: Quotas of single users, groups or servers: what a project uses of them is not counted.
_UNCOUNTED: Final = ("key_pairs", "server_group_members", "metadata_items", "injected")


def advice(error: BaseException, context: Context | None) -> Iterator[str]:
    """Lines that say what to do about an error; none where it says enough.

    :param error: what ended the command; what it was raised from counts.
    :param context: the command's; None if it has not begun.
    """
    told: BaseException | None = error
    while told is not None and not isinstance(told, ClientException):
        told = told.__cause__
    if told is None or context is None:
        return
    message = str(told.message)
    rule = _RULE.search(message)
    if rule is not None:
        yield _WORDS[role_for(rule[1])]
        yield from _credentials(context)
        yield from _administrator(context)
    elif isinstance(told, (Forbidden, OverLimit)) and _QUOTA.search(message):
        yield from _quota(message, context)
    elif isinstance(told, Unauthorized) and not isinstance(told, AuthenticationFailed):
        yield "The cloud does not accept the token: it is wrong, has expired or was revoked."
        yield from _credentials(context)
    elif told.code == 500 and _NO_SERVICE.search(message):
        yield (
            "Nova found no way to another service that it needs for this: the cloud lacks that "
            "service, or Nova's own settings do not tell where it is."
        )
    elif isinstance(told, (NotFound, BadRequest)) and (missing := _MISSING.search(message)):
        yield from _nearest(missing, context)
    elif told.code == 300 or (
        isinstance(told, NotFound) and "<br" in message and not _is_compute(context)
    ):
        yield (
            f"There is no Compute API at {context.client.client.get_endpoint()}: look at "
            "--os-endpoint-override (OS_ENDPOINT_OVERRIDE) or the catalog; most end in /v2.1."
        )


def _nearest(missing: re.Match[str], context: Context) -> Iterator[str]:
    """The names nearest to one that Nova itself has looked for in vain."""
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
    """Whether the endpoint is a Compute API's; a path there may be wrong all the same."""
    try:
        context.client.versions.get_current()
    except ClientException:
        return False
    return True


def role_for(rule: str) -> str:
    """Who may do what a policy rule is about, unless the cloud's operator has changed it.

    :param rule: its name: ``os_compute_api:os-services:list``.
    :returns: a key of the words for it; the members of a project for a rule that is not known.
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
    """Who asked, and where that is said."""
    from novaclient.auth.identity import Identity

    identity = Identity.from_options(context.options, context.environ)
    settings = identity.settings()
    auth = settings.auth
    who = auth.get("username") or auth.get("user_id")
    where = auth.get("project_name") or auth.get("project_id")
    asked = f"user '{who}'" if who else f"authentication type '{settings.auth_type}'"
    yield f"You asked as {asked}{f' in project {where!r}' if where else ''}: {settings.origin}."


def _administrator(context: Context) -> Iterator[str]:
    """The cloud that is configured for an administrator, if its name says so."""
    from novaclient.auth import clouds
    from novaclient.auth.identity import Identity

    other = f"{Identity.from_options(context.options, context.environ).cloud}-admin"
    if other in clouds.find(context.environ).names:
        yield f"There is a cloud '{other}' too: nova --os-cloud {other} ..."


def _quota(message: str, context: Context) -> Iterator[str]:
    if context.plan is None and context.is_connected and not _COUNTED.search(message):
        client = context.client
        if client.project_id:
            found = client.quotas.get(client.project_id, detail=True).to_dict()
            used = ", ".join(_used(message, found))
            if used:
                yield f"In this project: {used}."
    yield "'nova quota-show' shows all of them; administrators raise them with 'nova quota-update'."


def _used(message: str, quotas: Mapping[str, object]) -> Iterator[str]:
    """What is used of the quotas that a message is about; of those used up if it names none."""
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
