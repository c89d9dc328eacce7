"""The command that waits for servers."""

from __future__ import annotations

import pytest
from commanding import Commanding
from routed import OnRoutes, brief, not_found, server, server_id

ONE, TWO = server_id(1), server_id(2)
LOOK_UP = "GET /servers?name=%5E%28web1%7Cweb2%29%24"


def test_waits_until_all_are_there(on_routes: OnRoutes) -> None:
    first = (server(1, status="SHUTOFF"), server(1, task="powering-on"), server(1))
    routes = {
        LOOK_UP: brief(1, 2),
        f"GET /servers/{ONE}": [{"server": seen} for seen in first],
        f"GET /servers/{TWO}": {"server": server(2)},
    }
    ran = on_routes("wait", "web1", "web2", "--for", "active", routes=routes)
    assert ran.status == 0
    assert ran.out.splitlines()[-3:] == [
        "Finished", "Server web1 is active.", "Server web2 is active.",
    ]  # fmt: skip
    assert ran.urls.count(f"GET /servers/{ONE}") == 3


@pytest.mark.parametrize(
    ("state", "fields"),
    [
        ("ACTIVE", {}),
        ("shelved-offloaded", {"status": "SHELVED_OFFLOADED"}),
        ("migrating", {"status": "MIGRATING", "task": "migrating"}),
        ("settled", {"status": "PAUSED"}),
        ("error", {"status": "ERROR"}),
        ("deleted", {"status": "SOFT_DELETED"}),
    ],
)
def test_state_is_any_status_in_any_spelling(
    on_routes: OnRoutes, state: str, fields: dict[str, str]
) -> None:
    routes = {f"GET /servers/{ONE}": {"server": server(1, **fields)}}
    assert on_routes("wait", ONE, "--for", state, routes=routes).status == 0


@pytest.mark.parametrize("state", ["active", "migrating", "deleted"])
def test_error_state_fails_unless_it_is_waited_for(on_routes: OnRoutes, state: str) -> None:
    fault = {"message": "No valid host was found."}
    routes = {f"GET /servers/{ONE}": {"server": server(1, status="ERROR", fault=fault)}}
    ran = on_routes("wait", ONE, "--for", state, routes=routes)
    assert ran.status == 1
    assert "No valid host was found." in ran.err


def test_one_failure_of_several_is_reported_and_the_others_are_waited_for(
    on_routes: OnRoutes,
) -> None:
    routes = {
        LOOK_UP: brief(1, 2),
        f"GET /servers/{ONE}": {"server": server(1, status="ERROR")},
        f"GET /servers/{TWO}": {"server": server(2)},
    }
    ran = on_routes("wait", "web1", "web2", "--for", "active", routes=routes)
    assert ran.status == 1
    assert ran.err.splitlines() == [
        "web1: `Server` resource is in the error state",
        "ERROR (CommandError): 1 of 2 failed",
    ]
    assert ran.out.splitlines()[-1] == "Server web2 is active."


def test_name_that_is_not_found_is_reported_with_others(on_routes: OnRoutes) -> None:
    routes = {
        LOOK_UP: brief(1),
        "GET /servers": brief(1),
        f"GET /servers/{ONE}": {"server": server(1)},
    }
    ran = on_routes("wait", "web1", "web2", "--for", "active", routes=routes)
    assert ran.status == 1
    assert ran.err.splitlines() == [
        "No server with a name or ID of 'web2' exists. Did you mean 'web1'?",
        "ERROR (CommandError): 1 of 2 failed",
    ]


@pytest.mark.parametrize("word", [ONE, "web1"])
def test_server_that_is_gone_is_deleted(on_routes: OnRoutes, word: str) -> None:
    routes = {
        f"GET /servers/{ONE}": not_found(),
        "GET /servers?name=%5E%28web1%29%24": brief(),
        "GET /servers": brief(),
    }
    ran = on_routes("wait", word, "--for", "deleted", routes=routes)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == f"Server {word} is deleted."


@pytest.mark.parametrize("word", [ONE, "web1"])
def test_server_that_is_gone_fails_for_other_states(on_routes: OnRoutes, word: str) -> None:
    routes = {
        f"GET /servers/{ONE}": not_found(),
        "GET /servers?name=%5E%28web1%29%24": brief(),
        "GET /servers": brief(),
    }
    assert on_routes("wait", word, "--for", "active", routes=routes).status == 1


def test_time_that_is_over_is_a_failure(on_routes: OnRoutes) -> None:
    routes = {f"GET /servers/{ONE}": {"server": server(1, status="BUILD")}}
    ran = on_routes("wait", ONE, "--for", "active", "--timeout", "0.01", routes=routes)
    assert ran.status == 1
    assert "Server web1 is build after" in ran.err


def test_names_are_looked_for_in_every_project_if_asked(on_routes: OnRoutes) -> None:
    routes = {
        "GET /servers?name=%5E%28web1%29%24&all_tenants=1": brief(1),
        f"GET /servers/{ONE}": {"server": server(1)},
    }
    ran = on_routes("wait", "web1", "--for", "active", "--all-tenants", routes=routes)
    assert ran.status == 0


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("wait web1", "--for"),
        ("wait web1 --for actve", "'actve' is not a state of a server: did you mean 'active'?"),
        ("wait --for active", "<server>"),
        ("wait web1 --for active --timeout 0", "must be a number of seconds above 0"),
    ],
)
def test_what_cannot_be_is_refused_before_any_request(
    on_cloud: Commanding, words: str, reason: str
) -> None:
    ran = on_cloud(*words.split())
    assert (ran.status, ran.urls) == (2, [])
    assert reason in ran.err
