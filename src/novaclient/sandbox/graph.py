"""Runs tasks concurrently, each as soon as those it depends on are finished."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from graphlib import TopologicalSorter


@dataclass(frozen=True, slots=True)
class Task:
    """A task.

    :param call: the function to call
    :param needs: names of the tasks that must be finished before it starts
    """

    call: Callable[[], None]
    needs: Sequence[str] = ()


def run(tasks: Mapping[str, Task], workers: int) -> None:
    """Run all tasks; of those that are ready, the first in the mapping starts first.

    After a failure no further task starts; the running ones finish, and the failure is raised.

    :param tasks: by name
    :param workers: the number of concurrent tasks, at most
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
