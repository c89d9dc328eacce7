"""Legacy commands of volumes: requests, microversions and output."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from recording import Answer
from routed import OnRoutes

from novaclient.cli.registry import load

VOLUME = "77777777-7777-4777-8777-777777777777"
DETAIL = {
    "id": VOLUME, "name": "data", "description": "d", "status": "in-use", "size": 1,
    "volume_type": None, "attachments": [{"server_id": "s1"}, {"server_id": "s2"}], "links": [],
}  # fmt: skip
#: The command line, what the cloud answers, and the requests with their versions.
SENT: list[tuple[str, list[Any], list[str]]] = [
    ("volume-list", [{"volumes": []}], ["GET /v3/volumes/detail None"]),
    (
        "volume-list --all-tenants",
        [{"volumes": []}],
        ["GET /v3/volumes/detail?all_tenants=1 None"],
    ),
    (f"volume-show {VOLUME}", [{"volume": DETAIL}], [f"GET /v3/volumes/{VOLUME} None"]),
    (
        "volume-show data",
        [{"volumes": [{"id": VOLUME, "name": "data"}]}, {"volume": DETAIL}],
        ["GET /v3/volumes?name=data None", f"GET /v3/volumes/{VOLUME} None"],
    ),
    ("volume-create 1", [{"volume": DETAIL}], ["POST /v3/volumes None"]),
    (f"volume-delete {VOLUME}", [], [f"DELETE /v3/volumes/{VOLUME} None"]),
    ("volume-snapshot-list", [{"snapshots": []}], ["GET /v3/snapshots/detail None"]),
    (
        f"volume-snapshot-show {VOLUME}",
        [{"snapshot": {"id": VOLUME}}],
        [f"GET /v3/snapshots/{VOLUME} None"],
    ),
    (
        f"volume-snapshot-create {VOLUME} --force True",
        [{"snapshot": {"id": "s"}}],
        ["POST /v3/snapshots None"],
    ),
    (f"volume-snapshot-delete {VOLUME}", [], [f"DELETE /v3/snapshots/{VOLUME} None"]),
    ("volume-type-list", [{"volume_types": []}], ["GET /v3/types None"]),
    ("volume-type-create t", [{"volume_type": {"id": "1", "name": "t"}}], ["POST /v3/types None"]),
    (f"volume-type-delete {VOLUME}", [], [f"DELETE /v3/types/{VOLUME} None"]),
]
LINES = [line for line, *_ in SENT]


@pytest.mark.parametrize(("line", "answers", "requests"), SENT, ids=LINES)
def test_request_is_sent_at_a_version_that_has_it(
    on_cloud: Commanding, line: str, answers: list[Any], requests: list[str]
) -> None:
    ran = on_cloud(*line.split(), answers=list(answers))
    assert (ran.status, [f"{sent} {sent.version}" for sent in ran.sent]) == (0, requests)


@pytest.mark.parametrize(("line", "answers"), [row[:2] for row in SENT], ids=LINES)
def test_one_line_names_the_replacement(
    on_cloud: Commanding, line: str, answers: list[Any]
) -> None:
    command = load(line.split()[0])
    assert command is not None
    ran = on_cloud(*line.split(), answers=list(answers))
    assert ran.err == f"WARNING: nova {command.name} is deprecated: use {command.instead}\n"


@pytest.mark.parametrize(
    ("line", "body"),
    [
        (
            "volume-create 3 --snapshot_id s --image-id i --display-name n "
            "--display_description d --volume-type t --availability-zone z",
            {
                "volume": {
                    "size": 3,
                    "snapshot_id": "s",
                    "imageRef": "i",
                    "name": "n",
                    "description": "d",
                    "volume_type": "t",
                    "availability_zone": "z",
                }
            },
        ),
        (
            "volume-snapshot-create v --force yes --display-name n --display-description d",
            {"snapshot": {"volume_id": "v", "force": True, "name": "n", "description": "d"}},
        ),
        ("volume-snapshot-create v", {"snapshot": {"volume_id": "v", "force": False}}),
        ("volume-type-create t", {"volume_type": {"name": "t"}}),
    ],
)
def test_arguments_reach_the_cloud(on_cloud: Commanding, line: str, body: Any) -> None:
    ran = on_cloud(*line.split(), answers=[Answer(status=400)])
    assert [sent.body for sent in ran.sent] == [body]


@pytest.mark.parametrize(
    ("line", "answers", "expected"),
    [
        (
            "volume-list",
            [{"volumes": [DETAIL]}],
            [
                ["ID", "Status", "Display Name", "Size", "Volume Type", "Attached to"],
                [VOLUME, "in-use", "data", "1", "-", "s1,s2"],
            ],
        ),
        (
            "volume-snapshot-list",
            [{"snapshots": [{"id": "1", "volume_id": "2", "status": "s", "name": "n", "size": 3}]}],
            [["ID", "Volume ID", "Status", "Display Name", "Size"], ["1", "2", "s", "n", "3"]],
        ),
        (
            "volume-type-list",
            [{"volume_types": [{"id": "1", "name": "a"}]}],
            [["ID", "Name"], ["1", "a"]],
        ),
    ],
)  # fmt: skip
def test_table_is_the_same_as_in_3_3(
    on_cloud: Commanding, line: str, answers: list[Any], expected: list[list[str]]
) -> None:
    assert on_cloud(*line.split(), answers=list(answers)).table == expected


def test_volume_is_shown_without_links(on_cloud: Commanding) -> None:
    shown = on_cloud("volume-show", VOLUME, "-f", "json", answers=[{"volume": DETAIL}]).json
    assert shown == {name: value for name, value in DETAIL.items() if name != "links"}


@pytest.mark.parametrize(
    "line",
    [
        "volume-snapshot-create v --force maybe",
        "volume-create big",
    ],
)
def test_usage_error_is_reported_before_any_request(on_cloud: Commanding, line: str) -> None:
    ran = on_cloud(*line.split())
    assert (ran.status, ran.urls) == (2, [])


def test_names_of_volumes_are_resolved_in_one_request(on_routes: OnRoutes) -> None:
    listed = {"volumes": [{"id": "1", "name": "a"}, {"id": "2", "name": "b"}]}
    routes = {
        "GET /v3/volumes": listed, "DELETE /v3/volumes/1": None, "DELETE /v3/volumes/2": None
    }  # fmt: skip
    ran = on_routes("volume-delete", "a", "b", routes=routes)
    assert (ran.status, len(ran.sent)) == (0, 3)
