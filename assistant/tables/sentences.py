"""What reports say in sentences of a figure that is asked for, beside their tables, one answer a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from assistant.answers import Passage
from assistant.clock import Clock
from assistant.gathering.joining import join
from assistant.grounding import Evidence, ground
from assistant.honesty.refusal import refuse
from assistant.reach import Reach
from assistant.reading import confidence
from assistant.reading.extractive import choose
from assistant.reading.reading import Found, Reading, read
from assistant.tables import aboutness, stated
from assistant.tables.aboutness import Identity, Scope
from assistant.tables.asked import asks_why
from assistant.tables.rows import with_heads
from assistant.tables.wholes import hits_of
from assistant.text.pages import page_of
from index.documents import Span

if TYPE_CHECKING:
    from assistant.retrieval.retriever import Hit
    from index.catalog.catalog import Catalog

_TOLD = 2.0
"""By how much the odds of an answer rise where the question names the very documents that can give it."""
_STATED = 0.8
"""How sure a sentence is that states the figure asked for."""
_PASSAGES = 8
"""Passages that are read of each of several documents."""
_SENTENCES = 2
"""Sentences of each of several documents at most."""


def with_stated(asked: str, said: Found, about: Scope, bound: Reach, clock: Clock) -> Found:
    """An answer with the sentences before it that state the figure asked for, or why it moved, and that it lacks."""
    inside = aboutness.inside(asked, about)
    with clock.on("retrieve"):
        hits = bound.retriever.hits(inside, _PASSAGES, bound.only)
    only = about.documents[0] if len(about.documents) == 1 else None
    held = [(one.start, one.end) for one in said.citations] if said.answered else []
    chosen = [
        (hit, span)
        for hit, span in _telling(asked, about.names, hits, only, bound.catalog)
        if not any(start <= span.start < end for start, end in held)
    ]
    if not chosen:
        return said
    evidence = [Evidence(hit.passage, span, _STATED, page_of(bound.catalog, hit.chunks, span)) for hit, span in chosen]
    text, claims, citations = ground(evidence, bound.catalog)
    if not claims:
        return said
    first = Found("answered", text, claims, citations, said.passages, None, max(said.confidence, _STATED))
    return join([asked] * 2, [first, said]) if said.outcome == "answered" else first


def _telling(
    asked: str, names: frozenset[str], hits: Sequence[Hit], identity: Identity | None, catalog: Catalog
) -> list[tuple[Hit, Span]]:
    """The sentence that states the figure asked for, and where that is asked the one that says why it moved.

    :param identity: the document that is read to its end, since a report may have other words than the question.
    """
    hits = [*hits, *(hits_of(catalog, identity) if identity is not None else ())]
    found = [stated.find(asked, names, hits)]
    if asks_why(asked):
        found.append(stated.explained(asked, names, hits))
    kept = [one for one in found if one is not None]
    return [one for place, one in enumerate(kept) if one[1] not in [other[1] for other in kept[:place]]]


def each(asked: str, inside: str, about: Scope, reach: Reach, clock: Clock) -> Found:
    """What each of several documents says, in the order of their periods; those that say nothing are left out.

    :param inside: the question as it is put to one of them.
    """
    readings: list[tuple[Identity, Reading]] = []
    figures_: dict[Identity, list[tuple[Hit, Span]]] = {}
    for identity in about.documents:
        own = aboutness.only(identity, reach)
        with clock.on("retrieve"):
            hits = reach.retriever.hits(inside, _PASSAGES, own.only)
        with clock.on("answer"):
            reading = read(inside, hits, own)
            figure = _telling(asked, about.names, hits, identity, reach.catalog)
        if reading.ranked:
            readings.append((identity, reading))
            figures_[identity] = figure
    if not readings:
        return refuse(read(asked, (), reach), reach)
    best = max((reading for _, reading in readings), key=lambda reading: reading.sure)
    sure = max(best.sure, _STATED if any(figures_.values()) else 0.0)
    odds = (_TOLD if about.sure else 1.0) * sure / max(1e-6, 1.0 - sure)
    sure = odds / (1.0 + odds)
    outcome = confidence.outcome_of(sure)
    if outcome == "not said":
        return refuse(best, reach)
    evidence = [
        one
        for identity, reading in readings
        if figures_[identity] or reading is best or confidence.outcome_of(reading.sure) != "not said"
        for one in _sentences(identity, reading, figures_[identity], reach.catalog)
    ]
    text, claims, citations = ground(evidence, reach.catalog)
    if not claims:
        return refuse(best, reach, 0.0)
    passages = _interleaved([reading.passages for _, reading in readings])
    return Found(outcome, text, claims, citations, passages, None, sure)


def _sentences(
    identity: Identity, reading: Reading, told: Sequence[tuple[Hit, Span]], catalog: Catalog
) -> list[Evidence]:
    """The sentences of one document, the first after what the document is called; one that states a figure leads."""
    chosen = [(scored.hit, scored.span) for scored in choose(reading.question, reading.ranked)]
    if told:
        sure = confidence.outcome_of(reading.sure) == "answered"
        spans = [span for _, span in told]
        chosen = [*told, *(one for one in chosen if sure and one[1] not in spans)]
    name = PurePath(identity.opening.path).stem
    found = [
        Evidence(
            hit.passage,
            span,
            reading.sure,
            page_of(catalog, hit.chunks, span),
            lead=f"\n- {name}: " if place == 0 else "",
        )
        for place, (hit, span) in enumerate(chosen[:_SENTENCES])
    ]
    return [with_heads(reading.question.text, one, catalog) for one in found]


def _interleaved(lists: Sequence[Sequence[Passage]]) -> tuple[Passage, ...]:
    """The best passage of each document, then the second best of each; ranked anew from 1."""
    depth = max(map(len, lists), default=0)
    kept = [passages[place] for place in range(depth) for passages in lists if place < len(passages)]
    return tuple(replace(passage, rank=rank) for rank, passage in enumerate(kept, start=1))
