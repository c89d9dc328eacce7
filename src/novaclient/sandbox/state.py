"""What a sandbox must remember between runs: its ports, its passwords, how far it has come."""

import json
import random
import secrets
import socket
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, cast

from novaclient.sandbox import files
from novaclient.sandbox.errors import SandboxError

FORMAT = 1
LOOPBACK = "127.0.0.1"
REGION = "RegionOne"
#: Below the range from which the system gives ports to outgoing connections.
PORTS = range(20000, 32000)
SERVICES = ("keystone", "placement", "glance", "neutron", "cinder", "nova")
USERS = ("admin", "demo", "placement", "glance", "neutron", "cinder", "nova")

Database = Literal["sqlite", "mariadb"]
#: ``new``: the databases are being made; ``restoring``: they are being put back to their seeded
#: state; ``ready``: there is a cloud in the folder.
Stage = Literal["new", "restoring", "ready"]

_START_AFRESH = "Start afresh with: nova sandbox down --delete && nova sandbox up"


@dataclass(frozen=True)
class State:
    """The content of a sandbox's state file.

    :param software: which lock file the services were installed from (a hash)
    :param database: ``sqlite`` or ``mariadb``
    :param stage: how far the sandbox has come
    :param ports: on the loopback interface, by service
    :param passwords: by user, and that of the database
    """

    software: str
    database: Database
    stage: Stage
    ports: dict[str, int]
    passwords: dict[str, str]

    @classmethod
    def new(cls, software: str, database: Database) -> "State":
        """Return the state of a sandbox yet to be made, with free ports and random passwords."""
        names = [*SERVICES, *(["mariadb"] if database == "mariadb" else [])]
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

        :raises SandboxError: it cannot be understood
        """
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise SandboxError(
                f"The sandbox's state file {path} is damaged.", _START_AFRESH
            ) from error
        try:
            return cls._from_document(json.loads(text))
        except (ValueError, TypeError, KeyError) as error:
            raise SandboxError(
                f"The sandbox's state file {path} is damaged.", _START_AFRESH
            ) from error

    @classmethod
    def _from_document(cls, document: Any) -> "State":
        if not isinstance(document, dict) or document.pop("format") != FORMAT:
            raise ValueError("not a state file of this format")
        if set(document) != {field.name for field in fields(cls)}:
            raise ValueError("fields are missing or unknown")
        state = cls(**document)
        names = {*SERVICES, *(["mariadb"] if state.database == "mariadb" else [])}
        if (
            state.database not in ("sqlite", "mariadb")
            or state.stage not in ("new", "restoring", "ready")
            or set(state.ports) != names
            or not all(isinstance(p, int) and 0 < p < 65536 for p in state.ports.values())
            or set(state.passwords) != {*USERS, "database"}
            or not all(isinstance(p, str) and p for p in state.passwords.values())
        ):
            raise ValueError("a value is out of place")
        return state

    def save(self, path: Path) -> None:
        """Write the state file so that it survives a power cut whole."""
        document = {"format": FORMAT, **asdict(self)}
        files.write(path, json.dumps(document, indent=2) + "\n", durable=True)

    def at(self, stage: Stage) -> "State":
        """Return this state at another stage."""
        return replace(self, stage=stage)

    def url(self, service: str, path: str = "") -> str:
        """Return the address of a service."""
        return f"http://{LOOPBACK}:{self.ports[service]}{path}"


def parse_database(name: str) -> Database:
    """Check the name of a kind of database."""
    if name not in ("sqlite", "mariadb"):
        raise SandboxError(
            f"The sandbox has no database {name!r}.", "Choose sqlite (the default) or mariadb."
        )
    return cast(Database, name)


def port_is_free(port: int) -> bool:
    """Tell whether a server could listen on a port of the loopback interface now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the services do it: a port whose last connections are fading away can be taken again.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
            probe.listen(1)
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Find as many neighbouring free ports as asked for.

    The search begins anywhere in the range, so that two sandboxes made at once seldom meet.
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
