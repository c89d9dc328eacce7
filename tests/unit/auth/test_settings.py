"""The sources of settings, and their precedence."""

from __future__ import annotations

import pytest
from auth_home import OPENRC, Home


def test_variables_are_sufficient(home: Home) -> None:
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


def test_nova_variables_are_read(home: Home) -> None:
    found = home.settings({"NOVA_URL": "u", "NOVA_USERNAME": "n", "NOVA_PROJECT_ID": "p"})
    assert (found.auth["auth_url"], found.auth["username"]) == ("u", "n")
    assert found.auth["project_name"] == "p"


def test_flag_overrides_variable(home: Home) -> None:
    assert home.settings(OPENRC, os_username="dave").auth["username"] == "dave"


def test_project_name_flag_overrides_project_id_variable(home: Home) -> None:
    auth = home.settings(OPENRC | {"OS_PROJECT_ID": "77"}, os_project_name="typed").auth
    assert auth["project_name"] == "typed"
    assert "project_id" not in auth


def test_domain_name_gets_no_default_id(home: Home) -> None:
    auth = home.settings(OPENRC | {"OS_USER_DOMAIN_NAME": "Staff"}).auth
    assert auth["user_domain_name"] == "Staff"
    assert "user_domain_id" not in auth


def test_default_domain_is_for_user_and_project(home: Home) -> None:
    auth = home.settings(OPENRC, os_default_domain_name="Staff").auth
    assert (auth["user_domain_name"], auth["project_domain_name"]) == ("Staff", "Staff")
    assert "default_domain_name" not in auth


def test_default_domain_id_is_for_user_and_project(home: Home) -> None:
    auth = home.settings(OPENRC, os_default_domain_id="42").auth
    assert (auth["user_domain_id"], auth["project_domain_id"]) == ("42", "42")


def test_identity_v2_url_gets_no_domains(home: Home) -> None:
    auth = home.settings(OPENRC, os_auth_url="http://old.example/v2.0").auth
    assert "user_domain_id" not in auth


def test_system_scope_gets_no_project_domain(home: Home) -> None:
    auth = home.settings(OPENRC, os_system_scope="all").auth
    assert auth["system_scope"] == "all"
    assert not [name for name in auth if name.startswith("project")]


def test_token_flag_selects_the_token_type(home: Home) -> None:
    found = home.settings({"OS_AUTH_URL": "u", "OS_PASSWORD": "p"}, os_token="t")
    assert (found.auth_type, found.auth["token"]) == ("token", "t")
    assert "password" not in found.auth


def test_token_variable_without_password_selects_the_token_type(home: Home) -> None:
    assert home.settings({"OS_AUTH_URL": "u", "OS_TOKEN": "t"}).auth_type == "token"


def test_token_variable_is_ignored_with_a_password(home: Home) -> None:
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


def test_variables_of_another_plugin_are_read(home: Home) -> None:
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


def test_application_credential_with_a_project_names_what_to_unset(home: Home) -> None:
    text = home.error(OPENRC, os_auth_type="v3applicationcredential")
    assert "omit --os-project-name (unset OS_PROJECT_NAME), which is 'apps'" in text


def test_flag_of_another_auth_type_is_refused(home: Home) -> None:
    text = home.error(OPENRC, os_auth_type="token", os_username="x")
    assert text == "--os-username does not apply to authentication type 'token'"


def test_unknown_auth_type_is_refused(home: Home) -> None:
    assert "did you mean v3password?" in home.error(OPENRC, os_auth_type="v3pasword")


@pytest.mark.parametrize("flag", ["os_cacert", "os_cert"])
def test_missing_file_is_reported(home: Home, flag: str) -> None:
    text = home.error(OPENRC, **{flag: "/nowhere/x.pem"})
    assert text == f"--{flag.replace('_', '-')}: there is no file /nowhere/x.pem"


def test_key_without_certificate_is_refused(home: Home) -> None:
    assert "without --os-cert" in home.error(OPENRC, os_key="/nowhere")


def test_insecure_overrides_cacert(home: Home) -> None:
    assert home.settings(OPENRC, insecure=True, os_cacert=str(home.path)).verify is False


def test_cloud_is_sufficient(home: Home) -> None:
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


@pytest.mark.parametrize(("version", "microversion"), [("2.60", "2.60"), ("2", None)])
def test_compute_api_version_of_a_cloud_can_be_a_microversion(
    home: Home, version: str, microversion: str | None
) -> None:
    auth = "auth: {auth_url: 'http://k', username: u, password: p}"
    home.write("clouds.yaml", f"clouds: {{old: {{{auth}, compute_api_version: '{version}'}}}}")
    assert home.settings(os_cloud="old").default_microversion == microversion


def test_cloud_can_be_chosen_by_variable(home: Home) -> None:
    assert home.settings({"OS_CLOUD": "prod"}).cloud == "prod"


def test_flag_overrides_cloud(home: Home) -> None:
    found = home.settings(os_cloud="prod", os_project_name="other", os_region_name="North")
    assert found.auth["project_name"] == "other"
    assert "project_id" not in found.auth
    assert found.region == "North"


@pytest.mark.parametrize(("value", "allowed"), [("true", True), ("false", False), ('"no"', False)])
def test_cloud_can_allow_credentials_without_tls(home: Home, value: str, allowed: bool) -> None:
    auth = "auth: {auth_url: 'http://k', username: u, password: p}"
    home.write("clouds.yaml", f"clouds: {{old: {{{auth}, insecure_http: {value}}}}}")
    assert home.settings(os_cloud="old").insecure_http is allowed


def test_variable_overrides_cloud(home: Home) -> None:
    found = home.settings({"OS_CLOUD": "prod", "OS_PASSWORD": "from-variables"})
    assert found.auth["password"] == "from-variables"


def test_single_variable_adjusts_a_cloud(home: Home) -> None:
    found = home.settings({"OS_PROJECT_NAME": "adjusted"}, os_cloud="prod")
    assert found.auth["project_name"] == "adjusted"


def test_openrc_is_ignored_with_os_cloud_flag(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    found = home.settings(OPENRC, os_cloud="prod")
    assert found.auth["auth_url"] == "https://prod.example/v3"
    assert (found.auth["username"], found.auth["password"]) == ("alice", "from-clouds")
    assert "--os-cloud prod takes precedence" in caplog.text


def test_project_flag_takes_the_domain_of_a_domain_scoped_cloud(home: Home) -> None:
    auth = home.settings(os_cloud="domainwide", os_project_name="p").auth
    assert (auth["project_name"], auth["project_domain_name"]) == ("p", "Dom")
    assert "domain_name" not in auth


def test_credentials_outside_of_auth_are_found(home: Home) -> None:
    home.write("clouds.yaml", "clouds: {flat: {username: u, password: p, auth_url: x}}")
    assert home.settings(os_cloud="flat").auth["username"] == "u"


def test_misspelt_setting_names_the_closest(home: Home) -> None:
    home.write("clouds.yaml", "clouds: {prod: {auth: {auth_url: u, project_nme: p}}}")
    assert "has no setting 'project_nme': did you mean 'project_name'?" in home.error(
        os_cloud="prod"
    )


def test_invalid_timeout_is_reported(home: Home) -> None:
    home.write("clouds.yaml", "clouds: {prod: {auth: {auth_url: u}, api_timeout: soon}}")
    assert "timeout soon is not a number of seconds" in home.error(os_cloud="prod")
