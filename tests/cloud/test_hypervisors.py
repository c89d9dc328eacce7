"""Commands about hypervisors on a real cloud."""

from __future__ import annotations

import json

import pytest
from independent_client import IndependentClient
from nova_process import Nova


def test_list_is_what_the_cloud_says(nova: Nova, look: IndependentClient) -> None:
    rows = json.loads(nova("hypervisor-list", "-f", "json", admin=True).stdout)
    assert rows == [
        {
            "ID": one["id"],
            "Hypervisor hostname": one["hypervisor_hostname"],
            "State": one["state"],
            "Status": one["status"],
        }
        for one in look("/os-hypervisors")["hypervisors"]
    ]


@pytest.mark.parametrize("version", ["2.52", "2.53", "2.latest"])
def test_matching_finds_a_part_of_the_name(
    nova: Nova, look: IndependentClient, version: str
) -> None:
    names = [one["hypervisor_hostname"] for one in look("/os-hypervisors")["hypervisors"]]
    words = ("hypervisor-list", "--matching", names[1], "-f", "value", "-c", "hypervisor hostname")
    done = nova("--os-compute-api-version", version, *words, admin=True)
    assert done.stdout.split() == [name for name in names if names[1] in name]


def test_marker_and_limit_choose_a_part(nova: Nova, look: IndependentClient) -> None:
    ids = [one["id"] for one in look("/os-hypervisors")["hypervisors"]]
    words = ("hypervisor-list", "--marker", ids[0], "--limit", "1", "-f", "value", "-c", "ID")
    assert nova(*words, admin=True).stdout.split() == [ids[1]]


def test_regular_user_is_refused_with_the_required_role(nova: Nova) -> None:
    done = nova("hypervisor-list", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("ERROR (Forbidden): ")
    assert "By default only administrators may do this." in done.stderr
