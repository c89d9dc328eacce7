"""The commands that do something to all servers of a host: what they send and what they print."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from routed import OnRoutes, not_found, server_id

from novaclient import exceptions


def hypervisor(name: str, *numbers: int) -> dict[str, Any]:
    """A hypervisor with servers, as a search gives it at 2.53 and later."""
    running = [{"uuid": server_id(n), "name": f"instance-{n}"} for n in numbers]
    return {"id": f"id-{name}", "hypervisor_hostname": name, "servers": running}


def search(*hypervisors: dict[str, Any], text: str = "h1") -> dict[str, Any]:
    """A route for a search by a part of the name."""
    url = f"GET /os-hypervisors?hypervisor_hostname_pattern={text}&with_servers=True"
    return {url: {"hypervisors": list(hypervisors)}}


def actions(*numbers: int, answer: Any = None) -> dict[str, Any]:
    """Routes for actions on servers."""
    return {f"POST /servers/{server_id(n)}/action": answer for n in numbers}


def bodies(ran: Any) -> list[Any]:
    """What the actions carried, in the order of the servers."""
    sent = sorted((one.url, one.body) for one in ran.sent if one.method == "POST")
    return [body for _, body in sent]


def cells(line: str) -> list[str]:
    """The cells of a line of a table."""
    return [cell.strip() for cell in line.split("|")[1:-1]]


MOVES = {
    "host-evacuate": ("Evacuate Accepted", "evacuating"),
    "host-evacuate-live": ("Live Migration Accepted", "live migrating"),
    "host-servers-migrate": ("Migration Accepted", "migrating"),
}


@pytest.mark.parametrize("command", MOVES)
def test_outcome_of_each_server_comes_in_order(on_routes: OnRoutes, command: str) -> None:
    refused = exceptions.Conflict(409, "It is locked", request_id="req-9")
    routes = {
        **search(hypervisor("h1", 1, 2), hypervisor("h10", 3)),
        **actions(1, 3),
        **actions(2, answer=refused),
    }
    ran = on_routes(command, "h1", routes=routes)
    accepted, doing = MOVES[command]
    lines = ran.out.splitlines()
    assert cells(lines[1]) == ["Server UUID", accepted, "Error Message"]
    error = f"Error while {doing} instance: It is locked (HTTP 409) (Request-ID: req-9)"
    assert [cells(line) for line in lines[3:6]] == [
        [server_id(1), "True", ""],
        [server_id(2), "False", error],
        [server_id(3), "True", ""],
    ]
    assert (ran.status, ran.err) == (1, "ERROR (CommandError): 1 of 3 failed\n")


@pytest.mark.parametrize("command", MOVES)
def test_program_gets_the_outcome_typed(on_routes: OnRoutes, command: str) -> None:
    routes = {**search(hypervisor("h1", 1)), **actions(1)}
    accepted = MOVES[command][0]
    words = (command, "h1", "-f", "json", "-c", accepted, "-c", "instance name")
    assert on_routes(*words, routes=routes).json == [
        {accepted: True, "Instance Name": "instance-1"}
    ]


@pytest.mark.parametrize("command", MOVES)
def test_strict_takes_the_host_of_that_name_only(on_routes: OnRoutes, command: str) -> None:
    routes = {**search(hypervisor("h10", 3), hypervisor("h1", 1)), **actions(1)}
    ran = on_routes(command, "h1", "--strict", routes=routes)
    assert ran.urls[1:] == [f"POST /servers/{server_id(1)}/action"]


@pytest.mark.parametrize("command", MOVES)
def test_strict_refuses_where_no_host_has_that_name(on_routes: OnRoutes, command: str) -> None:
    ran = on_routes(command, "h1", "--strict", routes=search(hypervisor("h10", 3)))
    assert (ran.status, ran.out, {one.method for one in ran.sent}) == (1, "", {"GET"})
    assert ran.err.startswith("ERROR (NotFound): No hypervisor matching 'h1' could be found.")


def test_host_that_is_not_found_is_nova_s_own_error(on_routes: OnRoutes) -> None:
    routes = dict.fromkeys(search(), not_found("No hypervisor matching 'h1' could be found."))
    assert on_routes("host-evacuate", "h1", routes=routes).status == 1


def test_host_without_servers_is_an_empty_table(on_routes: OnRoutes) -> None:
    empty = {"id": "1", "hypervisor_hostname": "h1"}
    ran = on_routes("host-evacuate", "h1", routes=search(empty))
    assert (ran.status, len(ran.out.splitlines())) == (0, 4)


@pytest.mark.parametrize(
    ("words", "at", "sent"),
    [
        ("host-evacuate", "2.latest", {"evacuate": {}}),
        ("host-evacuate --target_host h2", "2.latest", {"evacuate": {"host": "h2"}}),
        ("host-evacuate --target_host h2 --force", "2.67",
         {"evacuate": {"host": "h2", "force": True}}),
        ("host-evacuate --on-shared-storage", "2.latest",
         {"evacuate": {"onSharedStorage": True}}),
        ("host-evacuate-live", "2.latest",
         {"os-migrateLive": {"host": None, "block_migration": "auto"}}),
        ("host-evacuate-live --target-host h2 --block-migrate", "2.latest",
         {"os-migrateLive": {"host": "h2", "block_migration": True}}),
        ("host-evacuate-live --disk-over-commit", "2.latest",
         {"os-migrateLive": {"host": None, "block_migration": False, "disk_over_commit": True}}),
        ("host-evacuate-live --target-host h2 --force", "2.latest",
         {"os-migrateLive": {"host": "h2", "block_migration": "auto", "force": True}}),
        ("host-servers-migrate", "2.latest", {"migrate": {}}),
    ],
)  # fmt: skip
def test_flags_become_the_request(on_routes: OnRoutes, words: str, at: str, sent: Any) -> None:
    command, *flags = words.split()
    routes = {**search(hypervisor("h1", 1)), **actions(1)}
    assert bodies(on_routes(command, "h1", *flags, routes=routes, at=at)) == [sent]


@pytest.mark.parametrize(("flags", "shared"), [([], False), (["--on-shared-storage"], True)])
def test_old_evacuation_says_whether_disks_survive(
    on_routes: OnRoutes, flags: list[str], shared: bool
) -> None:
    routes = {
        "GET /os-hypervisors/h1/servers": {"hypervisors": [hypervisor("h1", 1)]},
        **actions(1),
    }
    ran = on_routes("host-evacuate", "h1", *flags, routes=routes, at="2.13")
    assert bodies(ran) == [{"evacuate": {"onSharedStorage": shared}}]


def test_at_most_so_many_servers_are_live_migrated(on_routes: OnRoutes) -> None:
    routes = {**search(hypervisor("h1", 1, 2, 3)), **actions(1, 2)}
    ran = on_routes("host-evacuate-live", "h1", "--max-servers", "2", routes=routes)
    assert len(bodies(ran)) == 2


@pytest.mark.parametrize(
    ("words", "at", "reason"),
    [
        ("host-evacuate h1 --force", "2.68", "--force was removed after 2.67"),
        ("host-evacuate h1 --on-shared-storage", "2.14", "--on-shared-storage was removed"),
        ("host-evacuate-live h1 --disk-over-commit", "2.25", "--disk-over-commit was removed"),
        ("host-evacuate-live h1 --force", "2.29", "--force needs 2.30 to 2.67"),
        ("host-evacuate-live h1 --max-servers 0", "2.latest", "must be 1 or more, not 0"),
        ("host-meta h1 set a", "2.latest", "'a' is not in the format of 'key=value'"),
        ("host-meta h1 change a=b", "2.latest", "invalid choice: 'change'"),
        ("host-servers-migrate h1 -c nothing", "2.latest", "no column 'nothing'"),
    ],
)
def test_what_cannot_be_is_refused_before_any_request(
    on_cloud: Commanding, words: str, at: str, reason: str
) -> None:
    ran = on_cloud(*words.split(), at=at)
    assert (ran.status, ran.urls) == (2, [])
    assert reason in ran.err


def test_metadata_of_all_servers_is_set(on_routes: OnRoutes) -> None:
    answer = {"metadata": {"a": "b"}}
    routes = {
        **search(hypervisor("h1", 1, 2)),
        **{f"POST /servers/{server_id(n)}/metadata": answer for n in (1, 2)},
    }
    ran = on_routes("host-meta", "h1", "set", "a=b", "c=", routes=routes)
    assert bodies(ran) == [{"metadata": {"a": "b", "c": ""}}] * 2
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_metadata_of_all_servers_is_removed_and_failures_reported(on_routes: OnRoutes) -> None:
    routes = {
        **search(hypervisor("h1", 1, 2)),
        f"DELETE /servers/{server_id(1)}/metadata/a": not_found("Metadata item was not found"),
        f"DELETE /servers/{server_id(2)}/metadata/a": None,
    }
    ran = on_routes("host-meta", "h1", "delete", "a=b", routes=routes)
    assert ran.status == 1
    assert ran.err.splitlines() == [
        f"{server_id(1)}: Metadata item was not found (HTTP 404)",
        "ERROR (CommandError): 1 of 2 failed",
    ]


def test_dry_run_shows_what_would_be_sent_to_each(on_routes: OnRoutes) -> None:
    ran = on_routes("--dry-run", "host-evacuate", "h1", routes=search(hypervisor("h1", 1, 2)))
    assert ran.out.count("POST ") == 2
    assert len(ran.sent) == 1
