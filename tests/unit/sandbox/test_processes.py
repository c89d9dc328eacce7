"""Processes of services: finding, starting and ending them."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sandbox_parts import service_environment, sleeper

from novaclient.sandbox import processes
from novaclient.sandbox.processes import Process


def started(pid_file: Path, first: str = "pass") -> subprocess.Popen[bytes]:
    """Start a stand-in for a service and wait until it runs."""
    log = pid_file.with_suffix(".log")
    child = processes.spawn(sleeper(pid_file, first), service_environment(), pid_file.parent, log)
    end = time.monotonic() + 30
    while not pid_file.exists() or b"ready" not in log.read_bytes():
        assert child.poll() is None, log.read_text()
        assert time.monotonic() < end
        time.sleep(0.02)
    return child


@pytest.fixture
def service(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    child = started(tmp_path / "service.json")
    yield child
    child.kill()
    child.wait()


def test_a_service_is_found_by_what_it_wrote(
    tmp_path: Path, service: subprocess.Popen[bytes]
) -> None:
    found = processes.find(tmp_path / "service.json", str(tmp_path))
    assert found is not None
    assert found.pid == service.pid


def test_a_process_born_at_another_time_is_not_the_service(
    tmp_path: Path, service: subprocess.Popen[bytes]
) -> None:
    record = json.loads((tmp_path / "service.json").read_text())
    (tmp_path / "service.json").write_text(json.dumps({**record, "started": 1}))
    assert processes.find(tmp_path / "service.json", str(tmp_path)) is None


def test_a_process_with_another_command_line_is_not_the_service(
    tmp_path: Path, service: subprocess.Popen[bytes]
) -> None:
    assert processes.find(tmp_path / "service.json", "/another/sandbox") is None


def test_a_service_that_ended_is_not_found(
    tmp_path: Path, service: subprocess.Popen[bytes]
) -> None:
    os.kill(service.pid, 9)
    os.waitid(os.P_PID, service.pid, os.WEXITED | os.WNOWAIT)
    assert processes.find(tmp_path / "service.json", str(tmp_path)) is None


@pytest.mark.parametrize("content", ["", "{}", "garbage", '{"pid": "x", "started": 1}', "[1]"])
def test_a_damaged_pid_file_is_no_process(tmp_path: Path, content: str) -> None:
    (tmp_path / "service.json").write_text(content)
    assert processes.find(tmp_path / "service.json", "") is None


def test_ending_waits_until_it_has_ended(tmp_path: Path, service: subprocess.Popen[bytes]) -> None:
    found = processes.find(tmp_path / "service.json", str(tmp_path))
    assert found is not None
    processes.end([found])
    assert not processes.is_alive(found)


def test_a_service_that_will_not_end_is_killed(tmp_path: Path) -> None:
    pid_file = tmp_path / "deaf.json"
    started(pid_file, "import signal; signal.signal(15, signal.SIG_IGN)")
    found = processes.find(pid_file, str(tmp_path))
    assert found is not None
    processes.end([found], patience=0.2)
    assert not processes.is_alive(found)


def test_ending_spares_another_process_with_the_same_pid(
    service: subprocess.Popen[bytes],
) -> None:
    processes.end([Process(service.pid, started=1)])
    assert service.poll() is None


def test_ending_a_process_that_has_ended_is_no_error() -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    processes.end([Process(gone.pid, 1)])
    assert not processes.is_alive(Process(gone.pid, 1))


def test_services_see_nothing_of_another_cloud_a_proxy_or_this_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    foreign = ("OS_PASSWORD", "OS_CLOUD", "http_proxy", "HTTPS_PROXY", "PYTHONPATH", "VIRTUAL_ENV")
    for name in foreign:
        monkeypatch.setenv(name, "foreign")
    assert "foreign" not in processes.clean_environment({}).values()
    assert processes.clean_environment({"HOME": "/there"})["HOME"] == "/there"


def test_a_log_is_private(tmp_path: Path, service: subprocess.Popen[bytes]) -> None:
    assert (tmp_path / "service.log").stat().st_mode & 0o777 == 0o600


def test_a_large_log_is_put_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LOG_LIMIT", 3)
    log = tmp_path / "x.log"
    log.write_text("many bytes")
    processes.spawn(["echo", "new"], {"PATH": os.environ["PATH"]}, tmp_path, log).wait()
    assert (tmp_path / "x.log.1").read_text() == "many bytes"
    assert log.read_text() == "new\n"


def test_a_run_that_succeeds_has_its_output_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "x.log"
    assert processes.run(["cat"], {"PATH": os.environ["PATH"]}, tmp_path, log, "secret") is None
    assert log.read_text() == "secret"
    assert log.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("script", "reason"),
    [("echo first; echo last; exit 3", "last"), ("exit 3", "there is no output")],
)
def test_a_run_that_fails_returns_the_last_line(tmp_path: Path, script: str, reason: str) -> None:
    command = ["sh", "-c", script]
    environ = {"PATH": os.environ["PATH"]}
    assert processes.run(command, environ, tmp_path, tmp_path / "x.log") == reason


def test_memory_is_in_bytes() -> None:
    assert processes.memory(os.getpid()) > 1_000_000


def test_memory_of_no_process_is_zero() -> None:
    assert processes.memory(2**22 + 1) == 0
