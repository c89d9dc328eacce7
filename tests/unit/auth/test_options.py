"""The global options: flags, variables and precedence."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from novaclient.auth import options
from novaclient.exceptions import ConfigurationError

FACTS = json.loads(
    (Path(__file__).parents[2] / "facts" / "global_options.json").read_text(encoding="utf-8")
)
GROUPS = {
    "options": {"general", "authentication"},
    "API Connection Options": {"connection"},
    "Authentication Options": {"authentication"},
}


@pytest.mark.parametrize("fact", FACTS["options"], ids=lambda fact: fact["flags"][0])
def test_option_is_what_python_novaclient_has(fact: Mapping[str, Any]) -> None:
    row = options.BY_DEST[fact["dest"]]
    assert list(row.flags) == fact["flags"]
    assert list(row.env) == fact["env"]
    assert row.group in GROUPS[fact["group"]]
    assert (row.action == "store") == fact["takes_value"]
    assert row.default == fact.get("default")
    assert list(row.choices) == fact.get("choices", [])
    assert row.metavar == fact.get("metavar")


def test_options_that_python_novaclient_lacks_are_marked_new() -> None:
    known = {fact["dest"] for fact in FACTS["options"]}
    assert [row.dest for row in options.OPTIONS if row.new == (row.dest in known)] == []


def test_each_deprecated_flag_has_a_replacement() -> None:
    flags = {flag for row in options.OPTIONS for flag in row.flags}
    assert set(options.OLD_FLAGS.values()) <= flags


@pytest.mark.parametrize(
    ("variable", "dest"), [("OS_AUTH_SYSTEM", "os_auth_type"), ("OS_AUTH_TOKEN", "os_token")]
)
def test_deprecated_variable_is_read_last(variable: str, dest: str) -> None:
    row = options.BY_DEST[dest]
    assert options.value_of(row, {}, {variable: "old"}) == "old"
    assert options.value_of(row, {}, {variable: "old", row.env[0]: "new"}) == "new"


def test_flags_are_unique() -> None:
    flags = [flag for row in options.OPTIONS for flag in row.flags]
    assert len(flags) == len(set(flags))


def test_every_option_has_a_help_text() -> None:
    assert [row.dest for row in options.OPTIONS if not row.help.endswith((".", ")"))] == []


def test_passwords_and_tokens_are_marked_secret() -> None:
    assert {row.dest for row in options.OPTIONS if row.secret} == {"os_password", "os_token"}


def test_flag_overrides_variable_overrides_default() -> None:
    environ = {"OS_REGION_NAME": "env"}
    typed = {"os_region_name": "typed"}
    assert options.resolve(typed, environ)["os_region_name"] == "typed"
    assert options.resolve({}, environ)["os_region_name"] == "env"
    assert options.resolve({}, {})["endpoint_type"] == "publicURL"


def test_first_variable_that_is_not_empty_is_used() -> None:
    environ = {"OS_PROJECT_NAME": "", "OS_TENANT_NAME": "tenant", "NOVA_PROJECT_ID": "nova"}
    assert options.resolve({}, environ)["os_project_name"] == "tenant"


def test_empty_flag_hides_the_variable() -> None:
    row = options.BY_DEST["os_project_id"]
    assert options.value_of(row, {"os_project_id": ""}, {"OS_PROJECT_ID": "env"}) is None


@pytest.mark.parametrize(("word", "meaning"), [("1", True), ("Yes", True), ("off", False)])
def test_switch_variable_accepts_boolean_words(word: str, meaning: bool) -> None:
    assert options.resolve({}, {"NOVACLIENT_INSECURE": word})["insecure"] is meaning


def test_switch_variable_with_another_word_is_an_error() -> None:
    with pytest.raises(ConfigurationError, match="NOVACLIENT_INSECURE=maybe is neither yes nor no"):
        options.resolve({}, {"NOVACLIENT_INSECURE": "maybe"})


def test_variable_outside_the_choices_is_an_error() -> None:
    with pytest.raises(
        ConfigurationError, match=r"OS_TLS_MIN_VERSION=1\.1 is not one of 1\.2, 1\.3"
    ):
        options.resolve({}, {"OS_TLS_MIN_VERSION": "1.1"})


@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", "soon"])
def test_timeout_must_be_positive(text: str) -> None:
    with pytest.raises(ValueError, match=f"{text} is not a number of seconds"):
        options.positive_seconds(text)


def test_table_is_read_without_heavy_imports() -> None:
    code = (
        "import sys; before = set(sys.modules)\n"
        "import novaclient.auth.options; print(*set(sys.modules) - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"argparse", "keystoneauth1", "yaml", "openstack", "requests", "dataclasses"}
    assert heavy.isdisjoint(done.stdout.split())
