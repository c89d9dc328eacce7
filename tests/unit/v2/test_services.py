"""Compute services: their calls before and since 2.53, when ids became UUIDs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from microversions import NEWEST
from recording import Cloud, recorded

from novaclient import exceptions

ID = "11111111-2222-3333-4444-555555555555"
LATEST = "2.latest"
SERVICE = {"service": {"id": ID, "host": "h", "binary": "b"}}
Call = Callable[[Cloud], Any]


@pytest.mark.parametrize(
    ("call", "version", "answer", "request_line", "sent"),
    [
        (lambda c: c.services.list(), LATEST, {"services": []}, "GET /os-services", NEWEST),
        (
            lambda c: c.services.list("h", "b"),
            LATEST,
            {"services": []},
            "GET /os-services?binary=b&host=h",
            NEWEST,
        ),
        (lambda c: c.services.delete(3), "2.52", None, "DELETE /os-services/3", "2.52"),
        (lambda c: c.services.delete(ID), LATEST, None, f"DELETE /os-services/{ID}", NEWEST),
    ],
)
def test_call_sends(call: Call, version: str, answer: Any, request_line: str, sent: str) -> None:
    cloud = recorded(answer, version=version)
    assert call(cloud).request_ids == ["req-1"]
    assert [(str(s), s.version) for s in cloud.sent] == [(request_line, sent)]


BY_HOST = {"host": "h", "binary": "b"}


@pytest.mark.parametrize(
    ("call", "version", "path", "body", "sent"),
    [
        (lambda s: s.enable("h", "b"), "2.52", "enable", BY_HOST, "2.52"),
        (lambda s: s.disable("h", "b"), "2.1", "disable", BY_HOST, "2.1"),
        (
            lambda s: s.disable_log_reason("h", "b", "r"),
            "2.52",
            "disable-log-reason",
            BY_HOST | {"disabled_reason": "r"},
            "2.52",
        ),
        (lambda s: s.force_down("h", "b"), "2.11", "force-down", BY_HOST, "2.11"),
        (
            lambda s: s.force_down("h", "b", False),
            "2.52",
            "force-down",
            BY_HOST | {"forced_down": False},
            "2.52",
        ),
        (lambda s: s.enable(host="h", binary="b"), LATEST, "enable", BY_HOST, "2.52"),
        (lambda s: s.enable(ID), "2.53", ID, {"status": "enabled"}, "2.53"),
        (lambda s: s.disable(ID), LATEST, ID, {"status": "disabled"}, NEWEST),
        (
            lambda s: s.disable_log_reason(ID, "r"),
            LATEST,
            ID,
            {"status": "disabled", "disabled_reason": "r"},
            NEWEST,
        ),
        (lambda s: s.force_down(ID, True), "2.53", ID, {"forced_down": True}, "2.53"),
    ],
)
def test_service_is_changed_by_host_or_by_id(
    call: Callable[[Any], Any], version: str, path: str, body: Any, sent: str
) -> None:
    cloud = recorded(SERVICE, version=version)
    assert call(cloud.services).host == "h"
    assert cloud.sent == [("PUT", f"/os-services/{path}", sent, body, "compute")]


@pytest.mark.parametrize(
    ("call", "version", "error"),
    [
        (lambda c: c.services.force_down("h", "b"), "2.10", exceptions.VersionNotFoundForAPIMethod),
        (
            lambda c: c.services.enable(host="h", binary="b"),
            "2.53",
            exceptions.UnsupportedAttribute,
        ),
        (lambda c: c.services.enable(service_uuid=ID), "2.52", exceptions.UnsupportedAttribute),
        (lambda c: c.services.enable("h", "b"), "2.53", TypeError),
        (lambda c: c.services.enable("h", "b"), LATEST, TypeError),
        (lambda c: c.services.enable(), LATEST, TypeError),
        (lambda c: c.services.enable("h"), "2.52", TypeError),
        (lambda c: c.services.disable_log_reason(ID), LATEST, TypeError),
    ],
)
def test_call_is_refused_before_any_request(
    call: Call, version: str, error: type[Exception]
) -> None:
    cloud = recorded(version=version)
    with pytest.raises(error):
        call(cloud)
    assert cloud.sent == []


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda c: c.services.list(), "services"),
        (lambda c: c.services.enable(ID), "service"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}))


def test_service_is_found_by_host() -> None:
    rows = [{"id": "1", "host": "a"}, {"id": "2", "host": "b"}]
    assert recorded({"services": rows}).services.find(host="b").id == "2"
