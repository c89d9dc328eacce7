"""Flags of python-novaclient 3.3: they work, and a warning names the current ones."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from routed import LOOK_UPS, OnRoutes, server, server_id

from novaclient.cli.registry import load

ACCESS = {"flavor_access": [{"flavor_id": "1", "tenant_id": t} for t in ("p1", "p2")]}
FLAVOR = "33333333-3333-4333-8333-333333333333"
GROUP = {"server_group": {"id": "g", "name": "g", "policy": "affinity", "members": []}}
BOOT = ("boot", "--flavor", "m1.nano", "--image", "cirros", "--nic", "none", "web1")


def warning(flag: str, instead: str) -> str:
    return f"WARNING: {flag} is deprecated: {instead}\n"


def test_num_instances_is_the_maximum_count(on_routes: OnRoutes) -> None:
    made = {"server": {"id": server_id(1), "adminPass": "x"}}
    ran = on_routes(
        *BOOT,
        "--num-instances",
        "1",
        routes={
            **LOOK_UPS,
            "POST /servers": made,
            f"GET /servers/{server_id(1)}": {"server": server()},
        },
    )
    bodies = [sent.body for sent in ran.sent if sent.method == "POST"]
    assert bodies[0]["server"]["max_count"] == 1
    assert warning("--num-instances", "use --min-count and --max-count") in ran.err


@pytest.mark.parametrize("flag", ["--min-count", "--max-count"])
def test_num_instances_cannot_be_combined_with_counts(on_cloud: Commanding, flag: str) -> None:
    ran = on_cloud(*BOOT, "--num-instances", "2", flag, "2")
    assert (ran.status, ran.urls) == (2, [])
    assert "--num-instances cannot be combined with --min-count or --max-count" in ran.err


def test_instance_name_is_the_name(on_cloud: Commanding) -> None:
    ran = on_cloud("list", "--instance_name", "web", answers=[{"servers": []}])
    assert ran.urls == ["GET /servers/detail?name=web"]
    assert ran.err == warning("--instance-name", "use --name")


def test_access_to_a_flavor_is_filtered_by_project(on_cloud: Commanding) -> None:
    words = ("flavor-access-list", "--flavor", FLAVOR, "--tenant", "p2", "-c", "Tenant_ID")
    flavors = {"flavors": [{"id": FLAVOR, "name": "private"}]}
    ran = on_cloud(*words, "-f", "value", answers=[flavors, ACCESS])
    assert (ran.out, ran.err) == ("p2\n", warning("--tenant", "find it in the list"))


def test_policy_of_a_group_can_be_a_flag(on_cloud: Commanding) -> None:
    ran = on_cloud("server-group-create", "--policy", "affinity", "g", answers=[GROUP])
    assert ran.sent[0].body == {"server_group": {"name": "g", "policy": "affinity"}}
    assert "it follows the name" in ran.err


def test_policy_of_a_group_is_required(on_cloud: Commanding) -> None:
    ran = on_cloud("server-group-create", "g")
    assert (ran.status, ran.urls) == (2, [])
    assert "<policy>" in ran.err


def test_migrations_are_listed_for_all_cells(on_cloud: Commanding) -> None:
    ran = on_cloud("migration-list", "--cell_name", "c", answers=[{"migrations": []}])
    assert (ran.status, ran.urls) == (0, ["GET /os-migrations"])
    assert "those of all cells are listed" in ran.err


#: Spellings whose dashes were underscores, and what else the command needs.
UNDERSCORES: list[tuple[str, str]] = [
    ("boot", "--availability_zone z --key_name k --security_groups g --user_data f n"),
    ("boot", "--block_device_mapping vda=x n"),
    ("get-serial-console", "--console_type serial s"),
    ("keypair-add", "--pub_key f k"),
    ("list", "--all_tenants --reservation_id r"),
    ("live-migration", "--block_migrate --disk_over_commit s"),
    ("quota-class-update", "--injected_files 1 --injected_file_content_bytes 1 c"),
    ("quota-class-update", "--floating_ips 1 --metadata_items 1 c"),
    ("quota-update", "--injected_files 1 --injected_file_content_bytes 1 p"),
    ("quota-update", "--floating_ips 1 --metadata_items 1 p"),
    ("rebuild", "--rebuild_password p s i"),
]


@pytest.mark.parametrize(("name", "line"), UNDERSCORES)
def test_underscores_stand_for_dashes(name: str, line: str) -> None:
    command = load(name)
    assert command is not None
    old = command.parse(line.split(), {})[0]
    words = [w.replace("_", "-") if w.startswith("--") else w for w in line.split()]
    assert old == command.parse(words, {})[0]


@pytest.mark.parametrize(
    ("name", "old"),
    [
        ("boot", "--num-instances"),
        ("list", "--instance-name"),
        ("flavor-access-list", "--tenant"),
        ("server-group-create", "--policy"),
        ("migration-list", "--cell-name"),
    ],
)
def test_old_flag_makes_no_abbreviation_ambiguous(name: str, old: str) -> None:
    command = load(name)
    assert command is not None
    parser: Any = command.parser()
    today = [f for one in command.arguments() if not one.is_new for f in one.flags if f[:2] == "--"]
    for short in {flag[:length] for flag in today for length in range(3, len(flag))}:
        assert old not in [entry[1] for entry in parser._get_option_tuples(short)], short
