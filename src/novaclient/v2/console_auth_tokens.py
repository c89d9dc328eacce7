"""Console tokens: the connection behind a token in the URL of a console, for console proxies."""

from __future__ import annotations

from novaclient import base
from novaclient.microversions import microversion
from novaclient.transport import protocol


class ConsoleAuthTokenManager(base.Manager["ConsoleAuthToken"]):
    """Looks up console tokens, for administrators."""

    @microversion()
    def get(self, token: str) -> ConsoleAuthToken:
        """Return the connection that a token authorizes.

        :param token: the token of a console; up to 2.30 only of an RDP console.
        :raises NotFound: if the token is unknown or has expired.
        """
        url = protocol.path("/os-console-auth-tokens/%s", token)
        # The URL contains the token, which is a secret until it expires.
        resp, body = self._request("GET", url, log=False)
        info = protocol.expect(body, "console", resp, "/os-console-auth-tokens/…")
        found: ConsoleAuthToken = self._make(info, resp, None, "/os-console-auth-tokens/…")
        return found


class ConsoleAuthToken(base.Resource, manager=ConsoleAuthTokenManager):
    """The connection to the console of a server on a host."""

    instance_uuid: str
    host: str | None
    port: int
    tls_port: int | None  #: since 2.99, for SPICE consoles
    internal_access_path: str | None

    _label = "instance_uuid"
