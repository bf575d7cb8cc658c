"""Languages of texts: word stems, scripts written without spaces, and the pairs of characters that are words there.

Stems are Snowball's (Porter 2001). Chinese and Japanese are searched by overlapping pairs of characters, as Lucene's
CJKBigramFilter does: nothing has to be known of their words when a text is indexed, and a word of two characters or
more is found as the row of its pairs.
"""

from __future__ import annotations

import re
import threading
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Stemmer import Stemmer

STEMMED = {
    "da": "danish",
    "de": "german",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
}
"""Languages with stems, by ISO 639-1: what Snowball calls them. English has its own, in the full-text index."""

CJK = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
"""Characters of Chinese and Japanese, as a part of a pattern's class."""
_RUN = re.compile(f"[{CJK}]+")
_KANA = re.compile("[\u3040-\u30ff\uff66-\uff9f]")

_guard = threading.Lock()


@cache
def _stemmer(language: str) -> Stemmer:
    import Stemmer as Snowball

    return Snowball.Stemmer(STEMMED[language])


@lru_cache(maxsize=65_536)
def stem(word: str, language: str) -> str:
    """A word, in lower case and without accents, cut to what its inflections share; as it is where none is known."""
    if language not in STEMMED or word[:1].isdigit():
        return word
    with _guard:  # a stemmer is not to be shared between threads
        found: str = _stemmer(language).stemWord(word)
    return found


def unspaced(text: str) -> bool:
    """Whether a text has characters of Chinese or Japanese."""
    return not text.isascii() and _RUN.search(text) is not None


def kana(text: str) -> bool:
    """Whether a text has characters that only Japanese writes."""
    return not text.isascii() and _KANA.search(text) is not None


def runs(text: str) -> list[tuple[int, int]]:
    """Places of unbroken rows of Chinese or Japanese characters."""
    return [match.span() for match in _RUN.finditer(text)]


def pairs(run: str) -> list[str]:
    """The overlapping pairs of an unbroken row of characters, and its last character, so that each can be found alone.

    >>> pairs("解約期間")
    ['解約', '約期', '期間', '間']
    """
    return [*(run[place : place + 2] for place in range(len(run) - 1)), run[-1:]]


def paired(text: str) -> str:
    """A text's Chinese and Japanese as the full-text index holds it: pairs parted by spaces, nothing else.

    The last character of each row stands alone behind its pairs, so that no row of pairs reads across its end.
    """
    return " ".join(" ".join(pairs(text[start:end])) for start, end in runs(text))


def sought(word: str) -> str:
    """A word of Chinese or Japanese as an FTS5 expression over what `paired` gives."""
    if len(word) == 1:
        return f'"{word}" *'
    return '"' + " ".join(pairs(word)[:-1]) + '"'
