"""Legacy commands of servers: requests, microversions and output."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from microversions import NEWEST
from recording import Answer
from routed import server_id

from novaclient.cli.registry import load

WEB1 = server_id(1)
#: The command line, what the cloud answers, and the requests with their versions.
SENT: list[tuple[str, list[Any], list[str]]] = [
    (f"add-fixed-ip {WEB1} n", [], [f"POST /servers/{WEB1}/action 2.43"]),
    (f"remove-fixed-ip {WEB1} 10.0.0.3", [], [f"POST /servers/{WEB1}/action 2.43"]),
    (f"rename {WEB1} web9", [{"server": {"id": WEB1}}], [f"PUT /servers/{WEB1} {NEWEST}"]),
]
LINES = [line for line, *_ in SENT]


@pytest.mark.parametrize(("line", "answers", "requests"), SENT, ids=LINES)
def test_request_is_sent_at_a_version_that_has_it(
    on_cloud: Commanding, line: str, answers: list[Any], requests: list[str]
) -> None:
    ran = on_cloud(*line.split(), answers=list(answers))
    assert (ran.status, [f"{sent} {sent.version}" for sent in ran.sent]) == (0, requests)


@pytest.mark.parametrize(("line", "answers"), [row[:2] for row in SENT], ids=LINES)
def test_one_line_names_the_replacement(
    on_cloud: Commanding, line: str, answers: list[Any]
) -> None:
    command = load(line.split()[0])
    assert command is not None
    ran = on_cloud(*line.split(), answers=list(answers))
    assert ran.err == f"WARNING: nova {command.name} is deprecated: use {command.instead}\n"


@pytest.mark.parametrize(
    ("line", "body"),
    [
        (f"add-fixed-ip {WEB1} n", {"addFixedIp": {"networkId": "n"}}),
        (f"remove-fixed-ip {WEB1} 10.0.0.3", {"removeFixedIp": {"address": "10.0.0.3"}}),
        (f"rename {WEB1} web9", {"server": {"name": "web9"}}),
    ],
)
def test_arguments_reach_the_cloud(on_cloud: Commanding, line: str, body: Any) -> None:
    ran = on_cloud(*line.split(), answers=[Answer(status=400)])
    assert [sent.body for sent in ran.sent] == [body]


def test_root_password_is_prompted_for_twice_and_set(
    on_cloud: Commanding, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts: list[str] = []

    def getpass(prompt: str) -> str:
        prompts.append(prompt)
        return "new"

    monkeypatch.setattr("getpass.getpass", getpass)
    ran = on_cloud("root-password", WEB1, answers=[Answer(status=202)])
    assert prompts == ["New password: ", "Again: "]
    assert [sent.body for sent in ran.sent] == [{"changePassword": {"adminPass": "new"}}]
