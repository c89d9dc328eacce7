"""Ids that would make another request, at the managers of proxied and removed resources."""

from __future__ import annotations

from typing import Any

import pytest
from recording import recorded


@pytest.mark.parametrize(
    ("attribute", "method", "rest"),
    [
        ("floating_ips", "get", ()),
        ("floating_ips", "delete", ()),
        ("security_groups", "delete", ()),
        ("security_group_rules", "delete", ()),
        ("networks", "delete", ()),
        ("images", "delete_meta", (["k"],)),
        ("baremetal", "remove_interface", ("m",)),
        ("hosts", "host_action", ("reboot",)),
        ("list_extensions", "get", ()),
        ("volume_types", "delete", ()),
        ("fixed_ips", "reserve", ()),
        ("dns_entries", "delete", ("www",)),
    ],
)
@pytest.mark.parametrize("hostile", ["", "..", "a/b", "a\nb", None, True])
def test_hostile_id_is_refused_before_any_request(
    attribute: str, method: str, rest: tuple[Any, ...], hostile: object
) -> None:
    cloud = recorded()
    with pytest.raises((ValueError, TypeError)):
        getattr(getattr(cloud, attribute), method)(hostile, *rest)
    assert cloud.sent == []
