"""The sandbox itself: stopping, restarting, resetting, failures, and privacy of its files.

These stop and reset the cloud, so they have one of their own (``box``).
"""

from __future__ import annotations

import contextlib
import os
import resource
import select
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from independent_client import IndependentClient
from nova_process import Nova

from novaclient.sandbox import Sandbox
from novaclient.sandbox.configuration import HYPERVISORS
from novaclient.sandbox.state import SERVICES

SERVER = ("--flavor", "m1.nano", "--image", "cirros-0.6.3", "--nic", "net-name=private")


@pytest.fixture(scope="module")
def own(box: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Nova:
    """Runs ``nova`` on that sandbox."""
    return Nova(box.clouds_yaml, tmp_path_factory.mktemp("own-home"))


@pytest.fixture
def keeper(box: Sandbox, own: Nova) -> Iterator[str]:
    """A server, by its id; made by the ordinary user."""
    assert box.up() is not None
    server = own("boot", *SERVER, "--poll", "-f", "value", "-c", "id", "keeper").stdout.strip()
    yield server
    IndependentClient(box.clouds_yaml).admin.delete(f"/servers/{server}", raise_exc=False)


def seen(box: Sandbox, server: str) -> dict[str, Any]:
    """A server as its administrator sees it."""
    found: dict[str, Any] = IndependentClient(box.clouds_yaml)(f"/servers/{server}")["server"]
    return found


def wait_until(box: Sandbox, server: str, status: str) -> dict[str, Any]:
    """Wait until a server has a status and nothing is being done to it."""
    end = time.monotonic() + 60
    while True:
        found = seen(box, server)
        if found["status"] == status and found["OS-EXT-STS:task_state"] is None:
            return found
        assert found["status"] != "ERROR", found
        assert time.monotonic() < end, found
        time.sleep(0.2)


def pids(box: Sandbox) -> dict[str, int]:
    """The services' processes."""
    return {s.name: s.pid for s in box.status().services if s.pid is not None}


def kill(pid: int) -> None:
    """Kill a process and wait until it has ended."""
    handle = os.pidfd_open(pid)
    signal.pidfd_send_signal(handle, signal.SIGKILL)
    select.select([handle], [], [])
    os.close(handle)


def test_up_again_does_nothing(box: Sandbox) -> None:
    before = pids(box)
    result = box.up()
    assert (result.outcome, result.started) == ("running", ())
    assert pids(box) == before


def test_everything_in_its_folder_is_private(box: Sandbox, keeper: str) -> None:
    open_to_others = [
        path
        for folder, _, names in os.walk(box.directory)
        for path in [Path(folder), *(Path(folder) / name for name in names)]
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    assert open_to_others == []


def test_it_listens_on_the_loopback_interface_only(box: Sandbox) -> None:
    sockets = set()
    for pid in pids(box).values():
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            target = os.readlink(handle) if handle.is_symlink() else ""
            sockets.add(target.removeprefix("socket:[").removesuffix("]"))
    listening = {"0A"}
    addresses = []
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in Path(table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[9] in sockets and fields[3] in listening:
                addresses.append(fields[1].partition(":")[0])
    assert len(addresses) == len(pids(box))
    assert set(addresses) == {"0100007F"}


@pytest.mark.parametrize(("admin", "project"), [(False, "demo"), (True, "admin")])
def test_its_variables_serve_another_client(box: Sandbox, admin: bool, project: str) -> None:
    script = (
        "import openstack; c = openstack.connect(load_yaml_config=False);"
        "print(c.current_project.name, len(list(c.compute.flavors())) > 0)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script],
        env={"PATH": os.environ["PATH"], "HOME": "/nowhere", **box.environment(admin)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (f"{project} True\n", "")


@pytest.mark.parametrize("service", SERVICES)
def test_up_brings_back_a_service_that_was_killed(box: Sandbox, service: str) -> None:
    before = pids(box)
    kill(before[service])
    states = {service.name: service.state for service in box.status().services}
    assert states.pop(service) == "died"
    assert set(states.values()) == {"running"}
    assert box.up().started == (service,)
    assert {n: p for n, p in pids(box).items() if before[n] != p}.keys() == {service}


def test_servers_survive_the_end_of_every_service(box: Sandbox, own: Nova, keeper: str) -> None:
    for pid in pids(box).values():
        kill(pid)
    assert box.up().outcome == "started"
    assert seen(box, keeper)["status"] == "ACTIVE"
    own("stop", keeper, "--wait")
    assert wait_until(box, keeper, "SHUTOFF")["OS-EXT-STS:power_state"] == 4


def test_down_ends_what_up_started(box: Sandbox) -> None:
    box.up()
    started = pids(box)
    assert sorted(box.down()) == sorted(started)
    assert not any(Path(f"/proc/{pid}/cmdline").exists() for pid in started.values())


def test_a_server_can_be_booted_at_once_after_a_long_pause(box: Sandbox, own: Nova) -> None:
    box.down()
    with closing(sqlite3.connect(box.directory / "db" / "nova.db")) as database:
        database.execute(
            "UPDATE services SET created_at = '2026-01-01 00:00:00.000000',"
            " updated_at = created_at, last_seen_up = created_at"
        )
        database.commit()
    box.up()
    server = own("boot", *SERVER, "--poll", "-f", "value", "-c", "status", "late").stdout.strip()
    own("delete", "late")
    assert server == "ACTIVE"


def test_reset_leaves_nothing_that_was_made_since(box: Sandbox, own: Nova, keeper: str) -> None:
    own("keypair-add", "later")
    flavors = own("flavor-list", "-f", "json").stdout
    box.reset()
    assert own("list", "-f", "json").stdout.strip() == "[]"
    assert own("keypair-list", "-f", "json").stdout.strip() == "[]"
    assert own("flavor-list", "-f", "json").stdout == flavors


def test_the_ordinary_user_meets_an_ordinary_quota(box: Sandbox, own: Nova) -> None:
    box.up()
    many = ("boot", *SERVER, "--min-count", "11", "--max-count", "11", "many")
    done = own(*many, check=False)
    assert done.returncode == 1
    assert "Quota exceeded for instances" in done.stderr


def test_an_evacuated_host_comes_back(box: Sandbox, keeper: str) -> None:
    admin = IndependentClient(box.clouds_yaml).admin
    found = IndependentClient(box.clouds_yaml)("/os-services?binary=nova-compute")["services"]
    services = {service["host"]: service["id"] for service in found}
    assert sorted(services) == sorted(HYPERVISORS)
    host = seen(box, keeper)["OS-EXT-SRV-ATTR:host"]

    def force(down: bool) -> None:
        path = f"/os-services/{services[host]}"
        admin.put(path, json={"forced_down": down}, microversion="2.96")

    force(True)
    admin.post(f"/servers/{keeper}/action", json={"evacuate": {}}, microversion="2.96")
    end = time.monotonic() + 60
    while seen(box, keeper)["OS-EXT-SRV-ATTR:host"] == host:
        assert time.monotonic() < end
        time.sleep(0.2)
    wait_until(box, keeper, seen(box, keeper)["status"])
    force(False)
    states = {
        s["host"]: s["state"]
        for s in IndependentClient(box.clouds_yaml)("/os-services")["services"]
    }
    assert states[host] == "up"


# ---------------------------------------------------------------------- an ``up`` that is cut short
class Up:
    """A ``nova sandbox up`` in a process of its own.

    :param directory: the sandbox's folder.
    :param largest: the largest size of a file that it and its children can write, in bytes.
    """

    def __init__(self, directory: Path, largest: int = resource.RLIM_INFINITY) -> None:
        self._process = subprocess.Popen(
            [str(Path(sys.executable).with_name("nova")), "sandbox", "up"],
            env={**os.environ, "NOVA_SANDBOX_DIR": str(directory)},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)),
            stderr=subprocess.PIPE,
            text=True,
        )

    def kill(self, step: str, until: Callable[[], bool] = lambda: True) -> None:
        """Kill it when it has begun a step, and something has come true."""
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if line.startswith(step):
                break
        while not until():
            assert self._process.poll() is None
            time.sleep(0.01)
        assert self._process.poll() is None
        self._process.kill()
        self._process.communicate()

    def ended(self) -> tuple[int, str]:
        """Its exit status and its output, once it has ended."""
        reported = self._process.communicate(timeout=180)[1]
        return self._process.returncode, reported


def processes_about(directory: Path) -> set[int]:
    """The processes with a folder in their command line."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if f"{directory}/".encode() in path.read_bytes():
                found.add(int(path.parent.name))
    return found


def test_up_that_is_killed_again_and_again_is_begun_anew_and_leaves_no_process(
    tmp_path: Path,
) -> None:
    box = Sandbox(tmp_path / "sandbox")
    run = box.directory / "run"
    try:
        Up(box.directory).kill("creating databases", (box.directory / "db" / "nova.db").exists)
        Up(box.directory).kill("creating databases", (run / "placement.json").exists)
        both = [Up(box.directory), Up(box.directory)]
        ended = [up.ended() for up in both]
        assert [status for status, _ in ended] == [0, 0]
        assert sum("is ready" in reported for _, reported in ended) == 1
        assert sum("is already running" in reported for _, reported in ended) == 1
        assert box.status().is_running
        assert processes_about(box.directory) == set(pids(box).values())
    finally:
        box.down(delete=True)
    assert processes_about(box.directory) == set()


def test_full_disk_ends_up_with_an_error_and_no_process(tmp_path: Path) -> None:
    box = Sandbox(tmp_path / "sandbox")
    status, reported = Up(box.directory, largest=64 << 10).ended()
    assert status == 1
    assert reported.splitlines()[-1].startswith("ERROR (SandboxError): ")
    assert processes_about(box.directory) == set()
    box.down(delete=True)
    assert not box.directory.exists()


#: Makes an environment for the services, of few packages.
INSTALL = """
import pathlib, sys
from novaclient.sandbox import environment
from novaclient.sandbox.progress import Progress
environment.lock_file = lambda: pathlib.Path(sys.argv[2])
report = lambda step: print(step.name, step.state, flush=True)
environment.Environment(pathlib.Path(sys.argv[1])).install(Progress(report))
"""


def test_installation_that_is_killed_is_begun_anew_by_one_of_two(tmp_path: Path) -> None:
    lock, root = tmp_path / "few.lock", tmp_path / "env"
    lock.write_text("iso8601==2.1.0\n")

    def install() -> subprocess.Popen[str]:
        command = [sys.executable, "-c", INSTALL, str(root), str(lock)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    first = install()
    assert first.stdout is not None
    for line in first.stdout:
        if line.startswith("installing the services' packages"):
            break
    first.kill()
    first.communicate()
    assert not (root / "complete").exists()
    both = [install(), install()]
    reported = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("deleting an unfinished installation" in text for text in reported) == 1
    assert (root / "complete").exists()
    subprocess.run([root / "bin" / "python", "-c", "import iso8601"], check=True)
