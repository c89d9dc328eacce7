"""What is shipped: wheels are built from the tree and installed in one environment."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def build(source: Path, target: Path) -> Path:
    """Build the wheel of a project."""
    command = [sys.executable, "-m", "pip", "wheel", "-qq", "--disable-pip-version-check"]
    subprocess.run([*command, "--no-deps", "-w", str(target), str(source)], check=True)
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def transitional(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT / "packaging" / "python-novaclient", tmp_path_factory.mktemp("transitional"))


def metadata(wheel: Path, name: str = "METADATA") -> list[str]:
    """The lines of a file of a wheel's metadata."""
    project, version = wheel.name.split("-")[:2]
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(f"{project}-{version}.dist-info/{name}").decode().splitlines()


def test_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    package = ROOT / "src" / "novaclient"
    files = {
        path.relative_to(package.parent).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        shipped = {n for n in archive.namelist() if n.startswith("novaclient/")}
    assert shipped == files
    assert {"novaclient/py.typed", "novaclient/sandbox/requirements.lock"} <= shipped


def test_wheel_is_the_same_wherever_and_whenever_it_is_built(wheel: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "another" / "place"
    elsewhere.mkdir(parents=True)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, elsewhere)
    unneeded = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", elsewhere / "src", ignore=unneeded)
    for path in elsewhere.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(0o700 if path.is_dir() else 0o600)
    again = build(elsewhere, tmp_path / "wheel")
    assert (
        hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(wheel.read_bytes()).digest()
    )


def test_wheel_declares_the_command(wheel: Path) -> None:
    assert "nova = novaclient.shell:main" in metadata(wheel, "entry_points.txt")


def test_versions_of_the_distribution_and_of_the_package_agree(wheel: Path) -> None:
    import novaclient

    assert f"Version: {novaclient.__version__}" in metadata(wheel)


def test_transitional_package_holds_no_code_and_requires_this_one(transitional: Path) -> None:
    import novaclient

    with zipfile.ZipFile(transitional) as archive:
        assert [n for n in archive.namelist() if ".dist-info/" not in n] == []
    lines = metadata(transitional)
    assert f"Version: {novaclient.__version__}" in lines
    assert f"Requires-Dist: novaclient=={novaclient.__version__}" in lines


def test_requirement_of_the_old_name_resolves_to_this_package(
    wheel: Path, transitional: Path, tmp_path: Path
) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = str(tmp_path / "venv" / "bin" / "python")
    pip = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    links = ["--find-links", str(wheel.parent), "--find-links", str(transitional.parent)]
    subprocess.run([*pip, *links, "python-novaclient>=18"], check=True)
    done = subprocess.run(
        [tmp_path / "venv" / "bin" / "nova", "--version"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert f"Version: {done.stdout.strip()}" in metadata(wheel)
