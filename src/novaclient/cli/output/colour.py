"""Colours of states in tables: green for good, yellow for in progress, red for failed.

Whether there are colours at all is decided in ``destination``.
"""

from __future__ import annotations

from collections.abc import Sequence

_RED, _GREEN, _YELLOW = "\x1b[31m", "\x1b[32m", "\x1b[33m"
#: Headings of columns, and names of properties, that hold states.
_STATES = {"status", "state", "power state", "os-ext-sts:vm_state", "vm_state", "power_state"}
_COLOURS = {
    **dict.fromkeys(("active", "up", "available", "running", "enabled", "in-use"), _GREEN),
    **dict.fromkeys(("completed", "confirmed", "done", "finished", "success"), _GREEN),
    **dict.fromkeys(("error", "down", "failed", "crashed", "disabled", "deleted"), _RED),
    **dict.fromkeys(("build", "building", "reboot", "hard_reboot", "rebuild", "password"), _YELLOW),
    **dict.fromkeys(("resize", "verify_resize", "revert_resize", "resized", "migrating"), _YELLOW),
    **dict.fromkeys(("accepted", "preparing", "pre-migrating", "post-migrating"), _YELLOW),
    **dict.fromkeys(("queued", "creating", "deleting", "saving", "reverting", "unknown"), _YELLOW),
}


def of_cell(titles: Sequence[str], cells: Sequence[str], index: int) -> str:
    """The escape sequence for a cell of a list, empty for none.

    :param titles: the headings.
    :param cells: the row.
    :param index: the cell's index in it.
    """
    return _of(titles[index], cells[index])


def of_property(titles: Sequence[str], cells: Sequence[str], index: int) -> str:
    """The same for a cell of a table of properties, with their names in the first column."""
    return _of(cells[0], cells[index]) if index else ""


def _of(name: str, word: str) -> str:
    return _COLOURS.get(word.casefold(), "") if name.casefold() in _STATES else ""
