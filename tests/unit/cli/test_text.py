"""Text made harmless, and its width on a terminal."""

from __future__ import annotations

import pytest

from novaclient.cli.text import harmless, width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 日本 👩\u200d🚀", "plain é 日本 👩\u200d🚀"),
        ("\x00\x1b\x7f", r"\x00\x1b\x7f"),
        ("\x9b2J", r"\x9b2J"),
        ("\u202eevil\u2066\u200f", r"\u202eevil\u2066\u200f"),
        ("a\u2028b\u2029c", r"a\u2028b\u2029c"),
        ("\U000e0041", r"\U000e0041"),
        ("\ud800", r"\ud800"),
        ("a\nb\tc\r", r"a\x0ab\x09c\x0d"),
    ],
)
def test_what_could_do_harm_is_made_visible(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_lines_can_be_kept() -> None:
    assert harmless("a\nb\tc\r", lines=True) == "a\nb\tc\\x0d"


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3),
        ("日本", 4),
        ("ｱＡ", 3),
        ("e\u0301", 1),
        ("é", 1),
        ("\u2764", 1),
        ("\u2764\ufe0f", 2),
        ("1\ufe0f\u20e3", 2),
        ("e\ufe0f", 1),
        ("😀😀", 4),
        ("👍🏽", 2),
        ("🏽", 2),
        ("👨\u200d👩\u200d👧", 2),
        ("🏳\ufe0f\u200d🌈", 2),
        ("می\u200cخ", 3),
        ("क\u094d\u200dष", 2),
        ("🇩🇪", 2),
        ("\u1112\u1161\u11ab", 2),
        ("น้ำ", 2),
    ],
)
def test_width_counts_columns(text: str, columns: int) -> None:
    assert width(text) == columns
