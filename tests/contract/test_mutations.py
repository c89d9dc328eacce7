"""With any response, the library returns a result or raises an error of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from contract_case import Case
from contract_cases import CASES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutations import CHANGES, Change, changed
from nova_contract import FrontDoor, Visit, Walks
from recording import Answer

from novaclient import exceptions
from novaclient.base import Resource
from novaclient.transport.messages import Request

#: How many answers each call gets.
EACH = 46


class Liar(FrontDoor):
    """Nova's front door, behind which somebody changes the answers.

    :param visit: the honest call.
    :param changes: what is wrong with them.
    """

    def __init__(self, visit: Visit, changes: list[Change]) -> None:
        door = visit.door
        super().__init__(door.contract, door.case, door.size, door.variant)
        self._changes = changes

    def send(self, request: Request) -> Answer:
        answer = super().send(request)
        answer.body = changed(answer.body, self._changes)
        return answer


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
@settings(
    max_examples=EACH,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(changes=CHANGES, at=st.integers(min_value=0))
def test_wrong_answers_end_in_a_result_or_in_an_error_of_the_library(
    case: Case, walks: Walks, changes: list[Change], at: int
) -> None:
    visits = walks.walk(case)
    visit = visits[at % len(visits)]
    client = Liar(visit, changes).client(visit.version)
    try:
        _touch(case.call(client))
    except Exception as error:
        if type(error).__module__ != exceptions.__name__ or not str(error):
            raise


def test_more_than_20000_wrong_answers_are_given() -> None:
    assert EACH * len(CASES) > 20_000


def _touch(result: Any) -> None:
    """Do with a result what programs do: go through it, print it, compare it, read its fields."""
    if isinstance(result, Iterator):
        result = list(result)
    if isinstance(result, list | tuple):
        for item in result:
            _touch(item)
    if isinstance(result, Resource):
        repr(result)
        result.to_dict()
        assert result == result
        for name in dir(type(result)):
            if isinstance(getattr(type(result), name), property):
                # A field that is not there is an AttributeError, as everywhere in Python.
                value = getattr(result, name, None)
                if isinstance(value, Iterator):
                    list(value)
