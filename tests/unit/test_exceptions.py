"""The tree in the docstring of ``exceptions`` is the classes' own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from novaclient import exceptions


class Drawn(NamedTuple):
    """One line of the tree; ``bases`` begins with the class that it hangs from."""

    name: str
    bases: list[str]
    status: int | None


def drawn() -> Iterator[Drawn]:
    """The lines of the tree, the builtin exceptions included."""
    path: list[str] = ["Exception"]
    pattern = re.compile(r"([ │]*)[├└]── (\w+)(?: \((\w+)\))?(?: +(\d{3})?)?")
    for line in (exceptions.__doc__ or "").splitlines():
        if found := pattern.match(line):
            indent, name, further, status = found.groups()
            depth = (len(indent) + 4) // 5
            path[depth:] = [name]
            bases = [path[depth - 1], *([further] if further else [])]
            yield Drawn(name, bases, int(status) if status else None)


def declared() -> Iterator[Drawn]:
    """The exceptions of the module, as the tree draws them."""
    for name, value in vars(exceptions).items():
        if isinstance(value, type) and issubclass(value, BaseException) and name[0] != "_":
            if name != value.__name__:  # a second spelling
                continue
            bases = [base.__name__ for base in value.__bases__ if base.__name__[0] != "_"]
            yield Drawn(name, bases, getattr(value, "http_status", None))


def test_tree_has_every_class_under_its_bases_with_its_status() -> None:
    builtin = {"AttributeError", "RuntimeError"}
    assert sorted(one for one in drawn() if one.name not in builtin) == sorted(declared())


def test_every_class_documents_itself() -> None:
    assert [one.name for one in declared() if not getattr(exceptions, one.name).__doc__] == []
