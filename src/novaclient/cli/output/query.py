"""``--query``: a JMESPath expression on what a command would print as JSON.

jmespath, whose own errors are of several lines, is imported for a query alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError, JMESPathTypeError
from jmespath.functions import Functions

from novaclient.cli.errors import UsageError, did_you_mean


class Query:
    """A JMESPath expression, checked.

    :param text: the expression.
    :raises UsageError: if it is none, or calls a function that there is not; says where.
    """

    def __init__(self, text: str) -> None:
        try:
            self._expression = jmespath.compile(text)
        except JMESPathError as error:
            raise UsageError(_refusal(text, error)) from None
        for name in _functions(self._expression.parsed):
            if name not in Functions.FUNCTION_TABLE:
                hint = did_you_mean(name, Functions.FUNCTION_TABLE)
                raise UsageError(f"argument --query: no function '{name}'{hint}")

    def answer(self, document: str) -> Any:
        """What it gives.

        :param document: the JSON that is asked.
        :raises UsageError: if a function cannot take what it is given.
        """
        try:
            return self._expression.search(json.loads(document))
        except JMESPathError as error:
            raise UsageError(f"argument --query: {_line(error)}") from None


def _refusal(text: str, error: JMESPathError) -> str:
    place = getattr(error, "lex_position", None)
    if place is None or not text.strip():
        return f"argument --query: {_line(error)}"
    if place >= len(text):
        return f"argument --query: '{text}' is not complete"
    return f"argument --query: unexpected '{text[place:]}' at character {place + 1} of '{text}'"


def _line(error: JMESPathError) -> str:
    if isinstance(error, JMESPathTypeError):
        # Its own words repeat the value, which is everything that was asked about.
        wanted = " or ".join(error.expected_types)
        return f"{error.function_name}() takes {wanted}, not {error.actual_type}"
    return " ".join(str(error).split())


def _functions(node: Mapping[str, Any]) -> Iterator[str]:
    """The names of the functions that a parsed expression calls."""
    if node["type"] == "function_expression":
        yield node["value"]
    for child in node["children"]:
        if isinstance(child, Mapping):
            yield from _functions(child)
