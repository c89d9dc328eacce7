"""Legacy commands about guest agent builds for XenServer, which Nova has removed."""

from __future__ import annotations

from typing import Any

from novaclient.cli.bulk.command import act
from novaclient.cli.framework.command import removed_from_nova
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import create_command, list_command
from novaclient.cli.output.columns import Column
from novaclient.cli.parsing.declare import argument, arguments
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.agents import Agent, AgentsManager

COLUMNS = (
    Column("Agent_id", "agent_id"),
    Column("Hypervisor", "hypervisor"),
    Column("OS", "os"),
    Column("Architecture", "architecture"),
    Column("Version", "version"),
    Column("Md5hash", "md5hash"),
    Column("Url", "url"),
)

BUILD = (
    argument("version", metavar="<version>", help="Version of the build."),
    argument("url", metavar="<url>", help="URL that hosts download it from."),
    argument("md5hash", metavar="<md5hash>", help="MD5 checksum of the download."),
)


def _properties(context: Context, agent: Agent) -> dict[str, Any]:
    return agent.to_dict()


@list_command("agent-list", api=AgentsManager.list, columns=COLUMNS)
@removed_from_nova("os-agents")
@argument("--hypervisor", metavar="<hypervisor>", help="Only builds for this hypervisor type.")
def agent_list(context: Context, args: Namespace) -> Any:
    """List guest agent builds."""
    return context.client.agents.list(args.hypervisor)


@create_command("agent-create", api=AgentsManager.create, properties=_properties)
@removed_from_nova("os-agents")
@argument("os", metavar="<os>", help="Operating system of the guest.")
@argument("architecture", metavar="<architecture>", help="Processor architecture of the guest.")
@arguments(*BUILD)
@argument("hypervisor", metavar="<hypervisor>", help="Hypervisor type.")
def agent_create(context: Context, args: Namespace) -> Agent:
    """Create a guest agent build."""
    return context.client.agents.create(
        args.os, args.architecture, args.version, args.url, args.md5hash, args.hypervisor
    )


@create_command("agent-modify", api=AgentsManager.update, properties=_properties)
@removed_from_nova("os-agents")
@argument("id", metavar="<id>", help="ID of the agent build.")
@arguments(*BUILD)
def agent_modify(context: Context, args: Namespace) -> Agent:
    """Update a guest agent build."""
    return context.client.agents.update(args.id, args.version, args.url, args.md5hash)


act(
    "agent-delete",
    AgentsManager.delete,
    argument("id", nargs="+", metavar="<id>", help="IDs of one or more agent builds."),
    help="Delete guest agent builds.",
    by=lambda client: client.agents,
    removed="os-agents",
)
