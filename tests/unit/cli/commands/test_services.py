"""Commands about Nova's services: requests and output."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding

from novaclient import exceptions


def service(**fields: Any) -> dict[str, Any]:
    """A service as in Nova's responses since 2.53."""
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


def test_list_prints_the_columns_of_python_novaclient(on_cloud: Commanding) -> None:
    ran = on_cloud("service-list", answers=[{"services": [service()]}])
    assert ran.urls == ["GET /os-services"]
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in ran.out.splitlines()]
    assert lines[1] == [
        "Id", "Binary", "Host", "Zone", "Status", "State", "Updated_at", "Disabled Reason",
        "Forced down",
    ]  # fmt: skip
    assert lines[3][-4:] == ["up", "2026-01-01T00:00:00.000000", "-", "False"]


def test_list_before_forced_down_has_no_column_for_it(
    on_cloud: Commanding,
) -> None:
    ran = on_cloud("service-list", answers=[{"services": []}], at="2.10")
    assert ran.out.splitlines()[1].endswith("| Disabled Reason |")


def test_list_sends_its_filters(on_cloud: Commanding) -> None:
    words = ("service-list", "--host", "h 1", "--binary", "nova-compute")
    ran = on_cloud(*words, answers=[{"services": []}])
    assert ran.urls == ["GET /os-services?binary=nova-compute&host=h+1"]


def test_service_in_a_cell_that_is_down_has_empty_cells(on_cloud: Commanding) -> None:
    partial = {"binary": "nova-compute", "host": "h2", "status": "UNKNOWN"}
    ran = on_cloud("service-list", answers=[{"services": [partial]}])
    cells = [cell.strip() for cell in ran.out.splitlines()[3].split("|")[1:-1]]
    assert cells == ["", "nova-compute", "h2", "", "UNKNOWN", "", "", "", ""]


def test_list_as_json_holds_typed_values(on_cloud: Commanding) -> None:
    words = ("service-list", "-f", "json", "-c", "forced_down", "-c", "disabled reason")
    ran = on_cloud(*words, answers=[{"services": [service()]}])
    assert ran.json == [{"Forced down": False, "Disabled Reason": None}]


# ------------------------------------------------------------------------------------- changing
ONE = "77777777-7777-4777-8777-777777777777"
TWO = "88888888-8888-4888-8888-888888888888"


def changed(**fields: Any) -> dict[str, Any]:
    """The response to an update."""
    return {"service": service(**fields)}


def cells(line: str) -> list[str]:
    """The cells of a line of a table."""
    return [cell.strip() for cell in line.split("|")[1:-1]]


@pytest.mark.parametrize(
    ("words", "body", "row"),
    [
        ("service-enable", {"status": "enabled"}, {"Status": "enabled"}),
        ("service-disable", {"status": "disabled"}, {"Status": "enabled"}),
        (
            "service-disable --reason broken",
            {"status": "disabled", "disabled_reason": "broken"},
            {"Status": "enabled", "Disabled Reason": None},
        ),
        ("service-force-down", {"forced_down": True}, {"Forced down": False}),
        ("service-force-down --unset", {"forced_down": False}, {"Forced down": False}),
    ],
)
def test_service_is_changed_by_its_id(
    on_cloud: Commanding, words: str, body: Any, row: dict[str, Any]
) -> None:
    command, *flags = words.split()
    ran = on_cloud(command, ONE, *flags, "-f", "json", answers=[changed(id=ONE)])
    assert (ran.urls, ran.sent[0].body) == ([f"PUT /os-services/{ONE}"], body)
    assert ran.json == [{"ID": ONE, "Host": "h1", "Binary": "nova-compute", **row}]


@pytest.mark.parametrize(
    ("words", "action", "body"),
    [
        ("service-enable", "enable", {}),
        ("service-disable", "disable", {}),
        ("service-disable --reason broken", "disable-log-reason", {"disabled_reason": "broken"}),
        ("service-force-down", "force-down", {"forced_down": True}),
    ],
)
@pytest.mark.parametrize("at", ["2.52", "2.latest"])
def test_host_names_its_compute_service(
    on_cloud: Commanding, words: str, action: str, body: Any, at: str
) -> None:
    command, *flags = words.split()
    named = {"host": "h1", "binary": "nova-compute"}
    ran = on_cloud(command, "h1", *flags, answers=[{"service": {**named, "status": "s"}}], at=at)
    assert (ran.status, ran.urls) == (0, [f"PUT /os-services/{action}"])
    assert (ran.sent[0].body, ran.sent[0].version) == ({**named, **body}, "2.52")
    assert cells(ran.out.splitlines()[1])[:2] == ["Host", "Binary"]


def test_several_services_are_one_row_each_in_order(on_cloud: Commanding) -> None:
    refused = exceptions.NotFound(404, f"Service {ONE} could not be found.")
    ran = on_cloud("service-enable", ONE, TWO, "--jobs", "1", answers=[refused, changed(id=TWO)])
    assert [cells(line)[0] for line in ran.out.splitlines()[3:-1]] == [TWO]
    assert ran.err.splitlines() == [
        f"Service {ONE} could not be found. (HTTP 404)",
        "ERROR (CommandError): 1 of 2 failed",
    ]
    assert ran.status == 1


def test_lone_failure_is_the_command_s_own(on_cloud: Commanding) -> None:
    ran = on_cloud("service-enable", ONE, answers=[exceptions.NotFound(404, "None such.")])
    assert (ran.status, ran.out) == (1, "")
    assert ran.err == "ERROR (NotFound): None such. (HTTP 404)\n"


def test_host_at_a_newer_pinned_version_is_refused(on_cloud: Commanding) -> None:
    ran = on_cloud("service-enable", "h1", at="2.53")
    assert (ran.status, ran.urls) == (1, [])
    assert "2.52" in ran.err


@pytest.mark.parametrize("service_id", [ONE, "5"])
def test_service_is_deleted_by_its_id(on_cloud: Commanding, service_id: str) -> None:
    ran = on_cloud("service-delete", service_id)
    assert (ran.status, ran.urls, ran.out) == (0, [f"DELETE /os-services/{service_id}"], "")
