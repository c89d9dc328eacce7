"""Who is asking: where settings come from, which source decides, what changes the cache's key."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from novaclient.auth import cache, places
from novaclient.auth.identity import Identity, PasswordMissing
from novaclient.auth.settings import Settings
from novaclient.exceptions import ConfigurationError

CLOUDS = """
clouds:
  prod:
    auth:
      auth_url: https://prod.example/v3
      username: alice
      password: from-clouds
      project_id: 1234
      user_domain_name: Staff
      project_domain_name: Staff
    region_name: East
    compute_default_microversion: "2.79"
    api_timeout: 45
  many:
    regions: [East, West]
    auth: {auth_url: "https://many.example", username: bob, project_name: x}
  domainwide:
    auth: {auth_url: "https://d.example/v3", username: d, password: d, domain_name: Dom}
"""

OPENRC = {
    "OS_AUTH_URL": "https://rc.example/v3",
    "OS_USERNAME": "carol",
    "OS_PASSWORD": "from-variables",
    "OS_PROJECT_NAME": "apps",
}


class Home:
    """A user's home, with nothing of this machine's own configuration in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.environ = {
            "HOME": str(path),
            "XDG_CONFIG_DIRS": str(path / "xdg"),
            "OS_CLIENT_CONFIG_FILE": str(path / "clouds.yaml"),
        }

    def write(self, name: str, text: str) -> Path:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def identity(self, environ: Mapping[str, str] | None = None, **typed: object) -> Identity:
        return Identity.from_options(typed, self.environ | dict(environ or {}))

    def settings(self, environ: Mapping[str, str] | None = None, **typed: object) -> Settings:
        return self.identity(environ, **typed).settings()

    def error(self, environ: Mapping[str, str] | None = None, **typed: object) -> str:
        with pytest.raises(ConfigurationError) as caught:
            self.settings(environ, **typed)
        return str(caught.value)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    monkeypatch.setenv("NOVA_SANDBOX_DIR", str(tmp_path / "sandbox"))
    made = Home(tmp_path)
    made.write("clouds.yaml", CLOUDS)
    return made


# --- variables and flags -------------------------------------------------------------------------


def test_variables_alone_are_enough(home: Home) -> None:
    found = home.settings(OPENRC)
    assert found.auth == {
        "auth_url": "https://rc.example/v3",
        "username": "carol",
        "password": "from-variables",
        "project_name": "apps",
        "user_domain_id": "default",
        "project_domain_id": "default",
    }
    assert (found.auth_type, found.interface, found.timeout) == ("password", "publicURL", 600.0)


def test_nova_variables_are_understood(home: Home) -> None:
    found = home.settings({"NOVA_URL": "u", "NOVA_USERNAME": "n", "NOVA_PROJECT_ID": "p"})
    assert (found.auth["auth_url"], found.auth["username"]) == ("u", "n")
    assert found.auth["project_name"] == "p"


def test_typed_flag_beats_variable(home: Home) -> None:
    assert home.settings(OPENRC, os_username="dave").auth["username"] == "dave"


def test_typed_project_name_beats_the_variables_project_id(home: Home) -> None:
    auth = home.settings(OPENRC | {"OS_PROJECT_ID": "77"}, os_project_name="typed").auth
    assert auth["project_name"] == "typed"
    assert "project_id" not in auth


def test_domain_given_by_name_gets_no_default_id(home: Home) -> None:
    auth = home.settings(OPENRC | {"OS_USER_DOMAIN_NAME": "Staff"}).auth
    assert auth["user_domain_name"] == "Staff"
    assert "user_domain_id" not in auth


def test_default_domain_is_for_user_and_project(home: Home) -> None:
    auth = home.settings(OPENRC, os_default_domain_name="Staff").auth
    assert (auth["user_domain_name"], auth["project_domain_name"]) == ("Staff", "Staff")
    assert "default_domain_name" not in auth


def test_identity_v2_address_gets_no_domains(home: Home) -> None:
    auth = home.settings(OPENRC, os_auth_url="http://old.example/v2.0").auth
    assert "user_domain_id" not in auth


def test_system_scope_gets_no_project_domain(home: Home) -> None:
    auth = home.settings(OPENRC, os_system_scope="all").auth
    assert auth["system_scope"] == "all"
    assert not [name for name in auth if name.startswith("project")]


def test_token_flag_chooses_the_token_type(home: Home) -> None:
    found = home.settings({"OS_AUTH_URL": "u", "OS_PASSWORD": "p"}, os_token="t")
    assert (found.auth_type, found.auth["token"]) == ("token", "t")
    assert "password" not in found.auth


def test_token_variable_without_password_chooses_the_token_type(home: Home) -> None:
    assert home.settings({"OS_AUTH_URL": "u", "OS_TOKEN": "t"}).auth_type == "token"


def test_token_variable_beside_a_password_is_left(home: Home) -> None:
    assert home.settings(OPENRC | {"OS_TOKEN": "t"}).auth_type == "password"


def test_variables_of_an_auth_type_are_read(home: Home) -> None:
    found = home.settings(
        {
            "OS_AUTH_TYPE": "v3applicationcredential",
            "OS_AUTH_URL": "https://rc.example/v3",
            "OS_APPLICATION_CREDENTIAL_ID": "id",
            "OS_APPLICATION_CREDENTIAL_SECRET": "s",
        }
    )
    assert found.auth == {
        "auth_url": "https://rc.example/v3",
        "application_credential_id": "id",
        "application_credential_secret": "s",
    }


def test_variables_of_a_rare_auth_type_are_read(home: Home) -> None:
    found = home.settings(
        OPENRC | {"OS_AUTH_TYPE": "v3oidcpassword", "OS_IDENTITY_PROVIDER": "idp"},
        os_protocol="openid",
    )
    assert (found.auth["identity_provider"], found.auth["protocol"]) == ("idp", "openid")
    assert "user_domain_id" not in found.auth


def test_all_factors_of_multifactor_are_read(home: Home) -> None:
    found = home.settings(
        OPENRC | {"OS_AUTH_TYPE": "v3multifactor", "OS_AUTH_METHODS": "v3password,v3totp"},
        os_passcode="123456",
    )
    assert (found.auth["password"], found.auth["passcode"]) == ("from-variables", "123456")


def test_application_credential_with_a_project_says_what_to_leave_out(home: Home) -> None:
    text = home.error(OPENRC, os_auth_type="v3applicationcredential")
    assert "leave out --os-project-name (unset OS_PROJECT_NAME), here 'apps'" in text


def test_flag_of_another_auth_type_is_refused(home: Home) -> None:
    text = home.error(OPENRC, os_auth_type="token", os_username="x")
    assert text == "--os-username does not apply to authentication type 'token'"


def test_unknown_auth_type_is_refused(home: Home) -> None:
    assert "did you mean v3password?" in home.error(OPENRC, os_auth_type="v3pasword")


@pytest.mark.parametrize("flag", ["os_cacert", "os_cert"])
def test_missing_file_is_told(home: Home, flag: str) -> None:
    text = home.error(OPENRC, **{flag: "/nowhere/x.pem"})
    assert text == f"--{flag.replace('_', '-')}: there is no file /nowhere/x.pem"


def test_key_without_certificate_is_refused(home: Home) -> None:
    assert "without --os-cert" in home.error(OPENRC, os_key="/nowhere")


def test_insecure_beats_cacert(home: Home) -> None:
    assert home.settings(OPENRC, insecure=True, os_cacert=str(home.path)).verify is False


# --- clouds.yaml ---------------------------------------------------------------------------------


def test_cloud_says_everything(home: Home) -> None:
    found = home.settings(os_cloud="prod")
    assert found.auth == {
        "auth_url": "https://prod.example/v3",
        "username": "alice",
        "password": "from-clouds",
        "project_id": "1234",
        "user_domain_name": "Staff",
        "project_domain_name": "Staff",
    }
    assert (found.region, found.timeout, found.interface) == ("East", 45.0, "public")
    assert found.default_microversion == "2.79"


def test_cloud_can_be_chosen_by_variable(home: Home) -> None:
    assert home.settings({"OS_CLOUD": "prod"}).cloud == "prod"


def test_typed_flag_beats_cloud(home: Home) -> None:
    found = home.settings(os_cloud="prod", os_project_name="other", os_region_name="North")
    assert found.auth["project_name"] == "other"
    assert "project_id" not in found.auth
    assert found.region == "North"


@pytest.mark.parametrize(("value", "allowed"), [("true", True), ("false", False), ('"no"', False)])
def test_cloud_can_allow_credentials_without_tls(home: Home, value: str, allowed: bool) -> None:
    auth = "auth: {auth_url: 'http://k', username: u, password: p}"
    home.write("clouds.yaml", f"clouds: {{old: {{{auth}, insecure_http: {value}}}}}")
    assert home.settings(os_cloud="old").insecure_http is allowed


def test_variable_beats_cloud(home: Home) -> None:
    found = home.settings({"OS_CLOUD": "prod", "OS_PASSWORD": "from-variables"})
    assert found.auth["password"] == "from-variables"


def test_single_variable_adjusts_a_typed_cloud(home: Home) -> None:
    found = home.settings({"OS_PROJECT_NAME": "adjusted"}, os_cloud="prod")
    assert found.auth["project_name"] == "adjusted"


def test_variables_of_another_identity_are_not_mixed_with_a_typed_cloud(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    found = home.settings(OPENRC, os_cloud="prod")
    assert found.auth["auth_url"] == "https://prod.example/v3"
    assert (found.auth["username"], found.auth["password"]) == ("alice", "from-clouds")
    assert "--os-cloud prod takes precedence" in caplog.text


def test_secure_yaml_adds_the_password(home: Home) -> None:
    secure = home.write("secure.yaml", "clouds: {many: {auth: {password: from-secure}}}")
    found = home.settings({"OS_CLIENT_SECURE_FILE": str(secure)}, os_cloud="many")
    assert found.auth["password"] == "from-secure"


def test_clouds_yaml_of_the_users_configuration_folder_is_found(home: Home) -> None:
    home.write(".config/openstack/clouds.yaml", CLOUDS)
    del home.environ["OS_CLIENT_CONFIG_FILE"]
    assert home.settings(os_cloud="prod").auth["username"] == "alice"


def test_clouds_yaml_of_the_current_folder_goes_first(home: Home) -> None:
    home.write(".config/openstack/clouds.yaml", CLOUDS)
    home.write("empty/clouds.yaml", CLOUDS.replace("alice", "here"))
    del home.environ["OS_CLIENT_CONFIG_FILE"]
    assert home.settings(os_cloud="prod").auth["username"] == "here"


def test_domain_scoped_cloud_gives_a_typed_project_its_domain(home: Home) -> None:
    auth = home.settings(os_cloud="domainwide", os_project_name="p").auth
    assert (auth["project_name"], auth["project_domain_name"]) == ("p", "Dom")
    assert "domain_name" not in auth


def test_credentials_beside_auth_are_found(home: Home) -> None:
    home.write("clouds.yaml", "clouds: {flat: {username: u, password: p, auth_url: x}}")
    assert home.settings(os_cloud="flat").auth["username"] == "u"


def test_only_cloud_is_used_when_nothing_is_said(home: Home) -> None:
    home.write("clouds.yaml", "clouds: {lone: {auth: {auth_url: u}}}")
    assert home.settings().cloud == "lone"


def test_variables_go_before_the_only_cloud(home: Home) -> None:
    home.write("clouds.yaml", "clouds: {lone: {auth: {auth_url: u}}}")
    assert home.settings(OPENRC).cloud is None


def test_first_of_a_clouds_regions_is_used(home: Home) -> None:
    assert home.settings(os_cloud="many").region == "East"


def test_region_outside_a_clouds_list_names_the_list(home: Home) -> None:
    text = home.error(os_cloud="many", os_region_name="North")
    assert "Region North is not a valid region name" in text
    assert "East,West" in text


def test_sandbox_cloud_is_found_without_any_variable(home: Home) -> None:
    home.write("sandbox/clouds.yaml", "clouds: {sandbox: {auth: {auth_url: s, username: demo}}}")
    assert home.settings(os_cloud="sandbox").auth["username"] == "demo"


def test_users_own_sandbox_cloud_goes_before_the_sandboxs(home: Home) -> None:
    home.write("sandbox/clouds.yaml", "clouds: {sandbox: {auth: {auth_url: s, username: demo}}}")
    home.write("clouds.yaml", "clouds: {sandbox: {auth: {auth_url: s, username: own}}}")
    assert home.settings(os_cloud="sandbox").auth["username"] == "own"


# --- what goes wrong -----------------------------------------------------------------------------


def test_nothing_configured_shows_the_ways_out(home: Home) -> None:
    text = home.error()
    assert "--os-cloud NAME (prod, many, domainwide)" in text
    assert "OS_AUTH_URL, OS_USERNAME, OS_PASSWORD and OS_PROJECT_NAME" in text
    assert "`nova sandbox up`, then --os-cloud sandbox" in text


def test_unknown_cloud_names_the_nearest_and_all(home: Home) -> None:
    text = home.error(os_cloud="prd")
    assert text.startswith(f"no cloud 'prd' in {home.path}/clouds.yaml: did you mean 'prod'?")
    assert text.endswith("known are prod, many, domainwide")


def test_missing_sandbox_says_how_to_make_it(home: Home) -> None:
    assert home.error(os_cloud="sandbox") == "no cloud 'sandbox': make it with `nova sandbox up`"


def test_unreadable_chosen_file_is_told(home: Home) -> None:
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
def test_file_of_another_shape_is_told(home: Home, text: str, problem: str) -> None:
    home.write("clouds.yaml", text)
    assert home.error(os_cloud="prod") == f"{home.path}/clouds.yaml: {problem}"


def test_binary_file_is_told(home: Home) -> None:
    (home.path / "clouds.yaml").write_bytes(b"\xff\xfe\x00")
    assert "clouds.yaml cannot be read" in home.error(os_cloud="prod")


def test_misspelt_setting_names_the_nearest(home: Home) -> None:
    home.write("clouds.yaml", "clouds: {prod: {auth: {auth_url: u, project_nme: p}}}")
    assert "knows no setting 'project_nme': did you mean 'project_name'?" in home.error(
        os_cloud="prod"
    )


def test_wrong_timeout_is_told(home: Home) -> None:
    home.write("clouds.yaml", "clouds: {prod: {auth: {auth_url: u}, api_timeout: soon}}")
    assert "timeout soon is not a number of seconds" in home.error(os_cloud="prod")


# --- what is missing -----------------------------------------------------------------------------


def test_missing_password_alone_can_be_asked_for(home: Home) -> None:
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


def test_user_id_stands_for_the_user_name(home: Home) -> None:
    assert home.identity(OPENRC | {"OS_USERNAME": "", "OS_USER_ID": "7"}).missing() == ()


def test_missing_settings_of_a_rare_auth_type_are_listed(home: Home) -> None:
    gaps = home.identity(OPENRC, os_auth_type="v3oidcpassword").missing()
    assert [gap.flag for gap in gaps] == ["--os-identity-provider", "--os-protocol"]


def test_token_with_endpoint_needs_nothing_else(home: Home) -> None:
    assert home.identity(os_token="t", endpoint_override="http://nova").missing() == ()


def test_password_given_later_completes_the_identity(home: Home) -> None:
    asked = home.identity(OPENRC | {"OS_PASSWORD": ""}).with_password("typed")
    assert asked.missing() == ()
    assert asked.settings().auth["password"] == "typed"


# --- the key -------------------------------------------------------------------------------------


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
def test_key_stays_with_what_does_not_matter(
    home: Home, environ: dict[str, str], typed: dict[str, object]
) -> None:
    assert home.identity(OPENRC | environ, **typed).key == home.identity(OPENRC).key


def test_value_is_not_mistaken_for_another_variable(home: Home) -> None:
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


def test_key_changes_when_a_file_is_replaced_by_one_of_the_same_age(home: Home) -> None:
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


def test_key_tells_nothing(home: Home) -> None:
    key = home.identity(OPENRC).key
    assert len(key) == 64
    assert int(key, 16)


# --- cheap and discreet --------------------------------------------------------------------------


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


def test_candidates_are_those_of_openstack_config(home: Home) -> None:
    del home.environ["XDG_CONFIG_DIRS"], home.environ["OS_CLIENT_CONFIG_FILE"]
    code = (
        "import json; from openstack.config import loader as l\n"
        "print(json.dumps([l.CONFIG_FILES, l.SECURE_FILES, l.VENDOR_FILES]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=home.environ,
        cwd=home.path / "empty",
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = [list(dict.fromkeys(paths)) for paths in json.loads(done.stdout)]
    stems = ("clouds", "secure", "clouds-public")
    assert [places.config_files(stem, home.environ) for stem in stems] == theirs


def test_nothing_shows_a_secret(home: Home) -> None:
    identity = home.identity(OPENRC, os_token="typed-token", os_auth_type="token")
    shown = f"{identity!r} {identity.settings()!r} {home.identity(OPENRC).settings()!r}"
    assert "from-variables" not in shown
    assert "typed-token" not in shown


def test_cache_can_be_turned_off(home: Home) -> None:
    assert not home.identity(OPENRC | {"NOVACLIENT_NO_CACHE": "1"}).cacheable


def test_cache_can_be_turned_off_by_a_flag(home: Home) -> None:
    assert not home.identity(OPENRC, no_cache=True).cacheable


def test_deprecations_in_clouds_yaml_are_not_warnings(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    home.write("clouds.yaml", 'clouds: {c: {region_name: "A,B", auth: {auth_url: u}}}')
    with caplog.at_level(logging.INFO, "novaclient.auth"):
        home.settings(os_cloud="c")
    assert "Comma separated lists in region_name are deprecated" in caplog.text
    assert {entry.levelname for entry in caplog.records} == {"INFO"}
