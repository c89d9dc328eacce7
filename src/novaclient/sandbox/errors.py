"""What can go wrong with a sandbox, in words for its user.

SandboxError         what happened, and what to do about it
└── ServiceDied      a service ended by itself; carries the end of its log
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class SandboxError(Exception):
    """Something the user has to know about, told in one line.

    :param message: what happened
    :param hint: what to do about it
    """

    def __init__(self, message: str, hint: str) -> None:
        stop = "" if message.endswith((".", "!", "?")) else "."
        super().__init__(f"{message}{stop} {hint}".strip())
        self.message = message
        self.hint = hint


class ServiceDied(SandboxError):
    """A service ended although nobody asked it to.

    :param service: the service's name
    :param log: its log file
    :param lines: the last lines of the log
    """

    def __init__(self, service: str, log: Path, lines: list[str]) -> None:
        reason = next(
            (line.strip() for line in reversed(lines) if line.strip()), "nothing in its log"
        )
        super().__init__(
            f"The service {service} ended while it was being started: {reason}",
            f"Its log is {log}.",
        )
        self.service = service
        self.log = log
        self.lines = lines


_CAUSES = {
    errno.ENOSPC: ("There is no space left on the disk", "Make room, then try again."),
    errno.EDQUOT: ("The disk quota is used up", "Make room, then try again."),
    errno.EACCES: ("Not allowed", "Check who owns the folder and its permissions."),
    errno.EPERM: ("Not allowed", "Check who owns the folder and its permissions."),
    errno.EROFS: ("The file system is read-only", "Choose another folder with NOVA_SANDBOX_DIR."),
    errno.ENOTDIR: ("Not a folder", "Choose another folder with NOVA_SANDBOX_DIR."),
    errno.EEXIST: ("Not a folder", "Choose another folder with NOVA_SANDBOX_DIR."),
    errno.EMFILE: ("Too many open files", "Raise the limit (ulimit -n), then try again."),
}


@contextmanager
def explained(directory: Path) -> Iterator[None]:
    """Turn the system's errors into :class:`SandboxError`."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        place = error.filename or directory
        what, hint = _CAUSES.get(
            error.errno, (os.strerror(error.errno), f"The sandbox's folder is {directory}.")
        )
        raise SandboxError(f"{what}: {place}.", hint) from error
