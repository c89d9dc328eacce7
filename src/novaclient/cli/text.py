"""Text from the cloud on a terminal: made harmless, and measured in columns."""

from __future__ import annotations

import os

#: Zero-width joiner and non-joiner: invisible, but letters and emoji are written with them.
_JOINERS = (0x200C, 0x200D)
_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")


class _Visible(dict[int, str]):
    """What stands for each character on a terminal; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        from unicodedata import category

        shown = chr(code)
        if category(shown) in _INVISIBLE and code not in _JOINERS:
            width, letter = (2, "x") if code < 0x100 else (4, "u") if code < 0x10000 else (8, "U")
            shown = f"\\{letter}{code:0{width}x}"
        self[code] = shown
        return shown


_visible = _Visible()
_visible_lines = _Visible({0x09: "\t", 0x0A: "\n"})


def harmless(text: str, *, lines: bool = False) -> str:
    """A text with everything visible that could act on a terminal or deceive its reader.

    Control characters, escapes, bidirectional overrides and other invisible marks, line and
    paragraph separators become ``\\x1b`` or ``\\u202e``. What the text says is left as it is.

    :param text: any text.
    :param lines: whether line feeds and tabs are meant as such.
    """
    if text.isprintable():
        return text
    return text.translate(_visible_lines if lines else _visible)


def width(text: str) -> int:
    """How many columns a printable text takes on a terminal."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(
        0 if category(c) in ("Mn", "Me", "Cf") else 2 if east_asian_width(c) in "WF" else 1
        for c in text
    )


def terminal_columns() -> int:
    """How wide help is written: as wide as the terminal, between 60 and 120 columns."""
    text = os.environ.get("COLUMNS", "")
    if text.isdigit() and int(text) > 0:
        columns = int(text)
    else:
        try:
            columns = os.get_terminal_size().columns
        except OSError:
            columns = 100
    return max(60, min(columns, 120))
