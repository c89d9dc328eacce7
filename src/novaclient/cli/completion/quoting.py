"""How bash takes a half-typed command line apart, and how a word is written into it.

Nothing is expanded: a ``$`` that was typed stays one, and one in a name is quoted.
"""

from __future__ import annotations

#: What bash leaves as it is outside quotes, beside letters and digits.
_PLAIN = frozenset("_@%+=:,./-")
#: What bash reads anew within double quotes.
_ACTIVE = frozenset('"\\$`')


class Line:
    """A command line up to the cursor.

    :ivar words: the words before the one at the cursor, without their quotes.
    :ivar current: that one, as far as it has been typed, without its quotes.
    :ivar quote: the quote that is open at the cursor; empty for none.
    :ivar kept: how many characters of ``current`` stand before what readline replaces.
    :ivar is_plain: whether a word can be written there: not behind quotes that are closed again.
    """

    __slots__ = ("current", "is_plain", "kept", "quote", "words")

    def __init__(self, text: str, breaks: str) -> None:
        self.words: list[str] = []
        self.quote = ""
        self._begin()
        escaped = begun = False
        for character in text:
            if escaped:
                escaped = False
                self._take_escaped(character)
            elif self.quote:
                escaped = self._take_quoted(character)
            elif character in " \t\n":
                if begun:
                    self.words.append(self.current)
                begun = False
                self._begin()
                continue
            elif character == "\\":
                escaped = True
            elif character in "'\"":
                self.quote = character
                self.kept = len(self.current)
            else:
                self.current += character
                if character in breaks:
                    self.kept = len(self.current)
            begun = True

    def _begin(self) -> None:
        self.current = ""
        self.kept = 0
        self.is_plain = True

    def _take_escaped(self, character: str) -> None:
        if self.quote and character not in _ACTIVE:
            self.current += "\\"
        self.current += character

    def _take_quoted(self, character: str) -> bool:
        """Take a character within quotes; returns whether it escapes the next one."""
        if character == self.quote:
            self.quote = ""
            self.is_plain = False
            return False
        if character == "\\" and self.quote == '"':
            return True
        self.current += character
        return False

    def insertion(self, word: str) -> str:
        """What readline has to put at the cursor for a word that begins with the current one."""
        return quoted(word[self.kept :], self.quote)


def quoted(text: str, quote: str) -> str:
    """A text written so that bash reads it as it is.

    :param text: the text; printable.
    :param quote: the quote within which it is put; empty for none.
    """
    if quote == "'":
        return text.replace("'", "'\\''")
    if quote == '"':
        escaped = "".join(f"\\{c}" if c in _ACTIVE else c for c in text)
        # A backslash would stay before an exclamation mark, which is read anew even in quotes.
        return escaped.replace("!", '"\\!"')
    return "".join(c if c.isalnum() or c in _PLAIN else f"\\{c}" for c in text)
