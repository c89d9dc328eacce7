"""API versions: where they are asked for, and both forms of the answer."""

from __future__ import annotations

from typing import Any

import pytest
from microversions import NEWEST
from recording import recorded

from novaclient import exceptions

V2 = {"id": "v2.0", "status": "SUPPORTED", "version": "", "min_version": ""}
V21 = {"id": "v2.1", "status": "CURRENT", "version": NEWEST, "min_version": "2.1"}


@pytest.mark.parametrize(
    ("endpoint", "root"),
    [
        ("http://nova.example/v2.1/p", "http://nova.example/"),
        ("http://nova.example/v2.1", "http://nova.example/"),
        ("http://example/compute/v2.1", "http://example/compute/"),
        ("http://nova.example:8774", "http://nova.example:8774/"),
    ],
)
def test_list_asks_the_root_without_a_microversion(endpoint: str, root: str) -> None:
    cloud = recorded({"versions": [V2, V21]})
    cloud.recorder.endpoint = endpoint
    assert [version.id for version in cloud.versions.list()] == ["v2.0", "v2.1"]
    assert cloud.sent == [("GET", root, None, None, "compute")]


@pytest.mark.parametrize(
    ("endpoint", "url", "answer"),
    [
        ("http://nova.example/v2.1/p", "http://nova.example/v2.1/", {"version": V21}),
        ("http://example/compute/v2.1", "http://example/compute/v2.1/", {"version": V21}),
        ("http://nova.example", "http://nova.example/", {"versions": [V2, V21]}),
    ],
)
def test_get_current_asks_the_version_itself(endpoint: str, url: str, answer: Any) -> None:
    cloud = recorded(answer)
    cloud.recorder.endpoint = endpoint
    current = cloud.versions.get_current()
    assert (current.id, current.version) == ("v2.1", NEWEST)
    assert cloud.sent == [("GET", url, None, None, "compute")]


@pytest.mark.parametrize(
    "answer", [{}, [], None, "<html>", {"versions": []}, {"versions": ["x"]}, {"version": "x"}]
)
def test_get_current_of_something_else_is_invalid(answer: Any) -> None:
    with pytest.raises(exceptions.InvalidResponse):
        recorded(answer).versions.get_current()


def test_cloud_without_compute_is_reported() -> None:
    cloud = recorded()
    cloud.recorder.endpoint = None
    with pytest.raises(exceptions.ConfigurationError, match="no compute endpoint"):
        cloud.versions.get_current()


def test_first_call_finds_the_range_out_once() -> None:
    cloud = recorded({"version": V21}, {"flavors": []}, {"flavors": []})
    cloud.client.version_range = None
    cloud.flavors.list()
    cloud.flavors.list()
    assert [sent.version for sent in cloud.sent] == [None, NEWEST, NEWEST]


def test_cloud_of_the_old_v2_is_refused_with_what_to_do() -> None:
    cloud = recorded({"version": V2})
    cloud.client.version_range = None
    with pytest.raises(exceptions.UnsupportedVersion, match=r"use the cloud's /v2\.1 endpoint"):
        cloud.flavors.list()
