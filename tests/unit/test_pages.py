"""Long lists: pages fetched ahead, and the garbage collector held while they are decoded."""

from __future__ import annotations

import gc
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from novaclient import base, exceptions
from novaclient.api_versions import APIVersion
from novaclient.bulk import Task
from novaclient.transport import protocol


class Answer:
    """A response without anything in it."""

    status_code = 200
    headers: dict[str, str] = {}  # noqa: RUF012  a response's attribute


class Pages:
    """A client of a cloud with a number of pages, each with one box."""

    api_version = APIVersion("2.1")

    def __init__(self, count: int) -> None:
        self.client: Any = self
        self.count = count
        self.requested = 0
        self.more_than_one = threading.Event()

    def version_range(self) -> tuple[APIVersion, APIVersion]:
        """What it speaks."""
        return APIVersion("2.1"), APIVersion("2.90")

    def request(self, url: str, method: str, **kwargs: Any) -> tuple[Any, Any]:
        """Answer with the next page; the one after the last is an error."""
        self.requested += 1
        number = self.requested
        if number > 1:
            self.more_than_one.set()
        if number > self.count:
            raise exceptions.ConnectionFailed("gone")
        links = [{"rel": "next", "href": f"http://c/boxes?marker={number}"}]
        return Answer(), {"boxes": [{"id": str(number)}], "boxes_links": links}


class Boxes(base.ManagerWithFind[base.Resource]):
    """Boxes, of no cloud."""

    resource_class = base.Resource


def test_next_page_is_requested_while_one_is_handled() -> None:
    api = Pages(9)
    pages = Boxes(api)._pages("/boxes", "boxes", ahead=True)
    assert next(pages)[0].id == "1"
    assert api.more_than_one.wait(10)


def test_page_is_requested_only_when_it_is_needed() -> None:
    api = Pages(9)
    pages = Boxes(api)._pages("/boxes", "boxes")
    assert [next(pages)[0].id, next(pages)[0].id] == ["1", "2"]
    assert api.requested == 2


def test_error_of_the_next_page_comes_in_its_turn() -> None:
    pages = Boxes(Pages(1))._pages("/boxes", "boxes", ahead=True)
    assert next(pages)[0].id == "1"
    with pytest.raises(exceptions.ConnectionFailed, match="gone"):
        next(pages)


def test_task_that_was_not_begun_is_done_when_its_result_is_wanted() -> None:
    threads: list[int] = []
    Task(lambda: threads.append(threading.get_ident())).result()
    assert threads == [threading.get_ident()]


def test_task_that_was_begun_runs_on_a_thread_of_its_own() -> None:
    task = Task(threading.get_ident)
    task.begin()
    assert task.result() != threading.get_ident()


# ------------------------------------------------------------------------------- the collector
@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bool]]:
    """Whether the collector was at work while answers were decoded."""
    states: list[bool] = []

    def loads(content: bytes) -> Any:
        states.append(gc.isenabled())
        return json.JSONDecoder().decode(content.decode())

    monkeypatch.setattr(protocol.json, "loads", loads)
    gc.enable()
    yield states
    gc.enable()


LARGE = json.dumps(["x" * 200_000]).encode()


def test_collector_rests_while_a_large_answer_is_decoded(seen: list[bool]) -> None:
    protocol.decode(LARGE)
    assert (seen, gc.isenabled()) == ([False], True)


def test_collector_goes_on_while_a_small_answer_is_decoded(seen: list[bool]) -> None:
    protocol.decode(b"[]")
    assert seen == [True]


def test_collector_goes_on_after_an_answer_that_does_not_parse(seen: list[bool]) -> None:
    protocol.decode(b"x" * 200_000)
    assert gc.isenabled()


def test_collector_that_the_program_stopped_stays_stopped(seen: list[bool]) -> None:
    gc.disable()
    protocol.decode(LARGE)
    assert not gc.isenabled()


def test_collector_rests_until_the_last_of_several_answers_is_decoded(seen: list[bool]) -> None:
    with protocol.COLLECTOR_HELD:
        with protocol.COLLECTOR_HELD:
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
