"""Serves a project's WSGI application: keystone, placement, glance or neutron.

Arguments: PID file, port, number of threads, module with ``application``.
"""

import importlib
import sys

from . import runtime


def main(pid_file: str, port: str, threads: str, module: str) -> None:
    runtime.announce(pid_file)
    # The module parses sys.argv when it is imported.
    sys.argv = [f"{module.partition('.')[0]}-api"]
    runtime.end_with_any_thread()
    runtime.adapt_sqlite()
    application = importlib.import_module(module).application
    runtime.serve(application, int(port), int(threads))


if __name__ == "__main__":
    main(*sys.argv[1:])
