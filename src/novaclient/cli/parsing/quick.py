"""Command lines that can mean one thing only, read without argparse; and what some words mean.

Most are: exact flags, values that look like no flag, targets side by side. Importing argparse and
building a parser costs more than such a command; whatever is unclear or wrong is left to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from novaclient.cli.parsing.values import BadValue, Namespace

if TYPE_CHECKING:
    from novaclient.cli.parsing.declare import Argument, Declared


class _Unclear(Exception):
    """A command line that argparse has to look at."""


def read(declared: Iterable[Declared], words: Sequence[str]) -> Namespace | None:
    """The arguments that were given, or None where argparse has to decide.

    :param declared: what the command takes.
    :param words: the words after the command.
    """
    args = Namespace()
    flags: dict[str, tuple[Argument, object]] = {}
    positionals: list[Argument] = []
    required: list[Declared] = []
    for entry in declared:
        if entry.required:
            required.append(entry)
        for one in entry.arguments:
            if one.is_flag:
                flags.update((flag, (one, entry)) for flag in one.flags)
            else:
                positionals.append(one)
    try:
        targets = _read_flags(args, flags, words)
        _read_positionals(args, positionals, targets)
    except _Unclear:
        return None
    missing = (entry for entry in required if not any(a.dest in args for a in entry.arguments))
    return args if next(missing, None) is None else None


def _read_flags(
    args: Namespace, flags: dict[str, tuple[Argument, object]], words: Sequence[str]
) -> list[str]:
    """Take the flags and their values out; what is left are the positional arguments."""
    targets: list[str] = []
    seen: dict[int, Argument] = {}
    ended = False
    rest = iter(words)
    for word in rest:
        if not word.startswith("-") or word == "-":
            # Targets on both sides of a flag are dealt out by rules of argparse's own.
            if ended:
                raise _Unclear
            targets.append(word)
            continue
        ended = bool(targets)
        if word not in flags:
            raise _Unclear
        one, group = flags[word]
        if seen.setdefault(id(group), one) is not one:
            raise _Unclear
        _take(args, one, rest)
    return targets


#: The actions of flags that take no value, and the value that each sets without a ``const``.
_VALUES = {"store_true": True, "store_false": False, "store_const": None}


def _take(args: Namespace, one: Argument, rest: Iterable[str]) -> None:
    """Take over one flag, and its value from the words that follow it."""
    action = one.options.get("action", "store")
    if "nargs" in one.options or action not in ("store", "append", *_VALUES):
        raise _Unclear
    if action in _VALUES:
        setattr(args, one.dest, one.options.get("const", _VALUES[action]))
        return
    word = next(iter(rest), None)
    if word is None or word.startswith("-"):
        raise _Unclear
    value = _converted(one, word)
    if action == "append":
        value = [*getattr(args, one.dest, ()), value]
    setattr(args, one.dest, value)


def _read_positionals(args: Namespace, declared: list[Argument], words: list[str]) -> None:
    rest = list(words)
    for number, one in enumerate(declared):
        shape = one.options.get("nargs")
        # One of several words leaves each that follows its own.
        count = len(rest) - (len(declared) - number - 1) if shape == "+" else 1
        if shape not in (None, "+") or not 1 <= count <= len(rest) or one.default is not None:
            raise _Unclear
        values = [_converted(one, word) for word in rest[:count]]
        setattr(args, one.dest, values if shape else values[0])
        del rest[:count]
    if rest:
        raise _Unclear


def _converted(one: Argument, word: str) -> object:
    """A word as the argument's type reads it."""
    try:
        value: object = one.options.get("type", str)(word)
    except (BadValue, TypeError, ValueError):
        raise _Unclear from None
    if one.options.get("choices") and value not in one.options["choices"]:
        raise _Unclear
    return value
