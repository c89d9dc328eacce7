"""The snapshot of the new cloud."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from novaclient.sandbox import snapshot
from novaclient.sandbox.configuration import DATABASES
from novaclient.sandbox.errors import SandboxError
from novaclient.sandbox.folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A sandbox's folder with a server in its databases, and an image."""
    folder = Folder(tmp_path / "sandbox")
    folder.create_subfolders()
    for name in DATABASES:
        path = folder.databases / f"{name}.db"
        snapshot.create_sqlite(path)
        with closing(sqlite3.connect(path)) as database:
            database.execute("CREATE TABLE servers (name TEXT)")
            database.execute("INSERT INTO servers VALUES ('seeded')")
            database.commit()
    (folder.data / "glance/images/one").write_text("image")
    return folder


def servers(folder: Folder) -> list[str]:
    with closing(sqlite3.connect(folder.databases / "nova.db")) as database:
        return [name for (name,) in database.execute("SELECT name FROM servers")]


def test_a_restored_cloud_is_as_it_was(folder: Folder) -> None:
    snapshot.take(folder, "sqlite")
    with closing(sqlite3.connect(folder.databases / "nova.db")) as database:
        database.execute("INSERT INTO servers VALUES ('later')")
        database.commit()
    (folder.data / "glance/images/one").unlink()
    (folder.data / "glance/images/two").write_text("later")
    snapshot.restore(folder)
    assert servers(folder) == ["seeded"]
    assert [p.name for p in (folder.data / "glance/images").iterdir()] == ["one"]


def test_a_copy_is_whole_while_a_service_has_the_database_open(folder: Folder) -> None:
    with closing(sqlite3.connect(folder.databases / "nova.db")) as service:
        service.execute("INSERT INTO servers VALUES ('in the journal')")
        service.commit()
        snapshot.take(folder, "sqlite")
    snapshot.restore(folder)
    assert servers(folder) == ["seeded", "in the journal"]


def test_readers_and_writer_go_on_side_by_side_after_restoring(folder: Folder) -> None:
    snapshot.take(folder, "sqlite")
    snapshot.restore(folder)
    with closing(sqlite3.connect(folder.databases / "nova.db")) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_the_copy_is_private(folder: Folder) -> None:
    snapshot.take(folder, "sqlite")
    paths = [path for path in folder.pristine.rglob("*") if path.suffix == ".db"]
    assert len(paths) == len(DATABASES)
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}


def test_a_missing_snapshot_is_reported(folder: Folder) -> None:
    with pytest.raises(SandboxError, match="snapshot of the new cloud"):
        snapshot.check(folder)


def test_a_database_that_cannot_be_copied_is_reported(folder: Folder) -> None:
    (folder.databases / "nova.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(SandboxError, match="cannot be copied"):
        snapshot.take(folder, "sqlite")
