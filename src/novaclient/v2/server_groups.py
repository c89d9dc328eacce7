"""Server groups: servers with a common affinity policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from novaclient import base, exceptions
from novaclient.base import ListWithMeta, TupleWithMeta, by_manager
from novaclient.microversions import microversion, positional
from novaclient.transport import protocol

#: The least page size of a cloud. Pages have no next links: at this length there may be another.
_SHORTEST_PAGE: Final = 100


class ServerGroupsManager(base.ManagerWithFind["ServerGroup"]):
    """Manages server groups."""

    @microversion()
    def list(
        self, all_projects: bool = False, limit: int | None = None, offset: int | None = None
    ) -> ListWithMeta[ServerGroup]:
        """Return server groups.

        :param all_projects: whether to return the groups of all projects, for administrators.
        :param limit: the most groups to return; None for one page of the cloud's maximum size.
        :param offset: the number of groups to skip.
        """
        return self._page(all_projects, limit, offset)

    @microversion("2.1", {"project_id": "2.13"})
    def iterate(
        self,
        *,
        all_projects: bool = False,
        page_size: int | None = None,
        offset: int | None = None,
    ) -> Iterator[ServerGroup]:
        """Yield all server groups, with one page in memory at a time.

        :param page_size: the number of groups in a request; None for the cloud's maximum.
        :raises InvalidResponse: while iterating, if a page is repeated.

        The other parameters are those of :meth:`list`.
        """
        return self._pages_by_offset(all_projects, page_size, offset or 0)

    def _pages_by_offset(
        self, all_projects: bool, page_size: int | None, offset: int
    ) -> Iterator[ServerGroup]:
        seen: set[str] = set()
        while True:
            page = self._page(all_projects, page_size, offset)
            yield from page
            if len(page) < min(page_size or _SHORTEST_PAGE, _SHORTEST_PAGE):
                return
            first = str(getattr(page[0], "id", ""))
            if first in seen:
                raise exceptions.InvalidResponse(
                    200, f"Invalid list of server groups: offset {offset} brings {first} again"
                )
            seen.add(first)
            offset += len(page)

    def _page(
        self, all_projects: bool, limit: int | None, offset: int | None
    ) -> ListWithMeta[ServerGroup]:
        parameters = base.given(
            all_projects=True if all_projects else None,
            limit=limit or None,
            offset=offset or None,
        )
        return self._list("/os-server-groups", "server_groups", filters=parameters)

    @microversion()
    def get(self, id: ServerGroup | str) -> ServerGroup:
        """Return a server group.

        :param id: the group or its id.
        :raises NotFound: if there is no group with this id.
        """
        url = protocol.path("/os-server-groups/%s", base.getid(id))
        return self._get(url, "server_group")

    @positional("2.1-2.63", "name", "policies")
    @microversion("2.1", rules="2.64", policies="-2.63")
    def create(
        self,
        name: str,
        policy: str | None = None,
        rules: Mapping[str, Any] | None = None,
        *,
        policies: str | Sequence[str] | None = None,
    ) -> ServerGroup:
        """Create a server group.

        :param name: the name of the group.
        :param policy: ``affinity`` or ``anti-affinity``, since 2.15 also ``soft-affinity`` or
            ``soft-anti-affinity``.
        :param rules: ``{"max_server_per_host": n}`` with ``anti-affinity``; since 2.64.
        :param policies: the policy or a list of it, as the argument was called up to 2.63.
        """
        chosen = policy if policies is None else policies
        fields: dict[str, Any] = {"name": name}
        if self._supports("2.64"):
            fields |= {"policy": chosen} | base.given(rules=rules or None)
        else:
            fields["policies"] = [chosen] if isinstance(chosen, str) else list(chosen or ())
        return self._create("/os-server-groups", {"server_group": fields}, "server_group")

    @microversion()
    def delete(self, id: ServerGroup | str) -> TupleWithMeta:
        """Delete a server group; its servers are not deleted.

        :param id: the group or its id.
        """
        return self._delete(protocol.path("/os-server-groups/%s", base.getid(id)))


class ServerGroup(base.Resource, manager=ServerGroupsManager):
    """A group of servers with an affinity policy."""

    manager: ServerGroupsManager

    name: str
    members: list[str]  #: ids of servers
    project_id: str  #: since 2.13
    user_id: str  #: since 2.13
    policies: list[str]  #: with one policy; up to 2.63
    metadata: dict[str, str]  #: up to 2.63
    policy: str  #: since 2.64
    rules: dict[str, Any]  #: since 2.64

    _label = "id"

    delete = by_manager(ServerGroupsManager.delete)
