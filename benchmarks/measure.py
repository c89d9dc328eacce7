"""How the benchmark measures: processes as the operating system accounts for them, medians, and
the environments in which the compared clients are installed. What is compared is in ``compare``.
"""

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
    """One finished process: seconds of CPU and wall clock, MB at its peak."""

    cpu: float
    wall: float
    peak: float


def run(command: Sequence[str], environ: Mapping[str, str], *, status: int = 0) -> Run:
    """Run a command, its output thrown away.

    :param command: the words.
    :param environ: its environment.
    :param status: the exit status that it must end with.
    :raises SystemExit: if it ends with another.
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
    """Run several commands in turn, so that all of them meet the same state of the machine.

    :param commands: by name.
    :param environ: their environment.
    :param runs: how often each.
    :param status: the exit status of those that do not end with 0.
    :param warm: whether each is run once before, uncounted.
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
    """The median of the ratios of runs that followed each other."""
    pairs = zip(ours, others, strict=True)
    return statistics.median(getattr(a, figure) / getattr(b, figure) for a, b in pairs)


# ------------------------------------------------------------------------------- environments
def clean_environ() -> dict[str, str]:
    """This environment without what would choose a cloud or slow Python's imports."""
    unwanted = ("OS_", "NOVA_", "NOVACLIENT_", "PYTHON", "http", "HTTP", "all_proxy", "ALL_PROXY")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    return {**kept, "PYTHONWARNINGS": "ignore", "COLUMNS": "120", "TERM": "dumb"}


def installed(name: str, requirement: str) -> Path:
    """The folder of a client's programs, installed into an environment of its own.

    :param name: the environment's.
    :param requirement: what pip installs; the project itself is installed anew each time.
    """
    home = CACHE / name
    stamp = home / "requirement"
    # The project may have come to require something else since.
    wanted = (ROOT / "pyproject.toml").read_text() if requirement == str(ROOT) else requirement
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"installing {requirement} into {home.relative_to(ROOT)} …", flush=True)
        shutil.rmtree(home, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        # python-novaclient and what it uses import pkg_resources without requiring it.
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
