"""A question as it was read: its passages, its sentences best first, and how sure it is that they answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assistant.answers import Citation, Claim, Outcome, Passage
from assistant.grounding import confirmed
from assistant.honesty.premises import Broken, broken
from assistant.languages import asked_in, main_language
from assistant.reader import reader_for
from assistant.reading import confidence, hearing
from assistant.reading.extractive import Cosines, Scored, rank
from assistant.text.kinds import Kind
from assistant.text.question import Question, analyse

if TYPE_CHECKING:
    from assistant.reach import Reach
    from assistant.retrieval.retriever import Hit
    from index.embedding.embedding import Embedder


@dataclass(frozen=True, slots=True)
class Found:
    """What was found for a question: an answer, or an honest refusal."""

    outcome: Outcome
    text: str
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    passages: tuple[Passage, ...] = ()
    short_answer: str | None = None
    confidence: float = 0.0
    parts: tuple[str, ...] = ()
    """The questions that it was split into; none where it was not."""
    known: bool = False
    """Whether a plain reply's figures were counted in the catalog, so that it answers with no quote."""

    @property
    def answered(self) -> bool:
        """Whether it answers, with a doubt or without."""
        return self.outcome in ("answered", "perhaps") or self.known


@dataclass(frozen=True, slots=True)
class Reading:
    """One standalone question with what retrieval and reading made of it."""

    question: Question
    hits: tuple[Hit, ...]
    passages: tuple[Passage, ...]
    """The hits' passages that the stored texts still hold."""
    ranked: tuple[Scored, ...]
    """Sentences, best first; none where nothing was found."""
    sure: float
    """Probability that the documents answer the question."""
    broken: tuple[Broken, ...] = ()
    """What of the question its best sentence does not bear out."""


def read(text: str, hits: Sequence[Hit], reach: Reach) -> Reading:
    """Read the hits of a standalone question."""
    question = analyse(text, asked_in(text, main_language(reach.catalog)))
    passages = confirmed((hit.passage for hit in hits), reach.catalog)
    heard = hear_all(question, hits, reach.embedder)
    ranked = rank(question, hits, cosines(text, reach.embedder), heard) if question.words else []
    if not ranked:
        return Reading(question, tuple(hits), passages, (), 0.0)
    against = tuple(broken(question, ranked[0]))
    sure = confidence.of(question, ranked, ranked[0], against)
    return Reading(question, tuple(hits), passages, tuple(ranked), sure, against)


def hear_all(question: Question, hits: Sequence[Hit], embedder: Embedder) -> hearing.HeardAll | None:
    """What the learned reader makes of hits; None where there is none for the model or the language."""
    if question.language != "en" or question.kind is Kind.YES_NO or not question.words or not hits:
        return None  # it was trained on questions in English that a phrase answers
    reader = reader_for(embedder)
    return hearing.hear(question.text, hits, reader) if reader else None


def cosines(text: str, embedder: Embedder) -> Cosines:
    """What gives the cosine of sentences with a text."""

    def compare(sentences: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = embedder.embed_documents(sentences, urgent=True)
        return np.asarray(rows @ embedder.embed_query(text), dtype=np.float32)

    return compare
