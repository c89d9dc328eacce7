"""Files that are whole or not there, folders that are nobody else's, locks, ends of logs."""

import fcntl
import os
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


def make_private(directory: Path) -> Path:
    """Make a folder that only its owner can enter, like those missing above it, and return it."""
    if not directory.parent.exists():
        make_private(directory.parent)
    directory.mkdir(mode=0o700, exist_ok=True)
    if directory.stat().st_mode & 0o077:
        directory.chmod(0o700)
    return directory


def open_log(path: Path) -> int:
    """Open a file for adding to, readable by its owner only, and return its descriptor."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)


def write(path: Path, text: str, *, durable: bool = False) -> None:
    """Replace a file's content in one go, readable by its owner only.

    :param path: the file; its folder exists
    :param text: the whole new content
    :param durable: also survive a power cut right after
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
    """Make the names in a folder survive a power cut."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def locked(path: Path, waiting: Callable[[], None] = lambda: None) -> Iterator[int]:
    """Hold a lock that other processes respect; the system frees it when this process ends.

    :param path: the lock's file, made if need be
    :param waiting: called once if another process holds the lock
    :return: the lock's descriptor; a child that inherits it holds the lock until it ends too
    """
    handle = _open_lock(path)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(handle, fcntl.LOCK_EX)
        while not _is_still(path, handle):
            # Whoever held it has removed it: what is locked now is a file without a name.
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


def _is_still(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def last_lines(path: Path, count: int, reach: int = 1 << 20) -> list[str]:
    """Return the last lines of a text file, as far as they lie in its last bytes.

    :param path: the file; one that does not exist has no lines
    :param count: how many lines at most
    :param reach: how many bytes to look at, at most
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
    """Yield the last lines of files, each after its prefix.

    :param logs: files by prefix
    :param count: how many of each file, at most
    :param follow: go on for ever with what is added to them
    """
    places = {path: _size(path) for path in logs.values()}
    for prefix, path in logs.items():
        for line in last_lines(path, count):
            yield prefix + line
    while follow:
        for prefix, path in logs.items():
            size = _size(path)
            # A file that shrank was begun anew.
            places[path] = min(places[path], size) if size >= places[path] else 0
            if size == places[path]:
                continue
            with path.open("rb") as file:
                file.seek(places[path])
                text = file.read(size - places[path])
            whole = text[: text.rfind(b"\n") + 1]
            places[path] += len(whole)
            for line in whole.decode("utf-8", "replace").splitlines():
                yield prefix + line
        time.sleep(0.3)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
