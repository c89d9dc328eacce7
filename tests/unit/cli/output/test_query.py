"""``--query``: JMESPath expressions on what JSON prints."""

from __future__ import annotations

import json

import pytest
from cli_nova import Nova


def test_query_is_asked_of_what_json_prints(nova: Nova) -> None:
    assert json.loads(nova("box-list", "--query", '[?"Size GB">`9`].Name').out) == ["b"]


def test_query_of_one_resource_is_asked_of_its_object(nova: Nova) -> None:
    assert nova("box-show", "x", "--query", "extra.a[0]").out == "1\n"


@pytest.mark.parametrize(
    ("format", "query", "out"),
    [
        ("yaml", "[0].{n: Name, s: Status}", "n: b\ns: null\n"),
        ("jsonl", "[].Name", '"b"\n"a"\n"c"\n'),
        ("jsonl", "length(@)", "3\n"),
        ("value", "[].[ID, Name]", "0 b\n1 a\n2 c\n"),
        ("value", "[].Name", "b\na\nc\n"),
        ("value", "[9].Name", ""),
        ("csv", "[].{id: ID, name: Name}", "id,name\r\n0,b\r\n1,a\r\n2,c\r\n"),
        ("csv", "[].[ID]", "0\r\n1\r\n2\r\n"),
    ],
)
def test_query_is_printed_in_every_format(nova: Nova, format: str, query: str, out: str) -> None:
    assert nova("box-list", "-f", format, "--query", query).out == out


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("a b", "unexpected 'b' at character 3 of 'a b'"),
        ("[?a", "'[?a' is not complete"),
        ("", "Invalid JMESPath expression: cannot be empty."),
        ("[0].legnth(@)", "no function 'legnth': did you mean 'length'?"),
    ],
)
def test_bad_query_is_refused_before_any_request(nova: Nova, query: str, message: str) -> None:
    done = nova("box-list", "--query", query)
    assert f"error: argument --query: {message}\n" in done.err
    assert (done.status, done.connections) == (2, 0)


def test_query_that_fails_on_the_values_is_reported_without_them(nova: Nova) -> None:
    done = nova("box-list", "--query", "abs(@)")
    assert "error: argument --query: abs() takes number, not array\n" in done.err


def test_what_was_made_is_not_lost_by_a_query_that_fails(nova: Nova) -> None:
    done = nova("box-create", "n", "--query", "abs(@)")
    assert (done.status, json.loads(done.out)["password"]) == (2, "once")
