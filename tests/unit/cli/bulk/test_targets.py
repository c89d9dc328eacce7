"""Targets of a bulk command, and the report of an interruption."""

from __future__ import annotations

import pytest

from novaclient import bulk
from novaclient.cli.bulk.targets import Target, report_interrupted, targets_by_id
from novaclient.cli.framework.waiting import WaitInterrupted


@pytest.fixture
def interrupted() -> tuple[list[Target], list[bulk.Outcome[str]]]:
    """Targets in every state that an interruption can find, and the outcomes of the run."""
    targets = targets_by_id(["done", "failed", "waited", "running", "next", "last"])
    done, failed, waited, running, *_ = targets
    done.finished = failed.finished = waited.finished = True
    failed.error, waited.error = ValueError("no"), WaitInterrupted("still building")
    return targets, [
        bulk.Outcome(running.id, error=KeyboardInterrupt()),
        *(bulk.Outcome(target.id, error=bulk.NotSent()) for target in targets[4:]),
    ]


Interruption = tuple[list[Target], list[bulk.Outcome[str]]]


def test_interruption_counts_the_targets_in_each_state(
    interrupted: Interruption, capsys: pytest.CaptureFixture[str]
) -> None:
    report_interrupted(*interrupted, successes_reported=True)
    assert capsys.readouterr().err.splitlines()[-1] == ("1 done, 1 failed, 2 unknown, 2 not sent")


def test_interruption_reports_each_target_without_a_line_of_its_own(
    interrupted: Interruption, capsys: pytest.CaptureFixture[str]
) -> None:
    report_interrupted(*interrupted, successes_reported=False)
    assert capsys.readouterr().err.splitlines()[:-1] == [
        "done: done",
        "waited: still building",
        "running: interrupted while it was under way; it may have been done",
        "next: interrupted before it was sent",
        "last: interrupted before it was sent",
    ]
