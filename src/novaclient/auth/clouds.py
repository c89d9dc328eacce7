"""clouds.yaml and secure.yaml: the clouds in them, and the configuration of one cloud.

``openstack.config`` interprets the files; this module finds them and explains in one line what is
wrong with one.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from novaclient.auth import places
from novaclient.exceptions import ConfigurationError


class Clouds(NamedTuple):
    """The clouds that can be chosen, and the files that define them."""

    #: The user's clouds.yaml and secure.yaml, None if there is none.
    user_file: str | None
    secure_file: str | None
    user: tuple[str, ...]
    #: The sandbox's clouds.yaml, None if there is no sandbox.
    sandbox_file: str | None
    sandbox: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All names that ``--os-cloud`` accepts."""
        return tuple(dict.fromkeys([*self.user, *self.sandbox]))

    def file_of(self, name: str) -> str | None:
        """Return the file that defines a cloud; the user's takes precedence over the sandbox's."""
        if name in self.user:
            return self.user_file
        return self.sandbox_file if name in self.sandbox else None


def find(environ: Mapping[str, str]) -> Clouds:
    """Find all clouds.

    :param environ: the environment.
    :returns: the clouds and their files.
    :raises ConfigurationError: if a file cannot be parsed or has the wrong structure.
    """
    user_file, user = _first(places.config_files("clouds", environ))
    secure_file, _ = _first(places.config_files("secure", environ))
    sandbox_file, sandbox = _first([places.sandbox_clouds_yaml()])
    return Clouds(
        user_file,
        secure_file,
        tuple(user),
        sandbox_file,
        tuple(name for name in sandbox if name in places.SANDBOX_CLOUDS),
    )


def region(name: str, region_name: str | None, clouds: Clouds, environ: Mapping[str, str]) -> Any:
    """Read one cloud's configuration.

    :param name: the cloud.
    :param region_name: the region to use, None for the cloud's default.
    :param clouds: the result of :func:`find`.
    :param environ: the environment, for the paths of vendor profiles.
    :returns: an ``openstack.config.cloud_region.CloudRegion`` without credentials loaded.
    :raises ConfigurationError: if there is no such cloud or region, or openstack.config fails.
    """
    path = clouds.file_of(name)
    if path is None:
        raise ConfigurationError(_unknown(name, clouds, environ))
    own = path == clouds.user_file
    try:
        from openstack import config as openstack_config
        from openstack import exceptions
    except FileNotFoundError:
        raise ConfigurationError("the current folder no longer exists: cd to another") from None
    with warnings.catch_warnings(record=True) as caught:
        try:
            loaded = openstack_config.OpenStackConfig(
                config_files=[path],
                secure_files=[clouds.secure_file] if own and clouds.secure_file else [],
                vendor_files=places.config_files("clouds-public", environ),
                load_envvars=False,
                app_name="novaclient",
            )
            if region_name:
                _free_region(loaded.cloud_config["clouds"][name])
            found = loaded.get_one(cloud=name, validate=False, region_name=region_name)
        except exceptions.ConfigException as error:
            raise ConfigurationError(f"cloud '{name}' of {path}: {error}") from None
    _log_warnings(caught, name, path)
    return found


def _free_region(entry: dict[str, Any]) -> None:
    """Allow another region than the single one of the cloud's entry.

    openstack.config treats a single ``region_name`` as the list of all regions, and would refuse
    another one although the catalog has it.
    """
    named = entry.get("region_name")
    if "regions" not in entry and isinstance(named, str) and "," not in named:
        del entry["region_name"]


def _log_warnings(caught: Iterable[warnings.WarningMessage], name: str, path: str) -> None:
    import logging

    for warning in caught:
        kinds = (DeprecationWarning, PendingDeprecationWarning)
        deprecated = issubclass(warning.category, kinds)
        logging.getLogger("novaclient.auth").log(
            logging.INFO if deprecated else logging.WARNING,
            "cloud '%s' of %s: %s",
            name,
            path,
            warning.message,
        )


def _first(paths: Iterable[str]) -> tuple[str | None, dict[str, Any]]:
    """Return the first file that can be read, and the clouds in it."""
    for path in paths:
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError):
            # openstack.config also continues with the next path.
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"{path} cannot be read: {error}") from None
        return path, _checked(path, _parse(path, text))
    return None, {}


def _parse(path: str, text: str) -> Any:
    import yaml

    try:
        if path.endswith(".json"):
            return json.loads(text)
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except json.JSONDecodeError as error:
        raise ConfigurationError(
            f"{path}, line {error.lineno}, column {error.colno}: {error.msg}"
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = " ".join(filter(None, (error.context, error.problem)))
        raise ConfigurationError(f"{path}{where}: {problem}") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise ConfigurationError(f"{path} is not YAML: {' '.join(str(error).split())}") from None


def _checked(path: str, document: Any) -> dict[str, Any]:
    document = {} if document is None else document
    clouds = document.get("clouds") if isinstance(document, dict) else document
    clouds = {} if clouds is None else clouds
    if not isinstance(clouds, dict):
        raise ConfigurationError(f"{path}: a mapping with the key 'clouds' is expected")
    for name, entry in clouds.items():
        if not isinstance(name, str):
            raise ConfigurationError(f"{path}: the name of cloud {name} must be in quotes")
        if not isinstance(entry, dict):
            raise ConfigurationError(f"{path}: cloud '{name}' must be a mapping")
        if not isinstance(entry.get("auth", {}), dict):
            raise ConfigurationError(f"{path}: 'auth' of cloud '{name}' must be a mapping")
    return clouds


def _unknown(name: str, clouds: Clouds, environ: Mapping[str, str]) -> str:
    import difflib

    chosen = environ.get("OS_CLIENT_CONFIG_FILE")
    unread = ""
    if chosen and os.path.abspath(chosen) != clouds.user_file:
        unread = f" (OS_CLIENT_CONFIG_FILE={chosen} cannot be read)"
    if name in places.SANDBOX_CLOUDS:
        return f"no cloud '{name}': create it with `nova sandbox up`"
    if not clouds.names and clouds.user_file:
        return f"no cloud '{name}': {clouds.user_file} defines none{unread}"
    if not clouds.names:
        folders = ", ".join(places.config_dirs(environ))
        return f"no cloud '{name}': there is no clouds.yaml in {folders}{unread}"
    near = difflib.get_close_matches(name, clouds.names, 1)
    hint = f"did you mean '{near[0]}'? " if near else ""
    source = clouds.user_file or clouds.sandbox_file
    return f"no cloud '{name}' in {source}{unread}: {hint}it has {', '.join(clouds.names)}"
