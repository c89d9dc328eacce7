"""The snapshot of the new cloud: how it is taken and restored."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from novaclient.sandbox import files
from novaclient.sandbox.configuration import DATABASES
from novaclient.sandbox.errors import START_OVER, SandboxError
from novaclient.sandbox.folder import Folder, remove
from novaclient.sandbox.state import Database


def create_sqlite(path: Path) -> None:
    """Create an empty database in which readers and the writer do not block each other."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
    path.chmod(0o600)


def take(folder: Folder, database: Database) -> None:
    """Copy the databases and the data. SQLite's may be in use; MariaDB must not be running."""
    files.make_private(folder.pristine)
    target = folder.pristine / "db"
    remove(target)
    if database == "sqlite":
        files.make_private(target)
        try:
            for name in DATABASES:
                _copy_sqlite(folder.databases / f"{name}.db", target / f"{name}.db")
        except sqlite3.Error as error:
            raise SandboxError(
                f"The databases in {folder.databases} cannot be copied: {error}.",
                "Check the space on the disk.",
            ) from error
    else:
        shutil.copytree(folder.databases, target, ignore=_sockets)
    remove(folder.pristine / "data")
    shutil.copytree(folder.data, folder.pristine / "data")


def check(folder: Folder) -> None:
    """Check that there is a snapshot.

    :raises SandboxError: if there is none
    """
    if not (folder.pristine / "db").is_dir() or not (folder.pristine / "data").is_dir():
        raise SandboxError(
            f"The snapshot of the new cloud in {folder.pristine} is missing.", START_OVER
        )


def restore(folder: Folder) -> None:
    """Replace the databases and the data by the snapshot. No service may be running."""
    for name, target in (("db", folder.databases), ("data", folder.data)):
        remove(target)
        shutil.copytree(folder.pristine / name, target)


def _copy_sqlite(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(source, timeout=60)) as from_,
        closing(sqlite3.connect(target)) as to,
    ):
        from_.backup(to)
        # The copy is in WAL mode as well; it must be complete without its WAL file.
        to.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    target.chmod(0o600)


def _sockets(directory: str, names: list[str]) -> set[str]:
    return {name for name in names if (Path(directory) / name).is_socket()}
