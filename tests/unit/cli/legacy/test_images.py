"""Legacy commands of images: requests, microversions and output."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from recording import Answer
from routed import IMAGE, OnRoutes

from novaclient import exceptions
from novaclient.cli.registry import load

GROUP = "55555555-5555-4555-8555-555555555555"
IMAGES = {"images": [{"id": IMAGE, "name": "cirros"}]}
#: The command line, what the cloud answers, and the requests with their versions.
SENT: list[tuple[str, list[Any], list[str]]] = [
    ("image-list", [{"images": []}], ["GET /images/detail 2.35"]),
    ("image-list --limit 2", [{"images": []}], ["GET /images/detail?limit=2 2.35"]),
    (f"image-delete {IMAGE}", [], [f"DELETE /images/{IMAGE} 2.35"]),
    (
        "image-delete cirros",
        [IMAGES],
        ["GET /images?name=cirros 2.35", f"DELETE /images/{IMAGE} 2.35"],
    ),
    (
        f"image-meta {IMAGE} set a=b",
        [{"metadata": {"a": "b"}}],
        [f"POST /images/{IMAGE}/metadata 2.38"],
    ),
    (
        f"image-meta {IMAGE} delete a b=c",
        [],
        [f"DELETE /images/{IMAGE}/metadata/a 2.38", f"DELETE /images/{IMAGE}/metadata/b 2.38"],
    ),
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
        (f"image-meta {IMAGE} set a=b c=", {"metadata": {"a": "b", "c": ""}}),
    ],
)
def test_arguments_reach_the_cloud(on_cloud: Commanding, line: str, body: Any) -> None:
    ran = on_cloud(*line.split(), answers=[Answer(status=400)])
    assert [sent.body for sent in ran.sent] == [body]


@pytest.mark.parametrize(
    ("line", "answers", "expected"),
    [
        (
            "image-list",
            [
                {
                    "images": [
                        {"id": "2", "name": "b", "status": "ACTIVE", "server": {"id": "s"}},
                        {"id": "1", "name": "a", "status": "SAVING"},
                    ]
                }
            ],
            [
                ["ID", "Name", "Status", "Server"],
                ["1", "a", "SAVING", ""],
                ["2", "b", "ACTIVE", "s"],
            ],
        ),
        (
            f"image-show {IMAGE}",
            [
                {
                    "image": {
                        "id": IMAGE, "links": [], "server": {"id": "s"}, "metadata": {"k": "v"}
                    }
                }
            ],
            [["Property", "Value"], ["id", IMAGE], ["metadata k", "v"], ["server", "s"]],
        ),
    ],
)  # fmt: skip
def test_table_is_the_same_as_in_3_3(
    on_cloud: Commanding, line: str, answers: list[Any], expected: list[list[str]]
) -> None:
    assert on_cloud(*line.split(), answers=list(answers)).table == expected


def test_image_as_json_has_metadata_as_an_object(on_cloud: Commanding) -> None:
    image = {"id": IMAGE, "links": [], "metadata": {"k": "v"}}
    ran = on_cloud("image-show", IMAGE, "-f", "json", answers=[{"image": image}])
    assert ran.json == {"id": IMAGE, "metadata": {"k": "v"}}


@pytest.mark.parametrize(
    "line",
    [
        f"image-meta {IMAGE} set a",
    ],
)
def test_usage_error_is_reported_before_any_request(on_cloud: Commanding, line: str) -> None:
    ran = on_cloud(*line.split())
    assert (ran.status, ran.urls) == (2, [])


def test_similar_image_name_is_suggested(on_routes: OnRoutes) -> None:
    routes = {"GET /images?name=cirrus": {"images": []}, "GET /images": IMAGES}
    ran = on_routes("image-delete", "cirrus", routes=routes)
    assert "Did you mean 'cirros'?" in ran.err


def test_failure_of_one_target_is_reported_and_the_others_succeed(on_routes: OnRoutes) -> None:
    routes = {
        f"DELETE /images/{IMAGE}": exceptions.Conflict(409, "It is in use"),
        f"DELETE /images/{GROUP}": None,
    }
    ran = on_routes("image-delete", IMAGE, GROUP, routes=routes)
    assert ran.status == 1
    assert f"{IMAGE}: It is in use" in ran.err
    assert len(ran.sent) == 2
