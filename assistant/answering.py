"""Answering with no chat model: from a standalone question and its hits to an answer in the documents' words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assistant import confidence, shortanswer
from assistant.answers import NO_DOCUMENT, NOT_SAID, Citation, Claim, Passage
from assistant.extractive import Cosines, Scored, choose, rank
from assistant.grounding import Evidence, confirmed, ground
from assistant.pages import page_of
from assistant.question import Question, analyse

if TYPE_CHECKING:
    from assistant.retriever import Hit
    from index.catalog import Catalog
    from index.embedding import Embedder

ANSWERER = "extractive"


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question: an answer, or an honest refusal."""

    answered: bool
    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    short_answer: str | None
    confidence: float


def answer(text: str, hits: Sequence[Hit], catalog: Catalog, embedder: Embedder) -> Found:
    """Answer a standalone question from its hits."""
    question = analyse(text)
    passages = confirmed((hit.passage for hit in hits), catalog)
    ranked = rank(question, hits, _cosines(text, embedder)) if question.words else []
    if not ranked:
        return _refusal(question, passages, 0.0, catalog)
    sure = confidence.probability(confidence.numbers(question, ranked[0], ranked, hits), ranked[0].verdict)
    if sure < confidence.THRESHOLD:
        return _refusal(question, passages, sure, catalog)
    evidence = _evidence(question, choose(question, ranked), sure, catalog)
    said, claims, citations = ground(evidence, catalog)
    if not claims:
        return _refusal(question, passages, 0.0, catalog)
    first = claims[0]
    short = first.text[first.bold[0] : first.bold[1]] if first.bold else None
    return Found(True, said, claims, citations, passages, short, sure)


def _cosines(text: str, embedder: Embedder) -> Cosines:
    def cosines(sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = embedder.embed_documents(sentences, urgent=True)
        return np.asarray(rows @ embedder.embed_query(text), dtype=np.float32)

    return cosines


def _evidence(question: Question, chosen: Sequence[Scored], sure: float, catalog: Catalog) -> list[Evidence]:
    best = max(scored.score for scored in chosen)
    return [
        Evidence(
            scored.hit.passage,
            scored.span,
            sure * float(np.exp(min(0.0, scored.score - best) / 2)),
            page_of(catalog, scored.hit.chunks, scored.span),
            shortanswer.find(question, scored.sentence.read) if place == 0 else None,
        )
        for place, scored in enumerate(chosen)
    ]


def _refusal(question: Question, passages: tuple[Passage, ...], sure: float, catalog: Catalog) -> Found:
    return Found(False, refusal(question, bool(passages), catalog), (), (), passages, None, sure)


def refusal(question: Question, nearest: bool, catalog: Catalog) -> str:
    """Say honestly that the documents do not answer, and what of the question they never mention."""
    if not catalog.count_chunks():
        return NO_DOCUMENT
    said = NOT_SAID
    names = [question.text[span[0] : span[1]] for span in _absent(question, catalog)]
    if names:
        listed = names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]
        said += f" They do not mention {listed}."
    return said + (" The nearest passages are shown below." if nearest else "")


def _absent(question: Question, catalog: Catalog) -> list[tuple[int, int]]:
    """Places in the question of capitalised words and numbers that no document has."""
    telling = [word for word in question.words if not word.stop and (word.raw[0].isupper() or word.raw[0].isdigit())]
    telling = [word for place, word in enumerate(telling) if word.start > 0]
    counts = catalog.document_frequencies([word.raw for word in telling])
    return [(word.start, word.end) for word in telling if not counts.get(word.raw)][:3]
