"""Quotas of projects and users: which exist at which version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from microversions import NEWEST
from recording import Cloud, recorded

from novaclient import exceptions

LATEST = "2.latest"
ONE = {"quota_set": {"id": "p", "cores": 5}}
Call = Callable[[Cloud], Any]


@pytest.mark.parametrize(
    ("call", "answer", "request_line"),
    [
        (lambda c: c.quotas.get("p"), ONE, "GET /os-quota-sets/p"),
        (lambda c: c.quotas.get("p", "u"), ONE, "GET /os-quota-sets/p?user_id=u"),
        (lambda c: c.quotas.get("p", "u", True), ONE, "GET /os-quota-sets/p/detail?user_id=u"),
        (lambda c: c.quotas.defaults("p"), ONE, "GET /os-quota-sets/p/defaults"),
        (lambda c: c.quotas.delete("p"), None, "DELETE /os-quota-sets/p"),
        (lambda c: c.quotas.delete("p", "u&x"), None, "DELETE /os-quota-sets/p?user_id=u%26x"),
        (lambda c: c.quotas.update("p", cores=1), ONE, "PUT /os-quota-sets/p"),
        (lambda c: c.quotas.update("p", "u", cores=1), ONE, "PUT /os-quota-sets/p?user_id=u"),
    ],
)
def test_call_sends(call: Call, answer: Any, request_line: str) -> None:
    cloud = recorded(answer)
    assert call(cloud).request_ids == ["req-1"]
    assert cloud.urls == [request_line]


@pytest.mark.parametrize(
    ("call", "version", "fields", "sent"),
    [
        (lambda q: q.update("p", cores=0, ram=None), "2.1", {"cores": 0}, "2.1"),
        (lambda q: q.update("p", fixed_ips=-1), "2.35", {"fixed_ips": -1}, "2.35"),
        (lambda q: q.update("p", fixed_ips=0), LATEST, {"fixed_ips": 0}, "2.35"),
        (lambda q: q.update("p", injected_files=0), "2.56", {"injected_files": 0}, "2.56"),
        (lambda q: q.update("p", injected_files=0), LATEST, {"injected_files": 0}, "2.56"),
        (
            lambda q: q.update("p", None, True, 1, 2, 3, 4, 5, 6, 7),
            "2.57",
            {
                "force": True,
                "instances": 1,
                "cores": 2,
                "ram": 3,
                "metadata_items": 4,
                "key_pairs": 5,
                "server_groups": 6,
                "server_group_members": 7,
            },
            "2.57",
        ),
        (lambda q: q.update("p", cores="9"), LATEST, {"cores": "9"}, NEWEST),
    ],
)
def test_update_sends_the_quotas_that_are_given(
    call: Callable[[Any], Any], version: str, fields: dict[str, Any], sent: str
) -> None:
    cloud = recorded(ONE, version=version)
    assert call(cloud.quotas).cores == 5
    assert cloud.sent == [("PUT", "/os-quota-sets/p", sent, {"quota_set": fields}, "compute")]


@pytest.mark.parametrize(
    ("call", "version"),
    [
        (lambda c: c.quotas.update("p", fixed_ips=1), "2.36"),
        (lambda c: c.quotas.update("p", security_groups=0), "2.36"),
        (lambda c: c.quotas.update("p", injected_files=0), "2.57"),
    ],
)
def test_quota_that_was_removed_is_refused(call: Call, version: str) -> None:
    cloud = recorded(version=version)
    with pytest.raises(exceptions.UnsupportedAttribute):
        call(cloud)
    assert cloud.sent == []


def test_unknown_quota_is_refused() -> None:
    cloud = recorded(version="2.1")
    with pytest.raises(TypeError, match="gigabytes"):
        cloud.quotas.update("p", gigabytes=1)  # type: ignore[call-arg]
    assert cloud.sent == []


def test_quotas_change_through_their_resource() -> None:
    cloud = recorded(ONE, ONE)
    cloud.quotas.get("p").update(cores=6)
    assert cloud.sent[1].url == "/os-quota-sets/p"
    assert cloud.sent[1].body == {"quota_set": {"cores": 6}}


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda c: c.quotas.get("p"), "quota_set"),
        (lambda c: c.quotas.defaults("p"), "quota_set"),
        (lambda c: c.quotas.update("p", cores=1), "quota_set"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}))
