"""The sandbox's state file: its ports, its passwords and its stage."""

import json
import random
import secrets
import socket
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, cast

from novaclient.sandbox import files
from novaclient.sandbox.errors import START_OVER, SandboxError

FORMAT = 1
LOOPBACK = "127.0.0.1"
REGION = "RegionOne"
#: Below the range of ports for outgoing connections.
PORTS = range(20000, 32000)
SERVICES = ("keystone", "placement", "glance", "neutron", "cinder", "nova")
#: The accounts of people, and one of each service for its requests to the others.
USERS = ("admin", "demo", *(name for name in SERVICES if name != "keystone"))

Database = Literal["sqlite", "mariadb"]
#: ``new``: the sandbox is being created; ``restoring``: the snapshot is being restored; ``ready``:
#: the cloud is complete.
Stage = Literal["new", "restoring", "ready"]


@dataclass(frozen=True)
class State:
    """The content of a sandbox's state file.

    :param software: the hash of the lock file that the services were installed from
    :param database: ``sqlite`` or ``mariadb``
    :param stage: ``new``, ``restoring`` or ``ready``
    :param ports: ports on the loopback interface, by service
    :param passwords: by user; the database's as ``database``
    """

    software: str
    database: Database
    stage: Stage
    ports: dict[str, int]
    passwords: dict[str, str]

    @classmethod
    def new(cls, software: str, database: Database) -> "State":
        """Return the state of a new sandbox, with free ports and random passwords."""
        names = _services(database)
        return cls(
            software=software,
            database=database,
            stage="new",
            ports=dict(zip(names, free_ports(len(names)), strict=True)),
            passwords={name: secrets.token_urlsafe(18) for name in (*USERS, "database")},
        )

    @classmethod
    def load(cls, path: Path) -> "State | None":
        """Read the state file; ``None`` if there is none.

        :raises SandboxError: if it is damaged
        """
        try:
            return cls._from_document(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError) as error:
            raise SandboxError(
                f"The sandbox's state file {path} is damaged.", START_OVER
            ) from error

    @classmethod
    def _from_document(cls, document: Any) -> "State":
        if not isinstance(document, dict) or document.pop("format") != FORMAT:
            raise ValueError("not a state file of this format")
        if set(document) != {field.name for field in fields(cls)}:
            raise ValueError("fields are missing or unknown")
        state = cls(**document)
        if (
            state.database not in ("sqlite", "mariadb")
            or state.stage not in ("new", "restoring", "ready")
            or set(state.ports) != set(_services(state.database))
            or not all(isinstance(p, int) and 0 < p < 65536 for p in state.ports.values())
            or set(state.passwords) != {*USERS, "database"}
            or not all(isinstance(p, str) and p for p in state.passwords.values())
        ):
            raise ValueError("a value is not valid")
        return state

    def save(self, path: Path) -> None:
        """Write the state file so that it survives a power failure."""
        document = {"format": FORMAT, **asdict(self)}
        files.write(path, json.dumps(document, indent=2) + "\n", durable=True)

    def at(self, stage: Stage) -> "State":
        """Return a copy of this state at another stage."""
        return replace(self, stage=stage)

    def url(self, service: str, path: str = "") -> str:
        """Return the URL of a service."""
        return f"http://{LOOPBACK}:{self.ports[service]}{path}"


def _services(database: Database) -> list[str]:
    """The services of a sandbox, with the database server if there is one."""
    return [*SERVICES, *(["mariadb"] if database == "mariadb" else [])]


def parse_database(name: str) -> Database:
    """Check the name of a database.

    :raises SandboxError: if there is no such database
    """
    if name not in ("sqlite", "mariadb"):
        raise SandboxError(
            f"The sandbox has no database {name!r}.", "Choose sqlite (the default) or mariadb."
        )
    return cast(Database, name)


def port_is_free(port: int) -> bool:
    """Return whether a server could listen on a port of the loopback interface."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the services do: old connections in TIME_WAIT do not block the port.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Find consecutive free ports.

    The search starts at random, so that concurrent searches rarely find the same ports.

    :param count: the number of ports
    :raises SandboxError: if there are not as many
    """
    start = random.randrange(len(PORTS))  # noqa: S311
    found: list[int] = []
    for offset in range(2 * len(PORTS)):
        port = PORTS[(start + offset) % len(PORTS)]
        follows = not found or port == found[-1] + 1
        if port_is_free(port) and follows:
            found.append(port)
        else:
            found = []
        if len(found) == count:
            return found
    raise SandboxError(
        f"There are no {count} free ports next to each other from {PORTS.start} to {PORTS.stop}.",
        "Stop programs that listen on this machine, then try again.",
    )
