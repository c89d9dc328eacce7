"""Legacy commands about the API and the current user: limits, extensions, token, catalog."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from novaclient import exceptions
from novaclient.cli.commands import limits
from novaclient.cli.framework.command import command, superseded
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT, list_command
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.output.times import machine_text, time_text
from novaclient.cli.parsing.declare import argument, arguments
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.legacy.list_extensions import ListExtManager
from novaclient.v2.limits import LimitsManager


@list_command(
    "list-extensions",
    api=ListExtManager.show_all,
    columns=(
        Column("Name", "name"),
        Column("Summary", "summary"),
        Column("Alias", "alias"),
        Column("Updated", "updated", time_text),
    ),
)
@superseded("nova microversions")
def list_extensions(context: Context, args: Namespace) -> Iterable[Any]:
    """List API extensions."""
    return context.client.list_extensions.show_all()


# ------------------------------------------------------------------------------------------ limits
@list_command("absolute-limits", api=LimitsManager.get, columns=(*limits.COLUMNS, limits.OTHER))
@superseded("nova limits")
@arguments(*limits.SELECTION)
def absolute_limits(context: Context, args: Namespace) -> Rows:
    """Show the absolute limits and current usage of a project."""
    return limits.limit_rows(context.client.limits.get(args.reserved, args.tenant))


@list_command(
    "rate-limits",
    api=LimitsManager.get,
    columns=[Column(title, title.lower()) for title in limits.RATES],
)
@superseded("nova limits")
def rate_limits(context: Context, args: Namespace) -> Iterable[Any]:
    """Show the rate limits.

    Only old clouds have any.
    """
    return context.client.limits.get().rate


# ------------------------------------------------------------------------------- the current user
WRAP = argument(
    "--wrap",
    type=int,
    default=64,
    metavar="<integer>",
    help="Wrap values at this many characters; 0 turns wrapping off (default: 64).",
)


@command("credentials")
@superseded("openstack token issue")
@WRAP
@arguments(*OUTPUT)
def credentials(context: Context, args: Namespace) -> None:
    """Sign in and show the user and the token.

    Anyone who has the token can act as this user until it expires.
    """
    out = context.out
    out.configure(args)
    access, _ = _signed_in(context)
    user = {
        "id": access.user_id,
        "name": access.username,
        "domain": {"id": access.user_domain_id, "name": access.user_domain_name},
        "roles": list(access.role_names),
    }
    token = {
        "id": access.auth_token,
        "expires": access.expires and machine_text(access.expires),
        "project": {"id": access.project_id, "name": access.project_name},
    }
    if not out.for_people:
        out.properties({"user": user, "token": token})
        return
    out.properties(user, titles=("User Credentials", "Value"), wrap=args.wrap)
    out.properties(token, titles=("Token", "Value"), wrap=args.wrap)


ENDPOINT_COLUMNS = (
    Column("Service", lambda endpoint: endpoint["service"]),
    Column("Type", lambda endpoint: endpoint["type"]),
    Column("ID", lambda endpoint: endpoint["id"], shown=False),
    Column("Interface", lambda endpoint: endpoint["interface"]),
    Column("Region", lambda endpoint: endpoint["region"]),
    Column("URL", lambda endpoint: endpoint["url"]),
)


@command("endpoints")
@superseded("openstack catalog list")
@arguments(*OUTPUT)
def endpoints(context: Context, args: Namespace) -> None:
    """Show the endpoints of all services in the region.

    Each endpoint has a table of its own; machine-readable formats print one list.
    """
    out = context.out
    out.configure(args)
    access, region = _signed_in(context)
    rows = [
        {
            "service": service["name"] or service["type"],
            "type": service["type"],
            "id": endpoint["raw_endpoint"].get("id"),
            "interface": endpoint["interface"].removesuffix("URL"),
            "region": endpoint["region_name"],
            "url": endpoint["url"],
        }
        for service in access.service_catalog.normalize_catalog()
        for endpoint in service["endpoints"]
        if region in (None, endpoint["region_name"])
    ]
    if not out.for_people or out.columns or out.sort:
        out.rows(rows, ENDPOINT_COLUMNS)
        return
    for row in rows:
        name = row.pop("service")
        out.properties(row, titles=(name, "Value"))


def _signed_in(context: Context) -> tuple[Any, str | None]:
    """The access information of a new token, and the region of the options.

    :raises CommandError: if the authentication method has none, as with HTTP basic authentication.
    """
    from novaclient.cli.sign_in import sign_in

    login, region = sign_in(context.options, context.environ)
    get_access = getattr(login.session.auth, "get_access", None)
    if get_access is None:
        raise exceptions.CommandError(
            "this authentication method reports neither a user nor endpoints"
        )
    return get_access(login.session), region
