"""Atomic writes, private folders, locks, and the ends of log files."""

import fcntl
import os
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def make_private(directory: Path) -> Path:
    """Create a folder, with its missing parents, that only its owner can access, and return it."""
    if not directory.parent.exists():
        make_private(directory.parent)
    directory.mkdir(mode=0o700, exist_ok=True)
    if directory.stat().st_mode & 0o077:
        directory.chmod(0o700)
    return directory


def open_log(path: Path) -> int:
    """Open a file for appending, readable by its owner only, and return its descriptor."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)


def write(path: Path, text: str, *, durable: bool = False) -> None:
    """Replace a file atomically, readable by its owner only.

    :param path: the file, in a folder that exists
    :param text: the new content
    :param durable: wait until the file would survive a power failure
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if durable:
        sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Wait until the names in a folder would survive a power failure."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(path: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[int]:
    """Hold a lock between processes; the system releases it when this process ends.

    :param path: the lock file, created if it does not exist
    :param waiting: called once if another process holds the lock
    :returns: the lock's descriptor; a child that inherits it holds the lock as well
    """
    handle = _open_lock(path)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(handle, fcntl.LOCK_EX)
        while not _is_same_file(path, handle):
            # The former holder deleted the file, so this lock is on a file without a name.
            os.close(handle)
            handle = _open_lock(path)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def _open_lock(path: Path) -> int:
    if not path.parent.exists():
        make_private(path.parent)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _is_same_file(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def last_lines(path: Path, count: int, reach: int = 1 << 20) -> list[str]:
    """Return the last lines of a text file.

    :param path: the file; one that does not exist has no lines
    :param count: the number of lines, at most
    :param reach: the number of bytes to read, at most
    """
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - reach))
            return [
                line.decode("utf-8", "replace").rstrip("\n") for line in deque(file, maxlen=count)
            ]
    except FileNotFoundError:
        return []


def tail(logs: Mapping[str, Path], count: int, follow: bool) -> Iterator[str]:
    """Yield the last lines of files, each with a prefix.

    :param logs: files by prefix
    :param count: the number of lines per file, at most
    :param follow: also yield new lines, without end
    """
    positions = {path: _size(path) for path in logs.values()}
    for prefix, path in logs.items():
        for line in last_lines(path, count):
            yield prefix + line
    while follow:
        for prefix, path in logs.items():
            size = _size(path)
            # A file that shrank was replaced.
            positions[path] = min(positions[path], size) if size >= positions[path] else 0
            if size == positions[path]:
                continue
            with path.open("rb") as file:
                file.seek(positions[path])
                text = file.read(size - positions[path])
            whole = text[: text.rfind(b"\n") + 1]
            positions[path] += len(whole)
            for line in whole.decode("utf-8", "replace").splitlines():
                yield prefix + line
        time.sleep(0.3)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
