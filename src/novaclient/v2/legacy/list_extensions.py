"""The former extensions of the API, now a part of it; Nova's list of them is fixed."""

from __future__ import annotations

from novaclient import base
from novaclient.base import ListWithMeta
from novaclient.microversions import microversion
from novaclient.transport import protocol


class ListExtManager(base.Manager["ListExtResource"]):
    """Lists the former extensions of the API."""

    @microversion()
    def show_all(self) -> ListWithMeta[ListExtResource]:
        """Return all extensions."""
        return self._list("/extensions", "extensions")

    @microversion()
    def get(self, alias: str) -> ListExtResource:
        """Return an extension.

        :param alias: its alias, ``os-keypairs`` for example.
        :raises NotFound: if there is no extension with this alias.
        """
        return self._get(protocol.path("/extensions/%s", alias), "extension")


class ListExtResource(base.Resource, manager=ListExtManager):
    """A former extension of the API."""

    alias: str
    name: str
    description: str
    namespace: str
    updated: str  #: ISO 8601
    links: list[dict[str, str]]

    @property
    def summary(self) -> str:
        """The first line of the description; it ends with dots if there are more."""
        first, *more = self.description.strip().splitlines() or ["??"]
        return f"{first}..." if more else first

    def __repr__(self) -> str:
        return f"<Extension: {getattr(self, 'alias', None)}>"
