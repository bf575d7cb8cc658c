"""The short answer that the learned reader points at: trimmed to what is asked for, given where it is likely right."""

from __future__ import annotations

import math
import re

from assistant.reading.evidence import Read
from assistant.reading.hearing import Heard
from assistant.reading.shortweights import HEARD, LEAST
from assistant.text.kinds import VALUES, Kind
from assistant.text.question import Question

NAMED = frozenset((Kind.PERSON, Kind.PLACE, Kind.NAME, Kind.THING))
NAMES = ("margin", "answered", "words", "known", "typed", "untyped", "agreed", "other", "explained", "values")
"""What each number of `numbers` is."""

_LONGEST = 160
"""Characters of a short answer at most."""
_LEADING = re.compile(
    r"(?:in|on|at|by|from|to|for|of|with|during|since|around|into|near|through|until|as|and|or|was|were|is|are|about)\s",
    re.IGNORECASE,
)
_ABBREVIATED = re.compile(r"(?:\b[A-Za-z]\.[A-Za-z]\.|\b(?:Jr|Sr|Inc|Co|Ltd|Corp|St|a\.m|p\.m)\.)\Z")
_PAIRS = {"(": ")", "[": "]", "“": "”", "«": "»", '"': '"'}
_EDGES = " \t,.;:!?–—-"
_KEPT = re.compile(r"(?:from .+ (?:to|until)|since|until|about|around) ", re.IGNORECASE)


def trimmed(text: str, start: int, end: int, kind: Kind) -> tuple[int, int]:
    """Take off what a span need not say: marks at its edges, a mark whose partner is outside, "in" before a year."""
    for _ in range(4):
        before = (start, end)
        while start < end and text[start] in _EDGES and not _signed(text, start, end):
            start += 1
        while start < end and text[end - 1] in _EDGES and not _initial(text, start, end):
            end -= 1
        start, end = _paired(text, start, end)
        lead = _LEADING.match(text, start, end)
        if lead and (kind in VALUES or kind in NAMED) and not _KEPT.match(text, start, end):
            start = lead.end()
        if (start, end) == before:
            break
    return start, end


def _signed(text: str, start: int, end: int) -> bool:
    """Whether a mark at the start belongs to a number, as in "-5" and ".38"."""
    return text[start] in "-.–" and start + 1 < end and text[start + 1].isdigit()


def _initial(text: str, start: int, end: int) -> bool:
    """Whether a full stop at the end belongs to an abbreviation, as in "U.S." and "Jr."."""
    return text[end - 1] == "." and _ABBREVIATED.search(text, start, end) is not None


def _paired(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out a bracket or quotation mark at an edge whose partner is not in the span."""
    if start < end and (closing := _PAIRS.get(text[start])) and closing not in text[start + 1 : end]:
        start += 1
    if start < end:
        for opening, closing in _PAIRS.items():
            if text[end - 1] == closing and opening not in text[start : end - 1]:
                end -= 1
                break
    return start, end


def numbers(question: Question, sentence: Read, heard: Heard, other: tuple[int, int] | None) -> list[float]:
    """What speaks for the reader's span, in the order of `NAMES`.

    :param other: the short answer that the sentence's features alone give, or None.
    """
    from assistant.reading.shortanswer import options

    start, end = trimmed(sentence.text, heard.start, heard.end, question.kind)
    inside = [word for word in sentence.words if word.start >= start and word.end <= end]
    asked = question.kind in VALUES
    parts = options(question, sentence) if asked or question.kind in NAMED else []
    meets = any(part.start < end and part.end > start for part in parts)
    return [
        heard.margin,
        heard.answered,
        math.log1p(len(inside)),
        sum(word.stem in question.stems for word in inside) / max(1, len(inside)),
        float(meets),
        float(asked and not meets),
        float(other is not None and other[0] < end and other[1] > start),
        float(other is not None and not (other[0] < end and other[1] > start)),
        float(not asked and question.kind not in NAMED),
        float(asked),
    ]


def find(question: Question, sentence: Read, heard: Heard, other: tuple[int, int] | None) -> tuple[int, int] | None:
    """The reader's span as offsets in the sentence, or None where it is not likely enough to be right."""
    if question.kind is Kind.YES_NO:
        return None
    start, end = trimmed(sentence.text, heard.start, heard.end, question.kind)
    said = sentence.text[start:end]
    if not any(character.isalnum() for character in said) or len(said) > _LONGEST:
        return None
    row = (1.0, *numbers(question, sentence, heard, other))
    logit = sum(weight * value for weight, value in zip(HEARD, row, strict=True))
    return (start, end) if logit >= LEAST else None
