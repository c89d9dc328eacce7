"""Console tokens: what the token in a console's address opens, for the proxies that serve it."""

from __future__ import annotations

from novaclient import base
from novaclient.api_versions import microversion
from novaclient.transport import protocol


class ConsoleAuthTokenManager(base.Manager["ConsoleAuthToken"]):
    """The tokens of consoles; for administrators."""

    @microversion()
    def get(self, token: str) -> ConsoleAuthToken:
        """What a token opens.

        :param token: a console's token; up to 2.30 an RDP console's only.
        :raises NotFound: if it is unknown or has expired.
        """
        url = protocol.path("/os-console-auth-tokens/%s", token)
        # The URL holds the token, which is as good as a password while it lives.
        resp, body = self._request("GET", url, log=False)
        info = protocol.expect(body, "console", resp, "/os-console-auth-tokens/…")
        found: ConsoleAuthToken = self._make(info, resp, None, "/os-console-auth-tokens/…")
        return found


class ConsoleAuthToken(base.Resource, manager=ConsoleAuthTokenManager):
    """What a token opens: a server's console on a host."""

    instance_uuid: str
    host: str | None
    port: int
    tls_port: int | None  #: since 2.99, of SPICE consoles
    internal_access_path: str | None

    _label = "instance_uuid"
