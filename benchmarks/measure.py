"""Measuring processes, medians and ratios, and the environments of the compared clients."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache" / "bench"
LAUNCH = Path(__file__).with_name("launch.py")


class Run(NamedTuple):
    """Figures of a process: seconds of CPU and wall time, peak MB of memory."""

    cpu: float
    wall: float
    peak: float


def run(command: Sequence[str], environ: Mapping[str, str], *, status: int = 0) -> Run:
    """Run a command and discard its output.

    :param command: the command line.
    :param environ: its environment.
    :param status: its expected exit status.
    :raises SystemExit: if its exit status is another.
    """
    launcher = [sys.executable, "-S", "-E", str(LAUNCH), shutil.which(command[0]) or command[0]]
    done = subprocess.run(
        [*launcher, *command[1:]], env=environ, capture_output=True, text=True, check=True
    )
    cpu, wall, peak, ended = map(float, done.stdout.split())
    if ended != status:
        last = done.stderr.strip().splitlines()[-1:]
        raise SystemExit(f"{' '.join(command)} ended with {ended:.0f}: {last}")
    return Run(cpu, wall, peak / 1024)


def alternate(
    commands: Mapping[str, Sequence[str]],
    environ: Mapping[str, str],
    *,
    runs: int,
    status: Mapping[str, int] | None = None,
    warm: bool = True,
) -> dict[str, list[Run]]:
    """Run several commands alternately, so that the machine's load affects all of them.

    :param commands: by name.
    :param environ: their environment.
    :param runs: the number of runs of each.
    :param status: expected exit statuses other than 0.
    :param warm: whether each has a first run that is not measured.
    """
    done: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(-1 if warm else 0, runs):
        for name, command in commands.items():
            one = run(command, environ, status=(status or {}).get(name, 0))
            if number >= 0:
                done[name].append(one)
    return done


def median(runs: Sequence[Run]) -> Run:
    """The median of each figure."""
    return Run(*(statistics.median(figures) for figures in zip(*runs, strict=True)))


def ratio(ours: Sequence[Run], others: Sequence[Run], figure: str) -> float:
    """The median of the ratios of consecutive runs."""
    pairs = zip(ours, others, strict=True)
    return statistics.median(getattr(a, figure) / getattr(b, figure) for a, b in pairs)


# ------------------------------------------------------------------------------- environments
def clean_environ() -> dict[str, str]:
    """The environment without variables that choose a cloud or slow down imports."""
    unwanted = ("OS_", "NOVA_", "NOVACLIENT_", "PYTHON", "http", "HTTP", "all_proxy", "ALL_PROXY")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    return {**environ, "PYTHONWARNINGS": "ignore", "COLUMNS": "120", "TERM": "dumb"}


def installed(name: str, requirement: str) -> Path:
    """Install a client into an environment of its own and return the folder of its programs.

    :param name: the environment's name.
    :param requirement: the requirement for pip; the project itself is always reinstalled.
    """
    home = CACHE / name
    stamp = home / "requirement"
    # The requirements of the project may have changed.
    wanted = (ROOT / "pyproject.toml").read_text() if requirement == str(ROOT) else requirement
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"installing {requirement} into {home.relative_to(ROOT)} …", flush=True)
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        # python-novaclient and its dependencies import pkg_resources without requiring it.
        _pip(home, [requirement, "setuptools<81"])
        stamp.write_text(wanted)
    elif requirement == str(ROOT):
        _pip(home, ["--force-reinstall", "--no-deps", requirement])
    return home / "bin"


def _pip(home: Path, arguments: Sequence[str]) -> None:
    pip = [str(home / "bin" / "python"), "-m", "pip", "install", "-qq", "--compile"]
    done = subprocess.run(
        [*pip, "--disable-pip-version-check", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"pip install {' '.join(arguments)}: {done.stdout.strip()[-500:]}")
