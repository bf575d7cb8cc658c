"""Words of other languages than English: their stems, their grammar words, parts of compounds, unspaced scripts."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.languages.known import language
from assistant.languages.language import Language
from assistant.languages.segmenting import segments
from assistant.text.words import STOP, Word, fold
from index.text.languages import CJK
from index.text.languages import stem as stem_of

_WORD = re.compile(
    rf"(?P<unspaced>[{CJK}]+)|\d+(?:[.,' \u00a0\u202f’]\d{{3}})*(?:[.,]\d+)*"
    rf"|(?P<elided>\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu|dell|all|nell|sull|un|dall)['’](?=\w))"
    rf"|[^\W\d_{CJK}]+(?:\.(?=[^\W\d_]\.)[^\W\d_])*|[^\W_{CJK}]+",
    re.IGNORECASE,
)
_ENGLISH_TOO = frozenset(("the", "of", "and"))
"""Grammar of English that titles and names bring into texts of any language."""
_LEAST = 4
"""Letters of a word at least that is looked for inside a compound."""


def words_of(text: str, code: str) -> list[Word]:
    """What `assistant.text.words.words` gives for a text of a language that is not English."""
    known = language(code)
    found: list[Word] = []
    for match in _WORD.finditer(text):
        if match["elided"]:
            continue
        if match["unspaced"]:
            for start, end, stop in segments(match.group(), code):
                part = match.group()[start:end]
                found.append(Word(match.start() + start, match.start() + end, part, part, stop))
            continue
        raw = match.group()
        folded = fold(raw)
        found.append(Word(match.start(), match.end(), raw, stem(folded, code), stops(folded, known)))
    return found


def stops(folded: str, known: Language) -> bool:
    """Whether a folded word carries no subject in a language."""
    return folded in known.stop or (known.code == "en" and folded in STOP) or folded in _ENGLISH_TOO


@lru_cache(maxsize=65_536)
def stem(folded: str, code: str) -> str:
    """A folded word cut to what its inflections share; numbers lose what parts their thousands."""
    if folded[:1].isdigit():
        return re.sub(r"(?<=\d)[.,' \u00a0\u202f](?=\d{3}(?!\d))", "", folded)
    return stem_of(folded, code)


def inside(term: str, word: str, known: Language) -> float:
    """How far a stem is met by a compound that holds it, or by a part of it: "frist" by "kundigungsfrist", 0 to 1.

    The end of a compound is what it names, its beginning says which.
    """
    if not known.compounds or len(term) < _LEAST or len(word) < _LEAST or term == word:
        return 0.0
    if len(word) > len(term):
        if word.endswith(term):
            return 0.8 if len(word) - len(term) >= 3 else 0.0
        return 0.7 if word.startswith(term) and len(word) - len(term) >= _LEAST else 0.0
    if term.endswith(word) and len(term) - len(word) >= 3:
        return 0.6
    return 0.4 if term.startswith(word) and len(term) - len(word) >= _LEAST else 0.0
