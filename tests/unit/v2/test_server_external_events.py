"""External events that other services report of servers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from microversions import NEWEST
from recording import Answer, Cloud, recorded

from novaclient import exceptions

EVENT = {"name": "network-vif-plugged", "server_uuid": "s", "tag": "port"}
Call = Callable[[Cloud], Any]


def test_events_come_back_with_what_nova_made_of_each() -> None:
    taken = [{**EVENT, "code": 200}, {**EVENT, "code": 404}]
    cloud = recorded(Answer({"events": taken}, 207))
    answer = cloud.server_external_events.create([EVENT, EVENT])
    assert (answer, answer.request_ids) == (taken, ["req-1"])
    body = {"events": [EVENT, EVENT]}
    assert cloud.sent == [("POST", "/os-server-external-events", NEWEST, body, "compute")]


@pytest.mark.parametrize(
    ("name", "since", "before"),
    [
        ("volume-extended", "2.51", "2.50"),
        ("power-update", "2.76", "2.75"),
        ("accelerator-request-bound", "2.82", "2.81"),
        ("volume-reimaged", "2.93", "2.92"),
    ],
)
def test_event_that_the_version_does_not_know_is_refused(
    name: str, since: str, before: str
) -> None:
    cloud = recorded({"events": []}, version=before)
    with pytest.raises(exceptions.UnsupportedAttribute, match=since):
        cloud.server_external_events.create([{"name": name, "server_uuid": "s"}])
    assert cloud.sent == []


@pytest.mark.parametrize("version", ["2.51", "2.latest"])
def test_event_that_the_version_knows_is_sent(version: str) -> None:
    cloud = recorded({"events": []}, version=version)
    cloud.server_external_events.create([{"name": "volume-extended", "server_uuid": "s"}])
    assert len(cloud.sent) == 1


def test_events_that_are_no_list_are_invalid() -> None:
    with pytest.raises(exceptions.InvalidResponse, match="not a list"):
        recorded({"events": {}}).server_external_events.create([EVENT])


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda c: c.server_external_events.create([EVENT]), "events"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}))
