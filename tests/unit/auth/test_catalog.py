"""The endpoints that are chosen from a catalog."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from identity_service import CATALOG, Keystone, service
from login_errors import error

from novaclient.auth.login import Login
from novaclient.exceptions import ConfigurationError


def test_endpoints_of_the_region_are_chosen(login: Callable[..., Login]) -> None:
    record = login(os_region_name="West").record
    assert record.endpoints == {"compute": "http://127.0.0.1:8774/v2.1/West"}


@pytest.mark.parametrize("interface", ["internal", "internalURL"])
def test_endpoints_of_the_interface_are_chosen(login: Callable[..., Login], interface: str) -> None:
    record = login(endpoint_type=interface).record
    assert record.endpoints["compute"] == "http://127.0.0.1:8774/v2.1/internal"
    assert record.endpoints["image"] == "http://127.0.0.1:9292/internal"


def test_legacy_service_type_is_an_alias(keystone: Keystone, login: Callable[..., Login]) -> None:
    keystone.catalog = [entry for entry in CATALOG if entry["type"] != "block-storage"]
    assert login().record.endpoints["block-storage"] == "http://127.0.0.1:8776/v3/p"


def test_block_storage_is_chosen_by_name(login: Callable[..., Login]) -> None:
    endpoints = login(volume_service_name="cinderv3").record.endpoints
    assert endpoints["block-storage"] == "http://127.0.0.1:8776/v3/p"


def test_block_storage_is_chosen_by_name_from_a_variable(login: Callable[..., Login]) -> None:
    endpoints = login({"NOVA_VOLUME_SERVICE_NAME": "cinderv3"}).record.endpoints
    assert endpoints["block-storage"] == "http://127.0.0.1:8776/v3/p"


def test_endpoint_override_replaces_the_endpoint_of_the_catalog(
    login: Callable[..., Login],
) -> None:
    endpoints = login(endpoint_override="http://here:1/v2.1").record.endpoints
    assert endpoints["compute"] == "http://here:1/v2.1"
    assert endpoints["image"] == "http://127.0.0.1:9292"


def test_unknown_region_lists_the_regions(login: Callable[..., Login]) -> None:
    assert error(login, ConfigurationError, os_region_name="North") == (
        "there is no compute service in region 'North' (--os-region-name): it is in East, West"
    )


def test_unknown_interface_lists_the_interfaces(login: Callable[..., Login]) -> None:
    assert "it has internal, public" in error(login, ConfigurationError, endpoint_type="admin")


def test_unknown_service_name_lists_the_names(login: Callable[..., Login]) -> None:
    assert error(login, ConfigurationError, service_name="x").endswith("there is nova")


def test_catalog_without_compute_lists_its_types(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    keystone.catalog = CATALOG[1:]
    text = error(login, ConfigurationError)
    assert text.endswith("it has block-storage, image, network, volumev3")


def test_empty_catalog_is_reported(keystone: Keystone, login: Callable[..., Login]) -> None:
    keystone.catalog = []
    assert error(login, ConfigurationError).endswith("it has none at all")


def test_endpoint_that_is_not_http_is_refused(
    keystone: Keystone, login: Callable[..., Login]
) -> None:
    keystone.catalog = [service("compute", "file:///etc/passwd")]
    assert "is not an http(s) address" in error(login, ConfigurationError)
