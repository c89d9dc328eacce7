"""The service catalog of a token: which endpoint is used for each service."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

from novaclient.auth.settings import Settings
from novaclient.exceptions import ConfigurationError

#: Services that commands use in addition to compute, by their official types.
_COMPANIONS: Final = ("image", "network", "block-storage", "identity")
#: Legacy service types in catalogs and in requests for an endpoint, and the official ones.
OFFICIAL_TYPES: Final = {
    "volume": "block-storage",
    "volumev2": "block-storage",
    "volumev3": "block-storage",
    "block-store": "block-storage",
}


class _Endpoint(NamedTuple):
    """One endpoint in the catalog."""

    service_type: str
    service_name: str | None
    interface: str
    region: str | None
    url: str


def endpoints(settings: Settings, catalog: Any) -> dict[str, str]:
    """Choose the endpoints of compute and of all other services.

    :param settings: the service type and name, region and interface to use.
    :param catalog: a ``keystoneauth1.access.service_catalog.ServiceCatalog``.
    :returns: URLs by official service type, the compute service's always as ``compute``.
    :raises ConfigurationError: if the catalog has no matching endpoint for compute.
    """
    listed = [
        _Endpoint(
            service["type"],
            service["name"],
            endpoint["interface"].removesuffix("URL"),
            endpoint["region_name"],
            endpoint["url"],
        )
        for service in catalog.normalize_catalog()
        for endpoint in service["endpoints"]
        if endpoint["url"]
    ]
    found = {}
    others = (one.service_type for one in listed if one.service_type not in OFFICIAL_TYPES)
    for service in dict.fromkeys((*_COMPANIONS, *others)):
        # Not every cloud has all of them, and most commands need none.
        name = settings.volume_service_name if service == "block-storage" else None
        if url := _choose(settings, listed, service, name):
            found[service] = url
    compute = settings.endpoint_override or _choose(
        settings, listed, settings.service_type, settings.service_name
    )
    if not compute:
        raise ConfigurationError(_no_endpoint(settings, listed))
    return {**found, "compute": checked_url(compute)}


def _choose(
    settings: Settings, listed: Iterable[_Endpoint], service: str, name: str | None
) -> str | None:
    """Choose a service's endpoint: the first match by interface, then by service type or alias.

    keystoneauth's own choice fails if a service has two types in the catalog and neither matches.
    """
    wanted = settings.interface
    for interface in [wanted] if isinstance(wanted, str) else wanted:
        matching = [
            endpoint
            for endpoint in listed
            if endpoint.interface == interface.removesuffix("URL")
            and settings.region in (None, endpoint.region)
            and (not name or endpoint.service_name in (None, name))
        ]
        for service_type in _types(service):
            for endpoint in matching:
                if endpoint.service_type == service_type:
                    return endpoint.url
    return None


def _types(service: str) -> list[str]:
    """List the types under which a catalog may list a service, the preferred one first."""
    import os_service_types

    return list(dict.fromkeys([service, *os_service_types.ServiceTypes().get_all_types(service)]))


def checked_url(endpoint: str) -> str:
    """Check that the compute service's endpoint is an HTTP address.

    :param endpoint: its URL.
    :returns: the same URL.
    :raises ConfigurationError: if it is not.
    """
    if urlsplit(endpoint).scheme not in ("http", "https") or not urlsplit(endpoint).netloc:
        raise ConfigurationError(f"the compute endpoint '{endpoint}' is not an http(s) address")
    return endpoint


def _no_endpoint(settings: Settings, listed: Iterable[_Endpoint]) -> str:
    """Say which of service type, region, name and interface the catalog lacks, and what it has."""
    service = settings.service_type
    found = [endpoint for endpoint in listed if endpoint.service_type in _types(service)]
    if not found:
        types = sorted({endpoint.service_type for endpoint in listed})
        return (
            f"the catalog has no service of type '{service}' (--service-type): "
            f"it has {', '.join(types) or 'none at all'}"
        )
    regions = sorted({str(endpoint.region) for endpoint in found})
    if settings.region and settings.region not in regions:
        return (
            f"there is no {service} service in region '{settings.region}' (--os-region-name): "
            f"it is in {', '.join(regions)}"
        )
    names = sorted({str(endpoint.service_name) for endpoint in found})
    if settings.service_name and settings.service_name not in names:
        return (
            f"no {service} service is named '{settings.service_name}' (--service-name): "
            f"there is {', '.join(names)}"
        )
    interfaces = sorted({endpoint.interface for endpoint in found})
    return (
        f"the {service} service has no '{settings.interface}' endpoint (--os-endpoint-type): "
        f"it has {', '.join(interfaces)}"
    )
