"""Running a command line: from the words after ``nova`` to an exit status."""

from __future__ import annotations

import os
import sys

from novaclient.cli import errors
from novaclient.cli.parsing import global_options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from novaclient.cli.framework.command import Command
    from novaclient.cli.framework.context import Context
    from novaclient.v2.client import Client


def run(argv: Sequence[str] | None = None) -> int:
    """Run a command line and report errors.

    :param argv: the words after the program's name; those of this process if None.
    :returns: the exit status: 0 success, 1 failure, 2 invalid command line, 130 interrupted.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    _prepare_streams()
    invocation = Invocation(words)
    try:
        status = invocation.execute()
        sys.stdout.flush()
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001  all errors end here
        if isinstance(error, BrokenPipeError) and _reader_is_gone():
            _abandon_stdout()
            return errors.CLOSED_PIPE
        status = errors.report(error, debug=invocation.debug, flags=invocation.flags())
        if status == errors.FAILED and invocation.context is not None:
            from novaclient.cli.advice import advise

            advise(error, invocation.context)
        return status if _flushed() else max(status, errors.FAILED)
    return status


class Invocation:
    """One run of ``nova``.

    :param words: the words after the program's name.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self.debug = "--debug" in words
        self.command: Command | None = None
        self.context: Context | None = None
        self._hooked = False

    def execute(self) -> int:
        """Run the command line.

        :returns: the exit status.
        :raises Exception: any error of the command.
        """
        line = global_options.read(self.words)
        self.debug = bool(line.options.get("debug"))
        if self.debug:
            _log_to_stderr()
        if "version" in line.options:
            from novaclient.version import __version__

            sys.stdout.write(f"{__version__}\n")
            return errors.OK
        if line.command is None or "help" in line.options:
            from novaclient.cli.help import overview

            sys.stdout.write(overview())
            return errors.OK
        return self._run(line)

    def flags(self) -> dict[str, str]:
        """The command's flag for each parameter of the library with microversions of its own."""
        return self.command.flags_by_parameter() if self.command is not None else {}

    def _run(self, line: global_options.CommandLine) -> int:
        assert line.command is not None
        if line.command == "help" and not line.arguments:
            from novaclient.cli.help import overview

            sys.stdout.write(overview())
            return errors.OK
        if line.command == "bash-completion" and not line.arguments:
            from novaclient.cli.completion.word_list import word_list

            sys.stdout.write(word_list())
            return errors.OK
        if line.command == "_complete":
            from novaclient.cli.completion import completer

            return completer.run(line.arguments[0], os.environ)
        from novaclient.cli import registry
        from novaclient.cli.extensions import search

        self._hooked = search.installed(os.environ).has_hooks
        self.command = command = registry.load(line.command)
        if command is None:
            near = errors.did_you_mean(line.command, registry.names())
            raise errors.UsageError(f"unknown command '{line.command}'{near}")
        from novaclient.cli.framework.context import Context

        if not command.is_local:
            global_options.take_trailing(line)
        context = self.context = Context(line.options, os.environ, _connect)
        if any(word in ("-h", "--help") for word in _before_dashes(line.arguments)):
            context.out.stream.write(command.parser().format_help())
            return errors.OK
        try:
            if line.options.get("dry_run") or line.options.get("curl"):
                return self._plan(command, context, line)
            return self._run_command(command, context, line)
        except errors.UsageError as error:
            error.command = command.name
            raise

    def _plan(self, command: Command, context: Context, line: global_options.CommandLine) -> int:
        """Show the requests of a command, up to an error if there is one."""
        if command.is_local:
            raise errors.UsageError(f"{command.name} sends no requests that could be shown")
        from novaclient.cli.framework.dry_run import NullOutput, Plan

        stream = context.out.stream
        context.out = NullOutput()
        context.plan = plan = Plan(line.options, os.environ, curl=bool(line.options.get("curl")))
        try:
            status = plan.of_command(lambda: self._run_command(command, context, line))
        except Exception:
            plan.write(stream, failed=True)
            raise
        plan.write(stream)
        return status or errors.OK

    def _run_command(
        self, command: Command, context: Context, line: global_options.CommandLine
    ) -> int:
        if self._hooked:
            from novaclient.cli.extensions import loader

            loader.run_hooks("__pre_parse_args__")
        context.args, given = command.parse(line.arguments, os.environ)
        if self._hooked:
            loader.add_global_options(context)
            loader.run_hooks("__post_parse_args__", context.args)
        command.check(given, context.microversion)
        status = command.run(context, context.args)
        if line.options.get("timings") and context.is_connected:
            _print_timings(context)
        if context.seen_names:
            _cache_names(context)
        return status or errors.OK


def _before_dashes(words: Sequence[str]) -> Sequence[str]:
    return words[: words.index("--")] if "--" in words else words


def _connect(options: Mapping[str, object], environ: Mapping[str, str]) -> Client:
    from novaclient.cli.sign_in import open_client

    return open_client(options, environ)


def _cache_names(context: Context) -> None:
    """Cache the names in a list for completion, after the list has been printed."""
    from novaclient.cli import name_cache

    context.out.stream.flush()
    if key := context.client.cache_key:
        for kind, found in context.seen_names.items():
            name_cache.store(key, kind, found, context.environ)


def _log_to_stderr() -> None:
    """Log requests and responses; the transport and keystoneauth mask the secrets."""
    import logging

    from novaclient.cli.text import harmless

    class HarmlessFormatter(logging.Formatter):
        """A formatter that makes text from the cloud harmless on a terminal."""

        def format(self, record: logging.LogRecord) -> str:
            return harmless(super().format(record), lines=True)

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(HarmlessFormatter("%(levelname)s (%(module)s:%(lineno)d) %(message)s"))
    for name in ("novaclient", "keystoneauth"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.DEBUG)
        logger.handlers = [handler]


def _print_timings(context: Context) -> None:
    """Print the duration of each request and of all together."""
    from novaclient.cli.output.table import table

    timings = context.client.get_timings()
    rows = [[name, str(end - start)] for name, start, end in timings]
    rows.append(["Total", str(sum(end - start for _, start, end in timings))])
    context.out.message_stream.write(table(("url", "seconds"), rows))


# ---------------------------------------------------------------------------- standard streams
def _prepare_streams() -> None:
    """Write characters that the terminal's encoding lacks as escapes."""
    import io

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _flushed() -> bool:
    """Whether the output before an error has reached its reader."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        _abandon_stdout()
        return False
    return True


def _reader_is_gone() -> bool:
    """Whether the closed pipe is standard output, and not another one."""
    import select

    poll = select.poll()
    try:
        poll.register(sys.stdout.fileno(), select.POLLOUT)
    except (OSError, ValueError):
        return False
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in poll.poll(0))


def _abandon_stdout() -> None:
    """Discard the rest of stdout's buffer, so that Python's exit does not fail on it."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        # Without a file descriptor there is no buffer that could fail.
        return
