"""Volumes, snapshots and types: the requests to the block storage service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from microversions import NEWEST
from recording import Cloud, recorded

from novaclient import exceptions
from novaclient.v2.legacy.block_storage import Volume

VOLUME = {"id": "v", "name": "data", "description": "of the database"}
Call = Callable[[Cloud], Any]


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "body"),
    [
        (
            lambda c: c.volumes.list(search_opts={"all_tenants": 1, "display_name": "d", "x": 0}),
            {"volumes": []},
            "GET /v3/volumes/detail?all_tenants=1&name=d",
            None,
        ),
        (lambda c: c.volumes.list(False), {"volumes": []}, "GET /v3/volumes", None),
        (lambda c: c.volumes.get("v"), {"volume": VOLUME}, "GET /v3/volumes/v", None),
        (
            lambda c: c.volumes.create(1, "s", "data", "said", "fast", "nova", "i"),
            {"volume": VOLUME},
            "POST /v3/volumes",
            {
                "volume": {
                    "size": 1,
                    "snapshot_id": "s",
                    "name": "data",
                    "description": "said",
                    "volume_type": "fast",
                    "availability_zone": "nova",
                    "imageRef": "i",
                }
            },
        ),
        (lambda c: c.volumes.delete("v"), None, "DELETE /v3/volumes/v", None),
        (
            lambda c: c.volume_snapshots.list(),
            {"snapshots": []},
            "GET /v3/snapshots/detail",
            None,
        ),
        (
            lambda c: c.volume_snapshots.get("s"),
            {"snapshot": {"id": "s"}},
            "GET /v3/snapshots/s",
            None,
        ),
        (
            lambda c: c.volume_snapshots.create("v", True, "daily"),
            {"snapshot": {"id": "s"}},
            "POST /v3/snapshots",
            {"snapshot": {"volume_id": "v", "force": True, "name": "daily"}},
        ),
        (lambda c: c.volume_snapshots.delete("s"), None, "DELETE /v3/snapshots/s", None),
        (lambda c: c.volume_types.list(), {"volume_types": []}, "GET /v3/types", None),
        (lambda c: c.volume_types.get("t"), {"volume_type": {"id": "t"}}, "GET /v3/types/t", None),
        (
            lambda c: c.volume_types.create("fast"),
            {"volume_type": {"id": "t"}},
            "POST /v3/types",
            {"volume_type": {"name": "fast"}},
        ),
        (lambda c: c.volume_types.delete("t"), None, "DELETE /v3/types/t", None),
    ],
)
def test_block_storage_is_asked_without_a_microversion_of_nova(
    call: Call, answer: Any, request_line: str, body: Any
) -> None:
    cloud = recorded(answer)
    call(cloud)
    (sent,) = cloud.sent
    assert (str(sent), sent.body) == (request_line, body)
    assert (sent.service, sent.version) == ("block-storage", None)


def test_project_is_in_the_path_where_the_transport_knows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cloud = recorded({"volumes": []})
    monkeypatch.setattr(cloud.client, "get_project_id", lambda: "p", raising=False)
    cloud.volumes.list()
    assert cloud.urls == ["GET /v3/p/volumes/detail"]


def test_all_pages_of_volumes_are_listed() -> None:
    link = {"rel": "next", "href": "http://cinder.example/v3/p/volumes/detail?marker=a"}
    cloud = recorded(
        {"volumes": [{"id": "a"}], "volumes_links": [link]},
        {"volumes": [{"id": "b"}]},
    )
    assert [volume.id for volume in cloud.volumes.list()] == ["a", "b"]
    assert cloud.urls[1] == "GET /v3/volumes/detail?marker=a"


def test_volumes_are_iterated() -> None:
    cloud = recorded({"volumes": [{"id": "a"}, {"id": "b"}]})
    assert [volume.id for volume in cloud.volumes.iterate()] == ["a", "b"]


def test_volume_has_the_older_names_of_its_fields() -> None:
    volume = recorded({"volume": VOLUME}).volumes.get("v")
    assert (volume.display_name, volume.display_description) == ("data", "of the database")


def test_volume_that_was_listed_deletes_itself() -> None:
    cloud = recorded({"volumes": [VOLUME]})
    cloud.volumes.list()[0].delete()
    assert cloud.urls[-1] == "DELETE /v3/volumes/v"


def test_volume_is_found_by_its_older_name() -> None:
    cloud = recorded({"volumes": [VOLUME]}, {"volume": VOLUME})
    assert cloud.volumes.find(display_name="data") == Volume(object(), VOLUME)
    assert cloud.urls == ["GET /v3/volumes?name=data", "GET /v3/volumes/v"]


def test_volume_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(exceptions.NotFound):
        recorded({"volumes": []}).volumes.find(name="data")


def test_attachments_are_still_asked_of_nova() -> None:
    cloud = recorded({"volumeAttachments": []})
    cloud.volumes.get_server_volumes("s")
    assert (cloud.sent[0].service, cloud.sent[0].version) == ("compute", NEWEST)


def test_attachment_is_never_fetched_as_a_volume() -> None:
    cloud = recorded({"volumeAttachments": [{"volumeId": "v", "serverId": "s"}]})
    (attachment,) = cloud.volumes.get_server_volumes("s")
    attachment.get()
    assert len(cloud.sent) == 1
