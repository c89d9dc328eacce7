"""The limits command: requests and output."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding
from microversions import NEWEST


def cells(line: str) -> list[str]:
    """The cells of a line of a table."""
    return [cell.strip() for cell in line.split("|")[1:-1]]


RATE = {
    "regex": ".*",
    "uri": "*",
    "limit": [
        {"verb": "POST", "value": 10, "remaining": 2, "unit": "MINUTE", "next-available": "T"}
    ],
}
ABSOLUTE = {"maxTotalCores": 20, "totalCoresUsed": 3, "maxServerMeta": 128, "maxTotalRAMSize": -1}


def limits(rate: Any = (), **absolute: int) -> dict[str, Any]:
    """The limits of a project."""
    return {"limits": {"rate": list(rate), "absolute": {**ABSOLUTE, **absolute}}}


def test_limits_are_two_tables(on_cloud: Commanding) -> None:
    ran = on_cloud("limits", answers=[limits([RATE])])
    lines = [cells(line) for line in ran.out.splitlines() if line.startswith("|")]
    assert lines == [
        ["Verb", "URI", "Value", "Remain", "Unit", "Next_Available"],
        ["POST", "*", "10", "2", "MINUTE", "T"],
        ["Name", "Used", "Max"],
        ["Cores", "3", "20"],
        ["RAM", "-", "-1"],
        ["Server Meta", "-", "128"],
    ]


def test_unknown_limit_has_a_column_of_its_own(on_cloud: Commanding) -> None:
    ran = on_cloud("limits", "-f", "json", answers=[limits(maxNew=7)])
    assert ran.json[-1] == {"Name": "maxNew", "Used": None, "Max": None, "Other": 7}
    assert ran.json[0] == {"Name": "Cores", "Used": 3, "Max": 20, "Other": None}


@pytest.mark.parametrize(
    ("words", "url", "version"),
    [
        ("", "/limits", NEWEST),
        ("--tenant", "/limits", NEWEST),
        ("--tenant p1", "/limits?tenant_id=p1", NEWEST),
        ("--reserved", "/limits?reserved=1", "2.74"),
    ],
)
def test_limits_are_requested(on_cloud: Commanding, words: str, url: str, version: str) -> None:
    ran = on_cloud("limits", *words.split(), answers=[limits()])
    assert (ran.urls, ran.sent[0].version) == ([f"GET {url}"], version)
