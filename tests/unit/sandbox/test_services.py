"""The services: ports and checks."""

from __future__ import annotations

import http.server
import socket
import threading
from pathlib import Path

import pytest
from sandbox_parts import a_state, service_environment, sleeper

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


def test_a_service_that_has_not_yet_said_who_it_is_is_stopped_too(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.create_subfolders()
    begun = [
        processes.spawn(sleeper(pid), service_environment(), tmp_path, folder.log(name))
        for name, pid in (("nova", folder.pid("nova")), ("other", tmp_path / "other.json"))
    ]
    nova, other = begun
    try:
        folder.pid("nova").unlink(missing_ok=True)
        services.stop(folder)
        assert (nova.poll() is None, other.poll() is None) == (False, True)
    finally:
        for child in begun:
            child.kill()
            child.wait()


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
