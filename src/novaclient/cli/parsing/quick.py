"""The parser of unambiguous command lines, which does without argparse.

Most command lines are unambiguous: whole flags, values without a leading dash, all targets
together. To import argparse and to build its parser costs more than such a command; everything
else, and everything wrong, is left to :mod:`novaclient.cli.parsing.full`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from novaclient.cli.parsing.values import BadValue, Namespace

if TYPE_CHECKING:
    from novaclient.cli.parsing.declare import Argument, Declared


class _Ambiguous(Exception):
    """A command line that only argparse can read or refuse."""


def read(declared: Iterable[Declared], words: Sequence[str]) -> Namespace | None:
    """Read the words after a command; None if argparse has to.

    :param declared: the arguments of the command.
    :param words: the words after the command.
    :returns: the values of the arguments that were given.
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
    except _Ambiguous:
        return None
    missing = (entry for entry in required if not any(a.dest in args for a in entry.arguments))
    return args if next(missing, None) is None else None


def _read_flags(
    args: Namespace, flags: dict[str, tuple[Argument, object]], words: Sequence[str]
) -> list[str]:
    """Store the values of flags; returns the other words, which are positional."""
    targets: list[str] = []
    seen: dict[int, Argument] = {}
    ended = False
    rest = iter(words)
    for word in rest:
        if not word.startswith("-") or word == "-":
            # How argparse assigns targets on both sides of a flag is not simple.
            if ended:
                raise _Ambiguous
            targets.append(word)
            continue
        ended = bool(targets)
        if word not in flags:
            raise _Ambiguous
        one, group = flags[word]
        if seen.setdefault(id(group), one) is not one:
            raise _Ambiguous
        _read_flag(args, one, rest)
    return targets


#: The actions of flags that take no value, and the value that each sets without a ``const``.
_VALUES = {"store_true": True, "store_false": False, "store_const": None}


def _read_flag(args: Namespace, one: Argument, rest: Iterable[str]) -> None:
    """Store the value of a flag, which may be the next word."""
    action = one.options.get("action", "store")
    if "nargs" in one.options or action not in ("store", "append", *_VALUES):
        raise _Ambiguous
    if action in _VALUES:
        setattr(args, one.dest, one.options.get("const", _VALUES[action]))
        return
    word = next(iter(rest), None)
    if word is None or word.startswith("-"):
        raise _Ambiguous
    value = _converted(one, word)
    if action == "append":
        value = [*getattr(args, one.dest, ()), value]
    setattr(args, one.dest, value)


def _read_positionals(args: Namespace, declared: list[Argument], words: list[str]) -> None:
    rest = list(words)
    for number, one in enumerate(declared):
        shape = one.options.get("nargs")
        # One that takes several words leaves one for each argument after it.
        count = len(rest) - (len(declared) - number - 1) if shape == "+" else 1
        if shape not in (None, "+") or not 1 <= count <= len(rest) or one.default is not None:
            raise _Ambiguous
        values = [_converted(one, word) for word in rest[:count]]
        setattr(args, one.dest, values if shape else values[0])
        del rest[:count]
    if rest:
        raise _Ambiguous


def _converted(one: Argument, word: str) -> object:
    """The value of a word, in the argument's type."""
    try:
        value: object = one.options.get("type", str)(word)
    except (BadValue, TypeError, ValueError):
        raise _Ambiguous from None
    if one.options.get("choices") and value not in one.options["choices"]:
        raise _Ambiguous
    return value
