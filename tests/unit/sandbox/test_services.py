"""The services: ports and checks."""

from __future__ import annotations

import http.server
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sandbox_parts import a_state, service_environment

from novaclient.sandbox import processes, services
from novaclient.sandbox.environment import Environment
from novaclient.sandbox.errors import SandboxError
from novaclient.sandbox.folder import Folder
from novaclient.sandbox.services import Services, answers


def on_port(tmp_path: Path, port: int) -> Services:
    """The services of a sandbox with glance on a given port."""
    state = a_state()
    state.ports["glance"] = port
    return Services(Folder(tmp_path), state, Environment(tmp_path / "env"))


def test_a_port_in_use_is_reported_with_its_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "PORT_PATIENCE", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SandboxError, match=f"Port {port} .* sandbox's glance, is in use"):
            on_port(tmp_path, port).check_port("glance")


def test_a_port_that_a_killed_service_still_holds_is_waited_for(tmp_path: Path) -> None:
    dying = socket.create_server(("127.0.0.1", 0))
    port = dying.getsockname()[1]
    threading.Timer(0.3, dying.close).start()
    on_port(tmp_path, port).check_port("glance")


class Unannounced:
    """A program that was started as a service and has not written its PID file yet.

    When it may, it writes the file and executes another program, as a launcher does.
    """

    SCRIPT = """
import os, pathlib, sys, time
from nova_sandbox import runtime
print("started", flush=True)
pid_file = sys.argv[2]
while not pathlib.Path(f"{pid_file}.go").exists():
    time.sleep(0.01)
runtime.announce(pid_file)
sleep = "import time; print('announced', flush=True); time.sleep(60)"
os.execv(sys.executable, [sys.executable, "-c", sleep, pid_file])
"""

    def __init__(self, pid_file: Path, log: Path) -> None:
        self._pid_file, self._log = pid_file, log
        words = [sys.executable, "-c", self.SCRIPT, "nova_sandbox.run_program", str(pid_file)]
        self.process = processes.spawn(words, service_environment(), log.parent, log)
        self._wait_until("started")

    def announce(self) -> None:
        """Have it write its PID file and execute the other program."""
        Path(f"{self._pid_file}.go").touch()
        self._wait_until("announced")

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def _wait_until(self, text: str) -> None:
        end = time.monotonic() + 30
        while text not in self._log.read_text():
            assert self.is_running, self._log.read_text()
            assert time.monotonic() < end
            time.sleep(0.02)


@pytest.fixture
def unannounced(tmp_path: Path) -> Iterator[Callable[[Path], Unannounced]]:
    """Starts such programs, each with its PID file."""
    started: list[Unannounced] = []

    def start(pid_file: Path) -> Unannounced:
        started.append(Unannounced(pid_file, tmp_path / f"{pid_file.stem}.log"))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    created = Folder(tmp_path)
    created.create_subfolders()
    return created


def test_a_service_that_has_not_yet_said_who_it_is_is_stopped_too(
    folder: Folder, unannounced: Callable[[Path], Unannounced]
) -> None:
    nova = unannounced(folder.pid("nova"))
    services.stop(folder)
    assert not nova.is_running


def test_a_service_that_says_who_it_is_at_that_moment_is_stopped_too(
    folder: Folder, unannounced: Callable[[Path], Unannounced], monkeypatch: pytest.MonkeyPatch
) -> None:
    nova = unannounced(folder.pid("nova"))
    find = services.find

    def find_just_before(folder: Folder, service: str) -> processes.Process | None:
        found = find(folder, service)
        if service == "nova":
            nova.announce()
        return found

    monkeypatch.setattr(services, "find", find_just_before)
    services.stop(folder)
    assert not nova.is_running


def test_another_sandboxs_service_is_not_stopped(
    folder: Folder, tmp_path: Path, unannounced: Callable[[Path], Unannounced]
) -> None:
    other = unannounced(tmp_path / "other.json")
    services.stop(folder)
    assert other.is_running


@pytest.mark.parametrize("status", [200, 300, 401, 500])
def test_a_service_that_answers_anything_answers(status: int) -> None:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Log nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        assert answers(f"http://127.0.0.1:{server.server_port}/")


def test_a_service_that_says_nothing_does_not_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        assert not answers(f"http://127.0.0.1:{mute.getsockname()[1]}/", seconds=0.2)


def test_requests_to_services_use_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.getsockname()[1]}")
        assert not answers("http://127.0.0.1:1/", seconds=0.2)
        proxy.settimeout(0.1)
        with pytest.raises(TimeoutError):
            proxy.accept()


def test_a_command_line_holds_no_password(tmp_path: Path) -> None:
    parts = on_port(tmp_path, 21002)
    words = [word for name in ("keystone", "cinder", "nova") for word in parts._command(name)]
    assert [word for word in words if "secret" in word] == []
