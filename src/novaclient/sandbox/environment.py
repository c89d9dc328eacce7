"""The Python environment of the services: installed once from the lock file, and shared by all
sandboxes of the user.
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
from novaclient.sandbox.errors import FREE_SPACE, NO_SPACE, SandboxError
from novaclient.sandbox.location import data_directory
from novaclient.sandbox.progress import Progress

#: Disk space for the environment, in bytes.
SPACE = 900 * 1024 * 1024
_OLDEST, _NEWEST = (3, 11), (3, 13)
# The user's settings that would install packages outside of the environment.
_REDIRECTING = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_USER", "PIP_REQUIRE_VIRTUALENV")


def lock_file() -> Path:
    """Return the file that pins every package of the services."""
    return Path(str(resources.files("novaclient.sandbox") / "requirements.lock"))


def lock_hash() -> str:
    """Return a hash of the lock file."""
    return hashlib.sha256(lock_file().read_bytes()).hexdigest()[:16]


def module_path() -> Path:
    """Return the folder with the package ``nova_sandbox``."""
    return Path(__file__).with_name("inside")


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment with the services' packages.

    :param root: its folder
    """

    root: Path

    @classmethod
    def default(cls) -> "Environment":
        """Return the environment for this lock file, Python version and machine type."""
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
        return self._marker.exists() and self.python.exists()

    @property
    def _marker(self) -> Path:
        return self.root / "complete"

    def install(self, progress: Progress) -> None:
        """Create the environment if it does not exist.

        A marker is written last; an environment without it is deleted and created again.

        :param progress: where steps are reported
        :raises SandboxError: if it cannot be created
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
            check_space(self.root.parent, SPACE, "the services' packages")
            if self.root.exists():
                with progress.step("deleting an unfinished installation"):
                    shutil.rmtree(self.root)
            with progress.step("creating a Python environment", str(self.root)):
                self._run("-m", "venv", str(self.root), python=sys.executable, lock=handle)
                self._upgrade_pip(handle)
            with progress.step("installing the services' packages", str(lock_file())):
                self._pip_install("--no-deps", "--requirement", str(lock_file()), lock=handle)
            files.write(self._marker, "", durable=True)

    def _upgrade_pip(self, lock: int) -> None:
        """Upgrade a pip that is too old to install the packages quickly."""
        import ensurepip

        if int(ensurepip.version().partition(".")[0]) < 24:
            self._pip_install("pip>=24", "--upgrade", lock=lock)

    def _pip_install(self, *arguments: str, lock: int) -> None:
        # Modules are compiled on first import; most are never imported.
        command = ("-m", "pip", "install", "--quiet", "--no-compile", *arguments)
        self._run(*command, python=self.python, lock=lock)

    def _run(self, *arguments: str, python: str | Path, lock: int) -> None:
        environment = {k: v for k, v in os.environ.items() if k not in _REDIRECTING}
        environment["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
        done = subprocess.run(  # noqa: S603
            [python, "-I", *arguments],
            env=environment,
            cwd=self.root.parent,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            # If this process is killed, pip holds the lock until it ends.
            pass_fds=(lock,),
        )
        if done.returncode:
            output = f"{done.stdout}\n{done.stderr}"
            log = self.root.with_name(f"{self.root.name}.log")
            files.write(log, output)
            raise explain_pip(output.splitlines(), log)


def check_python() -> None:
    """Check that this Python can create an environment for the services.

    :raises SandboxError: if it cannot
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
            "This Python cannot create an environment: its modules venv and ensurepip are missing.",
            "Install them (on Debian and Ubuntu: apt install python3-venv).",
        )


def check_space(directory: Path, space: int, what: str) -> None:
    """Check that there is enough space on a disk.

    :param directory: a folder on the disk
    :param space: bytes required
    :param what: what requires them, for the message
    :raises SandboxError: if there is less
    """
    free = shutil.disk_usage(directory).free
    if free < space:
        raise SandboxError(
            f"There is not enough space on the disk of {directory}: {what} need {space >> 20} MiB, "
            f"{free >> 20} MiB are free.",
            "Free some space, or choose another disk with XDG_DATA_HOME or NOVA_SANDBOX_DIR.",
        )


def explain_pip(lines: Sequence[str], log: Path) -> SandboxError:
    """Explain a failure of pip or venv.

    :param lines: its output
    :param log: the file with its complete output
    """
    errors = [line.strip() for line in lines if line.strip()]
    reason = next((e for e in reversed(errors) if e.lower().startswith("error:")), "")
    reason = reason.partition(":")[2].strip() or (errors[-1] if errors else "there is no output")
    text = "\n".join(errors).lower()
    if "no space left on device" in text:
        return SandboxError(NO_SPACE, FREE_SPACE)
    if "ssl" in text and "connection broken by" in text:
        return SandboxError(
            "The services' packages cannot be downloaded: pip has no secure connection to the "
            "package index.",
            "Check that this Python has the module ssl, and set PIP_CERT if the index has a "
            f"private CA. pip's output is in {log}.",
        )
    if any(sign in text for sign in _NO_NETWORK):
        return SandboxError(
            "The services' packages cannot be downloaded: the package index does not respond.",
            "Check the network, or set an index with PIP_INDEX_URL or pip's configuration. "
            f"pip's output is in {log}.",
        )
    return SandboxError(
        f"The services' packages cannot be installed: {reason}",
        f"The full output is in {log}. pip's settings (PIP_INDEX_URL, pip.conf) are applied.",
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
