"""Measures the library inside a program; run by the Python interpreter of each client.

``library.py list`` lists all servers as objects; ``read`` and ``all`` also read some or all fields
of each. ``library.py threads`` counts the calls that 16 threads make with one client in five
seconds. Only the API of python-novaclient is used, except that ``connect`` as a second argument
uses ``novaclient.connect``.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

THREADS = 16
SECONDS = 5.0


def client() -> Any:
    """A client that is signed in with the OS_* variables."""
    if "connect" in sys.argv:
        import novaclient

        made = novaclient.connect(version="2.90")
        made.servers.list(limit=1)
        return made
    from keystoneauth1 import session
    from keystoneauth1.identity import v3

    from novaclient.client import Client

    names = "auth_url username password project_name user_domain_id project_domain_id"
    auth = v3.Password(**{name: os.environ[f"OS_{name.upper()}"] for name in names.split()})
    made = Client("2.90", session=session.Session(auth=auth))
    made.servers.list(limit=1)
    return made


def list_servers(look: Callable[[Any], object] | None = None) -> dict[str, float]:
    """List all servers, page by page, and measure wall time and CPU time in seconds.

    :param look: called with each server.
    """
    nova = client()
    start, cpu = time.monotonic(), time.process_time()
    servers = nova.servers.list(limit=-1)
    if look is not None:
        for server in servers:
            look(server)
    done = {"wall": time.monotonic() - start, "cpu": time.process_time() - cpu}
    return {**done, "servers": len(servers)}


def call_on_threads() -> dict[str, float]:
    """Get a server repeatedly; measures calls per second of all threads together."""
    nova = client()
    server = nova.servers.list(limit=1)[0].id
    end = time.monotonic() + SECONDS
    counts = [0] * THREADS

    def work(number: int) -> None:
        while time.monotonic() < end:
            nova.servers.get(server)
            counts[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    cpu = time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.process_time() - cpu
    return {"rate": sum(counts) / SECONDS, "cpu": spent / max(1, sum(counts)) * 1000}


def main() -> None:
    """Run the measurement of the first argument and print the figures as JSON."""
    work: dict[str, Callable[[], dict[str, float]]] = {
        "list": list_servers,
        "read": lambda: list_servers(lambda server: (server.id, server.name, server.status)),
        "all": lambda: list_servers(lambda server: len(server._info)),
        "threads": call_on_threads,
    }
    figures = work[sys.argv[1]]()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps({**figures, "peak": peak}) + "\n")


if __name__ == "__main__":
    main()
