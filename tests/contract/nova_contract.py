"""A cloud with Nova's own routes and validators, and calls to it at each microversion.

The front door (``nova_front_door``) runs in the sandbox's environment. It says of each request
whether Nova takes it and which operation it is; the answers are made from that operation's schema.
"""

from __future__ import annotations

import copy
import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from contract_answers import SIZES, Answers, Size, maximum_variants
from contract_case import Case
from recording import Answer, Recorder, Sent, cloud_of

from novaclient import exceptions
from novaclient.api_versions import APIVersion
from novaclient.base import Resource
from novaclient.microversions import Window
from novaclient.sandbox.environment import Environment
from novaclient.transport.messages import Request
from novaclient.v2.client import Client

ENDPOINT = "http://nova.example/v2.1"
PROGRAM = Path(__file__).with_name("nova_front_door.py")
#: What the front door says.
Asked = dict[str, Any]


class Range(NamedTuple):
    """Microversions (their minor numbers) at which an operation's schemas stay the same."""

    operation: str
    since: int
    until: int
    request: str | None
    query: str | None
    response: str | None
    status: int

    def __str__(self) -> str:
        return f"{self.operation} 2.{self.since} to 2.{self.until}"


class Contract:
    """Nova's operations and schemas, and Nova's judgement on requests and answers.

    Running it takes the sandbox's software, which is installed if it is not there.
    """

    def __init__(self, python: Path) -> None:
        # Open as long as the program runs, which is longer than any block here.
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            [python, "-I", "-W", "ignore", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            encoding="utf-8",
        )
        self._known: dict[str, Asked] = {}
        self._answers: dict[tuple[Range, Size, int, str | None], Any] = {}
        facts = self._ask({"ask": "contract"})
        self.newest = int(facts["newest"].partition(".")[2])
        self.schemas: dict[str, dict[str, Any]] = facts["schemas"]
        self.ranges: dict[str, list[Range]] = {}
        self.refusals: dict[str, Asked] = {}
        for row in facts["operations"]:
            name = row["id"]
            self.ranges[name] = [
                Range(name, piece["since"], piece["until"], **piece["facts"])
                for piece in row["ranges"]
            ]
            if row["refused"]:
                self.refusals[name] = row["refused"]

    def close(self) -> None:
        """End the program."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)
        self._errors.close()

    def _last_words(self) -> str:
        self._process.wait(30)
        self._errors.seek(0)
        return self._errors.read().decode("utf-8", errors="replace")[-2000:]

    def _ask(self, question: Mapping[str, Any]) -> Asked:
        line = json.dumps(question, sort_keys=True)
        if line not in self._known:
            assert self._process.stdin
            assert self._process.stdout
            self._process.stdin.write(f"{line}\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
            assert answer, f"Nova's front door broke down at {line}: {self._last_words()}"
            self._known[line] = json.loads(answer)
        return self._known[line]

    def request(self, sent: Sent) -> Asked:
        """What Nova says to a request: its ``operation``, or the ``status`` and ``reason``."""
        return self._ask(
            {
                "ask": "request",
                "method": sent.method,
                "url": sent.url.removeprefix("http://nova.example")
                if sent.url.startswith("http")
                else f"/v2.1{sent.url}",
                "version": sent.version,
                "body": sent.body,
            }
        )

    def range_of(self, operation: str, version: str | None) -> Range:
        """The range that a version of an operation is in."""
        minor = int((version or "2.1").partition(".")[2])
        return next(r for r in self.ranges[operation] if r.since <= minor <= r.until)

    def answer(self, piece: Range, size: Size, variant: int, expects: str | None) -> Any:
        """An answer of an operation, which Nova's validator has found to be one.

        :param expects: a key that it has to have, if one of the schema's alternatives has it.
        """
        key = (piece, size, variant, expects)
        if key not in self._answers:
            self._answers[key] = self._make(*key)
        return copy.deepcopy(self._answers[key])

    def _make(self, piece: Range, size: Size, variant: int, expects: str | None) -> Any:
        schema = self.schemas[piece.response] if piece.response else None
        if not schema:
            return None
        body = Answers(size, variant).make(_with_key(schema, expects))
        version = f"2.{piece.since}"
        said = self._ask(
            {"ask": "answer", "operation": piece.operation, "version": version, "body": body}
        )
        assert said["reason"] is None, f"this is no answer of {piece}: {said['reason']}: {body}"
        return body


class FrontDoor(Recorder):
    """A transport to Nova's front door that records each request and the verdict on it.

    :param case: the call that it is for.
    :param size: how much its answers hold.
    :param variant: which of their alternatives.
    """

    def __init__(self, contract: Contract, case: Case, size: Size, variant: int) -> None:
        super().__init__()
        self.case = case
        self.endpoint = ENDPOINT
        self.contract = contract
        self.size = size
        self.variant = variant
        self.taken: list[tuple[Sent, Range]] = []
        self.refused: list[str] = []
        self.answered: list[Any] = []
        self.removed: Asked | None = None

    def client(self, version: str) -> Client:
        """A client that sends its requests to the door."""
        return cloud_of(self, version, ("2.1", f"2.{self.contract.newest}"))

    def send(self, request: Request) -> Answer:
        """Have Nova check a request, and give an answer of its schema."""
        sent = self.record(copy.deepcopy(request))
        assert sent.service == "compute", f"{sent} is for {sent.service}: add it to OTHER_SERVICES"
        said = self.contract.request(sent)
        if "operation" not in said:
            self.refused.append(f"{sent} at {sent.version}: {said['status']} {said['reason']}")
            raise self._error(sent, said)
        if set(said["ignored"]) - {self.case.ignored}:
            self.refused.append(f"{sent} at {sent.version}: Nova ignores {said['ignored']}")
        reached = self.contract.range_of(said["operation"], sent.version)
        self.taken.append((sent, reached))
        self.removed = self.contract.refusals.get(reached.operation)
        if self.removed:
            raise self._error(sent, self.removed)
        body = self.contract.answer(reached, self.size, self.variant, self.case.expects)
        self.answered.append(body)
        # Where an answer has no body, what was made is named there.
        location = {"location": f"{ENDPOINT}/images/00000000-0000-4000-8000-000000000001"}
        return Answer(body, reached.status, **location)

    def _error(self, sent: Sent, said: Asked) -> exceptions.ClientException:
        body = {"error": {"message": said["reason"]}}
        return exceptions.from_response(Answer({}, said["status"]), body, sent.url, sent.method)


class Visit(NamedTuple):
    """A call at one microversion."""

    version: str
    door: FrontDoor
    result: Any
    error: Exception | None


class Walks:
    """Calls of cases at the first and the last version of each range that they reach."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self._visits: dict[tuple[str, Size, int], list[Visit]] = {}

    def visit(self, case: Case, version: str, size: Size = "full", variant: int = 0) -> Visit:
        """Make the call of a case at a version."""
        door = FrontDoor(self.contract, case, size, variant)
        try:
            result = case.call(door.client(version))
            if isinstance(result, Iterator):
                result = list(result)
        except Exception as error:  # noqa: BLE001 (the tests report any error)
            return Visit(version, door, None, error)
        return Visit(version, door, result, None)

    def walk(self, case: Case, size: Size = "full", variant: int = 0) -> list[Visit]:
        """The calls of a case, from its oldest version to its newest; made once."""
        key = (case.name, size, variant)
        if key not in self._visits:
            self._visits[key] = list(self._walk(case, size, variant))
        return self._visits[key]

    def _walk(self, case: Case, size: Size, variant: int) -> Iterator[Visit]:
        windows = case.windows()
        first, last = _common(windows, self.contract.newest)
        bounds = {last} | {edge for w in windows for edge in _edges(w) if first <= edge < last}
        minor = first
        while minor <= last:
            visit = self.visit(case, f"2.{minor}", size, variant)
            yield visit
            ends = {reached.until for _, reached in visit.door.taken} | bounds
            end = min(end for end in ends if end >= minor)
            if end > minor:
                yield self.visit(case, f"2.{end}", size, variant)
            minor = end + 1

    def variants(self, case: Case) -> Iterator[tuple[Size, int]]:
        """What answers a case needs for each alternative of their schemas to occur."""
        reached = {r for visit in self.walk(case) for _, r in visit.door.taken}
        schemas = [self.contract.schemas[r.response] for r in reached if r.response]
        yield from ((size, 0) for size in SIZES)
        yield from (("full", n) for n in range(1, maximum_variants(schemas)))


def _minor(version: APIVersion) -> int:
    return int(version.ver_minor)


def _with_key(schema: dict[str, Any], key: str | None) -> dict[str, Any]:
    """The alternative of a schema that has a key, by name or by pattern, with the key required."""
    for alternative in schema.get("oneOf", [schema]) if key else ():
        if key in alternative.get("properties", {}):
            return {**alternative, "required": [*alternative.get("required", ()), key]}
        for part in alternative.get("patternProperties", {}).values():
            return {"type": "object", "properties": {key: part}, "required": [key]}
    return schema


def _edges(window: Window) -> set[int]:
    """The last versions before a window opens and closes."""
    edges = {_minor(window.since) - 1}
    return edges | {_minor(window.until)} if window.until else edges


def _common(windows: Sequence[Window], newest: int) -> tuple[int, int]:
    """The first and the last version that all windows hold."""
    first = max(_minor(window.since) for window in windows)
    last = min([newest, *(_minor(window.until) for window in windows if window.until)])
    assert first <= last, "no version knows all of these arguments"
    return first, last


def refusals(visits: Sequence[Visit]) -> list[str]:
    """What Nova did not take, or took and ignored, by version."""
    return [text for visit in visits for text in visit.door.refused]


def misunderstood(visits: Sequence[Visit]) -> list[str]:
    """What the library made nothing, or the wrong thing, of."""
    problems = []
    for visit in visits:
        removed = visit.door.removed
        if removed and getattr(visit.error, "code", None) == removed["status"]:
            continue
        if visit.error:
            problems.append(f"at {visit.version}: {type(visit.error).__name__}: {visit.error}")
            continue
        for resource in _resources(visit.result):
            problems += [f"at {visit.version}: {p}" for p in _unreadable(resource, visit)]
    return problems


def _resources(result: Any) -> Iterator[Resource]:
    if isinstance(result, Resource):
        yield result
    elif isinstance(result, list | tuple):
        for item in result:
            yield from _resources(item)


def _unreadable(resource: Resource, visit: Visit) -> Iterator[str]:
    """The fields of an answer that a resource does not have, and what of its own cannot be read."""
    info = resource.to_dict()
    answers = [answer for answer in visit.door.answered if answer is not None]
    if answers and not any(_holds(answer, info) for answer in answers):
        yield f"{type(resource).__name__} has {info}, which no answer had"
    requests = len(visit.door.sent) if resource.is_loaded() else None
    reserved = type(resource)._reserved
    for name, value in _fields(resource, info).items():
        if name not in reserved and getattr(resource, name, "nothing") != value:
            yield f"{type(resource).__name__}.{name} is not {value!r}"
    for name in dir(type(resource)):
        if isinstance(getattr(type(resource), name), property):
            try:
                value = getattr(resource, name)
                if isinstance(value, Iterator):
                    list(value)
            except Exception as error:  # noqa: BLE001 (the tests report any error)
                yield f"{type(resource).__name__}.{name}: {type(error).__name__}: {error}"
    repr(resource)
    if requests is not None and len(visit.door.sent) > requests:
        yield f"{type(resource).__name__} had to be fetched again to be read"


def undeclared(visits: Sequence[Visit]) -> set[str]:
    """The fields of answers, with names that Python can write, which no class declares."""
    return {
        f"{type(resource).__name__}.{name}"
        for visit in visits
        for resource in _resources(visit.result)
        for name in _fields(resource, resource.to_dict())
        if name.isidentifier() and not _declares(type(resource), name)
    }


def _declares(cls: type, name: str) -> bool:
    return hasattr(cls, name) or any(
        name in vars(c).get("__annotations__", ()) for c in cls.__mro__
    )


def _fields(resource: Resource, info: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a resource has to have: the fields, or those of the one object that wraps them."""
    (name, value), *others = info.items() or [("", None)]
    wrapped = not others and isinstance(value, dict) and not hasattr(resource, name)
    return value if wrapped else info


def _holds(answer: Any, part: Any) -> bool:
    """Whether an answer has a part anywhere in it."""
    if answer == part:
        return True
    inside = answer.values() if isinstance(answer, dict) else answer
    return isinstance(answer, dict | list) and any(_holds(value, part) for value in inside)


def open_contract() -> Contract:
    """Nova's contract, from the sandbox's environment; which is made if it is not there."""
    from novaclient.sandbox.progress import Progress, silent

    environment = Environment.default()
    environment.install(Progress(silent))
    return Contract(environment.python)
