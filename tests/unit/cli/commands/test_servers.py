"""The commands that show, update and delete servers: what they send, print and refuse."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from recording import Answer
from routed import (
    FLAVOR,
    IMAGE,
    LOOK_UPS,
    OnRoutes,
    brief,
    not_found,
    server,
    server_id,
)

from novaclient import exceptions

ONE = server_id(1)
BY_NAME = "GET /servers?name=%5E%28web1%29%24"
DETAIL = "GET /servers/detail"


def cells(out: str) -> list[list[str]]:
    """The cells of a table's rows, its heading first."""
    lines = [line for line in out.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]


def properties(out: str) -> dict[str, str]:
    """The rows of a table of properties."""
    return {row[0]: row[1] for row in cells(out)[1:]}


# ------------------------------------------------------------------------------------------ show
SHOW = f"GET /servers/{ONE}"


def test_show_by_id_asks_for_server_and_image(on_routes: OnRoutes) -> None:
    ran = on_routes("show", ONE, routes={**LOOK_UPS, SHOW: {"server": server()}})
    assert ran.urls == [SHOW, f"GET /v2/images/{IMAGE}"]


def test_show_by_name_asks_once_more(on_routes: OnRoutes) -> None:
    ran = on_routes("show", "web1", routes={**LOOK_UPS, SHOW: {"server": server()}})
    assert ran.urls == [BY_NAME, SHOW, f"GET /v2/images/{IMAGE}"]


def test_show_prints_the_familiar_rows(on_routes: OnRoutes) -> None:
    ran = on_routes("show", ONE, routes={**LOOK_UPS, SHOW: {"server": server()}})
    rows = properties(ran.out)
    assert list(rows) == sorted(rows)
    assert {key: rows[key] for key in rows if key.startswith(("flavor", "image", "private"))} == {
        "flavor:extra_specs": "{}",
        "flavor:original_name": "m1.nano",
        "flavor:ram": "64",
        "flavor:vcpus": "1",
        "image": f"cirros ({IMAGE})",
        "image:properties": "{}",
        "private network": "10.0.0.1",
    }
    assert (rows["security_groups"], rows["metadata"]) == ("default, web", '{"a": "b"}')
    assert not {"links", "addresses", "flavor"} & set(rows)


def test_show_as_json_holds_typed_values(on_routes: OnRoutes) -> None:
    ran = on_routes("show", ONE, "-f", "json", routes={**LOOK_UPS, SHOW: {"server": server()}})
    shown = ran.json
    assert shown["flavor"] == {
        "vcpus": 1,
        "ram": 64,
        "original_name": "m1.nano",
        "extra_specs": {},
    }
    assert shown["image"] == {"id": IMAGE, "name": "cirros", "properties": {}}
    assert shown["networks"] == {"private": ["10.0.0.1"]}
    assert shown["security_groups"] == ["default", "web"]
    assert (shown["locked"], shown["progress"], shown["key_name"]) == (False, 0, None)
    assert "links" not in shown


def test_show_minimal_leaves_ids_as_they_are(on_routes: OnRoutes) -> None:
    ran = on_routes("show", ONE, "--minimal", routes={SHOW: {"server": server()}})
    rows = properties(ran.out)
    assert (rows["image"], rows["flavor"]) == (IMAGE, "m1.nano")


def test_show_says_that_an_image_is_gone(on_routes: OnRoutes) -> None:
    routes = {SHOW: {"server": server()}, f"GET /v2/images/{IMAGE}": not_found("no image")}
    ran = on_routes("show", ONE, routes=routes)
    assert properties(ran.out)["image"] == f"Image not found ({IMAGE})"


def test_show_says_that_a_server_booted_from_a_volume(on_routes: OnRoutes) -> None:
    ran = on_routes("show", ONE, routes={SHOW: {"server": server(image="")}})
    text = "Attempt to boot from volume - no image supplied"
    assert properties(ran.out)["image"] == text


def test_show_of_a_server_from_a_volume_has_no_image_in_json(on_routes: OnRoutes) -> None:
    ran = on_routes("show", ONE, "-f", "json", routes={SHOW: {"server": server(image="")}})
    assert ran.json["image"] is None


def test_show_asks_for_the_flavors_name_where_the_server_holds_its_id(on_routes: OnRoutes) -> None:
    row = server(flavor={"id": FLAVOR, "links": []})
    routes = {
        **LOOK_UPS,
        SHOW: {"server": row},
        f"GET /flavors/{FLAVOR}": {"flavor": {"id": FLAVOR, "name": "m1.nano"}},
    }
    ran = on_routes("show", ONE, routes=routes, at="2.46")
    assert properties(ran.out)["flavor"] == f"m1.nano ({FLAVOR})"


def test_show_says_that_a_flavor_is_gone(on_routes: OnRoutes) -> None:
    row = server(flavor={"id": FLAVOR, "links": []})
    routes = {**LOOK_UPS, SHOW: {"server": row}, f"GET /flavors/{FLAVOR}": not_found("no flavor")}
    ran = on_routes("show", ONE, routes=routes, at="2.46")
    assert properties(ran.out)["flavor"] == f"Flavor not found ({FLAVOR})"


def test_show_of_some_properties_asks_for_no_names(on_routes: OnRoutes) -> None:
    words = ("show", ONE, "-c", "status", "-c", "private network", "-f", "value")
    ran = on_routes(*words, routes={SHOW: {"server": server()}})
    assert (ran.out, len(ran.sent)) == ("ACTIVE\n10.0.0.1\n", 1)


def test_show_wraps_long_values(on_routes: OnRoutes) -> None:
    ran = on_routes("show", ONE, "--minimal", "--wrap", "20", routes={SHOW: {"server": server()}})
    assert max(len(row[1]) for row in cells(ran.out)) == 20


def test_show_names_all_servers_of_a_name(on_routes: OnRoutes) -> None:
    two = {"servers": [{"id": server_id(n), "name": "web1"} for n in (1, 2)]}
    ran = on_routes("show", "web1", routes={BY_NAME: two})
    assert ran.status == 1
    assert server_id(1) in ran.err
    assert server_id(2) in ran.err


def test_show_names_the_nearest_names_of_one_that_is_not_there(on_routes: OnRoutes) -> None:
    routes = {"GET /servers?name=%5E%28wbe1%29%24": brief(), "GET /servers": brief(1, 2)}
    ran = on_routes("show", "wbe1", routes=routes)
    assert ran.status == 1
    assert "No server with a name or ID of 'wbe1' exists. Did you mean 'web1'" in ran.err


def test_show_takes_a_name_that_looks_like_an_id(on_routes: OnRoutes) -> None:
    routes = {
        **LOOK_UPS,
        f"GET /servers/{FLAVOR}": not_found(),
        f"GET /servers?name=%5E{FLAVOR}%24": {"servers": [{"id": ONE, "name": FLAVOR}]},
        SHOW: {"server": server(name=FLAVOR)},
    }
    assert on_routes("show", FLAVOR, routes=routes).status == 0


# ----------------------------------------------------------------------- update, meta, console-log
@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("--name new", {"name": "new"}),
        ("--description text --hostname h", {"description": "text", "hostname": "h"}),
        ("--pinned-availability-zone az", {"pinned_availability_zone": "az"}),
        ("--no-pinned-availability-zone", {"pinned_availability_zone": None}),
    ],
)
def test_update_sends_what_changes(on_routes: OnRoutes, words: str, body: dict[str, Any]) -> None:
    routes = {**LOOK_UPS, f"PUT /servers/{ONE}": {"server": server()}}
    ran = on_routes("update", "web1", *words.split(), routes=routes)
    assert (ran.status, ran.out, ran.sent[-1].body) == (0, "", {"server": body})


def test_update_with_an_empty_description_removes_it(on_routes: OnRoutes) -> None:
    routes = {f"PUT /servers/{ONE}": {"server": server()}}
    ran = on_routes("update", ONE, "--description", "", routes=routes)
    assert ran.sent[-1].body == {"server": {"description": None}}


def test_update_takes_one_word_on_the_zone(on_routes: OnRoutes) -> None:
    flags = ("--pinned-availability-zone", "az", "--no-pinned-availability-zone")
    ran = on_routes("update", "web1", *flags)
    assert (ran.status, ran.sent) == (2, [])


def test_update_of_nothing_is_refused(on_routes: OnRoutes) -> None:
    ran = on_routes("update", "web1")
    assert (ran.status, ran.sent) == (2, [])
    assert "nothing to update" in ran.err


def test_update_refuses_a_flag_newer_than_the_pinned_version(on_routes: OnRoutes) -> None:
    ran = on_routes("update", "web1", "--hostname", "h", at="2.89")
    assert (ran.status, ran.sent) == (2, [])
    assert "--hostname needs 2.90 or newer; you asked for 2.89" in ran.err


def test_meta_sets_items(on_routes: OnRoutes) -> None:
    url = f"POST /servers/{ONE}/metadata"
    ran = on_routes(
        "meta", "web1", "set", "a=b", "c=d=e", routes={**LOOK_UPS, url: {"metadata": {}}}
    )
    assert ran.sent[-1].body == {"metadata": {"a": "b", "c": "d=e"}}


def test_meta_deletes_items_by_key(on_routes: OnRoutes) -> None:
    urls = [f"DELETE /servers/{ONE}/metadata/a", f"DELETE /servers/{ONE}/metadata/c"]
    routes = {**LOOK_UPS, **dict.fromkeys(urls, Answer(status=204))}
    ran = on_routes("meta", "web1", "delete", "a", "c=d", routes=routes)
    assert (ran.status, ran.urls[1:]) == (0, urls)


@pytest.mark.parametrize("words", [("set", "a"), ("set", "=b"), ("change", "a=b"), ("set",)])
def test_meta_refuses_what_it_does_not_understand(
    on_routes: OnRoutes, words: tuple[str, ...]
) -> None:
    ran = on_routes("meta", "web1", *words)
    assert (ran.status, ran.sent) == (2, [])


CONSOLE = f"POST /servers/{ONE}/action"


def test_console_log_is_exact_in_a_pipe(on_routes: OnRoutes) -> None:
    log = "boot\r\n\x1b[2J\u202eend"
    ran = on_routes("console-log", "web1", routes={**LOOK_UPS, CONSOLE: {"output": log}})
    assert ran.out == log
    assert ran.sent[-1].body == {"os-getConsoleOutput": {"length": None}}


def test_console_log_is_harmless_on_a_terminal(
    on_routes: OnRoutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    ran = on_routes("console-log", ONE, routes={CONSOLE: {"output": "a\n\x1b[2Jb"}})
    assert ran.out == "a\n\\x1b[2Jb\n"


def test_console_log_asks_for_its_last_lines(on_routes: OnRoutes) -> None:
    ran = on_routes("console-log", ONE, "--length", "3", routes={CONSOLE: {"output": "x\n"}})
    assert ran.sent[-1].body == {"os-getConsoleOutput": {"length": 3}}


# ---------------------------------------------------------------------------------------- delete
def deletions(*numbers: int) -> dict[str, Any]:
    """Answers to deletions."""
    return {f"DELETE /servers/{server_id(n)}": Answer(status=204) for n in numbers}


def test_delete_reports_each_in_order(on_routes: OnRoutes) -> None:
    ran = on_routes(
        "delete",
        "web2",
        "web1",
        routes={"GET /servers?name=%5E%28web2%7Cweb1%29%24": brief(1, 2), **deletions(1, 2)},
    )
    assert ran.status == 0
    assert ran.out == (
        "Request to delete server web2 has been accepted.\n"
        "Request to delete server web1 has been accepted.\n"
    )


def test_delete_of_one_that_fails_does_the_others(on_routes: OnRoutes) -> None:
    refused = exceptions.Conflict(409, "Instance is locked", request_id="req-1")
    routes = {**LOOK_UPS, **deletions(1, 3), f"DELETE /servers/{server_id(2)}": refused}
    ran = on_routes("delete", "web1", "web2", "web3", routes=routes)
    assert ran.status == 1
    assert ran.out == (
        "Request to delete server web1 has been accepted.\n"
        "Request to delete server web3 has been accepted.\n"
    )
    assert ran.err == (
        "web2: Instance is locked (HTTP 409) (Request-ID: req-1)\n"
        "ERROR (CommandError): Unable to delete the specified server(s).\n"
    )


def test_delete_of_one_that_is_not_there_does_the_others(on_routes: OnRoutes) -> None:
    routes = {
        "GET /servers?name=%5E%28nope%7Cweb1%29%24": brief(1),
        "GET /servers": brief(1),
        **deletions(1),
    }
    ran = on_routes("delete", "nope", "web1", routes=routes)
    assert (ran.status, ran.out) == (1, "Request to delete server web1 has been accepted.\n")
    assert "No server with a name or ID of 'nope' exists." in ran.err


def test_delete_in_every_project_looks_names_up_there(on_routes: OnRoutes) -> None:
    url = "GET /servers?name=%5E%28web1%29%24&all_tenants=1"
    ran = on_routes("delete", "web1", "--all-tenants", routes={url: brief(1), **deletions(1)})
    assert (ran.status, ran.urls[0]) == (0, url)


def test_delete_waits_until_they_are_gone(on_routes: OnRoutes) -> None:
    here = {"server": server(task="deleting")}
    routes = {**LOOK_UPS, **deletions(1), SHOW: [here, here, not_found()]}
    ran = on_routes("delete", "web1", "--wait", routes=routes)
    assert (ran.status, ran.urls.count(SHOW)) == (0, 3)
    assert ran.out.endswith("Server deleting... 100% complete\nFinished\n")


def test_delete_reports_one_that_could_not_be_deleted(on_routes: OnRoutes) -> None:
    failed = {"server": server(status="ERROR", fault={"message": "no disk"})}
    routes = {**LOOK_UPS, **deletions(1), SHOW: failed}
    ran = on_routes("delete", "web1", "--wait", routes=routes)
    assert ran.status == 1
    assert "web1: `Server` resource is in the error state due to 'no disk'." in ran.err
