"""With any response, ``nova`` exits with a status of its own and prints no control characters."""

from __future__ import annotations

import copy
import io
import os
import sys
import threading
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import CHANGES, TEXTS, Change, changed
from nova_contract import ENDPOINT, Contract
from recording import Answer, Recorder, Sent, cloud_of

from novaclient import exceptions
from novaclient.cli import command_table, main
from novaclient.cli.framework.command import Command
from novaclient.cli.parsing.declare import Argument
from novaclient.cli.registry import load
from novaclient.transport.messages import Request

ID = "11111111-2222-3333-4444-555555555555"
#: Commands that ask no cloud.
#: Words for arguments, of which each gets the first that it accepts.
WORDS = (ID, "1", "key=value", "10.0.0.0/24", "id=x,source=volume,dest=volume", "active")
#: What makes a command do something where nothing is required, or keeps it from waiting.
MORE = {
    "aggregate-update": ["--name", "x"],
    "boot": ["--flavor", ID, "--image", ID],
    "dns-list": ["--name", "x"],
    "flavor-access-list": ["--flavor", ID],
    "host-update": ["--status", "enable"],
    "network-create": ["--fixed-range-v4", "10.0.0.0/24"],
    "quota-class-update": ["--instances", "1"],
    "quota-update": ["--instances", "1"],
    "update": ["--name", "x"],
    "wait": ["--timeout", "0.01"],
}
#: Unicode's categories of what acts on a terminal instead of being shown.
ACTING = ("Cc", "Cf", "Cs", "Zl", "Zp")

#: What other services answer; their schemas are not Nova's.
ELSEWHERE = {
    "image": {"images": [{"id": ID, "name": "x", "status": "active"}], "id": ID, "name": "x"},
    "network": {"networks": [{"id": ID, "name": "x"}], "security_groups": [{"id": ID}]},
    "block-storage": {
        key: value
        for kind in ("volume", "snapshot", "volume_type")
        for key, value in ((f"{kind}s", [{"id": ID, "name": "x"}]), (kind, {"id": ID, "name": "x"}))
    },
}


class Terminal(io.StringIO):
    """What a person looks at."""

    def isatty(self) -> bool:
        return True


class Door(Recorder):
    """A cloud that builds responses from the schemas of Nova, and then changes them.

    :param change: makes the answer that is given of the one that is right.
    :param message: what it says when it refuses.
    """

    def __init__(self, contract: Contract, change: Callable[[Any], Any], message: str) -> None:
        super().__init__()
        self.endpoint = ENDPOINT
        self.contract = contract
        self.change = change
        self.message = message
        self._one_at_a_time = threading.Lock()

    def send(self, request: Request) -> Answer:
        # A command sends requests concurrently; Nova's front door takes one at a time.
        with self._one_at_a_time:
            return self._answer_to(self.record(copy.deepcopy(request)))

    def _answer_to(self, sent: Sent) -> Answer:
        body: Any = ELSEWHERE.get(sent.service)
        status = 200
        if sent.service == "compute" and sent.method in ("GET", "POST", "PUT", "DELETE"):
            said = self.contract.request(sent)
            if "operation" not in said:
                raise self._refusal(said["status"], sent.url, sent.method)
            reached = self.contract.range_of(said["operation"], sent.version)
            if removed := self.contract.refusals.get(reached.operation):
                raise self._refusal(removed["status"], sent.url, sent.method)
            body, status = self.contract.answer(reached, "full", 0, None), reached.status
        return Answer(self.change(body), status, location=f"{ENDPOINT}/images/{ID}")

    def _refusal(self, status: int, url: str, method: str) -> exceptions.ClientException:
        body = {"error": {"message": self.message}}
        return exceptions.from_response(Answer({}, status), body, url, method)


def accepted(argument: Argument) -> str:
    """A word that an argument accepts."""
    if "key=value" in argument.label:
        return "key=value"
    if argument.options.get("choices"):
        return str(argument.options["choices"][0])
    for word in WORDS:
        try:
            argument.options.get("type", str)(word)
        except Exception:  # noqa: BLE001 (whatever it says, the next may do)
            continue
        return word
    raise AssertionError(f"no word for {argument.label}")


def line_of(command: Command) -> list[str]:
    """A command line that a command accepts."""
    words = []
    for entry in command.declared:
        one = entry.arguments[0]
        if one.is_flag and (one.required or entry.required):
            words += [one.flags[0], accepted(one)]
    words += MORE.get(command.name, [])
    words += [accepted(a) for a in command.arguments() if not a.is_flag]
    return [command.name, *words]


def run(words: list[str], door: Door, into: Path) -> tuple[int, str]:
    """Run a command line in a folder; its status and all that it showed."""
    out, err = Terminal(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(into)
        spoken = "2.1", f"2.{door.contract.newest}"
        cloud = cloud_of(door, spoken=spoken, project_id=ID, user_id=ID)
        patch.setattr(main, "_connect", lambda *_: cloud)
        patch.setattr("getpass.getpass", lambda *_: "password")
        patch.setattr(main.os, "environ", {"NO_COLOR": "1"})
        patch.setattr(os, "execvp", lambda *_: sys.exit(0))
        patch.setattr("novaclient.waiters.FIRST_PAUSE", 0.0)
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        try:
            status = main.run(words)
        except SystemExit as ended:
            status = int(ended.code or 0)
    return status, out.getvalue() + err.getvalue()


def acts(text: str) -> set[str]:
    """The characters of a text that would act on a terminal; progress draws over its own line."""
    text = text.replace("\rServer ", "")
    return {c for c in text if c != "\n" and unicodedata.category(c) in ACTING}


def poisoned(value: Any, text: str) -> Any:
    """A valid response with a suffix on each text that no program parses."""
    if isinstance(value, dict):
        kept = ("id", "status", "links", "href", "rel")
        return {k: v if k in kept else poisoned(v, text) for k, v in value.items()}
    if isinstance(value, list):
        return [poisoned(part, text) for part in value]
    return f"{value}{text}" if isinstance(value, str) else value


COMMANDS = [row.name for row in command_table.rows() if not row.local]
EXAMPLES = settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("name", COMMANDS)
@EXAMPLES
@given(text=st.sampled_from(["\x1b[2J", "\r\x9b1A", "\u202e", "\x00\x07", "\ud800"]) | TEXTS)
def test_texts_of_the_cloud_do_not_act_on_the_terminal(
    name: str, contract: Contract, tmp_path: Path, text: str
) -> None:
    command = load(name)
    assert command is not None
    door = Door(contract, lambda answer: poisoned(answer, text), f"no{text}")
    status, shown = run(line_of(command), door, tmp_path)
    assert (status in (0, 1), acts(shown)) == (True, set()), shown
    assert "looks like a defect" not in shown, shown


@pytest.mark.parametrize("name", COMMANDS)
@EXAMPLES
@given(changes=CHANGES)
def test_wrong_answers_are_reported_as_what_they_are(
    name: str, contract: Contract, tmp_path: Path, changes: list[Change]
) -> None:
    command = load(name)
    assert command is not None
    door = Door(contract, lambda answer: changed(answer, changes), "no")
    status, shown = run(line_of(command), door, tmp_path)
    assert (status in (0, 1), acts(shown)) == (True, set()), shown
    assert "looks like a defect" not in shown, shown
