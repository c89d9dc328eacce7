"""Tasks run concurrently, each after those it depends on."""

from __future__ import annotations

import graphlib
import threading
from functools import partial

import pytest

from novaclient.sandbox.graph import Task, run


def test_a_task_begins_after_those_it_needs() -> None:
    done: list[str] = []
    tasks = {
        "roof": Task(partial(done.append, "roof"), needs=["walls"]),
        "walls": Task(partial(done.append, "walls"), needs=["floor"]),
        "floor": Task(partial(done.append, "floor")),
    }
    run(tasks, workers=3)
    assert done == ["floor", "walls", "roof"]


def test_independent_tasks_run_at_the_same_time() -> None:
    both = threading.Barrier(2, timeout=10)

    met: list[int] = []

    def meet() -> None:
        met.append(both.wait())

    run({"one": Task(meet), "other": Task(meet)}, workers=2)
    assert sorted(met) == [0, 1]


def test_of_tasks_that_could_begin_the_first_begins_first() -> None:
    done: list[str] = []
    run({name: Task(partial(done.append, name)) for name in "cab"}, workers=1)
    assert done == ["c", "a", "b"]


def test_a_failure_is_raised_and_nothing_further_begins() -> None:
    done: list[str] = []

    def fail() -> None:
        raise ValueError("the floor gave way")

    tasks = {"floor": Task(fail), "walls": Task(partial(done.append, "walls"), needs=["floor"])}
    with pytest.raises(ValueError, match="gave way"):
        run(tasks, workers=2)
    assert done == []


def test_what_is_under_way_ends_before_the_failure_is_raised() -> None:
    failed, done = threading.Event(), threading.Event()

    def fail() -> None:
        failed.set()
        raise ValueError("at once")

    def slow() -> None:
        failed.wait(10)
        done.set()

    with pytest.raises(ValueError, match="at once"):
        run({"slow": Task(slow), "quick": Task(fail)}, workers=2)
    assert done.is_set()


def test_tasks_that_need_each_other_are_refused() -> None:
    tasks = {"hen": Task(lambda: None, ["egg"]), "egg": Task(lambda: None, ["hen"])}
    with pytest.raises(graphlib.CycleError):
        run(tasks, workers=1)
