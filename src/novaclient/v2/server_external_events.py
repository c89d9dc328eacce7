"""Server external events: what Neutron, Cinder and others tell Nova about a server."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from novaclient import base, exceptions
from novaclient.api_versions import microversion
from novaclient.base import ListWithMeta
from novaclient.transport import protocol

#: The events that not all versions know.
_EVENT_SINCE: Final = {
    "volume-extended": "2.51",
    "power-update": "2.76",
    "accelerator-request-bound": "2.82",
    "volume-reimaged": "2.93",
}


class ServerExternalEventManager(base.Manager["Event"]):
    """The external events; for services."""

    @microversion("2.1", _EVENT_SINCE)
    def create(self, events: Sequence[Mapping[str, Any]]) -> ListWithMeta[dict[str, Any]]:
        """Tell Nova of events.

        :param events: dicts with ``name`` (``network-vif-plugged`` …; since 2.51
            ``volume-extended``, since 2.76 ``power-update``, since 2.82
            ``accelerator-request-bound``, since 2.93 ``volume-reimaged``), ``server_uuid``,
            ``status`` (``completed`` when left out) and ``tag``.
        :returns: the events as Nova took them, each with a ``code``: 200, or why not.
        :raises UnsupportedAttribute: for an event that the version does not know.
        """
        protocol.check(Iterable, events=events)
        for event in events:
            protocol.check(Mapping, events=event)
            name = event.get("name", "")
            since = _EVENT_SINCE.get(name)
            if since and not self._speaks(since):
                raise exceptions.UnsupportedAttribute(
                    name, since, reason=f"This request uses {self.api_version.get_string()}."
                )
        url = "/os-server-external-events"
        resp, answer = self._request("POST", url, body={"events": events})
        taken = protocol.expect(answer, "events", resp, url, "POST")
        if not isinstance(taken, list):
            raise protocol.invalid("'events' is no list", answer, resp, url, "POST")
        return ListWithMeta(taken, resp)


class Event(base.Resource, manager=ServerExternalEventManager):
    """Something that happened to what a server uses."""

    name: str
    server_uuid: str
    status: str  #: ``completed``, ``failed`` or ``in-progress``
    tag: str  #: which one it happened to, a port's id for example
    code: int  #: what Nova made of it: 200, 400, 404 or 422

    _label = "name"
