"""Commands for the actions on servers, their diagnostics and their topology."""

from __future__ import annotations

from typing import Any

import pytest
from routed import LOOK_UPS, OnRoutes, server_id

ONE = server_id(1)
ACTIONS = f"/servers/{ONE}/os-instance-actions"


def action(name: str, time: int, **fields: Any) -> dict[str, Any]:
    """Something that was done with a server."""
    return {
        "action": name,
        "request_id": f"req-{time}",
        "message": None,
        "start_time": f"2030-01-0{time}T00:00:00",
        "updated_at": f"2030-01-0{time}T00:00:01",
        "instance_uuid": ONE,
        "user_id": "u",
        "project_id": "p",
        **fields,
    }


LIST = {"instanceActions": [action("reboot", 2), action("create", 1)]}


def test_actions_are_listed_oldest_first(on_routes: OnRoutes) -> None:
    routes = {**LOOK_UPS, f"GET {ACTIONS}": LIST}
    assert on_routes("instance-action-list", "web1", routes=routes).out == (
        "+--------+------------+---------+---------------------+---------------------+\n"
        "| Action | Request_ID | Message | Start_Time          | Updated_At          |\n"
        "+--------+------------+---------+---------------------+---------------------+\n"
        "| create | req-1      | -       | 2030-01-01T00:00:00 | 2030-01-01T00:00:01 |\n"
        "| reboot | req-2      | -       | 2030-01-02T00:00:00 | 2030-01-02T00:00:01 |\n"
        "+--------+------------+---------+---------------------+---------------------+\n"
    )


def test_old_microversion_shows_no_time_of_change(on_routes: OnRoutes) -> None:
    routes = {f"GET {ACTIONS}": LIST}
    ran = on_routes("instance-action-list", ONE, "-f", "csv", routes=routes, at="2.57")
    assert ran.out.splitlines()[0] == "Action,Request_ID,Message,Start_Time"


def test_actions_are_filtered_by_the_cloud(on_routes: OnRoutes) -> None:
    query = "changes-before=2030-01-03&changes-since=2030-01-01&limit=1&marker=req-3"
    ran = on_routes(
        *("instance-action-list", ONE, "--limit", "1", "--marker", "req-3"),
        *("--changes-since", "2030-01-01", "--changes-before", "2030-01-03"),
        routes={f"GET {ACTIONS}?{query}": LIST},
    )
    assert (ran.status, "create" in ran.out) == (0, False)


@pytest.mark.parametrize("flag", ["changes-since", "changes-before"])
@pytest.mark.parametrize("command", ["instance-action-list web1", "migration-list"])
def test_what_is_no_time_is_refused_before_any_request(
    on_routes: OnRoutes, command: str, flag: str
) -> None:
    ran = on_routes(*command.split(), f"--{flag}", "yesterday")
    assert (ran.status, ran.sent) == (1, [])
    assert f"Invalid {flag} value: yesterday" in ran.err


SHOWN = action("create", 1, events=[{"event": "compute_build", "result": "Success"}])


def test_action_is_shown_with_its_steps(on_routes: OnRoutes) -> None:
    routes = {f"GET {ACTIONS}/req-1": {"instanceAction": SHOWN}}
    out = on_routes("instance-action", ONE, "req-1", routes=routes).out
    assert "| events        | [{'event': 'compute_build', 'result': 'Success'}] |\n" in out


def test_action_keeps_its_steps_for_programs(on_routes: OnRoutes) -> None:
    routes = {f"GET {ACTIONS}/req-1": {"instanceAction": SHOWN}}
    assert on_routes("instance-action", ONE, "req-1", "-f", "json", routes=routes).json == SHOWN


def test_diagnostics_are_broken_into_lines(on_routes: OnRoutes) -> None:
    reported = {
        "uptime": 7,
        "nic_details": [{"mac_address": "fa:16:3e:00:00:01"} for _ in range(4)],
    }
    routes = {**LOOK_UPS, f"GET /servers/{ONE}/diagnostics": reported}
    out = on_routes("diagnostics", "web1", routes=routes).out
    assert max(map(len, out.splitlines())) <= len("| nic_details | ") + 80 + len(" |")
    assert out.count('"mac_address"') == 4


def test_topology_is_shown(on_routes: OnRoutes) -> None:
    reported = {"nodes": [{"vcpu_set": [0, 1]}], "pagesize_kb": 4}
    routes = {f"GET /servers/{ONE}/topology": reported}
    ran = on_routes("server-topology", ONE, "-f", "json", routes=routes)
    assert (ran.status, ran.json) == (0, reported)
