"""MariaDB as the sandbox's database."""

from __future__ import annotations

from pathlib import Path

import pytest
from sandbox_parts import a_state

from novaclient.sandbox import mariadb
from novaclient.sandbox.configuration import DATABASES
from novaclient.sandbox.errors import SandboxError
from novaclient.sandbox.folder import Folder


def test_missing_mariadb_names_the_package_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(mariadb, "_SEARCHED", ())
    with pytest.raises(SandboxError, match=r"no mariadbd\. .*mariadb-server.*SQLite"):
        mariadb.find_programs()


def test_it_is_found_outside_an_ordinary_users_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("mariadbd", "mariadb-install-db"):
        (tmp_path / name).write_text("")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(mariadb, "_SEARCHED", (str(tmp_path),))
    assert mariadb.find_programs().server == str(tmp_path / "mariadbd")


def test_it_listens_on_the_loopback_interface_only(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.create_subfolders()
    programs = mariadb.Programs("/usr/sbin/mariadbd", "/usr/bin/mariadb-install-db")
    arguments = mariadb.arguments(folder, a_state("mariadb"), programs)
    assert "--bind-address=127.0.0.1" in arguments
    assert not [word for word in arguments if "secret" in word]
    assert (folder.etc / "mariadb.sql").stat().st_mode & 0o777 == 0o600


def test_there_is_one_account_and_it_has_every_database() -> None:
    sql = mariadb.statements("hidden")
    assert all(f"GRANT ALL ON {name}.* TO 'sandbox'@'127.0.0.1';" in sql for name in DATABASES)
    assert sql.count("CREATE USER") == 1
    assert "DELETE FROM mysql.global_priv WHERE User = ''" in sql
