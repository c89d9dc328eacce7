"""Nova accepts what the library sends, and the library understands what Nova responds.

At the first and the last microversion of every range of the operations that a call reaches.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from contract_case import Case, arguments, methods
from contract_cases import (
    CASES,
    FIELDS_OF_THE_CALLERS,
    NOT_GIVEN,
    OTHER_SERVICES,
    SEND_NOTHING,
)
from contract_coverage import Coverage, sent_fields
from nova_contract import Walks, misunderstood, refusals, undeclared

METHODS = sorted(set(methods(without=OTHER_SERVICES)) - SEND_NOTHING)


def by_name(cases: Iterable[Case]) -> list[Any]:
    return [pytest.param(case, id=case.name) for case in cases]


def test_case_names_are_unique() -> None:
    names = [case.name for case in CASES]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("method", METHODS)
def test_method_has_a_case(method: str) -> None:
    assert any(case.method == method for case in CASES), "add one to contract_cases.py"


@pytest.mark.parametrize("method", METHODS)
def test_every_argument_of_a_method_is_given(method: str) -> None:
    given = {name for case in CASES if case.method == method for name in case.given()}
    known = arguments(method) - NOT_GIVEN.get(method, {}).keys()
    assert known - given == set(), "add cases with them to contract_cases.py"


@pytest.mark.parametrize("case", by_name(CASES))
def test_nova_takes_what_is_sent(case: Case, walks: Walks) -> None:
    visits = walks.walk(case)
    assert refusals(visits) == []
    assert all(visit.door.taken for visit in visits)


@pytest.mark.parametrize("case", by_name(CASES))
def test_request_goes_out_at_the_pinned_version(case: Case, walks: Walks) -> None:
    for visit in walks.walk(case):
        sent = {sent.version for sent in visit.door.sent}
        assert sent <= {visit.version, None}


@pytest.mark.parametrize("case", by_name(CASES))
def test_answers_are_understood(case: Case, walks: Walks) -> None:
    for size, variant in walks.variants(case):
        assert misunderstood(walks.walk(case, size, variant)) == []


@pytest.mark.parametrize("case", by_name(c for c in CASES if c.only.until is None))
def test_nova_takes_what_is_sent_at_the_negotiated_version(case: Case, walks: Walks) -> None:
    visit = walks.visit(case, "2.latest")
    assert (refusals([visit]), misunderstood([visit])) == ([], [])


@pytest.mark.parametrize("case", by_name(c for c in CASES if c.method not in FIELDS_OF_THE_CALLERS))
def test_fields_of_answers_are_declared(case: Case, walks: Walks) -> None:
    assert undeclared(walks.walk(case)) == set()


def test_every_range_is_reached_and_every_field_is_sent(
    walks: Walks, record_property: pytest.RecordProperty
) -> None:
    coverage = Coverage(walks.contract)
    for case in CASES:
        for visit in walks.walk(case):
            for sent, reached in visit.door.taken:
                coverage.reached[reached] |= sent_fields(sent)
    record_property("nova's contract", coverage.reported())
    assert coverage.unexplained() == []
