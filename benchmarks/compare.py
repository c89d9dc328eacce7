"""Compares this client with python-novaclient and python-openstackclient: ``make bench``.

Each is installed into an environment of its own. They run alternately, on a sandbox and on a
simulated cloud that records requests (``recording_cloud``). Medians are printed as Markdown tables
for docs/performance.md. Nothing here asserts; the figures are for developers.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import secrets
import shlex
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from measure import CACHE, ROOT, Run, alternate, clean_environ, installed, median, ratio, run
from recording_cloud import FLAVORS, RecordingCloud, recording_cloud

OURS, NOVA, OPENSTACK = "novaclient", "python-novaclient", "python-openstackclient"
#: Our client from ``connect()``; the others use a keystoneauth session.
CONNECT = "novaclient, connect()"
RELEASES = {NOVA: "python-novaclient==18.13.1", OPENSTACK: "python-openstackclient==10.5.0"}
LIBRARY = str(Path(__file__).with_name("library.py"))
#: Arguments for booting a server in a sandbox.
BOOT = ("--flavor", "m1.nano", "--image", "cirros-0.6.3", "--nic", "net-name=private")
SERVERS = 10
MANY = 100_000
LISTS = {
    "list": f"servers.list of {MANY:,}",
    "read": "the same, reading ID, name and status of each",
    "all": "the same, reading all of each",
}
FIGURES = ("wall", "cpu", "peak")
RATES = ("rate", "cpu", "peak")
SECTIONS = ("no-cloud", "recording", "library", "sandbox")

Words = Sequence[str]


class Clients:
    """The programs of the three clients.

    :param folders: the folder of each client's programs.
    """

    def __init__(self, folders: Mapping[str, Path]) -> None:
        self._folders = folders
        self.nova = {name: str(folders[name] / "nova") for name in (OURS, NOVA)}
        self.openstack = str(folders[OPENSTACK] / "openstack")

    def python(self, name: str) -> str:
        """The Python interpreter of a client."""
        return str(self._folders[name] / "python")

    def commands(self, words: Words, openstack: Words = ()) -> dict[str, list[str]]:
        """The command lines for a ``nova`` command, and its ``openstack`` equivalent."""
        found = {name: [program, *words] for name, program in self.nova.items()}
        if openstack:
            found[OPENSTACK] = [self.openstack, *openstack]
        return found


# ------------------------------------------------------------------------------------- tables
def heading(title: str, *columns: str) -> None:
    """Print the heading of a table."""
    print(f"\n### {title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}", flush=True)


def row(*cells: object) -> None:
    """Print a row; numbers have three significant digits."""
    print(f"| {' | '.join(map(_cell, cells))} |", flush=True)


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.3f}"
    return "" if value is None else str(value)


def rows(what: str, done: Mapping[str, list[Run]], requests: Mapping[str, int]) -> None:
    """Print each client's figures for a command, and the ratios of ours to them."""
    ours = done[OURS]
    for name, runs in done.items():
        figures = median(runs)
        parts = (
            [None, None] if name == OURS else [ratio(ours, runs, "cpu"), ratio(ours, runs, "wall")]
        )
        count = requests.get(name)
        row(what, name, figures.cpu, figures.wall, f"{figures.peak:.0f}", count, *parts)


COLUMNS = (
    "what",
    "client",
    "CPU s",
    "wall s",
    "peak MB",
    "requests",
    "CPU ratio",
    "wall ratio",
)


# ------------------------------------------------------------------------- without any cloud
def without_cloud(clients: Clients, cloud: RecordingCloud, runs: int) -> None:
    """Commands without a cloud, compared to an interpreter that does nothing."""
    heading("No cloud", "what", "client", "CPU s", "wall s", "peak MB", "CPU / `python -c pass`")
    # The other clients require credentials before they report an unknown command.
    environ = {**clean_environ(), **cloud.environ()}
    cases: list[tuple[str, Words, Words, int]] = [
        ("--version", ("--version",), ("--version",), 0),
        ("help", ("help",), (), 0),
        ("an unknown command", ("no-such-command",), (), 2),
        ("bash-completion", ("bash-completion",), (), 0),
    ]
    for what, words, openstack, status in cases:
        pass_ = [clients.python(OURS), "-c", "pass"]
        commands = {"python -c pass": pass_, **clients.commands(words, openstack)}
        expected = dict.fromkeys((OURS, NOVA), status)
        done = alternate(commands, environ, runs=runs, status=expected)
        base = done.pop("python -c pass")
        row(what, "`python -c pass`", *median(base)[:2], f"{median(base).peak:.0f}", None)
        for name, found in done.items():
            times = ratio(found, base, "cpu")
            row(what, name, *median(found)[:2], f"{median(found).peak:.0f}", f"{times:.1f}")


# ------------------------------------------------------------------------------- the sandbox
@contextmanager
def on_sandbox(clients: Clients) -> Iterator[tuple[dict[str, str], list[str]]]:
    """Run a sandbox with some servers; yields its environment and their names."""
    environ = {**clean_environ(), "NOVA_SANDBOX_DIR": str(CACHE / "sandbox")}
    nova = clients.nova[OURS]
    subprocess.run([nova, "sandbox", "up"], env=environ, check=True)
    shown = subprocess.check_output([nova, "sandbox", "env"], env=environ, text=True)
    pairs = (shlex.split(line)[-1].partition("=") for line in shown.splitlines() if line)
    environ |= {name: value for name, _, value in pairs}
    environ["NOVACLIENT_CACHE_DIR"] = tempfile.mkdtemp(dir=CACHE)
    name = f"bench-{secrets.token_hex(3)}"
    names = [f"{name}-{number}" for number in range(1, SERVERS + 1)]
    boot = ["boot", *BOOT, "--min-count", str(SERVERS), "--poll", name]
    quiet = {"env": environ, "stdout": subprocess.DEVNULL}
    try:
        subprocess.run([nova, *boot], check=True, **quiet)  # type: ignore[call-overload]
        yield environ, names
    finally:
        subprocess.run([nova, "delete", *names], check=False, **quiet)  # type: ignore[call-overload]
        shutil.rmtree(environ["NOVACLIENT_CACHE_DIR"])
        subprocess.run([nova, "sandbox", "down"], env=environ, check=True)


def curl(clients: Clients, environ: Mapping[str, str]) -> list[str]:
    """The curl command for the request of ``nova list``, with a cached token."""
    cached = Path(environ["NOVACLIENT_CACHE_DIR"]).glob("identities/*.json")
    record = next(path for path in cached if "." not in path.stem)
    fields = json.loads(record.read_text())
    headers = [
        f"X-Auth-Token: {fields['token']}",
        f"X-OpenStack-Nova-API-Version: {fields['max_version']}",
        f"OpenStack-API-Version: compute {fields['max_version']}",
    ]
    flags = [word for header in headers for word in ("-H", header)]
    return ["curl", "-sf", *flags, f"{fields['endpoints']['compute']}/servers/detail"]


def sandbox(clients: Clients, runs: int) -> None:
    """Measure commands on a real cloud."""
    with on_sandbox(clients) as (environ, names):
        heading(f"A real cloud: the sandbox, {SERVERS} servers", *COLUMNS)
        commands = clients.commands(("list",), ("server", "list"))
        if shutil.which("curl"):
            run(commands[OURS], environ)
            commands["curl with a token"] = curl(clients, environ)
        rows("list", alternate(commands, environ, runs=runs), {})
        cold = {**environ, "NOVACLIENT_NO_CACHE": "1"}
        rows("list, nothing cached", alternate(clients.commands(("list",)), cold, runs=runs), {})
        show = clients.commands(("show", names[0]), ("server", "show", names[0]))
        rows("show NAME", alternate(show, environ, runs=max(3, runs // 2)), {})


# ----------------------------------------------------------------------- the simulated cloud
def recorded(clients: Clients, cloud: RecordingCloud, runs: int, delay: float) -> None:
    """Measure commands on the simulated cloud, and count their requests."""
    heading(f"Simulated cloud, {delay * 1000:.0f} ms a request", *COLUMNS)
    boot = ("--image", "cirros", "--flavor", "bench.3", "--nic")
    three = [f"bench-{number}" for number in (1, 2, 3)]
    hundred = [f"bench-{number}" for number in range(1, 101)]
    specs = ("flavor-list", "--extra-specs")
    old = ("--os-compute-api-version", "2.1")
    create = ("server", "create", *boot, "net-id=private", "bench-1")
    cases: list[tuple[str, Words, Words, int]] = [
        ("list", ("list",), ("server", "list"), runs),
        ("show NAME", ("show", "bench-1"), ("server", "show", "bench-1"), runs),
        ("delete A B C", ("delete", *three), ("server", "delete", *three), runs),
        ("boot", ("boot", *boot, "net-name=private", "bench-1"), create, runs),
        (f"flavor-list --extra-specs, {FLAVORS} flavors, 2.1", (*old, *specs), (), runs),
        (f"flavor-list --extra-specs, {FLAVORS} flavors, latest", specs, (), runs),
    ]
    if delay:
        cases.append(("delete of 100", ("delete", *hundred), (), 1))
    with tempfile.TemporaryDirectory() as cache:
        environ = {**clean_environ(), **cloud.environ(), "NOVACLIENT_CACHE_DIR": cache}
        cold = {**environ, "NOVACLIENT_NO_CACHE": "1"}
        for what, words, openstack, times in cases:
            commands = clients.commands(words, openstack)
            counts = count(commands, environ, cloud, delay)
            rows(what, alternate(commands, environ, runs=times, warm=False), counts)
        commands = clients.commands(("list",))
        counts = count(commands, cold, cloud, delay)
        rows("list, nothing cached", alternate(commands, cold, runs=runs, warm=False), counts)


def count(
    commands: Mapping[str, Words], environ: Mapping[str, str], cloud: RecordingCloud, delay: float
) -> dict[str, int]:
    """Count the requests of each command; ours runs once before, to fill its cache."""
    run(commands[OURS], environ)
    counts = {}
    for name, command in commands.items():
        cloud.set_up(servers=100, delay=delay)
        run(command, environ)
        counts[name] = len(cloud.requests())
    return counts


# -------------------------------------------------------------------------------- the library
def library(clients: Clients, cloud: RecordingCloud, runs: int) -> None:
    """Measure the library in programs."""
    heading("The library", "what", "client", "figure", "CPU", "peak MB", "ratio")
    environ = {**clean_environ(), **cloud.environ(), "NOVACLIENT_NO_CACHE": "1"}
    imports = {n: [clients.python(n), "-c", "import novaclient.client"] for n in (OURS, NOVA)}
    nothing = [clients.python(OURS), "-c", "pass"]
    done = alternate({**imports, "pass": nothing}, environ, runs=runs)
    base = median(done["pass"]).cpu
    for name in (OURS, NOVA):
        figures = median(done[name])
        net = f"{figures.cpu - base:.3f} s above `pass`"
        part = f"{ratio(done[OURS], done[NOVA], 'cpu'):.2f} of its CPU" if name == OURS else None
        row("import novaclient.client", name, f"{figures.wall:.3f} s", net, figures.peak, part)
    cloud.set_up(servers=MANY)
    # The first list makes the simulated cloud render its pages, which it caches.
    run([clients.python(OURS), LIBRARY, "list"], environ)
    for what, title in LISTS.items():
        found = inside(clients, environ, what)
        theirs = statistics.median(one["cpu"] for one in found[NOVA])
        for name, ones in found.items():
            wall, cpu, peak = (statistics.median(one[k] for one in ones) for k in FIGURES)
            # On a busy machine CPU time is more reliable than wall time.
            faster = None if name == NOVA else f"{theirs / cpu:.1f} times as fast by its CPU"
            row(title, name, f"{wall:.1f} s", f"{cpu:.2f} s", peak, faster)
    cloud.set_up(servers=1)
    found = inside(clients, environ, "threads")
    theirs = statistics.median(one["rate"] for one in found[NOVA])
    for name, ones in found.items():
        rate, cpu, peak = (statistics.median(one[k] for one in ones) for k in RATES)
        faster = None if name == NOVA else f"{rate / theirs:.1f} times as fast by its calls"
        calls = f"{rate:.0f} calls/s"
        row("one client on 16 threads", name, calls, f"{cpu:.2f} ms a call", peak, faster)


def inside(
    clients: Clients, environ: Mapping[str, str], what: str
) -> dict[str, list[dict[str, float]]]:
    """Run a measurement of ``library.py`` with each client, three times alternately."""
    commands = {
        OURS: [clients.python(OURS), LIBRARY, what],
        CONNECT: [clients.python(OURS), LIBRARY, what, "connect"],
        NOVA: [clients.python(NOVA), LIBRARY, what],
    }
    found: dict[str, list[dict[str, float]]] = {name: [] for name in commands}
    for _ in range(3):
        for name, command in commands.items():
            output = subprocess.check_output(command, env=environ, timeout=300)
            found[name].append(json.loads(output))
    return found


def json_lines(clients: Clients, cloud: RecordingCloud) -> None:
    """Measure ``list -f jsonl``; its memory must not grow with the number of servers."""
    heading("list -f jsonl", "servers", "CPU s", "wall s", "peak MB")
    environ = {**clean_environ(), **cloud.environ()}
    with tempfile.TemporaryDirectory() as cache:
        environ["NOVACLIENT_CACHE_DIR"] = cache
        command = [clients.nova[OURS], "list", "-f", "jsonl"]
        run(command, environ)
        for servers in (1000, MANY // 10, MANY):
            cloud.set_up(servers=servers)
            done = run(command, environ)
            row(f"{servers:,}", done.cpu, done.wall, f"{done.peak:.0f}")


# ----------------------------------------------------------------------------------------- main
def main() -> None:
    """Install the clients, compare them and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=7, help="runs of each command (7)")
    parser.add_argument("--only", choices=SECTIONS, action="append", help="only this section")
    args = parser.parse_args()
    start = time.monotonic()
    CACHE.mkdir(parents=True, exist_ok=True)
    folders = {name: installed(name, wanted) for name, wanted in RELEASES.items()}
    clients = Clients({OURS: installed(OURS, str(ROOT)), **folders})
    print(f"\nPython {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}")
    wanted = args.only or SECTIONS
    with recording_cloud() as cloud:
        if "no-cloud" in wanted:
            without_cloud(clients, cloud, args.runs)
        if "recording" in wanted:
            recorded(clients, cloud, max(3, args.runs // 2), 0.0)
            recorded(clients, cloud, 3, 0.05)
        if "library" in wanted:
            json_lines(clients, cloud)
            library(clients, cloud, args.runs)
    if "sandbox" in wanted:
        sandbox(clients, args.runs)
    print(f"\n{time.monotonic() - start:.0f} s in total", flush=True)


if __name__ == "__main__":
    main()
