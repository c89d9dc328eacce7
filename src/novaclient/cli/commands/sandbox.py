"""``nova sandbox``: the command line and the messages of ``novaclient.sandbox``."""

from __future__ import annotations

import shlex
import sys
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Self

from novaclient.cli.errors import UsageError, note
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import COLUMN, FORMAT, SORT
from novaclient.cli.output.columns import Column
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import Namespace, positive_int
from novaclient.cli.text import terminal_columns

if TYPE_CHECKING:
    from novaclient.sandbox import Sandbox, Step

COLUMNS = (
    Column("Service", "name"),
    Column("State", "state"),
    Column("PID", "pid"),
    Column("Memory MiB", lambda service: round(service.memory / 2**20)),
    Column("Address", "url"),
)

Run = Callable[[Context, Namespace, "Sandbox"], int | None]


class _Action(NamedTuple):
    """A subcommand of ``nova sandbox``, and the arguments that it accepts."""

    run: Run
    accepts: frozenset[str]


def _up(context: Context, args: Namespace, sandbox: Sandbox) -> None:
    with _Steps() as steps:
        result = sandbox.up(database=args.database, report=steps)
    if result.outcome == "running":
        note(f"The sandbox in {sandbox.directory} is already running.")
        return
    done = "is ready" if result.outcome == "created" else "is running again, with its old contents"
    note(f"The sandbox in {sandbox.directory} {done} ({result.seconds:.0f} s).")
    note("Try: nova --os-cloud sandbox list    (administrator: --os-cloud sandbox-admin)")


def _status(context: Context, args: Namespace, sandbox: Sandbox) -> int:
    context.out.configure(args)
    status = sandbox.status()
    context.out.rows(status.services, COLUMNS)
    if status.initialised:
        running = "running" if status.is_running else "not running: nova sandbox up"
        note(
            f"The sandbox in {status.directory} is {running}; "
            f"{status.database}, {status.memory / 2**20:.0f} MiB of memory."
        )
    else:
        note(f"There is no sandbox in {status.directory} yet. Create it with: nova sandbox up")
    return 0 if status.is_running else 1


def _env(context: Context, args: Namespace, sandbox: Sandbox) -> None:
    for name, value in sandbox.environment(args.admin).items():
        context.out.stream.write(f"export {name}={shlex.quote(value)}\n")


def _logs(context: Context, args: Namespace, sandbox: Sandbox) -> None:
    for line in sandbox.logs(args.service, args.lines or 100, args.follow):
        context.out.text(line.rstrip("\n") + "\n")


def _reset(context: Context, args: Namespace, sandbox: Sandbox) -> None:
    start = time.monotonic()
    with _Steps() as steps:
        sandbox.reset(steps)
    note(f"The sandbox is back in its initial state ({time.monotonic() - start:.0f} s).")


def _down(context: Context, args: Namespace, sandbox: Sandbox) -> None:
    with _Steps() as steps:
        stopped = sandbox.down(steps, delete=args.delete)
    if stopped:
        note(f"Stopped {', '.join(stopped)}.")
    else:
        note("No service of the sandbox was running.")


ACTIONS = {
    "up": _Action(_up, frozenset({"database"})),
    "status": _Action(_status, frozenset({"format", "column", "sort_by"})),
    "env": _Action(_env, frozenset({"admin"})),
    "logs": _Action(_logs, frozenset({"service", "lines", "follow"})),
    "reset": _Action(_reset, frozenset()),
    "down": _Action(_down, frozenset({"delete"})),
}


@command("sandbox", local=True)
@argument(
    "action", choices=tuple(ACTIONS), metavar="up|status|env|logs|reset|down", help="Action to run."
)
@argument("service", nargs="?", metavar="<service>", help="logs: only this service.")
@argument(
    "--database",
    choices=("sqlite", "mariadb"),
    metavar="<database>",
    help="up, for a new sandbox: sqlite (default), or mariadb if it is installed.",
)
@argument("--admin", action="store_true", help="env: the administrator's credentials.")
@argument(
    "--lines", type=positive_int, metavar="<number>", help="logs: lines of each log (default: 100)."
)
@argument("--follow", action="store_true", help="logs: keep printing new lines.")
@argument("--delete", action="store_true", help="down: delete the sandbox and everything in it.")
@FORMAT
@COLUMN
@SORT
def sandbox_(context: Context, args: Namespace) -> int | None:
    """Run a real OpenStack cloud on this machine.

    Runs Keystone, Placement, Glance, Neutron, Cinder and Nova from their released packages on the
    loopback interface, with Nova's fake hypervisor. Does not need root.

      up       create the sandbox, or start it again with its contents
      status   show each service and its state; exit status 1 if the sandbox is not running
      env      print environment variables for other programs: eval "$(nova sandbox env)"
      logs     print the end of the services' logs
      reset    restore the initial state
      down     stop the sandbox; 'up' starts it again with its contents

    As a regular user:     nova --os-cloud sandbox list
    As the administrator:  nova --os-cloud sandbox-admin service-list
    """
    from novaclient.sandbox import Sandbox, ServiceDied

    action = ACTIONS[args.action]
    for name, flag in _given(args):
        if name not in action.accepts:
            raise UsageError(f"{flag} cannot be used with '{args.action}'", command="sandbox")
    try:
        return action.run(context, args, Sandbox())
    except ServiceDied as died:
        note("\n".join(f"{died.service}: {line}" for line in died.lines))
        raise


def _given(args: Namespace) -> list[tuple[str, str]]:
    """The arguments that were given in addition to the action, with their flags."""
    flags = {
        "service": "a service",
        "database": "--database",
        "admin": "--admin",
        "lines": "--lines",
        "follow": "--follow",
        "delete": "--delete",
        "format": "--format",
        "column": "--column",
        "sort_by": "--sort",
    }
    return [(name, flag) for name, flag in flags.items() if getattr(args, name)]


class _Steps:
    """Prints each step as it starts; on a terminal with a running clock.

    A context manager: leaving it ends the line of an interrupted step.
    """

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._ended = threading.Event()
        self._clock: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end("\n")

    def __call__(self, step: Step) -> None:
        """Print the state of a step."""
        name = f"{step.name} ({step.detail})" if step.detail else step.name
        if not self._terminal:
            if step.state == "started":
                note(f"{name} …")
        elif step.state == "started":
            self._end("\n")
            self._begin(name)
        else:
            self._end(f"\r\x1b[K{name}: {step.seconds:.1f} s\n")

    def _begin(self, name: str) -> None:
        self._ended.clear()
        self._clock = threading.Thread(target=self._count, args=(name,), daemon=True)
        self._clock.start()

    def _count(self, name: str) -> None:
        begin = time.monotonic()
        note_width = terminal_columns() - 12
        while True:
            sys.stderr.write(f"\r\x1b[K{name[:note_width]} … {time.monotonic() - begin:.0f} s")
            sys.stderr.flush()
            if self._ended.wait(1.0):
                return

    def _end(self, text: str) -> None:
        if self._clock is None:
            return
        self._ended.set()
        self._clock.join()
        self._clock = None
        sys.stderr.write(text)
        sys.stderr.flush()
