"""A demonstration on a real cloud on this machine, for ``make demo``. Any failure ends it."""

from __future__ import annotations

import json
import secrets
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOVA = str(Path(sys.executable).with_name("nova"))
RUN = secrets.token_hex(3)
SERVERS = [f"demo-{RUN}-{n}" for n in (1, 2, 3)]
KEY = GROUP = f"demo-{RUN}"
IMAGE = "cirros-0.6.3"

steps: list[tuple[str, float]] = []


def nova(*words: str, cloud: str = "sandbox", into: Path | None = None) -> None:
    """Run a command and show it with its output.

    :param into: the file that the output is written to instead
    """
    redirected = f" > {into.name}" if into else ""
    print(f"\n$ nova --os-cloud {cloud} {shlex.join(words)}{redirected}", flush=True)
    command = [NOVA, "--os-cloud", cloud, *words]
    if into is None:
        subprocess.run(command, check=True)
    else:
        into.touch(mode=0o600)
        with into.open("w") as file:
            subprocess.run(command, check=True, stdout=file)


def result(*words: str, cloud: str = "sandbox") -> object:
    """Return a command's JSON output without showing it."""
    command = [NOVA, "--os-cloud", cloud, *words, "-f", "json"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Print a step's name and measure its time."""
    print(f"\n\x1b[1m{name}\x1b[0m" if sys.stdout.isatty() else f"\n== {name}", flush=True)
    start = time.monotonic()
    yield
    steps.append((name, time.monotonic() - start))


def host_of(server: str) -> str:
    """The host of a server, which only the administrator sees."""
    shown = result("show", server, cloud="sandbox-admin")
    assert isinstance(shown, dict)
    return str(shown["OS-EXT-SRV-ATTR:host"])


def id_of(server: str) -> str:
    """The ID of a server."""
    shown = result("show", server)
    assert isinstance(shown, dict)
    return str(shown["id"])


def tour(folder: Path) -> None:
    """Run all steps; the private key is written to a folder."""
    with step("Start a cloud on this machine"):
        print("\n$ nova sandbox up", flush=True)
        subprocess.run([NOVA, "sandbox", "up"], check=True)
    with step("Create a key pair and a server group"):
        nova("keypair-add", KEY, into=folder / f"{KEY}.pem")
        nova("server-group-create", GROUP, "soft-anti-affinity")
        groups = result("server-group-list")
        assert isinstance(groups, list)
        group = next(str(g["Id"]) for g in groups if g["Name"] == GROUP)
    with step("Boot three servers"):
        boot = ["boot", "--flavor", "m1.tiny", "--image", IMAGE, "--nic", "net-name=private"]
        boot += ["--key-name", KEY, "--hint", f"group={group}", "--min-count", "3"]
        nova(*boot, "--poll", f"demo-{RUN}")
    with step("List servers as a table, show one as JSON"):
        nova("list")
        nova("show", SERVERS[0], "-f", "json")
    with step("Resize a server"):
        nova("resize", "--poll", SERVERS[0], "m1.small")
        nova("resize-confirm", SERVERS[0])
    with step("Live-migrate a server, as the administrator"):
        before, server = host_of(id_of(SERVERS[1])), id_of(SERVERS[1])
        nova("live-migration", "--wait", server, cloud="sandbox-admin")
        after = host_of(server)
        print(f"{SERVERS[1]} moved from {before} to {after}")
        assert before != after, "the server did not move"
    with step("Delete everything"):
        nova("delete", "--wait", *SERVERS)
        nova("server-group-delete", group)
        nova("keypair-delete", KEY)
        nova("list")
        listed = result("list")
        assert isinstance(listed, list)
        left = [row["Name"] for row in listed if str(row["Name"]).startswith(f"demo-{RUN}")]
        assert not left, f"not deleted: {left}"


def main() -> int:
    """Run the demonstration and print the time of each step."""
    try:
        with tempfile.TemporaryDirectory() as folder:
            tour(Path(folder))
    except subprocess.CalledProcessError as failed:
        print(f"\nThe demo failed: {shlex.join(failed.cmd)}: exit status {failed.returncode}")
        return 1
    except AssertionError as wrong:
        print(f"\nThe demo failed: {wrong}")
        return 1
    width = max(len(name) for name, _ in steps)
    print()
    for name, seconds in steps:
        print(f"{name:<{width}}  {seconds:6.1f} s")
    print(f"{'total':<{width}}  {sum(s for _, s in steps):6.1f} s")
    print(
        "\nThe cloud is still running: try `nova --os-cloud sandbox list`; "
        "`nova sandbox down` stops it."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
