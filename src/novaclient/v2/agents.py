"""Agent builds: versions of the guest agent for XenServer; removed in Nova 22.0 (Victoria)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from novaclient import base
from novaclient.base import ListWithMeta, TupleWithMeta
from novaclient.microversions import microversion
from novaclient.v2.legacy.removals import RemovedManager


class AgentsManager(RemovedManager["Agent"], base.ManagerWithFind["Agent"]):
    """Manages agent builds. Since Nova 22.0, clouds refuse every call with 410."""

    _api = "os-agents"

    @microversion()
    def list(self, hypervisor: str | None = None) -> ListWithMeta[Agent]:
        """Return agent builds.

        :param hypervisor: only those for this type of hypervisor, ``xen`` for example.
        """
        return self._list(self._path(), "agents", filters=base.given(hypervisor=hypervisor or None))

    @microversion()
    def create(
        self, os: str, architecture: str, version: str, url: str, md5hash: str, hypervisor: str
    ) -> Agent:
        """Create an agent build.

        :param os: the operating system of the guests, ``linux`` for example.
        :param architecture: their processor architecture, ``x86_64`` for example.
        :param version: the version of the build.
        :param url: the URL of the build.
        :param md5hash: the MD5 sum of the build, in hexadecimal.
        :param hypervisor: the type of hypervisor, ``xen`` for example.
        """
        fields = {
            "hypervisor": hypervisor,
            "os": os,
            "architecture": architecture,
            "version": version,
            "url": url,
            "md5hash": md5hash,
        }
        return self._create(self._path(), {"agent": fields}, "agent")

    @microversion()
    def update(self, id: Agent | str | int, version: str, url: str, md5hash: str) -> Agent:
        """Update an agent build.

        :param id: the build or its id.
        :param version: the new version.
        :param url: the URL of the build.
        :param md5hash: the MD5 sum of the build, in hexadecimal.
        """
        body = {"para": {"version": version, "url": url, "md5hash": md5hash}}
        changed: Agent = self._update(self._path(_id(id)), body, "agent")
        return changed

    @microversion()
    def delete(self, id: Agent | str | int) -> TupleWithMeta:
        """Delete an agent build.

        :param id: the build or its id.
        """
        return self._delete(self._path(_id(id)))


class Agent(base.Resource, manager=AgentsManager):
    """A build of the guest agent; its id is in the field ``agent_id``."""

    agent_id: int | str
    hypervisor: str
    os: str
    architecture: str
    version: str
    url: str
    md5hash: str

    _label = "agent_id"

    def _add_details(self, info: Mapping[str, Any]) -> None:
        super()._add_details(info.get("resource") or info)


def _id(agent: Agent | str | int) -> object:
    return getattr(agent, "agent_id", agent)
