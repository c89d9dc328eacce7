"""Which projects can use a private flavor."""

from __future__ import annotations

import pytest
from recording import recorded

ACCESS = {"flavor_access": [{"flavor_id": "1", "tenant_id": "t"}]}


def test_access_is_listed_by_flavor() -> None:
    cloud = recorded(ACCESS)
    assert cloud.flavor_access.list(flavor="1")[0].tenant_id == "t"
    assert cloud.urls == ["GET /flavors/1/os-flavor-access"]


def test_access_without_a_flavor_is_refused() -> None:
    with pytest.raises(NotImplementedError, match="by flavor"):
        recorded().flavor_access.list()
