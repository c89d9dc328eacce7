"""What other services and administrators use: events, snapshots, audits, tokens, zones, agents."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from recording import Answer, Cloud, recorded

from novaclient import exceptions
from novaclient.v2.assisted_volume_snapshots import Snapshot

EVENT = {"name": "network-vif-plugged", "server_uuid": "s", "tag": "port"}
SNAPSHOT = {"snapshot": {"id": "x", "volumeId": "v"}}
INFO = {"volume_id": "v", "file_to_merge": "a&b"}
AGENT = {"agent_id": "1", "version": "8"}
ZONES = {"availabilityZoneInfo": [{"zoneName": "z", "zoneState": {"available": True}}]}
Call = Callable[[Cloud], Any]


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "body"),
    [
        (
            lambda c: c.assisted_volume_snapshots.create("v", {"type": "qcow2"}),
            SNAPSHOT,
            "POST /os-assisted-volume-snapshots",
            {"snapshot": {"volume_id": "v", "create_info": {"type": "qcow2"}}},
        ),
        (
            lambda c: c.instance_usage_audit_log.get(),
            {"instance_usage_audit_logs": {}},
            "GET /os-instance_usage_audit_log",
            None,
        ),
        (
            lambda c: c.instance_usage_audit_log.get("2026-03-01 12:00:00"),
            {"instance_usage_audit_log": {}},
            "GET /os-instance_usage_audit_log/2026-03-01%2012%3A00%3A00",
            None,
        ),
        (
            lambda c: c.console_auth_tokens.get("t"),
            {"console": {"instance_uuid": "s"}},
            "GET /os-console-auth-tokens/t",
            None,
        ),
        (lambda c: c.availability_zones.list(), ZONES, "GET /os-availability-zone/detail", None),
        (lambda c: c.availability_zones.list(False), ZONES, "GET /os-availability-zone", None),
        (lambda c: c.agents.list(), {"agents": [AGENT]}, "GET /os-agents", None),
        (
            lambda c: c.agents.list("xen&x"),
            {"agents": [AGENT]},
            "GET /os-agents?hypervisor=xen%26x",
            None,
        ),
        (
            lambda c: c.agents.create("linux", "x86", "8", "http://a", "0" * 32, "xen"),
            {"agent": AGENT},
            "POST /os-agents",
            {
                "agent": {
                    "os": "linux",
                    "architecture": "x86",
                    "version": "8",
                    "url": "http://a",
                    "md5hash": "0" * 32,
                    "hypervisor": "xen",
                }
            },
        ),
        (
            lambda c: c.agents.update(1, "8", "http://a", "0" * 32),
            {"agent": AGENT},
            "PUT /os-agents/1",
            {"para": {"version": "8", "url": "http://a", "md5hash": "0" * 32}},
        ),
        (lambda c: c.agents.delete(1), None, "DELETE /os-agents/1", None),
    ],
)
def test_call_sends(call: Call, answer: Any, request_line: str, body: Any) -> None:
    cloud = recorded(answer)
    assert call(cloud).request_ids == ["req-1"]
    assert (cloud.urls, cloud.sent[0].body) == ([request_line], body)


@pytest.mark.parametrize(
    "call",
    [
        lambda m: m.delete("x", INFO),
        lambda m: Snapshot(m, {"id": "x"}).delete(INFO),
    ],
)
def test_assisted_snapshot_is_deleted_with_its_information(call: Callable[[Any], Any]) -> None:
    cloud = recorded(Answer(None, 204))
    call(cloud.assisted_volume_snapshots)
    url = urlsplit(cloud.sent[0].url)
    assert url.path == "/os-assisted-volume-snapshots/x"
    assert json.loads(parse_qs(url.query)["delete_info"][0]) == INFO


def test_events_come_back_with_what_nova_made_of_each() -> None:
    taken = [{**EVENT, "code": 200}, {**EVENT, "code": 404}]
    cloud = recorded(Answer({"events": taken}, 207))
    answer = cloud.server_external_events.create([EVENT, EVENT])
    assert (answer, answer.request_ids) == (taken, ["req-1"])
    body = {"events": [EVENT, EVENT]}
    assert cloud.sent == [("POST", "/os-server-external-events", "2.104", body, "compute")]


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
    with pytest.raises(exceptions.InvalidResponse, match="no list"):
        recorded({"events": {}}).server_external_events.create([EVENT])


@pytest.mark.parametrize("hostile", ["", "..", "a/b", "a\nb", None])
def test_hostile_token_is_refused_before_any_request(hostile: Any) -> None:
    cloud = recorded()
    with pytest.raises((TypeError, ValueError)):
        cloud.console_auth_tokens.get(hostile)
    assert cloud.sent == []


def test_answer_about_a_token_is_quoted_without_it() -> None:
    with pytest.raises(exceptions.InvalidResponse) as caught:
        recorded({"other": 1}).console_auth_tokens.get("s3cret")
    assert "s3cret" not in str(caught.value)


def test_zone_is_found_by_its_name() -> None:
    assert recorded(ZONES).availability_zones.find(zoneName="z").zoneState == {"available": True}


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda c: c.assisted_volume_snapshots.create("v", {}), "snapshot"),
        (lambda c: c.instance_usage_audit_log.get(), "instance_usage_audit_logs"),
        (lambda c: c.instance_usage_audit_log.get("x"), "instance_usage_audit_log"),
        (lambda c: c.console_auth_tokens.get("t"), "console"),
        (lambda c: c.availability_zones.list(), "availabilityZoneInfo"),
        (lambda c: c.agents.list(), "agents"),
        (lambda c: c.server_external_events.create([EVENT]), "events"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}))
