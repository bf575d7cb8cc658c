"""Spelling: a question's word that no document has, and the word of the documents that was meant.

A typing mistake in a name is fatal to a full-text search and misleads an embedding too, so the question itself is
mended, before it is searched for; whoever asked is shown what was searched for instead. Words that may well be meant,
but of which the documents do not speak, stay: English words, numbers, words in quotation marks.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.retrieval import lexical, wordforms
from assistant.retrieval.wordforms import spellings
from assistant.text.words import english, fold, listed, rarity

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog

_LEAST = 4
"""Letters of a word that is mended, at least: of shorter ones too many are one letter from another."""
_LONG = 8
"""Letters from which two mistakes are mended, not only one."""
_FIRST, _LAST, _FREQUENT = 0.7, 0.2, 0.06
"""What another first letter and another last one cost beside a mistake, and what a tenfold frequency is worth."""
_CLOSE = 0.4
"""Words this near to the best one are told apart by the question's other words."""
_TRIED = 4
_LOOKED_AT = 6
_READ = 4
_ENDING = 0.4
"""What a letter costs in which two words differ beside their stems."""
_MENDED = 4
"""Words of a question that are mended at most; more mean that it is in a language of its own."""
_SMALL = 20_000
"""Chunks up to which the whole vocabulary is read, not only words with the same first letter: some 0.1 s."""
_BEFORE = listed(
    "anti auto bio co counter cyber de dis eco extra fore geo hyper inter macro mega micro mid mini mis mono multi non "
    "over post pre pro pseudo re semi socio sub super tele trans ultra un under"
)
"""What words that no dictionary lists are made with."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A question as it is searched for, and the words that were changed for it, each with its new spelling."""

    question: str
    changes: tuple[tuple[str, str], ...] = ()


def mended(question: str, catalog: Catalog) -> Mended:
    """A question with the words that no document has put right, where one is near enough."""
    short = {word.lower() for word in lexical.capitals(question)}
    words = [word for word in lexical.telling_words(question) if word not in short and _may_be_wrong(word)]
    if not words:
        return Mended(question)
    quoted = {fold(part) for phrase in lexical.quoted(question) for part in re.findall(r"\w+", phrase)}
    counts = catalog.document_frequencies([*words, *(other for word in words for other in spellings(word))])
    strange = [
        word
        for word in dict.fromkeys(words)
        if not counts[word] and word not in quoted and not any(counts[other] for other in spellings(word))
    ]
    if not strange or len(strange) > _MENDED:
        return Mended(question)
    compounds, _ = wordforms.wordings(strange, catalog)
    strange = [word for word in strange if not any(word in one.words for one in compounds)]
    others = [word for word in lexical.telling_words(question) if word not in strange]
    changes = [(word, found) for word in strange if (found := nearest(word, others, catalog))]
    for wrong, right in changes:
        question = re.sub(rf"(?<!\w){re.escape(wrong)}(?!\w)", _cased(right), question, flags=re.IGNORECASE)
    return Mended(question, tuple(changes))


def _cased(right: str) -> Callable[[re.Match[str]], str]:
    """A word in the place of another, with a capital where that had one."""
    return lambda match: right.capitalize() if right.islower() and match.group()[0].isupper() else right


def _may_be_wrong(word: str) -> bool:
    return len(word) >= _LEAST and word.isalpha() and word.isascii() and not _is_english(word)


@cache
def _dictionary() -> str:
    """Some 80,000 English words with their inflections, as SymSpell lists them (from SCOWL and Google's n-grams).

    Each stands between a line break and a space, with its frequency after it. A text of 1.3 MB is searched in a moment,
    where a set of its words takes 9 MB and 0.1 s to make.
    """
    text = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return "\n" + "\n".join(text.splitlines())


@cache
def _of_length(letters: int) -> list[str]:
    """All known English words and names of so many letters."""
    listed_ = re.findall(rf"\n([^ \n]{{{letters}}}) ", _dictionary())
    return sorted({*listed_, *(word for word in english() if len(word) == letters)})


def _listed(word: str) -> bool:
    return f"\n{word} " in _dictionary()


def _is_english(word: str) -> bool:
    """Whether a word is a known English word or name, or plainly made from one that is."""
    if rarity(word) < 1.0 or _listed(word):
        return True
    bare = (word[len(start) :] for start in _BEFORE if word.startswith(start))
    return any(len(part) > _LEAST and _listed(part) for part in bare)


def nearest(word: str, others: Sequence[str], catalog: Catalog) -> str | None:
    """The documents' word that was most likely meant by one that they do not have; None where none is near.

    :param word: in lower case.
    :param others: the question's other telling words: of words equally near, the one found with them is taken.
    """
    most = 2 if len(word) >= _LONG else 1
    costs = _english_words(word, most, catalog) | _own_words(word, most, catalog)
    if not costs:
        return None
    best = min(costs.values())
    tried = sorted((found for found in costs if costs[found] <= best + _CLOSE), key=lambda found: (costs[found], found))
    tried = tried[:_TRIED]
    if len(tried) > 1 and others:
        beside = {found: _beside(found, others, catalog) - costs[found] for found in tried}
        tried.sort(key=lambda found: -beside[found])
    return tried[0]


def _english_words(word: str, most: int, catalog: Catalog) -> dict[str, float]:
    """English words near a word, of those that the documents have, each with what it costs."""
    lengths = range(len(word) - most, len(word) + most + 1)
    near = _near(word, (found for length in lengths for found in _of_length(length)), most)
    counts = catalog.document_frequencies(near)
    return {found: _cost(word, found, distance, counts[found]) for found, distance in near.items() if counts[found]}


def _own_words(word: str, most: int, catalog: Catalog) -> dict[str, float]:
    """The documents' own words near a word, as they write them, each with what it costs.

    The index knows words by their stems, so stems are compared first.
    """
    from rapidfuzz.distance import OSA

    stem = catalog.stemmed([word])[word]
    if len(stem) < _LEAST:
        return {}
    small = catalog.count_chunks() <= _SMALL
    beginnings = [""] if small else list(dict.fromkeys((stem[0], stem[1])))
    terms = {term: count for beginning in beginnings for term, count in catalog.terms(beginning)}
    near = _near(stem, (term for term in terms if term.isalpha()), most)
    costs = {term: _cost(stem, term, distance, terms[term]) for term, distance in near.items()}
    found = {}
    for term in sorted(costs, key=lambda term: costs[term])[:_LOOKED_AT]:
        written = _written(term, catalog)
        more = OSA.distance(word, fold(written)) - near[term] if written else 0
        if written and near[term] + more <= most + 1:
            found[written] = costs[term] + _ENDING * max(0, more)
    return found


def _near(word: str, words: Iterable[str], most: int) -> dict[str, int]:
    """Words within so many mistakes (a letter too many, too few, wrong, or two swapped), with how many."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    same = [other for other in words if abs(len(other) - len(word)) <= most]
    found = process.extract(word, same, scorer=OSA.distance, score_cutoff=most, limit=50)
    return {str(other): int(distance) for other, distance, _ in found if distance}


def _cost(word: str, found: str, distance: int, count: int) -> float:
    swapped = len(word) > 1 and found[:2] == word[1::-1]
    return (
        distance
        + (0 if found[0] == word[0] or swapped else _FIRST)
        + (0 if found[-1] == word[-1] else _LAST)
        - _FREQUENT * math.log10(max(count, 1))
    )


def _written(term: str, catalog: Catalog) -> str | None:
    """A word of the index as the documents write it most: as a name where it always has a capital."""
    chunks = catalog.chunks(id_ for id_, _ in catalog.match(f'"{term}" *', _READ))
    words: list[str] = [word for chunk in chunks.values() for word in re.findall(r"[^\W\d_]+", chunk.chunk.text)]
    alike = [word for word in words if fold(word)[:3] == term[:3]]
    stems = catalog.stemmed(alike)
    same = [word for word in alike if stems[word] == term]
    if not same:
        return None
    small = [word for word in same if word.islower()]
    return max(small or same, key=lambda word: ((small or same).count(word), word))


def _beside(found: str, others: Sequence[str], catalog: Catalog) -> float:
    """How well a word and the question's others are found together, 0 to 1."""
    either = " OR ".join(lexical.phrase(other) for other in others)
    best = catalog.match(f"{lexical.phrase(found)} AND ({either})", 1)
    return best[0][1] / (best[0][1] + 5.0) if best else 0.0
