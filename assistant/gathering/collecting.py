"""Lists: what several sentences and documents each say a part of, every item cited, none twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assistant.grounding import Evidence, claim_text
from assistant.reach import Reach
from assistant.reading import shortanswer
from assistant.reading.aptness import in_a_row
from assistant.reading.extractive import Scored, rank
from assistant.reading.reading import Reading, cosines
from assistant.text.kinds import Kind
from assistant.text.lines import opens_list
from assistant.text.lists import asks_for_list
from assistant.text.pages import page_of
from assistant.text.spans import names
from assistant.text.words import fold, stem, words

if TYPE_CHECKING:
    from assistant.retrieval.retriever import Hit
    from assistant.text.question import Question

MOST = 10
"""Items of one list."""
_HITS = 16
"""Passages that a list is collected from."""
_AT_ONCE = 4
"""Passages whose sentences are ranked against each other; of each group the best few are looked at."""
_MARGIN = 2.0
"""Log odds that an item's sentence may lie below that which says most of the question."""
_WHOLE = 3
"""Things that a sentence names in a row, from which on it is the list."""
_SAYS = 0.8
"""What a sentence must say of the question at least, as a share of what any says."""

_NAMED = frozenset((Kind.NAME, Kind.PERSON, Kind.PLACE))


@dataclass(frozen=True, slots=True)
class _Item:
    """A sentence that says one item of the list."""

    scored: Scored
    bold: tuple[int, int] | None
    name: frozenset[str]
    """The item's words, as stems; none where the sentence itself is the item."""


def collect(reading: Reading, reach: Reach) -> tuple[list[Evidence], int]:
    """The items of a list question, the most certain first, and how many more there are; none for any other question.

    Where one sentence says all that is found, there is nothing to collect: it is read like any answer.
    """
    if not reading.ranked or not asks_for_list(reading.question.text):
        return [], 0
    best = reading.ranked[0]
    if opens_list(best.text) or in_a_row(reading.question, best.sentence.read) >= _WHOLE:
        return [], 0
    hits = reach.retriever.hits(reading.question.text, _HITS, reach.only)
    items = _distinct(reading.question, _candidates(reading, hits, reach))
    if len(items) < 2:
        return [], 0
    most = max(_weight(item.scored) for item in items)
    evidence = [
        Evidence(
            item.scored.hit.passage,
            item.scored.span,
            reading.sure * float(np.exp((_weight(item.scored) - most) / 2)),
            page_of(reach.catalog, item.scored.hit.chunks, item.scored.span),
            item.bold,
            lead="\n- ",
        )
        for item in items[:MOST]
    ]
    return evidence, max(0, len(items) - MOST)


def _candidates(reading: Reading, hits: Sequence[Hit], reach: Reach) -> list[Scored]:
    """Sentences that say about as much of the question as any does, after the best one."""
    best = reading.ranked[0]
    found = list(reading.ranked)
    known = {(one.hit.passage.version, one.span) for one in found}
    compare = cosines(reading.question.text, reach.embedder)
    for at in range(0, len(hits), _AT_ONCE):
        for one in rank(reading.question, hits[at : at + _AT_ONCE], compare):
            if (one.hit.passage.version, one.span) not in known:
                found.append(one)
    least = max(one.plain for one in reading.ranked) - _MARGIN
    said = _SAYS * max(one.number("coverage") for one in reading.ranked)
    kept = [best, *(one for one in found if one is not best and one.plain >= least and one.number("coverage") >= said)]
    whole = [one for one in kept if not one.number("question") and not one.number("fragment")]
    return sorted(whole, key=lambda one: (one is not best, -_weight(one)))


def _weight(one: Scored) -> float:
    """What speaks for a sentence without the reader, which has not read them all."""
    return one.plain + one.apt


def _distinct(question: Question, found: Sequence[Scored]) -> list[_Item]:
    """Each item once, by its name where the question asks for names, else by what the sentence says."""
    asked = question.stems
    items: list[_Item] = []
    texts: list[frozenset[str]] = []
    for scored in found:
        bold = shortanswer.find(question, scored.sentence.read, scored.heard)
        text = claim_text(scored.text)
        name = _stems(text[bold[0] : bold[1]]) - asked if bold else frozenset()
        if question.kind in _NAMED and not name:  # whichever it is, it is among the names that the question lacks
            name = frozenset().union(*(_stems(text[start:end]) for start, end in names(text))) - asked
            if not name:
                continue
        own = scored.sentence.read.stems
        if any(name and (name <= item.name or item.name <= name) for item in items if item.name):
            continue
        if any(len(own & other) > 0.7 * min(len(own), len(other)) for other in texts):
            continue
        items.append(_Item(scored, bold, name))
        texts.append(own)
    return items


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(fold(word.raw)) for word in words(text) if not word.stop)
