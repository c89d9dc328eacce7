"""The documents: every path, link, heading and make target that they name exists."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("benchmarks", "demo", "docs", "packaging", "src", "tests", "tools")
DOCUMENTS = {
    path.relative_to(ROOT).as_posix(): path
    for path in sorted(
        (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("packaging/*/*.md"))
    )
}
#: Single words with these endings are files of the repository; other files, such as clouds.yaml,
#: are the user's.
ENDINGS = (".md", ".py", ".toml", ".tsv")
#: Paths of other places: a sandbox's folders, and a module of python-novaclient.
ELSEWHERE = {
    "docs/sandbox.md": {"data/", "db/", "etc/", "home/", "keys/", "logs/", "pristine/", "run/"},
    "docs/extensions.md": {"novaclient/v2/contrib"},
}

FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
PATH = re.compile(r"\w[\w.-]*(?:/[\w.-]+)*/?")
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


@cache
def text(name: str) -> str:
    """A document without its blocks of code."""
    return FENCED.sub("", DOCUMENTS[name].read_text(encoding="utf-8"))


@cache
def tails() -> frozenset[str]:
    """The paths of all files and folders, and each path without its first folders."""
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    paths += [*ROOT.iterdir()]
    parts = [path.relative_to(ROOT).parts for path in paths]
    return frozenset("/".join(part[start:]) for part in parts for start in range(len(part)))


def paths_in(name: str) -> Iterator[str]:
    """The paths in a document's code: single words, and words of commands with a path's start."""
    for code in CODE.findall(text(name)):
        words = code.split()
        for word in words:
            if not PATH.fullmatch(word):
                continue
            of_repository = word.startswith(tuple(f"{folder}/" for folder in FOLDERS))
            alone = len(words) == 1 and ("/" in word or word.endswith(ENDINGS))
            if of_repository or alone:
                yield word


def anchors(name: str) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    plain = (re.sub(r"[^\w -]", "", title.lower()) for title in HEADING.findall(text(name)))
    return {title.replace(" ", "-") for title in plain}


def has_heading(document: Path, anchor: str) -> bool:
    return not anchor or anchor in anchors(document.relative_to(ROOT).as_posix())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_paths_exist(name: str) -> None:
    named = set(paths_in(name)) - ELSEWHERE.get(name, set())
    assert {path for path in named if path.rstrip("/") not in tails()} == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_to_documents_and_headings(name: str) -> None:
    dead = []
    for link in LINK.findall(text(name)):
        if "://" in link:
            continue
        target, _, anchor = link.partition("#")
        path = (DOCUMENTS[name].parent / target).resolve() if target else DOCUMENTS[name]
        if not path.exists() or not has_heading(path, anchor):
            dead.append(link)
    assert dead == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_make_targets_exist(name: str) -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text()))
    named = {code.split()[1] for code in CODE.findall(text(name)) if re.match(r"make \w", code)}
    assert named - targets == set()


@pytest.mark.parametrize("name", ELSEWHERE)
def test_exceptions_are_still_needed(name: str) -> None:
    assert ELSEWHERE[name] - set(paths_in(name)) == set()


def test_design_shows_the_floors_that_lint_checks() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    checked = [one["layers"] for one in contracts if one["type"] == "layers"]
    blocks = (ROOT / "docs" / "design.md").read_text(encoding="utf-8").split("```")
    shown = [
        re.findall(r"^(\w+(?: \| \w+)*)(?=  |$)", block, re.M) for block in (blocks[1], blocks[3])
    ]
    assert [[floor.replace("sandbox | ", "") for floor in floors] for floors in checked] == shown
