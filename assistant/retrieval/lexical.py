"""From a question to a full-text query: which words are searched, and as what FTS5 expression.

Nothing of the question reaches FTS5 but letters and digits inside double quotes, so no question breaks its syntax.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

from assistant.languages.wording import words_of
from assistant.text.words import STOP, fold

CAPITALS = re.compile(r"(?<![\w.])(?:[A-Z][A-Z0-9&]{1,6}|(?:[A-Z]\.){2,6}[A-Z]?)(?!\w)")
"""An abbreviation in capitals, "US" or "U.S."."""
_WORD = re.compile(r"\d+(?:[.,]\d+)+[^\W_]*|(?<![^\W_])(?:[^\W\d_]\.){2,6}(?!\w)|[^\W_]+(?:['’][^\W\d_]+)?")
_QUOTED = re.compile(
    r'(?<!\w)"(?=\S)([^"]{2,200})(?<=\S)"(?!\w)|“([^“”]{2,200})”|«([^«»]{2,200})»|„([^„“”]{2,200})[“”]'
)

MOST_WORDS = 48
"""Words of a question that are searched; more than that is a pasted page, whose rarest words say enough."""
BUDGET = 20_000
"""Postings that a query may read, some 15 ms; a library of a few thousand chunks drops no word for it."""
_K1 = 1.2
"""Of FTS5's BM25, where it is fixed."""


def clean(question: str) -> str:
    """A question without what no store or model takes: lone surrogates and control characters."""
    return "".join(
        " " if "\ud800" <= c <= "\udfff" or c < " " or "\x7f" <= c <= "\x9f" else c for c in question
    ).strip()


def telling_words(question: str, language: str = "en") -> list[str]:
    """The question's words that carry a subject, in order and in lower case, or all where none does."""
    if language != "en":
        found = words_of(question, language)
        return [word.raw.lower() for word in found if not word.stop] or [word.raw.lower() for word in found]
    every = [word for word in (_bare(match) for match in _WORD.findall(question)) if word]
    short = {word.lower() for word in capitals(question)}
    return [word for word in every if fold(word) not in STOP or word in short] or every


def capitals(question: str) -> list[str]:
    """Abbreviations in capitals as they stand in a question; none where nearly all of it is in capitals."""
    letters = [letter for letter in question if letter.isalpha()]
    if 2 * sum(letter.isupper() for letter in letters) > len(letters) > 12:
        return []
    return list(dict.fromkeys(CAPITALS.findall(question)))


def quoted(question: str) -> list[str]:
    """Phrases between double quotation marks, which a passage must contain word for word."""
    found = ("".join(groups).strip() for groups in _QUOTED.findall(question))
    return [phrase for phrase in found if _WORD.search(phrase)]


def chosen(words: Sequence[str], frequencies: Mapping[str, int], budget: int = BUDGET) -> list[str]:
    """The words to search for, rarest first: those that occur at all, each once.

    Very frequent ones are left out as long as rarer ones remain: they cost the most time and tell the least.

    :param frequencies: in how many chunks each word occurs.
    """
    present = sorted({word for word in words if frequencies.get(word, 0) > 0}, key=lambda w: (frequencies[w], w))
    kept: list[str] = []
    postings = 0
    for word in present[:MOST_WORDS]:
        postings += frequencies[word]
        if kept and postings > budget:
            break
        kept.append(word)
    return kept


def expression(words: Sequence[str], phrases: Sequence[str] = ()) -> str:
    """The FTS5 expression for chunks that have every phrase, and, where there is none, any of the words."""
    either = " OR ".join(phrase(part) for part in dict.fromkeys((*phrases, *words)))
    if not phrases:
        return either
    return " AND ".join([*(phrase(part) for part in phrases), f"({either})"])


def phrase(words: str) -> str:
    """Words as one FTS5 string: they must occur side by side, whatever characters stand between them."""
    return '"' + " ".join(_WORD.findall(words)) + '"'


def most(words: Sequence[str], frequencies: Mapping[str, int], chunks: int) -> float:
    """The upper bound of BM25 for a query of these words, never below 1.

    A word in more than half of the chunks counts nothing in FTS5, so in a library of two documents all scores
    are near zero; the bound of 1 keeps those small.
    """
    counts = [frequencies[word] for word in words]
    chunks = max([chunks, *counts])  # counted at different instants
    rare = (math.log((chunks - count + 0.5) / (count + 0.5)) for count in counts)
    return max(1.0, (_K1 + 1) * sum(weight for weight in rare if weight > 0))


def _bare(word: str) -> str:
    return (word[:-2] if word[-2:] in ("'s", "’s") else word).lower()
