"""Coverage: how many of a question's telling words a passage says, how close together, and how alike.

BM25 counts words wherever they stand in a chunk; an answer mostly stands in one sentence, beside the
question's own words. Three shares, each 0 to 1, tell such passages apart. Words count by how rare they are in
the library, tempered by how rare they are in English, so that a library of four documents works as well.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from assistant.languages.reading import in_compound
from assistant.languages.wording import words_of
from assistant.retrieval.wordings import Wording
from assistant.text.words import STOP, alike, fold, rarity, stem
from index.documents import Span

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’.][^\W\d_]+)*")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
"""Scripts written without spaces between words: Thai, Lao, Burmese, Khmer, Japanese and Chinese."""

_PRIOR = 200
"""Weight of general English beside the library's own counts, in chunks."""
_WORDS_IN_CHUNK = 150
_VOCABULARY = 29_000

_AROUND = 0.7
"""What a word of the title or a heading counts, beside the same word in the passage."""

_Found = tuple[tuple[tuple[str, float], ...], ...]
"""For each telling word in a stretch of text, the question's words that it stands for, each with how far."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of a question's telling words, 0 to 1: in the passage, in its best sentence, side by side."""

    passage: float
    sentence: float
    pairs: float


@lru_cache(maxsize=65_536)
def _read(raw: str, language: str = "en") -> tuple[str, ...]:
    """Stems of one word as it stands in a text; none for a word that is only grammar."""
    if language != "en":
        return tuple(word.stem for word in words_of(raw, language) if not word.stop)
    if not raw.isascii() and _UNSPACED.search(raw):
        spaced = [part for piece in _UNSPACED.split(raw) if piece for part in _read(piece)]
        pairs = [run[i : i + 2] for run in _UNSPACED.findall(raw) for i in range(max(1, len(run) - 1))]
        return (*spaced, *pairs)
    folded = fold(raw[:-2] if raw[-2:] in ("'s", "’s") else raw)
    return () if folded in STOP else (stem(folded),)


def stems(text: str, language: str = "en") -> list[str]:
    """The telling words of a text as stems, in order; unspaced scripts give pairs of characters."""
    return [part for raw in _WORD.findall(text) for part in _read(raw, language)]


class Yardstick:
    """A question's telling words with their weights, to hold against many passages."""

    def __init__(
        self,
        words: Iterable[str],
        frequencies: Mapping[str, int],
        chunks: int,
        language: str = "en",
        wordings: Iterable[Wording] = (),
    ) -> None:
        """Weigh a question's words.

        :param words: the question's telling words as it writes them, in order.
        :param frequencies: in how many of the library's chunks each of them occurs; 0 where missing.
        :param chunks: how many chunks the library has.
        :param language: the question's, ISO 639-1; passages are read in it.
        :param wordings: other ways to say some of the words.
        """
        wordings = tuple(wordings)
        worded = {word for wording in wordings for word in wording.words}
        self._language = language
        weights: dict[str, float] = {}
        order: list[str] = []
        for word in words:
            weight = _weight(word, frequencies.get(word, 0), chunks)
            for part in stems(word, language) or ([word] if word in worded else []):
                weights[part] = max(weights.get(part, 0.0), weight)
                order.append(part)
        total = sum(weights.values())
        self._weights = {part: weight / total for part, weight in weights.items()}
        pairs = {pair: self._weights[pair[0]] + self._weights[pair[1]] for pair in pairwise(order)}
        total = sum(pairs.values())
        self._pairs = {pair: weight / total for pair, weight in pairs.items()}
        self._by_beginning: dict[str, list[str]] = {}
        for part in self._weights:
            self._by_beginning.setdefault(part[:4], []).append(part)
        self._seen: dict[str, _Found] = {}
        self._wordings = [(one, parts) for one in wordings if (parts := self._parts(one.words))]

    @property
    def stems(self) -> frozenset[str]:
        """The telling words as they are compared."""
        return frozenset(self._weights)

    def measure(self, text: str, sentences: Sequence[Span], offset: int = 0, around: str = "") -> Coverage:
        """Shares of the question's words that a passage says.

        :param text: the passage.
        :param sentences: spans of its sentences, counted from ``offset`` before its start.
        :param around: what its document is called and the headings it stands under; their words count for the
            passage as a whole, though less than its own.
        """
        whole: dict[str, float] = {}
        for raw in _WORD.findall(around):
            for near in self._seen[raw] if raw in self._seen else self._read(raw):
                for part, likeness in near:
                    whole[part] = max(whole.get(part, 0.0), _AROUND * likeness)
        said = self._said(text) if self._wordings else ()
        best = 0.0
        pairs: set[tuple[str, str]] = set()
        for span in sentences:
            inside: dict[str, float] = {}
            before: str | None = None
            for raw in _WORD.findall(text, span.start - offset, span.end - offset):
                found = self._seen.get(raw)
                for near in self._read(raw) if found is None else found:
                    for part, likeness in near:
                        if likeness > inside.get(part, 0.0):
                            inside[part] = likeness
                    here = near[0][0] if near else None
                    if here is not None and before is not None and (before, here) in self._pairs:
                        pairs.add((before, here))
                    before = here
            for place, part, likeness in said:
                if span.start <= place + offset < span.end and likeness > inside.get(part, 0.0):
                    inside[part] = likeness
            if inside:
                best = max(best, self._share(inside))
                for part, likeness in inside.items():
                    whole[part] = max(whole.get(part, 0.0), likeness)
        return Coverage(self._share(whole), best, sum(self._pairs[pair] for pair in pairs))

    def _read(self, raw: str) -> _Found:
        """For each telling word in ``raw``, the question's words it stands for, likest first."""
        found: list[tuple[tuple[str, float], ...]] = []
        english = self._language == "en"
        for word in _read(raw, self._language):
            parts = self._by_beginning.get(word[:4], ())
            if english and not parts:  # as most words of a passage are to a question
                found.append(())
                continue
            near = [(part, alike(part, word)) for part in parts]
            if not english:
                near += [(part, in_compound(part, (word,), self._language)) for part in self._weights]
            near.sort(key=lambda item: -item[1])
            found.append(tuple((part, likeness) for part, likeness in near if likeness > 0))
        self._seen[raw] = tuple(found)
        return self._seen[raw]

    def _parts(self, words: Iterable[str]) -> tuple[str, ...]:
        parts = (part for word in words for part in stems(word, self._language) or [word])
        return tuple(part for part in dict.fromkeys(parts) if part in self._weights)

    def _said(self, text: str) -> list[tuple[int, str, float]]:
        """Where a text says some of the question's words otherwise, which of them, and how far."""
        return [
            (place, part, wording.likeness)
            for wording, parts in self._wordings
            for place in wording.places(text)
            for part in parts
        ]

    def _share(self, inside: Mapping[str, float]) -> float:
        return min(1.0, sum(self._weights[part] * likeness for part, likeness in inside.items()))


def _weight(word: str, frequency: int, chunks: int) -> float:
    """How much a word tells: the logarithm of how rare chunks with it are, here and in English at large.

    By Zipf's law a word of frequency rank r is about every (10 r)-th word of a text.
    """
    rank = math.exp(rarity(word) * math.log(_VOCABULARY))
    expected = 1 - math.exp(-_WORDS_IN_CHUNK / (10 * rank))
    chunks = max(chunks, frequency)  # counted at different instants
    return math.log((chunks + _PRIOR + 1) / (frequency + _PRIOR * expected + 0.5))
