"""The library on a real cloud: each operation at each microversion that changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from library_cases import CASES, NOT_POSSIBLE, Case
from library_cloud import OPERATIONS, World

from novaclient import bulk
from novaclient.sandbox import Sandbox


@pytest.fixture(scope="module")
def world(sandbox: Sandbox) -> Iterator[World]:
    """The tests' sandbox, with servers to borrow; see ``library_cloud``."""
    world = World(sandbox.clouds_yaml)
    world.prepare()
    yield world
    world.close()


@pytest.mark.parametrize("case", CASES, ids=repr)
def test_case_passes_at_each_microversion(world: World, case: Case) -> None:
    workers = 1 if case.alone else bulk.WORKERS
    outcomes = bulk.run(lambda v: case.run(world, v), case.versions, workers=workers)
    failed = [outcome for outcome in outcomes if outcome.error is not None]
    assert not failed, "\n".join(f"at {o.target}: {o.error!r}" for o in failed)


def test_each_current_operation_was_run_or_has_a_reason(
    world: World, record_property: Callable[[str, object], None]
) -> None:
    missing = world.record.missing()
    record_property("the library on a real cloud", reported(world, missing))
    assert {name: at for name, at in missing.items() if name not in NOT_POSSIBLE} == {}
    assert NOT_POSSIBLE.keys() - missing.keys() == set()


def reported(world: World, missing: dict[str, list[str]]) -> str:
    """What was run and what was not, in lines for people."""
    runs = sum(len(versions) for versions in OPERATIONS.values())
    left = sum(len(versions) for versions in missing.values())
    lines = [
        f"operations run at each of their microversions: {len(OPERATIONS) - len(missing)} of "
        f"{len(OPERATIONS)}; of operations at microversions: {runs - left} of {runs}"
    ]
    for name, versions in OPERATIONS.items():
        at = [version for version in versions if version not in missing.get(name, ())]
        lines.append(f"{name:<75} {' '.join(at) or 'not possible'}")
    lines.append("not possible there:")
    for name, versions in missing.items():
        why = NOT_POSSIBLE.get(name, "nobody says why")
        lines.append(f"{name:<75} {' '.join(versions)}: {why}")
    return "\n".join(lines)
