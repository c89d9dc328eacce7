"""Global options: how they are read, shortened, deprecated and refused."""

from __future__ import annotations

import pytest

from novaclient.cli.errors import UsageError
from novaclient.cli.parsing import global_options

#: The global options that python-novaclient 3.3.0 had and 18.13.1 does not show.
LEGACY = [
    "--bypass-url", "--bypass_url", "--endpoint-type", "--os-auth-system", "--os_auth_system",
    "--os_auth_url", "--os_compute_api_version", "--os_password", "--os_region_name",
    "--os_tenant_name", "--os_username", "--service_name", "--service_type",
    "--volume-service-name", "--volume_service_name",
]  # fmt: skip


def options(*words: str) -> dict[str, object]:
    return global_options.read(list(words)).options


def test_only_options_that_were_given_are_returned() -> None:
    line = global_options.read(["--os-username", "me", "--debug", "list", "--name", "x"])
    assert line.options == {"os_username": "me", "debug": True}
    assert (line.command, line.arguments) == ("list", ["--name", "x"])


def test_global_option_takes_its_value_after_an_equals_sign() -> None:
    assert options("--os-password=-a=b") == {"os_password": "-a=b"}


def test_global_option_can_have_underscores() -> None:
    assert options("--os_auth_url=http://a_b") == {"os_auth_url": "http://a_b"}


def test_global_option_can_be_shortened() -> None:
    assert options("--os-usern", "me", "--insec") == {"os_username": "me", "insecure": True}


def test_two_spellings_of_one_option_are_not_ambiguous() -> None:
    assert options("--os-auth-t", "token") == {"os_auth_type": "token"}


def test_shortened_option_with_two_meanings_is_refused() -> None:
    with pytest.raises(UsageError, match=r"ambiguous option: --tim could match --timings, --timeo"):
        options("--tim", "list")


@pytest.mark.parametrize("flag", LEGACY)
def test_legacy_global_option_is_accepted(flag: str) -> None:
    assert global_options.read([flag, "2.1", "list"]).command == "list"


@pytest.mark.parametrize(
    ("flag", "today", "dest"),
    [
        ("--bypass-url", "--os-endpoint-override", "endpoint_override"),
        ("--bypass_url", "--os-endpoint-override", "endpoint_override"),
        ("--endpoint-type", "--os-endpoint-type", "endpoint_type"),
        ("--os-auth-system", "--os-auth-type", "os_auth_type"),
        ("--os-auth-token", "--os-token", "os_token"),
        ("--os-tenant-id", "--os-project-id", "os_project_id"),
        ("--os_tenant_name", "--os-project-name", "os_project_name"),
    ],
)
def test_legacy_global_option_names_its_replacement(
    flag: str, today: str, dest: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert options(flag, "x") == {dest: "x"}
    old = flag.replace("_", "-")
    assert capsys.readouterr().err == f"WARNING: {old} is deprecated: use {today}\n"


@pytest.mark.parametrize("flag", ["--os_username", "--service_type", "--os_region_name"])
def test_underscores_are_not_warned_of(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    options(flag, "x")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("short", "dest"), [("--v", "version"), ("--d", "debug"), ("--insec", "insecure")]
)
def test_abbreviation_means_the_old_global_option(short: str, dest: str) -> None:
    assert options(short) == {dest: True}


def test_legacy_global_option_cannot_be_shortened() -> None:
    with pytest.raises(UsageError, match="unknown option '--bypass'"):
        options("--bypass", "x")


def test_unknown_global_option_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"'--os-projct-name': did you mean '--os-project-name'\?"):
        options("--os-projct-name", "x")


def test_value_of_an_unknown_option_is_not_repeated() -> None:
    with pytest.raises(UsageError) as refused:
        options("--os-passwort=hunter2")
    assert "hunter2" not in str(refused.value)


def test_global_option_without_its_value_is_refused() -> None:
    with pytest.raises(UsageError, match="--os-region-name: expected one argument"):
        options("--os-region-name", "--debug")


def test_timeout_that_is_no_number_of_seconds_is_refused() -> None:
    with pytest.raises(UsageError, match="--timeout"):
        options("--timeout", "-1")


def test_options_of_another_authentication_type_are_accepted() -> None:
    words = ["--os-auth-type", "v3applicationcredential", "--os-application-credential-id", "x"]
    assert options(*words)["os_application_credential_id"] == "x"


def test_authentication_type_may_follow_its_options() -> None:
    words = ["--os-application-credential-id=x", "--os-auth-type=v3applicationcredential"]
    assert options(*words)["os_application_credential_id"] == "x"
