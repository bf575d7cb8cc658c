"""Answers from the documents that a question is about: figures out of their tables, and one answer a document.

"How has Apple's net sales changed over time?" is answered by one row of each of that company's reports, in the order
of their periods; "What was it in the third quarter of 2022?" by one row of one report. What no table says is read
sentence by sentence, in those documents alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from assistant.answers import Passage
from assistant.clock import Clock
from assistant.gathering.joining import join
from assistant.grounding import Evidence, ground, quote_of
from assistant.honesty.refusal import refuse
from assistant.reach import Reach
from assistant.reading import confidence
from assistant.reading.extractive import choose
from assistant.reading.reading import Found, Reading, read
from assistant.tables import aboutness, figures, stated
from assistant.tables.aboutness import Identity, Scope
from assistant.tables.figures import Figure
from assistant.text.kinds import VALUES, Kind
from assistant.text.lines import of_row
from assistant.text.pages import page_of, unit_of
from index.catalog.openings import Opening
from index.documents import Span
from index.text.tabular import is_value

if TYPE_CHECKING:
    from assistant.retrieval.retriever import Hit
    from index.catalog.catalog import Catalog

Whole = Callable[[str, Reach, Clock], Found]
"""Answers a question from all that may be reached."""

_ROWS = 3
"""Rows of one document at most; of each of several, two."""
_NEAREST = 3
"""Passages whose documents are looked into where the question names none."""
_FIGURES = (VALUES - {Kind.DATE, Kind.COLOUR}) | {Kind.THING, Kind.DEFINITION}
"""Kinds of questions that a figure may answer."""
_PARTS = 4
"""Rows that a total is made of, where a question asks what is behind it."""
_CLEAR = 0.85
"""How well a row must be called what is asked for, to stand beside sentences."""
_ALONE = 0.45
"""How sure figures are where a question asks what is behind them, and no sentence says that."""
_TOLD = 2.0
"""By how much the odds of an answer rise where the question names the very documents that can give it."""
_STATED = 0.8
"""How sure a sentence is that states the figure asked for."""
_PASSAGES = 6
"""Passages that are read of each of several documents."""
_SENTENCES = 2
"""Sentences of each of several documents at most."""
_EXPLAINS = re.compile(
    r"""\b(?:why|drivers?|driv(?:e|en|ing)|factors?|reasons?|caus\w+|contribut(?:ors?|ed\ to)|impact\w*|affect\w*
    |influenc\w+|risks?
    |strateg\w+|discuss\w*|relationship|relate\w*|correlat\w+|connect\w*|role|explain\w*|describ\w+|analy[sz]e\w*|align\w*
    |correspond\w*|suggest\w*|reflect\w*|insights?|summari[sz]e|outline|disclos\w+|polic(?:y|ies)
    |proceedings?|if\ so|breakdown|components?)\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Words of a question that sentences answer, beside figures."""
_COMPARES = re.compile(
    r"\b(?:compar\w+|chang\w+|increas\w+|decreas\w+|gr[eo]w\w*|declin\w+|versus|vs|previous|prior|earlier|than|differ\w*)\b",
    re.IGNORECASE,
)


def answer(asked: str, about: Scope, reach: Reach, clock: Clock, whole: Whole) -> Found:
    """Answer a question from the documents that it is about; where these were told by a name alone, else from all.

    :param whole: answers a question sentence by sentence.
    """
    with clock.on("answer"):
        figured = _figured(asked, about, reach)
    if figured is not None and not _EXPLAINS.search(asked):
        return figured
    bound = aboutness.bound(about, reach)
    inside = aboutness.inside(asked, about)
    said = _each(asked, inside, about, reach, clock) if about.several else whole(inside, bound, clock)
    if figured is None and not about.several:
        said = _with_stated(asked, said, about, bound, clock)
    if not said.answered and figured is None and not about.sure:
        return whole(asked, reach, clock)
    if figured is None:
        return said
    if not said.answered:  # the figure that is asked about, and no reason for it
        return replace(figured, outcome="perhaps", short_answer=None, confidence=min(figured.confidence, _ALONE))
    found = [said, figured]
    return replace(join([asked] * len(found), found), parts=said.parts, short_answer=said.short_answer)


def _figured(asked: str, about: Scope, reach: Reach) -> Found | None:
    """The rows that a question asks for, of each document; None where no table has them."""
    found: list[tuple[Identity, Figure]] = []
    single, explains = len(about.documents) == 1, _EXPLAINS.search(asked) is not None
    for identity in about.documents:
        try:
            tables = figures.tables_in(reach.catalog, identity.opening.version, identity.opening.document)
        except KeyError:  # it is being replaced
            continue
        rows = figures.find(asked, about.names, tables, _ROWS if single else 2)
        if explains:
            rows = [row for row in rows if row.score >= _CLEAR]
            rows += [part for row in rows[:1] for part in figures.components(row, asked, _PARTS)]
        found += [(identity, row) for row in rows]
    if not found or not (explains or any(figure.whole for _, figure in found)):
        return None
    evidence = [_evidence(asked, identity, figure, reach.catalog, single=single) for identity, figure in found]
    if len(evidence) > 1:
        evidence = [replace(one, lead="\n- ") for one in evidence]
    sure = max(figure.score for _, figure in found) * (0.97 if about.sure else 0.92)
    text, claims, citations = ground(evidence, reach.catalog)
    if not claims:
        return None
    passages = {(one.passage.version, one.passage.start): one.passage for one in evidence}
    ranked = tuple(replace(passage, rank=rank) for rank, passage in enumerate(passages.values(), start=1))
    short = claims[0].text[slice(*claims[0].bold)] if single and claims[0].bold else None
    return Found("answered", text, claims, citations, ranked, short, min(1.0, sure))


def _evidence(asked: str, identity: Identity, figure: Figure, catalog: Catalog, *, single: bool) -> Evidence:
    """A figure as a claim, whose quote is its row."""
    row = figure.row
    said, bold = figures.shown(figure, before=single and _COMPARES.search(asked) is not None)
    passage = _passage(identity, figure, catalog)
    page = figure.tables.layout.page_at(row.start)
    return Evidence(passage, Span(row.start, row.end), figure.score, page, bold, said=said)


def _passage(identity: Identity, figure: Figure, catalog: Catalog) -> Passage:
    """The chunk that holds a row; the row itself where it was cut."""
    opening, row, tables = identity.opening, figure.row, figure.tables
    chunk = catalog.chunk_at(opening.document, row.start)
    start, end = row.start, row.end
    if chunk is not None and chunk.chunk.end >= end:
        start, end = chunk.chunk.start, chunk.chunk.end
    sources = chunk.sources if chunk is not None else ()
    own = next((source for source in sources if source.document == opening.document), None)
    return Passage(
        rank=1,
        document=opening.path,
        page=tables.layout.page_at(start),
        start=start,
        end=end,
        text=tables.text[start:end],
        score=figure.score,
        scores={"figure": figure.score},
        title=own.title if own is not None else opening.title or PurePath(opening.path).name,
        version=opening.version,
        document_id=opening.document,
        headings=tables.layout.headings_at(tables.text, row.start),
        unit=unit_of(own.format if own is not None else None),
    )


def beside(reading: Reading, reach: Reach) -> Found | None:
    """The row of a table in the best passages' documents that gives the figure asked for; None where none does.

    For documents that a question does not name: a bill of one page, a sheet.
    """
    question = reading.question
    if question.kind not in _FIGURES or _EXPLAINS.search(question.text):
        return None
    best: Found | None = None
    for hit in reading.hits[:_NEAREST]:
        rows = (quote_of(hit.passage, span) for span in hit.sentences)
        if not any(of_row(row) and any(map(is_value, row.split("\t")[1:])) for row in rows):
            continue
        passage = hit.passage
        opening = Opening(passage.document_id, "", passage.document, passage.title, passage.version, "")
        about = Scope((aboutness.identity(opening),), several=False, sure=False, names=_words_of(opening))
        found = _figured(question.text, about, reach)
        if found is not None and found.confidence >= _CLEAR and (best is None or found.confidence > best.confidence):
            best = found
    return best


def _words_of(opening: Opening) -> frozenset[str]:
    """The words of a document's name and title."""
    return aboutness.identity(opening).named


def _with_stated(asked: str, said: Found, about: Scope, bound: Reach, clock: Clock) -> Found:
    """An answer with the sentence before it that states the figure asked for, where there is one that it lacks."""
    inside = aboutness.inside(asked, about)
    with clock.on("retrieve"):
        hits = bound.retriever.hits(inside, _PASSAGES, bound.only)
    found = stated.find(asked, about.names, hits)
    if found is None:
        return said
    hit, span = found
    if said.answered and any(one.start <= span.start < one.end for one in said.citations):
        return said
    evidence = Evidence(hit.passage, span, _STATED, page_of(bound.catalog, hit.chunks, span))
    text, claims, citations = ground([evidence], bound.catalog)
    if not claims:
        return said
    first = Found("answered", text, claims, citations, said.passages, None, max(said.confidence, _STATED))
    return join([asked] * 2, [first, said]) if said.answered else first


def _each(asked: str, inside: str, about: Scope, reach: Reach, clock: Clock) -> Found:
    """What each of several documents says, in the order of their periods; those that say nothing are left out.

    :param inside: the question as it is put to one of them.
    """
    readings: list[tuple[Identity, Reading]] = []
    figures_: dict[Identity, tuple[Hit, Span] | None] = {}
    for identity in about.documents:
        own = aboutness.only(identity, reach)
        with clock.on("retrieve"):
            hits = reach.retriever.hits(inside, _PASSAGES, own.only)
        with clock.on("answer"):
            reading = read(inside, hits, own)
            figure = stated.find(asked, about.names, hits)
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
    identity: Identity, reading: Reading, figure: tuple[Hit, Span] | None, catalog: Catalog
) -> list[Evidence]:
    """The sentences of one document, the first after what the document is called; one that states a figure leads."""
    chosen = [(scored.hit, scored.span) for scored in choose(reading.question, reading.ranked)]
    if figure is not None:
        sure = confidence.outcome_of(reading.sure) == "answered"
        chosen = [figure, *(one for one in chosen if sure and one[1] != figure[1])]
    name = PurePath(identity.opening.path).stem
    return [
        Evidence(
            hit.passage,
            span,
            reading.sure,
            page_of(catalog, hit.chunks, span),
            lead=f"\n- {name}: " if place == 0 else "",
        )
        for place, (hit, span) in enumerate(chosen[:_SENTENCES])
    ]


def _interleaved(lists: Sequence[Sequence[Passage]]) -> tuple[Passage, ...]:
    """The best passage of each document, then the second best of each; ranked anew from 1."""
    depth = max(map(len, lists), default=0)
    kept = [passages[place] for place in range(depth) for passages in lists if place < len(passages)]
    return tuple(replace(passage, rank=rank) for rank, passage in enumerate(kept, start=1))
