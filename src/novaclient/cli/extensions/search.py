"""Which commands extensions add: kept in a file, so that looking for none costs a few ``stat``.

The file, one for each list of folders that Python imports from, is made anew when one of these has
changed. How extensions are found and loaded is in ``loader``.
"""

from __future__ import annotations

import os
import sys

from novaclient.auth import places
from novaclient.cli.extensions.extension_index import ExtensionIndex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from novaclient.cli.framework.command import Command


#: The folder whose modules are extensions by lying there; ``novaclient.extension`` says so too.
_CONTRIB = os.path.join(__file__.rpartition("/cli/")[0], "v2", "contrib")
_MAX_BYTES = 1 << 20


def known(environ: Mapping[str, str], *, anew: bool = False) -> ExtensionIndex:
    """What is known of the extensions, without importing any unless something has changed.

    :param environ: the environment, for the folder of the file.
    :param anew: whether to look even if nothing seems to have changed.
    """
    path = _path(environ)
    stamp, found = _remembered(path)
    if found and stamp == _stamp() and not anew:
        return found
    from novaclient.cli.extensions import loader

    found = loader.look()
    if path:
        # Importing them may have put their compiled code beside them: that is no change.
        _write(path, f"{_stamp()}\n{found.text}")
    return found


def remembered(environ: Mapping[str, str]) -> Mapping[str, tuple[str, str]]:
    """Each command's summary and flags, as the last look has found them; nothing is imported.

    :param environ: the environment, for the folder of the file.
    """
    found = _remembered(_path(environ))[1]
    return found.commands if found else {}


def _remembered(path: str) -> tuple[str, ExtensionIndex | None]:
    """When the last look was, and what it found; None if nobody knows."""
    stamp, _, text = _read(path).partition("\n")
    try:
        return stamp, ExtensionIndex.from_text(text)
    except ValueError:
        return stamp, None


def has(name: str, found: ExtensionIndex, environ: Mapping[str, str]) -> bool:
    """Whether an extension has a command; where there are extensions one that is new counts.

    :param name: as typed.
    :param found: what is known of the extensions.
    :param environ: the environment.
    """
    spelled = name.replace("_", "-")
    if spelled not in found.commands and found.some:
        found = known(environ, anew=True)
    return spelled in found.commands


def command(name: str, environ: Mapping[str, str]) -> Command | None:
    """An extension's command; None if there is none of that name.

    :param name: as typed.
    :param environ: the environment.
    """
    spelled = name.replace("_", "-")
    if spelled not in known(environ).commands:
        return None
    from novaclient.cli.extensions import loader

    return loader.commands(loader.load()).get(spelled)


def _stamp() -> str:
    """The places that an extension can come from, and when each was changed last."""
    stamps = []
    for path in (*sys.path, _CONTRIB):
        try:
            stamps.append(f"{path}:{os.stat(path or '.').st_mtime_ns}")
        except OSError:
            stamps.append(path)
    return "|".join(stamps).replace("\n", " ")


def _path(environ: Mapping[str, str]) -> str:
    from zlib import crc32

    folder = places.cache(environ)
    return folder and os.path.join(folder, f"extensions-{crc32('|'.join(sys.path).encode()):08x}")


def _read(path: str) -> str:
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return ""
    try:
        return os.read(file, _MAX_BYTES).decode(errors="replace")
    except OSError:
        return ""
    finally:
        os.close(file)


def _write(path: str, text: str) -> None:
    """Keep a text, whole or not at all; a place that cannot be written costs only time."""
    beside = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
        file = os.open(beside, flags, 0o600)
    except OSError:
        return
    try:
        os.write(file, text.encode(errors="replace"))
        os.replace(beside, path)
    except OSError:
        os.unlink(beside)
    finally:
        os.close(file)
