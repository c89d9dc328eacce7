"""The index of extensions: when it is read from the cache, and when extensions are searched for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from novaclient.cli.command_table import CommandRow
from novaclient.cli.extensions import ExtensionIndex, loader, search


class Searches:
    """Counts the searches for extensions, which find one command."""

    def __init__(self, folder: Path) -> None:
        self.count = 0
        self.folder = folder
        self.environ = {"NOVACLIENT_CACHE_DIR": str(folder / "cache")}

    def build_index(self) -> ExtensionIndex:
        self.count += 1
        row = CommandRow("thing-list", "things", "Extensions", "List things.")
        folders = [str(self.folder)]
        return ExtensionIndex({row.name: row}, folders, any_installed=True, has_hooks=False)

    @property
    def file(self) -> Path:
        (path,) = (self.folder / "cache").iterdir()
        return path


@pytest.fixture
def searches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Searches:
    (tmp_path / "cache").mkdir()
    made = Searches(tmp_path)
    monkeypatch.setattr(loader, "build_index", made.build_index)
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    return made


def test_nothing_is_searched_while_no_folder_changes(searches: Searches) -> None:
    for _ in range(2):
        assert list(search.installed(searches.environ).commands) == ["thing-list"]
    assert searches.count == 1


def test_folder_that_changes_is_searched_again(searches: Searches) -> None:
    search.installed(searches.environ)
    os.utime(searches.folder, (1, 1))
    search.installed(searches.environ)
    assert searches.count == 2


def test_folder_apart_from_the_path_is_searched_again_when_it_changes(
    searches: Searches, tmp_path_factory: pytest.TempPathFactory
) -> None:
    searches.folder = tmp_path_factory.mktemp("contrib")
    search.installed(searches.environ)
    os.utime(searches.folder, (1, 1))
    search.installed(searches.environ)
    assert searches.count == 2


def test_other_path_has_an_index_of_its_own(
    searches: Searches, monkeypatch: pytest.MonkeyPatch
) -> None:
    search.installed(searches.environ)
    monkeypatch.setattr(sys, "path", [*sys.path, "/nowhere"])
    search.installed(searches.environ)
    assert searches.count == 2


def test_refresh_searches_in_any_case(searches: Searches) -> None:
    search.installed(searches.environ)
    search.installed(searches.environ, refresh=True)
    assert searches.count == 2


@pytest.mark.parametrize("text", ["", "novaclient extensions 1\n\n\n\n", "\xff", "a\nb\nc\nd\ne\n"])
def test_file_of_another_format_is_replaced(searches: Searches, text: str) -> None:
    search.installed(searches.environ)
    searches.file.write_text(text, encoding="latin-1")
    assert list(search.installed(searches.environ).commands) == ["thing-list"]
    assert searches.count == 2
    assert searches.file.read_text().startswith("novaclient extensions 2\n")


def test_cached_commands_are_known_without_a_search(searches: Searches) -> None:
    assert search.cached_commands(searches.environ) == {}
    search.installed(searches.environ)
    os.utime(searches.folder, (1, 1))
    assert list(search.cached_commands(searches.environ)) == ["thing-list"]
    assert searches.count == 1
