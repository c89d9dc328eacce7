"""The names inside a sandbox's folder, and how the folder is recognised, made and removed."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from novaclient.sandbox import files
from novaclient.sandbox.errors import SandboxError

_STATE_FILE = "sandbox.json"
_LOCK_FILE = "lock"
_FOLDERS = ("etc", "db", "data", "keys", "logs", "run", "home", "pristine")
_DATA_FOLDERS = (
    "glance/images",
    "glance/staging",
    "glance/tasks",
    "nova/instances",
    "neutron",
    "cinder",
    "locks",
)
_FILES = (_STATE_FILE, "clouds.yaml", _LOCK_FILE)


@dataclass(frozen=True, slots=True)
class Folder:
    """A sandbox's folder.

    :param root: the folder itself, an absolute path
    """

    root: Path

    @property
    def state(self) -> Path:
        return self.root / _STATE_FILE

    @property
    def lock(self) -> Path:
        return self.root / _LOCK_FILE

    @property
    def clouds(self) -> Path:
        return self.root / "clouds.yaml"

    @property
    def etc(self) -> Path:
        return self.root / "etc"

    @property
    def databases(self) -> Path:
        return self.root / "db"

    @property
    def data(self) -> Path:
        """What the services keep beside their databases, such as images."""
        return self.root / "data"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def home(self) -> Path:
        """The home folder of the services, so that they read nothing of the user's."""
        return self.root / "home"

    @property
    def pristine(self) -> Path:
        """A copy of the databases and data as they were when freshly seeded."""
        return self.root / "pristine"

    def log(self, service: str) -> Path:
        return self.root / "logs" / f"{service}.log"

    def pid(self, service: str) -> Path:
        return self.root / "run" / f"{service}.json"

    def check(self) -> None:
        """Check that the folder is a sandbox's, or can become one.

        :raises SandboxError: it has something in it that is no sandbox
        """
        if self.state.exists() or self.lock.exists() or not self.root.is_dir():
            return
        strange = min((path.name for path in self.root.iterdir()), default=None)
        if strange is not None:
            raise SandboxError(
                f"{self.root} is not empty and holds no sandbox ({strange} is in it).",
                "Choose another folder with NOVA_SANDBOX_DIR, or empty this one.",
            )

    def make_inside(self) -> None:
        """Make the folders inside."""
        files.make_private(self.root)
        for name in _FOLDERS:
            files.make_private(self.root / name)
        for name in _DATA_FOLDERS:
            files.make_private(self.data / name)

    def clear(self) -> None:
        """Remove everything that a sandbox makes, but for its state file and its lock."""
        for name in _FOLDERS:
            remove(self.root / name)
        self.clouds.unlink(missing_ok=True)

    def delete(self) -> None:
        """Remove everything that a sandbox makes, and the folder if nothing else is in it."""
        self.clear()
        for name in _FILES:
            (self.root / name).unlink(missing_ok=True)
        if not any(self.root.iterdir()):
            self.root.rmdir()


def remove(directory: Path) -> None:
    """Remove a folder with all that is in it, if there is one."""
    if directory.exists():
        shutil.rmtree(directory)
