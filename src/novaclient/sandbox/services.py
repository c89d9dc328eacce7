"""The services: how each is prepared, started, checked and stopped."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from novaclient.sandbox import files, mariadb, processes
from novaclient.sandbox.configuration import CATALOG, HYPERVISORS, Configuration
from novaclient.sandbox.environment import Environment, module_path
from novaclient.sandbox.errors import RECREATE, SandboxError, ServiceDied
from novaclient.sandbox.folder import Folder
from novaclient.sandbox.processes import Process
from novaclient.sandbox.state import LOOPBACK, REGION, SERVICES, USERS, State, port_is_free

#: Seconds to wait for a started service to respond.
PATIENCE = 180.0
#: Seconds to wait for a port that is in use.
PORT_PATIENCE = 5.0

_APPLICATIONS = {
    "keystone": ("keystone.wsgi.api", 8),
    "placement": ("placement.wsgi.api", 8),
    "glance": ("glance.wsgi.api", 8),
    "neutron": ("neutron.wsgi.api", 8),
}
# The services are on the loopback interface, so no proxy is used.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def find(folder: Folder, service: str) -> Process | None:
    """Return the process of a service, if it runs."""
    return processes.find(folder.pid(service), f"{folder.root}/")


def answers(url: str, seconds: float = 10.0) -> bool:
    """Return whether a URL answers an HTTP request, with any status."""
    try:
        _opener.open(url, timeout=seconds).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@dataclass(frozen=True)
class Services:
    """Prepares and starts the services of one sandbox.

    :param folder: its folder
    :param state: its ports and passwords
    :param environment: the environment with the services' packages
    """

    folder: Folder
    state: State
    environment: Environment

    def prepare(self, service: str) -> None:
        """Create a service's tables and whatever else its first start requires.

        :raises SandboxError: if that fails
        """
        etc = self.folder.etc
        arguments: dict[str, list[Path]] = {
            "keystone": [etc / "keystone/keystone.conf"],
            "placement": [etc / "placement/placement.conf"],
            "glance": [etc / "glance/glance-api.conf"],
            "neutron": [etc / "neutron/neutron.conf", etc / "neutron/plugins/ml2/ml2_conf.ini"],
            "cinder": [etc / "cinder/cinder.conf"],
            "nova": [etc / "nova/nova.conf"],
        }
        log = self.folder.log(service)
        reason = processes.run(
            [*self._python(f"prepare_{service}"), *map(str, arguments[service])],
            self._environment(service),
            self.folder.root,
            log,
            self._secrets(service),
        )
        if reason:
            raise SandboxError(
                f"The databases of {service} cannot be created: {reason}", f"Its log is {log}."
            )

    def start(self, service: str) -> None:
        """Start a service and wait until it responds.

        :raises ServiceDied: if it ends instead
        :raises SandboxError: if its port is in use, or it does not respond in time
        """
        self.check_port(service)
        child = processes.spawn(
            self._command(service),
            self._environment(service),
            self.folder.root,
            self.folder.log(service),
        )
        end = time.monotonic() + PATIENCE
        while not self._is_up(service):
            if child.poll() is not None:
                log = self.folder.log(service)
                raise ServiceDied(service, log, files.last_lines(log, 15))
            if time.monotonic() > end:
                raise SandboxError(
                    f"The service {service} does not respond after {PATIENCE:.0f} s.",
                    f"Its log is {self.folder.log(service)}.",
                )
            time.sleep(0.1)

    def check_port(self, service: str) -> None:
        """Check that a service's port is free.

        Another port is no alternative: keystone's catalog and other programs have this one.

        :raises SandboxError: if another program uses it
        """
        port = self.state.ports[service]
        # A killed process may hold its port for a moment after it has ended.
        end = time.monotonic() + PORT_PATIENCE
        while not port_is_free(port):
            if time.monotonic() < end:
                time.sleep(0.1)
                continue
            raise SandboxError(
                f"Port {port} on {LOOPBACK}, the port of the sandbox's {service}, is in use by "
                "another program.",
                f"Stop that program, or start over with other ports: {RECREATE}",
            )

    def is_answering(self, service: str) -> bool:
        """Return whether a service runs and responds."""
        return find(self.folder, service) is not None and self._is_up(service)

    def _is_up(self, service: str) -> bool:
        if service == "mariadb":
            return not port_is_free(self.state.ports[service])
        return answers(self.state.url(service, "/"))

    def _command(self, service: str) -> list[str]:
        pid = str(self.folder.pid(service))
        port = str(self.state.ports[service])
        if service in _APPLICATIONS:
            module, threads = _APPLICATIONS[service]
            return [*self._python("run_wsgi"), pid, port, str(threads), module]
        etc = self.folder.etc
        if service == "cinder":
            return [*self._python("run_cinder"), pid, port, "8", str(etc / "cinder/cinder.conf")]
        if service == "mariadb":
            server = mariadb.arguments(self.folder, self.state, mariadb.find_programs())
            return [*self._python("run_program"), pid, *server]
        needed = ",".join(self.state.url(name, "/") for name in ("keystone", "placement"))
        configuration = str(etc / "nova/nova.conf")
        hosts = ",".join(HYPERVISORS)
        return [*self._python("run_nova"), pid, port, "16", configuration, hosts, needed]

    def _python(self, module: str) -> list[str]:
        return [str(self.environment.python), "-m", f"nova_sandbox.{module}"]

    def _environment(self, service: str) -> Mapping[str, str]:
        return processes.clean_environment(
            {
                "HOME": str(self.folder.home),
                "PYTHONPATH": str(module_path()),
                "PYTHONSAFEPATH": "1",
                "PYTHONNOUSERSITE": "1",
                # With an arena for each of dozens of threads, services use a third more memory.
                "MALLOC_ARENA_MAX": "2",
                **mariadb.PRIVATE_FILES,
                f"OS_{service.upper()}_CONFIG_DIR": str(self.folder.etc / service),
            }
        )

    def _secrets(self, service: str) -> str:
        """Return the standard input of a preparation: data with passwords in it."""
        if service == "nova":
            stock = self.environment.stock_configuration
            return Configuration(self.folder, self.state, stock).database_url("nova_cell0")
        if service != "keystone":
            return ""
        wanted = {
            "region": REGION,
            "identity_url": self.state.url("keystone", "/v3"),
            "passwords": {user: self.state.passwords[user] for user in USERS},
            "endpoints": [
                (kind, name, self.state.url(service, path)) for kind, name, service, path in CATALOG
            ],
        }
        return json.dumps(wanted)


def stop(folder: Folder) -> list[str]:
    """Stop all services, the database last.

    :returns: the names of those that were running
    """
    stopped: list[str] = []
    for group in (SERVICES, ("mariadb",)):
        # Looked for first: one that writes its PID file meanwhile is found by that file.
        unannounced = _unannounced(folder, group)
        running = {name: find(folder, name) for name in group}
        alive = {name: process for name, process in running.items() if process is not None}
        processes.end(alive.values(), patience=60.0 if "mariadb" in alive else 15.0)
        stopped += alive
        processes.end(unannounced)
        for name in group:
            with suppress(FileNotFoundError):
                folder.pid(name).unlink()
    return stopped


def _unannounced(folder: Folder, group: Iterable[str]) -> list[Process]:
    """Return processes that were started as services and have not written their PID files yet.

    That happens if the starting process was killed at that moment.
    """
    pid_files = [str(folder.pid(name)) for name in group]
    return processes.with_argument(pid_files, mark="nova_sandbox.run_")
