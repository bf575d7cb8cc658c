"""Answers from the documents that a question is about: figures out of their tables, and one answer a document.

"How has Apple's net sales changed over time?" is answered by one row of each of that company's reports, in the order
of their periods; "What was it in the third quarter of 2022?" by one row of one report. What no table says is read
sentence by sentence, in those documents alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.clock import Clock
from assistant.gathering.joining import join
from assistant.grounding import Evidence, ground, quote_of
from assistant.reach import Reach
from assistant.reading.reading import Found, Reading
from assistant.tables import aboutness, columns, figures, parts, saying, sentences
from assistant.tables.aboutness import Identity, Scope
from assistant.tables.asked import asks_behind, asks_list, asks_why, topics
from assistant.tables.figures import Figure
from assistant.tables.measures import telling, weight
from assistant.tables.wholes import passage_of
from assistant.text import periods
from assistant.text.kinds import VALUES, Kind
from assistant.text.lines import of_row
from assistant.text.words import stem
from index.catalog.openings import Opening
from index.documents import Span
from index.text.tabular import Tables

if TYPE_CHECKING:
    from index.catalog.catalog import Catalog

Whole = Callable[[str, Reach, Clock], Found]
"""Answers a question from all that may be reached."""

_ROWS = 3
"""Rows of one document at most; of each of several, two."""
_SAID = 3
"""Values of a short answer at most."""
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
_SHORT = 20_000
"""Characters of a document whose words around its tables say what all of these are about."""
_MISSING = 0.4
"""The share of what is asked for that a document may have no word of, if its table is to answer."""
_TOLD_OF = re.compile(r"\bif\s+so\b|\bactivit(?:y|ies)\b", re.IGNORECASE)
"""Words of a question that a report tells of in sentences too, beside figures."""
_WHETHER = re.compile(r"\s*(?:has|have|had|did|does|do|is|are|was|were|can|could)\b", re.IGNORECASE)
"""Questions that a row answers only where it is called just what they ask of."""
_SHARE = re.compile(r"\b(?:what|which)\s+(?:share|percent(?:age)?|proportion|portion|fraction)\b", re.IGNORECASE)
_MARGIN = re.compile(r"\bmargins?\b", re.IGNORECASE)
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
    explains = asks_why(asked)
    if figured is not None and not explains and not _TOLD_OF.search(asked):
        return figured
    bound = aboutness.bound(about, reach)
    if figured is not None and not explains and not about.several:
        return sentences.with_stated(asked, figured, about, bound, clock)
    inside = aboutness.inside(asked, about)
    said = sentences.each(asked, inside, about, reach, clock) if about.several else whole(inside, bound, clock)
    if not about.several:
        said = sentences.with_stated(asked, said, about, bound, clock)
    if not said.answered and figured is None and not about.sure:
        return whole(asked, reach, clock)
    if figured is None:
        return said
    if not said.answered or _is_rows(said):  # the figure that is asked about, and no reason for it
        if not explains:
            return figured
        return replace(figured, outcome="perhaps", short_answer=None, confidence=min(figured.confidence, _ALONE))
    found = [said, figured] if explains else [figured, said]
    return replace(join([asked] * len(found), found), parts=said.parts, short_answer=found[0].short_answer)


def _is_rows(said: Found) -> bool:
    """Whether an answer is of rows alone, that no reason can be."""
    return all(of_row(one.quote) for one in said.citations)


def _figured(asked: str, about: Scope, reach: Reach) -> Found | None:
    """The rows that a question asks for, of each document; None where no table has them."""
    found: list[tuple[Identity, Figure]] = []
    single, explains = len(about.documents) == 1, asks_why(asked)
    for identity in about.documents:
        try:
            tables = figures.tables_in(reach.catalog, identity.opening.version, identity.opening.document)
        except KeyError:  # it is being replaced
            continue
        rows = _rows(asked, about, tables, single=single)
        if explains or _WHETHER.match(asked):
            rows = [row for row in rows if row.score >= _CLEAR]
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
    bold = [claim.text[slice(*claim.bold)] for claim in claims if claim.bold]
    short = "; ".join(bold) if single and len(bold) == len(claims) <= _SAID else None
    if short and _SHARE.search(asked) and "%" not in short:  # what bears the share, and not the share
        short = None
    return Found("answered", text, claims, citations, ranked, short, min(1.0, sure))


def _short(about: Scope) -> bool:
    """Whether a question is put to one document that it does not name, and that retrieval found for it."""
    return not about.sure and not about.several and len(about.documents) == 1 and not about.documents[0].opening.folder


def _rows(asked: str, about: Scope, tables: Tables, *, single: bool) -> list[Figure]:
    """The rows of one document that a question asks for, with those that they are made of where it asks for that."""
    every = single and periods.asks_several(asked)
    listed = parts.listed(asked, about.names, tables) if single and asks_list(asked) else []
    if listed and listed[0].score >= _CLEAR:
        return listed
    rows = figures.find(asked, about.names, tables, _ROWS if single else 2, short=_short(about), every=every)
    rows += parts.instead(asked, about.names, tables)
    rows = rows or listed
    if asks_why(asked):
        behind = [part for row in rows[:1] if asks_behind(asked) for part in parts.lines(row, asked, _PARTS + 2)]
        rows += behind or [part for row in rows[:1] for part in parts.components(row, asked, _PARTS)]
    if _MARGIN.search(asked):
        rows += [share for row in rows[:1] if (share := parts.share_of(row, asked)) is not None]
    return list({row.row.start: row for row in rows}.values())


def _evidence(asked: str, identity: Identity, figure: Figure, catalog: Catalog, *, single: bool) -> Evidence:
    """A figure as a claim, whose quote is its row."""
    row = figure.row
    said, bold = saying.shown(figure, before=single and _COMPARES.search(asked) is not None)
    passage = passage_of(identity, figure.tables, figure.row, figure.score, catalog)
    page = figure.tables.layout.page_at(row.start)
    return Evidence(passage, Span(row.start, row.end), figure.score, page, bold, said=said)


def beside(reading: Reading, reach: Reach) -> Found | None:
    """The row of a table in the best passages' documents that gives the figure asked for; None where none does.

    For documents that a question does not name: a bill of one page, a sheet.
    """
    question = reading.question
    if asks_why(question.text):
        return None
    if question.kind not in _FIGURES and not periods.asks_several(question.text):
        return None
    best: Found | None = None
    for hit in reading.hits[:_NEAREST]:
        rows = (quote_of(hit.passage, span) for span in hit.sentences)
        if not any(of_row(row) and any(map(str.isdigit, row)) for row in rows):
            continue
        passage = hit.passage
        opening = Opening(passage.document_id, "", passage.document, passage.title, passage.version, "")
        names = _words_of(opening, reach)
        if names is None or _missing(question.text, names) > _MISSING:
            continue
        about = Scope((aboutness.identity(opening),), several=False, sure=False, names=names)
        found = _figured(question.text, about, reach)
        if found is not None and found.confidence >= _CLEAR and (best is None or found.confidence > best.confidence):
            best = found
    return best


def _words_of(opening: Opening, reach: Reach) -> frozenset[str] | None:
    """The words of a document's name and title, and of what it says around its tables where it is short.

    None where it is not live any more.
    """
    try:
        tables = figures.tables_in(reach.catalog, opening.version, opening.document)
    except KeyError:
        return None
    around = telling(tables.text) if len(tables.text) <= _SHORT else frozenset[str]()
    return aboutness.identity(opening).named | around


def _missing(question: str, names: frozenset[str]) -> float:
    """The share of what a question asks for that a document has no word of."""
    asked = frozenset(word for topic in topics(question) for word in topic.words)
    known = names | frozenset(map(stem, names))
    lacking = frozenset(word for word in asked if not columns.alike(word, known))
    return weight(lacking) / weight(asked) if asked else 0.0
