"""Answering with no chat model: from a standalone question to an answer in the documents' own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.answers import Outcome
from assistant.clock import Clock
from assistant.gathering import collecting, digest, parts, recency
from assistant.gathering.joining import follow, join
from assistant.grounding import Evidence, ground
from assistant.honesty import disagreement, premises
from assistant.honesty.refusal import contrary, doubt, refuse
from assistant.reach import Reach
from assistant.reading import confidence, shortanswer
from assistant.reading.extractive import Scored, choose
from assistant.reading.reading import Found, Reading, read
from assistant.reading.together import with_what_follows, with_what_it_leans_on
from assistant.retrieval.retriever import Hit
from assistant.tables import aboutness, reports
from assistant.tables.rows import with_heads
from assistant.text.kinds import Kind
from assistant.text.lists import as_question
from assistant.text.pages import page_of
from assistant.text.phrases import say
from index.catalog.catalog import Catalog

HITS = 10
"""Passages that are retrieved for a question, and given with its answer."""

WHOLE = 4
"""Passages found for a question of several parts that each of its parts is read in first."""

CONTRADICTED = 0.1
"""The most that a question is taken to be answered where the best sentence says otherwise."""


def answer(asked: str, reach: Reach, clock: Clock) -> Found:
    """Answer a standalone question: as a digest, part by part, or as it is."""
    with clock.on("answer"):
        if (digested := digest.answer(asked, reach)) is not None:
            return digested
    with clock.on("retrieve"):
        about = aboutness.scope(asked, reach)
    if about is not None:
        return reports.answer(asked, about, reach, clock, _in_parts)
    return _in_parts(asked, reach, clock)


def _in_parts(asked: str, reach: Reach, clock: Clock) -> Found:
    """Answer a question part by part, or as it is, from all that may be reached."""
    with clock.on("answer"):
        if (digested := digest.of_topic(asked, reach)) is not None:
            return digested
    split = parts.split(asked)
    if len(split) > 1 and (found := _answer_parts(asked, split, reach, clock)).answered:
        return found
    return answer_one(asked, reach, clock)


def _answer_parts(asked: str, split: Sequence[str], reach: Reach, clock: Clock) -> Found:
    """Answer the parts of a question one after the other, since a later one may speak of what an earlier one found."""
    questions: list[str] = []
    found: list[Found] = []
    with clock.on("retrieve"):  # a part may leave unsaid what the whole question is about
        whole = reach.retriever.hits(asked, HITS, reach.only)[:WHOLE]
    for part in split:
        with clock.on("condense"):
            question = follow(part, questions, found)
        questions.append(question)
        found.append(answer_one(question, reach, clock, whole))
    return join(questions, found)


def answer_one(asked: str, reach: Reach, clock: Clock, first: Sequence[Hit] = ()) -> Found:
    """Answer a standalone question of one part: retrieve, read, decide, choose, ground.

    :param first: hits that are read before its own.
    """
    asked = as_question(asked)
    with clock.on("retrieve"):
        hits = reach.retriever.hits(asked, HITS, reach.only)
        known = {(hit.passage.version, hit.passage.start) for hit in first}
        hits = [*first, *(hit for hit in hits if (hit.passage.version, hit.passage.start) not in known)][:HITS]
    with clock.on("answer"):
        reading = read(asked, hits, reach)
        if (tabled := reports.beside(reading, reach)) is not None:
            return tabled
        outcome = confidence.outcome_of(reading.sure) if reading.ranked else "not said"
        if (against := contradiction(reading, reach)) is not None:
            return against
        if outcome == "not said":
            return refuse(reading, reach)
        evidence, more = chosen(reading, reach)
        if outcome == "perhaps" and evidence:
            evidence[0] = replace(evidence[0], lead=f"{doubt(reading)}\n{evidence[0].lead.lstrip()}")
        found = _answered(reading, outcome, evidence, reach)
        return replace(found, text=f"{found.text}\n{say('more', count=more)}") if more and found.claims else found


def chosen(reading: Reading, reach: Reach) -> tuple[list[Evidence], int]:
    """The sentences that answer, in the order of the answer, and how many more there are.

    A list is collected from all that was read, a question about time takes what the documents' dates say, and one that
    documents answer differently has the answer of each; any other takes its best sentence with those that belong to it.
    """
    listed, more = collecting.collect(reading, reach)
    if listed:
        return listed, more
    timely = recency.ordered(reading, reach)
    if timely is reading and (differing := disagreement.differing(reading, reach.catalog)):
        return differing, 0
    best = with_what_follows(timely.question, choose(timely.question, timely.ranked))
    evidence = evidence_of(timely, best, reach.catalog)
    evidence[0] = with_what_it_leans_on(timely.question, best[0], evidence[0])
    return evidence, 0


def evidence_of(reading: Reading, sentences: Sequence[Scored], catalog: Catalog) -> list[Evidence]:
    """Sentences as evidence, each with its page and its score, the first with the part that answers directly."""
    best = max(scored.score for scored in sentences)
    found = (
        Evidence(
            scored.hit.passage,
            scored.span,
            reading.sure * float(np.exp(min(0.0, scored.score - best) / 2)),
            page_of(catalog, scored.hit.chunks, scored.span),
            shortanswer.find(reading.question, scored.sentence.read, scored.heard) if place == 0 else None,
        )
        for place, scored in enumerate(sentences)
    )
    return [with_heads(reading.question.text, one, catalog) for one in found]


def contradiction(reading: Reading, reach: Reach) -> Found | None:
    """The sentence that says otherwise than the question takes for granted, if the best one clearly does.

    That answers a question that only asks whether it is so, and no other.
    """
    best = reading.ranked[0] if reading.ranked else None
    against = premises.otherwise(reading.question, best, reading.broken) if best else None
    if against is None:
        return None
    evidence = evidence_of(reading, reading.ranked[:1], reach.catalog)
    evidence[0] = replace(evidence[0], lead=f"{contrary(reading, against)} ", bold=None)
    if reading.question.kind is Kind.YES_NO:
        return _answered(reading, "answered", evidence, reach)
    return _answered(replace(reading, sure=min(reading.sure, CONTRADICTED)), "not said", evidence, reach)


def _answered(reading: Reading, outcome: Outcome, evidence: Sequence[Evidence], reach: Reach) -> Found:
    said, claims, citations = ground(evidence, reach.catalog)
    if not claims:
        return refuse(reading, reach, 0.0)
    bold = next((claim.text[claim.bold[0] : claim.bold[1]] for claim in claims if claim.bold), None)
    return Found(outcome, said, claims, citations, reading.passages, bold, reading.sure)
