"""Signs: what speaks for and against the best sentence's answering a question, as a row of numbers.

They are shares, cosines and log odds of one question and one sentence with what stands around it: none depends on how
many documents there are, or on how long they are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.grounding import claim_text
from assistant.honesty.premises import SORTS, Broken
from assistant.reading.evidence import Read, matches, read, share
from assistant.reading.extractive import Scored
from assistant.text.kinds import VALUES, Kind
from assistant.text.question import Question

_NAMED = frozenset({Kind.PERSON, Kind.PLACE, Kind.NAME})
"""Kinds that a name answers."""
_MET = 0.5
"""How well a word is met to count as said."""

WORDS = ("cosine", "coverage", "near", "deeds", "terms", "no value", "no name", "subject")
"""Likeness of sentence and question; share of the question's words that the sentence says, and that it says with its
neighbours and titles, the same without names; logarithm of how many words there are; whether the value or the name
that is asked for is not there; whether the thing asked for is nowhere in the passage.
"""
PREMISES = tuple(f"{sort}, {'beside' if beside else 'apart'}" for sort, beside in SORTS)
"""Whether a premise of each sort is broken."""
HEARD = ("margin", "answered", "unread")
"""What the learned reader adds, where there is one: see `hearing.Heard`; whether it did not read the sentence."""
NAMES = (*WORDS, *PREMISES, *HEARD)


def numbers(question: Question, best: Scored, against: Sequence[Broken]) -> list[float]:
    """What speaks for and against a sentence, in the order of `NAMES`.

    :param against: the premises of the question that it does not bear out.
    """
    near = _near(question, best)
    lacks = best.number("untyped") > 0
    found = {(one.sort, one.beside) for one in against}
    heard = best.heard
    return [
        best.number("cosine"),
        best.number("coverage"),
        share(near, question.weights),
        share(near, question.deeds),
        math.log(len(question.terms)),
        float(lacks and question.kind in VALUES),
        float(lacks and question.kind in _NAMED),
        _subject_unmet(question, best, near),
        *(float(sort in found) for sort in SORTS),
        *([heard.margin, heard.answered, 0.0] if heard else [0.0, 0.0, 1.0]),
    ]


def _near(question: Question, best: Scored) -> list[float]:
    """How well each term is met by the sentence, its neighbours, and the titles over it."""
    sentence = best.sentence
    parts: list[Read] = [part for part in (sentence.before, sentence.after, sentence.around) if part is not None]
    rows = [matches(question, sentence.read), *(matches(question, part) for part in parts)]
    return [max(column) for column in zip(*rows, strict=True)]


def _subject_unmet(question: Question, best: Scored, near: Sequence[float]) -> float:
    """1 where the thing asked for ("population" of what is the population) is nowhere in the passage, else 0."""
    subject = question.subject
    if subject is None or subject not in question.terms:
        return 0.0
    place = question.terms.index(subject)
    passage = read(claim_text(best.hit.passage.text), language=question.language)
    return float(max(near[place], matches(question, passage)[place]) < _MET)
