"""How bash splits a partial command line into words, and how a word is quoted for it.

Nothing is expanded: a typed ``$`` stays as it is, and one in a name is quoted.
"""

from __future__ import annotations

#: The characters, apart from letters and digits, that bash leaves alone outside quotes.
_UNQUOTED = frozenset("_@%+=:,./-")
#: The characters that a backslash escapes within double quotes.
_ESCAPABLE = frozenset('"\\$`')


class PartialLine:
    """A command line up to the cursor.

    :param text: the line.
    :param breaks: COMP_WORDBREAKS: the characters at which readline begins a new word.
    :ivar words: the words before the one at the cursor, without quotes.
    :ivar current: the word at the cursor, as far as it is typed, without quotes.
    :ivar quote: the quote that is open at the cursor; empty if none is.
    :ivar offset: where in ``current`` the part begins that readline replaces.
    :ivar is_completable: whether a word can be inserted: not after a closing quote.
    """

    __slots__ = ("current", "is_completable", "offset", "quote", "words")

    def __init__(self, text: str, breaks: str) -> None:
        self.words: list[str] = []
        self.quote = ""
        self._begin_word()
        escaped = in_word = False
        for character in text:
            if escaped:
                escaped = False
                self._add_escaped(character)
            elif self.quote:
                escaped = self._add_quoted(character)
            elif character in " \t\n":
                if in_word:
                    self.words.append(self.current)
                in_word = False
                self._begin_word()
                continue
            elif character == "\\":
                escaped = True
            elif character in "'\"":
                self.quote = character
                self.offset = len(self.current)
            else:
                self.current += character
                if character in breaks:
                    self.offset = len(self.current)
            in_word = True

    def _begin_word(self) -> None:
        self.current = ""
        self.offset = 0
        self.is_completable = True

    def _add_escaped(self, character: str) -> None:
        if self.quote and character not in _ESCAPABLE:
            self.current += "\\"
        self.current += character

    def _add_quoted(self, character: str) -> bool:
        """Add a character within quotes; returns whether it escapes the next one."""
        if character == self.quote:
            self.quote = ""
            self.is_completable = False
            return False
        if character == "\\" and self.quote == '"':
            return True
        self.current += character
        return False

    def insertion(self, word: str) -> str:
        """What readline inserts to complete the current word.

        :param word: the whole word, which begins with the current one.
        """
        return quoted(word[self.offset :], self.quote)


def quoted(text: str, quote: str) -> str:
    """A text in the form that bash reads back unchanged.

    :param text: the text; printable.
    :param quote: the quote that is open before it; empty if none is.
    """
    if quote == "'":
        return text.replace("'", "'\\''")
    if quote == '"':
        escaped = "".join(f"\\{c}" if c in _ESCAPABLE else c for c in text)
        # Within double quotes a backslash before an exclamation mark would stay.
        return escaped.replace("!", '"\\!"')
    return "".join(c if c.isalnum() or c in _UNQUOTED else f"\\{c}" for c in text)
