"""The MariaDB server as the sandbox's database: programs, preparation and command line."""

import os
import pwd
import shutil
from dataclasses import dataclass
from pathlib import Path

from novaclient.sandbox import files, processes
from novaclient.sandbox.configuration import DATABASES
from novaclient.sandbox.errors import SandboxError
from novaclient.sandbox.folder import Folder
from novaclient.sandbox.state import LOOPBACK, State

#: Variables that make MariaDB create private files.
PRIVATE_FILES = {"UMASK": "0600", "UMASK_DIR": "0700"}

_SEARCHED = ("/usr/sbin", "/usr/local/sbin", "/usr/libexec", "/usr/local/libexec")


@dataclass(frozen=True, slots=True)
class Programs:
    """The MariaDB programs that a sandbox uses.

    :param server: mariadbd
    :param install: mariadb-install-db
    """

    server: str
    install: str


def find_programs() -> Programs:
    """Find MariaDB on this machine.

    :raises SandboxError: if it is not installed
    """
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *_SEARCHED])
    server = shutil.which("mariadbd", path=path)
    install = shutil.which("mariadb-install-db", path=path)
    if server is None or install is None:
        missing = "mariadbd" if server is None else "mariadb-install-db"
        raise SandboxError(
            f"MariaDB is not installed: there is no {missing}.",
            "Install it (on Debian and Ubuntu: apt install mariadb-server), or use SQLite.",
        )
    return Programs(server, install)


def prepare(folder: Folder, programs: Programs, log: Path) -> None:
    """Create an empty data folder.

    :raises SandboxError: if MariaDB fails to
    """
    command = [
        programs.install,
        "--no-defaults",
        f"--datadir={_data(folder)}",
        f"--user={_user()}",
        "--auth-root-authentication-method=socket",
        f"--auth-root-socket-user={_user()}",
        "--skip-test-db",
    ]
    reason = processes.run(command, {**os.environ, **PRIVATE_FILES}, folder.root, log)
    if reason:
        raise SandboxError(
            f"MariaDB's data folder cannot be created: {reason}",
            f"The complete output is in {log}.",
        )


def arguments(folder: Folder, state: State, programs: Programs) -> list[str]:
    """Write the server's initial SQL statements, and return its command line."""
    first = folder.etc / "mariadb.sql"
    files.write(first, statements(state.passwords["database"]))
    return [
        programs.server,
        "--no-defaults",
        f"--user={_user()}",
        f"--datadir={_data(folder)}",
        f"--init-file={first}",
        # Relative to the data folder: an absolute path could be too long for a socket.
        "--socket=server.sock",
        f"--bind-address={LOOPBACK}",
        f"--port={state.ports['mariadb']}",
        "--skip-name-resolve",
        "--skip-log-bin",
        # A power failure may cost the last second of work, and no more.
        "--innodb-flush-log-at-trx-commit=2",
        "--innodb-buffer-pool-size=128M",
        "--max-connections=500",
        "--character-set-server=utf8mb3",
        "--performance-schema=OFF",
    ]


def statements(password: str) -> str:
    """Return the SQL that creates the databases and the account, unless they exist."""
    lines = [
        "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host != 'localhost');",
        "FLUSH PRIVILEGES;",
        f"CREATE USER IF NOT EXISTS 'sandbox'@'{LOOPBACK}' IDENTIFIED BY '{password}';",
    ]
    for name in DATABASES:
        lines.append(f"CREATE DATABASE IF NOT EXISTS {name};")
        lines.append(f"GRANT ALL ON {name}.* TO 'sandbox'@'{LOOPBACK}';")
    return "\n".join(lines) + "\n"


def _data(folder: Folder) -> Path:
    return folder.databases / "mariadb"


def _user() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise SandboxError(
            f"MariaDB needs a user with a name, and UID {os.geteuid()} has none.",
            "Use SQLite.",
        ) from None
