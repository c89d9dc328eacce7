"""The commands that make images of servers: what they send, print and wait for."""

from __future__ import annotations

from typing import Any

import pytest
from recording import Answer
from routed import IMAGE, LOOK_UPS, OnRoutes, not_found, server, server_id

ONE = server_id(1)
ACT = f"POST /servers/{ONE}/action"
SHOW, SHOW_IMAGE = f"GET /servers/{ONE}", f"GET /v2/images/{IMAGE}"
ROUTES: dict[str, Any] = {
    **LOOK_UPS,
    ACT: Answer({"image_id": IMAGE}, 202),
    SHOW: {"server": server()},
    SHOW_IMAGE: {"id": IMAGE, "name": "snap", "status": "active", "owner": None},
}
TABLE = (
    "+----------+--------------------------------------+\n"
    "| Property | Value                                |\n"
    "+----------+--------------------------------------+\n"
    f"| id       | {IMAGE} |\n"
    "| name     | snap                                 |\n"
    "| owner    | -                                    |\n"
    "| status   | active                               |\n"
    "+----------+--------------------------------------+\n"
)


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("image-create web1 snap", {"createImage": {"name": "snap", "metadata": {}}}),
        (
            "image-create web1 snap --metadata a=b --metadata c=d=e",
            {"createImage": {"name": "snap", "metadata": {"a": "b", "c": "d=e"}}},
        ),
        (
            "backup web1 snap daily 7",
            {"createBackup": {"name": "snap", "backup_type": "daily", "rotation": 7}},
        ),
        (
            "backup web1 snap daily 0 --metadata a=b",
            {
                "createBackup": {
                    "name": "snap",
                    "backup_type": "daily",
                    "rotation": 0,
                    "metadata": {"a": "b"},
                }
            },
        ),
    ],
)
def test_command_sends(on_routes: OnRoutes, words: str, body: dict[str, Any]) -> None:
    ran = on_routes(*words.split(), routes=ROUTES)
    assert (ran.status, ran.err) == (0, "")
    assert [sent.body for sent in ran.sent if sent.method == "POST"] == [body]


def test_image_create_prints_nothing_unless_asked_to(on_routes: OnRoutes) -> None:
    assert on_routes("image-create", ONE, "snap", routes=ROUTES).out == ""


def test_image_create_shows_the_image(on_routes: OnRoutes) -> None:
    assert on_routes("image-create", ONE, "snap", "--show", routes=ROUTES).out == TABLE


def test_image_create_waits_for_the_image_and_the_servers_task(on_routes: OnRoutes) -> None:
    busy, queued = {"server": server(task="image_uploading")}, {"id": IMAGE, "status": "saving"}
    routes = {
        **ROUTES,
        SHOW: [busy, {"server": server()}],
        SHOW_IMAGE: [queued, {"id": IMAGE, "status": "active"}],
    }
    ran = on_routes("image-create", ONE, "snap", "--poll", routes=routes)
    assert ran.urls == [ACT, SHOW, SHOW, SHOW_IMAGE, SHOW, SHOW_IMAGE]
    assert ran.out.endswith("Server snapshotting... 100% complete\nFinished\n")


def test_image_create_fails_when_the_cloud_gives_the_image_up(on_routes: OnRoutes) -> None:
    routes = {**ROUTES, SHOW_IMAGE: not_found("No image found")}
    ran = on_routes("image-create", ONE, "snap", "--poll", routes=routes)
    assert (ran.status, ran.err) == (1, "ERROR (NotFound): No image found (HTTP 404)\n")


def test_backup_shows_the_image(on_routes: OnRoutes) -> None:
    assert on_routes("backup", ONE, "snap", "daily", "7", routes=ROUTES).out == TABLE


def test_backup_prints_nothing_where_the_cloud_does_not_show_the_image(on_routes: OnRoutes) -> None:
    routes = {ACT: Answer(status=202)}
    ran = on_routes("backup", ONE, "snap", "daily", "7", routes=routes, at="2.44")
    assert (ran.status, ran.out, ran.urls) == (0, "", [ACT])


@pytest.mark.parametrize("rotation", ["-1", "many"])
def test_backup_refuses_what_is_no_number_of_images(on_routes: OnRoutes, rotation: str) -> None:
    ran = on_routes("backup", ONE, "snap", "daily", "--", rotation)
    assert (ran.status, ran.sent) == (2, [])
    assert "argument <rotation>: must be" in ran.err
