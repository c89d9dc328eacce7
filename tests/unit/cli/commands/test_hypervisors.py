"""Commands about hypervisors: requests and output."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from recording import Answer


def listed(*names: str) -> dict[str, Any]:
    """A list of hypervisors without details."""
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


def test_limited_list_requests_no_further_page(on_cloud: Commanding) -> None:
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
def test_matching_is_sent_to_the_cloud(on_cloud: Commanding, at: str, url: str) -> None:
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
        (
            "--matching a --limit 1",
            "2.latest",
            "--matching cannot be combined with --marker or --limit",
        ),
        (
            "--matching a --marker b",
            "2.53",
            "--matching cannot be combined with --marker or --limit",
        ),
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


# ---------------------------------------------------------------------------------------- show
UUID = "99999999-9999-4999-8999-999999999999"
FULL = {
    "id": UUID,
    "hypervisor_hostname": "h1",
    "state": "up",
    "status": "enabled",
    "cpu_info": {"arch": "x86_64", "topology": {"cores": 2}, "features": []},
    "service": {"host": "h1", "id": "s1", "disabled_reason": None},
    "running_vms": 3,
    "uptime": "up 93 days",
}


def rows_of(out: str) -> dict[str, str]:
    """The rows of a table of properties."""
    cells = ([c.strip() for c in line.split("|")[1:-1]] for line in out.splitlines()[3:-1])
    return {name: value for name, value in cells if name}


def test_show_flattens_nested_objects(on_cloud: Commanding) -> None:
    ran = on_cloud("hypervisor-show", UUID, answers=[{"hypervisor": FULL}])
    assert ran.urls == [f"GET /os-hypervisors/{UUID}"]
    assert rows_of(ran.out) == {
        "cpu_info_arch": "x86_64",
        "cpu_info_features": "[]",
        "cpu_info_topology_cores": "2",
        "hypervisor_hostname": "h1",
        "id": UUID,
        "running_vms": "3",
        "service_disabled_reason": "None",
        "service_host": "h1",
        "service_id": "s1",
        "state": "up",
        "status": "enabled",
        "uptime": "up 93 days",
    }


def test_show_without_wrapping_marks_missing_values_with_a_dash(on_cloud: Commanding) -> None:
    ran = on_cloud("hypervisor-show", UUID, "--wrap", "0", answers=[{"hypervisor": FULL}])
    assert rows_of(ran.out)["service_disabled_reason"] == "-"


def test_show_decodes_cpu_info_of_old_versions(on_cloud: Commanding) -> None:
    old = {"id": 1, "hypervisor_hostname": "h1", "cpu_info": '{"arch": "x86_64"}'}
    listed = {"hypervisors": [{"id": 1, "hypervisor_hostname": "h1"}]}
    ran = on_cloud("hypervisor-show", "h1", answers=[listed, {"hypervisor": old}], at="2.27")
    assert ran.urls == ["GET /os-hypervisors", "GET /os-hypervisors/1"]
    assert rows_of(ran.out)["cpu_info_arch"] == "x86_64"


def test_show_as_json_keeps_nested_objects(on_cloud: Commanding) -> None:
    ran = on_cloud("hypervisor-show", UUID, "-f", "json", answers=[{"hypervisor": FULL}])
    assert ran.json == FULL


def test_show_as_json_can_select_a_row_of_the_table(on_cloud: Commanding) -> None:
    words = ("hypervisor-show", UUID, "-f", "value", "-c", "service_host")
    assert on_cloud(*words, answers=[{"hypervisor": FULL}]).out == "h1\n"


def test_servers_are_listed_with_their_hypervisors(on_cloud: Commanding) -> None:
    servers = [{"uuid": "u1", "name": "instance-1"}]
    answer = {"hypervisors": [{**FULL, "servers": servers}, {"id": "x"}]}
    ran = on_cloud("hypervisor-servers", "h", "-f", "json", answers=[answer])
    assert ran.urls == ["GET /os-hypervisors?hypervisor_hostname_pattern=h&with_servers=True"]
    assert ran.json == [
        {
            "ID": "u1",
            "Name": "instance-1",
            "Hypervisor ID": UUID,
            "Hypervisor Hostname": "h1",
        }
    ]


@pytest.mark.parametrize(
    ("at", "url"), [("2.87", f"/os-hypervisors/{UUID}/uptime"), ("2.88", f"/os-hypervisors/{UUID}")]
)
def test_uptime_shows_the_same_at_all_versions(on_cloud: Commanding, at: str, url: str) -> None:
    ran = on_cloud("hypervisor-uptime", UUID, answers=[{"hypervisor": FULL}], at=at)
    assert ran.urls == [f"GET {url}"]
    assert list(rows_of(ran.out)) == ["hypervisor_hostname", "id", "state", "status", "uptime"]


def test_uptime_accepts_a_name_that_looks_like_an_id(on_cloud: Commanding) -> None:
    none = Answer({"itemNotFound": {"message": "None such", "code": 404}}, 404)
    listed = {"hypervisors": [{"id": "7", "hypervisor_hostname": UUID}]}
    answers = [none, none, listed, {"hypervisor": {**FULL, "id": "7"}}, {"hypervisor": FULL}]
    ran = on_cloud("hypervisor-uptime", UUID, answers=answers)
    assert (ran.status, ran.urls[-1]) == (0, "GET /os-hypervisors/7")


@pytest.mark.parametrize("at", ["2.87", "2.latest"])
def test_stats_use_the_last_version_that_has_them(on_cloud: Commanding, at: str) -> None:
    sums = {"hypervisor_statistics": {"count": 2, "vcpus": 8}}
    ran = on_cloud("hypervisor-stats", answers=[sums], at=at)
    assert (ran.urls, ran.sent[0].version) == (["GET /os-hypervisors/statistics"], "2.87")
    assert rows_of(ran.out) == {"count": "2", "vcpus": "8"}


def test_stats_under_a_newer_pinned_version_are_refused(on_cloud: Commanding) -> None:
    ran = on_cloud("hypervisor-stats", at="2.88")
    assert (ran.status, ran.urls) == (2, [])
    assert "hypervisor-stats was removed after 2.87; you asked for 2.88" in ran.err
