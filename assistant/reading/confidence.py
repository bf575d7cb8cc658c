"""Confidence: the probability that the documents answer a question, and what is made of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.answers import Outcome
from assistant.honesty.premises import Broken
from assistant.reading import signs, surety
from assistant.reading.extractive import Scored
from assistant.reading.records import Verdict
from assistant.text.question import Question

ROW = {Verdict.ANSWERS: (0.8, 1.0), Verdict.LACKS: (0.0, 0.3), Verdict.UNSURE: (0.0, 1.0)}
"""The probability at least and at most where the best sentence is a row of named cells that ..., set by hand: the
questions fitted on know no rows.
"""
PERHAPS = 0.45
"""From this probability on a question is answered, with a doubt that is shown: the highest step at which eleven of
twelve answerable questions are, each source read with weights fitted on the others (`training/probability.py`).

On four SQuAD articles that nothing was fitted on, 97 % of the answerable questions are answered, 4 % of those about
other articles, 35 % of those whose answer was taken away, 74 % of those written to look answerable.
"""
SURE = 0.75
"""From this probability on it is answered without a doubt: the lowest step at which eleven of twelve such questions are
answerable. 93 %, 1 %, 16 % and 55 % of the same.
"""


def outcome_of(probability: float) -> Outcome:
    """What is made of a question that the documents answer with this probability."""
    if probability >= SURE:
        return "answered"
    return "perhaps" if probability >= PERHAPS else "not said"


def of(question: Question, ranked: Sequence[Scored], best: Scored, against: Sequence[Broken]) -> float:
    """Give the probability that a sentence answers a question, 0 to 1.

    :param ranked: all sentences that were ranked, of which the learned reader may have read some.
    :param against: the premises of the question that the sentence does not bear out.
    """
    numbers = signs.numbers(question, best, against)
    return probability(numbers, best.verdict, heard=any(one.heard for one in ranked))


def probability(numbers: Sequence[float], verdict: Verdict = Verdict.UNSURE, *, heard: bool = True) -> float:
    """Give the probability from the `signs.numbers` of a sentence.

    :param verdict: what the sentence is to the question where it is a row of named cells.
    :param heard: whether the learned reader read for the question.
    """
    weights, bias = (surety.READ, surety.READ_BIAS) if heard else (surety.WORDS, surety.WORDS_BIAS)
    logit = bias + sum(weight * value for weight, value in zip(weights, numbers, strict=False))
    least, most = ROW[verdict]
    return max(least, min(most, 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, logit))))))
