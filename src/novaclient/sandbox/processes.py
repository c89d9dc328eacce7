"""Processes of services: how they are found, started and stopped.

A process writes its own PID file. Because PIDs are reused, it counts as the service only if its
start time and its command line match as well.
"""

import json
import os
import select
import signal
import subprocess
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from novaclient.sandbox import files

#: A log larger than this, in bytes, is rotated when its service starts.
LOG_LIMIT = 10 * 1024 * 1024

_INHERITED = frozenset(
    {"PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SSL_CERT_FILE"}
)
# References to children, so that they are reaped here and not by the garbage collector.
_children: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True, slots=True)
class Process:
    """A process, distinguished from others that have had the same PID.

    :param pid: its PID
    :param started: its start time, in clock ticks since boot
    """

    pid: int
    started: int


def find(pid_file: Path, mark: str) -> Process | None:
    """Return the running process of a PID file.

    :param pid_file: the file, written by the process
    :param mark: a part of its command line
    :returns: ``None`` if it does not run, or another process has its PID by now
    """
    try:
        record = json.loads(pid_file.read_text(encoding="ascii"))
        process = Process(int(record["pid"]), int(record["started"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return process if is_alive(process) and mark in _command_line(process.pid) else None


def is_alive(process: Process) -> bool:
    """Return whether a process is running; one that has ended but is not reaped is not."""
    child = _children.get(process.pid)
    if child is not None and child.poll() is not None:
        del _children[process.pid]
    return _started(process.pid) == process.started


def with_argument(arguments: Collection[str], mark: str) -> list[Process]:
    """Return the user's running processes with a given argument on their command line.

    :param arguments: the arguments, one of which the command line has
    :param mark: the beginning of another argument that the command line has
    """
    wanted, found = set(arguments), []
    for entry in Path("/proc").glob("[0-9]*"):
        pid = int(entry.name)
        words = _command_line(pid).split("\0")
        if wanted.isdisjoint(words) or not any(word.startswith(mark) for word in words):
            continue
        with suppress(OSError):
            started = _started(pid)
            if started is not None and entry.stat().st_uid == os.getuid():
                found.append(Process(pid, started))
    return found


def _started(pid: int) -> int | None:
    """The start time of a running process; ``None`` if it does not run."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    values = stat.rpartition(")")[2].split()
    return None if values[0] in "ZX" else int(values[19])


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return ""


def memory(pid: int) -> int:
    """Return a process's memory in bytes, including its share of shared memory.

    0 if the system does not say.
    """
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            for line in file:
                if line.startswith("Pss:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        return 0
    return 0


def clean_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for a service: a few variables of this process, and more.

    Variables for another cloud (OS_*), a proxy or this Python must not reach a service.

    :param extra: further variables
    """
    inherited = {name: value for name, value in os.environ.items() if name in _INHERITED}
    return {**inherited, "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore", **extra}


def spawn(
    arguments: Sequence[str], environment: Mapping[str, str], directory: Path, log: Path
) -> subprocess.Popen[bytes]:
    """Start a process that outlives this one, with its output in a private log file."""
    with suppress(FileNotFoundError):
        if log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_name(f"{log.name}.1"))
    handle = files.open_log(log)
    try:
        child = subprocess.Popen(  # noqa: S603
            arguments,
            env=dict(environment),
            cwd=directory,
            stdin=subprocess.DEVNULL,
            stdout=handle,
            stderr=handle,
            start_new_session=True,
            umask=0o077,
        )
    finally:
        os.close(handle)
    _children[child.pid] = child
    return child


def run(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    directory: Path,
    log: Path,
    text: str = "",
) -> str | None:
    """Run a process to its end, with its output in a private log file.

    :param text: its standard input
    :returns: ``None`` if it succeeded, else the last line of its output
    """
    with open(files.open_log(log), "ab") as output:
        done = subprocess.run(  # noqa: S603
            arguments,
            env=dict(environment),
            cwd=directory,
            input=text.encode(),
            stdout=output,
            stderr=output,
            start_new_session=True,
            umask=0o077,
            check=False,
        )
    if not done.returncode:
        return None
    return next(iter(files.last_lines(log, 1)), "there is no output")


def end(processes: Iterable[Process], patience: float = 15.0) -> None:
    """End processes: first with SIGTERM, then with SIGKILL.

    :param processes: the processes; they may end by themselves meanwhile
    :param patience: seconds before those that still run are killed
    """
    handles: dict[int, Process] = {}
    for process in processes:
        with suppress(ProcessLookupError):
            handle = os.pidfd_open(process.pid)
            # With the handle open the PID cannot be reused: only now is the check reliable.
            if is_alive(process):
                handles[handle] = process
            else:
                os.close(handle)
    try:
        alive = _wait(_signal(set(handles), signal.SIGTERM), patience)
        _wait(_signal(alive, signal.SIGKILL), patience)
        for process in handles.values():
            is_alive(process)  # reaps it if it is a child
    finally:
        for handle in handles:
            os.close(handle)


def _signal(handles: set[int], number: signal.Signals) -> set[int]:
    for handle in handles:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, number)
    return handles


def _wait(handles: set[int], seconds: float) -> set[int]:
    """Wait for processes to end and return those that have not."""
    left = set(handles)
    end_time = time.monotonic() + seconds
    while left and (rest := end_time - time.monotonic()) > 0:
        ended, _, _ = select.select(list(left), [], [], rest)
        left.difference_update(ended)
    return left
