"""Commands about flavors on a real cloud."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from independent_client import IndependentClient
from microversions import NEWEST
from nova_process import Nova

Names = Callable[[str], str]


@pytest.fixture
def flavor(nova: Nova, fresh: Names, look: IndependentClient) -> Iterator[str]:
    """The name, and the id, of a private flavor that is gone afterwards."""
    name = fresh("flavor")
    nova("flavor-create", name, name, "128", "1", "1", "--is-public", "false", admin=True)
    yield name
    look.admin.delete(f"/flavors/{name}", raise_exc=False)


def test_create_creates_the_requested_flavor(
    nova: Nova, fresh: Names, look: IndependentClient
) -> None:
    name = fresh("flavor")
    words = ("--ephemeral", "2", "--swap", "64", "--description", "a b", "-f", "json")
    shown = json.loads(
        nova("flavor-create", name, "auto", "128", "3", "4", *words, admin=True).stdout
    )
    made = look(f"/flavors/{shown['ID']}")["flavor"]
    look.admin.delete(f"/flavors/{shown['ID']}", raise_exc=False)
    del made["links"]
    assert made == {
        "id": shown["ID"],
        "name": name,
        "ram": 128,
        "disk": 3,
        "vcpus": 4,
        "OS-FLV-EXT-DATA:ephemeral": 2,
        "swap": 64,
        "description": "a b",
        "os-flavor-access:is_public": True,
        "OS-FLV-DISABLED:disabled": False,
        "rxtx_factor": 1.0,
        "extra_specs": {},
    }


def test_create_with_a_factor_works_though_the_newest_nova_has_none(
    nova: Nova, fresh: Names, look: IndependentClient
) -> None:
    name = fresh("flavor")
    nova("flavor-create", name, name, "1", "1", "1", "--rxtx-factor", "2.5", admin=True)
    made = look(f"/flavors/{name}")["flavor"]
    look.admin.delete(f"/flavors/{name}", raise_exc=False)
    assert made["rxtx_factor"] == 2.5


def test_regular_user_is_refused_with_the_required_role(
    nova: Nova, fresh: Names, look: IndependentClient
) -> None:
    name = fresh("flavor")
    done = nova("flavor-create", name, name, "1", "1", "1", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("ERROR (Forbidden): ")
    assert done.stderr.splitlines()[1] == "By default only administrators may do this."
    assert look(f"/flavors/{name}") is None


def test_list_shows_private_flavors_when_asked_for_all(nova: Nova, flavor: str) -> None:
    names = ("flavor-list", "-f", "value", "-c", "Name")
    assert flavor not in nova(*names, admin=True).stdout.split()
    assert flavor in nova(*names, "--all", admin=True).stdout.split()


def test_list_is_filtered_and_sorted_by_the_cloud(nova: Nova) -> None:
    words = "flavor-list --min-ram 4000 --sort-key memory_mb --sort-dir desc -f value -c Name"
    assert nova(*words.split()).stdout.split() == ["m1.xlarge", "m1.large", "m1.medium"]


def test_show_finds_a_private_flavor_by_its_name(
    nova: Nova, flavor: str, look: IndependentClient
) -> None:
    shown = json.loads(nova("flavor-show", flavor, "-f", "json", admin=True).stdout)
    expected = look(f"/flavors/{flavor}", at=NEWEST)["flavor"]
    del expected["links"]
    assert shown == expected


def test_update_changes_the_description(nova: Nova, flavor: str, look: IndependentClient) -> None:
    nova("flavor-update", flavor, "new text", admin=True)
    assert look(f"/flavors/{flavor}")["flavor"]["description"] == "new text"


def test_keys_are_set_and_unset(nova: Nova, flavor: str, look: IndependentClient) -> None:
    specs = f"/flavors/{flavor}/os-extra_specs"
    nova("flavor-key", flavor, "set", "hw:cpu_policy=shared", "hw:mem_page_size=any", admin=True)
    assert look(specs)["extra_specs"] == {"hw:cpu_policy": "shared", "hw:mem_page_size": "any"}
    nova("flavor-key", flavor, "unset", "hw:mem_page_size", admin=True)
    assert look(specs)["extra_specs"] == {"hw:cpu_policy": "shared"}


@pytest.mark.parametrize("version", ["2.60", "2.latest"])
def test_extra_specs_are_listed_at_every_microversion(
    nova: Nova, flavor: str, version: str
) -> None:
    nova("flavor-key", flavor, "set", "hw:cpu_policy=shared", admin=True)
    words = ("flavor-list", "--all", "--extra-specs", "-f", "json")
    rows = json.loads(nova("--os-compute-api-version", version, *words, admin=True).stdout)
    specs = {row["Name"]: row["extra_specs"] for row in rows}
    assert (specs[flavor], specs["m1.tiny"]) == ({"hw:cpu_policy": "shared"}, {})


def test_access_is_granted_listed_and_revoked(
    nova: Nova, flavor: str, look: IndependentClient
) -> None:
    project = look.user.get_project_id()
    access = f"/flavors/{flavor}/os-flavor-access"
    nova("flavor-access-add", flavor, project, admin=True)
    assert [row["tenant_id"] for row in look(access)["flavor_access"]] == [project]
    listed = nova("flavor-access-list", "--flavor", flavor, "-f", "json", admin=True).stdout
    assert json.loads(listed) == [{"Flavor_ID": flavor, "Tenant_ID": project}]
    assert flavor in nova("flavor-list", "-f", "value", "-c", "ID").stdout.split()
    nova("flavor-access-remove", flavor, project, admin=True)
    assert look(access)["flavor_access"] == []


def test_delete_continues_after_a_failure(
    nova: Nova, fresh: Names, look: IndependentClient
) -> None:
    names = [fresh("flavor"), fresh("flavor")]
    for name in names:
        nova("flavor-create", name, name, "1", "1", "1", admin=True)
    done = nova("flavor-delete", names[0], "nosuch", names[1], admin=True, check=False)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "No flavor with a name or ID of 'nosuch' exists.",
        "ERROR (CommandError): 1 of 3 failed",
    ]
    assert [look(f"/flavors/{name}") for name in names] == [None, None]
