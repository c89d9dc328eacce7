"""Runs cinder's volume service, scheduler and API in one process, over RPC in memory.

Arguments: pid file, port, number of threads, configuration file.
"""

import os
import sys
import threading
from typing import Any

from . import runtime


def beat_for_each_service() -> None:
    """Give each service its own heartbeat.

    ``Service.service_id`` belongs to the class: of several services in one process only the one
    started last would be reported alive.
    """
    from cinder import service

    turn = threading.Lock()
    report = service.Service.report_state

    def report_state(self: Any) -> None:
        with turn:
            service.Service.service_id = self.origin_service_id
            report(self)

    service.Service.report_state = report_state


def main(pid_file: str, port: str, threads: str, configuration: str) -> None:
    runtime.announce(pid_file)
    os.environ["OS_CINDER_DISABLE_EVENTLET_PATCHING"] = "true"
    sys.argv = ["cinder-api", "--config-file", configuration]

    from cinder import monkey_patch

    monkey_patch.patch()
    runtime.end_with_any_thread()
    runtime.adapt_sqlite()
    runtime.deliver_rpc_at_once()

    from cinder import service
    from cinder.common import constants
    from cinder.wsgi import api
    from oslo_config import cfg

    beat_for_each_service()
    conf = cfg.CONF
    # The volume services come first: a scheduler without any waits up to a minute for one.
    running = []
    for backend in conf.enabled_backends:
        conf.register_opt(cfg.StrOpt("backend_host"), group=backend)
        running.append(
            service.Service.create(
                binary=constants.VOLUME_BINARY,
                host=f"{conf.host}@{backend}",
                service_name=backend,
                coordination=True,
            )
        )
    running.append(service.Service.create(binary="cinder-scheduler"))
    for one in running:
        one.start()
        # Stock, the first heartbeat comes later; until then the last one before the stop counts.
        one.report_state()
        runtime.note(f"started {one.binary} on {one.host}")
    runtime.serve(api.application, int(port), int(threads))


if __name__ == "__main__":
    main(*sys.argv[1:])
