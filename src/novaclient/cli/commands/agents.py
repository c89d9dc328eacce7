"""The commands about builds of the guest agent for XenServer, which only old clouds have."""

from __future__ import annotations

from typing import Any

from novaclient.cli.bulk.command import bulk_command
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
    argument("version", metavar="<version>", help="Its version."),
    argument("url", metavar="<url>", help="Where hosts fetch it."),
    argument("md5hash", metavar="<md5hash>", help="The MD5 sum of what is there."),
)


def _properties(context: Context, agent: Agent) -> dict[str, Any]:
    return agent.to_dict()


@list_command("agent-list", api=AgentsManager.list, columns=COLUMNS)
@argument("--hypervisor", metavar="<hypervisor>", help="Only those for this type of hypervisor.")
def agent_list(context: Context, args: Namespace) -> Any:
    """List agent builds; clouds since Nova 22.0 have none."""
    return context.client.agents.list(args.hypervisor)


@create_command("agent-create", api=AgentsManager.create, properties=_properties)
@argument("os", metavar="<os>", help="The system it is for.")
@argument("architecture", metavar="<architecture>", help="The processor it is for.")
@arguments(*BUILD)
@argument("hypervisor", metavar="<hypervisor>", help="The type of hypervisor it is for.")
def agent_create(context: Context, args: Namespace) -> Agent:
    """Register an agent build; clouds since Nova 22.0 have none."""
    return context.client.agents.create(
        args.os, args.architecture, args.version, args.url, args.md5hash, args.hypervisor
    )


@create_command("agent-modify", api=AgentsManager.update, properties=_properties)
@argument("id", metavar="<id>", help="Id of the agent build.")
@arguments(*BUILD)
def agent_modify(context: Context, args: Namespace) -> Agent:
    """Replace an agent build by another version; clouds since Nova 22.0 have none."""
    return context.client.agents.update(args.id, args.version, args.url, args.md5hash)


@bulk_command("agent-delete", api=AgentsManager.delete, on=None, dest="id")
@argument("id", nargs="+", metavar="<id>", help="Ids of agent builds, several at once.")
def agent_delete(context: Context, args: Namespace, agent: str) -> None:
    """Remove agent builds; clouds since Nova 22.0 have none."""
    context.client.agents.delete(agent)
