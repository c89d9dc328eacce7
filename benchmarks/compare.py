"""This client beside python-novaclient on the same cloud: medians, ratios and requests.

Both run in alternation, each in an environment of its own. Nothing here asserts: ratios and counts
are printed, for docs/performance.md and for whoever changes the warm road.
"""

from __future__ import annotations

import json
import os
import secrets
import shlex
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
OTHER = ROOT / ".cache" / "bench" / "python-novaclient"
OTHER_VERSION = "18.13.1"
OURS = str(Path(sys.executable).with_name("nova"))
RUNS = 7
SERVERS = 10

#: What is timed: the words after ``nova``. Ours is warm after the first, uncounted run.
COMMANDS = (("--version",), ("help",), ("list",), ("show", "SERVER"), ("flavor-list",))


class Run(NamedTuple):
    """One finished process: seconds of CPU and wall clock, MB at its peak."""

    cpu: float
    wall: float
    peak: float


def run(command: Sequence[str], environ: Mapping[str, str]) -> Run:
    """Run a command, its output thrown away, as the operating system accounts for it."""
    start = time.monotonic()
    child = subprocess.Popen(
        command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}")
    return Run(usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024)


def requests(command: Sequence[str], environ: Mapping[str, str]) -> int:
    """How many requests a command makes, from what it logs with ``--debug``."""
    debug = [command[0], "--debug", *command[1:]]
    done = subprocess.run(debug, env=environ, capture_output=True, text=True, check=False)
    return (done.stderr + done.stdout).count("REQ: curl")


def install_other() -> str:
    """The path of python-novaclient's ``nova``, installed if it is not there yet."""
    nova = OTHER / "bin" / "nova"
    if not nova.exists():
        print(f"installing python-novaclient {OTHER_VERSION} …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(OTHER)], check=True)
        pip = [str(OTHER / "bin" / "python"), "-m", "pip", "install", "-qq"]
        pip += ["--disable-pip-version-check", f"python-novaclient=={OTHER_VERSION}", "setuptools"]
        subprocess.run(pip, check=True)
    return str(nova)


def sandbox_environ() -> dict[str, str]:
    """The environment with which both find the sandbox, which is brought up if it is down."""
    subprocess.run([OURS, "sandbox", "up"], check=True)
    shown = subprocess.run([OURS, "sandbox", "env"], check=True, capture_output=True, text=True)
    dump = (
        f"{shlex.quote(sys.executable)} -c 'import json, os; print(json.dumps({{**os.environ}}))'"
    )
    script = f"{shown.stdout}\nexec {dump}"
    done = subprocess.run(["sh", "-c", script], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout), PYTHONWARNINGS="ignore")


def compare(other: str, environ: Mapping[str, str], server: str) -> None:
    """Time each command with both, in alternation, and print the table."""
    print("| command | | CPU s | wall s | peak MB | requests |\n|---|---|---|---|---|---|")
    for words in COMMANDS:
        rest = [server if word == "SERVER" else word for word in words]
        ours, theirs = [OURS, *rest], [other, *rest]
        run(ours, environ), run(theirs, environ)
        pairs = [(run(ours, environ), run(theirs, environ)) for _ in range(RUNS)]
        counts = requests(ours, environ), requests(theirs, environ)
        for name, which in (("novaclient", 0), ("python-novaclient", 1)):
            cells = [statistics.median(pair[which][i] for pair in pairs) for i in range(3)]
            shown = f"{cells[0]:.3f} | {cells[1]:.3f} | {cells[2]:.0f} | {counts[which]}"
            print(f"| `{' '.join(words)}` | {name} | {shown} |")
        ratios = [statistics.median(a[i] / b[i] for a, b in pairs) for i in range(3)]
        print(f"| | ratio | {ratios[0]:.2f} | {ratios[1]:.2f} | {ratios[2]:.2f} | |", flush=True)


def main() -> None:
    """Boot servers, compare, delete them."""
    other = install_other()
    environ = sandbox_environ()
    name = f"bench-{secrets.token_hex(3)}"
    boot = ["boot", "--flavor", "m1.nano", "--image", "cirros-0.6.3", "--nic", "net-name=private"]
    boot += ["--min-count", str(SERVERS), "--poll", name]
    names = [f"{name}-{n}" for n in range(1, SERVERS + 1)]
    subprocess.run([OURS, *boot], env=environ, check=True, stdout=subprocess.DEVNULL)
    try:
        compare(other, environ, names[0])
    finally:
        subprocess.run([OURS, "delete", *names], env=environ, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
