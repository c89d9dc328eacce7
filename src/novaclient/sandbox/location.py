"""Where a sandbox lives on this machine. It reads and makes nothing, and is cheap to import: the
command looks here for a clouds.yaml.
"""

import os
import sys
from pathlib import Path

#: The environment variable that names another folder for the sandbox.
DIRECTORY_VARIABLE = "NOVA_SANDBOX_DIR"


def data_directory() -> Path:
    """Return this program's folder in the user's data directory."""
    if sys.platform == "linux":
        # The same answer as platformdirs', without the milliseconds of importing it.
        base = os.environ.get("XDG_DATA_HOME", "").strip()
        return Path(base or os.path.expanduser("~/.local/share")) / "novaclient"
    from platformdirs import user_data_path

    return user_data_path("novaclient")


def default_directory() -> Path:
    """Return the folder of the user's sandbox: ``NOVA_SANDBOX_DIR``, or the usual one."""
    named = os.environ.get(DIRECTORY_VARIABLE, "").strip()
    return Path(named).expanduser() if named else data_directory() / "sandbox"


def default_clouds_yaml() -> Path:
    """Return where the user's sandbox keeps its clouds.yaml, whether or not there is one."""
    return default_directory() / "clouds.yaml"
