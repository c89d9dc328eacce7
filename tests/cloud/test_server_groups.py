"""Commands about server groups on a real cloud."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from independent_client import IndependentClient
from nova_process import Nova

Names = Callable[[str], str]


@pytest.fixture
def group(nova: Nova, fresh: Names, look: IndependentClient) -> Iterator[tuple[str, str]]:
    """Name and id of a server group that is gone afterwards."""
    name = fresh("group")
    words = ("--rule", "max_server_per_host=3", "-f", "json")
    made = json.loads(nova("server-group-create", name, "anti-affinity", *words).stdout)
    yield name, made["Id"]
    look.user.delete(f"/os-server-groups/{made['Id']}", raise_exc=False)


def test_create_makes_the_group_that_was_asked_for(
    group: tuple[str, str], look: IndependentClient
) -> None:
    name, group_id = group
    made = look(f"/os-server-groups/{group_id}", admin=False)["server_group"]
    assert (made["name"], made["policy"]) == (name, "anti-affinity")
    assert made["rules"] == {"max_server_per_host": 3}


def test_create_at_an_old_microversion(nova: Nova, fresh: Names, look: IndependentClient) -> None:
    words = ("server-group-create", fresh("group"), "soft-affinity", "-f", "json")
    made = json.loads(nova("--os-compute-api-version", "2.15", *words).stdout)
    seen = look(f"/os-server-groups/{made['Id']}", admin=False)["server_group"]
    look.user.delete(f"/os-server-groups/{made['Id']}", raise_exc=False)
    assert (made["Policies"], seen["policy"]) == (["soft-affinity"], "soft-affinity")


def test_get_shows_a_group_by_id_and_by_name(
    nova: Nova, group: tuple[str, str], look: IndependentClient
) -> None:
    name, group_id = group
    seen = look(f"/os-server-groups/{group_id}", admin=False)["server_group"]
    expected = {
        "Id": group_id,
        "Name": name,
        "Project Id": seen["project_id"],
        "User Id": seen["user_id"],
        "Policy": "anti-affinity",
        "Rules": {"max_server_per_host": 3},
        "Members": [],
    }
    for word in group:
        assert json.loads(nova("server-group-get", word, "-f", "json").stdout) == expected


def test_list_shows_groups_of_other_projects_to_the_administrator(
    nova: Nova, group: tuple[str, str]
) -> None:
    words = ("server-group-list", "-f", "value", "-c", "Id")
    assert group[1] in nova(*words).stdout.split()
    assert group[1] not in nova(*words, admin=True).stdout.split()
    assert group[1] in nova(*words, "--all-projects", admin=True).stdout.split()


def test_limit_and_offset_choose_a_part(nova: Nova, group: tuple[str, str]) -> None:
    words = ("server-group-list", "-f", "value", "-c", "Id")
    every = nova(*words).stdout.split()
    assert nova(*words, "--limit", "1").stdout.split() == every[:1]
    assert nova(*words, "--offset", "1").stdout.split() == every[1:]


def test_delete_reports_each_and_does_what_can_be_done(
    nova: Nova, group: tuple[str, str], look: IndependentClient
) -> None:
    done = nova("server-group-delete", "nosuch", group[0], check=False)
    assert done.returncode == 1
    assert done.stdout == f"Server group {group[0]} has been successfully deleted.\n"
    assert "'nosuch'" in done.stderr.splitlines()[0]
    assert look(f"/os-server-groups/{group[1]}", admin=False) is None
