"""clouds.yaml and secure.yaml: which file is used, and what is reported about a wrong one."""

from __future__ import annotations

import logging

import pytest
from auth_home import CLOUDS, Home


def test_secure_yaml_adds_the_password(home: Home) -> None:
    secure = home.write("secure.yaml", "clouds: {many: {auth: {password: from-secure}}}")
    found = home.settings({"OS_CLIENT_SECURE_FILE": str(secure)}, os_cloud="many")
    assert found.auth["password"] == "from-secure"


def test_clouds_yaml_in_the_configuration_folder_is_found(home: Home) -> None:
    home.write(".config/openstack/clouds.yaml", CLOUDS)
    del home.environ["OS_CLIENT_CONFIG_FILE"]
    assert home.settings(os_cloud="prod").auth["username"] == "alice"


def test_clouds_yaml_in_the_current_folder_takes_precedence(home: Home) -> None:
    home.write(".config/openstack/clouds.yaml", CLOUDS)
    home.write("empty/clouds.yaml", CLOUDS.replace("alice", "here"))
    del home.environ["OS_CLIENT_CONFIG_FILE"]
    assert home.settings(os_cloud="prod").auth["username"] == "here"


def test_first_of_a_clouds_regions_is_used(home: Home) -> None:
    assert home.settings(os_cloud="many").region == "East"


def test_region_outside_of_a_clouds_list_names_the_list(home: Home) -> None:
    text = home.error(os_cloud="many", os_region_name="North")
    assert "Region North is not a valid region name" in text
    assert "East,West" in text


def test_sandbox_cloud_is_found_without_any_variable(home: Home) -> None:
    home.write("sandbox/clouds.yaml", "clouds: {sandbox: {auth: {auth_url: s, username: demo}}}")
    assert home.settings(os_cloud="sandbox").auth["username"] == "demo"


def test_users_own_cloud_named_sandbox_takes_precedence(home: Home) -> None:
    home.write("sandbox/clouds.yaml", "clouds: {sandbox: {auth: {auth_url: s, username: demo}}}")
    home.write("clouds.yaml", "clouds: {sandbox: {auth: {auth_url: s, username: own}}}")
    assert home.settings(os_cloud="sandbox").auth["username"] == "own"


def test_unknown_cloud_names_the_closest_and_all(home: Home) -> None:
    text = home.error(os_cloud="prd")
    assert text.startswith(f"no cloud 'prd' in {home.path}/clouds.yaml: did you mean 'prod'?")
    assert text.endswith("it has prod, many, domainwide")


def test_missing_sandbox_says_how_to_create_it(home: Home) -> None:
    assert home.error(os_cloud="sandbox") == "no cloud 'sandbox': create it with `nova sandbox up`"


def test_unreadable_file_of_a_variable_is_reported(home: Home) -> None:
    home.write("empty/clouds.yaml", CLOUDS)
    text = home.error({"OS_CLIENT_CONFIG_FILE": "/nowhere/c.yaml"}, os_cloud="x")
    assert "(OS_CLIENT_CONFIG_FILE=/nowhere/c.yaml cannot be read)" in text


def test_yaml_error_names_file_line_and_column(home: Home) -> None:
    home.write("clouds.yaml", "clouds:\n  prod:\n    auth: {auth_url: [\n")
    assert home.error(os_cloud="prod").startswith(f"{home.path}/clouds.yaml, line 4, column 1:")


def test_json_error_names_file_line_and_column(home: Home) -> None:
    path = home.write("clouds.json", '{"clouds": }')
    text = home.error({"OS_CLIENT_CONFIG_FILE": str(path)}, os_cloud="prod")
    assert text == f"{path}, line 1, column 12: Expecting value"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- prod", "a mapping with the key 'clouds' is expected"),
        ("clouds: [prod]", "a mapping with the key 'clouds' is expected"),
        ("clouds: {prod: }", "cloud 'prod' must be a mapping"),
        ("clouds: {prod: {auth: x}}", "'auth' of cloud 'prod' must be a mapping"),
        ("clouds: {1: {}}", "the name of cloud 1 must be in quotes"),
    ],
)
def test_file_with_another_structure_is_reported(home: Home, text: str, problem: str) -> None:
    home.write("clouds.yaml", text)
    assert home.error(os_cloud="prod") == f"{home.path}/clouds.yaml: {problem}"


def test_binary_file_is_reported(home: Home) -> None:
    (home.path / "clouds.yaml").write_bytes(b"\xff\xfe\x00")
    assert "clouds.yaml cannot be read" in home.error(os_cloud="prod")


def test_deprecations_in_clouds_yaml_are_not_warnings(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    home.write("clouds.yaml", 'clouds: {c: {region_name: "A,B", auth: {auth_url: u}}}')
    with caplog.at_level(logging.INFO, "novaclient.auth"):
        home.settings(os_cloud="c")
    assert "Comma separated lists in region_name are deprecated" in caplog.text
    assert {entry.levelname for entry in caplog.records} == {"INFO"}
