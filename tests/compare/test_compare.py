"""A call sends what python-novaclient sends, except where the documentation says otherwise.

Both libraries run as installed, each in a process of its own, against a server on
loopback: method, path, parameters, body and microversion headers are compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from compare_calls import FACTS, REQUIREMENT, Call, Outcome, calls, outcomes
from compare_differences import EXPECTED, Difference
from contract_case import manager_class
from contract_cases import SEND_NOTHING

DIFFERENCES = Path(__file__).parents[2] / "docs" / "differences.md"


class Compared(NamedTuple):
    """A call, and its outcome in both libraries."""

    call: Call
    here: Outcome
    there: Outcome

    @property
    def alike(self) -> bool:
        return self.here.requests == self.there.requests

    def __str__(self) -> str:
        return (
            f"{self.call.name} at {self.call.version}\n"
            f"  here:  {self.here.requests} {self.here.error}\n"
            f"  there: {self.there.requests} {self.there.error}"
        )


@pytest.fixture(scope="module")
def compared() -> Sequence[Compared]:
    every = list(calls())
    done = outcomes(every)
    return list(map(Compared, every, done["here"], done["there"]))


@pytest.fixture(scope="module")
def different(compared: Sequence[Compared]) -> Sequence[Compared]:
    """What was sent otherwise here, for calls that python-novaclient takes."""
    return [one for one in compared if not (one.alike or one.there.takes_no_such_call)]


def known(one: Compared) -> list[Difference]:
    return [row for row in EXPECTED if row.covers(one.call.name, one.call.version)]


def test_the_same_call_sends_the_same_request(different: Sequence[Compared]) -> None:
    assert [str(one) for one in different if not known(one)] == []


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row.calls)
def test_known_difference_still_occurs(row: Difference, different: Sequence[Compared]) -> None:
    assert any(row in known(one) for one in different)


@pytest.mark.parametrize("text", sorted({row.row for row in EXPECTED}))
def test_known_difference_is_documented(text: str) -> None:
    assert f"\n| {text} |" in DIFFERENCES.read_text()


def test_every_method_of_both_is_compared(compared: Sequence[Compared]) -> None:
    called = {one.call.method for one in compared if one.there.requests}
    names = {manager_class(one.call.case.attribute).__name__ for one in compared}
    assert names == {name for name in FACTS["classes"] if name.endswith("Manager")}
    known_there = {
        f"{name}.{method}"
        for name, facts in FACTS["classes"].items()
        for method in facts["methods"]
    }
    attributes = {one.call.case.attribute for one in compared}
    classes = {attribute: manager_class(attribute).__name__ for attribute in attributes}
    reached = {
        f"{classes.get(owner, owner)}.{method}"
        for owner, _, method in (name.partition(".") for name in called)
    }
    nothing = {name.replace("servers.", "ServerManager.") for name in SEND_NOTHING}
    assert known_there - reached - nothing == ALWAYS_FAIL


#: Methods that fail there before they have sent anything, whatever they are given.
ALWAYS_FAIL = {"Snapshot.delete"}


def test_reports_how_much_was_compared(
    compared: Sequence[Compared],
    different: Sequence[Compared],
    record_property: pytest.RecordProperty,
) -> None:
    refused = [one for one in compared if one.alike and not one.here.requests]
    foreign = [one for one in compared if not one.alike and one.there.takes_no_such_call]
    rows = Counter(row.row for one in different for row in known(one))
    versions = {one.call.version for one in compared}
    record_property(
        "side by side",
        "\n".join(
            (
                f"{len({one.call.method for one in compared})} methods in "
                f"{len({one.call.name for one in compared})} forms at {len(versions)} "
                f"microversions, with {REQUIREMENT}: {len(compared)} calls,",
                f"{sum(one.alike for one in compared)} alike, {len(refused)} of them refused by "
                "both before any request;",
                f"{len(foreign)} that it does not take; {len(different)} that differ:",
                *(f"  {count}: {row}" for row, count in rows.items()),
            )
        ),
    )
    assert len(compared) > len(different)
