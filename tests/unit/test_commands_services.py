"""The command about Nova's services: what it sends and what it prints."""

from __future__ import annotations

from typing import Any

from commanding import Commanding


def service(**fields: Any) -> dict[str, Any]:
    """A service as Nova gives it at 2.53 and later."""
    return {
        "id": "s1",
        "binary": "nova-compute",
        "host": "h1",
        "zone": "nova",
        "status": "enabled",
        "state": "up",
        "updated_at": "2026-01-01T00:00:00.000000",
        "disabled_reason": None,
        "forced_down": False,
        **fields,
    }


def test_list_prints_the_familiar_columns(on_cloud: Commanding) -> None:
    ran = on_cloud("service-list", answers=[{"services": [service()]}])
    assert ran.urls == ["GET /os-services"]
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in ran.out.splitlines()]
    assert lines[1] == [
        "Id", "Binary", "Host", "Zone", "Status", "State", "Updated_at", "Disabled Reason",
        "Forced down",
    ]  # fmt: skip
    assert lines[3][-4:] == ["up", "2026-01-01T00:00:00.000000", "-", "False"]


def test_list_before_services_could_be_forced_down_has_no_column_for_it(
    on_cloud: Commanding,
) -> None:
    ran = on_cloud("service-list", answers=[{"services": []}], at="2.10")
    assert ran.out.splitlines()[1].endswith("| Disabled Reason |")


def test_list_hands_its_filters_to_the_cloud(on_cloud: Commanding) -> None:
    words = ("service-list", "--host", "h 1", "--binary", "nova-compute")
    ran = on_cloud(*words, answers=[{"services": []}])
    assert ran.urls == ["GET /os-services?binary=nova-compute&host=h+1"]


def test_service_of_a_cell_that_is_down_leaves_cells_empty(on_cloud: Commanding) -> None:
    partial = {"binary": "nova-compute", "host": "h2", "status": "UNKNOWN"}
    ran = on_cloud("service-list", answers=[{"services": [partial]}])
    cells = [cell.strip() for cell in ran.out.splitlines()[3].split("|")[1:-1]]
    assert cells == ["", "nova-compute", "h2", "", "UNKNOWN", "", "", "", ""]


def test_list_as_json_holds_typed_values(on_cloud: Commanding) -> None:
    words = ("service-list", "-f", "json", "-c", "forced_down", "-c", "disabled reason")
    ran = on_cloud(*words, answers=[{"services": [service()]}])
    assert ran.json == [{"Forced down": False, "Disabled Reason": None}]
