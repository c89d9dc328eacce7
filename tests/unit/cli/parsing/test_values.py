"""The types of arguments: which words they take, and what they say about others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from novaclient.cli.parsing.values import (
    BadValue,
    Namespace,
    boolean,
    decimal,
    integer,
    positive_int,
)


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (integer, "-3", -3),
        (decimal, "0.5", 0.5),
        (positive_int, "1", 1),
        (boolean, "Yes", True),
        (boolean, " off ", False),
    ],
)
def test_word_becomes_a_value(read: Callable[[str], object], text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text", "message"),
    [
        (integer, "1.5", "must be a number, not '1.5'"),
        (decimal, "x", "must be a number, not 'x'"),
        (positive_int, "0", "must be 1 or more, not 0"),
        (positive_int, "x", "must be a number, not 'x'"),
        (boolean, "maybe", "must be true or false, not 'maybe'"),
    ],
)
def test_other_word_is_refused(read: Callable[[str], object], text: str, message: str) -> None:
    with pytest.raises(BadValue) as refused:
        read(text)
    assert str(refused.value) == message


def test_namespaces_with_the_same_values_are_equal() -> None:
    one, other = Namespace(), Namespace()
    one.name = other.name = "x"
    assert one == other
    other.name = "y"
    assert one != other
