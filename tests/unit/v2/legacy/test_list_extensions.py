"""The API's list of extensions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from microversions import NEWEST
from recording import Cloud, recorded

from novaclient.v2.legacy.list_extensions import ListExtResource

Call = Callable[[Cloud], Any]


def row(*case: Any, name: str) -> Any:
    return pytest.param(*case, id=name)


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "version", "body"),
    [
        row(
            lambda c: c.list_extensions.show_all(),
            {"extensions": []},
            "GET /extensions",
            NEWEST,
            None,
            name="list_extensions.show_all",
        ),
        row(
            lambda c: c.list_extensions.get("os-keypairs"),
            {"extension": {"alias": "os-keypairs"}},
            "GET /extensions/os-keypairs",
            NEWEST,
            None,
            name="list_extensions.get",
        ),
    ],
)
def test_goes_out_at_the_newest_version_that_has_it(
    call: Call, answer: Any, request_line: str, version: str, body: Any
) -> None:
    cloud = recorded(answer)
    call(cloud)
    (sent,) = cloud.sent
    assert (str(sent), sent.version, sent.body) == (request_line, version, body)


@pytest.mark.parametrize(
    ("text", "summary"), [("One.\nTwo.", "One...."), ("One.\n", "One."), (" \n", "??")]
)
def test_summary_of_an_extension_is_the_first_line(text: str, summary: str) -> None:
    assert ListExtResource(object(), {"description": text}, loaded=True).summary == summary
