"""Atomic writes, private folders, locks, and the ends of log files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from novaclient.sandbox import files

HOLDER = """
import sys, time
from pathlib import Path
from novaclient.sandbox import files
with files.locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_file_is_replaced_whole_and_private(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    path.chmod(0o644)
    files.write(path, "new", durable=True)
    assert (path.read_text(), mode(path)) == ("new", 0o600)


def test_a_write_that_fails_leaves_the_old_file_and_no_litter(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError):
        files.write(path, "half\ud800")
    assert (path.read_text(), [p.name for p in tmp_path.iterdir()]) == ("old", ["file"])


def test_a_private_folder_is_private_with_those_made_above_it(tmp_path: Path) -> None:
    made = files.make_private(tmp_path / "a" / "b")
    assert (mode(made), mode(made.parent)) == (0o700, 0o700)


def test_a_folder_that_was_open_is_closed(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    assert mode(files.make_private(tmp_path / "open")) == 0o700


def test_a_lock_waits_for_the_process_that_holds_it(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    reported = []

    def waiting() -> None:
        assert holder.stdin is not None
        reported.append("waiting")
        holder.stdin.write("\n")
        holder.stdin.flush()

    with files.locked(lock, waiting):
        assert reported == ["waiting"]
    holder.communicate()


def test_a_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    holder.kill()
    holder.communicate()
    reported: list[str] = []
    with files.locked(lock, lambda: reported.append("waiting")):
        assert reported == []


def test_a_deleted_lock_file_is_created_again(tmp_path: Path) -> None:
    lock = tmp_path / "sandbox" / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"

    def remove_and_let_go() -> None:
        assert holder.stdin is not None
        lock.unlink()
        lock.parent.rmdir()
        holder.stdin.write("\n")
        holder.stdin.flush()

    with files.locked(lock, remove_and_let_go):
        assert lock.exists()
    holder.communicate()


def test_the_last_lines_are_the_last(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("".join(f"line {n}\n" for n in range(100)))
    assert files.last_lines(tmp_path / "log", 2) == ["line 98", "line 99"]


def test_a_log_that_is_not_there_has_no_lines(tmp_path: Path) -> None:
    assert files.last_lines(tmp_path / "log", 2) == []


def test_following_yields_the_last_lines_and_new_ones(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("one\ntwo\n")
    lines = files.tail({"nova: ": log}, 1, follow=True)
    assert next(lines) == "nova: two"
    with log.open("a") as file:
        file.write("three\nfou")
    assert next(lines) == "nova: three"
    with log.open("a") as file:
        file.write("r\n")
    assert next(lines) == "nova: four"


def test_following_reads_a_log_that_was_replaced(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("a long line of the old log\n")
    lines = files.tail({"": log}, 1, follow=True)
    next(lines)
    log.write_text("new\n")
    assert next(lines) == "new"


def test_without_following_it_ends(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("one\ntwo\n")
    assert list(files.tail({"": tmp_path / "log"}, 10, follow=False)) == ["one", "two"]
