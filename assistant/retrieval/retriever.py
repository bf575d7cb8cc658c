"""Retrieval: from a question to the passages most likely to answer it, with their scores and places."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import BaseDocumentCompressor
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.answers import Passage
from assistant.languages import asked_in, main_language
from assistant.retrieval import lexical
from assistant.retrieval.candidates import Search
from assistant.retrieval.duplicates import says_the_same
from assistant.retrieval.filters import allowed
from assistant.retrieval.lately import Lately
from assistant.retrieval.ranking import Candidate, joined
from assistant.retrieval.reranking import READ, order
from assistant.retrieval.spelling import Mended, mended
from assistant.text.pages import unit_of
from index.documents import Filter, Source, Span, StoredChunk

if TYPE_CHECKING:
    from index.library import Library

log = logging.getLogger(__name__)

_POOL = 50
"""Candidates taken from each of the two searches, at least."""
_MOST_COPIES = 20
"""Documents named as saying the same."""
_REMEMBERED = 32
"""Questions whose spelling is remembered: it is looked at several times for each."""
_SAME_COSINE = 0.9
"""Below it two passages need not be compared word by word."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with what reading it further needs.

    ``sentences`` are spans of the version's text (not of the passage), in order, all inside the passage.
    """

    passage: Passage
    chunks: tuple[StoredChunk, ...]
    """The chunks that it is made of, in the text's order: one, or neighbours that were joined."""
    sentences: tuple[Span, ...]
    vector: npt.NDArray[np.float32] | None = None
    """The embedding of its best chunk, length 1, or None where the catalog has none."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Chunks that are shown as one passage, the best first, and others that say what the best one says."""

    parts: list[Candidate]
    copies: list[StoredChunk]


class Retriever:
    """Finds passages in a library. Safe to share between threads."""

    def __init__(self, library: Library, reranker: BaseDocumentCompressor | None = None) -> None:
        """Search a library.

        :param reranker: puts the best passages in its own order, and may leave some out.
        """
        self._library = library
        self._reranker = reranker
        self._search = Search(library)
        self._mended: Lately[Mended] = Lately(_REMEMBERED)

    def hits(self, question: str, limit: int = 10, only: Filter | None = None) -> list[Hit]:
        """The passages nearest to a question, best first, at most ``limit``, ranks from 1.

        ``only`` bounds the documents that are searched and cited. Words of the question in double quotation marks
        must occur side by side, where they occur at all. A question without a word, or a library without a chunk,
        gives an empty list. A typing mistake that leaves a word no document has is put right (`mended`). Waits for
        the embedding model where it is not loaded yet. What is found is of one instant, whatever is indexed meanwhile;
        a vector store that turns out to be damaged is made anew.
        """
        from index.vectors.vectors import VectorsDamaged

        question = lexical.clean(question)
        if limit < 1 or not lexical.telling_words(question):
            return []
        if not self._library.ready() and self._search.chunks():
            self._library.warm()  # not in the question: opening the store may have to write
        try:
            with self._library.question():
                return self._found(question, limit, only)
        except VectorsDamaged as error:  # derived data: the catalog has every embedding
            log.warning("%s They are made anew from the catalog.", error)
            self._library.rebuild_vectors()
        with self._library.question():
            return self._found(question, limit, only)

    def _found(self, question: str, limit: int, only: Filter | None) -> list[Hit]:
        """What `hits` gives, for a question that is clean and has words."""
        if not self._search.chunks():
            return []
        question = self.mended(question).question
        wanted, limit = limit, max(limit, READ) if self._reranker else limit
        vector = self._library.embedder.embed_query(question)
        size = max(_POOL, 2 * limit)
        groups, complete = self._groups(question, vector, size, limit, only)
        if len(groups) < limit and not complete:  # copies of a few passages may have filled the candidates
            groups, _ = self._groups(question, vector, 8 * size, limit, only)
        groups = groups[:limit]
        same = self._library.catalog.chunks_of_keys({group.parts[0].chunk.key for group in groups}, only)
        hits = [self._hit(rank, group, same, only) for rank, group in enumerate(groups, start=1)]
        return self._reranked(question, hits)[:wanted]

    def mended(self, question: str) -> Mended:
        """A question as it is searched for: typing mistakes that leave words no document has are put right.

        Only of a question in English: other languages' words are made in too many ways to tell a mistake.
        """
        catalog = self._library.catalog

        def made() -> Mended:
            if asked_in(question, main_language(catalog)) != "en":
                return Mended(question)
            return mended(question, catalog)

        return self._mended.get((catalog.revision(), question), made)

    def _reranked(self, question: str, hits: list[Hit]) -> list[Hit]:
        """Hits in the reranker's order, their ranks anew; what it thinks of each is one more of its scores."""
        if self._reranker is None:
            return hits
        found: list[Hit] = []
        for place, score in order(self._reranker, question, [hit.passage.text for hit in hits]):
            passage = hits[place].passage
            scores = passage.scores if score is None else {**passage.scores, "rerank": score}
            found.append(replace(hits[place], passage=replace(passage, rank=len(found) + 1, scores=scores)))
        return found

    def _groups(
        self, question: str, vector: npt.NDArray[np.float32], size: int, limit: int, only: Filter | None
    ) -> tuple[list[_Group], bool]:
        """What is to be shown, and whether the searches left nothing out."""
        candidates = self._search.find(question, vector, size, only)
        kept: list[Candidate] = []
        copies: dict[int, list[StoredChunk]] = {}
        for candidate, earlier in zip(candidates.best, _near(candidates.best), strict=True):
            twins = (candidates.best[place] for place in earlier if candidates.best[place].chunk.id in copies)
            twin = next((other for other in twins if _same(candidate, other, candidates.stems)), None)
            if twin is not None:
                copies[twin.chunk.id].append(candidate.chunk)
            else:
                kept.append(candidate)
                copies[candidate.chunk.id] = []
        return [_Group(parts, copies[parts[0].chunk.id]) for parts in joined(kept, limit)], candidates.complete

    def _hit(self, rank: int, group: _Group, same: Mapping[str, Sequence[int]], only: Filter | None) -> Hit:
        best = group.parts[0]
        source, *others = allowed(best.chunk.sources, only) or best.chunk.sources
        chunks, text = self._joined(group, source)
        start, end = chunks[0].chunk.start, max(chunk.chunk.end for chunk in chunks)
        spans = {(span.start, span.end): span for chunk in chunks for span in chunk.chunk.sentences}
        passage = Passage(
            rank=rank,
            document=source.path,
            page=chunks[0].chunk.page,
            start=start,
            end=end,
            text=text,
            score=best.score,
            scores=_scores(best),
            title=source.title,
            version=source.version,
            document_id=source.document,
            headings=chunks[0].chunk.headings,
            also_in=_named(source, [*others, *self._sources(group, same, only)]),
            unit=unit_of(source.format),
        )
        return Hit(passage, tuple(chunks), tuple(spans[place] for place in sorted(spans)), best.vector)

    def _joined(self, group: _Group, source: Source) -> tuple[list[StoredChunk], str]:
        """The chunks of a group in the text's order, and the text from the first one's start to the last one's end."""
        chunks = sorted((part.chunk for part in group.parts), key=lambda chunk: chunk.chunk.start)
        if len(chunks) > 1:
            start, end = chunks[0].chunk.start, max(chunk.chunk.end for chunk in chunks)
            try:
                return chunks, self._library.catalog.excerpt(source.version, start, end, source.document)
            except KeyError:  # the document changed since the search
                pass
        best = group.parts[0].chunk
        return [best], best.chunk.text

    def _sources(self, group: _Group, same: Mapping[str, Sequence[int]], only: Filter | None) -> list[Source]:
        """Further documents that have the best chunk's text, word for word (``same``, by key) or nearly."""
        best = group.parts[0].chunk
        known = {best.id, *(copy.id for copy in group.copies)}
        more = [id_ for id_ in same.get(best.key, ()) if id_ not in known][: _MOST_COPIES + 1]
        chunks = [*group.copies, *(self._library.catalog.chunks(more).values() if more else ())]
        return [source for chunk in chunks for source in allowed(chunk.sources, only)]


def _near(ranked: Sequence[Candidate]) -> list[list[int]]:
    """For each candidate the places of better ones that are near enough to be compared word by word."""
    if not ranked:
        return []
    width = max(0 if one.vector is None else len(one.vector) for one in ranked)
    unknown = np.zeros(width, dtype=np.float32)
    rows = np.stack([unknown if one.vector is None else one.vector for one in ranked])
    return [np.flatnonzero(row[:place] >= _SAME_COSINE).tolist() for place, row in enumerate(rows @ rows.T)]


def _same(one: Candidate, other: Candidate, asked: Collection[str]) -> bool:
    return one.chunk.key == other.chunk.key or says_the_same(one.chunk.chunk.text, other.chunk.chunk.text, asked)


def _scores(best: Candidate) -> dict[str, float]:
    coverage = best.coverage
    return {
        "dense": best.cosine,
        "lexical": best.bm25,
        "passage": coverage.passage,
        "sentence": coverage.sentence,
        "pairs": coverage.pairs,
        "fused": best.score,
    }


def _named(cited: Source, others: Iterable[Source]) -> tuple[str, ...]:
    """Paths of other documents than the one cited, each once, as short as tells them apart from it."""
    names: dict[str, None] = {}
    for source in others:
        if source.document == cited.document:
            continue
        clash = source.path == cited.path
        names[f"{PurePath(source.folder).name}/{source.path}" if clash else source.path] = None
    return tuple(names)[:_MOST_COPIES]


class LibraryRetriever(BaseRetriever):
    """LangChain's face of `Retriever`: ``invoke``, ``ainvoke``, ``batch`` give documents with their places.

    ``page_content`` is the passage's text; ``metadata`` has document, document_id, version, title, format,
    page, start, end, headings, rank, score, scores and also_in.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    limit: int = 10
    only: Filter | None = None
    """The documents that are searched; None for all."""

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [as_langchain(hit) for hit in self.retriever.hits(query, self.limit, self.only)]


def as_langchain(hit: Hit) -> LangChainDocument:
    """The passage of a hit as a LangChain document; its id is version and offsets."""
    passage = hit.passage
    formats = [source.format for chunk in hit.chunks for source in chunk.sources]
    metadata: dict[str, Any] = {
        "document": passage.document,
        "document_id": passage.document_id,
        "version": passage.version,
        "title": passage.title,
        "format": formats[0],
        "page": passage.page,
        "start": passage.start,
        "end": passage.end,
        "headings": list(passage.headings),
        "rank": passage.rank,
        "score": passage.score,
        "scores": dict(passage.scores),
        "also_in": list(passage.also_in),
    }
    return LangChainDocument(
        id=f"{passage.version}:{passage.start}-{passage.end}", page_content=passage.text, metadata=metadata
    )
