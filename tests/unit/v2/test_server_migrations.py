"""The live migrations of one server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from recording import Cloud, recorded

from novaclient import exceptions
from novaclient.v2.server_migrations import ServerMigration

ROW = {"id": 1, "uuid": "m1"}
Call = Callable[[Cloud], Any]


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "body"),
    [
        (lambda m: m.list("s"), {"migrations": []}, "GET /servers/s/migrations", None),
        (lambda m: m.get("s", 1), {"migration": ROW}, "GET /servers/s/migrations/1", None),
        (
            lambda m: m.get("s", ServerMigration(m, ROW)),
            {"migration": ROW},
            "GET /servers/s/migrations/1",
            None,
        ),
        (
            lambda m: m.live_migrate_force_complete("s", 1),
            None,
            "POST /servers/s/migrations/1/action",
            {"force_complete": None},
        ),
        (lambda m: m.live_migration_abort("s", 1), None, "DELETE /servers/s/migrations/1", None),
    ],
)
def test_call_on_a_servers_migration_sends(
    call: Callable[[Any], Any], answer: Any, request_line: str, body: Any
) -> None:
    cloud = recorded(answer)
    assert call(cloud.server_migrations).request_ids == ["req-1"]
    assert (cloud.urls, cloud.sent[0].body) == ([request_line], body)


@pytest.mark.parametrize(
    ("call", "version"),
    [
        (lambda m: m.live_migrate_force_complete("s", 1), "2.21"),
        (lambda m: m.list("s"), "2.22"),
        (lambda m: m.get("s", 1), "2.22"),
        (lambda m: m.live_migration_abort("s", 1), "2.23"),
    ],
)
def test_call_that_the_version_does_not_know_is_refused(
    call: Callable[[Any], Any], version: str
) -> None:
    cloud = recorded(version=version)
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod):
        call(cloud.server_migrations)
    assert cloud.sent == []


@pytest.mark.parametrize("hostile", ["", "..", "a/b", None])
@pytest.mark.parametrize("method", ["get", "live_migrate_force_complete", "live_migration_abort"])
def test_hostile_migration_is_refused_before_any_request(method: str, hostile: Any) -> None:
    cloud = recorded()
    with pytest.raises((TypeError, ValueError)):
        getattr(cloud.server_migrations, method)("s", hostile)
    assert cloud.sent == []


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda c: c.server_migrations.list("s"), "migrations"),
        (lambda c: c.server_migrations.get("s", 1), "migration"),
    ],
)
def test_answer_without_its_key_is_invalid(call: Call, key: str) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded({"other": 1}))
