"""Versions of the API, their headers, and functions of extensions for ranges of them."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from microversions import NEWEST
from recording import Answer, Cloud, recorded

import novaclient
from novaclient import api_versions, exceptions
from novaclient.api_versions import APIVersion

LATEST = "2.latest"


# ------------------------------------------------------------------------------------ versions
@pytest.mark.parametrize("text", ["2.0", "2.1", NEWEST, "2.latest"])
def test_version_is_written_as_it_was_read(text: str) -> None:
    assert APIVersion(text).get_string() == text


@pytest.mark.parametrize(
    "text",
    ["", "2", "2.", ".1", "2.01", "02.1", "2.1.1", "2.-1", "2. 1", "2.1\n", "x.y", "2.Latest"],
)
def test_version_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(exceptions.UnsupportedVersion, match="Invalid format"):
        APIVersion(text)


def test_versions_are_compared_as_numbers() -> None:
    texts = ["2.9", "2.latest", "2.10", "2.1", "3.0"]
    ordered = sorted(map(APIVersion, texts))
    assert [version.get_string() for version in ordered] == [
        "2.1",
        "2.9",
        "2.10",
        "2.latest",
        "3.0",
    ]


def test_equal_versions_have_one_hash() -> None:
    assert len({APIVersion("2.1"), APIVersion("2.1"), APIVersion("2.2")}) == 2


def test_version_is_not_compared_with_a_text() -> None:
    with pytest.raises(TypeError):
        assert APIVersion("2.1") < "2.2"  # type: ignore[operator]
    assert APIVersion("2.1") != "2.1"


def test_null_version_stands_for_none() -> None:
    null = APIVersion()
    assert (null.is_null(), repr(null)) == (True, "<APIVersion: null>")
    with pytest.raises(ValueError, match="Null"):
        null.get_string()
    with pytest.raises(ValueError, match="Null"):
        null.matches(APIVersion("2.1"), APIVersion("2.2"))


@pytest.mark.parametrize(
    ("first", "last", "within"),
    [
        ("2.1", "2.9", True),
        ("2.6", "2.9", False),
        ("2.1", "2.4", False),
        (None, "2.9", True),
        ("2.1", None, True),
    ],
)
def test_range_may_be_open(first: str | None, last: str | None, within: bool) -> None:
    assert APIVersion("2.5").matches(APIVersion(first), APIVersion(last)) is within


@pytest.mark.parametrize(
    ("given", "text"),
    [("2", "2.0"), (2, "2.0"), ("2.5", "2.5"), (2.5, "2.5"), ("2.latest", LATEST)],
)
def test_user_may_leave_the_minor_version_out(given: Any, text: str) -> None:
    assert api_versions.get_api_version(given).get_string() == text


@pytest.mark.parametrize("given", ["1.1", "3", "3.0", APIVersion("3.0")])
def test_other_major_versions_are_refused(given: Any) -> None:
    with pytest.raises(exceptions.UnsupportedVersion, match="Major part should be '2'"):
        api_versions.get_api_version(given)


# ------------------------------------------------------------------------------------- headers
@pytest.mark.parametrize(
    ("version", "headers"),
    [
        (APIVersion(), {}),
        (APIVersion("2.0"), {}),
        (APIVersion("2.26"), {"X-OpenStack-Nova-API-Version": "2.26"}),
        (
            APIVersion("2.27"),
            {"X-OpenStack-Nova-API-Version": "2.27", "OpenStack-API-Version": "compute 2.27"},
        ),
    ],
)
def test_headers_name_the_version(version: APIVersion, headers: dict[str, str]) -> None:
    sent: dict[str, str] = {}
    api_versions.update_headers(sent, version)
    assert sent == headers


@pytest.mark.parametrize(
    ("header", "warnings"),
    [("OpenStack-API-Version", 0), ("X-OpenStack-Nova-API-Version", 0), ("Server", 1)],
)
def test_answer_that_names_no_version_is_warned_of(
    header: str, warnings: int, caplog: pytest.LogCaptureFixture
) -> None:
    answer = Answer()
    answer.headers = {header: "x"}
    with caplog.at_level(logging.WARNING):
        api_versions.check_headers(answer, APIVersion("2.5"))
    assert len(caplog.records) == warnings


# ----------------------------------------------------------------------------------- discovery
def versions(oldest: str, newest: str) -> Cloud:
    info = {"id": "v2.1", "version": newest, "min_version": oldest}
    return recorded({"version": info})


@pytest.mark.parametrize(
    ("asked", "newest", "found"),
    [
        (LATEST, NEWEST, NEWEST),
        (LATEST, "2.60", "2.60"),
        (LATEST, "2.300", novaclient.API_MAX_VERSION.get_string()),
        (LATEST, "", "2.0"),
        ("2.5", "2.60", "2.5"),
        ("2.0", "2.60", "2.0"),
    ],
)
def test_discovery_finds_the_version_to_speak(asked: str, newest: str, found: str) -> None:
    version = api_versions.discover_version(versions("2.1", newest), APIVersion(asked))
    assert version.get_string() == found


@pytest.mark.parametrize(
    ("asked", "oldest", "newest", "message"),
    [
        ("2.61", "2.1", "2.60", "it supports 2.1 to 2.60"),
        ("2.5", "2.10", "2.60", "it supports 2.10 to 2.60"),
        ("2.5", "", "", "no microversions"),
        (LATEST, "2.200", "2.300", "a newer client is needed"),
    ],
)
def test_discovery_shows_what_the_cloud_supports(
    asked: str, oldest: str, newest: str, message: str
) -> None:
    with pytest.raises(exceptions.UnsupportedVersion, match=message):
        api_versions.discover_version(versions(oldest, newest), APIVersion(asked))


# ------------------------------------------------------------------ the form that extensions use
class Extension:
    """Two forms of one method, as python-novaclient's extensions write them."""

    def __init__(self, version: str) -> None:
        self.api_version = APIVersion(version)

    @api_versions.wraps("2.0", "2.9")
    def form(self) -> str:
        return "old"

    @api_versions.wraps("2.10")
    def form(self) -> str:  # type: ignore[no-redef] # noqa: F811
        return "new"

    @api_versions.wraps("2.5", "2.9")
    def brief(self) -> str:
        return "brief"

    @api_versions.deprecated_after("2.15")
    def gone(self) -> str:
        return "gone"


@pytest.mark.parametrize(
    ("version", "form"), [("2.1", "old"), ("2.9", "old"), ("2.10", "new"), (LATEST, "new")]
)
def test_extension_has_a_form_for_each_version(version: str, form: str) -> None:
    assert Extension(version).form() == form


@pytest.mark.parametrize("version", ["2.4", "2.10"])
def test_extension_without_a_form_for_the_version_is_reported(version: str) -> None:
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match="brief"):
        Extension(version).brief()


def test_extensions_removed_method_warns() -> None:
    with pytest.warns(DeprecationWarning, match="deprecated"):
        assert Extension("2.15").gone() == "gone"


def test_forms_of_a_method_can_be_listed() -> None:
    name = Extension.form.__id__  # type: ignore[attr-defined]
    assert [str(m) for m in api_versions.get_substitutions(name, APIVersion("2.5"))] == [
        "Version Method form: min: <APIVersion: 2.0>, max: <APIVersion: 2.9>"
    ]
