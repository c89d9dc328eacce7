"""The options of authentication plugins."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from novaclient.auth import options, plugins
from novaclient.exceptions import ConfigurationError

FACTS = json.loads(
    (Path(__file__).parents[2] / "facts" / "global_options.json").read_text(encoding="utf-8")
)
GROUPS = {
    "options": {"general", "authentication"},
    "API Connection Options": {"connection"},
    "Authentication Options": {"authentication"},
}


@pytest.mark.parametrize("auth_type", FACTS["auth_types"])
def test_every_flag_of_an_auth_type_is_known(auth_type: str) -> None:
    rows = [*options.OPTIONS, *plugins.plugin_options(auth_type)]
    known = {flag for row in rows for flag in row.flags}
    expected = {flag for fact in FACTS["auth_types"][auth_type] for flag in fact["flags"]}
    assert expected <= known


@pytest.mark.parametrize("auth_type", FACTS["auth_types"])
def test_plugin_options_have_the_plugins_variables(auth_type: str) -> None:
    facts = {fact["dest"]: fact for fact in FACTS["auth_types"][auth_type]}
    for row in plugins.plugin_options(auth_type):
        assert list(row.env) == facts[row.dest]["env"]
        assert row.secret == facts[row.dest]["secret"]


def test_plugin_flags_with_underscores_can_be_typed_with_dashes() -> None:
    flags = {
        flag for row in plugins.plugin_options("v3applicationcredential") for flag in row.flags
    }
    assert "--os-application-credential-id" in flags
    assert "--os-application_credential_id" in flags


def test_password_type_has_no_options_of_its_own() -> None:
    assert plugins.plugin_options("password") == ()


def test_unknown_auth_type_names_the_closest() -> None:
    with pytest.raises(ConfigurationError, match=r"'pasword': did you mean password\? installed"):
        plugins.plugin_options("pasword")
