"""The paths of the configuration files."""

from __future__ import annotations

import json
import subprocess
import sys

from auth_home import Home

from novaclient.auth import places


def test_paths_are_those_of_openstack_config(home: Home) -> None:
    del home.environ["XDG_CONFIG_DIRS"], home.environ["OS_CLIENT_CONFIG_FILE"]
    code = (
        "import json; from openstack.config import loader as l\n"
        "print(json.dumps([l.CONFIG_FILES, l.SECURE_FILES, l.VENDOR_FILES]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=home.environ,
        cwd=home.path / "empty",
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = [list(dict.fromkeys(paths)) for paths in json.loads(done.stdout)]
    stems = ("clouds", "secure", "clouds-public")
    assert [places.config_files(stem, home.environ) for stem in stems] == theirs
