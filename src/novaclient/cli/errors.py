"""Error reports: one line on stderr, an exit status, and a traceback only with ``--debug``.

Errors are raised elsewhere and reported once, here.
"""

from __future__ import annotations

import sys

from novaclient.cli.text import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: The exit statuses of ``nova``.
OK = 0
FAILED = 1
MISUSED = 2
INTERRUPTED = 130
#: What a shell reports for a program that wrote to a closed pipe.
CLOSED_PIPE = 141

USAGE = "usage: nova [global options] <command> [arguments]\n"

#: Errors that are printed under python-novaclient's name for them, which scripts match on.
_CLASSIC = {
    "AmbiguousName": "CommandError",
    "AuthenticationFailed": "Unauthorized",
    "ConfigurationError": "CommandError",
    "NameNotFound": "CommandError",
    "UnusableName": "CommandError",
}


class UsageError(Exception):
    """An invalid command line; no request has been sent.

    :param message: what is wrong with it.
    :param command: the command; its help is recommended.
    :param usage: the usage to print, where the form of the command line is wrong.
    """

    def __init__(self, message: str, *, command: str = "", usage: str = "") -> None:
        super().__init__(message)
        self.command = command
        self.usage = usage


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``: did you mean 'x'?`` with the known word nearest to a word; empty if none is near."""
    import difflib

    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f": did you mean '{near[0]}'?" if near else ""


def report(
    error: BaseException,
    *,
    debug: bool,
    flags: Mapping[str, str] | None = None,
) -> int:
    """Print what went wrong on stderr.

    :param error: the error that ended the command.
    :param debug: whether to print the traceback.
    :param flags: the command's flag for each argument of the library.
    :returns: the exit status.
    """
    if isinstance(error, KeyboardInterrupt):
        note("... terminating nova client")
        status: int = getattr(error, "status", INTERRUPTED)
        return status
    if isinstance(error, UsageError):
        usage = error.usage or ("" if error.command else USAGE)
        note(f"{usage}error: {error}")
        note(f"Try 'nova help{' ' if error.command else ''}{error.command}' for more information.")
        return MISUSED
    if debug:
        import traceback

        note("".join(traceback.format_exception(error)).rstrip("\n"))
    note(line_for(error, flags))
    return FAILED


def line_for(error: BaseException, flags: Mapping[str, str] | None = None) -> str:
    """The line for an error: ``ERROR (Type): message (HTTP 404) (Request-ID: req-…)``.

    :param error: the error.
    :param flags: the command's flag for each argument of the library.
    """
    message = message_of(error)
    if type(error).__name__ == "UnsupportedAttribute":
        for argument, flag in (flags or {}).items():
            message = message.replace(f"'{argument}' argument", flag)
            message = message.replace(f"'{argument}'", flag)
    name = type(error).__name__
    return f"ERROR ({_CLASSIC.get(name, name)}): {message}"


def message_of(error: BaseException) -> str:
    """The message of an error, harmless on a terminal; the cloud's messages on one line."""
    from novaclient.exceptions import ClientException

    text = _text_of(error)
    if isinstance(error, ClientException):
        return harmless(" ".join(text.replace("<br />", " ").split())) or "no reason given"
    return harmless(text, lines=True) or "no reason given"


def _text_of(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    if type(error).__module__.partition(".")[0] in ("novaclient", "keystoneauth1", "openstack"):
        return str(error)
    return f"{error} (this looks like a bug in nova; --debug shows where)".lstrip()


def warn(message: str) -> None:
    """Print a warning on stderr."""
    note(f"WARNING: {message}")


def note(text: str) -> None:
    """Print a line on stderr; errors are ignored if stderr is closed too."""
    try:
        sys.stderr.write(harmless(text, lines=True) + "\n")
        sys.stderr.flush()
    except (BrokenPipeError, ValueError):
        return
