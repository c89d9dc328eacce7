"""The location of the sandbox."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from novaclient import sandbox
from novaclient.sandbox import location


def test_the_variable_names_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOVA_SANDBOX_DIR", "/somewhere/else")
    assert sandbox.default_clouds_yaml() == Path("/somewhere/else/clouds.yaml")


@pytest.mark.parametrize("xdg", ["", "/data/of/mine"])
def test_the_data_folder_is_the_platforms(monkeypatch: pytest.MonkeyPatch, xdg: str) -> None:
    monkeypatch.delenv("NOVA_SANDBOX_DIR", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", xdg)
    assert location.data_directory() == platformdirs.user_data_path("novaclient")
    assert sandbox.default_directory() == location.data_directory() / "sandbox"


def test_looking_for_the_clouds_yaml_imports_nothing_heavy() -> None:
    script = (
        "import sys, json; import novaclient.sandbox as s; s.default_clouds_yaml();"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    heavy = {"platformdirs", "subprocess", "socket", "urllib.request", "dataclasses", "json.tool"}
    assert not heavy & set(json.loads(done.stdout)) - {"json.tool"}


def test_everything_exported_is_there() -> None:
    for name in sandbox.__all__:
        assert getattr(sandbox, name) is not None


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Sandpit'"):
        _ = sandbox.Sandpit
