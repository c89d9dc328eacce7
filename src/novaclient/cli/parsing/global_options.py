"""The global options, and the parser that separates them from the command and its arguments.

It does without argparse, which takes longer to import than most command lines take to read.
"""

from __future__ import annotations

from novaclient.auth.options import OLD_FLAGS, OPTIONS, Option
from novaclient.cli.errors import UsageError, did_you_mean, warn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HELP = Option(("-h", "--help"), "Show this overview.", group="general", action="store_true")
VERSION = Option(("--version",), "Show the version.", group="general", action="store_true")
PROFILE = Option(
    ("--profile",),
    "Ignored: the OSprofiler key of python-novaclient.",
    env=("OS_PROFILE",),
    metavar="HMAC_KEY",
    secret=True,
    group="general",
)

DRY_RUN = Option(
    ("--dry-run",),
    "Print the requests that would change something instead of sending them.",
    group="general",
    action="store_true",
    new=True,
)
CURL = Option(
    ("--curl",),
    "Like --dry-run, but print curl commands, including those for read-only requests; they "
    "expect a token in $OS_TOKEN.",
    group="general",
    action="store_true",
    new=True,
)
#: The options that may also follow a command, if it needs a cloud.
ANYWHERE = (DRY_RUN, CURL)

#: All global options.
GLOBALS: tuple[Option, ...] = (HELP, VERSION, *OPTIONS, *ANYWHERE, PROFILE)


class CommandLine:
    """The parts of a command line.

    :ivar options: the values of the global options that were given, by ``dest``.
    :ivar command: the command, as typed; None if there is none.
    :ivar arguments: the words after the command.
    """

    __slots__ = ("arguments", "command", "options")

    def __init__(self) -> None:
        self.options: dict[str, object] = {}
        self.command: str | None = None
        self.arguments: list[str] = []


def read(argv: Sequence[str]) -> CommandLine:
    """Split a command line into global options, the command and its arguments.

    :param argv: the words after the program's name.
    :raises UsageError: for an unknown or ambiguous option, or a value that it does not take.
    """
    line = CommandLine()
    flags = {flag: option for option in GLOBALS for flag in option.flags}
    words = list(argv)
    while words:
        word = words.pop(0)
        if word == "--":
            continue
        if not word.startswith("-") or word == "-":
            line.command, line.arguments = word, words
            break
        name, equals, value = word.partition("=")
        option = _option(name, flags, line, words)
        flag = option.flags[-1] if name.startswith("--") else name
        if option.action == "store_true":
            if equals:
                raise UsageError(f"argument {flag}: ignored explicit argument '{value}'")
            line.options[option.dest] = True
            continue
        if not equals:
            if not words or is_flag(words[0]):
                raise UsageError(f"argument {'/'.join(option.flags)}: expected one argument")
            value = words.pop(0)
        line.options[option.dest] = _value(option, value)
    return line


def take_trailing(line: CommandLine) -> None:
    """Move the global options that follow the command to the others.

    :param line: the command line, which is changed.
    """
    arguments: list[str] = []
    for number, word in enumerate(line.arguments):
        if word == "--":
            arguments += line.arguments[number:]
            break
        option = next((one for one in ANYWHERE if dashes(word) in one.flags), None)
        if option is None:
            arguments.append(word)
        else:
            line.options[option.dest] = True
    line.arguments = arguments


def is_flag(word: str) -> bool:
    """Whether argparse would take a word for a flag rather than a value."""
    number = word[1:].replace(".", "", 1).isdigit()
    return word.startswith("-") and len(word) > 1 and not number and " " not in word


def _option(name: str, flags: dict[str, Option], line: CommandLine, words: list[str]) -> Option:
    """The option of a flag, which may have ``_`` for ``-``, or be deprecated or shortened.

    :param name: the flag, without a value.
    :param flags: the options by flag.
    :param line: what has been read so far.
    :param words: the words after the flag.
    :raises UsageError: if there is no such option, or several.
    """
    dashed = dashes(name)
    if dashed in OLD_FLAGS:
        warn(f"{dashed} is deprecated: use {OLD_FLAGS[dashed]}")
        return flags[OLD_FLAGS[dashed]]
    if name in flags:
        return flags[name]
    if dashed in flags:
        return flags[dashed]
    found = [f for f in flags if dashed.startswith("--") and f.startswith(dashed)]
    found = [f for f in found if not flags[f].new] or found
    if len({flags[f].dest for f in found}) == 1:
        return flags[found[0]]
    if found:
        raise UsageError(f"ambiguous option: {name} could match {', '.join(found)}")
    if dashed.startswith("--os-"):
        known = {f: o for o in _plugin_options(line, words) for f in o.flags}
        if dashed in known or name in known:
            return known.get(dashed) or known[name]
        flags = flags | known
    raise UsageError(unknown_option(name, flags))


def _plugin_options(line: CommandLine, words: Sequence[str]) -> Iterable[Option]:
    """The additional options of the authentication type that is chosen by a flag or OS_*."""
    import os

    from novaclient.auth.plugins import plugin_options

    typed = line.options.get("os_auth_type")
    for word, following in zip(words, [*words[1:], ""], strict=False):
        name, equals, value = word.partition("=")
        if dashes(name) in ("--os-auth-type", "--os-auth-plugin", "--os-auth-system"):
            typed = value if equals else following
    environ = os.environ
    chosen = typed or environ.get("OS_AUTH_TYPE") or environ.get("OS_AUTH_PLUGIN")
    return plugin_options(str(chosen)) if chosen else ()


def _value(option: Option, text: str) -> object:
    """The value of an option, in its type.

    :raises UsageError: if the option does not take the text.
    """
    names = "/".join(option.flags)
    if option.choices and text not in option.choices:
        choices = ", ".join(option.choices)
        raise UsageError(f"argument {names}: invalid choice: '{text}' (choose from {choices})")
    try:
        return option.type(text)
    except ValueError as error:
        raise UsageError(f"argument {names}: {error}") from None


def unknown_option(word: str, known: Iterable[str]) -> str:
    """The error message for an unknown flag.

    :param word: the flag, as typed; its value is not repeated, it may be a secret.
    :param known: the flags that there are.
    """
    name = word.partition("=")[0]
    return f"unknown option '{name}'{did_you_mean(dashes(name), known)}"


def dashes(word: str) -> str:
    """A flag with ``-`` for ``_``, but for its value after ``=``."""
    name, equals, value = word.partition("=")
    return name.replace("_", "-") + equals + value
