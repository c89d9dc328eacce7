"""Networks, as Nova passes them on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from recording import Cloud, recorded

Call = Callable[[Cloud], Any]


def row(*case: Any, name: str) -> Any:
    return pytest.param(*case, id=name)


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "version", "body"),
    [
        row(
            lambda c: c.networks.list(),
            {"networks": []},
            "GET /os-networks",
            "2.35",
            None,
            name="networks.list",
        ),
        row(
            lambda c: c.networks.get("n"),
            {"network": {"id": "n"}},
            "GET /os-networks/n",
            "2.35",
            None,
            name="networks.get",
        ),
        row(
            lambda c: c.tenant_networks.list(),
            {"networks": []},
            "GET /os-tenant-networks",
            "2.35",
            None,
            name="tenant_networks.list",
        ),
        row(
            lambda c: c.tenant_networks.get("n"),
            {"network": {"id": "n"}},
            "GET /os-tenant-networks/n",
            "2.35",
            None,
            name="tenant_networks.get",
        ),
    ],
)
def test_goes_out_at_the_newest_version_that_has_it(
    call: Call, answer: Any, request_line: str, version: str, body: Any
) -> None:
    cloud = recorded(answer)
    call(cloud)
    (sent,) = cloud.sent
    assert (str(sent), sent.version, sent.body) == (request_line, version, body)
