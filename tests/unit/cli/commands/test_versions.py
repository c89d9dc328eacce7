"""The ``version-list`` command: requests and output."""

from __future__ import annotations

from typing import Any

from commanding import Commanding
from microversions import NEWEST

VERSIONS: dict[str, Any] = {
    "versions": [
        {
            "id": "v2.0",
            "status": "DEPRECATED",
            "updated": "2025-07-04T12:00:00Z",
            "min_version": "",
            "version": "",
        },
        {
            "id": "v2.1",
            "status": "CURRENT",
            "updated": "2013-07-23T11:33:21Z",
            "min_version": "2.1",
            "version": "2.96",
        },
    ]
}


def test_list_prints_this_client_s_versions_and_the_cloud_s(on_cloud: Commanding) -> None:
    ran = on_cloud("version-list", answers=[VERSIONS])
    assert ran.out == (
        "Client supported API versions:\n"
        "Minimum version 2.1\n"
        f"Maximum version {NEWEST}\n"
        "\n"
        "Server supported API versions:\n"
        "+------+------------+----------------------+-------------+---------+\n"
        "| Id   | Status     | Updated              | Min Version | Version |\n"
        "+------+------------+----------------------+-------------+---------+\n"
        "| v2.0 | DEPRECATED | 2025-07-04T12:00:00Z |             |         |\n"
        "| v2.1 | CURRENT    | 2013-07-23T11:33:21Z | 2.1         | 2.96    |\n"
        "+------+------------+----------------------+-------------+---------+\n"
    )


def test_list_is_a_request_to_the_root_without_a_microversion(on_cloud: Commanding) -> None:
    ran = on_cloud("version-list", answers=[VERSIONS])
    assert ran.urls == ["GET http://nova.example/"]
    assert ran.sent[0].version is None


def test_list_as_json_has_the_cloud_s_versions_only(on_cloud: Commanding) -> None:
    ran = on_cloud("version-list", "-f", "json", "-c", "version", answers=[VERSIONS])
    assert ran.json == [{"Version": ""}, {"Version": "2.96"}]
    assert ran.err == ""
