"""The Python environment of the services."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from novaclient.sandbox import environment
from novaclient.sandbox.environment import Environment, explain_pip
from novaclient.sandbox.errors import SandboxError
from novaclient.sandbox.progress import Progress, silent

LOG = Path("/logs/pip.log")


def pinned() -> list[str]:
    lines = environment.lock_file().read_text().splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def test_every_package_is_pinned() -> None:
    assert [line for line in pinned() if not re.match(r"[\w.-]+==[\w.]+( *;.*)?$", line)] == []


def test_no_package_is_pinned_twice() -> None:
    names = [re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower() for line in pinned()]
    assert sorted(names) == sorted(set(names))


def test_another_lock_file_is_another_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = Environment.default().root
    (tmp_path / "other.lock").write_text("nova==35.0.0\n")
    monkeypatch.setattr(environment, "lock_file", lambda: tmp_path / "other.lock")
    assert Environment.default().root != before


def complete(root: Path) -> Environment:
    """An environment as after an installation."""
    found = Environment(root)
    found.python.parent.mkdir(parents=True)
    found.python.touch()
    (root / "complete").touch()
    return found


def test_a_complete_environment_is_not_installed_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(environment.subprocess, "run", None)
    progress = Progress(silent)
    complete(tmp_path / "env").install(progress)
    assert progress.seconds == {}


def test_an_unfinished_environment_is_thrown_away(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    root = tmp_path / "env"
    (root / "half").mkdir(parents=True)
    monkeypatch.setattr(
        environment.subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=0)
    )
    monkeypatch.setattr(environment.files, "write", lambda path, *_, **__: None)
    Environment(root).install(Progress(silent))
    assert not (root / "half").exists()


def test_it_counts_as_complete_only_when_everything_is_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    failed = SimpleNamespace(returncode=1, stdout="", stderr="ERROR: no luck\n")
    monkeypatch.setattr(environment.subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(SandboxError, match="no luck"):
        Environment(tmp_path / "env").install(Progress(silent))
    assert not Environment(tmp_path / "env").is_complete


@pytest.mark.parametrize(
    ("output", "reported"),
    [
        (
            "ERROR: Could not find a version that satisfies the requirement nova==34.0.0\n"
            "ERROR: No matching distribution found for nova==34.0.0",
            r"cannot be installed: No matching distribution found for nova==34\.0\.0\. "
            r".*PIP_INDEX_URL",
        ),
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError: Failed to establish "
            "a new connection: [Errno -3] Temporary failure in name resolution'\n"
            "ERROR: No matching distribution found for pip",
            r"package index does not respond\. Check the network.*PIP_INDEX_URL",
        ),
        (
            "WARNING: Retrying after connection broken by 'SSLError(CERTIFICATE_VERIFY_FAILED)'\n"
            "ERROR: No matching distribution found for pip",
            "no secure connection.*PIP_CERT",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on "
            "device",
            r"no space left on the disk\. Free some space",
        ),
        ("", "cannot be installed: there is no output"),
    ],
)
def test_failures_of_pip_are_explained_in_one_line(output: str, reported: str) -> None:
    error = explain_pip(output.splitlines(), LOG)
    assert re.search(reported, str(error))
    assert "\n" not in str(error)


def test_a_full_disk_is_reported_before_anything_is_downloaded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usage = SimpleNamespace(free=100 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(SandboxError, match="need 900 MiB, 100 MiB are free"):
        Environment(tmp_path / "env").install(Progress(silent))


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_a_python_that_the_services_do_not_run_on_is_refused(
    monkeypatch: pytest.MonkeyPatch, version: tuple[int, int]
) -> None:
    monkeypatch.setattr(sys, "version_info", (*version, 0))
    with pytest.raises(SandboxError, match=r"Python 3\.11, 3\.12 or 3\.13"):
        environment.check_python()


def test_a_python_without_venv_names_the_package_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SandboxError, match="apt install python3-venv"):
        environment.check_python()


def test_another_operating_system_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    with pytest.raises(SandboxError, match="needs Linux"):
        environment.check_python()
