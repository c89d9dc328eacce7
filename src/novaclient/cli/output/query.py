"""``--query``: a JMESPath expression applied to what a command prints as JSON.

Only a command line with a query imports this module, and jmespath with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError, JMESPathTypeError
from jmespath.functions import Functions

from novaclient.cli.errors import UsageError, did_you_mean
from novaclient.cli.output.columns import compact_json
from novaclient.cli.output.destination import Destination
from novaclient.cli.output.formats import Format, Json, ProgramFormat, Record


def query_format(
    text: str, wanted: type[Format], to: Destination, *, headings: bool
) -> QueryFormat:
    """The format that prints the result of a query.

    :param text: the expression.
    :param wanted: the format that the user chose; JSON is used where it is one for people.
    :param to: where to write.
    :param headings: whether to write the headings of columns.
    :raises UsageError: if the expression is invalid.
    """
    wanted = wanted if issubclass(wanted, ProgramFormat) else Json
    return QueryFormat(Query(text), wanted(to, headings=headings))


class QueryFormat(ProgramFormat):
    """A format that writes the result of a query on the records instead of the records.

    :param query: the query.
    :param inner: the format of its result.
    """

    def __init__(self, query: Query, inner: ProgramFormat) -> None:
        super().__init__(inner.to, headings=inner.headings)
        self._query = query
        self._inner = inner

    def write_records(
        self, records: Iterable[Record], titles: Sequence[str], *, single: bool
    ) -> None:
        """Write the result of the query on these records."""
        whole = list(records)
        self.write_answer(self._query.answer(compact_json(whole[0] if single else whole)))

    def write_answer(self, answer: Any) -> None:
        """Write the result of a query."""
        self._inner.write_answer(answer)

    def without_query(self) -> Format:
        """The format that writes the records themselves."""
        return self._inner


class Query:
    """A JMESPath expression, checked.

    :param text: the expression.
    :raises UsageError: if it is invalid or calls an unknown function; the message says where.
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
        """The result of the expression.

        :param document: the JSON text that it is applied to.
        :raises UsageError: if a function gets an argument of the wrong type.
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
        # jmespath's own message repeats the value, which may be the whole list.
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
