"""Words of a chat model's stream, made plain: no address, tag or emphasis is left that anything could bring to life.

A word is looked at when it is whole, so that it does not matter how the stream is cut. White space goes out with the
word that follows it, since a mark after a pointer belongs to the word before: "closed [S1]." reads "closed.".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.models.hidden import visible
from assistant.models.pointers import Pointer, Token

MOST_IN_A_WORD = 400
"""Characters of one word; a longer one is no word, and is cut."""
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
"""Characters of scripts that part no words by spaces: each counts as a word."""
_SCHEME = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:/{2,}|(?<![A-Za-z0-9])(?:javascript|data|vbscript|mailto|file|tel|sms|blob|about):(?=\S)",
    re.IGNORECASE,
)
_WWW = re.compile(r"(?<![A-Za-z0-9])www\.(?=\w)", re.IGNORECASE)
_LINES = frozenset("\n\r\u2028\u2029\x0b\x0c\x85")
_CLOSING = re.compile(r"[.,;:!?)…»”’\"'%。，、；：！？）」』]+")
_EMPHASIS = re.compile(
    r"(?<![\w)])\*\*+|\*\*+(?![\w(])|`+|^\*(?=\w)|(?<=[\w.,;:!?)])\*$|^__(?=\w)|(?<=[\w.,;:!?)])__$|^~~|~~$"
)
_LIVE = re.compile(r"<(?=[A-Za-z/!?])")


class Words:
    """Takes text and pointers apart into words, white space and pointers, every word made plain."""

    def __init__(self, letters: str) -> None:
        self._bare = re.compile(rf"(?<![^\W_]){letters}([0-9]{{1,6}})(?![^\W_])")
        self._word = ""
        self._space = ""
        self._after_pointer = False
        self._cut = False
        """Whether the word began where something was cut out, without white space before it."""

    def feed(self, tokens: list[Token]) -> list[Token]:
        """Take tokens of `Lexer`; give those words that are whole."""
        return [one for token in tokens for one in self._each(token) if one]

    def end(self) -> list[Token]:
        """Give the last word."""
        return [one for one in self._whole() if one]

    def _each(self, token: Token) -> Iterator[Token]:
        if isinstance(token, Pointer):
            yield from self._whole()
            yield token
            self._after_pointer, self._cut = True, not self._space
            return
        for character in token:
            if character.isspace():
                yield from self._whole()
                self._space += "\n" if character in _LINES else " "
                continue
            wide = _WIDE.match(character) is not None
            if wide or len(self._word) >= MOST_IN_A_WORD:
                yield from self._whole()
                self._cut = not wide
            self._word += character
            if wide:
                yield from self._whole()

    def _whole(self) -> Iterator[Token]:
        """The word so far, made plain, and before it the space that parts it from what went out."""
        word, self._word = made_plain(self._word), ""
        if not word:
            return
        if not (self._after_pointer and _CLOSING.fullmatch(word)):  # closing marks stay with the word before
            yield "\n" if "\n" in self._space else " " if self._space or self._cut else ""
        self._space, self._cut, self._after_pointer = "", False, False
        at = 0
        for match in self._bare.finditer(word):
            yield word[at : match.start()]
            yield Pointer((int(match[1]),))
            at = match.end()
            if at < len(word) and not _CLOSING.match(word, at):
                yield " "
        yield word[at:]


def made_plain(word: str) -> str:
    """A word without what a page or a terminal could make a link of, and without marks of emphasis.

    >>> made_plain("**https://www.example.org/a**")
    'example.org/a'
    """
    word, before = visible(word), ""
    while word != before:
        before = word
        word = _WWW.sub("", _SCHEME.sub("", _EMPHASIS.sub("", word)))
    return _LIVE.sub("< ", word).replace("[", "(").replace("]", ")")
