"""The sandbox as a whole: brought up, looked at, reset and taken down. It prints nothing."""

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
from novaclient.sandbox.environment import Environment, check_room, lock_hash
from novaclient.sandbox.errors import SandboxError, explained
from novaclient.sandbox.folder import Folder
from novaclient.sandbox.location import default_directory
from novaclient.sandbox.progress import Progress, Report, silent
from novaclient.sandbox.seed import Seeder
from novaclient.sandbox.services import Services
from novaclient.sandbox.state import SERVICES, Database, State, parse_database

#: Characters that cannot stand in a database's address or a list of configuration values.
_UNSUITABLE = frozenset("?#%,;\"'\\\n\r\t")
#: Bytes for the databases, their copy and some days of logs.
_ROOM: dict[Database, int] = {"sqlite": 100 << 20, "mariadb": 700 << 20}


@dataclass(frozen=True, slots=True)
class UpResult:
    """What bringing a sandbox up came to.

    :param outcome: ``running``: there was nothing to do; ``started``: services were started in a
        sandbox that existed; ``created``: there is a new sandbox
    :param started: the services that were started
    :param seconds: how long it took in all
    :param steps: seconds by step
    """

    outcome: Literal["running", "started", "created"]
    started: tuple[str, ...]
    seconds: float
    steps: dict[str, float]


@dataclass(frozen=True, slots=True)
class ServiceStatus:
    """How a service is.

    :param name: its name
    :param state: ``running``; ``stopped``: as it was left; ``died``: it ended by itself;
        ``not answering``: it lives, but gives no answer
    :param pid: its process, if it lives
    :param url: where it is reached
    :param memory: in bytes, its share of what it has in common with others included
    """

    name: str
    state: Literal["running", "stopped", "died", "not answering"]
    pid: int | None
    url: str
    memory: int


@dataclass(frozen=True, slots=True)
class SandboxStatus:
    """How a sandbox is.

    :param directory: its folder
    :param initialised: whether there is a cloud in it
    :param database: ``sqlite`` or ``mariadb``; ``None`` if there is no sandbox
    :param services: each service; empty if there is no sandbox
    """

    directory: Path
    initialised: bool
    database: Database | None
    services: tuple[ServiceStatus, ...]

    @property
    def memory(self) -> int:
        """Bytes of memory in all."""
        return sum(service.memory for service in self.services)

    @property
    def is_running(self) -> bool:
        """Whether there is a cloud and all its services run and answer."""
        return self.initialised and all(s.state == "running" for s in self.services)


class Sandbox:
    """A cloud on this machine, in a folder of its own.

    :param directory: the folder; by default the user's own sandbox
    """

    def __init__(self, directory: Path | None = None) -> None:
        root = (directory or default_directory()).expanduser()
        self._folder = Folder(Path(os.path.abspath(root)))
        self._environment = Environment.default()

    @property
    def directory(self) -> Path:
        """The folder that everything of this sandbox is in."""
        return self._folder.root

    @property
    def clouds_yaml(self) -> Path:
        """Its clouds.yaml, with the clouds ``sandbox`` and ``sandbox-admin``."""
        return self._folder.clouds

    def up(self, *, database: str | None = None, report: Report = silent) -> UpResult:
        """Return when the sandbox runs and a server can be booted.

        What is there is kept; what has died is started again; what was left half made is made anew.

        :param database: for a new sandbox, ``sqlite`` (the default) or ``mariadb``
        :param report: told of each step
        :raises SandboxError: it cannot be done
        """
        wanted = None if database is None else parse_database(database)
        unsuitable = _UNSUITABLE.intersection(str(self.directory))
        if unsuitable:
            raise SandboxError(
                f"The folder {self.directory} has {min(unsuitable)!r} in its name.",
                "Choose another folder with NOVA_SANDBOX_DIR.",
            )
        began = time.monotonic()
        with self._alone(report):
            progress = Progress(report)
            state = self._load()
            if state is not None and wanted not in (None, state.database):
                raise SandboxError(
                    f"This sandbox keeps its data in {state.database}, not in {wanted}.",
                    "To begin anew with the other: nova sandbox down --delete, then up.",
                )
            if state is None or state.stage == "new":
                kind = wanted or (state.database if state else "sqlite")
                started = self._create(kind, progress)
                return UpResult("created", started, time.monotonic() - began, progress.seconds)
            started = self._continue(state, progress)
            outcome: Literal["started", "running"] = "started" if started else "running"
            return UpResult(outcome, started, time.monotonic() - began, progress.seconds)

    def status(self) -> SandboxStatus:
        """Look at the sandbox and each of its services.

        :raises SandboxError: its state file is damaged
        """
        with explained(self.directory):
            state = self._load()
            if state is None:
                return SandboxStatus(self.directory, False, None, ())
            with ThreadPoolExecutor(len(state.ports)) as pool:
                found = tuple(pool.map(lambda name: self._look(state, name), state.ports))
            return SandboxStatus(self.directory, state.stage == "ready", state.database, found)

    def environment(self, admin: bool = False) -> dict[str, str]:
        """Return the OS_* variables with which other programs reach the sandbox.

        :param admin: as the administrator, not as the ordinary user
        :raises SandboxError: there is no sandbox
        """
        return configuration.client_environment(self._existing(), admin)

    def logs(
        self, service: str | None = None, lines: int = 100, follow: bool = False
    ) -> Iterator[str]:
        """Yield the last lines of the services' logs.

        :param service: one service; by default all, each line after its service's name
        :param lines: how many of each, at most
        :param follow: go on with what is added, until the caller has enough
        :raises SandboxError: there is no sandbox, or no such service
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
        """Return to the freshly seeded state: everything made since is gone.

        :raises SandboxError: there is no sandbox, or it cannot be started again
        """
        with self._alone(report):
            progress = Progress(report)
            state = self._existing()
            snapshot.check(self._folder)
            with progress.step("stopping services"):
                services.stop(self._folder)
            with progress.step("restoring the seeded state"):
                state.at("restoring").save(self._folder.state)
                snapshot.restore(self._folder)
                state = state.at("ready")
                state.save(self._folder.state)
            self._start(state, list(state.ports), progress)

    def down(self, report: Report = silent, *, delete: bool = False) -> list[str]:
        """Stop every service; the next ``up`` finds everything as it was.

        :param delete: remove the sandbox's folder too
        :return: the services that ran
        """
        if not self._folder.root.exists():
            return []
        with self._alone(report):
            progress = Progress(report)
            with progress.step("stopping services"):
                stopped = services.stop(self._folder)
            if delete:
                with progress.step("removing the sandbox", str(self.directory)):
                    self._folder.delete()
            return stopped

    # ------------------------------------------------------------------ parts

    @contextmanager
    def _alone(self, report: Report) -> Iterator[None]:
        """Keep others from changing the sandbox, and say so if someone is at it."""
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
                f"There is no sandbox in {self.directory} yet.", "Make it with: nova sandbox up"
            )
        return state

    def _services(self, state: State) -> Services:
        return Services(self._folder, state, self._environment)

    def _create(self, database: Database, progress: Progress) -> tuple[str, ...]:
        if database == "mariadb":
            mariadb.find_programs()
        services.stop(self._folder)
        check_room(self.directory, _ROOM[database], "the databases")
        self._environment.install(progress)
        state = State.new(lock_hash(), database)
        state.save(self._folder.state)
        self._folder.clear()
        try:
            self._make(state, progress)
            state.at("ready").save(self._folder.state)
        except BaseException:
            services.stop(self._folder)
            raise
        return tuple(state.ports)

    def _make(self, state: State, progress: Progress) -> None:
        """Make the databases, start the services, fill the cloud and keep a copy of it."""
        parts = self._services(state)
        self._write_configuration(state)
        with progress.step("making databases and starting services"):
            if state.database == "mariadb":
                mariadb.prepare(self._folder, mariadb.find_programs(), self._folder.log("mariadb"))
                parts.start("mariadb")
            else:
                for name in configuration.DATABASES:
                    snapshot.make_sqlite(self._folder.databases / f"{name}.db")
            tasks: dict[str, graph.Task] = {}
            for name in SERVICES:
                tasks[f"prepare {name}"] = graph.Task(partial(parts.prepare, name))
                tasks[f"start {name}"] = graph.Task(
                    partial(parts.start, name),
                    needs=[f"prepare {name}"],
                )
            graph.run(tasks, workers=max(3, (os.cpu_count() or 1) + 1))
        with progress.step("filling the cloud"):
            Seeder(state).run()
        if state.database == "sqlite":
            with progress.step("keeping a copy for reset"):
                snapshot.take(self._folder, state.database)
        else:
            with progress.step("keeping a copy for reset"):
                services.stop(self._folder)
                snapshot.take(self._folder, state.database)
            self._start(state, list(state.ports), progress)

    def _continue(self, state: State, progress: Progress) -> tuple[str, ...]:
        """Bring back whatever of an existing sandbox does not run."""
        if state.software != lock_hash():
            raise SandboxError(
                "This sandbox was made with other versions of the services.",
                "Start afresh with: nova sandbox down --delete && nova sandbox up",
            )
        if state.stage == "restoring":
            services.stop(self._folder)
            snapshot.check(self._folder)
            with progress.step("restoring the seeded state"):
                snapshot.restore(self._folder)
                state = state.at("ready")
                state.save(self._folder.state)
        parts = self._services(state)
        with ThreadPoolExecutor(len(state.ports)) as pool:
            well = list(pool.map(parts.is_answering, state.ports))
        missing = [name for name, is_well in zip(state.ports, well, strict=True) if not is_well]
        if missing:
            self._environment.install(progress)
            hung = [found for name in missing if (found := services.find(self._folder, name))]
            if hung:
                with progress.step("stopping services that do not answer"):
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
        self._folder.make_inside()
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
                    f"The sandbox is damaged: {path} is gone.",
                    "Go back to the seeded state with: nova sandbox reset "
                    "(or start afresh: nova sandbox down --delete && nova sandbox up)",
                )

    def _look(self, state: State, name: str) -> ServiceStatus:
        identity = services.find(self._folder, name)
        url = state.url(name) if name in SERVICES else f"mysql://127.0.0.1:{state.ports[name]}"
        if identity is None:
            left = self._folder.pid(name).exists()
            return ServiceStatus(name, "died" if left else "stopped", None, url, 0)
        answering = self._services(state).is_answering(name)
        return ServiceStatus(
            name,
            "running" if answering else "not answering",
            identity.pid,
            url,
            processes.memory(identity.pid),
        )
