"""Quotas of quota classes: which exist at which version."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from recording import Cloud, recorded

from novaclient import exceptions

LATEST = "2.latest"
CLASS = {"quota_class_set": {"id": "default", "cores": 5}}
Call = Callable[[Cloud], Any]


@pytest.mark.parametrize(
    ("call", "answer", "request_line"),
    [
        (lambda c: c.quota_classes.get("default"), CLASS, "GET /os-quota-class-sets/default"),
        (
            lambda c: c.quota_classes.update("default", cores=1),
            CLASS,
            "PUT /os-quota-class-sets/default",
        ),
    ],
)
def test_call_sends(call: Call, answer: Any, request_line: str) -> None:
    cloud = recorded(answer)
    assert call(cloud).request_ids == ["req-1"]
    assert cloud.urls == [request_line]


@pytest.mark.parametrize(
    ("call", "version", "fields", "sent"),
    [
        (lambda q: q.update("default", floating_ips=0), "2.49", {"floating_ips": 0}, "2.49"),
        (lambda q: q.update("default", floating_ips=0), LATEST, {"floating_ips": 0}, "2.49"),
        (
            lambda q: q.update("default", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            "2.50",
            {
                "instances": 1,
                "cores": 2,
                "ram": 3,
                "metadata_items": 4,
                "injected_files": 5,
                "injected_file_content_bytes": 6,
                "injected_file_path_bytes": 7,
                "key_pairs": 8,
                "server_groups": 9,
                "server_group_members": 10,
            },
            "2.50",
        ),
        (
            lambda q: q.update("default", 1, 2, 3, 4, 5, 6, 7),
            "2.57",
            {
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
    ],
)
def test_update_of_a_class_sends_the_quotas_that_are_given(
    call: Callable[[Any], Any], version: str, fields: dict[str, Any], sent: str
) -> None:
    cloud = recorded(CLASS, version=version)
    assert call(cloud.quota_classes).cores == 5
    body = {"quota_class_set": fields}
    assert cloud.sent == [("PUT", "/os-quota-class-sets/default", sent, body, "compute")]


@pytest.mark.parametrize(
    ("call", "version"),
    [
        (lambda c: c.quota_classes.update("c", fixed_ips=1), "2.50"),
        (lambda c: c.quota_classes.update("c", injected_files=0), "2.57"),
    ],
)
def test_quota_that_was_removed_is_refused(call: Call, version: str) -> None:
    cloud = recorded(version=version)
    with pytest.raises(exceptions.UnsupportedAttribute):
        call(cloud)
    assert cloud.sent == []


def test_quotas_of_a_class_change_through_their_resource() -> None:
    cloud = recorded(CLASS, CLASS)
    cloud.quota_classes.get("default").update(6)
    assert cloud.sent[1].url == "/os-quota-class-sets/default"
    assert cloud.sent[1].body == {"quota_class_set": {"instances": 6}}


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda c: c.quota_classes.get("c"), "quota_class_set"),
        (lambda c: c.quota_classes.update("c", cores=1), "quota_class_set"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}))
