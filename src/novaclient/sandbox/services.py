"""The services one by one: how each is prepared, started, and asked whether it is there."""

import json
import subprocess
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
from novaclient.sandbox.errors import SandboxError, ServiceDied
from novaclient.sandbox.folder import Folder
from novaclient.sandbox.processes import Identity
from novaclient.sandbox.state import LOOPBACK, REGION, SERVICES, USERS, State, port_is_free

#: Seconds until a service that lives but does not answer is given up.
PATIENCE = 180.0
#: Seconds until a port that is taken counts as another program's.
PORT_PATIENCE = 5.0

_APPLICATIONS = {
    "keystone": ("keystone.wsgi.api", 8),
    "placement": ("placement.wsgi.api", 8),
    "glance": ("glance.wsgi.api", 8),
    "neutron": ("neutron.wsgi.api", 8),
}
# Nothing between here and the loopback interface: proxies are for elsewhere.
_opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def find(folder: Folder, service: str) -> Identity | None:
    """Return the process of a service if it runs."""
    return processes.find(folder.pid(service), f"{folder.root}/")


def answers(url: str, seconds: float = 10.0) -> bool:
    """Tell whether something answers an HTTP request, whatever it answers."""
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
    :param environment: where the services' packages are
    """

    folder: Folder
    state: State
    environment: Environment

    def prepare(self, service: str) -> None:
        """Make a service's tables and what else it needs before its first start.

        :raises SandboxError: it failed
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
        with open(files.open_log(log), "ab") as output:
            done = subprocess.run(  # noqa: S603
                [*self._python(f"prepare_{service}"), *map(str, arguments[service])],
                env=self._environment(service),
                cwd=self.folder.root,
                input=self._secrets(service).encode(),
                stdout=output,
                stderr=output,
                umask=0o077,
                start_new_session=True,
                check=False,
            )
        if done.returncode:
            last = next(iter(files.last_lines(log, 1)), "it did not say why")
            raise SandboxError(
                f"The databases of {service} cannot be made: {last}", f"Its log is {log}."
            )

    def start(self, service: str) -> None:
        """Start a service and wait until it answers.

        :raises ServiceDied: it ended instead
        :raises SandboxError: its port is taken, or it does not answer
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
                    f"The service {service} does not answer after {PATIENCE:.0f} s.",
                    f"Its log is {self.folder.log(service)}.",
                )
            time.sleep(0.1)

    def check_port(self, service: str) -> None:
        """Check that a service's port is free for it.

        The ports stand in keystone's catalog and in what other programs were told, so another is
        not taken instead.

        :raises SandboxError: another program has it
        """
        port = self.state.ports[service]
        # A killed process may hold its port for moments after it is found dead.
        end = time.monotonic() + PORT_PATIENCE
        while not port_is_free(port):
            if time.monotonic() < end:
                time.sleep(0.1)
                continue
            raise SandboxError(
                f"Port {port} of {LOOPBACK}, which belongs to the sandbox's {service}, is taken by "
                "another program.",
                "Stop that program, or make a new sandbox on other ports: "
                "nova sandbox down --delete && nova sandbox up",
            )

    def is_answering(self, service: str) -> bool:
        """Tell whether a service runs and answers."""
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
                # Dozens of threads with a heap of their own each would cost a third more memory.
                "MALLOC_ARENA_MAX": "2",
                **mariadb.PRIVATE_FILES,
                f"OS_{service.upper()}_CONFIG_DIR": str(self.folder.etc / service),
            }
        )

    def _secrets(self, service: str) -> str:
        """Return what a preparation reads from a pipe, because it has passwords in it."""
        if service == "nova":
            stock = self.environment.stock_configuration
            return Configuration(self.folder, self.state, stock).database_url("nova_cell0")
        if service != "keystone":
            return ""
        wishes = {
            "region": REGION,
            "identity_url": self.state.url("keystone", "/v3"),
            "passwords": {user: self.state.passwords[user] for user in USERS},
            "endpoints": [
                (kind, name, self.state.url(service, path)) for kind, name, service, path in CATALOG
            ],
        }
        return json.dumps(wishes)


def stop(folder: Folder) -> list[str]:
    """End every service that runs, the database last.

    :return: the names of those that ran
    """
    stopped: list[str] = []
    for group in (SERVICES, ("mariadb",)):
        running = {name: find(folder, name) for name in group}
        alive = {name: identity for name, identity in running.items() if identity is not None}
        processes.end(alive.values(), patience=60.0 if "mariadb" in alive else 15.0)
        stopped += alive
        processes.end(_unannounced(folder, group))
        for name in group:
            with suppress(FileNotFoundError):
                folder.pid(name).unlink()
    return stopped


def _unannounced(folder: Folder, group: Iterable[str]) -> list[Identity]:
    """Return the processes that were begun as services and have not yet said who they are.

    Whoever began them was killed at that moment.
    """
    files = [str(folder.pid(name)) for name in group]
    return processes.with_argument(files, mark="nova_sandbox.run_")
