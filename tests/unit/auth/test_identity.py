"""Identities: the default cloud, missing credentials, the key of the cache."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from auth_home import CLOUDS, OPENRC, Home

from novaclient.auth import cache
from novaclient.auth.identity import Identity, PasswordMissing
from novaclient.auth.options import OPTIONS, Option


def test_single_cloud_is_the_default(home: Home) -> None:
    home.write("clouds.yaml", "clouds: {lone: {auth: {auth_url: u}}}")
    assert home.settings().cloud == "lone"


def test_variables_override_the_single_cloud(home: Home) -> None:
    home.write("clouds.yaml", "clouds: {lone: {auth: {auth_url: u}}}")
    assert home.settings(OPENRC).cloud is None


def test_missing_configuration_explains_the_options(home: Home) -> None:
    text = home.error()
    assert "--os-cloud NAME (prod, many, domainwide)" in text
    assert "OS_AUTH_URL, OS_USERNAME, OS_PASSWORD and OS_PROJECT_NAME" in text
    assert "`nova sandbox up`, then --os-cloud sandbox" in text


def test_missing_password_has_an_error_of_its_own(home: Home) -> None:
    with pytest.raises(PasswordMissing) as caught:
        home.identity(OPENRC | {"OS_PASSWORD": ""}).login()
    assert str(caught.value) == (
        "no password: give --os-password or set OS_PASSWORD (or choose a cloud with --os-cloud)"
    )


def test_missing_password_of_a_cloud_names_its_file(home: Home) -> None:
    with pytest.raises(PasswordMissing, match=r"or add it to cloud 'many' of .*clouds\.yaml"):
        home.identity(os_cloud="many").login()


def test_everything_missing_is_listed(home: Home) -> None:
    gaps = home.identity(os_region_name="r", os_project_name="p").missing()
    assert [gap.name for gap in gaps] == ["auth_url", "username", "password"]


def test_user_id_replaces_the_user_name(home: Home) -> None:
    assert home.identity(OPENRC | {"OS_USERNAME": "", "OS_USER_ID": "7"}).missing() == ()


def test_missing_settings_of_another_plugin_are_listed(home: Home) -> None:
    gaps = home.identity(OPENRC, os_auth_type="v3oidcpassword").missing()
    assert [gap.flag for gap in gaps] == ["--os-identity-provider", "--os-protocol"]


def test_token_with_endpoint_needs_nothing_else(home: Home) -> None:
    assert home.identity(os_token="t", endpoint_override="http://nova").missing() == ()


def test_password_completes_the_identity(home: Home) -> None:
    asked = home.identity(OPENRC | {"OS_PASSWORD": ""}).with_password("typed")
    assert asked.missing() == ()
    assert asked.settings().auth["password"] == "typed"


def test_key_is_the_same_for_the_same_inputs(home: Home) -> None:
    assert home.identity(OPENRC).key == home.identity(OPENRC).key


@pytest.mark.parametrize(
    ("environ", "typed"),
    [
        ({"OS_PASSWORD": "other"}, {}),
        ({"OS_PROJECT_NAME": "other"}, {}),
        ({"OS_ANYTHING": "x"}, {}),
        ({"NOVA_SERVICE_NAME": "x"}, {}),
        ({"https_proxy": "http://proxy"}, {}),
        ({"NO_PROXY": "*"}, {}),
        ({"REQUESTS_CA_BUNDLE": "/ca"}, {}),
        ({}, {"os_password": "typed"}),
        ({}, {"os_region_name": "West"}),
        ({}, {"insecure": True}),
        ({}, {"timeout": 5.0}),
        ({}, {"os_passcode": "1"}),
    ],
    ids=str,
)
def test_key_changes_with_every_input(
    home: Home, environ: dict[str, str], typed: dict[str, object]
) -> None:
    assert home.identity(OPENRC | environ, **typed).key != home.identity(OPENRC).key


@pytest.mark.parametrize(
    ("environ", "typed"),
    [
        ({"LANG": "C"}, {}),
        ({"OS_COMPUTE_API_VERSION": "2.79"}, {}),
        ({"NOVACLIENT_CACHE_DIR": "/x"}, {}),
        ({}, {"debug": True}),
        ({}, {"timings": True}),
        ({}, {"os_compute_api_version": "2.1"}),
        ({}, {"name_of_a_server": "x"}),
        ({}, {"os_token": None}),
    ],
    ids=str,
)
def test_key_does_not_change_with_other_inputs(
    home: Home, environ: dict[str, str], typed: dict[str, object]
) -> None:
    assert home.identity(OPENRC | environ, **typed).key == home.identity(OPENRC).key


@pytest.mark.parametrize("row", OPTIONS, ids=lambda row: row.dest)
def test_key_depends_on_options_that_identify(home: Home, row: Option) -> None:
    value = True if row.action == "store_true" else "7"
    changed = home.identity(OPENRC, **{row.dest: value}).key != home.identity(OPENRC).key
    assert changed == row.identifies


@pytest.mark.parametrize("name", [name for row in OPTIONS for name in row.env])
def test_key_depends_on_variables_of_options_that_identify(home: Home, name: str) -> None:
    identifies = any(row.identifies for row in OPTIONS if name in row.env)
    changed = home.identity(OPENRC | {name: "7"}).key != home.identity(OPENRC).key
    assert changed == identifies


def test_key_separates_values_from_names(home: Home) -> None:
    one = home.identity(OPENRC | {"OS_A": "1", "OS_B": "2"})
    two = home.identity(OPENRC | {"OS_A": "1OS_B2"})
    assert one.key != two.key


@pytest.mark.parametrize(
    "name", ["clouds.yaml", "empty/secure.yaml", ".config/openstack/clouds-public.yaml"]
)
def test_key_changes_with_a_configuration_file(home: Home, name: str) -> None:
    before = home.identity(os_cloud="prod").key
    home.write(name, CLOUDS + "# edited")
    assert home.identity(os_cloud="prod").key != before


def test_key_changes_with_a_replaced_file_of_the_same_age(home: Home) -> None:
    before = home.identity(os_cloud="prod").key
    old = home.path / "clouds.yaml"
    new = home.write("new.yaml", CLOUDS.replace("alice", "mallo"))
    os.utime(new, ns=(old.stat().st_atime_ns, old.stat().st_mtime_ns))
    new.rename(old)
    assert home.identity(os_cloud="prod").key != before


def test_key_of_the_sandbox_changes_with_its_clouds_yaml(home: Home) -> None:
    before = home.identity(os_cloud="sandbox").key
    home.write("sandbox/clouds.yaml", CLOUDS)
    assert home.identity(os_cloud="sandbox").key != before


def test_files_that_are_not_read_do_not_change_the_key(home: Home) -> None:
    before = home.identity(OPENRC).key
    home.write("clouds.yaml", "")
    assert home.identity(OPENRC).key == before


def test_key_is_a_hash(home: Home) -> None:
    key = home.identity(OPENRC).key
    assert len(key) == 64
    assert int(key, 16)


def test_cached_identity_needs_no_heavy_import(home: Home) -> None:
    environ = home.environ | {"NOVACLIENT_CACHE_DIR": str(home.path / "cache")}
    record = cache.Record("t", None, {"compute": "http://nova"})
    identity = Identity.from_options({"os_cloud": "prod"}, environ)
    identity.remember(record)
    code = (
        "import sys, os\n"
        "before = set(sys.modules)\n"
        "from novaclient.auth.identity import Identity\n"
        "assert Identity.from_options({'os_cloud': 'prod'}, os.environ).cached()\n"
        "print(*set(sys.modules) - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=home.path / "empty",
        capture_output=True,
        text=True,
        check=True,
    )
    heavy = {"yaml", "openstack", "keystoneauth1", "requests", "logging", "dataclasses", "pathlib"}
    assert heavy.isdisjoint(done.stdout.split())


def test_repr_has_no_secret(home: Home) -> None:
    identity = home.identity(OPENRC, os_token="typed-token", os_auth_type="token")
    shown = f"{identity!r} {identity.settings()!r} {home.identity(OPENRC).settings()!r}"
    assert "from-variables" not in shown
    assert "typed-token" not in shown


def test_cache_can_be_turned_off(home: Home) -> None:
    assert not home.identity(OPENRC | {"NOVACLIENT_NO_CACHE": "1"}).cacheable


def test_cache_can_be_turned_off_by_a_flag(home: Home) -> None:
    assert not home.identity(OPENRC, no_cache=True).cacheable
