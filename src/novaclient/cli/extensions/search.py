"""The installed extensions, from an index in the cache.

Extensions can be in any folder that Python imports from, and searching these takes longer than a
command. So the result of a search is stored with the times at which the folders changed; while
these stay the same, nothing is searched and no extension is imported.
"""

from __future__ import annotations

import os
import sys

from novaclient.auth import places
from novaclient.cli.extensions import ExtensionIndex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from novaclient.cli.command_table import CommandRow
    from novaclient.cli.framework.command import Command

_MAX_BYTES = 1 << 20


def installed(environ: Mapping[str, str], *, refresh: bool = False) -> ExtensionIndex:
    """The installed extensions; they are imported only if a folder has changed.

    :param environ: the environment, which says where the cache is.
    :param refresh: whether to search even if no folder has changed.
    """
    path = _path(environ)
    index = _read(path)
    if index and index.state == _state(index.folders) and not refresh:
        return index
    from novaclient.cli.extensions import loader

    index = loader.build_index()
    # After the import, which may have written compiled code into the folders.
    index.state = _state(index.folders)
    if path:
        _write(path, index.text)
    return index


def cached_commands(environ: Mapping[str, str]) -> Mapping[str, CommandRow]:
    """The commands that the last search found, current or not; nothing is imported.

    :param environ: the environment, which says where the cache is.
    """
    index = _read(_path(environ))
    return index.commands if index else {}


def load_command(name: str, environ: Mapping[str, str]) -> Command | None:
    """Import the extension that has a command; None if there is no such command.

    :param name: the command, as typed; ``_`` counts as ``-``.
    :param environ: the environment, which says where the cache is.
    """
    dashed = name.replace("_", "-")
    index = installed(environ)
    if dashed not in index.commands and index.any_installed:
        # A module that was edited in place changes no folder.
        index = installed(environ, refresh=True)
    if dashed not in index.commands:
        return None
    from novaclient.cli.extensions import loader

    return loader.commands_of(loader.load_all()).get(dashed)


def _state(folders: Sequence[str]) -> str:
    """When each folder that may hold extensions was changed last.

    :param folders: the folders apart from those of ``sys.path``.
    """
    states = []
    for path in (*sys.path, *folders):
        try:
            states.append(f"{path}:{os.stat(path or '.').st_mtime_ns}")
        except OSError:
            states.append(path)
    return "|".join(states).replace("\n", " ")


def _path(environ: Mapping[str, str]) -> str:
    """The index for this ``sys.path``; empty where there is no cache."""
    from zlib import crc32

    folder = places.cache(environ)
    return folder and os.path.join(folder, f"extensions-{crc32('|'.join(sys.path).encode()):08x}")


def _read(path: str) -> ExtensionIndex | None:
    """The index in a file; None if there is none that can be read."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        return ExtensionIndex.from_text(os.read(file, _MAX_BYTES).decode())
    except (OSError, ValueError):
        return None
    finally:
        os.close(file)


def _write(path: str, text: str) -> None:
    """Replace a file, all of it or nothing; an error only means another search next time."""
    unfinished = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        file = os.open(unfinished, flags, 0o600)
    except OSError:
        return
    try:
        os.write(file, text.encode(errors="replace"))
        os.replace(unfinished, path)
    except OSError:
        os.unlink(unfinished)
    finally:
        os.close(file)
