"""Which language a question is in: from its letters and grammar words, else the one that most documents are in."""

from __future__ import annotations

import re
import threading
import weakref
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.languages.known import KNOWN
from assistant.languages.language import plain
from index.text.languages import kana, unspaced

if TYPE_CHECKING:
    from index.catalog.lookup import Lookup

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = {
    "de": "ßäöü",
    "fr": "çœèêëîïûùàâô",
    "es": "ñáíóú",
    "pt": "ãõçáéêâ",
    "it": "ìòùàè",
    "nl": "",
}
"""Letters that speak for a language, though none is its alone."""

_main: weakref.WeakKeyDictionary[Lookup, tuple[int, str]] = weakref.WeakKeyDictionary()
_guard = threading.Lock()


def asked_in(question: str, fallback: str = "en") -> str:
    """The language of a question, ISO 639-1; ``fallback`` where its words do not tell."""
    return _told(question) or fallback


@lru_cache(maxsize=1024)
def _told(question: str) -> str | None:
    if unspaced(question):
        return "ja" if kana(question) else "zh"
    every = _WORD.findall(question)
    words = [plain(word) for place, word in enumerate(every) if place == 0 or word[0].islower()]  # names are of any
    scores = {code: _score(code, question, words) for code, known in KNOWN.items() if known.spaced}
    first, second = sorted(scores, key=lambda code: -scores[code])[:2]
    if scores[first] >= 1.0 and scores[first] > scores[second]:
        return first
    return None


def _score(code: str, question: str, words: Iterable[str]) -> float:
    """How much speaks for a language: its grammar words, those that open questions twice, and its letters."""
    known = KNOWN[code]
    said = sum(word in known.stop for word in words)
    asks = bool(known.asks) and any(pattern.search(plain(question)) for pattern, _ in known.asks)
    letters = any(letter in _LETTERS.get(code, "") for letter in question.casefold())
    opened = code == "es" and question.lstrip().startswith(("¿", "¡"))
    return said + 0.5 * asks + 0.5 * letters + opened


def main_language(catalog: Lookup) -> str:
    """The language that most of the documents are in, as they were read; English where that is not known."""
    revision = catalog.revision()
    with _guard:
        known = _main.get(catalog)
    if known is not None and known[0] == revision:
        return known[1]
    found = next((code for code in catalog.languages() if code in KNOWN), "en")
    with _guard:
        _main[catalog] = (revision, found)
    return found
