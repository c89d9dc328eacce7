"""Hosts, as Nova served them up to 2.42."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from recording import Cloud, recorded

from novaclient.v2.legacy.hosts import Host

Call = Callable[[Cloud], Any]


def row(*case: Any, name: str) -> Any:
    return pytest.param(*case, id=name)


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "version", "body"),
    [
        row(
            lambda c: c.hosts.list("nova"),
            {"hosts": []},
            "GET /os-hosts?zone=nova",
            "2.42",
            None,
            name="hosts.list",
        ),
        row(
            lambda c: c.hosts.list_all(),
            {"hosts": []},
            "GET /os-hosts",
            "2.42",
            None,
            name="hosts.list_all",
        ),
        row(
            lambda c: Host(c.hosts, {"host_name": "h"}).update({"status": "enable"}),
            {"host": "h", "status": "enabled"},
            "PUT /os-hosts/h",
            "2.42",
            {"status": "enable"},
            name="hosts.update",
        ),
        row(
            lambda c: Host(c.hosts, {"resource": {"host": "h"}}).reboot(),
            {"host": "h", "power_action": "reboot"},
            "GET /os-hosts/h/reboot",
            "2.42",
            None,
            name="hosts.reboot",
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


def test_host_shows_what_each_project_uses() -> None:
    cloud = recorded({"host": [{"resource": {"host": "h", "project": "(total)", "cpu": 8}}]})
    (host,) = cloud.hosts.get("h")
    assert (host.host_name, host.project, host.cpu) == ("h", "(total)", 8)


def test_host_action_returns_what_was_answered() -> None:
    response, body = recorded({"host": "h", "power_action": "startup"}).hosts.host_action(
        "h", "startup"
    )
    assert (response.status_code, body["power_action"]) == (200, "startup")
