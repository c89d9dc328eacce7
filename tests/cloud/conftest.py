"""Fixtures of the tests on a real cloud, which have a sandbox of their own."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from independent_client import IndependentClient
from nova_process import Nova

from novaclient.sandbox import Sandbox

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A running sandbox, never the user's own: ``NOVA_TEST_SANDBOX`` names another folder for it.

    It is taken down by the last process that uses it, unless it ran before.
    """
    named = os.environ.get("NOVA_TEST_SANDBOX")
    directory = Path(named) if named else REPOSITORY / ".cache" / "test-sandbox"
    directory.parent.mkdir(parents=True, exist_ok=True)
    box = Sandbox(directory)
    ours = directory.with_name(f"{directory.name}.started")
    with directory.with_name(f"{directory.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if box.up().outcome != "running":
            ours.touch()
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield box
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if ours.exists():
            box.down()
            ours.unlink()


@pytest.fixture(scope="session")
def box(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """A sandbox that tests may kill and reset."""
    box = Sandbox(tmp_path_factory.mktemp("own") / "sandbox")
    assert box.up().outcome == "created"
    yield box
    box.down(delete=True)


@pytest.fixture(scope="session")
def nova(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Nova:
    """Runs ``nova`` as a user does, on the tests' sandbox; see ``nova_process``."""
    return Nova(sandbox.clouds_yaml, tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def look(sandbox: Sandbox) -> IndependentClient:
    """An independent look at the cloud, as its administrator; see ``independent_client``."""
    return IndependentClient(sandbox.clouds_yaml)


@pytest.fixture
def fresh() -> Callable[[str], str]:
    """Makes names that nothing in the cloud bears."""
    return lambda stem: f"{stem}-{uuid4().hex[:8]}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The table of all commands is drawn up when they have been run."""
    items.sort(key=lambda item: "test_commands_table" in item.nodeid)
