"""Commands about server groups: requests, output and usage errors."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from recording import Answer

ONE = "11111111-1111-4111-8111-111111111111"
TWO = "22222222-2222-4222-8222-222222222222"


def group(**fields: Any) -> dict[str, Any]:
    """A server group as in Nova's responses since 2.64."""
    return {
        "id": ONE,
        "name": "g1",
        "project_id": "p",
        "user_id": "u",
        "policy": "anti-affinity",
        "rules": {"max_server_per_host": 3},
        "members": ["s1"],
        **fields,
    }


def older(**fields: Any) -> dict[str, Any]:
    """A server group as in Nova's responses before 2.13."""
    return {
        "id": ONE, "name": "g1", "policies": ["affinity"], "members": [], "metadata": {}, **fields
    }  # fmt: skip


def titles(out: str) -> list[str]:
    """The headings of a table."""
    return [cell.strip() for cell in out.splitlines()[1].split("|")[1:-1]]


# ---------------------------------------------------------------------------------------- list
@pytest.mark.parametrize(
    ("at", "row", "expected"),
    [
        ("2.latest", group(), "Id Name Project_Id User_Id Policy Rules Members"),
        ("2.64", group(), "Id Name Project_Id User_Id Policy Rules Members"),
        (
            "2.63",
            older(project_id="p", user_id="u"),
            "Id Name Project_Id User_Id Policies Members Metadata",
        ),
        ("2.13", None, "Id Name Project_Id User_Id Policies Members Metadata"),
        ("2.12", older(), "Id Name Policies Members Metadata"),
        ("2.12", None, "Id Name Policies Members Metadata"),
    ],
)
def test_list_has_the_columns_of_the_microversion(
    on_cloud: Commanding, at: str, row: dict[str, Any] | None, expected: str
) -> None:
    rows = [] if row is None else [row]
    ran = on_cloud("server-group-list", answers=[{"server_groups": rows}], at=at)
    assert titles(ran.out) == [title.replace("_", " ") for title in expected.split()]


def test_list_prints_rules_and_members_like_python_novaclient(on_cloud: Commanding) -> None:
    ran = on_cloud("server-group-list", answers=[{"server_groups": [group()]}])
    assert "| anti-affinity | {'max_server_per_host': 3} | ['s1']  |" in ran.out


def test_list_sends_its_options(on_cloud: Commanding) -> None:
    words = ("server-group-list", "--limit", "1", "--offset", "2", "--all-projects")
    ran = on_cloud(*words, answers=[{"server_groups": [group()]}])
    assert ran.urls == ["GET /os-server-groups?all_projects=True&limit=1&offset=2"]


def test_short_list_is_one_request(on_cloud: Commanding) -> None:
    ran = on_cloud("server-group-list", answers=[{"server_groups": [group()]}])
    assert ran.urls == ["GET /os-server-groups"]


def many(count: int, start: int = 0) -> dict[str, Any]:
    return {"server_groups": [group(id=f"g{n}") for n in range(start, start + count)]}


def test_list_requests_the_next_page(on_cloud: Commanding) -> None:
    words = ("server-group-list", "-f", "value", "-c", "id", "--offset", "5")
    ran = on_cloud(*words, answers=[many(1000), many(3, 1000)])
    assert len(ran.out.splitlines()) == 1003
    assert ran.urls == ["GET /os-server-groups?offset=5", "GET /os-server-groups?offset=1005"]


def test_list_ends_on_a_cloud_that_ignores_offsets(on_cloud: Commanding) -> None:
    ran = on_cloud("server-group-list", answers=[many(100), many(100)])
    assert ran.status == 1
    assert "offset 100 brings g0 again" in ran.err


# ---------------------------------------------------------------------------------------- show
def test_get_of_an_id_is_one_request(on_cloud: Commanding) -> None:
    ran = on_cloud("server-group-get", ONE, answers=[{"server_group": group()}])
    assert ran.urls == [f"GET /os-server-groups/{ONE}"]
    assert f"| {ONE} | g1   | p " in ran.out


def test_get_accepts_a_name(on_cloud: Commanding) -> None:
    answers = [{"server_groups": [group()]}, {"server_group": group()}]
    ran = on_cloud("server-group-get", "g1", answers=answers)
    assert ran.urls == ["GET /os-server-groups", f"GET /os-server-groups/{ONE}"]


def test_get_as_json_is_one_object_of_typed_values(on_cloud: Commanding) -> None:
    ran = on_cloud("server-group-get", ONE, "-f", "json", answers=[{"server_group": group()}])
    assert ran.json == {
        "Id": ONE,
        "Name": "g1",
        "Project Id": "p",
        "User Id": "u",
        "Policy": "anti-affinity",
        "Rules": {"max_server_per_host": 3},
        "Members": ["s1"],
    }


def test_get_of_an_unknown_name_is_one_line(on_cloud: Commanding) -> None:
    ran = on_cloud("server-group-get", "nosuch", answers=[{"server_groups": []}])
    assert ran.status == 1
    assert "with a name or ID of 'nosuch' exists" in ran.err
    assert len(ran.err.splitlines()) == 1


# -------------------------------------------------------------------------------------- create
def test_create_sends_policy_and_rule(on_cloud: Commanding) -> None:
    words = ("server-group-create", "g1", "anti-affinity", "--rule", "max_server_per_host=3")
    ran = on_cloud(*words, answers=[{"server_group": group()}])
    assert ran.urls == ["POST /os-server-groups"]
    assert ran.sent[0].body == {
        "server_group": {
            "name": "g1",
            "policy": "anti-affinity",
            "rules": {"max_server_per_host": 3},
        }
    }
    assert f"| {ONE} | g1 " in ran.out


def test_create_before_rules_sends_a_list_of_policies(on_cloud: Commanding) -> None:
    words = ("server-group-create", "g1", "affinity")
    ran = on_cloud(*words, answers=[{"server_group": older()}], at="2.12")
    assert ran.sent[0].body == {"server_group": {"name": "g1", "policies": ["affinity"]}}
    assert titles(ran.out) == ["Id", "Name", "Policies", "Members", "Metadata"]


def test_created_group_is_shown_without_a_further_request(on_cloud: Commanding) -> None:
    words = ("server-group-create", "g1", "affinity", "-f", "json")
    ran = on_cloud(*words, answers=[{"server_group": {"id": ONE, "name": "g1"}}])
    assert len(ran.sent) == 1
    assert ran.json["Id"] == ONE
    assert ran.json["Members"] is None


@pytest.mark.parametrize(
    ("rule", "at", "reason"),
    [
        ("max_server_per_host=3", "2.63", "--rule needs 2.64 or newer; you asked for 2.63"),
        ("bad", "2.latest", "'bad' is not in the format of 'key=value'"),
        ("max_server_per_host=x", "2.latest", "must be a number of servers, not 'x'"),
    ],
)
def test_create_refuses_before_any_request(
    on_cloud: Commanding, rule: str, at: str, reason: str
) -> None:
    ran = on_cloud("server-group-create", "g1", "anti-affinity", "--rule", rule, at=at)
    assert (ran.status, ran.urls) == (2, [])
    assert reason in ran.err


# -------------------------------------------------------------------------------------- delete
def test_delete_reports_each_group(on_cloud: Commanding) -> None:
    ran = on_cloud("server-group-delete", "--jobs", "1", ONE, TWO)
    assert ran.urls == [f"DELETE /os-server-groups/{ONE}", f"DELETE /os-server-groups/{TWO}"]
    assert ran.out.splitlines() == [
        f"Server group {ONE} has been successfully deleted.",
        f"Server group {TWO} has been successfully deleted.",
    ]


def test_delete_resolves_all_names_in_one_request(on_cloud: Commanding) -> None:
    groups = {"server_groups": [group(), group(id=TWO, name="g2")]}
    ran = on_cloud("server-group-delete", "--jobs", "1", "g2", "g1", answers=[groups])
    assert ran.urls == [
        "GET /os-server-groups",
        f"DELETE /os-server-groups/{TWO}",
        f"DELETE /os-server-groups/{ONE}",
    ]


def test_delete_reports_each_failure_and_deletes_the_others(on_cloud: Commanding) -> None:
    refused = Answer({"forbidden": {"message": "Not yours.", "code": 403}}, 403)
    ran = on_cloud("server-group-delete", "--jobs", "1", ONE, TWO, answers=[refused])
    assert ran.status == 1
    assert ran.out == f"Server group {TWO} has been successfully deleted.\n"
    assert ran.err.splitlines() == [
        f"{ONE}: Not yours. (HTTP 403) (Request-ID: req-1)",
        "ERROR (CommandError): Unable to delete the specified server group(s).",
    ]
