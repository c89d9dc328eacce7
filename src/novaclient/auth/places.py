"""Paths of clouds.yaml, secure.yaml and the sandbox's clouds.yaml. No file is opened here.

They are the paths that ``openstack.config`` searches, without importing it.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Final

MAC: Final = sys.platform == "darwin"
SANDBOX_CLOUDS: Final = ("sandbox", "sandbox-admin")
_SUFFIXES: Final = (".yaml", ".yml", ".json")
_CHOSEN_BY: Final = {"clouds": "OS_CLIENT_CONFIG_FILE", "secure": "OS_CLIENT_SECURE_FILE"}


def home(environ: Mapping[str, str]) -> str:
    """Return the user's home folder.

    :param environ: the environment.
    :returns: its path; not absolute if the user has none.
    """
    return environ.get("HOME") or os.path.expanduser("~")


def cache(environ: Mapping[str, str]) -> str:
    """Return the folder for cached files.

    :param environ: the environment: ``NOVACLIENT_CACHE_DIR``, else the platform's default.
    :returns: its absolute path, whether it exists or not; empty if there is no home folder.
    """
    if chosen := environ.get("NOVACLIENT_CACHE_DIR"):
        return os.path.abspath(chosen)
    base = environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.join(home(environ), "Library/Caches" if MAC else ".cache")
    return os.path.join(base, "novaclient") if os.path.isabs(base) else ""


def config_files(stem: str, environ: Mapping[str, str]) -> list[str]:
    """List the files that may hold a part of the configuration; the first that exists is used.

    :param stem: ``clouds``, ``secure`` or ``clouds-public``.
    :param environ: the environment.
    :returns: absolute paths, in order of precedence.
    """
    chosen = environ.get(_CHOSEN_BY.get(stem, ""))
    first = [os.path.abspath(chosen)] if chosen else []
    found = [os.path.join(place, stem + end) for place in config_dirs(environ) for end in _SUFFIXES]
    return first + found


def config_dirs(environ: Mapping[str, str]) -> list[str]:
    """List the folders that may hold the configuration.

    :param environ: the environment.
    :returns: absolute paths, in order of precedence.
    """
    return list(dict.fromkeys(place for place in _places(environ) if os.path.isabs(place)))


def sandbox_clouds_yaml() -> str:
    """Return the path of the sandbox's clouds.yaml.

    :returns: its path, whether it exists or not.
    """
    from novaclient import sandbox

    return str(sandbox.default_clouds_yaml())


def _places(environ: Mapping[str, str]) -> Iterator[str]:
    # The current folder may have been removed.
    try:
        here = os.getcwd()
    except FileNotFoundError:
        here = ""
    yield here
    own = home(environ)
    yield os.path.join(
        environ.get("XDG_CONFIG_HOME", "").strip()
        or os.path.join(own, "Library/Application Support" if MAC else ".config"),
        "openstack",
    )
    yield os.path.join(environ.get("SNAP_REAL_HOME") or own, ".config/openstack")
    site = "/Library/Application Support" if MAC else "/etc/xdg"
    for place in (environ.get("XDG_CONFIG_DIRS", "").strip() or site).split(os.pathsep):
        yield os.path.join(place, "openstack")
    yield "/etc/openstack"
