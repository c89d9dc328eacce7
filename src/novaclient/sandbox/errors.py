"""Errors of the sandbox.

SandboxError         what happened, and what to do about it
└── ServiceDied      a service ended unexpectedly; has the end of its log
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RECREATE = "nova sandbox down --delete && nova sandbox up"
#: The hint where only a new sandbox helps.
START_OVER = f"Start over with: {RECREATE}"
NO_SPACE, FREE_SPACE = "There is no space left on the disk", "Free some space, then try again."


class SandboxError(Exception):
    """An error that the user can do something about, in one line.

    :param message: what happened
    :param hint: what to do about it
    """

    def __init__(self, message: str, hint: str) -> None:
        stop = "" if message.endswith((".", "!", "?")) else "."
        super().__init__(f"{message}{stop} {hint}".strip())
        self.message = message
        self.hint = hint


class ServiceDied(SandboxError):
    """A service ended while it was being started.

    :param service: the service's name
    :param log: its log file
    :param lines: the last lines of the log
    """

    def __init__(self, service: str, log: Path, lines: list[str]) -> None:
        reason = next(
            (line.strip() for line in reversed(lines) if line.strip()), "its log is empty"
        )
        super().__init__(
            f"The service {service} ended while it was being started: {reason}",
            f"Its log is {log}.",
        )
        self.service = service
        self.log = log
        self.lines = lines


_CAUSES = {
    errno.ENOSPC: (NO_SPACE, FREE_SPACE),
    errno.EDQUOT: ("The disk quota is used up", FREE_SPACE),
    errno.EACCES: ("Not allowed", "Check the folder's owner and permissions."),
    errno.EPERM: ("Not allowed", "Check the folder's owner and permissions."),
    errno.EROFS: ("The file system is read-only", "Choose another folder with NOVA_SANDBOX_DIR."),
    errno.ENOTDIR: ("Not a folder", "Choose another folder with NOVA_SANDBOX_DIR."),
    errno.EEXIST: ("Not a folder", "Choose another folder with NOVA_SANDBOX_DIR."),
    errno.EMFILE: ("Too many open files", "Raise the limit (ulimit -n), then try again."),
}


@contextmanager
def explained(directory: Path) -> Iterator[None]:
    """Raise :class:`SandboxError` for an error of the operating system.

    :param directory: the sandbox's folder, for the message
    """
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
