"""Candidates: what the dense and the full-text search find for a question, each scored by both."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assistant.languages import asked_in, main_language
from assistant.languages.searching import WordSearch
from assistant.retrieval import lexical
from assistant.retrieval.coverage import Coverage, Yardstick
from assistant.retrieval.dense import DenseSearch
from assistant.retrieval.lately import Lately
from assistant.retrieval.ranking import Candidate, best_first, fused
from assistant.retrieval.widening import worded
from assistant.retrieval.wordings import Wording
from index.documents import Filter, StoredChunk

if TYPE_CHECKING:
    from index.library import Library

_SCORED = 1_000
"""Chunks whose BM25 is asked for, so that a chunk that the dense search found has its own too."""
_READ = 0.8
"""Share of the candidates' number whose text is read closely: the best by cosine and BM25."""
_WORDED = 10
"""Candidates that are read closely for their BM25 alone."""
_MOST_WORDS = 300
"""Words of a question that are looked at; a longer one is a pasted page."""
_REMEMBERED = 8
"""Questions whose candidates are remembered, some 200 kB each."""
_UNREAD = Coverage(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The best chunks for a question, best first."""

    best: tuple[Candidate, ...]
    stems: frozenset[str]
    """The question's telling words."""
    complete: bool
    """Whether neither search left anything out."""


class Search:
    """Both searches of a library, joined. Safe to share between threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._dense = DenseSearch(library)
        self._counted = (-1, 0)
        self._guard = threading.Lock()
        self._lately: Lately[Candidates] = Lately(_REMEMBERED)

    def chunks(self) -> int:
        """How many chunks the library has; counted once for each change of it."""
        revision = self._library.catalog.revision()
        with self._guard:
            if self._counted[0] != revision:
                self._counted = (revision, self._library.catalog.count_chunks())
            return self._counted[1]

    def find(self, question: str, vector: npt.NDArray[np.float32], size: int, only: Filter | None = None) -> Candidates:
        """The best chunks for a question, out of ``size`` from each search.

        :param vector: the question's embedding.
        """
        key = (self._library.catalog.revision(), vector.tobytes(), question, size, only)
        return self._lately.get(key, lambda: self._find(question, vector, size, only))

    def _find(self, question: str, vector: npt.NDArray[np.float32], size: int, only: Filter | None) -> Candidates:
        catalog = self._library.catalog
        language = asked_in(question, main_language(catalog))
        words = lexical.telling_words(question, language)[:_MOST_WORDS]
        other = WordSearch(catalog, words, language) if language != "en" else None
        wordings: Sequence[Wording] = ()
        frequencies: Mapping[str, int]
        if other is None:
            wordings, frequencies = worded(question, words, catalog)
        else:
            frequencies = other.frequencies
        yardstick = Yardstick(words, frequencies, self.chunks(), language, wordings)
        said = [text for wording in wordings for text in wording.searched]
        picked = lexical.chosen([*words, *said], frequencies)
        phrases = [part for part in lexical.quoted(question) if catalog.match(lexical.phrase(part), 1, only)]
        matched: dict[int, float] = {}
        if picked and other is not None:
            matched = other.matched(picked, phrases, max(size, _SCORED), only)
        elif picked:
            matched = dict(catalog.match(lexical.expression(picked, phrases), max(size, _SCORED), only))
        ids = dict.fromkeys(list(matched)[:size])
        complete = len(matched) <= size
        if not phrases:
            near = self._dense.nearest(vector, size, only)
            ids |= dict.fromkeys(max(same, key=lambda id_: matched.get(id_, 0.0)) for same in near.values())
            complete &= len(near) < size
        own = [word for word in picked if word in words] or picked
        most = lexical.most(own, frequencies, self.chunks())
        found = self._scored(catalog.chunks(ids), vector, matched, most)
        ranked = best_first(found)
        best = ranked[: int(_READ * size)]
        # Among texts that are all alike, the one that names what is asked for is told by that word alone.
        first = set(list(matched)[:_WORDED])
        best += [candidate for candidate in ranked[len(best) :] if candidate.chunk.id in first]
        return Candidates(
            tuple(best_first([_read(candidate, yardstick) for candidate in best])),
            yardstick.stems,
            complete and len(best) == len(found),
        )

    def _scored(
        self,
        chunks: Mapping[int, StoredChunk],
        vector: npt.NDArray[np.float32],
        matched: Mapping[int, float],
        most: float,
    ) -> list[Candidate]:
        """Chunks with their cosine and BM25, their text not yet read."""
        keys, rows = self._library.catalog.embeddings({chunk.key for chunk in chunks.values()})
        place = {key: number for number, key in enumerate(keys)}
        cosines = rows @ vector if keys else np.zeros(0, dtype=np.float32)
        found = []
        for chunk in chunks.values():
            number = place.get(chunk.key)
            cosine = 0.0 if number is None else float(cosines[number])
            bm25 = matched.get(chunk.id, 0.0)
            share = min(1.0, bm25 / most)
            own = None if number is None else rows[number]
            score = fused(cosine, share, _UNREAD)
            found.append(Candidate(chunk, cosine, bm25, share, _UNREAD, score, own))
        return found


def _read(candidate: Candidate, yardstick: Yardstick) -> Candidate:
    chunk = candidate.chunk.chunk
    source = candidate.chunk.sources[0]
    around = " ".join((source.path, source.title, *chunk.headings))
    coverage = yardstick.measure(chunk.text, chunk.sentences, chunk.start, around)
    score = fused(candidate.cosine, candidate.lexical, coverage)
    return Candidate(
        candidate.chunk, candidate.cosine, candidate.bm25, candidate.lexical, coverage, score, candidate.vector
    )
