"""Runs commands of ``nova`` against a recorded cloud."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import pytest
from cli_nova import Nova
from microversions import NEWEST
from recording import Sent, recorded


class Ran(NamedTuple):
    """What came of a command, and the requests that it sent."""

    status: int
    out: str
    err: str
    sent: list[Sent]

    @property
    def urls(self) -> list[str]:
        """The requests, as method and URL."""
        return [str(sent) for sent in self.sent]

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)

    @property
    def table(self) -> list[list[str]]:
        """The cells of the table that it printed, headings first."""
        lines = [line for line in self.out.splitlines() if line.startswith("|")]
        return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]


class Commanding:
    """Runs ``nova`` in this process; the cloud gives prepared responses, one by one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._nova = Nova(monkeypatch, capsys)
        #: The environment of the command.
        self.environ = self._nova.environ

    def __call__(
        self,
        *words: str,
        answers: list[Any] | None = None,
        at: str = "2.latest",
        spoken: tuple[str, str] = ("2.1", NEWEST),
    ) -> Ran:
        """Run a command.

        :param words: the command and its arguments.
        :param answers: what the cloud answers, see ``recording.recorded``.
        :param at: the microversion that is asked for.
        :param spoken: the oldest and newest microversion of the cloud.
        """
        cloud = recorded(*(answers or ()), version=at, spoken=spoken)
        self._nova.client = cloud  # type: ignore[assignment]
        done = self._nova("--os-compute-api-version", at, *words)
        return Ran(done.status, done.out, done.err, cloud.sent)
