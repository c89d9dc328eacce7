"""Volumes attached to servers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from microversions import NEWEST
from recording import Answer, Cloud, recorded

from novaclient import exceptions

ATTACHED = {"volumeAttachment": {"id": "v", "volumeId": "v", "serverId": "s", "device": "/dev/vdb"}}
URL = "/servers/s/os-volume_attachments"
LATEST = "2.latest"
Call = Callable[[Cloud], Any]


@pytest.mark.parametrize(
    ("call", "answer", "request_line"),
    [
        (lambda c: c.volumes.get_server_volumes("s"), {"volumeAttachments": []}, f"GET {URL}"),
        (
            lambda c: c.volumes.get_server_volumes("s", limit=2, offset=3),
            {"volumeAttachments": []},
            f"GET {URL}?limit=2&offset=3",
        ),
        (lambda c: c.volumes.get_server_volume("s", "v"), ATTACHED, f"GET {URL}/v"),
        (lambda c: c.volumes.delete_server_volume("s", "v"), None, f"DELETE {URL}/v"),
    ],
)
def test_call_sends(call: Call, answer: Any, request_line: str) -> None:
    cloud = recorded(answer)
    assert call(cloud).request_ids == ["req-1"]
    assert cloud.urls == [request_line]


@pytest.mark.parametrize(
    ("call", "version", "fields", "sent"),
    [
        (lambda v: v.create_server_volume("s", "v"), "2.1", {}, "2.1"),
        (
            lambda v: v.create_server_volume("s", "v", "/dev/vdb"),
            "2.48",
            {"device": "/dev/vdb"},
            "2.48",
        ),
        (lambda v: v.create_server_volume("s", "v", None, "t"), "2.49", {"tag": "t"}, "2.49"),
        (
            lambda v: v.create_server_volume("s", "v", None, None, True),
            "2.79",
            {"delete_on_termination": True},
            "2.79",
        ),
        (
            lambda v: v.create_server_volume("s", "v", delete_on_termination=False),
            "2.1",
            {},
            "2.1",
        ),
    ],
)
def test_attaching_sends_what_is_given(
    call: Callable[[Any], Any], version: str, fields: dict[str, Any], sent: str
) -> None:
    cloud = recorded(ATTACHED, version=version)
    assert call(cloud.volumes).device == "/dev/vdb"
    body = {"volumeAttachment": {"volumeId": "v", **fields}}
    assert cloud.sent == [("POST", URL, sent, body, "compute")]


def test_attaching_returns_what_is_known_when_nova_answers_before_it_is_done() -> None:
    cloud = recorded(Answer(None, 202))
    volume = cloud.volumes.create_server_volume("s", "v", tag="t")
    assert volume.to_dict() == {"id": "v", "volumeId": "v", "serverId": "s"}
    assert volume.request_ids == ["req-1"]
    assert cloud.sent[0].version == NEWEST


@pytest.mark.parametrize(
    ("call", "version", "fields", "sent"),
    [
        (lambda v: v.update_server_volume("s", "v", "w"), "2.1", {}, "2.1"),
        (lambda v: v.update_server_volume("s", "v", "w"), LATEST, {}, NEWEST),
        (
            lambda v: v.update_server_volume("s", "v", "w", False),
            "2.85",
            {"delete_on_termination": False},
            "2.85",
        ),
        (
            lambda v: v.update_server_volume("s", "v", "w", delete_on_termination=None),
            "2.85",
            {},
            "2.85",
        ),
    ],
)
def test_swapping_sends_what_is_given(
    call: Callable[[Any], Any], version: str, fields: dict[str, Any], sent: str
) -> None:
    cloud = recorded(Answer(None, 202), version=version)
    assert call(cloud.volumes).request_ids == ["req-1"]
    body = {"volumeAttachment": {"volumeId": "w", **fields}}
    assert cloud.sent == [("PUT", f"{URL}/v", sent, body, "compute")]


@pytest.mark.parametrize(
    ("call", "version"),
    [
        (lambda v: v.create_server_volume("s", "v", tag="t"), "2.48"),
        (lambda v: v.create_server_volume("s", "v", delete_on_termination=True), "2.78"),
        (lambda v: v.update_server_volume("s", "v", "w", False), "2.84"),
    ],
)
def test_argument_that_the_version_does_not_know_is_refused(
    call: Callable[[Any], Any], version: str
) -> None:
    cloud = recorded(version=version)
    with pytest.raises(exceptions.UnsupportedAttribute):
        call(cloud.volumes)
    assert cloud.sent == []


@pytest.mark.parametrize("method", ["get_server_volume", "delete_server_volume"])
def test_older_name_of_the_volume_warns(method: str) -> None:
    cloud = recorded(ATTACHED)
    with pytest.warns(UserWarning, match="attachment_id") as caught:
        getattr(cloud.volumes, method)("s", attachment_id="v")
    assert cloud.sent[0].url == f"{URL}/v"
    assert caught[0].filename == __file__


@pytest.mark.parametrize("arguments", [{}, {"volume_id": "v", "attachment_id": "v"}])
@pytest.mark.parametrize("method", ["get_server_volume", "delete_server_volume"])
def test_volume_is_named_once(method: str, arguments: dict[str, str]) -> None:
    cloud = recorded()
    with pytest.raises(TypeError, match="volume_id"):
        getattr(cloud.volumes, method)("s", **arguments)
    assert cloud.sent == []


@pytest.mark.parametrize(
    "call",
    [
        lambda c: c.volumes.update_server_volume("s", None, "w"),
        lambda c: c.volumes.update_server_volume("s", "..", "w"),
        lambda c: c.volumes.delete_server_volume("s", ""),
        lambda c: c.volumes.delete_server_volume("", "v"),
    ],
)
def test_hostile_id_is_refused_before_any_request(call: Call) -> None:
    cloud = recorded()
    with pytest.raises((TypeError, ValueError)):
        call(cloud)
    assert cloud.sent == []


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda c: c.volumes.get_server_volumes("s"), "volumeAttachments"),
        (lambda c: c.volumes.get_server_volume("s", "v"), "volumeAttachment"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}))
