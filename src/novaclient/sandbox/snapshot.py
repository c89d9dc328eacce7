"""The copy of a freshly seeded cloud, and how it is put back."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from novaclient.sandbox import files
from novaclient.sandbox.configuration import DATABASES
from novaclient.sandbox.errors import SandboxError
from novaclient.sandbox.folder import Folder, remove
from novaclient.sandbox.state import Database


def make_sqlite(path: Path) -> None:
    """Make an empty database whose readers and writer do not hold each other up."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = WAL")
    path.chmod(0o600)


def take(folder: Folder, database: Database) -> None:
    """Copy the databases and the data. SQLite's may be in use; MariaDB's server must not run."""
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
                "Is there room on the disk?",
            ) from error
    else:
        shutil.copytree(folder.databases, target, ignore=_sockets)
    remove(folder.pristine / "data")
    shutil.copytree(folder.data, folder.pristine / "data")


def check(folder: Folder) -> None:
    """Check that there is a copy.

    :raises SandboxError: there is none
    """
    if not (folder.pristine / "db").is_dir() or not (folder.pristine / "data").is_dir():
        raise SandboxError(
            f"The copy of the freshly seeded cloud in {folder.pristine} is gone.",
            "Start afresh with: nova sandbox down --delete && nova sandbox up",
        )


def restore(folder: Folder) -> None:
    """Put the copy in place of the databases and the data. No service may be running."""
    for name, target in (("db", folder.databases), ("data", folder.data)):
        remove(target)
        shutil.copytree(folder.pristine / name, target)


def _copy_sqlite(source: Path, target: Path) -> None:
    with (
        closing(sqlite3.connect(source, timeout=60)) as from_,
        closing(sqlite3.connect(target)) as to,
    ):
        from_.backup(to)
        # The journal mode goes with the copy; its side files must not.
        to.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    target.chmod(0o600)


def _sockets(directory: str, names: list[str]) -> set[str]:
    return {name for name in names if (Path(directory) / name).is_socket()}
