"""The Python environment that the services run in: made once from the lock file, and shared by all
sandboxes of this user.
"""

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from novaclient.sandbox import files
from novaclient.sandbox.errors import SandboxError
from novaclient.sandbox.location import data_directory
from novaclient.sandbox.progress import Progress

#: Room that the environment needs, in bytes.
ROOM = 900 * 1024 * 1024
_OLDEST, _NEWEST = (3, 11), (3, 13)
# Settings of the user's that would send packages elsewhere than into the environment.
_MISLEADING = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_REQUIRE_VIRTUALENV")


def lock_file() -> Path:
    """Return the file that pins every package of the services."""
    return Path(str(resources.files("novaclient.sandbox") / "requirements.lock"))


def lock_hash() -> str:
    """Return what tells one lock file from another."""
    return hashlib.sha256(lock_file().read_bytes()).hexdigest()[:16]


def module_path() -> Path:
    """Return the folder that holds the package ``nova_sandbox``."""
    return Path(__file__).with_name("inside")


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment with the services' packages.

    :param root: its folder
    """

    root: Path

    @classmethod
    def default(cls) -> "Environment":
        """Return the one for this lock file, this version of Python and this kind of machine."""
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        kind = f"{version}-{platform.machine()}-{lock_hash()[:12]}"
        return cls(data_directory() / "sandbox-env" / kind)

    @property
    def python(self) -> Path:
        return self.root / "bin" / "python"

    @property
    def stock_configuration(self) -> Path:
        return self.root / "etc"

    @property
    def is_complete(self) -> bool:
        return self._mark.exists() and self.python.exists()

    @property
    def _mark(self) -> Path:
        return self.root / "complete"

    def install(self, progress: Progress) -> None:
        """Make the environment if it is not there.

        The mark that it is complete is written last: an environment without it is thrown away.

        :raises SandboxError: it cannot be made, and why
        """
        if self.is_complete:
            return
        check_python()
        files.make_private(self.root.parent)
        lock = self.root.with_name(f"{self.root.name}.lock")

        def waiting() -> None:
            progress.note("waiting for another installation of the same packages")

        with files.locked(lock, waiting) as handle:
            if self.is_complete:
                return
            check_room(self.root.parent, ROOM, "the services' packages")
            if self.root.exists():
                with progress.step("removing an unfinished installation"):
                    shutil.rmtree(self.root)
            with progress.step("making a Python environment", str(self.root)):
                self._run("-m", "venv", str(self.root), python=sys.executable, lock=handle)
                self._renew_pip(handle)
            with progress.step("installing the services' packages", str(lock_file())):
                self._pip_install("--no-deps", "--requirement", str(lock_file()), lock=handle)
            files.write(self._mark, "", durable=True)

    def _renew_pip(self, lock: int) -> None:
        """Replace a pip that is old enough to be slow at this."""
        import ensurepip

        if int(ensurepip.version().partition(".")[0]) < 24:
            self._pip_install("pip>=24", "--upgrade", lock=lock)

    def _pip_install(self, *arguments: str, lock: int) -> None:
        # Modules are compiled when they are first imported; most never are.
        command = ("-m", "pip", "install", "--quiet", "--no-compile", *arguments)
        self._run(*command, python=self.python, lock=lock)

    def _run(self, *arguments: str, python: str | Path, lock: int) -> None:
        environment = {k: v for k, v in os.environ.items() if k not in _MISLEADING}
        environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
        done = subprocess.run(  # noqa: S603
            [python, "-I", *arguments],
            env=environment,
            cwd=self.root.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            # Were this process killed, the next would wait for pip to end instead of meeting it.
            pass_fds=(lock,),
        )
        if done.returncode:
            output = f"{done.stdout}\n{done.stderr}"
            log = self.root.with_name(f"{self.root.name}.log")
            files.write(log, output)
            raise explain_pip(output.splitlines(), log)


def check_python() -> None:
    """Check that this Python can make an environment for the services.

    :raises SandboxError: it cannot
    """
    if sys.platform != "linux":
        raise SandboxError("The sandbox needs Linux.", "Use a Linux machine, or a real cloud.")
    if not _OLDEST <= sys.version_info[:2] <= _NEWEST:
        raise SandboxError(
            f"The sandbox's services do not run on Python {platform.python_version()}.",
            "Install novaclient with Python 3.11, 3.12 or 3.13.",
        )
    if any(importlib.util.find_spec(name) is None for name in ("venv", "ensurepip")):
        raise SandboxError(
            "This Python cannot make an environment: its modules venv and ensurepip are missing.",
            "Install them (on Debian and Ubuntu: apt install python3-venv).",
        )


def check_room(directory: Path, room: int, what: str) -> None:
    """Check that there is room on a disk.

    :param directory: a folder on it
    :param room: bytes needed
    :param what: what needs them, for the user
    :raises SandboxError: there is not
    """
    free = shutil.disk_usage(directory).free
    if free < room:
        raise SandboxError(
            f"There is not enough space on the disk of {directory}: {what} need {room >> 20} MiB, "
            f"{free >> 20} MiB are free.",
            "Make room, or choose another disk with XDG_DATA_HOME or NOVA_SANDBOX_DIR.",
        )


def explain_pip(lines: Sequence[str], log: Path) -> SandboxError:
    """Make one clear line of what pip or venv said when it failed.

    :param lines: its output
    :param log: where the whole output is kept
    """
    errors = [line.strip() for line in lines if line.strip()]
    said = next((e for e in reversed(errors) if e.lower().startswith("error:")), "")
    said = said.partition(":")[2].strip() or (errors[-1] if errors else "it did not say why")
    text = "\n".join(errors).lower()
    if "no space left on device" in text:
        return SandboxError("There is no space left on the disk.", "Make room, then try again.")
    if "ssl" in text and "connection broken by" in text:
        return SandboxError(
            "The services' packages cannot be fetched: pip gets no secure connection to the "
            "package index.",
            "Does this Python have the module ssl? Another authority's certificate is named with "
            f"PIP_CERT. pip's output is in {log}.",
        )
    if any(sign in text for sign in _NO_NETWORK):
        return SandboxError(
            "The services' packages cannot be fetched: the package index does not answer.",
            "Check the network, or name an index with PIP_INDEX_URL or pip's configuration. "
            f"pip's output is in {log}.",
        )
    return SandboxError(
        f"The services' packages cannot be installed: {said}",
        f"The whole output is in {log}; pip's own settings (PIP_INDEX_URL, pip.conf) are used.",
    )


_NO_NETWORK = (
    "failed to establish a new connection",
    "name resolution",
    "connection refused",
    "network is unreachable",
    "read timed out",
    "connection broken by",
    "proxyerror",
)
