"""The fit of the probability that the documents answer a question: one regression for all that speaks for and against.

Every source counts the same. Of each, `ANSWERED` of the weight is on answerable questions, and the kinds that are not
answered share the rest evenly. What a sign weighs may only go the way that it can mean (`WAYS`), so that no accident
of a few cases makes a broken premise speak for an answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from assistant.honesty.premises import broken
from assistant.reading import signs
from training.cases import Case
from training.fits import Array, logistic

ANSWERED = 2 / 3
"""Share of answerable questions: people ask their documents mostly what these can answer."""
RIDGE = 3.0
WAYS = {"cosine": 1, "coverage": 1, "near": 1, "deeds": 1, "terms": 0, "margin": 1, "answered": 1}
"""Signs that may speak for an answer, and the one that may do either; all others speak against it."""
NO_VALUE = -1.5
"""What it weighs at least that a question for a figure or a date meets a sentence without one: too few of those
fitted on are so, and no such sentence answers, whatever its document does.
"""
SHOWN = RIGHT = 11 / 12
"""What the two bounds are to reach: share of the answerable questions that are answered at all; share of answerable
ones among those that are answered without a doubt.
"""
_STEPS = [step / 20 for step in range(1, 20)]
Row = Callable[[Case], list[float]]


def heard(case: Case) -> list[float]:
    """The signs where the learned reader reads."""
    best = case.ranked[0]
    return signs.numbers(case.question, best, broken(case.question, best))


def unheard(case: Case) -> list[float]:
    """The signs without it, of the sentence that is the best without it."""
    best = max(case.ranked, key=lambda one: one.plain)
    return signs.numbers(case.question, best, broken(case.question, best))[: -len(signs.HEARD)]


def fit(cases: Sequence[Case], row: Row) -> Array:
    """The constant and the weight of each sign."""
    table = np.array([row(case) for case in cases])
    ways = [WAYS.get(name, -1) for name in signs.NAMES[: table.shape[1]]]
    weights = logistic(table, answered(cases), counts(cases), RIDGE, ways)
    place = 1 + signs.NAMES.index("no value")
    weights[place] = min(weights[place], NO_VALUE)
    return weights


def probabilities(cases: Sequence[Case], row: Row, weights: Array) -> Array:
    """The probability of each case, by fitted weights."""
    logits = weights[0] + np.array([row(case) for case in cases]) @ weights[1:]
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))))


def across(cases: Sequence[Case], row: Row) -> Array:
    """The probability of each case by weights that were fitted on the other sources alone."""
    found = np.zeros(len(cases))
    for source in dict.fromkeys(case.source for case in cases):
        inside = [place for place, case in enumerate(cases) if case.source == source]
        weights = fit([case for case in cases if case.source != source], row)
        found[inside] = probabilities([cases[place] for place in inside], row, weights)
    return found


def answered(cases: Sequence[Case]) -> Array:
    """1 for each case that is answered, else 0."""
    return np.array([float(case.kind == "answerable") for case in cases])


def counts(cases: Sequence[Case]) -> Array:
    """What each case counts for; all together as many as there are."""
    each = Counter((case.source, case.kind) for case in cases)
    sorts = Counter(source for source, kind in each if kind != "answerable")
    shares = [
        (ANSWERED if case.kind == "answerable" else (1.0 - ANSWERED) / sorts[case.source])
        / each[case.source, case.kind]
        for case in cases
    ]
    return np.array(shares) * len(cases) / sum(shares)


def bounds(cases: Sequence[Case], likely: Array) -> tuple[float, float]:
    """From which probability on a question is answered with its doubt, and from which without: see `SHOWN`, `RIGHT`.

    The highest step that still shows enough, and the lowest that is right often enough.
    """
    true, weights = answered(cases), counts(cases)

    def reached(step: float, base: Array) -> float:
        return float((weights * true * (likely >= step)).sum() / (weights * base).sum())

    shown = max((step for step in _STEPS if reached(step, true) >= SHOWN), default=_STEPS[0])
    right = (step for step in _STEPS if reached(step, (likely >= step).astype(float)) >= RIGHT)
    return shown, max(shown, next(right, _STEPS[-1]))
