"""Instance actions: the record of what was done to a server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from novaclient import base
from novaclient.base import ListWithMeta
from novaclient.microversions import microversion
from novaclient.transport import protocol

if TYPE_CHECKING:
    from novaclient.v2.servers import Server


class InstanceActionManager(base.ManagerWithFind["InstanceAction"]):
    """Lists the actions on servers. For ``server``, its methods accept a ``Server`` or its id."""

    # Unlike other lists, this one needs an argument: the server.
    @microversion("2.1", marker="2.58", limit="2.58", changes_since="2.58", changes_before="2.66")
    def list(  # type: ignore[override]
        self,
        server: Server | str,
        marker: str | None = None,
        limit: int | None = None,
        changes_since: str | None = None,
        changes_before: str | None = None,
    ) -> ListWithMeta[InstanceAction]:
        """Return the actions on a server, latest first; since 2.21 also on a deleted one.

        :param marker: the request id of the last action of the previous page; since 2.58.
        :param limit: the most actions to return, since 2.58; None for one page of the cloud's
            maximum size.
        :param changes_since: only actions changed at or after this time (ISO 8601); since 2.58.
        :param changes_before: only actions changed at or before this time; since 2.66.
        """
        url = _listing(server, marker, limit, changes_since, changes_before)
        return self._list(url, "instanceActions")

    @microversion(
        "2.1",
        {"updated_at": "2.58"},
        marker="2.58",
        page_size="2.58",
        changes_since="2.58",
        changes_before="2.66",
    )
    def iterate(
        self,
        server: Server | str,
        *,
        marker: str | None = None,
        page_size: int | None = None,
        changes_since: str | None = None,
        changes_before: str | None = None,
    ) -> Iterator[InstanceAction]:
        """Yield all actions on a server, with one page in memory at a time.

        :param page_size: the number of actions in a request, since 2.58; None for the cloud's
            maximum.

        The other parameters are those of :meth:`list`.
        """
        url = _listing(server, marker, page_size, changes_since, changes_before)
        return (action for page in self._pages(url, "instanceActions") for action in page)

    @microversion()
    def get(self, server: Server | str, request_id: str) -> InstanceAction:
        """Return an action with its events.

        :param request_id: the id of the request for the action, ``req-…``.
        :raises NotFound: if that request was not an action on the server.
        """
        url = protocol.path("/servers/%s/os-instance-actions/%s", base.getid(server), request_id)
        return self._get(url, "instanceAction")


class InstanceAction(base.Resource, manager=InstanceActionManager):
    """An action on a server, identified by the id of its request."""

    action: str  #: ``create``, ``reboot`` …
    instance_uuid: str
    request_id: str
    project_id: str | None
    user_id: str | None
    start_time: str  #: ISO 8601
    updated_at: str | None  #: since 2.58
    message: str | None  #: ``Error`` if it failed
    #: Its steps, in :meth:`InstanceActionManager.get`; since 2.51 for the owner of the server too.
    #: Each has ``event``, ``start_time``, ``finish_time``, ``result``, ``traceback`` (for
    #: administrators), since 2.62 ``hostId`` and ``host``, since 2.84 ``details``.
    events: list[dict[str, Any]]


def _listing(
    server: Server | str,
    marker: str | None,
    limit: int | None,
    changes_since: str | None,
    changes_before: str | None,
) -> str:
    """The URL of a list."""
    parameters = {
        "changes-before": changes_before or None,
        "changes-since": changes_since or None,
        "limit": limit or None,
        "marker": marker or None,
    }
    url = protocol.path("/servers/%s/os-instance-actions", base.getid(server))
    return protocol.query(url, parameters)
