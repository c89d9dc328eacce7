"""Records on disk: their permissions, untrusted files, and failures that are ignored."""

from __future__ import annotations

import json
import logging
import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from microversions import NEWEST

from novaclient.auth import cache
from novaclient.auth.cache import Record

KEY = "a" * 64


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"NOVACLIENT_CACHE_DIR": str(tmp_path / "cache"), "HOME": str(tmp_path)}


@pytest.fixture(autouse=True)
def _forget_warnings() -> Iterator[None]:
    cache._warned.clear()
    yield
    cache._warned.clear()


def record(**changes: object) -> Record:
    made = Record(
        token="secret-token",
        expires_at=time.time() + 3600,
        endpoints={"compute": "http://127.0.0.1:8774/v2.1"},
        project_id="p",
        user_id="u",
        max_version=NEWEST,
        verify="/etc/ca.pem",
        timeout=30.0,
        token_only=True,
    )
    return made.replace(**changes)


def folder(environ: dict[str, str]) -> Path:
    return Path(cache.folder(environ))


def test_stored_record_is_loaded(environ: dict[str, str]) -> None:
    stored = record()
    cache.store(KEY, stored, environ)
    assert cache.load(KEY, environ) == stored


def test_nothing_stored_is_nothing_loaded(environ: dict[str, str]) -> None:
    assert cache.load(KEY, environ) is None


def test_deleted_record_is_absent(environ: dict[str, str]) -> None:
    cache.store(KEY, record(), environ)
    cache.drop(KEY, environ)
    assert cache.load(KEY, environ) is None


def test_only_the_owner_can_get_at_a_record(environ: dict[str, str]) -> None:
    before = os.umask(0)
    try:
        cache.store(KEY, record(), environ)
    finally:
        os.umask(before)
    place = folder(environ)
    modes = [
        stat.S_IMODE(path.stat().st_mode) for path in (place.parent, place, place / f"{KEY}.json")
    ]
    assert modes == [0o700, 0o700, 0o600]


def test_no_temporary_file_is_left(environ: dict[str, str]) -> None:
    cache.store(KEY, record(), environ)
    assert [path.name for path in folder(environ).iterdir()] == [f"{KEY}.json"]


def test_expired_record_is_not_used(environ: dict[str, str]) -> None:
    cache.store(KEY, record(expires_at=time.time() - 1), environ)
    assert cache.load(KEY, environ) is None


def test_record_about_to_expire_is_not_used(environ: dict[str, str]) -> None:
    cache.store(KEY, record(expires_at=time.time() + cache.MARGIN - 5), environ)
    assert cache.load(KEY, environ) is None


def test_record_without_expiry_expires_with_its_file(environ: dict[str, str]) -> None:
    cache.store(KEY, record(expires_at=None), environ)
    assert cache.load(KEY, environ) is not None
    os.utime(folder(environ) / f"{KEY}.json", (0, time.time() - 1))
    assert cache.load(KEY, environ) is None


def test_storing_prunes_what_has_expired(environ: dict[str, str]) -> None:
    cache.store("b" * 64, record(expires_at=time.time() - 1), environ)
    cache.store("c" * 64, record(), environ)
    abandoned = folder(environ) / ".x.tmp"
    abandoned.touch()
    os.utime(abandoned, (0, 0))
    cache.store(KEY, record(), environ)
    names = {path.name for path in folder(environ).iterdir()}
    assert names == {f"{KEY}.json", f"{'c' * 64}.json"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        b'{"format": 1}',
        b'{"format": 0, "token": "x"}',
    ],
    ids=["empty", "cut", "binary", "list", "deep", "fields", "format"],
)
def test_corrupt_record_is_dropped(environ: dict[str, str], content: bytes) -> None:
    cache.store(KEY, record(), environ)
    path = folder(environ) / f"{KEY}.json"
    path.write_bytes(content)
    assert cache.load(KEY, environ) is None
    assert not path.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"token": 5},
        {"expires_at": "soon"},
        {"expires_at": True},
        {"expires_at": float("nan")},
        {"endpoints": []},
        {"endpoints": {"compute": None}},
        {"timeout": 0},
        {"token_only": 1},
        {"verify": None},
        {"unknown": 1},
    ],
    ids=str,
)
def test_record_with_a_wrong_value_is_dropped(
    environ: dict[str, str], change: dict[str, object]
) -> None:
    cache.store(KEY, record(), environ)
    path = folder(environ) / f"{KEY}.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    assert cache.load(KEY, environ) is None


def test_file_readable_by_others_is_refused(
    environ: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    cache.store(KEY, record(), environ)
    (folder(environ) / f"{KEY}.json").chmod(0o640)
    assert cache.load(KEY, environ) is None
    assert "other users have access to it: remove it, or chmod it to 600" in caplog.text


def test_folder_accessible_to_others_is_refused(
    environ: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    cache.store(KEY, record(), environ)
    folder(environ).chmod(0o750)
    assert cache.load(KEY, environ) is None
    assert "chmod it to 700" in caplog.text


def test_nothing_is_written_to_a_folder_accessible_to_others(environ: dict[str, str]) -> None:
    folder(environ).mkdir(parents=True)
    folder(environ).chmod(0o777)
    cache.store(KEY, record(), environ)
    assert list(folder(environ).iterdir()) == []


def test_linked_file_is_refused(
    environ: dict[str, str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache.store(KEY, record(), environ)
    path = folder(environ) / f"{KEY}.json"
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert cache.load(KEY, environ) is None
    assert "is a link" in caplog.text


def test_file_with_a_second_name_is_refused(environ: dict[str, str], tmp_path: Path) -> None:
    cache.store(KEY, record(), environ)
    os.link(folder(environ) / f"{KEY}.json", tmp_path / "second")
    assert cache.load(KEY, environ) is None


def test_linked_folder_is_refused(
    environ: dict[str, str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    folder(environ).parent.mkdir()
    folder(environ).symlink_to(tmp_path / "elsewhere")
    cache.store(KEY, record(), environ)
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert "is a link or not a folder" in caplog.text


def test_storing_over_a_link_leaves_its_target_alone(
    environ: dict[str, str], tmp_path: Path
) -> None:
    cache.store("b" * 64, record(), environ)
    target = tmp_path / "precious"
    target.write_text("precious")
    (folder(environ) / f"{KEY}.json").symlink_to(target)
    cache.store(KEY, record(), environ)
    assert target.read_text() == "precious"
    assert cache.load(KEY, environ) is not None


def test_pipe_in_a_records_place_does_not_hang(environ: dict[str, str]) -> None:
    cache.store("b" * 64, record(), environ)
    os.mkfifo(folder(environ) / f"{KEY}.json", 0o600)
    assert cache.load(KEY, environ) is None


def test_cache_of_another_user_is_refused(
    environ: dict[str, str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.store(KEY, record(), environ)
    monkeypatch.setattr(os, "geteuid", lambda: 4_000_000)
    assert cache.load(KEY, environ) is None
    assert "it belongs to another user" in caplog.text


def test_same_warning_is_logged_once(
    environ: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    cache.store(KEY, record(), environ)
    folder(environ).chmod(0o750)
    cache.load(KEY, environ)
    cache.store(KEY, record(), environ)
    assert len(caplog.records) == 1


def test_folder_that_cannot_be_made_fails_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    environ = {"NOVACLIENT_CACHE_DIR": str(tmp_path / "file")}
    with caplog.at_level(logging.INFO, "novaclient.auth"):
        cache.store(KEY, record(), environ)
    assert "cannot be created" in caplog.text
    assert cache.load(KEY, environ) is None


def test_full_disk_fails_nothing(
    environ: dict[str, str], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with caplog.at_level(logging.INFO, "novaclient.auth"):
        cache.store(KEY, record(), environ)
    assert "No space left on device" in caplog.text
    assert list(folder(environ).iterdir()) == []


def test_nothing_is_stored_when_turned_off(environ: dict[str, str]) -> None:
    off = environ | {"NOVACLIENT_NO_CACHE": "1"}
    cache.store(KEY, record(), off)
    assert not folder(environ).exists()


def test_nothing_is_used_when_turned_off(environ: dict[str, str]) -> None:
    cache.store(KEY, record(), environ)
    assert cache.load(KEY, environ | {"NOVACLIENT_NO_CACHE": "1"}) is None


def test_records_live_in_the_users_cache_folder(tmp_path: Path) -> None:
    assert cache.folder({"HOME": "/home/x", "XDG_CACHE_HOME": "/c"}) == "/c/novaclient/identities"


def test_relative_cache_folder_of_xdg_is_ignored() -> None:
    found = cache.folder({"HOME": "/home/x", "XDG_CACHE_HOME": "c"})
    assert found == cache.folder({"HOME": "/home/x"})


def test_token_is_not_in_a_records_text() -> None:
    assert "secret-token" not in f"{record()!r} {record()}"


def test_twenty_processes_at_once_lose_nothing(environ: dict[str, str]) -> None:
    code = f"""
import os, time
from novaclient.auth import cache

def work():
    for turn in range(20):
        end = time.time() + (3600 if turn % 2 else 1)
        cache.store("{KEY}", cache.Record("t", time.time() + 3600, {{"compute": "http://x"}}))
        cache.store("b%d" % turn, cache.Record("t", end - 7200, {{"compute": "http://x"}}))
        record = cache.load("{KEY}")
        assert record is not None and record.token == "t", record

children = []
for _ in range(20):
    child = os.fork()
    if not child:
        work()
        os._exit(0)
    children.append(child)
print(*(os.waitpid(child, 0)[1] for child in children))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout.split(), done.stderr) == (["0"] * 20, "")
    assert cache.load(KEY, environ) is not None
    assert not [path for path in folder(environ).iterdir() if path.suffix == ".tmp"]
