"""Runs nova's conductor, scheduler, API and several fake hypervisors in one process, with RPC in
memory.

Arguments: PID file, port, number of threads, configuration file, the hypervisors' hosts separated
by commas, URLs to wait for separated by commas.
"""

import sys
import time
import urllib.error
import urllib.request
from typing import Any

from . import runtime


def wait_for(url: str, seconds: float = 120) -> None:
    """Wait until a service that nova requires at its start responds, with any status."""
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
    """Start all services of nova except the API, and map the hosts.

    :returns: nova-compute's manager by host
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
        # By default the first report comes later; until then the service would look down.
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
