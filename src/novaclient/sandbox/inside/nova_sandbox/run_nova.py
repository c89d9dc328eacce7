"""Runs nova's conductor, scheduler, API and several fake hypervisors in one process, over RPC in
memory.

Arguments: pid file, port, number of threads, configuration file, names of the hypervisors' hosts
with commas between them, addresses to wait for with commas between them.
"""

import sys
import time
import urllib.error
import urllib.request
from typing import Any

from . import runtime


def wait_for(url: str, seconds: float = 120) -> None:
    """Wait until a service that nova needs at its start answers, whatever it answers."""
    end = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=30).close()  # noqa: S310
        except urllib.error.HTTPError:
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


def start_services(hosts: list[str]) -> dict[str, Any]:
    """Start everything of nova but its API, and tell the API where the hosts are.

    :return: nova-compute's manager by host
    """
    import os_vif
    from nova import context, objects, service
    from nova.compute import rpcapi as compute_rpcapi
    from nova.conductor import rpcapi as conductor_rpcapi
    from nova.objects import host_mapping
    from nova.scheduler import rpcapi as scheduler_rpcapi

    objects.register_all()
    os_vif.initialize()
    objects.Service.enable_min_version_cache()
    wanted = [
        {"binary": "nova-conductor", "topic": conductor_rpcapi.RPC_TOPIC},
        {"binary": "nova-scheduler", "topic": scheduler_rpcapi.RPC_TOPIC},
    ]
    wanted += [
        {
            "binary": "nova-compute",
            "host": host,
            "topic": compute_rpcapi.RPC_TOPIC,
            "topic_alt": compute_rpcapi.RPC_TOPIC_ALT,
        }
        for host in hosts
    ]
    managers: dict[str, Any] = {}
    for arguments in wanted:
        started = service.Service.create(**arguments)
        started.start()
        # Stock, the first heartbeat comes later; until then the last one before the stop counts.
        started.service_ref.report_count += 1
        started.service_ref.save()
        runtime.note(f"started {started.binary} on {started.host}")
        if started.binary == "nova-compute":
            managers[started.host] = started.manager
    host_mapping.discover_hosts(context.get_admin_context())
    return managers


def main(
    pid_file: str, port: str, threads: str, configuration: str, hosts: str, needed: str
) -> None:
    runtime.announce(pid_file)
    sys.argv = ["nova-api", "--config-file", configuration]

    from nova import monkey_patch

    monkey_patch.patch(backend="threading")
    runtime.end_with_any_thread()
    runtime.adapt_sqlite()
    runtime.deliver_rpc_at_once()

    from nova.wsgi import osapi_compute

    from . import hypervisor

    hypervisor.install()
    for url in needed.split(","):
        wait_for(url)
    hypervisor.bring_back_evacuated(start_services(hosts.split(",")))
    runtime.serve(osapi_compute.application, int(port), int(threads))


if __name__ == "__main__":
    main(*sys.argv[1:])
