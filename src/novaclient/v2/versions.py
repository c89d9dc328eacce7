"""The API versions of a cloud and their microversions."""

from __future__ import annotations

from novaclient import base, exceptions
from novaclient.api_versions import APIVersion
from novaclient.base import ListWithMeta
from novaclient.transport import protocol


class VersionManager(base.ManagerWithFind["Version"]):
    """Returns API versions. Its requests have no microversion: they are needed to choose one."""

    def list(self) -> ListWithMeta[Version]:
        """Return the API versions of the cloud."""
        return self._list(f"{protocol.service_root(self._endpoint())}/", "versions")

    def get_current(self) -> Version:
        """Return the version of the endpoint, with its range of microversions.

        :raises InvalidResponse: if the endpoint is not a Compute API.
        """
        url = protocol.version_root(self._endpoint())
        resp, body = self._request("GET", url)
        if isinstance(body, dict) and isinstance(body.get("versions"), list):
            # An endpoint without a version in its URL returns all versions.
            known = [row for row in body["versions"] if isinstance(row, dict)]
            current = next((row for row in known if row.get("status") == "CURRENT"), None)
            info = current or next(iter(known), None)
        else:
            info = protocol.expect(body, "version", resp, url)
        version: Version = self._make(info, resp, None, url)
        return version

    def _endpoint(self) -> str:
        endpoint = self.client.get_endpoint()
        if not endpoint:
            raise exceptions.ConfigurationError(
                "The cloud's catalog has no compute endpoint in the requested region."
            )
        return endpoint

    def _sent_version(self) -> APIVersion:
        return APIVersion()


class Version(base.Resource, manager=VersionManager):
    """A version of the Compute API."""

    id: str  #: ``v2.1``
    status: str  #: ``CURRENT``, ``SUPPORTED`` or ``DEPRECATED``
    version: str  #: its newest microversion; empty in v2
    min_version: str  #: its oldest microversion; empty in v2
    updated: str  #: ISO 8601
    links: list[dict[str, str]]

    def __repr__(self) -> str:
        return "<Version>"
