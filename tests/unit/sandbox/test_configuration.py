"""The services' configuration files and the clouds.yaml."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from sandbox_parts import a_state, stock_files

from novaclient.sandbox.configuration import (
    Configuration,
    as_ini,
    client_environment,
    clouds_yaml,
)
from novaclient.sandbox.folder import Folder
from novaclient.sandbox.state import SERVICES, Database


def written(tmp_path: Path, database: Database = "sqlite") -> Folder:
    """A sandbox's folder with its configuration."""
    folder = Folder(tmp_path / "sandbox")
    folder.create_subfolders()
    Configuration(folder, a_state(database), stock_files(tmp_path / "stock")).write()
    return folder


def configuration_files(folder: Folder) -> list[Path]:
    return [path for path in folder.etc.rglob("*") if path.is_file()]


def test_every_file_is_private(tmp_path: Path) -> None:
    folder = written(tmp_path)
    paths = [*configuration_files(folder), folder.clouds]
    assert {path.parent.name for path in paths} >= {"sandbox", *SERVICES}
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}


def test_every_folder_is_private(tmp_path: Path) -> None:
    folder = written(tmp_path)
    folders = [folder.root, *(path for path in folder.root.rglob("*") if path.is_dir())]
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}


@pytest.mark.parametrize("database", ["sqlite", "mariadb"])
def test_no_address_but_the_loopback_interface_is_named(tmp_path: Path, database: Database) -> None:
    folder = written(tmp_path, database)
    text = "\n".join(path.read_text() for path in configuration_files(folder))
    hosts = set(re.findall(r"(?:https?|mysql\+pymysql)://(?:[^@/\s]*@)?([^:/\s]+)", text))
    assert hosts == {"127.0.0.1"}


def test_the_pristine_data_of_mariadb_is_reached_with_its_password(tmp_path: Path) -> None:
    folder = written(tmp_path, "mariadb")
    text = (folder.etc / "nova/nova.conf").read_text()
    port = a_state("mariadb").ports["mariadb"]
    assert f"mysql+pymysql://sandbox:secret-of-database@127.0.0.1:{port}/nova_api" in text


def test_a_dollar_in_a_value_stays_one() -> None:
    assert as_ini({"a": {"b": "x$y"}}) == "[a]\nb = x$$y\n"


def test_the_clouds_yaml_has_an_ordinary_user_and_an_administrator() -> None:
    clouds = yaml.safe_load(clouds_yaml(a_state()))["clouds"]
    assert {name: cloud["auth"]["username"] for name, cloud in clouds.items()} == {
        "sandbox": "demo",
        "sandbox-admin": "admin",
    }
    assert clouds["sandbox"] == {
        "auth": {
            "auth_url": "http://127.0.0.1:21000/v3",
            "username": "demo",
            "password": "secret-of-demo",
            "project_name": "demo",
            "user_domain_id": "default",
            "project_domain_id": "default",
        },
        "region_name": "RegionOne",
        "identity_api_version": 3,
    }


def test_a_password_of_digits_stays_a_text() -> None:
    state = a_state()
    state.passwords["demo"] = "0123"
    cloud = yaml.safe_load(clouds_yaml(state))["clouds"]["sandbox"]
    assert cloud["auth"]["password"] == "0123"


def test_the_variables_say_the_same_as_the_clouds_yaml() -> None:
    auth = yaml.safe_load(clouds_yaml(a_state()))["clouds"]["sandbox-admin"]["auth"]
    variables = client_environment(a_state(), admin=True)
    assert {name: variables[f"OS_{name.upper()}"] for name in auth} == auth
