"""The short answer: the name, number, date or phrase in a sentence that answers the question by itself.

Every part of the sentence that is of the expected kind is weighed by how it stands to the question's words; the
best is given only where it is likely enough. No short answer is better than a wrong one: the sentence says it all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from assistant.reading import heardanswer
from assistant.reading.evidence import Read, nearness
from assistant.reading.hearing import Heard
from assistant.reading.records import Records
from assistant.text.cells import labelled
from assistant.text.kinds import VALUES, Kind
from assistant.text.mentions import looks_like_person, never_person
from assistant.text.question import Question
from assistant.text.spans import Found, candidates
from assistant.text.words import fold

NAMED = frozenset((Kind.PERSON, Kind.PLACE, Kind.NAME, Kind.THING))
"""Kinds that proper names answer."""

NAMES = (
    "near",
    "known",
    "others",
    "best",
    "first",
    "before",
    "after by",
    "after in",
    "person",
    "no person",
    "noun follows",
    "focus beside",
    "focus inside",
    "subject",
    "apposed",
    "words",
    "quoted",
    "called",
    "office",
)
"""What each number of a candidate is."""

_LONGEST = 80
"""Characters of a cell's value at most that are a short answer."""
_PREPOSITION = re.compile(r"\b(?:in|at|from|to|near|into|on|of|across|through)\s(?:the\s)?$", re.IGNORECASE)
_BY = re.compile(r"\bby\s(?:[a-z]+\s){0,3}$", re.IGNORECASE)
_CALLED = re.compile(
    r"\b(?:called|named|known as|titled|entitled|termed|dubbed|as)\s(?:the\s|an?\s)?[\"“]?$", re.IGNORECASE
)


def find(question: Question, sentence: Read, heard: Heard | None = None) -> tuple[int, int] | None:
    """Find the part of a sentence that answers directly, as offsets in its text; None where it is not sure.

    :param heard: what the learned reader makes of it; a sentence, no row of cells, is then answered by its span.
    """
    plain = _plain(question, sentence)
    if heard is None or sentence.cells:
        return plain
    return heardanswer.find(question, sentence, heard, plain)


def _plain(question: Question, sentence: Read) -> tuple[int, int] | None:
    """The same from the words alone."""
    from assistant.reading.spanweights import THRESHOLDS, WEIGHTS

    if sentence.cells and (cell := Records(question).cell(sentence)) is not None:
        return (cell.start, cell.end) if cell.end - cell.start <= _LONGEST else None
    if labelled(sentence.cells):
        return None  # its cells say what they are, and none is what is asked for
    weights = WEIGHTS.get(group(question.kind))
    if weights is None:
        return None
    found = options(question, sentence)
    if not found:
        return None
    scored = [(_logit(weights, row), span) for span, row in zip(found, rows(question, sentence, found), strict=True)]
    logit, best = max(scored, key=lambda pair: pair[0])
    if 1.0 / (1.0 + math.exp(-logit)) < THRESHOLDS[group(question.kind)]:
        return None
    return best.start, best.end


def _logit(weights: Sequence[float], row: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, (1.0, *row), strict=True))


def group(kind: Kind) -> str:
    """Give the group of kinds that share weights: names of people, of places, other names, dates, values."""
    if kind in NAMED:
        return kind.value
    if kind is Kind.DATE:
        return "date"
    return "value" if kind in VALUES else "none"


def options(question: Question, sentence: Read) -> list[Found]:
    """Parts of the sentence of the kind asked for that the question does not say itself."""
    kept = []
    for span in candidates(sentence.text, question.kind, question.language):
        inside = [word for word in sentence.words if word.start >= span.start and word.end <= span.end]
        if not inside or all(word.stem in question.stems for word in inside):
            continue
        if not sentence.in_value(span.start, span.end):
            continue
        if question.kind is Kind.PERSON:  # "Defense Minister Florence Parly" is asked for by the office
            first = next(word for word in inside if word.stem not in question.stems)
            kept.append(Found(first.start, span.end, span.kind))
        else:
            kept.append(span)
    return kept


def rows(question: Question, sentence: Read, found: Sequence[Found]) -> list[list[float]]:
    """One row of numbers for each candidate, in the order of `NAMES`."""
    near = [nearness(question, sentence, span.start, span.end) for span in found]
    return [_row(question, sentence, span, place, near, len(found)) for place, span in enumerate(found)]


def _row(question: Question, sentence: Read, span: Found, place: int, near: Sequence[float], count: int) -> list[float]:
    text = sentence.text
    said = text[span.start : span.end]
    inside = [word for word in sentence.words if word.start >= span.start and word.end <= span.end]
    met = [word for word in sentence.words if word.stem in question.terms and not (span.start <= word.start < span.end)]
    following = [word.stem for word in sentence.words if word.start >= span.end][:3]
    preceding = [word.stem for word in sentence.words if word.end <= span.start][-3:]
    verb = _verb(question)
    return [
        near[place],
        sum(word.stem in question.stems for word in inside) / len(inside),
        math.log(count),
        1.0 if near[place] >= max(near) else 0.0,
        1.0 if place == 0 else 0.0,
        sum(word.start < span.start for word in met) / max(1, len(met)),
        1.0 if _BY.search(text[: span.start]) else 0.0,
        1.0 if _PREPOSITION.search(text[: span.start]) else 0.0,
        1.0 if looks_like_person(said) else 0.0,
        1.0 if never_person(said) else 0.0,
        1.0 if question.subject and question.subject in following else 0.0,
        1.0 if question.focus and (question.focus in following[:2] or question.focus in preceding[-2:]) else 0.0,
        1.0 if question.focus and any(word.stem == question.focus for word in inside) else 0.0,
        1.0 if verb and verb in following[:2] else 0.0,
        1.0 if text[span.end : span.end + 2] == ", " or text[max(0, span.start - 2) : span.start] == ", " else 0.0,
        math.log(len(inside)),
        1.0
        if text[max(0, span.start - 1) : span.start] in ('"', "“", "(") and text[span.start : span.start + 1]
        else 0.0,
        1.0 if _CALLED.search(text[: span.start]) else 0.0,
        1.0 if preceding and preceding[-1] in question.terms and _beside(text, sentence, span) else 0.0,
    ]


def _beside(text: str, sentence: Read, span: Found) -> bool:
    """Whether only a space or a comma parts the span from the word before it."""
    before = [word for word in sentence.words if word.end <= span.start]
    return bool(before) and text[before[-1].end : span.start] in (" ", ", ")


def _verb(question: Question) -> str | None:
    """Stem of the word after "who" or "what": what the one asked for did."""
    for place, word in enumerate(question.words[:-1]):
        if fold(word.raw) in ("who", "what", "which"):
            following = question.words[place + 1]
            return None if following.stop else following.stem
    return None
