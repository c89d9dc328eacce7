"""The command shapes that print."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from novaclient.cli.framework.printing import limited


@pytest.mark.parametrize(
    ("limit", "shown"), [(None, [1, 2, 3]), (0, [1, 2, 3]), (-1, [1, 2, 3]), (2, [1, 2])]
)
def test_limit_below_one_is_none(limit: int | None, shown: list[int]) -> None:
    assert list(limited([1, 2, 3], limit)) == shown


def test_no_row_beyond_the_limit_is_fetched() -> None:
    def rows() -> Iterator[int]:
        yield 1
        raise AssertionError("a second row was fetched")

    assert list(limited(rows(), 1)) == [1]
