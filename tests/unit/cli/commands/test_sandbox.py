"""``nova sandbox``: messages and exit statuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sandbox_parts import a_state

import novaclient.sandbox
from novaclient.cli.main import run
from novaclient.sandbox import Sandbox, SandboxError, ServiceDied, Step
from novaclient.sandbox.cloud import UpResult


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's sandbox, which does not exist yet."""
    monkeypatch.setenv("NOVA_SANDBOX_DIR", str(tmp_path / "sandbox"))
    return tmp_path / "sandbox"


@pytest.fixture
def made(place: Path) -> Path:
    """The folder of a sandbox that exists and is not running."""
    (place / "run").mkdir(parents=True)
    a_state().save(place / "sandbox.json")
    return place


def up_is(monkeypatch: pytest.MonkeyPatch, result: UpResult | SandboxError) -> None:
    """Make ``up`` report a step and return a result."""

    def up(self: Sandbox, *, database: str | None = None, report: Any = None) -> UpResult:
        report(Step("digging", "started"))
        if isinstance(result, SandboxError):
            raise result
        report(Step("digging", "finished", 1.0))
        return result

    monkeypatch.setattr(novaclient.sandbox.Sandbox, "up", up)


def test_up_prints_its_steps_and_how_to_use_the_sandbox(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    up_is(monkeypatch, UpResult("created", ("nova",), 29.4, {}))
    assert run(["sandbox", "up"]) == 0
    reported = capsys.readouterr().err
    assert reported.startswith("digging …\n")
    assert f"The sandbox in {place} is ready (29 s)." in reported
    assert "nova --os-cloud sandbox list" in reported


def test_up_of_a_running_sandbox_says_so(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    up_is(monkeypatch, UpResult("running", (), 0.1, {}))
    assert run(["sandbox", "up"]) == 0
    assert "is already running" in capsys.readouterr().err


def test_log_of_a_service_that_died_is_printed(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    died = ServiceDied("nova", place / "nova.log", ["first", "OSError: no luck"])
    up_is(monkeypatch, died)
    assert run(["sandbox", "up"]) == 1
    reported = capsys.readouterr().err.splitlines()
    assert reported[1:3] == ["nova: first", "nova: OSError: no luck"]
    assert reported[3].startswith("ERROR (ServiceDied): The service nova ended")


@pytest.mark.parametrize("action", ["env", "logs", "reset"])
def test_without_a_sandbox_the_error_says_how_to_create_one(
    place: Path, capsys: pytest.CaptureFixture[str], action: str
) -> None:
    assert run(["sandbox", action]) == 1
    reported = capsys.readouterr().err
    assert reported.startswith(f"ERROR (SandboxError): There is no sandbox in {place}")
    assert reported.count("\n") == 1


def test_status_without_a_sandbox_fails(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sandbox", "status"]) == 1
    assert "nova sandbox up" in capsys.readouterr().err


def test_status_can_be_printed_as_json(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sandbox", "status", "-f", "json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [row["Service"] for row in rows][:2] == ["keystone", "placement"]
    assert rows[0] == {
        "Service": "keystone",
        "State": "stopped",
        "PID": None,
        "Memory MiB": 0,
        "Address": "http://127.0.0.1:21000",
    }


def test_variables_are_quoted_for_the_shell(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = a_state()
    state.passwords["admin"] = "it's; $HOME"
    state.save(made / "sandbox.json")
    assert run(["sandbox", "env", "--admin"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert """export OS_PASSWORD='it'"'"'s; $HOME'""" in lines
    assert "export OS_USERNAME=admin" in lines


def test_a_flag_of_another_action_is_refused(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sandbox", "up", "--delete"]) == 2
    assert "--delete cannot be used with 'up'" in capsys.readouterr().err


def test_down_where_nothing_runs_says_so(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sandbox", "down"]) == 0
    assert "No service of the sandbox was running." in capsys.readouterr().err
