"""With any text as an id or a name, a request goes to the intended path or is not sent."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest
from contract_case import Case
from contract_cases import CASES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recording import recorded

from novaclient import exceptions

#: All that RFC 3986 lets stand in a path.
IN_PATHS = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/]|%[0-9A-F]{2})*\Z")
IN_QUERIES = re.compile(r"(?:[A-Za-z0-9\-._~!$'()*+,;:@/?&=]|%[0-9A-F]{2})*\Z")
HOSTILE = (
    "../os-keypairs/prod",
    "..",
    ".",
    "",
    "x?all_tenants=1",
    "x#fragment",
    "x/action",
    "x%2Faction",
    "x\r\nX-Auth-Token: 1",
    "x\x00",
    "\u202etxt.exe",
    "\ud800",
    "http://elsewhere.example/",
    "-1",
    "é",
)
WORDS = st.sampled_from(HOSTILE) | st.text(st.characters(), max_size=8)


def texts(case: Case) -> Iterator[int | str]:
    """The arguments of a call that are texts: their places or their names."""
    yield from (place for place, value in enumerate(case.args) if type(value) is str)
    yield from (name for name, value in case.kwargs.items() if type(value) is str)


def with_text(case: Case, argument: int | str, text: str) -> Case:
    """The call with another text for one of its arguments."""
    other = copy.copy(case)
    if isinstance(argument, int):
        other.args = (*case.args[:argument], text, *case.args[argument + 1 :])
    else:
        other.kwargs = case.kwargs | {argument: text}
    return other


def sent(case: Case) -> tuple[list[tuple[str, list[str], set[str]]], Exception | None]:
    """What a call sends: method, segments of the path, names in the query; and how it failed."""
    cloud = recorded()
    error = None
    try:
        result = case.call(cloud)
        if isinstance(result, Iterator):
            list(result)
    except Exception as caught:  # noqa: BLE001 (which ones may come is what the test checks)
        error = caught
    shapes = []
    for request in cloud.sent:
        path, _, query = request.url.partition("?")
        assert IN_PATHS.match(path)
        assert IN_QUERIES.match(query)
        names = {name for name, _ in parse_qsl(query, keep_blank_values=True)}
        shapes.append((request.method, path.split("/"), names))
    return shapes, error


PLACES = [
    pytest.param(case, argument, id=f"{case.name} {argument}")
    for case in CASES
    for argument in texts(case)
]


@pytest.mark.parametrize(("case", "argument"), PLACES)
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(text=WORDS)
def test_text_stays_in_its_place(case: Case, argument: int | str, text: str) -> None:
    meant, _ = sent(with_text(case, argument, "benign"))
    found, error = sent(with_text(case, argument, text))
    if error is not None and type(error).__module__ != exceptions.__name__:
        assert isinstance(error, ValueError | TypeError), repr(error)
    for (method, path, names), (meant_method, meant_path, meant_names) in zip(
        found, meant, strict=False
    ):
        assert (method, len(path)) == (meant_method, len(meant_path))
        assert [p for p in path if p in (".", "..")] == []
        assert [p for p, m in zip(path, meant_path, strict=True) if m != "benign" and p != m] == []
        assert names <= meant_names | {"marker"}
