"""Server external events: notifications from Neutron, Cinder and others to Nova."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from novaclient import base, exceptions
from novaclient.base import ListWithMeta
from novaclient.microversions import microversion
from novaclient.transport import protocol

#: The microversions that added events.
_EVENT_SINCE: Final = {
    "volume-extended": "2.51",
    "power-update": "2.76",
    "accelerator-request-bound": "2.82",
    "volume-reimaged": "2.93",
}


class ServerExternalEventManager(base.Manager["Event"]):
    """Creates external events, for services."""

    @microversion("2.1", _EVENT_SINCE)
    def create(self, events: Sequence[Mapping[str, Any]]) -> ListWithMeta[dict[str, Any]]:
        """Send events to Nova.

        :param events: dicts with ``name`` (``network-vif-plugged`` …; since 2.51
            ``volume-extended``, since 2.76 ``power-update``, since 2.82
            ``accelerator-request-bound``, since 2.93 ``volume-reimaged``), ``server_uuid``,
            ``status`` (by default ``completed``) and ``tag``.
        :returns: the events in the answer, each with a ``code``: 200 if it was accepted.
        :raises UnsupportedAttribute: for an event that the microversion does not have.
        """
        protocol.check(Iterable, events=events)
        for event in events:
            protocol.check(Mapping, events=event)
            name = event.get("name", "")
            since = _EVENT_SINCE.get(name)
            if since and not self._supports(since):
                raise exceptions.UnsupportedAttribute(
                    name, since, reason=f"This request uses {self.api_version.get_string()}."
                )
        url = "/os-server-external-events"
        resp, answer = self._request("POST", url, body={"events": events})
        taken = protocol.expect(answer, "events", resp, url, "POST")
        if not isinstance(taken, list):
            raise protocol.invalid("'events' is not a list", answer, resp, url, "POST")
        return ListWithMeta(taken, resp)


class Event(base.Resource, manager=ServerExternalEventManager):
    """An event about a resource of a server."""

    name: str
    server_uuid: str
    status: str  #: ``completed``, ``failed`` or ``in-progress``
    tag: str  #: identifies the resource, the id of a port for example
    code: int  #: the result in Nova: 200, 400, 404 or 422

    _label = "name"
