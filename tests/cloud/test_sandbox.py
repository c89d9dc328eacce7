"""The sandbox itself: what it survives, what it keeps, what nobody else can see of it.

These stop and reset the cloud, so they have one of their own.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from look import Look
from running import Nova

from novaclient.sandbox import Sandbox
from novaclient.sandbox.configuration import HYPERVISORS

SERVER = ("--flavor", "m1.nano", "--image", "cirros-0.6.3", "--nic", "net-name=private")


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox that these tests may kill."""
    box = Sandbox(tmp_path_factory.mktemp("own") / "sandbox")
    assert box.up().outcome == "created"
    yield box
    box.down(delete=True)


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
    Look(box.clouds_yaml).admin.delete(f"/servers/{server}", raise_exc=False)


def seen(box: Sandbox, server: str) -> dict[str, Any]:
    """A server as its administrator sees it."""
    found: dict[str, Any] = Look(box.clouds_yaml)(f"/servers/{server}")["server"]
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


def test_up_brings_back_a_service_that_was_killed(box: Sandbox) -> None:
    before = pids(box)
    os.kill(before["glance"], signal.SIGKILL)
    states = {service.name: service.state for service in box.status().services}
    assert states.pop("glance") == "died"
    assert set(states.values()) == {"running"}
    assert box.up().started == ("glance",)
    assert {n: p for n, p in pids(box).items() if before[n] != p}.keys() == {"glance"}


def test_servers_survive_the_end_of_every_service(box: Sandbox, own: Nova, keeper: str) -> None:
    for pid in pids(box).values():
        os.kill(pid, signal.SIGKILL)
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
    admin = Look(box.clouds_yaml).admin
    found = Look(box.clouds_yaml)("/os-services?binary=nova-compute")["services"]
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
    states = {s["host"]: s["state"] for s in Look(box.clouds_yaml)("/os-services")["services"]}
    assert states[host] == "up"
