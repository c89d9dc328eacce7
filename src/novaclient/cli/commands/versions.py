"""The ``version-list`` command: the API versions of the cloud and of this client."""

from __future__ import annotations

from typing import Any

from novaclient.api_versions import API_MAX_VERSION, API_MIN_VERSION
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command
from novaclient.cli.output.columns import Column
from novaclient.cli.output.times import time_text
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.versions import VersionManager

COLUMNS = (
    Column("Id", "id"),
    Column("Status", "status"),
    Column("Updated", "updated", time_text),
    Column("Min Version", "min_version"),
    Column("Version", "version"),
)


@list_command("version-list", api=VersionManager.list, columns=COLUMNS)
def version_list(context: Context, args: Namespace) -> Any:
    """List the API versions of the cloud and of this client."""
    versions = context.client.versions.list()
    if context.out.for_people:
        context.out.line(
            "Client supported API versions:\n"
            f"Minimum version {API_MIN_VERSION.get_string()}\n"
            f"Maximum version {API_MAX_VERSION.get_string()}\n\n"
            "Server supported API versions:"
        )
    return versions
