"""Confidence: the probability that the documents answer a question, from what was found."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.answers import Outcome
from assistant.reading.evidence import matches
from assistant.reading.extractive import Scored
from assistant.reading.records import Verdict
from assistant.text.kinds import VALUES
from assistant.text.question import Question

if TYPE_CHECKING:
    from assistant.retrieval.retriever import Hit

NAMES = (
    "passage cosine",
    "sentence cosine",
    "agreement",
    "coverage",
    "context",
    "passage coverage",
    "missing name",
    "untyped",
    "subject",
    "terms",
    "score",
)
"""What each number is; none depends on how many documents there are."""
HEARD = ("margin", "answered", "unread")
"""What the learned reader adds to them, where there is one."""

ROW = {Verdict.ANSWERS: (0.6, 1.0), Verdict.LACKS: (0.0, 0.2), Verdict.UNSURE: (0.0, 1.0)}
"""The probability at least and at most where the best sentence is a row of named cells that ..."""
PERHAPS = 0.2
"""From this probability on a question is answered, with a doubt that is shown.

On four SQuAD articles that nothing was fitted on, with the learned reader: 94 % of the answerable questions are
answered, 3 % of those about other articles, 36 % of those whose answer was taken away, 82 % of the look-alike ones.
"""
SURE = 0.5
"""From this probability on a question is answered without a doubt: 82 %, 0 %, 15 % and 49 % of the same."""


def outcome_of(probability: float) -> Outcome:
    """What is made of a question that the documents answer with this probability."""
    if probability >= SURE:
        return "answered"
    return "perhaps" if probability >= PERHAPS else "not said"


def numbers(question: Question, best: Scored, ranked: Sequence[Scored], hits: Sequence[Hit]) -> list[float]:
    """What speaks for and against the best sentence's answering the question, in the order of `NAMES`.

    Those of `HEARD` follow where the learned reader read.
    """
    whole = _whole(question, best, ranked)
    heard = best.heard
    added = [heard.margin, heard.answered, 0.0] if heard else [0.0, 0.0, 1.0]
    return [
        max((float(hit.passage.scores.get("dense", 0.0)) for hit in hits), default=0.0),
        best.number("cosine"),
        best.number("cosine") * (best.number("coverage") + best.number("context")),
        best.number("coverage"),
        best.number("context"),
        best.number("passage coverage"),
        _missing_name(question, whole),
        1.0 if question.kind in VALUES and best.number("untyped") else 0.0,
        _subject_unmet(question, whole),
        math.log(len(question.terms)),
        best.plain,
        *(added if any(one.heard for one in ranked) else ()),
    ]


def _subject_unmet(question: Question, whole: Sequence[float]) -> float:
    """1 where the thing asked for ("population" of what is the population) is nowhere near, else 0."""
    subject = question.subject
    if subject is None or subject not in question.terms:
        return 0.0
    return float(whole[question.terms.index(subject)] < 0.5)


def _whole(question: Question, best: Scored, ranked: Sequence[Scored]) -> list[float]:
    """How well each term is met anywhere in the best sentence's passage, its title and headings."""
    whole = matches(question, best.sentence.around)
    for other in ranked:
        if other.sentence.passage == best.sentence.passage:
            whole = [max(a, b) for a, b in zip(whole, matches(question, other.sentence.read), strict=True)]
    for near in (best.sentence.before, best.sentence.after):
        if near is not None:
            whole = [max(a, b) for a, b in zip(whole, matches(question, near), strict=True)]
    return whole


def _missing_name(question: Question, whole: Sequence[float]) -> float:
    """Share of the question's names of which no word is met."""
    met = {term for term, found in zip(question.terms, whole, strict=True) if found >= 0.5}
    gone = [name for name in question.names if not met.intersection(name)]
    return len(gone) / len(question.names) if question.names else 0.0


# A logistic regression on 12 articles of SQuAD 2.0's first development half (CC BY-SA 4.0): answerable questions
# against questions about other articles, questions whose passage was taken away (half weight) and SQuAD's look-alike
# unanswerable ones (a third). "untyped" and "subject" are set by hand, since such questions are too few there to fit:
# a question for an age, a price or a colour is seldom answered by a sentence without one.
WEIGHTS = (
    2.670,  # passage cosine
    6.392,  # sentence cosine
    -3.928,  # agreement
    2.772,  # coverage
    2.066,  # context
    3.258,  # passage coverage
    -1.373,  # missing name
    -1.500,  # untyped
    -1.000,  # subject
    0.202,  # terms
    0.251,  # score
)
BIAS = -11.113

READ = (
    0.565,  # passage cosine
    2.497,  # sentence cosine
    0.980,  # agreement
    1.577,  # coverage
    1.898,  # context
    -2.867,  # passage coverage
    -0.834,  # missing name
    0.206,  # untyped
    0.032,  # subject
    0.492,  # terms
    0.209,  # score
    0.107,  # margin
    0.128,  # answered
    0.000,  # unread
)
"""The same with the learned reader, fitted on three articles that it was not trained on by `training/combining.py`.

On the four reported articles AUC .98 against questions about other articles, .75 against look-alike ones, .91 where
the answer was taken away.
"""
READ_BIAS = -5.501


def probability(values: Sequence[float], verdict: Verdict = Verdict.UNSURE) -> float:
    """Give the probability that the question is answered, 0 to 1, from its `numbers`.

    :param verdict: what the best sentence is to the question where it is a row of named cells.
    """
    weights, bias = (READ, READ_BIAS) if len(values) > len(WEIGHTS) else (WEIGHTS, BIAS)
    logit = bias + sum(weight * value for weight, value in zip(weights, values, strict=True))
    least, most = ROW[verdict]
    return max(least, min(most, 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))))
