"""Credentials and tokens on connections without TLS: what is refused and what is warned of."""

from __future__ import annotations

import logging
from typing import Final
from urllib.parse import urlsplit

from novaclient.auth.settings import Settings
from novaclient.exceptions import ConfigurationError
from novaclient.wire.redact import without_userinfo

#: Settings with a URL to which credentials are sent.
_RECEIVERS: Final = (
    "auth_url",
    "access_token_endpoint",
    "discovery_endpoint",
    "identity_provider_url",
)


def refuse(settings: Settings) -> None:
    """Refuse to send credentials to another machine without TLS, unless that is allowed.

    :param settings: the settings; ``insecure_http`` allows it.
    :raises ConfigurationError: if credentials would be sent without TLS.
    """
    urls = [str(settings.auth.get(name) or "") for name in _RECEIVERS]
    if settings.auth_type == "http_basic":
        urls.append(settings.endpoint_override or str(settings.auth.get("endpoint") or ""))
    exposed = [url for url in urls if _is_exposed(url)]
    if settings.insecure_http or not exposed:
        return
    entry = f" (or insecure_http: true to {settings.origin})" if settings.cloud else ""
    raise ConfigurationError(
        f"the credentials would be sent to {without_userinfo(exposed[0])} without TLS, where "
        "others on the network can read them: use an https:// address; if this network is trusted, "
        f"add --os-insecure-http or set NOVACLIENT_INSECURE_HTTP=1{entry}"
    )


def warn(settings: Settings, endpoint: str) -> None:
    """Log a warning if the token will be sent to another machine without TLS.

    :param settings: the settings; ``insecure_http`` silences it.
    :param endpoint: the URL of the compute service.
    """
    if _is_exposed(endpoint) and not settings.insecure_http:
        logging.getLogger("novaclient.auth").warning(
            "requests to %s carry the token without TLS: others on the network can read it "
            "(--os-insecure-http accepts this)",
            without_userinfo(endpoint),
        )


def _is_exposed(url: str) -> bool:
    """Whether requests to a URL leave this machine without TLS."""
    import ipaddress

    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme != "http" or host == "localhost":
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True
