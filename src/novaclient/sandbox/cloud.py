"""The sandbox as a whole: start, status, logs, reset and stop. Nothing here prints."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from novaclient.sandbox import configuration, files, graph, mariadb, processes, services, snapshot
from novaclient.sandbox.environment import Environment, check_space, lock_hash
from novaclient.sandbox.errors import RECREATE, START_OVER, SandboxError, explained
from novaclient.sandbox.folder import Folder
from novaclient.sandbox.location import default_directory
from novaclient.sandbox.progress import Progress, Report, silent
from novaclient.sandbox.seed import Seeder
from novaclient.sandbox.services import Services
from novaclient.sandbox.state import SERVICES, Database, State, parse_database

#: Characters that are not possible in a database URL or in a list of configuration values.
_UNSUITABLE = frozenset("?#%,;\"'\\\n\r\t")
#: Bytes for the databases, the snapshot and some days of logs.
_SPACE: dict[Database, int] = {"sqlite": 100 << 20, "mariadb": 700 << 20}


@dataclass(frozen=True, slots=True)
class UpResult:
    """The result of :meth:`Sandbox.up`.

    :param outcome: ``running``: all services were running; ``started``: services of an existing
        sandbox were started; ``created``: a new sandbox was created
    :param started: the services that were started
    :param seconds: the total time
    :param steps: seconds by step
    """

    outcome: Literal["running", "started", "created"]
    started: tuple[str, ...]
    seconds: float
    steps: dict[str, float]


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """The status of a service.

    :param name: the service's name
    :param state: ``running``; ``stopped``; ``died``: its process ended unexpectedly;
        ``not answering``: its process runs, but does not respond
    :param pid: its process ID, if it runs
    :param url: its URL
    :param memory: in bytes, including its share of memory that processes have in common
    """

    name: str
    state: Literal["running", "stopped", "died", "not answering"]
    pid: int | None
    url: str
    memory: int


@dataclass(frozen=True, slots=True)
class SandboxStatus:
    """The status of a sandbox.

    :param directory: its folder
    :param initialised: whether the cloud in it is complete
    :param database: ``sqlite`` or ``mariadb``; ``None`` if there is no sandbox
    :param services: each service; empty if there is no sandbox
    """

    directory: Path
    initialised: bool
    database: Database | None
    services: tuple[ServiceStatus, ...]

    @property
    def memory(self) -> int:
        """The memory of all services, in bytes."""
        return sum(service.memory for service in self.services)

    @property
    def is_running(self) -> bool:
        """Whether the cloud is complete and all its services run and respond."""
        return self.initialised and all(s.state == "running" for s in self.services)


class Sandbox:
    """A cloud on this machine, in a folder of its own.

    :param directory: the folder; by default that of the user's sandbox
    """

    def __init__(self, directory: Path | None = None) -> None:
        root = (directory or default_directory()).expanduser()
        self._folder = Folder(Path(os.path.abspath(root)))
        self._environment = Environment.default()

    @property
    def directory(self) -> Path:
        """The folder with all files of this sandbox."""
        return self._folder.root

    @property
    def clouds_yaml(self) -> Path:
        """Its clouds.yaml, with the clouds ``sandbox`` and ``sandbox-admin``."""
        return self._folder.clouds

    def up(self, *, database: str | None = None, report: Report = silent) -> UpResult:
        """Create the sandbox, or start the services that do not run, and wait until it is usable.

        The data of an existing sandbox is preserved; one with an unfinished setup is created again.

        :param database: for a new sandbox, ``sqlite`` (the default) or ``mariadb``
        :param report: called at each step
        :returns: what was done
        :raises SandboxError: if it fails
        """
        wanted = None if database is None else parse_database(database)
        unsuitable = _UNSUITABLE.intersection(str(self.directory))
        if unsuitable:
            raise SandboxError(
                f"The folder {self.directory} has {min(unsuitable)!r} in its name.",
                "Choose another folder with NOVA_SANDBOX_DIR.",
            )
        began = time.monotonic()
        with self._locked(report):
            progress = Progress(report)
            state = self._load()
            if state is not None and wanted not in (None, state.database):
                raise SandboxError(
                    f"This sandbox uses {state.database}, not {wanted}.",
                    "To start over with the other: nova sandbox down --delete, then up.",
                )
            if state is None or state.stage == "new":
                kind = wanted or (state.database if state else "sqlite")
                started = self._create(kind, progress)
                return UpResult("created", started, time.monotonic() - began, progress.seconds)
            started = self._continue(state, progress)
            outcome: Literal["started", "running"] = "started" if started else "running"
            return UpResult(outcome, started, time.monotonic() - began, progress.seconds)

    def status(self) -> SandboxStatus:
        """Return the status of the sandbox and of each service.

        :raises SandboxError: if its state file is damaged
        """
        with explained(self.directory):
            state = self._load()
            if state is None:
                return SandboxStatus(self.directory, False, None, ())
            with ThreadPoolExecutor(len(state.ports)) as pool:
                found = tuple(pool.map(lambda name: self._status_of(state, name), state.ports))
            return SandboxStatus(self.directory, state.stage == "ready", state.database, found)

    def environment(self, admin: bool = False) -> dict[str, str]:
        """Return the OS_* variables for other programs.

        :param admin: for the administrator instead of the ordinary user
        :raises SandboxError: if there is no sandbox
        """
        return configuration.client_environment(self._existing(), admin)

    def logs(
        self, service: str | None = None, lines: int = 100, follow: bool = False
    ) -> Iterator[str]:
        """Yield the last lines of the services' logs.

        :param service: one service; by default all, with the service's name before each line
        :param lines: the number of lines per service, at most
        :param follow: also yield new lines, until the caller stops
        :raises SandboxError: if there is no sandbox, or no such service
        """
        known = list(self._existing().ports)
        if service is not None and service not in known:
            raise SandboxError(
                f"The sandbox has no service {service!r}.", f"It has {', '.join(known)}."
            )
        names = known if service is None else [service]
        return files.tail(
            {f"{name}: " if service is None else "": self._folder.log(name) for name in names},
            lines,
            follow,
        )

    def reset(self, report: Report = silent) -> None:
        """Restore the snapshot of the new cloud; everything created since is deleted.

        :param report: called at each step
        :raises SandboxError: if there is no sandbox, or it cannot be started again
        """
        with self._locked(report):
            progress = Progress(report)
            state = self._existing()
            snapshot.check(self._folder)
            with progress.step("stopping services"):
                services.stop(self._folder)
            state = self._restore(state, progress)
            self._start(state, list(state.ports), progress)

    def down(self, report: Report = silent, *, delete: bool = False) -> list[str]:
        """Stop all services; the next ``up`` continues with the same data.

        :param report: called at each step
        :param delete: also delete the sandbox's files
        :returns: the services that were running
        """
        if not self._folder.root.exists():
            return []
        with self._locked(report):
            progress = Progress(report)
            with progress.step("stopping services"):
                stopped = services.stop(self._folder)
            if delete:
                with progress.step("deleting the sandbox", str(self.directory)):
                    self._folder.delete()
            return stopped

    # ------------------------------------------------------------------ parts

    @contextmanager
    def _locked(self, report: Report) -> Iterator[None]:
        """Hold the sandbox's lock, and report it if another command has to be waited for."""
        with ExitStack() as stack:
            stack.enter_context(explained(self.directory))
            self._folder.check()

            def waiting() -> None:
                Progress(report).note("waiting for another command on this sandbox")

            stack.enter_context(files.locked(self._folder.lock, waiting))
            yield

    def _load(self) -> State | None:
        return State.load(self._folder.state)

    def _existing(self) -> State:
        state = self._load()
        if state is None or state.stage == "new":
            raise SandboxError(
                f"There is no sandbox in {self.directory} yet.", "Create it with: nova sandbox up"
            )
        return state

    def _services(self, state: State) -> Services:
        return Services(self._folder, state, self._environment)

    def _create(self, database: Database, progress: Progress) -> tuple[str, ...]:
        if database == "mariadb":
            mariadb.find_programs()
        services.stop(self._folder)
        check_space(self.directory, _SPACE[database], "the databases")
        self._environment.install(progress)
        state = State.new(lock_hash(), database)
        state.save(self._folder.state)
        self._folder.clear()
        try:
            self._set_up(state, progress)
            state.at("ready").save(self._folder.state)
        except BaseException:
            services.stop(self._folder)
            raise
        return tuple(state.ports)

    def _set_up(self, state: State, progress: Progress) -> None:
        """Create the databases, start the services, seed the cloud and take its snapshot."""
        parts = self._services(state)
        self._write_configuration(state)
        with progress.step("creating databases and starting services"):
            if state.database == "mariadb":
                mariadb.prepare(self._folder, mariadb.find_programs(), self._folder.log("mariadb"))
                parts.start("mariadb")
            else:
                for name in configuration.DATABASES:
                    snapshot.create_sqlite(self._folder.databases / f"{name}.db")
            tasks: dict[str, graph.Task] = {}
            for name in SERVICES:
                tasks[f"prepare {name}"] = graph.Task(partial(parts.prepare, name))
                tasks[f"start {name}"] = graph.Task(
                    partial(parts.start, name),
                    needs=[f"prepare {name}"],
                )
            graph.run(tasks, workers=max(3, (os.cpu_count() or 1) + 1))
        with progress.step("seeding the cloud"):
            Seeder(state).run()
        with progress.step("taking a snapshot for reset"):
            if state.database == "mariadb":
                services.stop(self._folder)
            snapshot.take(self._folder, state.database)
        if state.database == "mariadb":
            self._start(state, list(state.ports), progress)

    def _restore(self, state: State, progress: Progress) -> State:
        """Restore the snapshot; if this is interrupted, the next ``up`` does it again."""
        with progress.step("restoring the snapshot"):
            state.at("restoring").save(self._folder.state)
            snapshot.restore(self._folder)
            state = state.at("ready")
            state.save(self._folder.state)
        return state

    def _continue(self, state: State, progress: Progress) -> tuple[str, ...]:
        """Start the services of an existing sandbox that do not run or do not respond."""
        if state.software != lock_hash():
            raise SandboxError(
                "This sandbox was created with other versions of the services.", START_OVER
            )
        if state.stage == "restoring":
            services.stop(self._folder)
            snapshot.check(self._folder)
            state = self._restore(state, progress)
        parts = self._services(state)
        with ThreadPoolExecutor(len(state.ports)) as pool:
            answering = list(pool.map(parts.is_answering, state.ports))
        missing = [name for name, is_up in zip(state.ports, answering, strict=True) if not is_up]
        if missing:
            self._environment.install(progress)
            hung = [found for name in missing if (found := services.find(self._folder, name))]
            if hung:
                with progress.step("stopping services that do not respond"):
                    processes.end(hung, patience=3.0)
            self._start(state, missing, progress)
        return tuple(missing)

    def _start(self, state: State, names: list[str], progress: Progress) -> None:
        parts = self._services(state)
        self._check_databases(state)
        for name in names:
            parts.check_port(name)
        self._write_configuration(state)
        with progress.step("starting services", ", ".join(names)):
            tasks = {
                name: graph.Task(
                    partial(parts.start, name),
                    needs=["mariadb"] if "mariadb" in names and name != "mariadb" else [],
                )
                for name in names
            }
            graph.run(tasks, workers=len(names))

    def _write_configuration(self, state: State) -> None:
        self._folder.create_subfolders()
        stock = self._environment.stock_configuration
        configuration.Configuration(self._folder, state, stock).write()

    def _check_databases(self, state: State) -> None:
        expected = (
            ["mariadb"]
            if state.database == "mariadb"
            else [f"{name}.db" for name in configuration.DATABASES]
        )
        for name in expected:
            path = self._folder.databases / name
            if not path.exists():
                raise SandboxError(
                    f"The sandbox is damaged: {path} is missing.",
                    f"Restore the snapshot with: nova sandbox reset (or start over: {RECREATE})",
                )

    def _status_of(self, state: State, name: str) -> ServiceStatus:
        process = services.find(self._folder, name)
        url = state.url(name) if name in SERVICES else f"mysql://127.0.0.1:{state.ports[name]}"
        if process is None:
            # Only a stop removes the file.
            died = self._folder.pid(name).exists()
            return ServiceStatus(name, "died" if died else "stopped", None, url, 0)
        answering = self._services(state).is_answering(name)
        return ServiceStatus(
            name,
            "running" if answering else "not answering",
            process.pid,
            url,
            processes.memory(process.pid),
        )
