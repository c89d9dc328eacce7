"""How a sandbox tells what it is doing. Telling it to a person is the command's work."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the work has begun, or has ended.

    :param name: what is being done, such as ``installing packages``
    :param state: ``started`` or ``finished``
    :param seconds: how long it took, once it has finished
    :param detail: more about it, for those who want to know
    """

    name: str
    state: Literal["started", "finished"]
    seconds: float = 0.0
    detail: str = ""


Report = Callable[[Step], None]


def silent(step: Step) -> None:
    """Report to nobody."""


class Progress:
    """Reports steps and remembers how long each took.

    :param report: whom to tell
    """

    def __init__(self, report: Report) -> None:
        self._report = report
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str, detail: str = "") -> Iterator[None]:
        """Report that a step begins, and when its block is left without an error, that it ended."""
        self._report(Step(name, "started", detail=detail))
        began = time.monotonic()
        yield
        self.seconds[name] = time.monotonic() - began
        self._report(Step(name, "finished", self.seconds[name], detail))

    def note(self, name: str) -> None:
        """Report something that begins and whose end is not reported."""
        self._report(Step(name, "started"))
