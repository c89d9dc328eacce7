"""Coverage of Nova's contract by the calls of the cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from contract_exclusions import (
    NEVER_SENT,
    REFUSED_WITHOUT_METHOD,
    SAME,
    WITHOUT_METHOD,
    idle,
    reason,
)
from nova_contract import Contract, Range
from recording import Sent


class Coverage:
    """The ranges that were reached, and the fields that were sent there.

    :param contract: what there is to reach.
    """

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.reached: defaultdict[Range, set[str]] = defaultdict(set)
        self.live = [
            piece
            for name, pieces in contract.ranges.items()
            if name not in contract.refusals
            for piece in pieces
        ]

    def unreached(self) -> list[Range]:
        """The ranges of operations that Nova serves which no call reached, at any address."""
        return [p for p in self.live if not {p, self.twin(p)} & self.reached.keys()]

    def twin(self, piece: Range) -> Range:
        """The range of the same operation's at its first address, if all schemas are alike."""
        for address, first in SAME.items():
            for other in self.contract.ranges.get(piece.operation.replace(address, first), ()):
                if (
                    other[3:] == piece[3:]
                    and other.since <= piece.since
                    and piece.until <= other.until
                ):
                    return other
        return piece

    def untried(self) -> set[str]:
        """The operations that Nova always refuses which no call reached."""
        return self.contract.refusals.keys() - {piece.operation for piece in self.reached}

    def unsent(self) -> Iterator[str]:
        """The fields and parameters of the reached ranges that no call sent, by operation."""
        for piece, sent in self.reached.items():
            if piece.operation in self.contract.refusals:
                continue
            for field in sorted(self.known_fields(piece) - sent):
                yield f"{piece.operation}: {field}"

    def known_fields(self, piece: Range) -> set[str]:
        """The fields of a range's request, and its query parameters."""
        fields: set[str] = set()
        if piece.request:
            fields |= set(schema_fields(self.contract.schemas[piece.request]))
        if piece.query:
            query = self.contract.schemas[piece.query].get("properties", {})
            fields |= {f"?{name}" for name in query}
        return fields

    def unexplained(self) -> list[str]:
        """What is not covered and has no reason, and reasons that are no longer needed."""
        ranges, fields, untried = self.unreached(), set(self.unsent()), self.untried()
        problems = [f"not reached: {r}" for r in ranges if not reason(WITHOUT_METHOD, r.operation)]
        problems += [f"not sent: {f}" for f in sorted(fields) if not reason(NEVER_SENT, f)]
        untold = [name for name in untried if not reason(REFUSED_WITHOUT_METHOD, name)]
        problems += [f"not tried: {name}" for name in sorted(untold)]
        idle_reasons = [
            *idle(REFUSED_WITHOUT_METHOD, untried),
            *idle(WITHOUT_METHOD, (r.operation for r in ranges)),
            *idle(NEVER_SENT, fields),
        ]
        return problems + [f"no longer left: {pattern}" for pattern in idle_reasons]

    def reported(self) -> str:
        """The coverage in lines for people."""
        unreached, refused = self.unreached(), self.contract.refusals
        tried = refused.keys() - self.untried()
        operations = {piece.operation for piece in self.live}
        missing = {piece.operation for piece in unreached}
        live = [piece for piece in self.reached if piece.operation not in refused]
        known = sum(len(self.known_fields(piece)) for piece in live)
        sent = sum(len(self.known_fields(piece) & self.reached[piece]) for piece in live)
        twins = {p.operation for p in self.live if self.twin(p) != p and p not in unreached}
        left = _by_reason(WITHOUT_METHOD, missing)
        untried = _by_reason(REFUSED_WITHOUT_METHOD, self.untried())
        unsent = _by_reason(NEVER_SENT, self.unsent())
        return "\n".join(
            (
                f"Nova up to 2.{self.contract.newest}; operations that it serves: "
                f"{len(operations - missing)} of {len(operations)} covered,",
                f"their ranges of microversions: {len(self.live) - len(unreached)} of "
                f"{len(self.live)}, fields and parameters of these: {sent} of {known}.",
                f"{len(twins)} of these operations are others again, at a second address.",
                f"Operations that it always refuses: {len(refused)}, {len(tried)} have a method.",
                *(f"left: {line}" for line in (*left, *untried)),
                *(f"never sent: {line}" for line in unsent),
            )
        )


def _by_reason(patterns: Mapping[str, str], left: Iterable[str]) -> list[str]:
    """What is left, a line for each reason."""
    lines: defaultdict[str, set[str]] = defaultdict(set)
    for text in left:
        lines[reason(patterns, text) or "nobody says why"].add(text)
    return [f"{why}: {', '.join(sorted(texts))}" for why, texts in sorted(lines.items())]


def schema_fields(schema: Any, at: str = "") -> Iterator[str]:
    """The fields that a schema knows, as paths: ``server.networks[].uuid`` for example."""
    for name, part in schema.get("properties", {}).items():
        path = f"{at}.{name}" if at else name
        yield path
        yield from schema_fields(part, path)
    if isinstance(schema.get("items"), dict):
        yield from schema_fields(schema["items"], f"{at}[]")
    for key in ("oneOf", "anyOf", "allOf"):
        for part in schema.get(key, ()):
            yield from schema_fields(part, at)


def sent_fields(sent: Sent) -> set[str]:
    """The fields that a request has, and its query parameters."""
    query = parse_qs(urlsplit(sent.url).query, keep_blank_values=True)
    return {f"?{name}" for name in query} | set(_fields(sent.body))


def _fields(value: Any, at: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            path = f"{at}.{name}" if at else name
            yield path
            yield from _fields(part, path)
    if isinstance(value, list):
        for part in value:
            yield from _fields(part, f"{at}[]")
