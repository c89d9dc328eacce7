"""Cached names: what is stored, for how long, and which files are refused."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from recording import Cloud

from novaclient.auth import cache
from novaclient.cli import name_cache
from novaclient.cli.framework.context import Context
from novaclient.cli.name_cache import MAX_NAMES

KEY = "a1" * 32
IMAGE = "22222222-2222-3333-4444-555555555555"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"NOVACLIENT_CACHE_DIR": str(tmp_path / "cache")}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1_000_000.0]
    monkeypatch.setattr(name_cache.time, "time", lambda: now[0])
    return now


def file_of(environ: dict[str, str], kind: str = "server") -> Path:
    return Path(cache.folder(environ)) / f"{KEY}.{kind}s.json"


def test_stored_names_are_loaded(environ: dict[str, str]) -> None:
    name_cache.store(KEY, "server", [("1", "web"), ("2", "db")], environ)
    assert name_cache.load(KEY, "server", environ).all == {"1": "web", "2": "db"}


def test_names_of_one_kind_do_not_replace_those_of_another(environ: dict[str, str]) -> None:
    name_cache.store(KEY, "server", [("1", "web")], environ)
    name_cache.store(KEY, "flavor", [("1", "m1")], environ)
    assert name_cache.load(KEY, "server", environ).all == {"1": "web"}


def test_file_is_private(environ: dict[str, str]) -> None:
    name_cache.store(KEY, "server", [("1", "web")], environ)
    assert file_of(environ).stat().st_mode & 0o777 == 0o600


def test_only_so_many_names_are_stored(environ: dict[str, str]) -> None:
    name_cache.store(KEY, "server", ((str(n), f"web-{n}") for n in range(MAX_NAMES + 1)), environ)
    assert len(name_cache.load(KEY, "server", environ).all) == MAX_NAMES


def test_names_that_are_too_large_are_not_stored(environ: dict[str, str]) -> None:
    name_cache.store(KEY, "server", [("1", "x" * cache.MAX_BYTES)], environ)
    assert not file_of(environ).exists()


def test_only_text_is_stored(environ: dict[str, str]) -> None:
    name_cache.store(KEY, "server", [("1", None), (2, "two"), ("3", "three")], environ)
    assert name_cache.load(KEY, "server", environ).all == {"3": "three"}


def test_nothing_is_stored_when_the_cache_is_off(environ: dict[str, str]) -> None:
    name_cache.store(KEY, "server", [("1", "web")], environ | {"NOVACLIENT_NO_CACHE": "1"})
    assert not file_of(environ).exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 100_000,
        '{"format": 2}',
        '{"format": 1, "listed": 1.0, "names": []}',
        '{"format": 1, "listed": "now", "names": {}, "learned": {}}',
        '{"format": 1, "listed": true, "names": {}, "learned": {}}',
        '{"format": 1, "listed": 1.0, "names": {"1": 2}, "learned": {}}',
        '{"format": 1, "listed": 1.0, "names": {}, "learned": {"1": "web"}}',
        '{"format": 1, "listed": 1.0, "names": {}, "learned": {"1": ["web", "now"]}}',
        '{"format": 1, "listed": 1.0, "names": {}, "learned": {"1": [1, 1.0]}}',
    ],
    ids=lambda text: text[:40],
)
def test_damaged_file_has_no_names(environ: dict[str, str], text: str) -> None:
    name_cache.store(KEY, "server", [("1", "web")], environ)
    later = file_of(environ).stat().st_mtime
    file_of(environ).write_text(text)
    os.utime(file_of(environ), (later, later))
    found = name_cache.load(KEY, "server", environ)
    assert (found.listed, found.all, found.learned) == (0.0, {}, {})


def test_names_expire_after_a_day(environ: dict[str, str], clock: list[float]) -> None:
    name_cache.store(KEY, "server", [("1", "web")], environ)
    clock[0] += name_cache.LIFETIME + 1
    assert name_cache.load(KEY, "server", environ).all == {}


# --------------------------------------------------------------------------- names of images
@pytest.fixture
def context(environ: dict[str, str], cloud: Callable[..., Cloud]) -> Callable[..., Context]:
    def make(*answers: object, key: str | None = KEY) -> Context:
        client = cloud(*answers)
        client.cache_key = key
        made = Context({}, environ, lambda options, environ: client)
        assert made.client is client
        return made

    return make


GLANCE = {"id": IMAGE, "name": "cirros"}


def test_image_is_requested_once(context: Callable[..., Context]) -> None:
    assert name_cache.image_name(context(GLANCE), IMAGE) == "cirros"
    assert name_cache.image_name(context(), IMAGE) == "cirros"


def test_listed_image_is_not_requested(
    context: Callable[..., Context], environ: dict[str, str]
) -> None:
    name_cache.store(KEY, "image", [(IMAGE, "listed")], environ)
    assert name_cache.image_name(context(), IMAGE) == "listed"


def test_image_is_requested_again_after_an_hour(
    context: Callable[..., Context], clock: list[float]
) -> None:
    name_cache.image_name(context(GLANCE), IMAGE)
    clock[0] += name_cache.MAX_AGE_SHOWN + 1
    assert name_cache.image_name(context(GLANCE | {"name": "renamed"}), IMAGE) == "renamed"


def test_name_of_one_image_does_not_replace_the_list(
    context: Callable[..., Context], environ: dict[str, str]
) -> None:
    name_cache.store(KEY, "image", [("other", "debian")], environ)
    name_cache.image_name(context(GLANCE), IMAGE)
    assert name_cache.load(KEY, "image", environ).all == {"other": "debian"}


def test_another_identity_does_not_see_the_name(context: Callable[..., Context]) -> None:
    name_cache.image_name(context(GLANCE), IMAGE)
    assert (
        name_cache.image_name(context(GLANCE | {"name": "theirs"}, key="b2" * 32), IMAGE)
        == "theirs"
    )


def test_identity_without_a_cache_stores_no_names(
    context: Callable[..., Context], environ: dict[str, str]
) -> None:
    name_cache.image_name(context(GLANCE, key=None), IMAGE)
    assert not Path(cache.folder(environ)).exists()


# --------------------------------------------------------------------- names stored by lists
@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (("list",), True),
        (("list", "--minimal"), True),
        (("list", "--status", "ERROR"), False),
        (("list", "--limit", "5"), False),
        (("list", "--marker", "1"), False),
        (("list", "--all-tenants"), False),
    ],
    ids=str,
)
def test_only_a_complete_list_stores_its_names(
    words: tuple[str, ...], kept: bool, context: Callable[..., Context], environ: dict[str, str]
) -> None:
    from novaclient.cli.registry import load

    answer = {"servers": [{"id": "1", "name": "web", "status": "ACTIVE", "addresses": {}}]}
    made = context(answer)
    command = load(words[0])
    assert command is not None
    made.args, _ = command.parse(words[1:], environ)
    command.run(made, made.args)
    assert made.seen_names == ({"server": [("1", "web")]} if kept else {})


@pytest.mark.parametrize(
    ("command", "key", "row"),
    [
        ("flavor-list", "flavors", {"id": "1", "name": "tiny"}),
        ("image-list", "images", {"id": "1", "name": "tiny"}),
        ("keypair-list", "keypairs", {"keypair": {"name": "tiny"}}),
    ],
)
def test_other_lists_store_their_names(
    command: str, key: str, row: object, context: Callable[..., Context], environ: dict[str, str]
) -> None:
    from novaclient.cli.registry import load

    made = context({key: [row]})
    loaded = load(command)
    assert loaded is not None
    made.args, _ = loaded.parse([], environ)
    loaded.run(made, made.args)
    assert [pair[1] for pair in made.seen_names[key.removesuffix("s")]] == ["tiny"]


def test_file_has_the_time_of_the_list(environ: dict[str, str], clock: list[float]) -> None:
    name_cache.store(KEY, "server", [("1", "web")], environ)
    assert json.loads(file_of(environ).read_text())["listed"] == clock[0]
