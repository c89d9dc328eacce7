"""What to offer for a half-typed command line: the answer to Tab, from the index and from names.

No command is imported, and nobody is signed in: names come from the cache, which is refreshed
beside with the token of an earlier command. Nothing is ever printed but what is offered.
"""

from __future__ import annotations

import os
import sys
import time

from novaclient.auth import cache
from novaclient.auth.identity import Identity
from novaclient.cli.completion import names
from novaclient.cli.completion.flags import FLAGS
from novaclient.cli.errors import UsageError
from novaclient.cli.extensions import search
from novaclient.cli.index import INDEX, LOCAL, module_of
from novaclient.cli.parsing import global_options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Final

    from novaclient.auth.options import Option

#: The exit status that tells a shell to offer files.
FILES: Final = 3
#: How old names are offered without asking the cloud anew, in seconds.
FRESH: Final = 60.0
#: How long Tab waits for names where none are known, and how long asking may take, in seconds.
PATIENCE: Final = 1.0
LONGEST: Final = 20
_MAX_BYTES: Final = 1 << 20
_FILE_OPTIONS: Final = ("os_cacert", "os_cert", "os_key")
_NAMED: Final = ("server", "flavor", "image", "keypair")


def run(shell: str, environ: Mapping[str, str]) -> int:
    """Answer one of the scripts in ``shells``, whose question comes on standard input.

    :param shell: ``bash``, ``zsh`` or ``fish``.
    :param environ: the environment.
    :returns: the exit status.
    """
    try:
        asked = sys.stdin.buffer.read(_MAX_BYTES).decode("utf-8", "surrogateescape")
        offered = answer(shell, asked, environ)
    except Exception:  # noqa: BLE001  whatever is wrong, a command says so; Tab says nothing
        return 1
    if offered is None:
        return FILES
    text = "".join(f"{line}\n" for line in offered)
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    return 0


def answer(shell: str, asked: str, environ: Mapping[str, str]) -> list[str] | None:
    """The lines that a script gets; None where files are to be offered.

    bash asks with its COMP_WORDBREAKS and the line up to the cursor, and gets what readline has to
    put there. The others ask with the words and get whole words, each with a description behind
    a tab where there is one; they choose and quote themselves.
    """
    first, *rest = asked.split("\0")
    if shell == "bash":
        from novaclient.cli.completion.quoting import Line

        line = Line(rest[0], first)
        if not line.is_plain:
            return []
        found = Offer(line.words[1:], line.current, environ)
        if found.wants_files:
            return None
        matching = (word for word in found.words if word.startswith(line.current))
        return [line.insertion(word) for word in matching]
    words = asked.split("\0")[:-1]
    found = Offer(words[:-1], words[-1], environ)
    if found.wants_files:
        return None
    # zsh is told where a flag's value begins, fish completes the whole word.
    start = len(found.prefix) if shell == "zsh" else 0
    return [f"{w[start:]}\t{d}" if d else w[start:] for w, d in found.words.items()]


class Offer:
    """What fits at the end of a command line.

    :param before: the words after the program's name, up to the one at the cursor.
    :param current: that one, as far as it has been typed.
    :param environ: the environment.
    :ivar words: each whole word that fits, with a description or an empty text.
    :ivar prefix: what of each stands before a flag's value: ``--flavor=``.
    :ivar wants_files: whether a file's path fits.
    """

    def __init__(self, before: Sequence[str], current: str, environ: Mapping[str, str]) -> None:
        self.words: dict[str, str] = {}
        self.prefix = ""
        self.wants_files = False
        self._current = current
        self._environ = environ
        self._globals: list[str] = []
        self._added = search.remembered(environ)
        options = {flag: option for option in global_options.GLOBALS for flag in option.flags}
        rest = list(before)
        while rest and rest[0].startswith("-"):
            option = options.get(rest[0].partition("=")[0])
            takes = option is not None and option.action == "store" and "=" not in rest[0]
            if takes and len(rest) == 1:
                assert option is not None
                self._offer_option(option)
                return
            taken = 2 if takes else 1
            self._globals += rest[:taken]
            del rest[:taken]
        if rest:
            self._in_command(rest[0], rest[1:])
            return
        name, equals, _ = current.partition("=")
        if equals and name in options:
            self.prefix = f"{name}="
            self._offer_option(options[name])
        elif current.startswith("-"):
            self._offer(flag for flag in options if flag.startswith("--"))
        else:
            self._offer_commands()

    # ------------------------------------------------------------------------- global options
    def _offer_option(self, option: Option) -> None:
        if option.dest == "os_cloud":
            from novaclient.auth import clouds

            self._offer(clouds.find(self._environ).names)
        elif option.dest in _FILE_OPTIONS:
            self.wants_files = True
        else:
            self._offer(option.choices)

    def _offer_commands(self) -> None:
        for modules in INDEX.values():
            for commands in modules.values():
                self.words.update(commands)
        self.words.update({name: summary for name, (summary, _) in self._added.items()})

    # -------------------------------------------------------------------------- in a command
    def _in_command(self, command: str, words: list[str]) -> None:
        spelled = command.replace("_", "-")
        entries = (FLAGS.get(command) or FLAGS.get(spelled) or "").split()
        entries += self._added.get(spelled, ("", ""))[1].split()
        flags: dict[str, str | None] = {}
        positions: list[str] = []
        for entry in entries:
            name, equals, value = entry.partition("=")
            if entry.startswith("-"):
                flags[name] = value if equals else None
            else:
                positions.append(entry)
        if module_of(spelled) not in LOCAL:
            flags.update(
                (flag, None) for option in global_options.ANYWHERE for flag in option.flags
            )
        targets, wanting, ended = _read(words, flags)
        if wanting is not None:
            self._offer_value(wanting, ())
            return
        name, equals, _ = self._current.partition("=")
        if not ended and equals and flags.get(name) is not None:
            self.prefix = f"{name}="
            self._offer_value(flags[name] or "", ())
        elif not ended and self._current.startswith("-"):
            self._offer([*(flag for flag in flags if flag.startswith("--")), "--help"])
        else:
            for entry in _open(positions, len(targets)):
                self._offer_value(entry, targets)

    def _offer_value(self, entry: str, typed: Sequence[str]) -> None:
        """Offer what an entry of the index stands for, and none of it twice."""
        entry = entry.rstrip("+?")
        kind = entry[1:] if entry.startswith("@") else ""
        if kind in _NAMED:
            self._offer(name for name in self._names(kind) if name not in typed)
        elif kind == "command":
            self._offer_commands()
        elif kind == "file":
            self.wants_files = True
        elif entry != "_":
            self._offer(filter(None, entry.split("|")))

    def _offer(self, words: Iterable[str]) -> None:
        self.words.update((self.prefix + word, "") for word in words)

    # --------------------------------------------------------------------------------- names
    def _names(self, kind: str) -> list[str]:
        """The names of a kind that are known; their ids where no name begins like the word."""
        try:
            typed = global_options.read(self._globals).options
        except UsageError:
            return []
        identity = Identity.from_options(typed, self._environ)
        if not identity.cacheable:
            return []
        known = names.load(identity.key, kind, self._environ)
        if not 0 <= time.time() - known.listed <= FRESH:
            refresh(kind, identity, self._environ, 0.0 if known.listed else PATIENCE)
            known = known if known.listed else names.load(identity.key, kind, self._environ)
        found = {**known.all, **{i: name for i, (name, _) in known.learned.items()}}
        start = self._current.removeprefix(self.prefix)
        usable = sorted(set(filter(_is_usable, found.values())))
        if start and not any(name.startswith(start) for name in usable):
            return sorted(filter(_is_usable, found))
        return usable


def _read(
    words: Sequence[str], flags: Mapping[str, str | None]
) -> tuple[list[str], str | None, bool]:
    """The targets among a command's words, the entry of a flag whose value comes next, if one
    does, and whether only targets can follow.
    """
    targets: list[str] = []
    rest = iter(words)
    for word in rest:
        if word == "--":
            return [*targets, *rest], None, True
        if not word.startswith("-") or word == "-":
            targets.append(word)
            continue
        wanted = flags.get(word)
        if wanted is not None and next(rest, None) is None:
            return targets, wanted, False
    return targets, None, False


def _open(positions: Sequence[str], typed: int) -> list[str]:
    """The entries that the next target can be, after so many others."""
    reached = {0} if positions else set()
    for _ in range(typed):
        again = {number for number in reached if positions[number].endswith("+")}
        reached = again | {number + 1 for number in reached if number + 1 < len(positions)}
    return [positions[number] for number in sorted(reached)]


def _is_usable(name: str) -> bool:
    """Whether a name can be put into a command line: control characters and the like cannot,
    and what begins with a dash would be taken for a flag.
    """
    return name.isprintable() and not name.startswith("-") and name.strip() != ""


def refresh(kind: str, identity: Identity, environ: Mapping[str, str], wait: float) -> None:
    """List the names of a kind in a process of its own, which may outlive this one.

    :param kind: the kind.
    :param identity: who is asking; without a known token nothing is asked.
    :param environ: the environment.
    :param wait: how long to wait for it, in seconds.
    """
    if identity.cached() is None:
        return
    child = os.fork()
    if not child:
        try:
            _detach()
            if cache.lock(environ):
                names.refresh(kind, identity, environ)
        finally:
            os._exit(0)
    end = time.monotonic() + wait
    while time.monotonic() < end and not os.waitpid(child, os.WNOHANG)[0]:
        time.sleep(0.005)


def _detach() -> None:
    """Leave the shell that waits for this process's output, and end in time whatever happens."""
    import signal

    os.setsid()
    signal.alarm(LONGEST)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
