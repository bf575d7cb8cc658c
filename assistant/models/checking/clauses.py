"""Clauses: the words of a sentence as the checks compare them, and where a part of it ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.text.words import Word, base_form, fold, listed, stem, words

_BREAK = re.compile(
    r"[,;:()–—]|\s-\s|[.!?](?=\s|$)|\b(?:but|although|though|because|while|whereas|unless|which|who"
    r"|however|and then)\b",
    re.IGNORECASE,
)
_PLAIN = listed("won made make gave give got get took take used use said became become came went done left")
"""Words that count as grammar elsewhere and yet say what is done."""


@dataclass(frozen=True, slots=True)
class Clauses:
    """A text's words, with the clause that each stands in."""

    text: str
    words: tuple[Word, ...]
    clause: tuple[int, ...]
    """For each word the number of its clause."""
    stems: frozenset[str]

    def place(self, offset: int) -> int:
        """The first word that begins at an offset or after it."""
        return next((at for at, word in enumerate(self.words) if word.start >= offset), len(self.words))


@lru_cache(maxsize=4096)
def read(text: str) -> Clauses:
    """Read a text into its clauses."""
    tokens = tuple(words(text))
    breaks = [match.start() for match in _BREAK.finditer(text)]
    numbers = tuple(sum(at < word.start + 1 for at in breaks) for word in tokens)
    return Clauses(text, tokens, numbers, frozenset(root(word) for word in tokens if telling(word)))


def telling(word: Word) -> bool:
    """Whether a word says something, and is not only grammar."""
    return not word.stop or fold(word.raw) in _PLAIN


@lru_cache(maxsize=65_536)
def _root(raw: str) -> str:
    base = base_form(raw)
    return stem(fold(base if len(base) > 2 else raw))


def root(word: Word) -> str:
    """A word's stem, verbs by their plain form: "chose" and "chooses" have one."""
    return _root(word.raw) if word.raw[:1].isalpha() else word.stem
