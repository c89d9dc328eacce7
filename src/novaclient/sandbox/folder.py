"""The layout of a sandbox's folder; how the folder is recognised, created and deleted."""

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
        """Data of the services outside of their databases, such as images."""
        return self.root / "data"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def home(self) -> Path:
        """The services' home folder, so that they do not read files of the user."""
        return self.root / "home"

    @property
    def pristine(self) -> Path:
        """The snapshot of the databases and data of the new cloud."""
        return self.root / "pristine"

    def log(self, service: str) -> Path:
        return self.root / "logs" / f"{service}.log"

    def pid(self, service: str) -> Path:
        return self.root / "run" / f"{service}.json"

    def check(self) -> None:
        """Check that the folder has a sandbox, or is empty.

        :raises SandboxError: if it has other files
        """
        if self.state.exists() or self.lock.exists() or not self.root.is_dir():
            return
        other = min((path.name for path in self.root.iterdir()), default=None)
        if other is not None:
            raise SandboxError(
                f"{self.root} is not a sandbox and not empty (it has {other}).",
                "Choose another folder with NOVA_SANDBOX_DIR, or empty this one.",
            )

    def create_subfolders(self) -> None:
        """Create the folders in it."""
        files.make_private(self.root)
        for name in _FOLDERS:
            files.make_private(self.root / name)
        for name in _DATA_FOLDERS:
            files.make_private(self.data / name)

    def clear(self) -> None:
        """Delete all files of the sandbox except its state and lock files."""
        for name in _FOLDERS:
            remove(self.root / name)
        self.clouds.unlink(missing_ok=True)

    def delete(self) -> None:
        """Delete all files of the sandbox, and the folder if it is empty then."""
        self.clear()
        for name in _FILES:
            (self.root / name).unlink(missing_ok=True)
        if not any(self.root.iterdir()):
            self.root.rmdir()


def remove(directory: Path) -> None:
    """Delete a folder and its content, if it exists."""
    if directory.exists():
        shutil.rmtree(directory)
