"""Legacy commands about guest agent builds: requests, output and the explanation of a refusal."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from recording import Answer

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
