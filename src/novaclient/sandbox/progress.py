"""Progress reports of the sandbox. Showing them is up to the caller."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Step:
    """The start or the end of a step.

    :param name: what is done, for example ``starting services``
    :param state: ``started`` or ``finished``
    :param seconds: the duration of a finished step
    :param detail: further information
    """

    name: str
    state: Literal["started", "finished"]
    seconds: float = 0.0
    detail: str = ""


Report = Callable[[Step], None]


def silent(step: Step) -> None:
    """Ignore a report."""


class Progress:
    """Reports steps and measures how long each takes.

    :param report: called at the start and the end of each step
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str, detail: str = "") -> Iterator[None]:
        """Report the start of a step and, if its block raises nothing, its end."""
        self._report(Step(name, "started", detail=detail))
        began = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - began
        self._report(Step(name, "finished", self.seconds[name], detail))

    def note(self, name: str) -> None:
        """Report the start of something without an end of its own."""
        self._report(Step(name, "started"))
