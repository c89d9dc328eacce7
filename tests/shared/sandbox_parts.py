"""Parts of a sandbox for tests: a state, and programs that stand for services."""

from __future__ import annotations

import sys
from pathlib import Path

from novaclient.sandbox.environment import module_path
from novaclient.sandbox.processes import clean_environment
from novaclient.sandbox.state import SERVICES, USERS, Database, State

#: What a project's package ships and a sandbox takes over as it is.
STOCK = (
    "nova/api-paste.ini",
    "glance/glance-api-paste.ini",
    "neutron/api-paste.ini",
    "cinder/api-paste.ini",
    "cinder/resource_filters.json",
)


def a_state(database: Database = "sqlite", software: str = "abc") -> State:
    """A state as after a sandbox was created."""
    names = [*SERVICES, *(["mariadb"] if database == "mariadb" else [])]
    return State(
        software=software,
        database=database,
        stage="ready",
        ports={name: 21000 + number for number, name in enumerate(names)},
        passwords={name: f"secret-of-{name}" for name in (*USERS, "database")},
    )


def stock_files(directory: Path) -> Path:
    """Create the configuration files of the packages, and return their folder."""
    for name in STOCK:
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(f"# {name}\n")
    return directory


def sleeper(pid_file: Path, first: str = "pass") -> list[str]:
    """The command line of a program that writes its PID file, like a service, and sleeps."""
    script = f"import time; {first}; print('rea' + 'dy', flush=True); time.sleep(60)"
    start = [sys.executable, "-m", "nova_sandbox.run_program", str(pid_file)]
    return [*start, sys.executable, "-c", script, str(pid_file)]


def service_environment() -> dict[str, str]:
    """The environment variables for importing ``nova_sandbox``."""
    return clean_environment({"PYTHONPATH": str(module_path()), "PYTHONSAFEPATH": "1"})
