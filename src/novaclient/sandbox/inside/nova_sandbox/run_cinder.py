"""Runs cinder's volume service, scheduler and API in one process, with RPC in memory.

Arguments: pid file, port, number of threads, configuration file.
"""

import os
import sys
import threading
from typing import Any

from . import runtime


def report_each_service() -> None:
    """Report each service's state by its own ID.

    ``Service.service_id`` is a class attribute: of several services in one process, only the one
    that was started last would be reported as up.
    """
    from cinder import service

    lock = threading.Lock()
    report = service.Service.report_state

    def report_state(self: Any) -> None:
        with lock:
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

    report_each_service()
    conf = cfg.CONF
    # The volume services start first: a scheduler waits up to a minute for one.
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
        # By default the first report comes later; until then the service would look down.
        one.report_state()
        runtime.note(f"started {one.binary} on {one.host}")
    runtime.serve(api.application, int(port), int(threads))


if __name__ == "__main__":
    main(*sys.argv[1:])
