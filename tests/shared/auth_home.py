"""A home folder with a clouds.yaml, for tests of settings and identities."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from novaclient.auth.identity import Identity
from novaclient.auth.settings import Settings
from novaclient.exceptions import ConfigurationError

CLOUDS = """
clouds:
  prod:
    auth:
      auth_url: https://prod.example/v3
      username: alice
      password: from-clouds
      project_id: 1234
      user_domain_name: Staff
      project_domain_name: Staff
    region_name: East
    compute_default_microversion: "2.79"
    api_timeout: 45
  many:
    regions: [East, West]
    auth: {auth_url: "https://many.example", username: bob, project_name: x}
  domainwide:
    auth: {auth_url: "https://d.example/v3", username: d, password: d, domain_name: Dom}
"""

OPENRC = {
    "OS_AUTH_URL": "https://rc.example/v3",
    "OS_USERNAME": "carol",
    "OS_PASSWORD": "from-variables",
    "OS_PROJECT_NAME": "apps",
}


class Home:
    """A user's home, with nothing of this machine's own configuration in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.environ = {
            "HOME": str(path),
            "XDG_CONFIG_DIRS": str(path / "xdg"),
            "OS_CLIENT_CONFIG_FILE": str(path / "clouds.yaml"),
        }

    def write(self, name: str, text: str) -> Path:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def identity(self, environ: Mapping[str, str] | None = None, **typed: object) -> Identity:
        return Identity.from_options(typed, self.environ | dict(environ or {}))

    def settings(self, environ: Mapping[str, str] | None = None, **typed: object) -> Settings:
        return self.identity(environ, **typed).settings()

    def error(self, environ: Mapping[str, str] | None = None, **typed: object) -> str:
        with pytest.raises(ConfigurationError) as caught:
            self.settings(environ, **typed)
        return str(caught.value)
