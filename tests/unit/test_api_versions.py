"""Microversions: what they are, and which one a call goes out at."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from microversions import BEYOND, NEWEST
from recording import Answer, Cloud, recorded

import novaclient
from novaclient import api_versions, exceptions
from novaclient.api_versions import UNSET, APIVersion, Unset, Window, microversion, positional
from novaclient.base import Manager, Resource

LATEST = "2.latest"


class Thing(Resource):
    """A resource of these tests."""


class Things(Manager[Thing]):
    """Calls with windows of each kind; each returns the version that was chosen."""

    resource_class = Thing

    @microversion()
    def plain(self) -> str:
        return self.api_version.get_string()

    @microversion("2.50", late="2.60")
    def since(self, late: str | None = None) -> str:
        return self.api_version.get_string()

    @microversion("2.1-2.35")
    def withdrawn(self) -> str:
        return self.api_version.get_string()

    @microversion("2.1", old="-2.56", new="2.90", kind="2.2", none="2.10", quiet="2.20")
    def gated(
        self,
        old: str | None = None,
        new: str | None = None,
        kind: str = "ssh",
        *,
        none: str | Unset | None = UNSET,
        quiet: bool = False,
    ) -> str:
        return self.api_version.get_string()

    @positional("2.1-2.13", "host", "shared", "password")
    @microversion("2.1", shared="-2.13")
    def moved(
        self, host: str | None = None, password: str | None = None, *, shared: bool | Unset = UNSET
    ) -> tuple[Any, ...]:
        return host, password, shared

    @microversion()
    def told(self) -> bool:
        return self._pinned


def things(version: str = LATEST, spoken: tuple[str, str] = ("2.1", NEWEST)) -> Things:
    return Things(recorded(version=version, spoken=spoken))


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


# -------------------------------------------------------------------------------- negotiation
@pytest.mark.parametrize(
    ("call", "spoken", "sent"),
    [
        (lambda t: t.plain(), ("2.1", NEWEST), NEWEST),
        (lambda t: t.plain(), ("2.1", "2.60"), "2.60"),
        (lambda t: t.plain(), ("2.1", "2.200"), NEWEST),
        (lambda t: t.withdrawn(), ("2.1", NEWEST), "2.35"),
        (lambda t: t.withdrawn(), ("2.1", "2.20"), "2.20"),
        (lambda t: t.since(late="x"), ("2.1", NEWEST), NEWEST),
        (lambda t: t.gated(old="x"), ("2.1", NEWEST), "2.56"),
        (lambda t: t.gated("x"), ("2.1", NEWEST), "2.56"),
        (lambda t: t.gated(old=""), ("2.1", NEWEST), NEWEST),
        (lambda t: t.gated(None, "x"), ("2.1", NEWEST), NEWEST),
        (lambda t: t.gated(none=None), ("2.1", NEWEST), NEWEST),
    ],
)
def test_call_goes_out_at_the_newest_version_that_all_have(
    call: Any, spoken: tuple[str, str], sent: str
) -> None:
    assert call(things(spoken=spoken)) == sent


@pytest.mark.parametrize(
    ("call", "spoken", "error", "message"),
    [
        (
            lambda t: t.since(),
            ("2.1", "2.49"),
            exceptions.VersionNotFoundForAPIMethod,
            "It needs 2.50 and newer. This cloud speaks 2.1 to 2.49.",
        ),
        (
            lambda t: t.withdrawn(),
            ("2.60", NEWEST),
            exceptions.VersionNotFoundForAPIMethod,
            f"It needs 2.1 to 2.35. This cloud speaks 2.60 to {NEWEST}.",
        ),
        (
            lambda t: t.since("x"),
            ("2.1", "2.55"),
            exceptions.UnsupportedAttribute,
            "since microversion 2.60. This cloud speaks 2.1 to 2.55.",
        ),
        (
            lambda t: t.gated("x", "y"),
            ("2.1", NEWEST),
            exceptions.UnsupportedAttribute,
            "'old' only goes with 2.1 to 2.56: give one or the other.",
        ),
        (
            lambda t: t.gated("x"),
            ("2.60", NEWEST),
            exceptions.UnsupportedAttribute,
            f"This cloud speaks 2.60 to {NEWEST}.",
        ),
    ],
)
def test_what_a_cloud_cannot_do_is_told(
    call: Any, spoken: tuple[str, str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        call(things(spoken=spoken))
    assert message in str(caught.value)


@pytest.mark.parametrize("spoken", [(BEYOND, "2.200"), ("2.0", "2.0")])
def test_cloud_without_a_version_in_common_is_told(spoken: tuple[str, str]) -> None:
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod):
        things(spoken=spoken).plain()


@pytest.mark.parametrize(
    ("version", "call", "sent"),
    [
        ("2.5", lambda t: t.plain(), "2.5"),
        ("2.0", lambda t: t.plain(), "2.0"),
        ("2.200", lambda t: t.plain(), "2.200"),
        ("2.1", lambda t: t.gated(kind="ssh"), "2.1"),
        ("2.1", lambda t: t.gated(kind="".join(["s", "sh"])), "2.1"),
        ("2.1", lambda t: t.gated(none=UNSET), "2.1"),
        ("2.1", lambda t: t.gated(new="", quiet=False), "2.1"),
        ("2.1", lambda t: t.gated(quiet=None), "2.1"),
        ("2.56", lambda t: t.gated("x"), "2.56"),
        ("2.50", lambda t: t.since(), "2.50"),
        ("2.35", lambda t: t.withdrawn(), "2.35"),
    ],
)
def test_pinned_version_is_kept_to_the_letter(version: str, call: Any, sent: str) -> None:
    assert call(things(version)) == sent


@pytest.mark.parametrize(
    ("version", "call", "error", "message"),
    [
        (
            "2.49",
            lambda t: t.since(),
            exceptions.VersionNotFoundForAPIMethod,
            "It needs 2.50 and newer",
        ),
        (
            "2.0",
            lambda t: t.since(),
            exceptions.VersionNotFoundForAPIMethod,
            "'2.1' is not supported",
        ),
        ("2.36", lambda t: t.withdrawn(), exceptions.VersionNotFoundForAPIMethod, "2.1 to 2.35"),
        ("2.55", lambda t: t.since("x"), exceptions.UnsupportedAttribute, "You asked for 2.55"),
        ("2.57", lambda t: t.gated("x"), exceptions.UnsupportedAttribute, "2.1 - 2.56"),
        ("2.1", lambda t: t.gated(kind="x509"), exceptions.UnsupportedAttribute, "'kind'"),
        ("2.9", lambda t: t.gated(none=None), exceptions.UnsupportedAttribute, "'none'"),
        ("2.9", lambda t: t.gated(quiet=True), exceptions.UnsupportedAttribute, "'quiet'"),
    ],
)
def test_what_a_pinned_version_cannot_do_is_told(
    version: str, call: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        call(things(version))


def test_surplus_positional_argument_is_no_keyword() -> None:
    with pytest.raises(TypeError):
        things().gated(None, None, "ssh", None)  # type: ignore[call-arg, arg-type]


def test_call_knows_whether_its_version_was_pinned() -> None:
    assert (things(NEWEST).told(), things().told()) == (True, False)


def test_call_within_a_call_keeps_its_version() -> None:
    class Nested(Things):
        @microversion("2.1-2.35")
        def outer(self) -> str:
            return self.plain()

    assert Nested(recorded()).outer() == "2.35"


def test_window_is_on_the_method_for_others_to_read() -> None:
    window = Things.gated.__microversions__  # type: ignore[attr-defined]
    assert str(window) == "2.1 and newer"
    assert str(window.parameters["old"]) == "2.1 to 2.56"


@pytest.mark.parametrize(
    ("text", "shown"), [("2.5", "2.5 and newer"), ("2.5-2.9", "2.5 to 2.9"), ("-2.9", "2.1 to 2.9")]
)
def test_window_is_read_from_its_text(text: str, shown: str) -> None:
    assert str(Window.parse(text)) == shown


# ------------------------------------------------------------------- arguments in another order
@pytest.mark.parametrize(
    ("version", "arguments", "keywords", "read"),
    [
        ("2.13", ("h", False, "pw"), {}, ("h", "pw", False)),
        ("2.0", ("h", False, "pw"), {}, ("h", "pw", False)),
        ("2.13", ("h",), {"password": "pw"}, ("h", "pw", UNSET)),
        ("2.14", ("h", "pw"), {}, ("h", "pw", UNSET)),
        (LATEST, ("h", "pw"), {}, ("h", "pw", UNSET)),
        (LATEST, ("h",), {"shared": True}, ("h", None, True)),
    ],
)
def test_pinned_version_has_its_own_order(
    version: str, arguments: Any, keywords: dict[str, Any], read: tuple[Any, ...]
) -> None:
    assert things(version).moved(*arguments, **keywords) == read


@pytest.mark.parametrize(
    ("version", "arguments"), [("2.13", ("h", True, "pw", 1)), ("2.14", ("h", "pw", 1))]
)
def test_too_many_arguments_are_refused(version: str, arguments: Any) -> None:
    with pytest.raises(TypeError, match="positional"):
        things(version).moved(*arguments)


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
        ("2.61", "2.1", "2.60", "it speaks 2.1 to 2.60"),
        ("2.5", "2.10", "2.60", "it speaks 2.10 to 2.60"),
        ("2.5", "", "", "no microversions"),
        (LATEST, "2.200", "2.300", "a newer client is needed"),
    ],
)
def test_discovery_tells_what_the_cloud_speaks(
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
def test_extension_without_a_form_for_the_version_is_told(version: str) -> None:
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match="brief"):
        Extension(version).brief()


def test_extensions_withdrawn_method_warns() -> None:
    with pytest.warns(DeprecationWarning, match="deprecated"):
        assert Extension("2.15").gone() == "gone"


def test_forms_of_a_method_can_be_listed() -> None:
    name = Extension.form.__id__  # type: ignore[attr-defined]
    assert [str(m) for m in api_versions.get_substitutions(name, APIVersion("2.5"))] == [
        "Version Method form: min: <APIVersion: 2.0>, max: <APIVersion: 2.9>"
    ]
