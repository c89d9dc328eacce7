"""Runs command lines with this project's ``nova`` and with python-novaclient's, and compares their
output.
"""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

from comparison_cloud import Furniture
from comparison_lines import Line, Script
from measure import clean_environ, installed

REQUIREMENT: Final = "python-novaclient==18.13.1"
PROGRAM: Final = Path(__file__).with_name("comparison_program.py")


class Outcome(NamedTuple):
    """What a command line did: its exit status and what it printed."""

    status: int
    out: str
    error: str


class Compared(NamedTuple):
    """A line at a microversion, and its outcomes here and in python-novaclient (there)."""

    line: Line
    version: str
    here: Outcome
    there: Outcome

    @property
    def identical(self) -> bool:
        """Whether status and output are the same to the byte."""
        return self.here[:2] == self.there[:2]

    def alike(self, but: str = "", *, whatever_status: bool = False) -> bool:
        """Whether they are the same, except for values that always differ.

        :param but: a regular expression of further text to ignore.
        :param whatever_status: whether the statuses may differ.
        """
        if self.identical:
            return True
        if self.here.status != self.there.status and not whatever_status:
            return False
        patterns = [pattern for pattern in (self.line.moving, but) if pattern]
        return _without(patterns, self.here.out) == _without(patterns, self.there.out)

    def __str__(self) -> str:
        there, here = (
            f"({side.status}) {side.out}{side.error[-600:]}" for side in (self.there, self.here)
        )
        return f"{self.line.words} at {self.version}\nthere: {there}\nhere:  {here}"


#: Progress that is printed again as it was.
REPEATED: Final = r"(\r[^\r\n]+)(?=\1[\r\n])"


def _without(patterns: Sequence[str], text: str) -> str:
    """A text without the matches of patterns, and without the column widths that depend on them.

    How often the same progress is printed depends on how fast the cloud was.
    """
    for pattern in (*patterns, REPEATED):
        text = re.sub(pattern, "", text)
    return re.sub(r"[-+ ]*\n", "\n", re.sub(r" +", " ", re.sub(r"-{2,}[-+]*", "-", text)))


class Side:
    """One of the two programs: a process that runs one line after the other.

    :param python: the Python in which its novaclient is installed.
    :param home: a folder for its user's files.
    :param who: the ``OS_*`` variables of each user, by name.
    """

    def __init__(self, python: Path, home: Path, who: Mapping[str, Mapping[str, str]]) -> None:
        home.mkdir()
        self._who = who
        self._process = subprocess.Popen(
            [python, "-I", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**clean_environ(), "HOME": str(home), "PYTHONUTF8": "1"},
            text=True,
        )

    def __call__(self, words: str, version: str, who: str) -> Outcome:
        """Run a line at a microversion."""
        pinned = [] if version == "latest" else ["--os-compute-api-version", version]
        line = {"words": [*pinned, *shlex.split(words)], "environ": self._who[who]}
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(line) + "\n")
        self._process.stdin.flush()
        return Outcome(**json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)


class Comparison:
    """Both programs on a cloud with resources.

    :param furniture: the resources that the lines name.
    :param folder: for both users' files.
    :param who: the ``OS_*`` variables of each user, by name.
    """

    def __init__(
        self, furniture: Furniture, folder: Path, who: Mapping[str, Mapping[str, str]]
    ) -> None:
        self._furniture = furniture
        there = installed("python-novaclient", REQUIREMENT) / "python"
        self.here = Side(Path(sys.executable), folder / "here", who)
        self.there = Side(there, folder / "there", who)

    def lines(self, lines: Sequence[Line]) -> list[Compared]:
        """Compare lines that change nothing; both programs run them concurrently."""
        every = [(line, version) for line in lines for version in line.versions.split()]
        with ThreadPoolExecutor(2) as pool:
            sides = [
                pool.submit(lambda side=side: [self._run(side, *one) for one in every])
                for side in (self.here, self.there)
            ]
            done = [side.result() for side in sides]
        compared = [Compared(*one) for one in zip(*zip(*every, strict=True), *done, strict=True)]
        # A difference that another test caused meanwhile is gone the second time.
        return [one if one.alike() else self._again(one) for one in compared]

    def scripts(self, scripts: Sequence[Script]) -> Iterator[Compared]:
        """Compare lines that change something: there first, then here."""
        for script in scripts:
            lines = [Line(words, "", moving=script.moving) for words in script.lines]
            for version in script.versions.split():
                there = self._go_through(self.there, lines, version, script.busy)
                here = self._go_through(self.here, lines, version, script.busy)
                for line, *outcomes in zip(lines, here, there, strict=True):
                    yield Compared(line, version, *outcomes)

    def close(self) -> None:
        """End both programs."""
        self.here.close()
        self.there.close()

    def _run(self, side: Side, line: Line, version: str) -> Outcome:
        return side(line.words.format_map(self._furniture.names), version, line.who)

    def _again(self, one: Compared) -> Compared:
        outcomes = (self._run(side, one.line, one.version) for side in (self.here, self.there))
        return Compared(one.line, one.version, *outcomes)

    def _go_through(
        self, side: Side, lines: Sequence[Line], version: str, busy: bool
    ) -> list[Outcome]:
        outcomes = []
        for line in lines:
            outcomes.append(self._run(side, line, version))
            if busy:
                self._furniture.calm()
        self._furniture.tidy()
        return outcomes
