"""Networks of the network service (Neutron), to look them up by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from novaclient import base, exceptions
from novaclient.api_versions import APIVersion
from novaclient.base import ListWithMeta
from novaclient.transport import protocol

if TYPE_CHECKING:
    from novaclient.transport.service_client import ServiceClient

_BRIEF = ("fields", "id"), ("fields", "name")


class NeutronManager(base.ManagerWithFind["Network"]):
    """Lists and finds the networks that the user may use."""

    @property
    def client(self) -> ServiceClient:
        """The client of the network service."""
        return self.api.client.for_service("network")

    def list(self) -> ListWithMeta[Network]:
        """Return all networks, only with id and name."""
        return self._all_pages(protocol.query("/v2.0/networks", _BRIEF), "networks")

    def find_network(self, name: str) -> Network:
        """Return the network with a name.

        :param name: the name of the network.
        :raises NotFound: if there is none.
        :raises NoUniqueMatch: if several networks have the name; the error names their ids.
        """
        named = self._named([name])
        if not named:
            raise exceptions.NotFound(404, f"No Network matching {name}.")
        if len(named) > 1:
            raise exceptions.AmbiguousName("network", name, [network.id for network in named])
        named[0].append_request_ids(named.request_ids)
        return named[0]

    def _named(self, names: Sequence[str]) -> ListWithMeta[Network]:
        parameters = [*(("name", name) for name in names), *_BRIEF]
        return self._all_pages(protocol.query("/v2.0/networks", parameters), "networks")

    def _candidates(self, names: Sequence[str], **scope: Any) -> Sequence[Network]:
        """Return the networks with one of the names."""
        return self._named(names)

    def _every_candidate(self, seen: Sequence[Network], **scope: Any) -> Sequence[Network]:
        """Return all networks, to suggest names near to one that was not found."""
        return self.list()

    def _sent_version(self) -> APIVersion:
        return APIVersion()


class Network(base.Resource, manager=NeutronManager):
    """A network."""

    HUMAN_ID = True

    name: str

    _label = "name"


if not TYPE_CHECKING:
    # A name of python-novaclient 3.3, hidden from type checkers: new programs should not use it.
    def __getattr__(name):
        if name == "NetworkManager":
            from novaclient.v2.legacy.networks import NetworkManager

            return NetworkManager
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
