"""Commands about availability zones and agent builds: requests and output."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from recording import Answer

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


# --------------------------------------------------------------------------------------- agents
AGENT = {
    "agent_id": 1,
    "hypervisor": "xen",
    "os": "linux",
    "architecture": "x86_64",
    "version": "7.0",
    "md5hash": "add6bb58e139be103324d04d82d8f545",
    "url": "http://example.com/a",
}
BUILD = ["7.0", "http://example.com/a", "add6bb58e139be103324d04d82d8f545"]


def test_agents_are_listed_by_hypervisor_type(on_cloud: Commanding) -> None:
    ran = on_cloud("agent-list", "--hypervisor", "xen", answers=[{"agents": [AGENT]}])
    assert ran.urls == ["GET /os-agents?hypervisor=xen"]
    headings = [cell.strip() for cell in ran.out.splitlines()[1].split("|")[1:-1]]
    assert headings == [
        "Agent_id", "Hypervisor", "OS", "Architecture", "Version", "Md5hash", "Url",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "url", "body"),
    [
        (
            ["agent-create", "linux", "x86_64", *BUILD, "xen"],
            "POST /os-agents",
            {"agent": {key: value for key, value in AGENT.items() if key != "agent_id"}},
        ),
        (
            ["agent-modify", "1", *BUILD],
            "PUT /os-agents/1",
            {"para": {key: AGENT[key] for key in ("version", "url", "md5hash")}},
        ),
    ],
)
def test_agent_is_created_or_updated_and_shown(
    on_cloud: Commanding, words: list[str], url: str, body: Any
) -> None:
    ran = on_cloud(*words, "-f", "json", answers=[{"agent": AGENT}])
    assert (ran.urls, ran.sent[0].body) == ([url], body)
    assert ran.json == AGENT


def test_agents_are_deleted_by_id(on_cloud: Commanding) -> None:
    ran = on_cloud("agent-delete", "1", "2", "--jobs", "1", answers=[None, None])
    assert ran.urls == ["DELETE /os-agents/1", "DELETE /os-agents/2"]


def test_refusal_of_agents_names_the_release(on_cloud: Commanding) -> None:
    gone = Answer({"computeFault": {"message": "Gone", "code": 410}}, 410)
    ran = on_cloud("agent-list", answers=[gone])
    assert ran.status == 1
    assert "Nova removed os-agents in 22.0.0 (Victoria)" in ran.err
