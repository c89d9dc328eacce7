"""The commands about servers' tags: what they send and print."""

from __future__ import annotations

from typing import Any

import pytest
from recording import Answer
from routed import LOOK_UPS, OnRoutes, not_found, server_id

ONE, TWO = server_id(1), server_id(2)
TAGS, TAGS_TWO = f"/servers/{ONE}/tags", f"/servers/{TWO}/tags"
ROUTES: dict[str, Any] = {
    **LOOK_UPS,
    f"GET {TAGS}": {"tags": ["a", "b"]},
    f"PUT {TAGS}/a": Answer(status=201),
    f"PUT {TAGS}/b": Answer(status=201),
    f"PUT {TAGS_TWO}/a": Answer(status=201),
    f"DELETE {TAGS}/a": Answer(status=204),
    f"DELETE {TAGS}/b": not_found("no tag 'b'"),
    f"PUT {TAGS}": {"tags": ["x", "y"]},
    f"DELETE {TAGS}": Answer(status=204),
    f"DELETE {TAGS_TWO}": Answer(status=204),
}


def test_tags_are_listed_as_always(on_routes: OnRoutes) -> None:
    out = on_routes("server-tag-list", "web1", routes=ROUTES).out
    assert out == "+-----+\n| Tag |\n+-----+\n| a   |\n| b   |\n+-----+\n"


def test_add_reports_each_tag(on_routes: OnRoutes) -> None:
    ran = on_routes("server-tag-add", "web1", "a", "b", routes=ROUTES)
    assert (ran.status, sorted(ran.urls[1:])) == (0, [f"PUT {TAGS}/a", f"PUT {TAGS}/b"])
    assert ran.out == (
        "Request to add tag a to specified server has been accepted.\n"
        "Request to add tag b to specified server has been accepted.\n"
    )


def test_add_gives_several_servers_the_tag(on_routes: OnRoutes) -> None:
    ran = on_routes("server-tag-add", ONE, "a", "--also", TWO, routes=ROUTES)
    assert sorted(ran.urls) == sorted([f"PUT {TAGS}/a", f"PUT {TAGS_TWO}/a"])


def test_delete_reports_each_tag_and_fails_if_one_did(on_routes: OnRoutes) -> None:
    ran = on_routes("server-tag-delete", ONE, "a", "b", routes=ROUTES)
    assert ran.status == 1
    assert ran.out == "Request to delete tag a from specified server has been accepted.\n"
    assert ran.err == (
        "no tag 'b' (HTTP 404)\n"
        "ERROR (CommandError): Unable to delete the specified tag from the server.\n"
    )


def test_set_replaces_all(on_routes: OnRoutes) -> None:
    ran = on_routes("server-tag-set", "web1", "x", "y", routes=ROUTES)
    assert (ran.status, ran.out, str(ran.sent[-1])) == (0, "", f"PUT {TAGS}")
    assert ran.sent[-1].body == {"tags": ["x", "y"]}


def test_delete_all_takes_several_servers(on_routes: OnRoutes) -> None:
    ran = on_routes("server-tag-delete-all", "web1", "web2", routes=ROUTES)
    assert ran.status == 0
    assert sorted(ran.urls[1:]) == sorted([f"DELETE {TAGS}", f"DELETE {TAGS_TWO}"])


@pytest.mark.parametrize("command", ["add", "delete", "set"])
def test_tag_is_wanted(on_routes: OnRoutes, command: str) -> None:
    assert on_routes(f"server-tag-{command}", "web1").status == 2
