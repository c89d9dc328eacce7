"""Microversions of operations: which one a call uses, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from microversions import BEYOND, NEWEST
from recording import recorded

from novaclient import exceptions
from novaclient.base import Manager, Resource
from novaclient.microversions import UNSET, Unset, Window, microversion, positional

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
    def removed(self) -> str:
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
    def reported(self) -> bool:
        return self._pinned


def things(version: str = LATEST, spoken: tuple[str, str] = ("2.1", NEWEST)) -> Things:
    return Things(recorded(version=version, spoken=spoken))


# -------------------------------------------------------------------------------- negotiation
@pytest.mark.parametrize(
    ("call", "spoken", "sent"),
    [
        (lambda t: t.plain(), ("2.1", NEWEST), NEWEST),
        (lambda t: t.plain(), ("2.1", "2.60"), "2.60"),
        (lambda t: t.plain(), ("2.1", "2.200"), NEWEST),
        (lambda t: t.removed(), ("2.1", NEWEST), "2.35"),
        (lambda t: t.removed(), ("2.1", "2.20"), "2.20"),
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
            "It needs 2.50 and newer. This cloud supports 2.1 to 2.49.",
        ),
        (
            lambda t: t.removed(),
            ("2.60", NEWEST),
            exceptions.VersionNotFoundForAPIMethod,
            f"It needs 2.1 to 2.35. This cloud supports 2.60 to {NEWEST}.",
        ),
        (
            lambda t: t.since("x"),
            ("2.1", "2.55"),
            exceptions.UnsupportedAttribute,
            "since microversion 2.60. This cloud supports 2.1 to 2.55.",
        ),
        (
            lambda t: t.gated("x", "y"),
            ("2.1", NEWEST),
            exceptions.UnsupportedAttribute,
            "'old' needs 2.1 to 2.56: pass one or the other.",
        ),
        (
            lambda t: t.gated("x"),
            ("2.60", NEWEST),
            exceptions.UnsupportedAttribute,
            f"This cloud supports 2.60 to {NEWEST}.",
        ),
    ],
)
def test_what_a_cloud_cannot_do_is_refused(
    call: Any, spoken: tuple[str, str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as caught:
        call(things(spoken=spoken))
    assert message in str(caught.value)


@pytest.mark.parametrize("spoken", [(BEYOND, "2.200"), ("2.0", "2.0")])
def test_cloud_without_a_version_in_common_is_reported(spoken: tuple[str, str]) -> None:
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
        ("2.35", lambda t: t.removed(), "2.35"),
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
        ("2.36", lambda t: t.removed(), exceptions.VersionNotFoundForAPIMethod, "2.1 to 2.35"),
        ("2.55", lambda t: t.since("x"), exceptions.UnsupportedAttribute, "You requested 2.55"),
        ("2.57", lambda t: t.gated("x"), exceptions.UnsupportedAttribute, "2.1 - 2.56"),
        ("2.1", lambda t: t.gated(kind="x509"), exceptions.UnsupportedAttribute, "'kind'"),
        ("2.9", lambda t: t.gated(none=None), exceptions.UnsupportedAttribute, "'none'"),
        ("2.9", lambda t: t.gated(quiet=True), exceptions.UnsupportedAttribute, "'quiet'"),
    ],
)
def test_what_a_pinned_version_cannot_do_is_refused(
    version: str, call: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        call(things(version))


def test_surplus_positional_argument_is_no_keyword() -> None:
    with pytest.raises(TypeError):
        things().gated(None, None, "ssh", None)  # type: ignore[call-arg, arg-type]


def test_call_knows_whether_its_version_was_pinned() -> None:
    assert (things(NEWEST).reported(), things().reported()) == (True, False)


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
