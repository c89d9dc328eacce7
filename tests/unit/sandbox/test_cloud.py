"""The sandbox as a whole, with stand-ins for installation, services and seeding."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest
from sandbox_parts import a_state, stock_files

from novaclient.sandbox import Sandbox, SandboxError, cloud, services
from novaclient.sandbox.environment import Environment, lock_hash
from novaclient.sandbox.folder import Folder
from novaclient.sandbox.progress import Progress, Step
from novaclient.sandbox.services import Services
from novaclient.sandbox.state import SERVICES, State


@dataclass
class World:
    """What has happened outside the sandbox's own files.

    :ivar running: the services that run.
    :ivar events: what was done, in order.
    :ivar failing: what fails when it is done.
    """

    running: set[str] = field(default_factory=set)
    events: list[str] = field(default_factory=list)
    failing: set[str] = field(default_factory=set)

    def does(self, event: str) -> None:
        self.events.append(event)
        if event in self.failing:
            raise SandboxError(f"Could not {event}.", "")


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    world = World()
    environment = Environment(tmp_path / "env")
    stock_files(environment.stock_configuration)

    def install(self: Environment, progress: Progress) -> None:
        world.does("install")

    def prepare(self: Services, service: str) -> None:
        world.does(f"prepare {service}")

    def start(self: Services, service: str) -> None:
        world.does(f"start {service}")
        world.running.add(service)

    def stop(folder: Folder) -> list[str]:
        world.does("stop")
        stopped = sorted(world.running)
        world.running.clear()
        return stopped

    monkeypatch.setattr(Environment, "default", classmethod(lambda cls: environment))
    monkeypatch.setattr(Environment, "install", install)
    monkeypatch.setattr(Services, "prepare", prepare)
    monkeypatch.setattr(Services, "start", start)
    monkeypatch.setattr(Services, "check_port", lambda self, name: None)
    monkeypatch.setattr(Services, "is_answering", lambda self, name: name in world.running)
    monkeypatch.setattr(services, "stop", stop)
    monkeypatch.setattr(cloud.Seeder, "run", lambda self: world.does("fill"))
    return world


@pytest.fixture
def box(tmp_path: Path) -> Sandbox:
    return Sandbox(tmp_path / "sandbox")


def state_of(box: Sandbox) -> State:
    state = State.load(box.directory / "sandbox.json")
    assert state is not None
    return state


def test_a_new_sandbox_is_made_started_and_filled(world: World, box: Sandbox) -> None:
    result = box.up()
    assert (result.outcome, set(result.started)) == ("created", set(SERVICES))
    assert state_of(box).stage == "ready"
    assert world.events[-1] == "fill"
    assert box.clouds_yaml.exists()


def test_every_service_is_prepared_before_it_is_started(world: World, box: Sandbox) -> None:
    box.up()
    for name in SERVICES:
        assert world.events.index(f"prepare {name}") < world.events.index(f"start {name}")


def test_a_second_up_does_nothing(world: World, box: Sandbox) -> None:
    box.up()
    world.events.clear()
    assert box.up().outcome == "running"
    assert world.events == []


def test_up_starts_only_what_died(world: World, box: Sandbox) -> None:
    box.up()
    world.running.remove("glance")
    world.events.clear()
    result = box.up()
    assert (result.outcome, result.started) == ("started", ("glance",))
    assert world.events == ["install", "start glance"]


@pytest.mark.parametrize("failing", ["prepare nova", "start neutron", "fill"])
def test_an_unfinished_sandbox_is_created_again(world: World, box: Sandbox, failing: str) -> None:
    world.failing = {failing}
    with pytest.raises(SandboxError, match=failing):
        box.up()
    assert world.running == set()
    assert state_of(box).stage == "new"
    world.failing.clear()
    (box.directory / "data" / "left-over").touch()
    assert box.up().outcome == "created"
    assert not (box.directory / "data" / "left-over").exists()


def test_reset_brings_back_the_seeded_databases(world: World, box: Sandbox) -> None:
    box.up()
    with closing(sqlite3.connect(box.directory / "db" / "nova.db")) as database:
        database.execute("CREATE TABLE later (x)")
    box.reset()
    with closing(sqlite3.connect(box.directory / "db" / "nova.db")) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == []
    assert world.running == set(SERVICES)


def test_a_reset_that_was_cut_short_is_finished_by_up(world: World, box: Sandbox) -> None:
    box.up()
    state_of(box).at("restoring").save(box.directory / "sandbox.json")
    (box.directory / "db" / "nova.db").unlink()
    assert box.up().outcome == "started"
    assert state_of(box).stage == "ready"
    assert (box.directory / "db" / "nova.db").exists()


def test_a_reset_without_its_copy_leaves_the_services_alone(world: World, box: Sandbox) -> None:
    box.up()
    (box.directory / "pristine" / "db").rename(box.directory / "pristine" / "moved")
    with pytest.raises(SandboxError, match="is missing"):
        box.reset()
    assert world.running == set(SERVICES)


def test_down_preserves_the_sandbox(world: World, box: Sandbox) -> None:
    box.up()
    assert box.down() == sorted(SERVICES)
    assert box.up().outcome == "started"


def test_down_and_delete_removes_all_of_it(world: World, box: Sandbox) -> None:
    box.up()
    box.down(delete=True)
    assert not box.directory.exists()


def test_delete_spares_what_is_not_the_sandboxs(world: World, box: Sandbox) -> None:
    box.up()
    (box.directory / "thesis.txt").write_text("years of work")
    box.down(delete=True)
    assert [path.name for path in box.directory.iterdir()] == ["thesis.txt"]


def test_down_without_a_sandbox_is_no_error(world: World, box: Sandbox) -> None:
    assert box.down() == []
    assert not box.directory.exists()


@pytest.mark.parametrize("act", [Sandbox.up, Sandbox.reset, lambda box: box.down(delete=True)])
def test_a_folder_that_holds_something_else_is_not_touched(
    world: World, box: Sandbox, act: object
) -> None:
    box.directory.mkdir(mode=0o755)
    (box.directory / "thesis.txt").write_text("years of work")
    assert callable(act)
    with pytest.raises(SandboxError, match=r"not empty \(it has thesis\.txt"):
        act(box)
    assert [path.name for path in box.directory.iterdir()] == ["thesis.txt"]
    assert box.directory.stat().st_mode & 0o777 == 0o755


def test_a_damaged_sandbox_can_be_deleted(world: World, box: Sandbox) -> None:
    box.up()
    (box.directory / "sandbox.json").write_text("garbage")
    with pytest.raises(SandboxError, match="down --delete"):
        box.up()
    box.down(delete=True)
    assert box.up().outcome == "created"


def test_a_missing_database_is_reported(world: World, box: Sandbox) -> None:
    box.up()
    box.down()
    (box.directory / "db" / "cinder.db").unlink()
    with pytest.raises(SandboxError, match=r"cinder\.db is missing.*nova sandbox reset"):
        box.up()


def test_the_database_of_a_sandbox_cannot_be_changed(world: World, box: Sandbox) -> None:
    box.up()
    with pytest.raises(SandboxError, match="uses sqlite, not mariadb"):
        box.up(database="mariadb")


def test_a_sandbox_of_other_versions_is_refused(world: World, box: Sandbox) -> None:
    box.up()
    a_state(software="older").save(box.directory / "sandbox.json")
    with pytest.raises(SandboxError, match="other versions of the services"):
        box.up()
    assert lock_hash() != "older"


def test_a_name_that_no_database_can_have_is_refused(world: World, tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match=r"has '\?' in its name"):
        Sandbox(tmp_path / "what?").up()
    assert not (tmp_path / "what?").exists()


def test_each_step_is_reported_with_its_time(world: World, box: Sandbox) -> None:
    steps: list[Step] = []
    result = box.up(report=steps.append)
    names = [step.name for step in steps if step.state == "finished"]
    assert names == [step.name for step in steps if step.state == "started"]
    assert list(result.steps) == names
    assert "seeding the cloud" in names


def test_before_it_is_made_it_has_no_status(box: Sandbox) -> None:
    status = box.status()
    assert (status.initialised, status.database, status.services) == (False, None, ())
    assert not status.is_running


def test_a_service_that_left_its_pid_file_died(world: World, box: Sandbox) -> None:
    box.up()
    (box.directory / "run" / "nova.json").write_text('{"pid": 4000000, "started": 1}')
    states = {service.name: service.state for service in box.status().services}
    assert (states["nova"], states["glance"]) == ("died", "stopped")


def test_variables_require_a_sandbox(box: Sandbox) -> None:
    with pytest.raises(SandboxError, match="nova sandbox up"):
        box.environment()


def test_lines_of_all_logs_have_the_service_names(world: World, box: Sandbox) -> None:
    box.up()
    (box.directory / "logs" / "nova.log").write_text("one\n")
    (box.directory / "logs" / "glance.log").write_text("two\n")
    assert sorted(box.logs()) == ["glance: two", "nova: one"]


def test_lines_of_one_log_have_no_prefix(world: World, box: Sandbox) -> None:
    box.up()
    (box.directory / "logs" / "nova.log").write_text("one\ntwo\n")
    assert list(box.logs("nova", lines=1)) == ["two"]


def test_an_unknown_service_is_refused(world: World, box: Sandbox) -> None:
    box.up()
    with pytest.raises(SandboxError, match="no service 'swift'"):
        box.logs("swift")


def test_a_full_disk_is_reported_before_anything_is_created(
    world: World, box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = SimpleNamespace(free=20 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(SandboxError, match="databases need 100 MiB, 20 MiB are free"):
        box.up()
    assert world.events == ["stop"]
