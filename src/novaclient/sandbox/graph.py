"""Runs tasks side by side, each as soon as those it needs are done."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from graphlib import TopologicalSorter


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do.

    :param call: does it
    :param needs: names of the tasks that have to be done before
    """

    call: Callable[[], None]
    needs: Sequence[str] = ()


def run(tasks: Mapping[str, Task], workers: int) -> None:
    """Do all tasks; of those that could begin, the first in the mapping does.

    After a failure no further task begins, those under way are waited for, and the first failure is
    raised.

    :param tasks: by name
    :param workers: how many may be under way at once
    """
    order = list(tasks)
    sorter = TopologicalSorter({name: task.needs for name, task in tasks.items()})
    sorter.prepare()
    running: dict[Future[None], str] = {}
    ready: list[str] = []
    failure: BaseException | None = None
    with ThreadPoolExecutor(workers) as pool:
        while sorter.is_active() and failure is None:
            ready = sorted([*ready, *sorter.get_ready()], key=order.index)
            while ready and len(running) < workers:
                name = ready.pop(0)
                running[pool.submit(tasks[name].call)] = name
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                sorter.done(running.pop(future))
                failure = failure or future.exception()
    if failure is not None:
        raise failure
