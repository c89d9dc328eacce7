"""Floating and fixed addresses, and DNS entries, as Nova passed them on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from recording import Cloud, recorded

from novaclient import exceptions

Call = Callable[[Cloud], Any]


def row(*case: Any, name: str) -> Any:
    return pytest.param(*case, id=name)


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "version", "body"),
    [
        row(
            lambda c: c.floating_ips.list(),
            {"floating_ips": []},
            "GET /os-floating-ips",
            "2.35",
            None,
            name="floating_ips.list",
        ),
        row(
            lambda c: c.floating_ips.get("f"),
            {"floating_ip": {"id": "f"}},
            "GET /os-floating-ips/f",
            "2.35",
            None,
            name="floating_ips.get",
        ),
        row(
            lambda c: c.floating_ips.create("public"),
            {"floating_ip": {"id": "f"}},
            "POST /os-floating-ips",
            "2.35",
            {"pool": "public"},
            name="floating_ips.create",
        ),
        row(
            lambda c: c.floating_ips.delete("f"),
            None,
            "DELETE /os-floating-ips/f",
            "2.35",
            None,
            name="floating_ips.delete",
        ),
        row(
            lambda c: c.floating_ip_pools.list(),
            {"floating_ip_pools": [{"name": "public"}]},
            "GET /os-floating-ip-pools",
            "2.35",
            None,
            name="floating_ip_pools.list",
        ),
        row(
            lambda c: c.servers.add_fixed_ip("s", "n"),
            None,
            "POST /servers/s/action",
            "2.43",
            {"addFixedIp": {"networkId": "n"}},
            name="servers.add_fixed_ip",
        ),
        row(
            lambda c: c.servers.remove_fixed_ip("s", "10.0.0.4"),
            None,
            "POST /servers/s/action",
            "2.43",
            {"removeFixedIp": {"address": "10.0.0.4"}},
            name="servers.remove_fixed_ip",
        ),
        row(
            lambda c: c.servers.add_floating_ip("s", "10.0.0.4", "10.1.0.4"),
            None,
            "POST /servers/s/action",
            "2.43",
            {"addFloatingIp": {"address": "10.0.0.4", "fixed_address": "10.1.0.4"}},
            name="servers.add_floating_ip",
        ),
        row(
            lambda c: c.servers.remove_floating_ip("s", "10.0.0.4"),
            None,
            "POST /servers/s/action",
            "2.43",
            {"removeFloatingIp": {"address": "10.0.0.4"}},
            name="servers.remove_floating_ip",
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


def test_pinned_version_that_is_too_new_is_refused_before_any_request() -> None:
    cloud = recorded(version="2.60")
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match=r"2\.1 to 2\.35"):
        cloud.floating_ips.list()
    assert cloud.sent == []


def test_server_is_given_a_floating_address_that_was_listed() -> None:
    cloud = recorded({"floating_ips": [{"id": "f", "ip": "10.0.0.4"}]})
    (address,) = cloud.floating_ips.list()
    cloud.servers.add_floating_ip("s", address)
    assert cloud.sent[-1].body == {"addFloatingIp": {"address": "10.0.0.4"}}
