"""The services as processes: who they are, whether they live, how they are started and ended.

A process is known by its pid file, which it writes itself, and is taken for the service only if its
time of birth and its command line fit too: pids are used again.
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

#: A log larger than this is put aside when its service is started.
LOG_LIMIT = 10 * 1024 * 1024

_INHERITED = frozenset(
    {"PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SSL_CERT_FILE"}
)
# Children are kept here so that they can be reaped, and are not reaped by the garbage collector.
_children: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True, slots=True)
class Identity:
    """A process that cannot be mistaken for another with the same pid.

    :param pid: its pid
    :param started: when it was born, in the system's clock ticks since boot
    """

    pid: int
    started: int


def find(pid_file: Path, mark: str) -> Identity | None:
    """Return the living process that a pid file speaks of.

    :param pid_file: written by the process
    :param mark: what its command line has in it
    :return: ``None`` if there is no such process, or another one has its pid by now
    """
    try:
        record = json.loads(pid_file.read_text(encoding="ascii"))
        identity = Identity(int(record["pid"]), int(record["started"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return identity if is_alive(identity) and mark in _command_line(identity.pid) else None


def is_alive(identity: Identity) -> bool:
    """Tell whether a process still lives; one that has ended but is not reaped does not."""
    child = _children.get(identity.pid)
    if child is not None and child.poll() is not None:
        del _children[identity.pid]
    return _started(identity.pid) == identity.started


def with_argument(arguments: Collection[str], mark: str) -> list[Identity]:
    """Return this user's living processes whose command line has one of these as an argument.

    :param arguments: the arguments
    :param mark: what an argument begins with that the command line has too
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
                found.append(Identity(pid, started))
    return found


def _started(pid: int) -> int | None:
    """When a living process was born; ``None`` if there is none."""
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
    """Return a process's memory in bytes, its share of what it has in common with others included.

    0 if it cannot be told.
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
    """Return the environment for a service: little of this process's own, and what it needs.

    Variables of another cloud (OS_*), of a proxy or of this Python must not reach a service.
    """
    kept = {name: value for name, value in os.environ.items() if name in _INHERITED}
    return {**kept, "PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore", **extra}


def spawn(
    arguments: Sequence[str], environment: Mapping[str, str], directory: Path, log: Path
) -> subprocess.Popen[bytes]:
    """Start a process that outlives this one and writes to a log file nobody else can read."""
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


def end(identities: Iterable[Identity], patience: float = 15.0) -> None:
    """End processes: ask all of them, then, after a while, make them.

    :param identities: the processes; they may end by themselves in the meantime
    :param patience: seconds until those still there are killed
    """
    handles: dict[int, Identity] = {}
    for identity in identities:
        with suppress(ProcessLookupError):
            handle = os.pidfd_open(identity.pid)
            # The handle keeps the pid from being someone else's: look after it is open.
            if is_alive(identity):
                handles[handle] = identity
            else:
                os.close(handle)
    try:
        waiting = _signal(set(handles), signal.SIGTERM)
        waiting = _wait(waiting, patience)
        _wait(_signal(waiting, signal.SIGKILL), patience)
        for identity in handles.values():
            is_alive(identity)  # reaps it if it is a child
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
