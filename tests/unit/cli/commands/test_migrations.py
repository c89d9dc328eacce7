"""The commands about migrations: what they send and print."""

from __future__ import annotations

from typing import Any

import pytest
from recording import Answer
from routed import LOOK_UPS, OnRoutes, server_id

ONE = server_id(1)
MIGRATIONS = f"/servers/{ONE}/migrations"
PLACES = {
    "source_node": "n1",
    "dest_node": "n2",
    "source_compute": "c1",
    "dest_compute": "c2",
    "dest_host": None,
    "status": "completed",
}
TIMES = {"created_at": "2030-01-01T00:00:00", "updated_at": None}
MIGRATION: dict[str, Any] = {
    "id": 7,
    "uuid": "m-7",
    **PLACES,
    "instance_uuid": ONE,
    "old_instance_type_id": 1,
    "new_instance_type_id": None,
    **TIMES,
    "migration_type": "evacuation",
    "project_id": "p",
    "user_id": "u",
}
LIVE: dict[str, Any] = {
    "id": 8,
    "uuid": "m-8",
    **PLACES,
    "server_uuid": ONE,
    **TIMES,
    "project_id": "p",
    "user_id": "u",
    **{
        f"{what}_{how}_bytes": None for what in ("memory", "disk") for how in ("total", "processed")
    },
    "memory_remaining_bytes": 5,
    "disk_remaining_bytes": 6,
}
OLDEST = (
    "Source Node,Dest Node,Source Compute,Dest Compute,Dest Host,Status,Instance UUID,"
    "Old Flavor,New Flavor,Created At,Updated At"
)


@pytest.mark.parametrize(
    ("at", "titles"),
    [
        ("2.22", OLDEST),
        ("2.23", f"Id,{OLDEST},Type"),
        ("2.58", f"Id,{OLDEST},Type"),
        ("2.59", f"Id,UUID,{OLDEST},Type"),
        ("2.80", f"Id,UUID,{OLDEST},Type,Project ID,User ID"),
    ],
)
def test_list_has_the_columns_of_the_microversion(
    on_routes: OnRoutes, at: str, titles: str
) -> None:
    routes = {"GET /os-migrations": {"migrations": [MIGRATION]}}
    ran = on_routes("migration-list", "-f", "csv", routes=routes, at=at)
    assert ran.out.splitlines()[0] == titles


def test_list_writes_what_is_missing_as_always(on_routes: OnRoutes) -> None:
    routes = {"GET /os-migrations": {"migrations": [MIGRATION]}}
    row = on_routes("migration-list", routes=routes).out.splitlines()[3]
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert cells[6:14] == [
        "-",
        "completed",
        ONE,
        "1",
        "None",
        TIMES["created_at"],
        "-",
        "evacuation",
    ]


@pytest.mark.parametrize(
    ("flag", "query"),
    [
        ("--instance-uuid x", "instance_uuid=x"),
        ("--host x", "host=x"),
        ("--status x", "status=x"),
        ("--migration-type x", "migration_type=x"),
        ("--source-compute x", "source_compute=x"),
        ("--marker x", "marker=x"),
        ("--limit 5", "limit=5"),
        ("--changes-since 2030-01-01", "changes-since=2030-01-01"),
        ("--changes-before 2030-01-01", "changes-before=2030-01-01"),
        ("--project-id x", "project_id=x"),
        ("--user-id x", "user_id=x"),
    ],
)
def test_list_is_filtered_by_the_cloud(on_routes: OnRoutes, flag: str, query: str) -> None:
    routes = {f"GET /os-migrations?{query}": {"migrations": []}}
    assert on_routes("migration-list", *flag.split(), routes=routes).status == 0


@pytest.mark.parametrize(("at", "owners"), [("2.79", ""), ("2.80", "Project ID,User ID,")])
def test_live_migrations_have_the_columns_of_the_microversion(
    on_routes: OnRoutes, at: str, owners: str
) -> None:
    routes = {**LOOK_UPS, f"GET {MIGRATIONS}": {"migrations": [LIVE]}}
    ran = on_routes("server-migration-list", "web1", "-f", "csv", routes=routes, at=at)
    assert ran.out.splitlines()[0] == (
        "Id,Source Node,Dest Node,Source Compute,Dest Compute,Dest Host,Status,Server UUID,"
        f"Created At,Updated At,{owners}"
        "Total Memory Bytes,Processed Memory Bytes,Remaining Memory Bytes,"
        "Total Disk Bytes,Processed Disk Bytes,Remaining Disk Bytes"
    )


def test_live_migration_is_shown(on_routes: OnRoutes) -> None:
    routes = {**LOOK_UPS, f"GET {MIGRATIONS}/8": {"migration": LIVE}}
    ran = on_routes("server-migration-show", "web1", "8", "-f", "json", routes=routes)
    assert (ran.status, ran.json) == (0, LIVE)


@pytest.mark.parametrize(
    ("command", "request_", "body"),
    [
        ("live-migration-abort", f"DELETE {MIGRATIONS}/8", None),
        (
            "live-migration-force-complete",
            f"POST {MIGRATIONS}/8/action",
            {"force_complete": None},
        ),
    ],
)
def test_live_migration_is_ended(
    on_routes: OnRoutes, command: str, request_: str, body: dict[str, Any] | None
) -> None:
    ran = on_routes(command, "web1", "8", routes={**LOOK_UPS, request_: Answer(status=202)})
    assert (ran.status, ran.out, str(ran.sent[-1]), ran.sent[-1].body) == (0, "", request_, body)
