"""Commands about availability zones: requests and output."""

from __future__ import annotations

from commanding import Commanding

from novaclient import exceptions

ZONES = {
    "availabilityZoneInfo": [
        {
            "zoneName": "nova",
            "zoneState": {"available": True},
            "hosts": {
                "h2": {},
                "h1": {
                    "nova-compute": {"active": True, "available": True, "updated_at": "T1"},
                    "nova-api": {"active": False, "available": False, "updated_at": None},
                },
            },
        },
        {"zoneName": "old", "zoneState": {"available": False}, "hosts": None},
    ]
}
FORBIDDEN = exceptions.Forbidden(403, "Policy doesn't allow it")


def test_zones_are_a_tree_of_hosts_and_services(on_cloud: Commanding) -> None:
    ran = on_cloud("availability-zone-list", answers=[ZONES])
    lines = [[cell.strip() for cell in line.split("|", 1)[1][:-1].rsplit("|", 1)]
             for line in ran.out.splitlines() if line.startswith("|")]  # fmt: skip
    assert lines == [
        ["Name", "Status"],
        ["nova", "available"],
        ["|- h1", ""],
        ["| |- nova-compute", "enabled :-) T1"],
        ["| |- nova-api", "disabled XXX None"],
        ["|- h2", ""],
        ["old", "not available"],
    ]
    assert ran.urls == ["GET /os-availability-zone/detail"]


def test_zones_as_json_have_separate_fields(on_cloud: Commanding) -> None:
    rows = on_cloud("availability-zone-list", "-f", "json", answers=[ZONES]).json
    assert rows[2] == {
        "Zone": "nova",
        "Host": "h1",
        "Service": "nova-compute",
        "Enabled": True,
        "Available": True,
        "Updated At": "T1",
    }
    assert rows[-1]["Available"] is False


def test_regular_user_sees_zones_only(on_cloud: Commanding) -> None:
    brief = {"availabilityZoneInfo": [{"zoneName": "nova", "zoneState": {"available": True}}]}
    brief["availabilityZoneInfo"][0]["hosts"] = None  # type: ignore[assignment]
    ran = on_cloud("availability-zone-list", answers=[FORBIDDEN, brief])
    assert ran.urls == ["GET /os-availability-zone/detail", "GET /os-availability-zone"]
    assert (ran.status, len(ran.out.splitlines())) == (0, 5)


def test_second_refusal_raises_the_first(on_cloud: Commanding) -> None:
    second = exceptions.ClientException(500, "boom")
    ran = on_cloud("availability-zone-list", answers=[FORBIDDEN, second])
    assert (ran.status, ran.err.startswith("ERROR (Forbidden): Policy")) == (1, True)
