"""Shell completion: candidates for a partial command line.

They come from the command table and from cached names: no command is imported and no token is
requested. Names that are missing or old are fetched by a separate process, with the token of an
earlier command. Nothing but candidates is ever printed.
"""

from __future__ import annotations

import os
import sys
import time

from novaclient.auth import cache
from novaclient.auth.identity import Identity
from novaclient.cli import command_table, name_cache
from novaclient.cli.errors import UsageError
from novaclient.cli.extensions import search
from novaclient.cli.parsing import global_options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Final

    from novaclient.auth.options import Option

#: The exit status that makes the shell complete file paths itself.
FILES_STATUS: Final = 3
#: The age in seconds from which cached names are fetched again.
MAX_AGE: Final = 60.0
#: The seconds that Tab waits for names when none are cached.
MAX_WAIT: Final = 1.0
#: The seconds after which the process that fetches names is ended.
MAX_FETCH: Final = 20
_MAX_BYTES: Final = 1 << 20
_NAMED_KINDS: Final = ("server", "flavor", "image", "keypair")


def run(shell: str, environ: Mapping[str, str]) -> int:
    """Print the candidates for a request on standard input, from one of the scripts in ``shells``.

    :param shell: ``bash``, ``zsh`` or ``fish``.
    :param environ: the environment.
    :returns: the exit status.
    """
    try:
        request = sys.stdin.buffer.read(_MAX_BYTES).decode("utf-8", "surrogateescape")
        lines = answer(shell, request, environ)
    except Exception:  # noqa: BLE001  an error message would end up in the command line
        return 1
    if lines is None:
        return FILES_STATUS
    text = "".join(f"{line}\n" for line in lines)
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    return 0


def answer(shell: str, request: str, environ: Mapping[str, str]) -> list[str] | None:
    """The lines that a script reads; None if the shell should complete paths of files.

    bash sends its COMP_WORDBREAKS and the line up to the cursor, and gets what readline inserts
    there. zsh and fish send the words and get whole words, with a tab and a description where
    there is one; they select and quote themselves.

    :param shell: ``bash``, ``zsh`` or ``fish``.
    :param request: what the script sent, separated by null characters.
    :param environ: the environment.
    """
    first, *rest = request.split("\0")
    if shell == "bash":
        from novaclient.cli.completion.quoting import PartialLine

        line = PartialLine(rest[0], first)
        if not line.is_completable:
            return []
        found = Candidates(line.words[1:], line.current, environ)
        if found.wants_files:
            return None
        matching = (word for word in found.words if word.startswith(line.current))
        return [line.insertion(word) for word in matching]
    words = request.split("\0")[:-1]
    found = Candidates(words[:-1], words[-1], environ)
    if found.wants_files:
        return None
    # zsh completes the value of --flag=value, fish the whole word.
    start = len(found.prefix) if shell == "zsh" else 0
    return [f"{w[start:]}\t{d}" if d else w[start:] for w, d in found.words.items()]


class Candidates:
    """The candidates for the end of a command line.

    :param before: the words after the program's name, up to the one at the cursor.
    :param current: the word at the cursor, as far as it is typed.
    :param environ: the environment.
    :ivar words: the candidates as whole words, each with a description, which may be empty.
    :ivar prefix: what precedes the value of a flag in each of them: ``--flavor=``.
    :ivar wants_files: whether the word can be the path of a file.
    """

    def __init__(self, before: Sequence[str], current: str, environ: Mapping[str, str]) -> None:
        self.words: dict[str, str] = {}
        self.prefix = ""
        self.wants_files = False
        self._current = current
        self._environ = environ
        self._globals: list[str] = []
        self._extensions = search.cached_commands(environ)
        options = {flag: option for option in global_options.GLOBALS for flag in option.flags}
        rest = list(before)
        while rest and rest[0].startswith("-"):
            option = options.get(rest[0].partition("=")[0])
            takes_value = option is not None and option.action == "store" and "=" not in rest[0]
            if takes_value and len(rest) == 1:
                assert option is not None
                self._add_option_values(option)
                return
            count = 2 if takes_value else 1
            self._globals += rest[:count]
            del rest[:count]
        if rest:
            self._add_for_command(rest[0], rest[1:])
            return
        name, equals, _ = current.partition("=")
        if equals and name in options:
            self.prefix = f"{name}="
            self._add_option_values(options[name])
        elif current.startswith("-"):
            self._add(flag for flag in options if flag.startswith("--"))
        else:
            self._add_commands()

    def _add(self, words: Iterable[str]) -> None:
        self.words.update((self.prefix + word, "") for word in words)

    # ---------------------------------------------------------------- before the command
    def _add_option_values(self, option: Option) -> None:
        if option.completes == "cloud":
            from novaclient.auth import clouds

            self._add(clouds.find(self._environ).names)
        elif option.completes == "file":
            self.wants_files = True
        else:
            self._add(option.choices)

    def _add_commands(self) -> None:
        rows = (*command_table.rows(), *self._extensions.values())
        self.words.update((row.name, row.summary) for row in rows)

    # ----------------------------------------------------------------- after the command
    def _add_for_command(self, command: str, words: Sequence[str]) -> None:
        """Add what can follow a command and the words after it."""
        row = command_table.find(command) or self._extensions.get(command.replace("_", "-"))
        flags: dict[str, str | None] = {}
        positionals: list[str] = []
        for entry in row.arguments if row is not None else ():
            name, equals, values = entry.partition("=")
            if entry.startswith("-"):
                flags[name] = values if equals else None
            else:
                positionals.append(entry)
        if row is None or not row.local:
            flags.update((flag, None) for one in global_options.ANYWHERE for flag in one.flags)
        typed, values_of_flag, only_positionals = _split(words, flags)
        name, equals, _ = self._current.partition("=")
        if values_of_flag is not None:
            self._add_values(values_of_flag)
        elif only_positionals or not self._current.startswith("-"):
            for entry in _next_positionals(positionals, len(typed)):
                self._add_values(entry, typed)
        elif equals and flags.get(name) is not None:
            self.prefix = f"{name}="
            self._add_values(flags[name] or "")
        else:
            self._add([*(flag for flag in flags if flag.startswith("--")), "--help"])

    def _add_values(self, values: str, typed: Sequence[str] = ()) -> None:
        """Add the values of an argument.

        :param values: the values as the command table has them: ``@server+``, ``set|delete``.
        :param typed: the names that the command line has already.
        """
        values = values.rstrip("+?")
        kind = values[1:] if values.startswith("@") else ""
        if kind in _NAMED_KINDS:
            self._add(name for name in self._names(kind) if name not in typed)
        elif kind == "command":
            self._add_commands()
        elif kind == "file":
            self.wants_files = True
        elif values != "_":
            self._add(filter(None, values.split("|")))

    def _names(self, kind: str) -> list[str]:
        """The known names of a kind; the ids if no name begins like the word at the cursor."""
        try:
            typed = global_options.read(self._globals).options
        except UsageError:
            return []
        identity = Identity.from_options(typed, self._environ)
        if not identity.cacheable:
            return []
        known = name_cache.load(identity.key, kind, self._environ)
        if not 0 <= time.time() - known.listed <= MAX_AGE:
            fetch(kind, identity, self._environ, 0.0 if known.listed else MAX_WAIT)
            known = known if known.listed else name_cache.load(identity.key, kind, self._environ)
        by_id = {**known.all, **{i: name for i, (name, _) in known.learned.items()}}
        start = self._current.removeprefix(self.prefix)
        usable = sorted(set(filter(_is_usable, by_id.values())))
        if start and not any(name.startswith(start) for name in usable):
            return sorted(filter(_is_usable, by_id))
        return usable


def _split(
    words: Sequence[str], flags: Mapping[str, str | None]
) -> tuple[list[str], str | None, bool]:
    """Split the words after a command.

    :param words: the words, without the one at the cursor.
    :param flags: the command's flags, each with its values; None for a switch.
    :returns: the positional arguments; the values of the flag at the end, None if the last word is
        not a flag that takes one; whether all that follows is positional.
    """
    positionals: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            return [*positionals, *rest], None, True
        if not word.startswith("-") or word == "-":
            positionals.append(word)
            continue
        values = flags.get(word)
        if values is not None and next(rest, None) is None:
            return positionals, values, False
    return positionals, None, False


def _next_positionals(positionals: Sequence[str], typed: int) -> list[str]:
    """The positional arguments that the next word can be, when so many are typed already."""
    reached = {0} if positionals else set()
    for _ in range(typed):
        again = {number for number in reached if positionals[number].endswith("+")}
        reached = again | {number + 1 for number in reached if number + 1 < len(positionals)}
    return [positionals[number] for number in sorted(reached)]


def _is_usable(name: str) -> bool:
    """Whether a name can be typed: control characters cannot, and a dash would begin a flag."""
    return name.isprintable() and not name.startswith("-") and name.strip() != ""


def fetch(kind: str, identity: Identity, environ: Mapping[str, str], wait: float) -> None:
    """Fetch the names of a kind in a separate process, which may outlive this one.

    :param kind: the kind: ``server``, ``flavor``, ``image`` or ``keypair``.
    :param identity: the credentials; without a cached token no request is sent.
    :param environ: the environment.
    :param wait: how long to wait for the names, in seconds.
    """
    if identity.cached() is None:
        return
    child = os.fork()
    if not child:
        try:
            _detach()
            if cache.lock(environ):
                name_cache.fetch(kind, identity, environ)
        finally:
            os._exit(0)
    end = time.monotonic() + wait
    while time.monotonic() < end and not os.waitpid(child, os.WNOHANG)[0]:
        time.sleep(0.005)


def _detach() -> None:
    """Leave the shell, which waits for this process's output, and set a limit to its life."""
    import signal

    os.setsid()
    signal.alarm(MAX_FETCH)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
