"""The sandbox's folder on this machine. No file is touched, and importing this is cheap: every
command looks for the sandbox's clouds.yaml.
"""

import os
import sys
from pathlib import Path

#: The environment variable that sets another folder.
DIRECTORY_VARIABLE = "NOVA_SANDBOX_DIR"


def data_directory() -> Path:
    """Return novaclient's folder in the user's data directory."""
    if sys.platform == "linux":
        # The same as platformdirs, without the time to import it.
        base = os.environ.get("XDG_DATA_HOME", "").strip()
        return Path(base or os.path.expanduser("~/.local/share")) / "novaclient"
    from platformdirs import user_data_path

    return user_data_path("novaclient")


def default_directory() -> Path:
    """Return the folder of the user's sandbox: ``NOVA_SANDBOX_DIR``, or the default."""
    named = os.environ.get(DIRECTORY_VARIABLE, "").strip()
    return Path(named).expanduser() if named else data_directory() / "sandbox"


def default_clouds_yaml() -> Path:
    """Return the path of the sandbox's clouds.yaml, whether it exists or not."""
    return default_directory() / "clouds.yaml"
