"""The command about hypervisors: what it sends, what it prints, what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from recording import Answer


def listed(*names: str) -> dict[str, Any]:
    """A list of hypervisors in brief."""
    return {
        "hypervisors": [
            {"id": f"id-{name}", "hypervisor_hostname": name, "state": "up", "status": "enabled"}
            for name in names
        ]
    }


def test_list_prints_id_name_state_and_status(on_cloud: Commanding) -> None:
    ran = on_cloud("hypervisor-list", answers=[listed("b", "a")])
    assert ran.urls == ["GET /os-hypervisors"]
    lines = ran.out.splitlines()
    assert lines[1] == "| ID   | Hypervisor hostname | State | Status  |"
    assert lines[3:5] == [
        "| id-b | b                   | up    | enabled |",
        "| id-a | a                   | up    | enabled |",
    ]


def test_ids_that_are_numbers_are_numbers_in_json(on_cloud: Commanding) -> None:
    rows = {"hypervisors": [{"id": 1, "hypervisor_hostname": "a", "state": "up"}]}
    ran = on_cloud("hypervisor-list", "-f", "json", answers=[rows], at="2.50")
    assert ran.json == [{"ID": 1, "Hypervisor hostname": "a", "State": "up", "Status": None}]


def test_list_follows_all_pages(on_cloud: Commanding) -> None:
    link = [{"rel": "next", "href": "http://nova.example/v2.1/os-hypervisors?marker=id-a"}]
    answers = [{**listed("a"), "hypervisors_links": link}, listed("b")]
    words = ("hypervisor-list", "-f", "value", "-c", "Hypervisor hostname")
    ran = on_cloud(*words, answers=answers)
    assert ran.out == "a\nb\n"
    assert ran.urls == ["GET /os-hypervisors", "GET /os-hypervisors?marker=id-a"]


def test_limited_list_asks_for_no_more_than_that(on_cloud: Commanding) -> None:
    answers = [listed("b", "c")]
    ran = on_cloud("hypervisor-list", "--limit", "2", "--marker", "id-a", answers=answers)
    assert ran.urls == ["GET /os-hypervisors?limit=2&marker=id-a"]


@pytest.mark.parametrize(
    ("at", "url"),
    [
        ("2.latest", "GET /os-hypervisors?hypervisor_hostname_pattern=a+b"),
        ("2.53", "GET /os-hypervisors?hypervisor_hostname_pattern=a+b"),
        ("2.52", "GET /os-hypervisors/a%20b/search"),
    ],
)
def test_matching_is_searched_by_the_cloud(on_cloud: Commanding, at: str, url: str) -> None:
    ran = on_cloud("hypervisor-list", "--matching", "a b", answers=[listed("a b")], at=at)
    assert ran.urls == [url]


def test_matching_nothing_is_nova_s_own_error(on_cloud: Commanding) -> None:
    none = Answer({"itemNotFound": {"message": "No hypervisor matching 'z'", "code": 404}}, 404)
    ran = on_cloud("hypervisor-list", "--matching", "z", answers=[none])
    assert ran.status == 1
    assert ran.err.startswith("ERROR (NotFound): No hypervisor matching 'z' (HTTP 404)")


@pytest.mark.parametrize(
    ("words", "at", "reason"),
    [
        ("--limit 1", "2.32", "--limit needs 2.33 or newer; you asked for 2.32"),
        ("--marker a", "2.32", "--marker needs 2.33 or newer; you asked for 2.32"),
        ("--matching a --limit 1", "2.latest", "--matching goes with neither --marker nor --limit"),
        ("--matching a --marker b", "2.53", "--matching goes with neither --marker nor --limit"),
        ("--limit many", "2.latest", "argument --limit: invalid int value: 'many'"),
    ],
)
def test_list_refuses_before_any_request(
    on_cloud: Commanding, words: str, at: str, reason: str
) -> None:
    ran = on_cloud("hypervisor-list", *words.split(), at=at)
    assert (ran.status, ran.urls) == (2, [])
    assert reason in ran.err


def test_refusal_by_policy_is_one_line(on_cloud: Commanding) -> None:
    refused = Answer({"forbidden": {"message": "Policy doesn't allow it.", "code": 403}}, 403)
    ran = on_cloud("hypervisor-list", answers=[refused])
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == (
        "ERROR (Forbidden): Policy doesn't allow it. (HTTP 403) (Request-ID: req-1)\n"
    )
