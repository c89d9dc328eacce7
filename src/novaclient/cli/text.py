"""Text from the cloud on a terminal: made harmless, and measured in columns."""

from __future__ import annotations

import os

_JOINER = 0x200D
#: Zero-width joiner and non-joiner: invisible, but letters and emoji are written with them.
_JOINERS = (0x200C, _JOINER)
#: Turns the symbol before it into an emoji, two columns wide.
_AS_EMOJI = 0xFE0F
_SKIN_COLOURS = range(0x1F3FB, 0x1F400)
#: Characters that can become an emoji but that Unicode does not classify as symbols.
_OTHER_SYMBOLS = "0123456789#*\u203c\u2049\u2139"
#: Korean vowels and final consonants, drawn in the cell of the consonant before them.
_SYLLABLE_ENDS, _OLD_SYLLABLE_ENDS = range(0x1160, 0x1200), range(0xD7B0, 0xD800)
_INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")


class _Visible(dict[int, str]):
    """The text shown for each character on a terminal, computed when it is first needed."""

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
    """Text with everything made visible that could act on a terminal or deceive its reader.

    Control characters, escapes, bidirectional overrides and other invisible marks, line and
    paragraph separators become ``\\x1b`` or ``\\u202e``; all other characters stay.

    :param text: any text.
    :param lines: whether line feeds and tabs stay too.
    """
    if text.isprintable():
        return text
    return text.translate(_visible_lines if lines else _visible)


def width(text: str) -> int:
    """The width of text on a terminal, in columns; characters drawn as one count as one.

    :param text: printable text: letters, accents, emoji with their joiners and skin colours.
    """
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    total = before = 0
    symbol = joined = False
    for character in text:
        code = ord(character)
        if code == _JOINER:
            joined = before == 2
        elif code == _AS_EMOJI or (code in _SKIN_COLOURS and symbol):
            total += 2 - before if symbol else 0
            before = 2 if symbol else before
        elif joined:
            joined = False
        elif not _is_drawn_over(code, kind := category(character)):
            before = 2 if east_asian_width(character) in "WF" else 1
            symbol = kind[0] == "S" or character in _OTHER_SYMBOLS
            total += before
    return total


def _is_drawn_over(code: int, kind: str) -> bool:
    """Whether a character is drawn over the one before it."""
    return kind in ("Mn", "Me", "Cf") or code in _SYLLABLE_ENDS or code in _OLD_SYLLABLE_ENDS


def terminal_columns() -> int:
    """The width of help texts: that of the terminal, between 60 and 120 columns."""
    text = os.environ.get("COLUMNS", "")
    if text.isdigit() and int(text) > 0:
        columns = int(text)
    else:
        try:
            columns = os.get_terminal_size().columns
        except OSError:
            columns = 100
    return max(60, min(columns, 120))
