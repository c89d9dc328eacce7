"""The commands that recover servers: what they send, print and wait for."""

from __future__ import annotations

from typing import Any

import pytest
from recording import Answer
from routed import LOOK_UPS, OnRoutes, brief, not_found, server, server_id

ONE, TWO = server_id(1), server_id(2)
ACT, ACT_TWO = f"POST /servers/{ONE}/action", f"POST /servers/{TWO}/action"
SHOW = f"GET /servers/{ONE}"
ROUTES: dict[str, Any] = {
    **LOOK_UPS,
    ACT: Answer(status=202),
    ACT_TWO: Answer(status=202),
    "GET /servers?name=%5E%28web1%29%24&deleted=True": brief(1),
    "GET /servers?name=%5E%28web1%29%24&all_tenants=1": brief(1),
}


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("force-delete web1", {"forceDelete": None}),
        ("restore web1", {"restore": None}),
        ("reset-state web1", {"os-resetState": {"state": "error"}}),
        ("reset-state web1 --active", {"os-resetState": {"state": "active"}}),
        ("reset-state web1 --all-tenants", {"os-resetState": {"state": "error"}}),
        ("trigger-crash-dump web1", {"trigger_crash_dump": None}),
    ],
)
def test_command_sends(on_routes: OnRoutes, words: str, body: dict[str, Any]) -> None:
    ran = on_routes(*words.split(), routes=ROUTES)
    assert (ran.status, str(ran.sent[-1]), ran.sent[-1].body) == (0, ACT, body)


def test_restore_looks_for_names_among_the_deleted(on_routes: OnRoutes) -> None:
    ran = on_routes("restore", "web1", routes=ROUTES)
    assert ran.urls[0] == "GET /servers?name=%5E%28web1%29%24&deleted=True"


def test_reset_state_looks_for_names_in_every_project(on_routes: OnRoutes) -> None:
    ran = on_routes("reset-state", "web1", "--all-tenants", routes=ROUTES)
    assert ran.urls[0] == "GET /servers?name=%5E%28web1%29%24&all_tenants=1"


def test_reset_state_reports_each_server(on_routes: OnRoutes) -> None:
    routes = {**ROUTES, ACT_TWO: not_found()}
    ran = on_routes("reset-state", "--active", "web1", "web2", routes=routes)
    assert ran.status == 1
    assert ran.out == "Reset state for server web1 succeeded; new state is active\n"
    assert ran.err == (
        "web2: Instance could not be found. (HTTP 404)\n"
        "ERROR (CommandError): Unable to reset the state for the specified server(s).\n"
    )


def test_force_delete_waits_until_it_is_gone_for_good(on_routes: OnRoutes) -> None:
    marked = {"server": server(status="SOFT_DELETED")}
    routes = {**ROUTES, SHOW: [marked, not_found()]}
    ran = on_routes("force-delete", ONE, "--wait", routes=routes)
    assert (ran.status, ran.urls) == (0, [ACT, SHOW, SHOW])


def test_restore_waits_until_it_runs(on_routes: OnRoutes) -> None:
    routes = {
        **ROUTES,
        SHOW: [
            {"server": server(status="SOFT_DELETED", task="restoring")},
            {"server": server()},
        ],
    }
    assert on_routes("restore", ONE, "--wait", routes=routes).urls == [ACT, SHOW, SHOW]
